"""A first mapping of a file, made by looking at it, for people to correct."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path

import attrs

from neighborbook.desk.desk import Desk
from neighborbook.domain.booking import State
from neighborbook.domain.text import Text
from neighborbook.errors import ReadOnly
from neighborbook.transfer.column_map import FIELDS, OWN, ColumnMap, map_text
from neighborbook.transfer.importing import Source, kind_of, records_of
from neighborbook.transfer.limits import refuse_file
from neighborbook.transfer.pairing import paired, patterns_of
from neighborbook.transfer.presets import LIKELY, PRESETS, STATE_WORDS, Preset
from neighborbook.transfer.records import Record

LOOKED_AT = 1000
"""Rows that are looked at."""

MOST_WORDS = 100
MOST_NAME = 60
"""Characters of a file's name by which its source is called; a key has to fit behind it."""
_ASIDE = re.compile(r"[（(【\[].*?[)）】\]]|[*＊:：]")
"""What a form says about a column beside its name: that it must be filled in, and how."""


@attrs.frozen(kw_only=True)
class Guess:
    """A mapping that may be right, and the columns of which nobody knows what they mean."""

    by: ColumnMap
    unused: tuple[str, ...] = ()


def guess(desk: Desk, records: Iterable[Record], preset: str | None = None) -> Guess:
    """Look at the first rows of a file and say what its columns may mean.

    Words for places and offerings get the id here that is called alike; where nothing is, an empty
    one that has to be filled in.

    Args:
        preset: the system that wrote it, one of ``PRESETS``.

    Raises:
        InvalidRequest: there is no such preset, or no row.
    """
    rows = list(islice(records, LOOKED_AT))
    if not rows:
        refuse_file("file", "INPUT_INVALID", "", "at least one row below the names of the columns")
    names = list(dict.fromkeys(name for row in rows for name in row.cells))
    if preset is None:
        found = _by_name(names, rows)
        times = [found[field] for field in ("start", "end") if field in found]
        made = ColumnMap(columns=found, times=patterns_of(times, rows))
    else:
        known = _preset(preset)
        found = _columns(known, names)
        made = ColumnMap(source=preset, times=known.times, columns=found, words=known.words)
    used = {column for columns in found.values() for column in columns}
    words = {**made.words, **_places(desk, rows, found)}
    if preset is None:
        words |= _states(rows, found)
    return Guess(
        by=attrs.evolve(made, words=words, fixed=_fixed(desk, found)),
        unused=tuple(name for name in names if name not in used),
    )


def save_guess(
    desk: Desk, file: Path, source: Source | None, into: Path, preset: str | None
) -> Guess:
    """Write a guess into a file, to be corrected; it calls its source as the file is called.

    Raises:
        InvalidRequest: as ``guess``; or the mapping file exists: somebody may have corrected it.
        ReadOnly: it cannot be written.
    """
    return write_guess(
        into,
        lambda: _named(guess(desk, records_of(desk, file, source), preset), file, source),
        lambda one: map_text(one.by, unused=one.unused),
    )


def _named(found: Guess, file: Path, source: Source | None) -> Guess:
    """Return a guess with a source by which its keys are kept apart from those of other files.

    Ids of ours and those of a calendar are like no others.
    """
    if found.by.source or "id" in found.by.columns or kind_of(file, source) is Source.ICS:
        return found
    return attrs.evolve(found, by=attrs.evolve(found.by, source=file.stem[:MOST_NAME]))


def write_guess(into: Path, guessed: Callable[[], Guess], text: Callable[[Guess], str]) -> Guess:
    """Guess, and write it as a text into a file that must not be there yet.

    Raises:
        InvalidRequest, ReadOnly: as ``save_guess``.
    """
    if into.exists():
        refuse_file(
            "guess",
            "INPUT_INVALID",
            into.name,
            "a file that does not exist yet; nothing is written over",
        )
    found = guessed()
    try:
        into.write_text(text(found), encoding="utf-8")
    except OSError as error:
        raise ReadOnly(into.name) from error
    return found


def _preset(name: str) -> Preset:
    if name not in PRESETS:
        refuse_file("preset", "INPUT_INVALID", name, f"one of {', '.join(PRESETS)}")
    return PRESETS[name]


def _columns(known: Preset, names: list[str]) -> dict[str, tuple[str, ...]]:
    found = {}
    for field, choices in known.columns.items():
        for choice in choices:
            columns = tuple(choice.split("+"))
            if all(column in names for column in columns):
                found[field] = columns
                break
    return found


def _by_name(names: list[str], rows: Sequence[Record]) -> dict[str, tuple[str, ...]]:
    if {"id", "offering", "start", "end"} <= set(names):  # an export of ours
        return {field: columns for field, columns in OWN.columns.items() if field in names}
    return paired(by_name(names, FIELDS, LIKELY), _small(names), rows)


def by_name(
    names: list[str], fields: Iterable[str], likely: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Return the columns that are called as fields mostly are, each for one field."""
    small = _small(names)
    found: dict[str, tuple[str, ...]] = {}
    for field in fields:
        for word in likely.get(field, ()):
            if word in small and (small[word],) not in found.values():
                found[field] = (small[word],)
                break
    return found


def _small(names: Iterable[str]) -> dict[str, str]:
    """Return columns by their names in small letters, without what forms put around them."""
    return {
        " ".join(_ASIDE.sub("", name.lower().replace("_", " ")).split()): name for name in names
    }


def _states(
    rows: Iterable[Record], found: Mapping[str, tuple[str, ...]]
) -> dict[str, dict[str, str]]:
    """Return by which words a booking stands there, with what they may be here."""
    said = {
        str(row.cells.get(column, "")).strip() for row in rows for column in found.get("state", ())
    }
    others = sorted(said - {"", *State.__members__.values()})[:MOST_WORDS]
    return {"state": {word: STATE_WORDS.get(word.lower(), "") for word in others}} if others else {}


def _fixed(desk: Desk, found: Mapping[str, object]) -> dict[str, str]:
    """Return what has to be said for all rows: of a lone offering it is plain."""
    fixed = {}
    if "offering" not in found and "resource" not in found:
        offerings = desk.offerings()
        fixed["offering"] = offerings[0].id if len(offerings) == 1 else ""
    if "organizer" not in found:
        fixed["organizer"] = ""
    return fixed


def _places(
    desk: Desk, rows: list[Record], found: Mapping[str, tuple[str, ...]]
) -> dict[str, dict[str, str]]:
    """Return what places and offerings are called in the file, with what they may be here."""
    here = {
        "resource": {each.id: each.name for each in desk.resources()},
        "offering": {each.id: each.name for each in desk.offerings()},
    }
    words: dict[str, dict[str, str]] = {}
    for field, known in here.items():
        if len(columns := found.get(field, ())) != 1:
            continue
        said = {str(row.cells.get(columns[0], "")).strip() for row in rows} - {"", *known}
        if said:
            alike = _called(known)
            words[field] = {word: _nearest(word, alike) for word in sorted(said)[:MOST_WORDS]}
    return words


def _called(known: Mapping[str, Text | None]) -> dict[str, str]:
    """Return ids by everything that they are called, in small letters."""
    names = {id.lower(): id for id in known}
    for id, name in known.items():
        for _, text in name.by_language if name else ():
            names.setdefault(text.lower(), id)
    return names


def _nearest(word: str, alike: Mapping[str, str]) -> str:
    close = difflib.get_close_matches(word.lower(), alike, n=1, cutoff=0.8)
    return alike[close[0]] if close else ""
