"""Blocks of closures: what they take by the catalog of now, and whom they concern."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from neighborbook.desk.displacing import (
    chain,
    displaced_among,
    displaced_on,
    is_to_come,
    takes_place,
)
from neighborbook.desk.listing import every_booking
from neighborbook.desk.loaded import Loaded
from neighborbook.domain.booking import LIVE, Booking
from neighborbook.domain.catalog import Catalog
from neighborbook.domain.claim import Claim, ClaimKind, Take
from neighborbook.domain.closure import Closure, ClosureKind
from neighborbook.engine.access import asks_for_a_way, ways_in
from neighborbook.engine.occupancy import reach
from neighborbook.storage.abc import BookingFilter, Reader, Transaction, Writes


def takes_of(
    catalog: Catalog, kind: ClosureKind, subject: str, amount: int | None
) -> tuple[Take, ...]:
    """Return the leaves on which a closure lies by a catalog, and how much of each it takes."""
    return tuple(
        Take(leaf=leaf, amount=amount or catalog.capacity(leaf))
        for leaf in leaves_of(catalog, kind, subject)
        if catalog.capacity(leaf)
    )


def leaves_of(catalog: Catalog, kind: ClosureKind, subject: str) -> tuple[str, ...]:
    """Return the leaves of what is closed; an offering has none of its own."""
    if kind is ClosureKind.RESOURCE:
        return catalog.leaves(subject)
    if kind is ClosureKind.CENTER:
        return tuple(id for id, known in catalog.resources.items() if not known.is_composite)
    return ()


def blocks_of(closure: Closure) -> tuple[Claim, ...]:
    """Return the claims that a closure lays."""
    return tuple(
        Claim(
            owner=closure.id,
            leaf=take.leaf,
            start=closure.start_at,
            end=closure.end_at,
            amount=take.amount,
            kind=ClaimKind.BLOCK,
            capacity=take.amount,
        )
        for take in closure.takes
    )


def _as_uses(blocks: tuple[Claim, ...]) -> list[Claim]:
    """The same places and times, for asking who lies there."""
    return [attrs.evolve(block, kind=ClaimKind.USE) for block in blocks]


def touched(reader: Reader, loaded: Loaded, closure: Closure, now: int) -> tuple[Booking, ...]:
    """Return the stored bookings still to come whose lot a closure may change, laid or not yet."""
    if closure.kind is ClosureKind.OFFERING:
        return _of_offering(reader, loaded, closure, now)
    if not (blocks := blocks_of(closure)):
        return ()
    laid = chain(reader, loaded, blocks, whole=True)
    others = {leaf: [c for c in found if c.owner != closure.id] for leaf, found in laid.items()}
    with_it = {leaf: [*found, *_on(leaf, blocks)] for leaf, found in others.items()}
    ids = displaced_on(others, loaded, now) ^ displaced_on(with_it, loaded, now)
    found = {booking.id: booking for booking in _by_id(reader, loaded, ids, now)}
    found |= {booking.id: booking for booking in _by_its_way(reader, loaded, closure, now)}
    return tuple(sorted(found.values(), key=lambda booking: (booking.start_at, booking.id)))


def _on(leaf: str, blocks: tuple[Claim, ...]) -> list[Claim]:
    return [block for block in blocks if block.leaf == leaf]


def concerned(reader: Reader, loaded: Loaded, closure: Closure, now: int) -> tuple[Booking, ...]:
    """Return the stored bookings that need a move now, and lie under a closure."""
    if closure.kind is ClosureKind.OFFERING:
        return _of_offering(reader, loaded, closure, now)
    blocks = blocks_of(closure)
    out = sorted(displaced_among(reader, loaded, _as_uses(blocks), now))
    laid = reader.claims_of(out)
    here = [id for id in out if any(_under(claim, blocks) for claim in laid.get(id, ()))]
    found = {booking.id: booking for booking in _by_id(reader, loaded, here, now)}
    found |= {booking.id: booking for booking in _by_its_way(reader, loaded, closure, now)}
    return tuple(sorted(found.values(), key=lambda booking: (booking.start_at, booking.id)))


def _by_id(reader: Reader, loaded: Loaded, ids: Iterable[str], now: int) -> tuple[Booking, ...]:
    found = reader.bookings_by_id(sorted(ids))
    return tuple(b for b in found.values() if is_to_come(loaded.as_of(b, now), now))


def _of_offering(reader: Reader, loaded: Loaded, closure: Closure, now: int) -> tuple[Booking, ...]:
    wanted = BookingFilter(start=closure.start_at, end=closure.end_at, offerings=(closure.subject,))
    return tuple(
        b
        for b in every_booking(reader, wanted)
        if is_to_come(loaded.as_of(b, now), now) and not takes_place(b, closure)
    )


def _by_its_way(reader: Reader, loaded: Loaded, closure: Closure, now: int) -> tuple[Booking, ...]:
    """Return who asked for a feature of the way, and whose way this closure closes."""
    catalog = loaded.catalog
    shut = {take.leaf for take in closure.takes}
    if not catalog.access_features or shut.isdisjoint(ways_in(catalog, catalog.resources)):
        return ()
    wanted = BookingFilter(start=closure.start_at, end=closure.end_at, states=tuple(sorted(LIVE)))
    return tuple(
        b
        for b in every_booking(reader, wanted)
        if asks_for_a_way(catalog, b.features)
        and not shut.isdisjoint(ways_in(catalog, [c.option.resource for c in b.chosen]))
        and is_to_come(loaded.as_of(b, now), now)
    )


def _under(claim: Claim, blocks: tuple[Claim, ...]) -> bool:
    """Whether a claim reaches under one of the blocks: whom others displace is not their doing."""
    low, high = reach(claim)
    return any(b.leaf == claim.leaf and low < b.end and b.start < high for b in blocks)


def lay_anew(tx: Transaction, loaded: Loaded, now: int) -> None:
    """Lay the blocks of every closure that still holds by a new catalog, from what was asked.

    A closed center closes a room that has come; what has grown is closed wholly. The transaction
    must be exclusive.
    """
    for closure in tx.closures(now, None):
        if closure.reopened_at is not None:
            continue
        takes = takes_of(loaded.catalog, closure.kind, closure.subject, closure.amount)
        if takes != closure.takes:
            anew = attrs.evolve(closure, takes=takes)
            tx.write(Writes(closures=(anew,), claims={closure.id: blocks_of(anew)}))
