"""The first sheet of an .xlsx file, read piece by piece: what it unpacks to never lies in memory.

It is a ZIP file of XML. Both are read by the standard library in a stream with a bound on what has
been unpacked, and a document type, by which entities grow, is refused.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from xml.parsers import expat

from neighborbook.transfer.cells import whole_number
from neighborbook.transfer.limits import MOST_CELL, MOST_COLUMNS, check_size, refuse_file
from neighborbook.transfer.records import Record, column_names

MOST_BYTES = 32 << 20
MOST_UNPACKED = 256 << 20
"""Of each part of the file."""

MOST_TEXTS = 64 << 20
"""Characters that all cells with a shared text have together."""

BLOCK = 64 << 10
DAY = 86_400
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_COLUMN = re.compile(r"([A-Z]{1,3})\d*")
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""Number formats of dates and times that every file knows by number."""

_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, UnicodeDecodeError, expat.ExpatError),
    *(NotImplementedError, RuntimeError),
)
"""What reading a file raises that is no ZIP, is damaged, encrypted, or packed in unknown ways."""


def xlsx_records(path: Path) -> Iterator[Record]:
    """Yield the rows of the first sheet of an .xlsx file whose first row names the columns.

    Dates and times come as ISO 8601, local.

    Raises:
        InvalidRequest: it is no such file, or larger, wider, or deeper than it may be.
    """
    check_size(path, MOST_BYTES)
    try:
        with zipfile.ZipFile(path) as packed:
            yield from _records(packed)
    except _BROKEN:
        refuse_file("file", "INPUT_INVALID", "", "a spreadsheet in the format of Excel 2007")


def _records(packed: zipfile.ZipFile) -> Iterator[Record]:
    sheets = sorted(
        (int(found[1]), name) for name in packed.namelist() if (found := _SHEET.fullmatch(name))
    )
    if not sheets:
        refuse_file("file", "INPUT_INVALID", "", "a spreadsheet in the format of Excel 2007")
    sheet = _Sheet(_texts(packed), _styles(packed), since=_since(packed))
    names: list[str] = []
    for number, cells in _parsed(packed, sheets[0][1], sheet):
        if not names:
            names = column_names([cell.strip() for cell in cells])
        elif any(cells):
            named = {name: cell for name, cell in zip(names, cells, strict=False) if name}
            yield Record(line=number, cells=named)
    if not names:
        refuse_file("file", "INPUT_INVALID", "", "a first line that names the columns")


