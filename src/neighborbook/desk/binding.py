"""Units of a pool are identical by declaration and bound late: at check-in, to who is there."""

from __future__ import annotations

from neighborbook.desk.loaded import Loaded
from neighborbook.domain.booking import State
from neighborbook.domain.claim import Claim, ClaimKind
from neighborbook.storage.abc import BookingFilter, Transaction

PRESENT = (State.ARRIVED, State.ACTIVE)


def bound_units(
    tx: Transaction, loaded: Loaded, claims: tuple[Claim, ...], now: int
) -> tuple[tuple[str, str], ...]:
    """Return (leaf, unit) for each unit that a booking takes of pools whose units have names.

    Units in the hands of others who are there are left out. The leaf is locked, and uses never
    exceed its capacity, so there are always enough, unless somebody stays past the end of a
    booking: then what is left is bound, and the desk sees who still has the rest.
    """
    bound: list[tuple[str, str]] = []
    for claim in claims:
        resource = loaded.catalog.resources.get(claim.leaf)
        if claim.kind is not ClaimKind.USE or resource is None or not resource.units:
            continue
        there = tx.bookings(
            BookingFilter(leaves=(claim.leaf,), states=PRESENT, start=claim.start, end=claim.end)
        )
        taken = {unit for booking in there for leaf, unit in booking.units if leaf == claim.leaf}
        free = [unit for unit in resource.units if unit not in taken]
        bound.extend((claim.leaf, unit) for unit in free[: claim.amount])
    return tuple(bound)
