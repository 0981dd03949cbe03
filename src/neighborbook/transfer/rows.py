"""From the records of a file to the rows of an import, by what its columns mean."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta, timezone
from functools import lru_cache

import attrs

from neighborbook.desk.asking import Asked
from neighborbook.desk.faults import Faults
from neighborbook.desk.importing.values import MOST_KEY, ImportRow
from neighborbook.domain.booking import State, VoidReason
from neighborbook.domain.time_fault import TimeFault
from neighborbook.domain.times import parse_instant, zone
from neighborbook.transfer.cells import json_in, whole_number
from neighborbook.transfer.column_map import FIELDS, ColumnMap
from neighborbook.transfer.records import Record

_BETWEEN = re.compile(r"[;,\s]+")
_MOST_TIMES = 1 << 14
"""How many times are remembered: in many rooms something begins at the same one."""

_NO_PLACE = frozenset({State.HELD, State.WAITING, State.OFFERED})
"""What is held or waited for there has come to nothing by the time that the book moves."""

Texts = dict[str, str]


@attrs.frozen(kw_only=True)
class Offered:
    """What a center offers, as far as the rows of other systems need it.

    Attributes:
        offering_of: by place, the one offering that is given there; "" if there are several.
        called: by what places are called, in small letters, their ids; "" if there are several.
        zone: of the center.
    """

    offering_of: Mapping[str, str]
    called: Mapping[str, str]
    zone: str

    def place(self, word: str, faults: Faults) -> str:
        """Return the id of a place, which may be meant by its name where one alone has that."""
        if not word or word in self.offering_of:
            return word
        found = self.called.get(word.casefold())
        if found == "" and not any(fault.path == "resource" for fault in faults.found):
            expected = "a name of one place alone; else its id, in words.resource of the mapping"
            faults.add("resource", "INPUT_INVALID", word, expected)
        return found or word

    def offering(self, place: str, faults: Faults) -> str:
        """Return the offering that is given at a place, where none is named; "" if none alone."""
        if place in self.offering_of or any(fault.path == "resource" for fault in faults.found):
            return self.offering_of.get(place, "")
        expected = "a place here, by its id or name; else its id, in words.resource of the mapping"
        faults.add("resource", "UNKNOWN_RESOURCE", place, expected)
        return ""


def rows_of(records: Iterable[Record], by: ColumnMap, offered: Offered) -> Iterator[ImportRow]:
    """Yield the rows of an import; what is wrong with one stands in its ``faults``.

    A row without a key or an id of its own is known by its content when it comes again: by offering
    and place, time, organizer and title, and by how many of the same stand before it.
    """
    alike: Counter[str] = Counter()
    read = _Reader(by=by, offered=offered)
    for record in records:
        yield read.row(record, alike)


@attrs.define(kw_only=True)
class _Reader:
    by: ColumnMap
    offered: Offered
    _plan: list[tuple[str, tuple[str, ...]]] = attrs.field(init=False)
    _time: Callable[[str], datetime] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self._plan = [
            (field, self.by.columns[field]) for field in FIELDS if field in self.by.columns
        ]
        own = zone(self.by.zone or self.offered.zone)
        patterns = self.by.times

        def local(at: int) -> datetime:
            """With the offset of then, so that a fault shows it as the file does."""
            moment = datetime.fromtimestamp(at, own)
            return moment.replace(tzinfo=timezone(moment.utcoffset() or timedelta()), fold=0)

        @lru_cache(maxsize=_MOST_TIMES)
        def time(text: str) -> datetime:
            for pattern in patterns:
                try:
                    wall = datetime.strptime(text, pattern)  # noqa: DTZ007 - the zone follows
                except ValueError:
                    continue
                return local(parse_instant(wall.isoformat(), own))
            return local(parse_instant(text, own))

        self._time = time

    def row(self, record: Record, alike: Counter[str]) -> ImportRow:
        """Read one record."""
        faults = Faults(found=list(record.faults))
        given = dict(self.by.fixed)
        structured: dict[str, object] = {}
        for field, columns in self._plan:
            if columns[0] in record.cells and (
                text := self._cell(record.cells, field, columns, structured)
            ):
                given[field] = text
        for field, words in self.by.words.items():
            _translate(given, field, words, faults)
        resource = self.offered.place(given.get("resource", ""), faults)
        offering = given.get("offering", "")
        if not offering and resource:
            offering = self.offered.offering(resource, faults)
        asked = Asked(
            what=offering or None,
            start=self._instant("start", given, faults),
            end=self._instant("end", given, faults),
            length=given.get("length") or None,
            organizer=given.get("organizer") or None,
            headcount=_headcount(structured.get("headcount"), given, faults),
            attendees=_listed("attendees", structured, given, faults),
            resource=resource or None,
            features=_listed("features", structured, given, faults),
            title=" ".join(given.get("title", "").split()) or None,
            details=_details(structured, given, faults),
        )
        return ImportRow(
            line=record.line,
            key=self._key(given, asked, alike),
            asked=asked,
            id=given.get("id", ""),
            uid=given.get("uid", ""),
            ended=_ended(given, faults),
            faults=tuple(faults.found),
        )

    def _cell(
        self,
        cells: Mapping[str, object],
        field: str,
        columns: tuple[str, ...],
        structured: dict[str, object],
    ) -> str:
        if len(columns) == 1:
            value = cells.get(columns[0], "")
            if isinstance(value, str):
                return value.strip()
            if value is None:
                return ""
            structured[field] = value
            return str(value)
        parts = [str(cells.get(column) or "").strip() for column in columns]
        return " ".join(part for part in parts if part)

    def _instant(self, field: str, given: Texts, faults: Faults) -> datetime | None:
        text = given.get(field, "")
        if not text:
            return None
        try:
            return self._time(text)
        except TimeFault as fault:
            faults.found.append(fault.fault(field))
            return None

    def _key(self, given: Texts, asked: Asked, alike: Counter[str]) -> str:
        if given.get("key"):
            return f"{self.by.source}:{given['key']}"[: MOST_KEY + 1]
        if given.get("id"):
            return f"neighborbook:{given['id']}"[: MOST_KEY + 1]
        times = [given.get(field) for field in ("start", "end", "length")]
        content = repr((asked.what, asked.resource, *times, asked.organizer, asked.title))
        digest = hashlib.blake2b(content.encode("utf-8", "replace"), digest_size=16).hexdigest()
        alike[digest] += 1
        return f"{self.by.source}:row:{digest}:{alike[digest]}"


def _translate(given: Texts, field: str, words: Mapping[str, str], faults: Faults) -> None:
    word = given.get(field, "")
    if not word:
        return
    if word in words:
        given[field] = words[word]
    if not given[field]:
        expected = f"an id here for it, in words.{field} of the mapping"
        faults.add(field, "INPUT_MISSING", word, expected)


def _headcount(value: object, given: Texts, faults: Faults) -> int | None:
    text = given.get("headcount", "")
    if not text:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    number = whole_number(text)
    if number is None:
        faults.add("headcount", "INPUT_INVALID", text, "a whole number")
    return number


def _listed(
    field: str, structured: Mapping[str, object], given: Texts, faults: Faults
) -> list[object] | None:
    """Read a list: as JSON has it, as JSON in a cell, or as names with commas between them."""
    value, text = structured.get(field), given.get(field, "")
    if isinstance(value, list):
        return value or None
    if not text:
        return None
    if not text.startswith("["):
        return [part for part in _BETWEEN.split(text) if part]
    found = json_in(text)
    if isinstance(found, list):
        return found
    faults.add(field, "INPUT_INVALID", "", "a list in JSON, or names with commas between them")
    return None


def _details(structured: Mapping[str, object], given: Texts, faults: Faults) -> object:
    value, text = structured.get("details"), given.get("details", "")
    if isinstance(value, dict):
        return value or None
    if not text:
        return None
    found = json_in(text)
    if isinstance(found, dict):
        return found
    faults.add("details", "INPUT_INVALID", "", "a JSON object")
    return None


def _ended(given: Texts, faults: Faults) -> str:
    """Return by which word it was void, or "" for what stands; a hold there is none here."""
    state = given.get("state", "")
    if not state:
        return ""
    if state not in State.__members__.values():
        words = ", ".join(each.value for each in State)
        faults.add("state", "INPUT_INVALID", state, f"one of {words}")
        return ""
    if state in _NO_PLACE:
        return VoidReason.EXPIRED.value
    if state != State.VOID:
        return ""
    return given.get("void_reason") or VoidReason.CANCELLED.value
