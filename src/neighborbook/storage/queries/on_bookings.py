"""Bookings, what they have to do with, and what is due."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from neighborbook.storage import tables as t
from neighborbook.storage.statements import (
    CENTER,
    FIRST,
    ID,
    MOST,
    Query,
    given_rows,
    in_order,
    item,
    listed,
    number,
    read_columns,
    written_columns,
)
from neighborbook.storage.tables import Number, Word

_booking = t.booking.c
_link = t.booking_link.c
_bookings = sa.select(*read_columns(t.booking))
BOOKING = Query(_bookings.where(_booking.center == CENTER, _booking.id == ID))
BOOKINGS_BY_ID = Query(_bookings.where(_booking.center == CENTER, listed(_booking.id, "owners")))
INSERT_BOOKING = Query(
    sa.insert(t.booking).values(
        center=CENTER,
        **{
            name: sa.bindparam(name, type_=t.booking.c[name].type)
            for name in written_columns(t.booking)
        },
    )
)
UPDATE_BOOKING = Query(
    sa.update(t.booking)
    .where(
        _booking.center == CENTER,
        _booking.id == ID,
        _booking.version == number("expected_version"),
    )
    .values(
        {
            name: sa.bindparam(f"new_{name}", type_=t.booking.c[name].type)
            for name in written_columns(t.booking)
            if name not in ("id", "uid")
        }
    ),
    must_change_a_row=True,
)
DELETE_LINKS = Query(
    sa.delete(t.booking_link).where(_link.center == CENTER, listed(_link.booking, "owners"))
)


def _bookings_of_parties() -> sa.Select[Any]:
    """For each question: bookings of an organizer or attendee that start in a window."""
    given = given_rows("questions")
    place, party = item(given, 0, Number), item(given, 1, Word)
    start, end = item(given, 2, Number), item(given, 3, Number)
    booking, link = t.booking.alias("own"), t.booking_link.alias("attended")
    own = sa.and_(
        booking.c.center == CENTER,
        booking.c.organizer == party,
        booking.c.start_at >= start,
        booking.c.start_at < end,
    )
    attended = sa.and_(
        link.c.center == CENTER,
        link.c.role == sa.literal_column("'attendee'"),
        link.c.name == party,
        link.c.start_at >= start,
        link.c.start_at < end,
    )
    found = sa.union(
        sa.select(place.label("place"), booking.c.id.label("id")).select_from(
            in_order(given, booking, own)
        ),
        sa.select(place.label("place"), link.c.booking.label("id")).select_from(
            in_order(given, link, attended)
        ),
    ).subquery("found")
    whole = t.booking.alias("whole")
    it = sa.and_(whole.c.center == CENTER, whole.c.id == found.c.id)
    return (
        sa.select(found.c.place, *read_columns(t.booking, whole))
        .select_from(in_order(found, whole, it))
        .order_by(whole.c.start_at, whole.c.id)
    )


BOOKINGS_OF_PARTIES = Query(_bookings_of_parties())

_due = sa.union(
    sa.select(_booking.id.label("id")).where(
        _booking.center == CENTER,
        _booking.lapses_at.is_not(None),
        _booking.lapses_at <= number("now"),
    ),
    sa.select(_booking.id.label("id")).where(
        _booking.center == CENTER,
        sa.text(t.one_of("state", t.ENDING)),
        _booking.end_at <= number("now"),
    ),
).subquery("due")
DUE = Query(sa.select(_due.c.id).order_by(_due.c.id).limit(MOST).offset(FIRST))
NEXT_LAPSE = Query(
    sa.select(sa.func.min(_booking.lapses_at)).where(
        _booking.center == CENTER,
        _booking.lapses_at.is_not(None),
        _booking.lapses_at > number("after"),
    )
)
