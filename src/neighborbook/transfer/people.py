"""Importing people of a file: persons and organizations, with their ties, roles, and facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from neighborbook.desk.desk import Desk
from neighborbook.desk.importing.values import Imported, Outcome
from neighborbook.transfer.column_map import OF_PEOPLE, OWN_PEOPLE, ColumnMap, map_text
from neighborbook.transfer.guessing import LOOKED_AT, Guess, by_name, write_guess
from neighborbook.transfer.importing import Source, kind_of, records_of, with_column
from neighborbook.transfer.limits import refuse_file
from neighborbook.transfer.party_rows import party_rows
from neighborbook.transfer.presets import LIKELY_DAYS, LIKELY_OF_PEOPLE, PEOPLE_WORDS
from neighborbook.transfer.records import Record


def import_people(
    desk: Desk,
    path: Path,
    source: Source | None = None,
    by: ColumnMap = OWN_PEOPLE,
    *,
    preview: bool = False,
    skip: bool = False,
    readmit: bool = False,
    told: Callable[[Outcome], object] | None = None,
) -> Imported:
    """Import the people of a file.

    Args:
        source: what kind of file it is; ``None``: by the end of its name.
        by: what its columns mean.
        preview, skip, readmit, told: as for ``Desk.bring_people_in``.

    Raises:
        InvalidRequest: the file or the mapping is at fault, or larger than it may be; nothing is
            written.
        Refused: the actor may not import.
    """
    expected = "a column for the id; write a mapping with --guess and correct it"
    records = with_column("id", expected, _people_records(desk, path, source), by)
    return desk.bring_people_in(
        party_rows(records, by),
        source=path.name[:200],
        preview=preview,
        skip=skip,
        readmit=readmit,
        told=told,
    )


def save_people_guess(desk: Desk, file: Path, source: Source | None, into: Path) -> Guess:
    """Write a mapping that may be right into a file, to be corrected.

    Raises:
        InvalidRequest: there is no row; or the mapping file exists: somebody may have corrected it.
        ReadOnly: it cannot be written.
    """

    def found() -> Guess:
        return guess_people(_people_records(desk, file, source))

    return write_guess(into, found, lambda one: map_text(one.by, unused=one.unused, of=OF_PEOPLE))


def guess_people(records: Iterable[Record]) -> Guess:
    """Look at the first rows of a file and say what its columns may mean.

    Raises:
        InvalidRequest: there is no row.
    """
    rows = list(islice(records, LOOKED_AT))
    if not rows:
        refuse_file("file", "INPUT_INVALID", "", "at least one row below the names of the columns")
    names = list(dict.fromkeys(name for row in rows for name in row.cells))
    own = {"id", "kind", "name"} <= set(names)  # an export of ours
    columns = (
        {field: at for field, at in OWN_PEOPLE.columns.items() if field in names}
        if own
        else by_name(names, OF_PEOPLE.fields, LIKELY_OF_PEOPLE)
    )
    used = {column for at in columns.values() for column in at}
    words = {
        field: _said(rows, columns.get(field, ()), PEOPLE_WORDS[field]) for field in PEOPLE_WORDS
    }
    made = ColumnMap(
        times=LIKELY_DAYS if "born_on" in columns and not own else (),
        columns=columns,
        fixed={} if "kind" in columns else {"kind": "person"},
        words={field: said for field, said in words.items() if said},
    )
    return Guess(by=made, unused=tuple(name for name in names if name not in used))


def _said(rows: list[Record], at: tuple[str, ...], ours: Mapping[str, str]) -> dict[str, str]:
    """Return what a column says that has another word here."""
    found = {str(row.cells.get(column, "")).strip() for row in rows for column in at}
    return {word: ours[word.lower()] for word in sorted(found) if word.lower() in ours}


def _people_records(desk: Desk, path: Path, source: Source | None) -> Iterator[Record]:
    if kind_of(path, source) is Source.ICS:
        refuse_file("file", "INPUT_INVALID", path.name, "a table of people: no calendar has one")
    return records_of(desk, path, source)
