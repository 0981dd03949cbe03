"""A batch of writes, as the calls that carry it out, in the order of the contract."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from neighborbook.domain.booking import Booking
from neighborbook.storage import rows
from neighborbook.storage.abc import Writes
from neighborbook.storage.channel import Call
from neighborbook.storage.log import commitment_to
from neighborbook.storage.queries import on_bookings, on_changes, on_claims, on_closures
from neighborbook.storage.statements import Query, Value

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
    yield from _links(center, writes)
    yield from _owned(
        center,
        writes.claims,
        fresh,
        on_claims.DELETE_CLAIMS,
        on_claims.INSERT_CLAIMS,
        rows.claim_row,
    )
    yield from _owned(
        center,
        writes.limit_uses,
        fresh,
        on_claims.DELETE_LIMIT_USES,
        on_claims.INSERT_LIMIT_USES,
        rows.limit_use_row,
    )
    for closure in writes.closures:
        yield on_closures.SAVE_CLOSURE, {"center": center, **rows.closure_row(closure)}
    if writes.told:
        yield on_changes.DELETE_NOTICES, _names(center, writes.told)
    if writes.changes or writes.notices:
        yield on_changes.INSERT_CHANGES, _changes(center, writes)


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


def _links(center: str, writes: Writes) -> Iterator[Call]:
    updated = [booking for booking, _ in writes.update]
    if updated:
        yield on_bookings.DELETE_LINKS, _names(center, [booking.id for booking in updated])
    links = [link for booking in (*writes.insert, *updated) for link in rows.link_rows(booking)]
    if links:
        yield on_bookings.INSERT_LINKS, _rows(center, links)


def _owned(
    center: str,
    by_owner: Mapping[str, tuple[T, ...]],
    fresh: Collection[str],
    delete: Query,
    insert: Query,
    row: Callable[[int, T], list[Value]],
) -> Iterator[Call]:
    """Remove everything old before anything new: two bookings may change places."""
    known = [owner for owner in by_owner if owner not in fresh]
    if known:
        yield delete, _names(center, known)
    new = [row(n, value) for values in by_owner.values() for n, value in enumerate(values)]
    if new:
        yield insert, _rows(center, new)


def _changes(center: str, writes: Writes) -> Mapping[str, Value]:
    salts = [secrets.token_hex(16) for _ in writes.changes]
    pairs = list(zip(writes.changes, salts, strict=True))
    return {
        "center": center,
        "changes": rows.to_json(
            [rows.change_row(c, commitment_to(salt, c.actor, c.reason)) for c, salt in pairs]
        ),
        "payloads": rows.to_json([[c.id, salt, c.actor, c.reason] for c, salt in pairs]),
        "notices": rows.to_json([rows.notice_row(notice) for notice in writes.notices]),
    }


def _names(center: str, owners: Iterable[str]) -> Mapping[str, Value]:
    return {"center": center, "owners": rows.names_json(owners)}


def _rows(center: str, given: Iterable[Sequence[Value]]) -> Mapping[str, Value]:
    return {"center": center, "rows": rows.to_json(list(given))}
