"""What was asked, and what was read under the lock to answer it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import attrs

from neighborbook.domain.booking import Booking, State
from neighborbook.domain.catalog import Catalog
from neighborbook.domain.civil import to_local
from neighborbook.domain.claim import Chosen, Claim
from neighborbook.domain.closure import Closure
from neighborbook.domain.demand import Demand, Question
from neighborbook.domain.limit import LimitUse
from neighborbook.domain.offering import Offering
from neighborbook.domain.party import Actor, ActorKind, Facts, Tie
from neighborbook.domain.slot import Request
from neighborbook.domain.zones import zone

CARER = "carer"


@attrs.frozen(kw_only=True, slots=False)  # a search makes thousands: see ``likes``
class Ask:
    """A request with everything that may be known before the book is read.

    Attributes:
        facts: by party, for actor, organizer, and attendees; missing means nothing is known.
        now: UTC seconds, read once under the lock.
        replaces: the booking that a change would replace, whose own claims do not count.
        failed: plugins that could not say their facts; nothing is accepted without them.
        keeps_people: the center keeps a directory of its own, in which parties were looked up.
    """

    request: Request
    offering: Offering
    catalog: Catalog
    actor: Actor
    now: int
    facts: Mapping[str, Facts] = attrs.field(factory=dict)
    replaces: Booking | None = None
    failed: tuple[str, ...] = ()
    keeps_people: bool = False

    def local(self, instant: int) -> datetime:
        """Return what calendar and clock of the center show at an instant."""
        return to_local(instant, zone(self.catalog.center.zone))

    @property
    def keeps_start(self) -> bool:
        """Whether it changes a booking that goes on to begin when it did: that was judged once."""
        old = self.replaces
        return (
            old is not None and old.state is not State.VOID and old.start_at == self.request.start
        )

    def acts_as(self, role: str) -> bool:
        """Whether who asks holds a role here now, for this room type; the program holds them all.

        A role that is held in one grid holds for those who live there. Who provides the resource
        that is asked for by name is a carer there.
        """
        if self.actor.kind is ActorKind.PROGRAM:
            return True
        if self.actor.kind is not ActorKind.PERSON:
            return False
        known = self.facts_of(self.actor.party)
        grid = self.facts_of(self.request.organizer).grid
        if role in known.roles or (role == CARER and self._provides(known)):
            return True
        return any(
            grant.role == role
            and grant.grid in ("", grid)
            and grant.holds(self.now, self.offering.room_type)
            for grant in known.grants
        )

    def _provides(self, known: Facts) -> bool:
        return any(
            link.tie is Tie.PROVIDER_OF
            and link.other == self.request.resource
            and link.holds(self.now, self.offering.room_type)
            for link in known.links
        )

    def facts_of(self, party: str) -> Facts:
        """Return what is known of a party; nothing, if nobody provided it."""
        return self.facts.get(party) or Facts(party=party)


@attrs.frozen(kw_only=True)
class Candidate:
    """One time at which a request could be met, with the demand that it makes there.

    Attributes:
        chosen: the options that are free there; empty if the demand cannot be met.
    """

    ask: Ask
    demand: Demand
    chosen: tuple[Chosen, ...] = ()

    @property
    def start(self) -> int:
        """When it would begin, UTC seconds."""
        return self.ask.request.start

    @property
    def end(self) -> int:
        """When it would end, UTC seconds."""
        return self.ask.request.end


@attrs.frozen(kw_only=True)
class Seen:
    """The answers of the book to what a demand declared, and nothing else.

    Attributes:
        claims: by leaf: every claim that could bear on the demand.
        limit_uses: by key of the limit.
        answers: by question.
        closures: of the offering itself.
    """

    claims: Mapping[str, tuple[Claim, ...]] = attrs.field(factory=dict)
    limit_uses: Mapping[str, tuple[LimitUse, ...]] = attrs.field(factory=dict)
    answers: Mapping[Question, tuple[Booking, ...]] = attrs.field(factory=dict)
    closures: tuple[Closure, ...] = ()
