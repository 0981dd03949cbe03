"""The list of bookings by any mixture of conditions: one statement for each mixture, built once."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

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
    in_order,
    listed,
    number,
    read_columns,
    text,
)

_whole = t.booking.alias("whole")
_booking = _whole.c
_own_booking = t.booking.c
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
    if after is not None:
        given["after_start"], given["after_id"] = after
    return _query(frozenset(given)), {**given, "most": limit}


@functools.cache
def _query(shape: frozenset[str]) -> Query:
    """Find the ids by what narrows most, each by a seek in time; then look at the rest."""
    anchor = next((name for name in ("party", "organizers", "resources") if name in shape), None)
    statement = sa.select(*read_columns(t.booking, _whole))
    if anchor is None:
        statement = statement.where(_booking.center == CENTER, *_times(shape, _booking.start_at))
    else:
        found = _ANCHORS[anchor](shape).subquery("found")
        it = sa.and_(_booking.center == CENTER, _booking.id == found.c.id)
        statement = statement.select_from(in_order(found, _whole, it))
    for name in sorted(shape - {anchor}):
        if name in _CONDITIONS:
            statement = statement.where(_CONDITIONS[name])
    return Query(statement.order_by(_booking.start_at, _booking.id).limit(MOST).offset(FIRST))


def _times(shape: frozenset[str], start: sa.ColumnElement[int]) -> list[sa.ColumnElement[bool]]:
    """Bound the start on both sides, so that it can be sought."""
    bounds: list[sa.ColumnElement[bool]] = []
    if "start" in shape:
        # No booking that ends after the start begins earlier than the longest one before it.
        any_booking = t.booking.alias("any_booking")
        longest = sa.select(sa.func.max(any_booking.c.length)).where(any_booking.c.center == CENTER)
        bounds.append(start > number("start") - longest.scalar_subquery())
    if "end" in shape:
        bounds.append(start < number("end"))
    if "after_start" in shape:
        bounds.append(start >= number("after_start"))
    return bounds


def _own(shape: frozenset[str], condition: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return sa.select(_own_booking.id.label("id")).where(
        _own_booking.center == CENTER, condition, *_times(shape, _own_booking.start_at)
    )


def _linked(shape: frozenset[str], role: str, condition: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return sa.select(_link.booking.label("id")).where(
        _link.center == CENTER,
        _link.role == sa.literal_column(f"'{role}'"),
        condition,
        *_times(shape, _link.start_at),
    )


def _of_party(shape: frozenset[str]) -> sa.CompoundSelect[Any]:
    party = text("party")
    return sa.union(
        _own(shape, _own_booking.organizer == party),
        _own(shape, _own_booking.actor == party),
        _linked(shape, "attendee", _link.name == party),
    )


def _of_organizers(shape: frozenset[str]) -> sa.Select[Any]:
    return _own(shape, listed(_own_booking.organizer, "organizers"))


def _in_resources(shape: frozenset[str]) -> sa.CompoundSelect[Any]:
    return sa.union(
        _own(shape, listed(_own_booking.resource, "resources")),
        _linked(shape, "place", listed(_link.name, "resources")),
    )


_ANCHORS = {"party": _of_party, "organizers": _of_organizers, "resources": _in_resources}


def _is_linked(role: str, condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        _link.center == CENTER,
        _link.booking == _booking.id,
        _link.role == sa.literal_column(f"'{role}'"),
        condition,
    )


def _claims_a_leaf() -> sa.ColumnElement[bool]:
    return sa.exists().where(
        _claim.center == CENTER, _claim.owner == _booking.id, listed(_claim.leaf, "leaves")
    )


_CONDITIONS: Mapping[str, sa.ColumnElement[bool]] = {
    "start": _booking.end_at > number("start"),
    "resources": sa.or_(
        listed(_booking.resource, "resources"),
        _is_linked("place", listed(_link.name, "resources")),
    ),
    "leaves": _claims_a_leaf(),
    "offerings": listed(_booking.offering, "offerings"),
    "organizers": listed(_booking.organizer, "organizers"),
    "states": listed(_booking.state, "states"),
    "changed_since": _booking.changed_at >= number("changed_since"),
    "after_start": sa.tuple_(_booking.start_at, _booking.id)
    > sa.tuple_(number("after_start"), text("after_id")),
}
