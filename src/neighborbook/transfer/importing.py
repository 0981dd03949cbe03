"""Importing a file: what it holds, what its columns mean, and what becomes of its rows."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs

from neighborbook.desk.desk import Desk
from neighborbook.desk.importing.values import Imported, Outcome
from neighborbook.transfer.calendars import CALENDAR, calendar_records, calendar_window
from neighborbook.transfer.column_map import OWN, ColumnMap
from neighborbook.transfer.limits import refuse_file
from neighborbook.transfer.records import Record, csv_records, json_records
from neighborbook.transfer.rows import Offered, rows_of
from neighborbook.transfer.spreadsheets import xlsx_records


class Source(enum.StrEnum):
    """What kind of file is read."""

    CSV = "csv"
    JSONL = "jsonl"
    ICS = "ics"
    XLSX = "xlsx"


@attrs.frozen(kw_only=True)
class Wish:
    """How a file is to be imported.

    Attributes:
        source: what kind of file it is; ``None``: by the end of its name.
        by: what its columns mean.
        preview, skip, as_history, override: as for ``Desk.bring_in``.
    """

    source: Source | None = None
    by: ColumnMap = OWN
    preview: bool = False
    skip: bool = False
    as_history: bool = False
    override: str | None = None


def import_bookings(
    desk: Desk, path: Path, wish: Wish, told: Callable[[Outcome], object] | None = None
) -> Imported:
    """Import the bookings of a file.

    Args:
        desk: of the program or of an administrator.
        told: is told what became of each row, in order.

    Raises:
        InvalidRequest: the file or the mapping is at fault, or larger than it may be; nothing is
            written, but with ``skip`` what came before stays.
        Refused: the actor may not import.
    """
    by = wish.by
    if kind_of(path, wish.source) is Source.ICS:
        window = calendar_window(desk, as_history=wish.as_history)
        records = calendar_records(path, window)
        by = _of_calendar(by)
    else:
        expected = "a column for the start; write a mapping with --guess and correct it"
        records = with_column("start", expected, records_of(desk, path, wish.source), by)
    return desk.bring_in(
        rows_of(records, by, offered(desk)),
        source=path.name[:200],
        preview=wish.preview,
        skip=wish.skip,
        as_history=wish.as_history,
        override=wish.override,
        told=told,
    )


def _of_calendar(by: ColumnMap) -> ColumnMap:
    """Return what the entries of a calendar mean: a mapping need not say what has no columns."""
    if by is OWN:
        return CALENDAR
    if by.columns:
        return by
    return attrs.evolve(by, columns=CALENDAR.columns, source=by.source or CALENDAR.source)


def records_of(desk: Desk, path: Path, source: Source | None) -> Iterator[Record]:
    """Yield what stands in a file.

    Raises:
        InvalidRequest: nobody can say what kind of file it is, or it is no such file.
    """
    match kind_of(path, source):
        case Source.CSV:
            return csv_records(path)
        case Source.JSONL:
            return json_records(path)
        case Source.XLSX:
            return xlsx_records(path)
        case Source.ICS:
            return calendar_records(path, calendar_window(desk, as_history=True))


def kind_of(path: Path, source: Source | None) -> Source:
    """Return what kind of file it is: as was said, or by the end of its name.

    Raises:
        InvalidRequest: nobody can say.
    """
    end = path.suffix.lower().lstrip(".")
    known = {"txt": Source.CSV, "tsv": Source.CSV, "ndjson": Source.JSONL, "json": Source.JSONL}
    found = (
        source or known.get(end) or (Source(end) if end in Source.__members__.values() else None)
    )
    if found is None:
        refuse_file("file", "INPUT_INVALID", path.name, f"a file of {', '.join(Source)}")
    return found


def with_column(
    field: str, expected: str, records: Iterator[Record], by: ColumnMap
) -> Iterator[Record]:
    """Pass records on, if the first one has what says a field: else no row would do."""
    needed = by.columns.get(field, ())
    for number, record in enumerate(records):
        if not number and not any(column in record.cells for column in needed):
            column = " + ".join(needed) or field
            refuse_file("columns", "INPUT_MISSING", column, expected)
        yield record


def offered(desk: Desk) -> Offered:
    """Return what a center offers, as the rows of other systems need it."""
    found: dict[str, str] = {}
    for offering in desk.offerings():
        for place in offering.places:
            found[place.resource] = "" if place.resource in found else offering.id
    called: dict[str, str] = {}
    for resource in desk.resources():
        if resource.id not in found or resource.name is None:
            continue
        for name in {text.casefold() for _, text in resource.name.by_language}:
            called[name] = "" if name in called else resource.id
    return Offered(offering_of=found, called=called, zone=desk.center.zone)
