"""Units of a pool are identical by declaration and bound late: at check-in, to who is there."""

from __future__ import annotations

from collections.abc import Iterable

from neighborbook.desk.loaded import Loaded
from neighborbook.domain.booking import THERE, Booking
from neighborbook.domain.claim import Claim, ClaimKind
from neighborbook.storage.abc import BookingFilter, Transaction


def bound_units(
    tx: Transaction, loaded: Loaded, booking: Booking, claims: tuple[Claim, ...], now: int
) -> tuple[tuple[str, str], ...]:
    """Return (leaf, unit) for each unit that a booking takes of pools whose units have names.

    Units in the hands of others who are there in its time are left out. The leaf is locked, and
    uses never exceed its capacity, so there are always enough, unless somebody stays past the end
    of a booking: then what is left is bound, and the desk sees who still has the rest. Who comes
    early gets a unit that nobody has in his hands yet, if there is one; who has one keeps it.

    Args:
        booking: whose units they are to be, with those that it has.
    """
    bound: list[tuple[str, str]] = []
    for claim in claims:
        resource = loaded.catalog.resources.get(claim.leaf)
        if claim.kind is not ClaimKind.USE or resource is None or not resource.units:
            continue
        since = min(claim.start, now)
        stored = tx.bookings(
            BookingFilter(
                leaves=(claim.leaf,), states=tuple(sorted(THERE)), start=since, end=claim.end
            )
        )
        others = (b for b in stored if b.id != booking.id)
        there = [b for b in others if loaded.as_of(b, now).state in THERE]
        taken = _units(claim.leaf, (b for b in there if b.end_at > claim.start))
        mine, in_hand = _units(claim.leaf, (booking,)), _units(claim.leaf, there)
        free = [unit for unit in resource.units if unit in mine or unit not in taken]
        bound.extend((claim.leaf, unit) for unit in _best(free, mine, in_hand)[: claim.amount])
    return tuple(bound)


def _best(free: list[str], mine: set[str], in_hand: set[str]) -> list[str]:
    """Return first what they have already, then what is in nobody's hands."""
    return sorted(free, key=lambda unit: (unit not in mine, unit in in_hand))


def _units(leaf: str, bookings: Iterable[Booking]) -> set[str]:
    return {unit for booking in bookings for at, unit in booking.units if at == leaf}
