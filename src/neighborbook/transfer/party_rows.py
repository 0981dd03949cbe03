"""From the records of a file to the rows of an import of people, by what its columns mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any, Generic, TypeVar

import attrs

from neighborbook.desk.faults import Faults
from neighborbook.desk.importing.people_values import GrantSaid, LinkSaid, PartyRow, StatedSaid
from neighborbook.desk.people.keeping import MOST_LISTED
from neighborbook.desk.people.words import Said, TermSaid
from neighborbook.transfer.cells import json_in
from neighborbook.transfer.column_map import PEOPLE_FIELDS, ColumnMap
from neighborbook.transfer.records import Record

_BETWEEN = re.compile(r"[;,\s]+")
_MIDNIGHT = re.compile(r"[ T]00:00(:00)?$")
_YES = frozenset({"yes", "true", "1", "是"})
_NO = frozenset({"", "no", "false", "0", "否"})
_TERM = ("room_types", "grid", "since", "until")
_SAID = ("name", "born_on", "language", "phone", "email", "grid", "resident_since")
_DAYS = frozenset({"born_on", "resident_since"})

Texts = dict[str, str]
Words = Mapping[str, Any]
T = TypeVar("T")

MOST_NAME = 40
"""Characters of a name that are repeated in a fault."""


def party_rows(records: Iterable[Record], by: ColumnMap) -> Iterator[PartyRow]:
    """Yield the rows of an import; what is wrong with one stands in its ``faults``."""
    plan = [(field, by.columns[field]) for field in PEOPLE_FIELDS if field in by.columns]
    for record in records:
        yield _row(record, by, plan)


def _row(record: Record, by: ColumnMap, plan: list[tuple[str, tuple[str, ...]]]) -> PartyRow:
    faults = Faults(found=list(record.faults))
    given: Texts = dict(by.fixed)
    structured: dict[str, object] = {}
    for field, columns in plan:
        if any(column in record.cells for column in columns):
            _read_cell(record, field, columns, given, structured)
    for field, words in by.words.items():
        _translate(given, field, words, faults)
    for field in _DAYS & given.keys():
        given[field] = _day(given[field], by.times)
    said = {field: given[field] for field in _SAID if field in given}
    return PartyRow(
        line=record.line,
        id=given.get("id", ""),
        kind=given.get("kind") or None,
        said=Said(**said),
        disabled=_flag(given, faults),
        disabled_reason=given.get("disabled_reason"),
        stated=_listed("stated", given, structured, _STATED, faults),
        links=_listed("links", given, structured, _LINKS, faults),
        grants=_listed("grants", given, structured, _GRANTS, faults),
        faults=tuple(faults.found),
    )


def _read_cell(
    record: Record,
    field: str,
    columns: tuple[str, ...],
    given: Texts,
    structured: dict[str, object],
) -> None:
    """Read what a field says; an empty cell says nothing, so what is kept of a party stays."""
    values = [record.cells.get(column) for column in columns]
    if len(values) == 1 and isinstance(values[0], list) and values[0]:
        structured[field] = values[0]
        given[field] = "["
        return
    text = " ".join(part for part in (_text(value) for value in values) if part)
    if text:
        given[field] = text


def _text(value: object) -> str:
    if value is None or value is False or value == []:
        return ""
    return "yes" if value is True else str(value).strip()


def _translate(given: Texts, field: str, words: Words, faults: Faults) -> None:
    word = given.get(field, "")
    if not word:
        return
    given[field] = words.get(word, word)
    if not given[field]:
        expected = f"an id here for it, in words.{field} of the mapping"
        faults.add(field, "INPUT_MISSING", word, expected)


def _day(text: str, patterns: tuple[str, ...]) -> str:
    """Return a civil day as we write it, if it is written as one of the patterns says."""
    text = _MIDNIGHT.sub("", text)  # as spreadsheets keep days
    for pattern in patterns:
        try:
            return datetime.strptime(text, pattern).date().isoformat()  # noqa: DTZ007 - a day
        except ValueError:
            continue
    return text


def _flag(given: Texts, faults: Faults) -> bool | None:
    if "disabled" not in given:
        return None
    word = given["disabled"].lower()
    if word not in _YES | _NO:
        faults.add("disabled", "INPUT_INVALID", word, "yes, or nothing")
    return word in _YES


def _listed(
    field: str,
    given: Texts,
    structured: Mapping[str, object],
    kind: _Kind[T],
    faults: Faults,
) -> tuple[T, ...] | None:
    """Read a list: as JSON has it, as JSON in a cell, or as words with signs between them."""
    if field not in given:
        return None
    text = given[field]
    found: object = structured.get(field)
    if found is None and text.startswith("["):
        found = json_in(text)
    elif found is None:
        found = [part.strip() for part in kind.between.split(text) if part.strip()]
    if not isinstance(found, list):
        faults.add(field, "INPUT_INVALID", "", f"a list in JSON, or {kind.said}")
        return None
    read = []
    for n, one in enumerate(islice(found, MOST_LISTED + 1)):
        words = kind.of_word(one) if isinstance(one, str) else one
        if _fits(f"{field}.{n}", words, kind, faults) and isinstance(words, dict):
            read.append(kind.of_words(words))
    return tuple(read)


def _fits(path: str, words: object, kind: _Kind[T], faults: Faults) -> bool:
    """Whether one of a list can be read; else what is wrong with it is noted."""
    if not isinstance(words, dict):
        faults.add(path, "INPUT_INVALID", "", f"a JSON object, or {kind.said}")
        return False
    before = len(faults.found)
    for name, value in words.items():
        at = f"{path}.{name[:MOST_NAME]}"
        if name not in kind.names:
            faults.add(at, "UNKNOWN_KEY", "", f"one of {', '.join(kind.names)}")
        elif name == "room_types":
            if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
                faults.add(at, "INPUT_INVALID", "", "a list")
        elif not isinstance(value, str):
            faults.add(at, "INPUT_INVALID", "", "a text")
    return len(faults.found) == before


def _term(words: Words) -> TermSaid:
    return TermSaid(
        room_types=words.get("room_types") or (),
        grid=words.get("grid", ""),
        since=words.get("since") or None,
        until=words.get("until") or None,
    )


@attrs.frozen(kw_only=True)
class _Kind(Generic[T]):
    """What a party has several of, and how one of it is written.

    Attributes:
        names: of what a JSON object may hold; said: how it is written else, in words.
        between: what stands between two of them.
        of_word: a JSON object of a word, or ``None``.
    """

    names: tuple[str, ...]
    said: str
    between: re.Pattern[str]
    of_words: Callable[[Words], T]
    of_word: Callable[[str], Words | None]


def _pair(sign: str, first: str, second: str) -> Callable[[str], Words | None]:
    def read(word: str) -> Words | None:
        name, found, value = word.partition(sign)
        return {first: name.strip(), second: value.strip()} if found else None

    return read


_STATED = _Kind(
    names=("name", "value", "source", "until"),
    said="residency=yes; …",
    between=re.compile(";"),
    of_words=lambda words: StatedSaid(
        name=words.get("name", ""),
        value=words.get("value", ""),
        source=words.get("source", ""),
        until=words.get("until") or None,
    ),
    of_word=_pair("=", "name", "value"),
)
_LINKS = _Kind(
    names=("tie", "other", *_TERM),
    said="guardian_of:li-na, …",
    between=_BETWEEN,
    of_words=lambda words: LinkSaid(
        tie=words.get("tie", ""), other=words.get("other", ""), term=_term(words)
    ),
    of_word=_pair(":", "tie", "other"),
)
_GRANTS = _Kind(
    names=("role", *_TERM),
    said="staff, approver, …",
    between=_BETWEEN,
    of_words=lambda words: GrantSaid(role=words.get("role", ""), term=_term(words)),
    of_word=lambda word: {"role": word},
)
