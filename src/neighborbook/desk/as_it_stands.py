"""A change by which a booking keeps what it has, unjudged: a call for help from within a talk."""

from __future__ import annotations

import attrs

from neighborbook.desk.lapsing import relapse
from neighborbook.domain.booking import Booking, State
from neighborbook.domain.claim import Claim
from neighborbook.domain.limit import LimitUse
from neighborbook.domain.seen import Candidate


def keeps_place(candidate: Candidate, old: Booking) -> bool:
    """Whether a changed booking goes on with the places it has, as its room type demands.

    At another time it would have to be judged; what is void has none.
    """
    same_time = (candidate.start, candidate.end) == (old.start_at, old.end_at)
    return candidate.demand.keeps and same_time and old.state is not State.VOID


def as_it_stands(new: Booking, old: Booking) -> Booking:
    """Return what a booking becomes that keeps its places, and all that was said of them.

    What is confirmed already lapses when it would have, if at all, and goes on to be excused.
    """
    kept = attrs.evolve(
        new,
        chosen=old.chosen,
        resource=old.resource,
        units=old.units,
        excused=old.excused,
        overridden=old.overridden,
        override_reason=old.override_reason,
        approved=old.approved,
    )
    if old.state is not State.CONFIRMED:
        return kept
    return attrs.evolve(
        kept, lapses_at=old.lapses_at, lapses_to=old.lapses_to, lapse_reason=old.lapse_reason
    )


def rows_as_they_stand(
    claims: tuple[Claim, ...], uses: tuple[LimitUse, ...], new: Booking, old: Booking
) -> tuple[tuple[Claim, ...], tuple[LimitUse, ...]]:
    """Return the claims and uses that it has, which lapse when it does now."""
    if (new.state, new.lapses_at) == (old.state, old.lapses_at):
        return claims, uses
    return relapse(claims, uses, new)
