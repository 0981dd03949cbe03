"""What is answered to who may change a booking without seeing all of it.

Such a change is judged with everything that the booking is. The answer tells what its reader has
said herself and what she may see, and nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import attrs

from neighborbook.desk.asking import request_again
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.showing import shown
from neighborbook.domain.booking import Booking
from neighborbook.domain.decision import Decision
from neighborbook.domain.party import ANYBODY, Actor, Facts
from neighborbook.domain.refusal import Refusal
from neighborbook.domain.slot import Request, Slot
from neighborbook.errors import Fault

_WORDS = ("organizer", "title", "features", "attendees", "details")


@attrs.frozen(kw_only=True)
class Reader:
    """Who is answered about a change of a booking.

    Attributes:
        booking: as it is; ``seen`` is what she may see of it.
        said: names of what she has given herself in this call.
    """

    actor: Actor
    booking: Booking
    seen: Booking
    said: Collection[str] = ()

    @property
    def sees_details(self) -> bool:
        """Whether no detail is kept from her, since all are seen or are her own words."""
        return "details" in self.said or self.seen.details == self.booking.details

    def faults(self, found: Iterable[Fault]) -> list[Fault]:
        """Return what a room type finds at fault, without words that she may not read."""
        if self.sees_details:
            return list(found)
        return [attrs.evolve(fault, given="") for fault in found]

    def answer(self, found: Decision) -> Decision | None:
        """Return what is said besides a yes; nothing if it may tell of details kept from her."""
        return self.decision(found) if self.sees_details else None

    def decision(self, found: Decision) -> Decision:
        """Return a decision without what she may not read, alternatives and all.

        What somebody is warned of follows from the details: that one needs help, what one comes
        for.
        """
        hidden = {*self.booking.parties} - {*self.seen.parties, self.actor.party}

        def told(reasons: tuple[Refusal, ...]) -> tuple[Refusal, ...]:
            return tuple(
                attrs.evolve(one, subject="") if one.subject in hidden else one for one in reasons
            )

        return attrs.evolve(
            found,
            refusals=told(found.refusals),
            approvals=told(found.approvals),
            warnings=told(found.warnings) if self.sees_details else (),
            overridden=told(found.overridden),
            alternatives=tuple(map(self._slot, found.alternatives)),
        )

    def _slot(self, slot: Slot) -> Slot:
        """Return another time as a request that says of the booking what she may see.

        How a place is set up for it is one of its details.
        """
        known = request_again(self.seen)
        told = {name: getattr(known, name) for name in _WORDS if name not in self.said}
        if self.sees_details:
            told.pop("details", None)  # a variation has details of its own
        if not known.organizer:
            told["organizer"] = ANYBODY
        if "headcount" not in self.said:
            told["headcount"] = known.headcount or 1
        request: Request = attrs.evolve(slot.request, **told)
        layout = slot.layout if self.sees_details else None
        return attrs.evolve(slot, request=request, layout=layout)


def reader_of(
    loaded: Loaded, actor: Actor, facts: Facts, booking: Booking, said: Collection[str] = ()
) -> Reader:
    """Return how somebody may be answered about a booking.

    Args:
        facts: of the actor, asked before any lock.
        booking: as of now, with its details.
        said: names of what was given in the call.
    """
    seen = shown(loaded, actor, facts, booking)
    return Reader(actor=actor, booking=booking, seen=seen, said=frozenset(said))
