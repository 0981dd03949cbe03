"""Spreadsheets: what is in the first sheet comes in, and what means harm ends in a typed error."""

from __future__ import annotations

import io
import tracemalloc
import zipfile

import pytest

import neighborbook as nb
from neighborbook.transfer import spreadsheets
from tests.unit.transfer.conftest import Import

NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
STYLES = (
    f"<styleSheet {NAMESPACE}><numFmts><numFmt numFmtId='164' formatCode='yyyy\\-mm\\-dd hh:mm'/>"
    "</numFmts><cellXfs><xf numFmtId='0'/><xf numFmtId='164'/><xf numFmtId='22'/></cellXfs>"
    "</styleSheet>"
)
TEXTS = f"<sst {NAMESPACE}><si><t>start</t></si><si><r><t>合</t></r><r><t>唱</t></r></si></sst>"
ROWS = (
    "<row><c t='s'><v>0</v></c><c t='inlineStr'><is><t>end</t></is></c>"
    "<c t='str'><v>organizer</v></c><c t='str'><v>resource</v></c><c r='F1' t='str'><v>title</v>"
    "</c></row>"
    # 46357 is 1 December 2026; .4375 is half past ten.
    "<row><c s='1'><v>46357.4375</v></c><c s='2'><v>46357.5</v></c><c t='str'><v>li</v></c>"
    "<c t='str'><v>A</v></c><c r='F2' t='s'><v>1</v></c></row>"
)


def sheet(rows: str = ROWS) -> str:
    return f"<worksheet {NAMESPACE}><sheetData>{rows}</sheetData></worksheet>"


def packed(rows: str | None = ROWS, **parts: str) -> bytes:
    held = io.BytesIO()
    names = {"sheet": "xl/worksheets/sheet1.xml", "texts": "xl/sharedStrings.xml"}
    found = {"texts": TEXTS, "styles": STYLES, **parts}
    if rows is not None:
        found.setdefault("sheet", sheet(rows))
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for part, content in found.items():
            file.writestr(names.get(part, f"xl/{part}.xml"), content)
    return held.getvalue()


def test_a_sheet_comes_in_with_its_dates_and_its_gaps(desk: nb.Desk, imported: Import) -> None:
    done, [outcome] = imported(packed(), "old.xlsx")
    assert done.booked == 1
    booking = desk.booking(outcome.booking)
    assert booking.start.isoformat() == "2026-12-01T10:30:00+08:00"
    assert booking.end.isoformat() == "2026-12-01T12:00:00+08:00"
    assert (booking.title, booking.resource, booking.organizer) == ("合唱", "A", "li")


@pytest.mark.parametrize("cell", ["t='str'><v>2.0</v>", "t='inlineStr'><is><t>2.0</t></is>"])
def test_a_text_that_looks_like_a_number_stays_as_it_is(
    cell: str, desk: nb.Desk, imported: Import
) -> None:
    rows = ROWS.replace("r='F2' t='s'><v>1</v>", f"r='F2' {cell}")
    _, [outcome] = imported(packed(rows), "old.xlsx")
    assert desk.booking(outcome.booking).title == "2.0"


def damaged() -> bytes:
    """Return a file whose sheet unpacks to nothing, though its frame is whole."""
    found = bytearray(packed(sheet=sheet(ROWS * 50)))
    with zipfile.ZipFile(io.BytesIO(found)) as file:
        place = file.getinfo("xl/worksheets/sheet1.xml").header_offset
    found[place + 60 : place + 90] = b"\xff" * 30
    return bytes(found)


def lying() -> bytes:
    """Return a file that says of its sheet that it unpacks to ten octets."""
    found = bytearray(packed(sheet=sheet(ROWS * 50)))
    with zipfile.ZipFile(io.BytesIO(found)) as file:
        size = file.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
    return bytes(found.replace(size, (10).to_bytes(4, "little")))


BOMB = "<row><c t='str'><v>" + "x" * 9_000 + "</v></c></row>"
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
HOSTILE = {
    "no zip": b"hello",
    "half a zip": packed()[:200],
    "no sheet": packed(None),
    "no xml": packed(sheet="<worksheet"),
    "entities": packed(sheet=LAUGHS + sheet("<row><c t='str'><v>&c;</v></c></row>")),
    "entities in the texts": packed(texts=LAUGHS + TEXTS),
    "a million columns": packed("<row>" + "<c><v>1</v></c>" * 1_000_000 + "</row>"),
    "a style of no number": packed(
        styles=STYLES.replace("numFmtId='22'", "numFmtId='²'"), sheet="<worksheet"
    ),
    "damaged within": damaged(),
    "a size that is a lie": lying(),
    "a document that lies elsewhere": packed(
        sheet='<!DOCTYPE x SYSTEM "file:///etc/passwd">' + sheet()
    ),
    "rows of nothing": packed("<row/>" * 20_000),
    "a name in no encoding": packed(é="").replace("é".encode(), b"\xff\xff"),
    "a column far out": packed("<row><c r='XFD1'><v>1</v></c></row>"),
    "a long cell": packed(f"<row><c t='str'><v>{'x' * 20_000}</v></c></row>"),
    "no rows": packed(""),
    "two columns of one name": packed("<row><c t='s'><v>0</v></c><c t='s'><v>0</v></c></row>"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_spreadsheet_is_a_typed_error_and_takes_little_memory(
    name: str, desk: nb.Desk, imported: Import
) -> None:
    tracemalloc.start()
    with pytest.raises(nb.InvalidRequest):
        imported(HOSTILE[name], "old.xlsx")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 32 << 20
    assert list(desk.bookings()) == []


@pytest.mark.parametrize("part", ["sheet", "texts"])
def test_a_zip_bomb_ends_when_it_has_unpacked_too_much(
    part: str, imported: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheets, "MOST_UNPACKED", 8 << 20)
    bomb = sheet(BOMB * 5_000) if part == "sheet" else f"<sst {NAMESPACE}>{' ' * (45 << 20)}</sst>"
    content = packed(**{part: bomb})
    assert len(content) < 1 << 20
    tracemalloc.start()
    with pytest.raises(nb.InvalidRequest) as caught:
        imported(content, "old.xlsx")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert caught.value.faults[0].code in {"INPUT_TOO_LONG", "INPUT_MISSING"}
    assert most < 64 << 20


def test_of_a_formula_what_was_last_shown_comes_in_as_a_text(
    desk: nb.Desk, imported: Import
) -> None:
    cell = "r='F2' t='str'><f>HYPERLINK(\"http://x\")</f><v>=1+1</v>"
    _, [outcome] = imported(packed(ROWS.replace("r='F2' t='s'><v>1</v>", cell)), "old.xlsx")
    assert desk.booking(outcome.booking).title == "=1+1"


def test_numbers_that_are_no_dates_and_texts_that_are_not_there_stay_what_they_are(
    imported: Import,
) -> None:
    rows = (
        "<row><c t='s'><v>0</v></c><c t='str'><v>headcount</v></c></row>"
        "<row><c s='1'><v>1e99</v></c><c s='99'><v>7.0</v></c></row>"
        "<row><c t='s'><v>99</v></c><c t='s'><v>-1</v></c></row>"
        f"<row><c t='s'><v>{'0' * 9}99</v></c><c t='s'><v>{'0' * 5_000}</v></c></row>"
        "<row><c s='²'><v>1</v></c><c><v>x</v></c></row>"
    )
    done, outcomes = imported(packed(rows), "old.xlsx")
    assert done.bad == len(outcomes)
    assert ("start", "INPUT_INVALID") in {(f.path, f.code) for f in outcomes[0].faults}
