"""A center's bookings and closures as files that another system, or this one, can read."""

from __future__ import annotations

import json
from pathlib import Path

from neighborbook.desk.asking import When
from neighborbook.desk.desk import Desk
from neighborbook.desk.details import stored
from neighborbook.domain.booking import Booking
from neighborbook.domain.closure import Closure
from neighborbook.domain.party import Attendee
from neighborbook.domain.times import format_local, zone
from neighborbook.transfer.writing import Cell, Format, write_rows

BOOKING_COLUMNS = (
    "id",
    "uid",
    "state",
    "void_reason",
    "offering",
    "resource",
    "start",
    "end",
    "organizer",
    "title",
    "headcount",
    "attendees",
    "features",
    "details",
    "created",
    "changed",
)
CLOSURE_COLUMNS = (
    "id",
    "kind",
    "subject",
    "start",
    "end",
    "amount",
    "reason",
    "public_reason",
    "reopened",
    "origin",
)


def export_bookings(
    desk: Desk,
    path: Path,
    form: Format,
    *,
    start: When | None = None,
    end: When | None = None,
    bom: bool = False,
) -> int:
    """Write the bookings that overlap ``[start, end)`` into a file; return how many there are.

    They are read and written page by page, so memory does not grow with the book; the file is put
    in its place when it is whole.

    Args:
        bom: begin a CSV file with a mark by which Excel knows that it is UTF-8.

    Raises:
        InvalidRequest: with every fault of the call.
        Refused: the actor may not export.
        Full, ReadOnly: the file cannot be written.
    """
    found = desk.exported(start=start, end=end)
    rows = (_booking(desk, booking) for booking in found)
    return write_rows(path, form, BOOKING_COLUMNS, rows, bom=bom)


def export_closures(
    desk: Desk,
    path: Path,
    form: Format,
    *,
    start: When | None = None,
    end: When | None = None,
    bom: bool = False,
) -> int:
    """Write the closures that overlap ``[start, end)`` into a file; return how many there are.

    Raises:
        InvalidRequest, Refused, Full, ReadOnly: as ``export_bookings``.
    """
    found = desk.exported_closures(start=start, end=end)
    return write_rows(path, form, CLOSURE_COLUMNS, map(_closure, found), bom=bom)


def _booking(desk: Desk, booking: Booking) -> dict[str, Cell]:
    where = zone(booking.zone)
    kept = stored(desk.room_types().get(booking.room_type), booking.details)
    return {
        "id": booking.id,
        "uid": booking.uid,
        "state": booking.state.value,
        "void_reason": booking.void_reason.value if booking.void_reason else "",
        "offering": booking.offering,
        "resource": booking.resource,
        "start": format_local(booking.start_at, where),
        "end": format_local(booking.end_at, where),
        "organizer": booking.organizer,
        "title": booking.title,
        "headcount": booking.headcount,
        "attendees": [_attendee(attendee) for attendee in booking.attendees],
        "features": [*sorted(booking.features)],
        "details": json.loads(kept.body),
        "created": format_local(booking.created_at, where) if booking.created_at else "",
        "changed": format_local(booking.changed_at, where) if booking.changed_at else "",
    }


def _attendee(attendee: Attendee) -> dict[str, Cell]:
    details: dict[str, Cell] = {**attendee.details}
    return {"party": attendee.party, "role": attendee.role, "details": details}


def _closure(closure: Closure) -> dict[str, Cell]:
    where = zone(closure.zone)
    return {
        "id": closure.id,
        "kind": closure.kind.value,
        "subject": closure.subject,
        "start": format_local(closure.start_at, where),
        "end": format_local(closure.end_at, where),
        "amount": closure.amount,
        "reason": closure.reason,
        "public_reason": closure.public_reason,
        "reopened": format_local(closure.reopened_at, where) if closure.reopened_at else "",
        "origin": closure.origin,
    }
