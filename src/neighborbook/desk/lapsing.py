"""What lapses with a booking: its claims and its uses of limits."""

from __future__ import annotations

import attrs

from neighborbook.desk.asking import request_again
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.writing import spent_after_release
from neighborbook.domain.booking import Booking, State
from neighborbook.domain.claim import Claim
from neighborbook.domain.limit import LimitUse
from neighborbook.domain.party import Actor
from neighborbook.domain.seen import Ask


def relapse(
    claims: tuple[Claim, ...], uses: tuple[LimitUse, ...], booking: Booking
) -> tuple[tuple[Claim, ...], tuple[LimitUse, ...]]:
    """Return claims and uses that lapse when their booking does."""
    held = booking.state is State.HELD
    own = tuple(attrs.evolve(c, lapses_at=booking.lapses_at, held=held) for c in claims)
    kept = tuple(attrs.evolve(use, lapses_at=booking.lapses_at) for use in uses)
    if booking.state is State.CONFIRMED:
        kept = tuple(spent_after_release(use) for use in kept)
    return own, kept


def ask_again(booking: Booking, actor: Actor, loaded: Loaded, now: int) -> Ask:
    """Return a booking as what was asked for, to reckon its times anew."""
    return Ask(
        request=request_again(booking),
        offering=loaded.catalog.offerings[booking.offering],
        catalog=loaded.catalog,
        actor=actor,
        now=now,
    )
