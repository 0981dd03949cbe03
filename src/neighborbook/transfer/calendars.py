"""The entries of a calendar file as the records of an import."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs

from neighborbook.desk.desk import Desk
from neighborbook.domain.times import format_local, zone
from neighborbook.ical.entries import Entry, Window, entries_of
from neighborbook.ical.lines import MOST_BYTES
from neighborbook.transfer.column_map import OWN
from neighborbook.transfer.limits import check_size
from neighborbook.transfer.records import Record

AHEAD = 400
"""Days up to which a series is brought in where no offering has a horizon."""

DAY = 86_400
CALENDAR = attrs.evolve(OWN, source="calendar")
"""What the columns of a calendar mean: they have our names."""

_STATES = {"CANCELLED": "void", "TENTATIVE": "pending", "CONFIRMED": "confirmed"}


def calendar_window(desk: Desk, *, as_history: bool) -> Window:
    """Return of which time a calendar is read: as far as anything can be booked.

    The past of a series is left out, but for history.
    """
    now = int(desk.now.timestamp())
    horizons = [each.policy.horizon for each in desk.offerings()]
    days = max((horizon for horizon in horizons if horizon is not None), default=AHEAD)
    return Window(
        zone=desk.center.zone,
        since_at=None if as_history else now,
        until_at=now + (days + 1) * DAY,
    )


def calendar_records(path: Path, window: Window) -> Iterator[Record]:
    """Yield the entries of a calendar file, each occurrence of a series for itself.

    Raises:
        InvalidRequest: it is no such file, or larger than it may be.
    """
    check_size(path, MOST_BYTES)
    for entry in entries_of(path.read_bytes(), window):
        yield Record(line=entry.line, cells=_cells(entry, window.zone))


def _cells(entry: Entry, where: str) -> dict[str, object]:
    key = f"{entry.uid}/{entry.occurrence}" if entry.occurrence else entry.uid
    own = zone(where)
    return {
        "key": key,
        "title": entry.title,
        "resource": entry.place,
        "start": format_local(entry.start_at, own),
        "end": "" if entry.end_at is None else format_local(entry.end_at, own),
        "organizer": entry.organizer,
        "state": _STATES.get(entry.status, ""),
    }
