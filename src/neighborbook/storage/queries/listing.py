"""The list of bookings by any mixture of conditions: one statement for each mixture, built once."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import sqlalchemy as sa

from neighborbook.storage import tables as t
from neighborbook.storage.abc import BookingFilter
from neighborbook.storage.rows import names_json
from neighborbook.storage.statements import (
    CENTER,
    FIRST,
    MOST,
    Query,
    Value,
    given_rows,
    item,
    listed,
    number,
    text,
    written_columns,
)
from neighborbook.storage.tables import Word

_booking = t.booking.c
_link = t.booking_link.c
_claim = t.claim.c


def listing(
    wanted: BookingFilter, after: tuple[int, str] | None, limit: int
) -> tuple[Query, Mapping[str, Value]]:
    """Return the statement for a filter, and its parameters but for the center."""
    given: dict[str, Value] = {}
    for name in ("resources", "leaves", "offerings", "organizers"):
        names = getattr(wanted, name)
        if names:
            given[name] = names_json(names)
    if wanted.states:
        given["states"] = names_json(state.value for state in wanted.states)
    for name in ("start", "end", "party", "changed_since"):
        value = getattr(wanted, name)
        if value is not None:
            given[name] = value
    shape = frozenset(given)
    if after is not None:
        given["after_start"], given["after_id"] = after
    query = _query(shape, paged=after is not None)
    return query, {**given, "most": limit}


@functools.cache
def _query(shape: frozenset[str], *, paged: bool) -> Query:
    statement = sa.select(*[_booking[name] for name in written_columns(t.booking)])
    statement = statement.where(_booking.center == CENTER)
    for name in sorted(shape):
        statement = statement.where(_CONDITIONS[name])
    if paged:
        statement = statement.where(
            sa.tuple_(_booking.start_at, _booking.id)
            > sa.tuple_(number("after_start"), text("after_id"))
        )
    return Query(statement.order_by(_booking.start_at, _booking.id).limit(MOST).offset(FIRST))


def _ends_after_start() -> sa.ColumnElement[bool]:
    """No booking that ends after the start begins earlier than the longest one before it."""
    any_booking = t.booking.alias("any_booking")
    longest = (
        sa.select(sa.func.max(any_booking.c.length))
        .where(any_booking.c.center == CENTER)
        .scalar_subquery()
    )
    return sa.and_(_booking.end_at > number("start"), _booking.start_at > number("start") - longest)


def _linked(role: str, condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    linked = sa.select(_link.booking).where(
        _link.center == CENTER, _link.role == sa.literal_column(f"'{role}'"), condition
    )
    return _booking.id.in_(linked)


def _on_leaves() -> sa.ColumnElement[bool]:
    given = given_rows("leaves")
    on = sa.select(_claim.owner).select_from(
        given.join(t.claim, sa.and_(_claim.center == CENTER, _claim.leaf == item(given, 0, Word)))
    )
    return _booking.id.in_(on)


_CONDITIONS: Mapping[str, sa.ColumnElement[bool]] = {
    "start": _ends_after_start(),
    "end": _booking.start_at < number("end"),
    "resources": sa.or_(
        listed(_booking.resource, "resources"),
        _linked("place", listed(_link.name, "resources")),
    ),
    "leaves": _on_leaves(),
    "offerings": listed(_booking.offering, "offerings"),
    "organizers": listed(_booking.organizer, "organizers"),
    "party": sa.or_(
        _booking.organizer == text("party"),
        _booking.actor == text("party"),
        _linked("attendee", _link.name == text("party")),
    ),
    "states": listed(_booking.state, "states"),
    "changed_since": _booking.changed_at >= number("changed_since"),
}