class _Texts:
    """Takes the shared texts: each is the text of one ``si``, whatever runs it is made of."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._parts: list[str] = []
        self._inside = False
        self._size = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        self._inside = name == "t"
        if name == "si":
            self._parts = []

    def end(self, name: str) -> None:
        """End an element."""
        self._inside = False
        if name == "si":
            self.found.append("".join(self._parts))

    def text(self, text: str) -> None:
        """Take some text."""
        if self._inside:
            self._size += len(text) + 50
            if self._size > MOST_TEXTS:
                refuse_file("file", "INPUT_TOO_LONG", "", f"at most {MOST_TEXTS >> 20} MB")
            self._parts.append(text)


class _Styles:
    """Takes which styles of cells are dates."""

    def __init__(self) -> None:
        self.dates: list[bool] = []
        self._own: set[int] = set()
        self._inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        if name == "numFmt" and (number := whole_number(attributes.get("numFmtId", ""))):
            if re.search("[ymdhs]", _QUOTED.sub("", attributes.get("formatCode", "")).lower()):
                self._own.add(number)
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside and len(self.dates) < 1 << 16:
            number = whole_number(attributes.get("numFmtId", ""))
            self.dates.append(number in _DATES or number in self._own)

    def end(self, name: str) -> None:
        """End an element."""
        if name == "cellXfs":
            self._inside = False

    def text(self, text: str) -> None:
        """Take no text."""


class _Workbook:
    """Takes from which day dates are counted."""

    def __init__(self) -> None:
        self.since = datetime(1899, 12, 30)  # noqa: DTZ001 - local, as the whole sheet is

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        if name == "workbookPr" and attributes.get("date1904") in {"1", "true"}:
            self.since = datetime(1904, 1, 1)  # noqa: DTZ001 - the same

    def end(self, name: str) -> None:
        """End an element."""

    def text(self, text: str) -> None:
        """Take no text."""


class _Sheet:
    """Takes rows; whoever parses fetches them from ``rows`` block by block."""

    def __init__(self, texts: list[str], dates: list[bool], *, since: datetime) -> None:
        self.rows: list[tuple[int, list[str]]] = []
        self._texts, self._dates, self._since = texts, dates, since
        self._cells: list[str] = []
        self._parts: list[str] = []
        self._column, self._number = 0, 0
        self._kind, self._style = "", ""
        self._inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        if name == "row":
            self._number += 1
            self._cells, self._column = [], 0
        elif name == "c":
            place = _COLUMN.fullmatch(attributes.get("r", ""))
            self._column = _place_of(place[1]) if place else self._column + 1
            if self._column > MOST_COLUMNS:
                expected = f"at most {MOST_COLUMNS}"
                refuse_file("columns", "INPUT_TOO_LONG", f"{self._column} of them", expected)
            self._kind, self._style = attributes.get("t", ""), attributes.get("s", "")
            self._parts = []
        self._inside = name in {"v", "t"}

    def end(self, name: str) -> None:
        """End an element."""
        self._inside = False
        if name == "c":
            self._cells += [""] * (self._column - len(self._cells) - 1)
            self._cells[self._column - 1 :] = [self._value("".join(self._parts))]
        elif name == "row":
            self.rows.append((self._number, self._cells))

    def text(self, text: str) -> None:
        """Take some text."""
        if self._inside:
            self._parts.append(text)
            if sum(map(len, self._parts)) > MOST_CELL:
                path = f"line {self._number}"
                refuse_file(path, "INPUT_TOO_LONG", "", f"at most {MOST_CELL} characters")

    def _value(self, text: str) -> str:
        if self._kind == "s":
            place = whole_number(text)
            known = place is not None and place < len(self._texts)
            return self._texts[place or 0][:MOST_CELL] if known else ""
        if self._kind not in {"", "n"}:
            return text
        style = whole_number(self._style) or 0
        if style < len(self._dates) and self._dates[style]:
            return self._time(text)
        return text.removesuffix(".0")

    def _time(self, text: str) -> str:
        try:
            seconds = round(float(text) * DAY)
            moment = self._since + timedelta(seconds=seconds)
            if 0 <= seconds < DAY:  # a time of the day alone; its day stands elsewhere
                return moment.time().isoformat()
            return moment.isoformat(" ") if seconds % DAY else moment.date().isoformat()
        except (ValueError, OverflowError):
            return text


def _place_of(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place


def _texts(packed: zipfile.ZipFile) -> list[str]:
    found = _Texts()
    _read(packed, "xl/sharedStrings.xml", found)
    return found.found


def _styles(packed: zipfile.ZipFile) -> list[bool]:
    found = _Styles()
    _read(packed, "xl/styles.xml", found)
    return found.dates


def _since(packed: zipfile.ZipFile) -> datetime:
    found = _Workbook()
    _read(packed, "xl/workbook.xml", found)
    return found.since


def _read(packed: zipfile.ZipFile, name: str, taker: _Texts | _Styles | _Workbook) -> None:
    """Read a part to its end, if there is one of that name."""
    if name in packed.namelist():
        for _ in _blocks(packed, name, taker):
            pass


def _parsed(packed: zipfile.ZipFile, name: str, sheet: _Sheet) -> Iterator[tuple[int, list[str]]]:
    for _ in _blocks(packed, name, sheet):
        yield from sheet.rows
        sheet.rows = []


def _blocks(
    packed: zipfile.ZipFile, name: str, taker: _Texts | _Styles | _Workbook | _Sheet
) -> Iterator[None]:
    """Parse a part block by block; between two of them what was taken can be fetched."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def start(element: str, attributes: dict[str, str]) -> None:
        taker.start(element.rpartition(" ")[2], attributes)

    def end(element: str) -> None:
        taker.end(element.rpartition(" ")[2])

    def document_type(*_: object) -> None:
        refuse_file("file", "INPUT_INVALID", "DOCTYPE", "a spreadsheet in the format of Excel 2007")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = taker.text
    parser.StartDoctypeDeclHandler = document_type
    left = MOST_UNPACKED
    if packed.getinfo(name).compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        refuse_file("file", "INPUT_INVALID", "", "a spreadsheet in the format of Excel 2007")
    with packed.open(name) as part:
        while block := part.read(BLOCK):
            left -= len(block)
            if left < 0:
                expected = f"at most {MOST_UNPACKED >> 20} MB"
                refuse_file("file", "INPUT_TOO_LONG", "unpacked", expected)
            parser.Parse(block, False)  # noqa: FBT003 - the signature is expat's
            yield
    parser.Parse(b"", True)  # noqa: FBT003 - the same
    yield
