"""A batch of writes, as the calls that carry it out, in the order of the contract."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import TypeVar

from neighborbook.domain.booking import Booking
from neighborbook.storage import rows
from neighborbook.storage.abc import Writes
from neighborbook.storage.channel import Call
from neighborbook.storage.delivery_rows import delivery_row
from neighborbook.storage.log import commitment_to
from neighborbook.storage.queries import (
    on_bookings,
    on_changes,
    on_claims,
    on_closures,
    on_deliveries,
    on_rows,
)
from neighborbook.storage.statements import Value

T = TypeVar("T")


def calls_of(center: str, writes: Writes) -> Iterator[Call]:
    """Yield the calls that carry out a batch; what has just been inserted has nothing to remove."""
    fresh = {booking.id for booking in writes.insert}
    for booking in writes.insert:
        yield (
            on_bookings.INSERT_BOOKING,
            {"center": center, **rows.booking_row(_of(center, booking))},
        )
    for booking, expected in writes.update:
        yield _update(center, booking, expected)
    yield from _removals(center, writes, fresh)
    for closure in writes.closures:
        yield on_closures.SAVE_CLOSURE, {"center": center, **rows.closure_row(closure)}
    if writes.told:
        yield on_changes.DELETE_NOTICES, _names(center, writes.told)
    if writes.delivered:
        yield on_deliveries.DELETE_DELIVERIES, _names(center, writes.delivered)
    for delivery in writes.deliveries:
        yield on_deliveries.SAVE_DELIVERY, {"center": center, **delivery_row(delivery)}
    new = _new_rows(writes)
    if any(new.values()):
        yield (
            on_rows.INSERT_ROWS,
            {"center": center, **{name: rows.to_json(listed) for name, listed in new.items()}},
        )


def _of(center: str, booking: Booking) -> Booking:
    if booking.center != center:
        raise ValueError(f"a booking of {booking.center!r} cannot be written into {center!r}")
    return booking


def _update(center: str, booking: Booking, expected: int) -> Call:
    row = rows.booking_row(_of(center, booking))
    new = {f"new_{name}": value for name, value in row.items()}
    return on_bookings.UPDATE_BOOKING, {
        "center": center,
        "id": booking.id,
        "expected_version": expected,
        **new,
    }


def _removals(center: str, writes: Writes, fresh: Collection[str]) -> Iterator[Call]:
    """Remove everything old before anything new: two bookings may change places."""
    for remove, owners in (
        (on_bookings.DELETE_LINKS, [booking.id for booking, _ in writes.update]),
        (on_claims.DELETE_CLAIMS, [owner for owner in writes.claims if owner not in fresh]),
        (on_claims.DELETE_LIMIT_USES, [owner for owner in writes.limit_uses if owner not in fresh]),
    ):
        if owners:
            yield remove, _names(center, owners)


def _new_rows(writes: Writes) -> dict[str, list[list[Value]]]:
    """Return the rows of each list that ``INSERT_ROWS`` takes."""
    written = (*writes.insert, *(booking for booking, _ in writes.update))
    salts = [secrets.token_hex(16) for _ in writes.changes]
    pairs = list(zip(writes.changes, salts, strict=True))
    return {
        "links": [link for booking in written for link in rows.link_rows(booking)],
        "claims": _numbered(rows.claim_row, writes.claims),
        "limit_uses": _numbered(rows.limit_use_row, writes.limit_uses),
        "changes": [
            rows.change_row(c, commitment_to(salt, c.actor, c.reason)) for c, salt in pairs
        ],
        "payloads": [[c.id, salt, c.actor, c.reason] for c, salt in pairs],
        "notices": [rows.notice_row(notice) for notice in writes.notices],
    }


def _numbered(
    row: Callable[[int, T], list[Value]], by_owner: Mapping[str, tuple[T, ...]]
) -> list[list[Value]]:
    return [row(n, value) for values in by_owner.values() for n, value in enumerate(values)]


def _names(center: str, owners: Iterable[str]) -> Mapping[str, Value]:
    return {"center": center, "owners": rows.names_json(owners)}
