"""What was seen of a book, asked by one candidate after another: what fits, and why not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import attrs

from neighborbook.codes import Code
from neighborbook.domain.claim import Chosen, Leg, Option, Take, person_leaf
from neighborbook.domain.party import ActorKind
from neighborbook.domain.refusal import Refusal
from neighborbook.domain.seen import Ask, Candidate, Seen
from neighborbook.engine.access import asks_for_a_way, closing, way_is_open, ways_in
from neighborbook.engine.assignment import Assignment, Fits, assign, takes_fit
from neighborbook.engine.limits import Uses, over
from neighborbook.engine.occupancy import Clash, Occupancy
from neighborbook.engine.opening import serves
from neighborbook.engine.reasons import no
from neighborbook.engine.veil import Veil
from neighborbook.rights import Standing, standings
from neighborbook.room_type import Privacy, RoomType


class Book:
    """What was seen, made ready for many candidates that share a catalog, a now, and a self."""

    def __init__(
        self,
        ask: Ask,
        seen: Seen,
        room_types: Mapping[str, RoomType],
        preferred: tuple[str, ...] = (),
    ) -> None:
        self.seen = seen
        self._preferred = preferred
        self._catalog = ask.catalog
        self._now = ask.now
        self._self = ask.replaces.id if ask.replaces else None
        self._room_types = room_types
        self._veil = Veil(ask, room_types)
        self._occupancies: dict[str, Occupancy] = {}
        self.uses = Uses(ask, seen)

    def occupancy(self, leaf: str) -> Occupancy:
        """Return what counts on a leaf: the same for each candidate."""
        known = self._occupancies.get(leaf)
        if known is None:
            known = self._occupancies[leaf] = Occupancy(
                leaf,
                self.seen.claims.get(leaf, ()),
                capacity=self._catalog.capacity(leaf),
                changeover=self._catalog.resources[leaf].changeover,
                now=self._now,
                ignore=self._self,
                veil=self._veil,
            )
        return known

    def clash(self, take: Take, start: int, end: int) -> Clash | None:
        """Return why a take does not fit for ``[start, end)``, or ``None``."""
        return self.occupancy(take.leaf).clash(take, start, end)

    def barred(self, take: Take, length: int) -> Sequence[int]:
        """Return the edges of the starts at which a take for so many seconds clashes."""
        return self.occupancy(take.leaf).barred(take, length)

    def assign(self, candidate: Candidate) -> Assignment:
        """Choose an option for each leg: open ones if possible, else any that is free.

        Options whose leaf has a limit that would be exceeded are no choice.
        """
        return self._assigned(candidate, self._full(candidate))

    def _assigned(self, candidate: Candidate, full: Collection[str] = ()) -> Assignment:
        start, end = candidate.start, candidate.end

        def fits(take: Take) -> bool:
            return self.occupancy(take.leaf).fits(take, start, end)

        reachable = [self._reachable(leg, candidate) for leg in candidate.demand.legs]
        if full:
            reachable = [_without(leg, full) for leg in reachable]
        if self._preferred:
            reachable = [self._by_preference(leg) for leg in reachable]
        if len(reachable) == 1 and (option := self._first(reachable[0], candidate, fits)):
            return Assignment(chosen=(Chosen(role=reachable[0].role, option=option),))
        strict = [self._open(leg, candidate) for leg in reachable]
        found = assign(strict, fits) if all(leg.options for leg in strict) else Assignment()
        return found if found.met or strict == reachable else assign(reachable, fits)

    def _first(self, leg: Leg, candidate: Candidate, fits: Fits) -> Option | None:
        """Return the option for a leg with which no other contends: those after it need no look."""
        offering, start, end = candidate.ask.offering, candidate.start, candidate.end
        for option in leg.options:
            if serves(self._catalog, offering, option, start, end) and takes_fit(option, fits):
                return option
        return None

    def _reachable(self, leg: Leg, candidate: Candidate) -> Leg:
        """Leave out places whose way in is closed when a feature of the way was asked for."""
        features = candidate.ask.request.features
        if not features or not asks_for_a_way(self._catalog, features):
            return leg
        free = tuple(option for option in leg.options if self.way_is_open(option, candidate))
        return leg if len(free) == len(leg.options) else attrs.evolve(leg, options=free)

    def _full(self, candidate: Candidate) -> Mapping[str, Refusal]:
        """Return the leaves of which a limit of their own would be exceeded, with the reason."""
        return {
            limit.leaf: refusal
            for limit in candidate.demand.limits
            if limit.leaf
            for refusal in over(limit, candidate, self.uses)
        }

    def _by_preference(self, leg: Leg) -> Leg:
        """Put what this organizer had before first, where all else is equal."""
        return attrs.evolve(leg, options=tuple(sorted(leg.options, key=self.preference)))

    def preference(self, option: Option) -> int:
        """Return how much an option is preferred: the lower the better."""
        known = option.resource in self._preferred
        return self._preferred.index(option.resource) if known else len(self._preferred)

    def way_is_open(self, option: Option, candidate: Candidate) -> bool:
        """Whether every way to an option is open in the time of a candidate."""
        return way_is_open(
            self._catalog,
            option,
            self.seen.claims,
            start=candidate.start,
            end=candidate.end,
            now=self._now,
        )

    def _open(self, leg: Leg, candidate: Candidate) -> Leg:
        offering, start, end = candidate.ask.offering, candidate.start, candidate.end
        free = [o for o in leg.options if serves(self._catalog, offering, o, start, end)]
        return leg if len(free) == len(leg.options) else attrs.evolve(leg, options=tuple(free))

    def conflicts(self, candidate: Candidate, assignment: Assignment) -> tuple[Refusal, ...]:
        """Say why no assignment was found: each leaf once, or the role that always fails."""
        demand = candidate.demand
        if assignment.met or not demand.legs:
            return ()
        if shut := self._ways_shut(candidate):
            return shut
        if full := self._full(candidate):
            assignment = self._assigned(candidate)
            if assignment.met:
                return _by_rule(full.values())
        if not assignment.failing:
            roles = " + ".join(leg.role for leg in demand.legs)
            return (no(Code.NO_COMBINATION, "combination", subject=roles),)
        reasons: dict[tuple[str, ...], Refusal] = {}
        for leg in demand.legs:
            if leg.role not in assignment.failing:
                continue
            if demand.joint:
                lacking = self._lacking(leg, candidate)
                found = [no(Code.NO_COMBINATION, "combination", subject=lacking)]
            else:
                found = self._clashes(self._reachable(leg, candidate), candidate)
            reasons.update({(r.code, r.rule, r.subject): r for r in found})
        return tuple(reasons.values())

    def untold(self, candidate: Candidate, refusals: Sequence[Refusal]) -> list[Refusal]:
        """Return why not, without what is taken by what who asks may not know of.

        For a request that is refused anyway, since it lies off the grid: asked minute by minute, it
        would tell when exactly something hidden begins and ends.
        """
        claims = {
            leaf: tuple(claim for claim in found if not self._veil.hides(claim))
            for leaf, found in self.seen.claims.items()
        }
        if claims == dict(self.seen.claims):
            return list(refusals)
        seen = attrs.evolve(self.seen, claims=claims)
        shown = Book(candidate.ask, seen, self._room_types, self._preferred)
        mine = self.conflicts(candidate, self.assign(candidate))
        kept = [refusal for refusal in refusals if refusal not in mine]
        return [*kept, *shown.conflicts(candidate, shown.assign(candidate))]

    def _lacking(self, leg: Leg, candidate: Candidate) -> str:
        """Return what every option of a leg lacks: the room, if each doctor has none; else all."""
        parts = dict(leg.parts)
        lacks = [
            {
                parts.get(take.leaf, leg.role)
                for take in option.takes
                if self.clash(take, candidate.start, candidate.end) is not None
            }
            for option in leg.options
        ]
        return " + ".join(sorted(set.intersection(*lacks) if lacks else ())) or leg.role

    def _ways_shut(self, candidate: Candidate) -> tuple[Refusal, ...]:
        """Name the closed ways that keep every option of some leg from being reached."""
        catalog, wanted = self._catalog, tuple(sorted(candidate.ask.request.features))
        places = [
            option.resource
            for leg in candidate.demand.legs
            if leg.options and not self._reachable(leg, candidate).options
            for option in leg.options
        ]
        shut = {
            way: block.end
            for way in sorted(ways_in(catalog, places))
            if (
                block := closing(
                    self.seen.claims.get(way, ()),
                    start=candidate.start,
                    end=candidate.end,
                    now=self._now,
                )
            )
        }
        return tuple(
            no(Code.FEATURE_MISSING, "way_in", subject=way, allowed=wanted, latest_at=until)
            for way, until in shut.items()
        )

    def _clashes(self, reachable: Leg, candidate: Candidate) -> list[Refusal]:
        open_ones = self._open(reachable, candidate).options or reachable.options
        return [
            clash_refusal(clash, take)
            for option in open_ones
            for take in option.takes
            if (clash := self.clash(take, candidate.start, candidate.end)) is not None
        ]

    def persons(self, candidate: Candidate) -> Iterable[Refusal]:
        """Yield one refusal if any served person is somewhere else at that time.

        It does not say which of them: else asking for several would tell where each one is.
        """
        if any(
            claim.owner != self._self
            and claim.live(self._now)
            and claim.start < candidate.end
            and candidate.start < claim.end
            and not self._may_overlap(candidate.ask.offering.room_type, claim.room_type)
            and self._weighs(claim.room_type, party, candidate.ask)
            for party in candidate.demand.presences
            for claim in self.seen.claims.get(person_leaf(party), ())
        ):
            yield no(Code.CONFLICT_PERSON, "person")

    def _weighs(self, room_type: str, party: str, ask: Ask) -> bool:
        """Whether where somebody is may be told to who asks.

        What is SEALED weighs for that person alone, or a clerk who books a doctor for somebody
        would learn of a talk with a counselor. What is CARE weighs for those besides who may know
        of it, or whoever lists a colleague as attendee would learn when she sees a doctor.
        """
        kind = self._room_types.get(room_type)
        privacy = Privacy.CARE if kind is None else kind.privacy
        if not privacy.is_sensitive or ask.actor.kind is ActorKind.PROGRAM:
            return True
        if ask.actor.party == party:
            return True
        return privacy is Privacy.CARE and _cares_for(ask, party, room_type)

    def _may_overlap(self, one: str, other: str) -> bool:
        named = (self._room_types.get(one), other), (self._room_types.get(other), one)
        return any(kind is not None and name in kind.may_overlap for kind, name in named)


_CARING = frozenset({Standing.STAFF, Standing.GUARDIAN, Standing.PROXY, Standing.CARER})


def _cares_for(ask: Ask, party: str, room_type: str) -> bool:
    """Whether who asks may know that somebody has a booking of a room type that is CARE."""
    if ask.offering.room_type == room_type and ask.acts_as(Standing.CARER.value):
        return True
    known = ask.facts_of(ask.actor.party)
    stands = standings(ask.actor, known, organizer=party, room_type=room_type)
    return not stands.isdisjoint(_CARING)


def clash_refusal(clash: Clash, take: Take) -> Refusal:
    """Say a clash in the words of the codes: taken, held, full, or less left than asked."""
    if clash.held_until is not None:
        return no(Code.HELD_BY_OTHER, "held", subject=clash.leaf, latest_at=clash.held_until)
    if clash.capacity <= 1 and take.amount <= 1:
        rule = "blocked" if clash.blocked else "place"
        return no(Code.CONFLICT_RESOURCE, rule, subject=clash.leaf, earliest_at=clash.free_at)
    code = Code.INSUFFICIENT if clash.left else Code.FULL
    return no(code, "pool", subject=clash.leaf, asked=take.amount, left=clash.left)


def _without(leg: Leg, full: Collection[str]) -> Leg:
    """Leave out the options that take one of these leaves."""
    free = tuple(o for o in leg.options if not any(take.leaf in full for take in o.takes))
    return attrs.evolve(leg, options=free)


def _by_rule(refusals: Iterable[Refusal]) -> tuple[Refusal, ...]:
    """Return one refusal for each rule: the one that leaves most."""
    most = sorted(refusals, key=lambda one: one.left or 0)
    return tuple({one.rule: one for one in most}.values())
