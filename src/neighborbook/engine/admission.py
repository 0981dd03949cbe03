"""From a request to a Decision: purely, from what was declared and what was seen.

``prepare`` says what a request takes and what must be read; ``admit`` judges. Searching,
explaining, and booking all come through here, so that a listed slot can be booked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs

from neighborbook.codes import Code, Severity
from neighborbook.domain.claim import Claim, ClaimKind, Take, person_leaf
from neighborbook.domain.decision import Decision, Verdict
from neighborbook.domain.demand import Question
from neighborbook.domain.refusal import Refusal
from neighborbook.domain.seen import Ask, Candidate, Seen
from neighborbook.engine.access import asks_for_a_way, ways_in
from neighborbook.engine.assignment import Assignment, by_leaf
from neighborbook.engine.book import Book
from neighborbook.engine.limits import exceeded, window, with_limits, within_limits
from neighborbook.rights import Right, Standing, may, standings
from neighborbook.room_type import RoomType

Checks = Callable[[Ask, tuple[Candidate, ...], Seen], Iterable[tuple[Candidate, Refusal]]]
"""All that is judged besides the book: rules of the core, of the room type, and of plugins."""


@attrs.frozen(kw_only=True)
class Plan:
    """What must be locked and read before a request can be judged.

    Attributes:
        leaves: whose claims are read, in ``[start, end)`` (buffers and changeover included).
        limits: (key, start, end) of the uses to read.
    """

    candidate: Candidate
    leaves: tuple[str, ...]
    start: int
    end: int
    limits: tuple[tuple[str, int, int], ...] = ()
    questions: tuple[Question, ...] = ()

    @property
    def scopes(self) -> frozenset[str]:
        """Names under which writers of the same things wait for one another.

        They are what is read, and the parties of the booking, about whom others may have a
        question. A search, which waits for nobody, has no need of them.
        """
        return frozenset(
            {f"leaf:{leaf}" for leaf in self.leaves}
            | {f"limit:{key}" for key, _, _ in self.limits}
            | {f"party:{question.party}" for question in self.questions}
            | {f"party:{party}" for party in self.candidate.ask.request.parties}
        )


def prepare(ask: Ask, room_type: RoomType) -> Plan:
    """Say what a request takes, purely; called before the transaction and again under its clock."""
    demand = room_type.demand(ask)
    if room_type.serves_attendees and not demand.keeps:
        named = (*demand.presences, *(attendee.party for attendee in ask.request.attendees))
        served = tuple(dict.fromkeys(named))
        if served != demand.presences:
            demand = attrs.evolve(demand, presences=served)
    candidate = with_limits(Candidate(ask=ask, demand=demand))
    takes = [t for leg in demand.legs for option in leg.options for t in option.takes]
    margin = max((ask.catalog.resources[t.leaf].changeover for t in takes), default=0)
    leaves = {take.leaf for take in takes} | {person_leaf(p) for p in demand.presences}
    if ask.request.features:
        places = {option.resource for leg in demand.legs for option in leg.options}
        leaves |= ways_in(ask.catalog, places)
    limits = tuple(
        (limit.key, *window(limit, candidate.start, ask.now, ask.catalog.center.zone))
        for limit in candidate.demand.limits
    )
    return Plan(
        candidate=candidate,
        leaves=tuple(sorted(leaves)),
        start=candidate.start - margin - max((take.before for take in takes), default=0),
        end=candidate.end + margin + max((take.after for take in takes), default=0),
        limits=limits,
        questions=tuple(dict.fromkeys(demand.questions)),
    )


def admit(
    candidates: Sequence[Candidate],
    seen: Seen,
    *,
    checks: Checks,
    room_types: Mapping[str, RoomType],
    preferred: tuple[str, ...] = (),
) -> tuple[tuple[Candidate, Decision], ...]:
    """Judge candidates of one offering in bulk; each comes back with its choice and Decision.

    Args:
        preferred: resources that are chosen first where several are free.
    """
    if not candidates:
        return ()
    book = Book(candidates[0].ask, seen, room_types, preferred)
    return _judged(_by_the_book(candidates, book), book, checks)


def admissible(
    candidates: Iterable[Candidate], book: Book, *, checks: Checks
) -> tuple[tuple[Candidate, Decision], ...]:
    """Return what ``admit`` accepts, or would after approval; what is chosen already stays so.

    The others are not judged in full, and nobody words why a place is not free.
    """
    free: Judged = []
    for candidate in candidates:
        chosen = candidate if candidate.chosen else _choosing(candidate, book.assign(candidate))
        if chosen.chosen:
            refusals = _against(chosen, book)
            if not any(refusal.severity is Severity.HARD for refusal in refusals):
                free.append((chosen, refusals))
    judged = _judged(free, book, checks)
    return tuple(pair for pair in judged if pair[1].verdict is not Verdict.REFUSED)


def still_fits(candidate: Candidate, seen: Seen, room_types: Mapping[str, RoomType]) -> bool:
    """Whether a candidate can have again what was chosen for it before: by the book alone.

    Places, ways, persons and limits are judged; what policy says was judged when it was accepted.
    """
    book = Book(candidate.ask, seen, room_types)
    takes = by_leaf(candidate.chosen).values()
    if any(book.clash(take, candidate.start, candidate.end) for take in takes):
        return False
    if asks_for_a_way(candidate.ask.catalog, candidate.ask.request.features):
        chosen = [choice.option for choice in candidate.chosen]
        if not all(book.way_is_open(option, candidate) for option in chosen):
            return False
    against = (*book.persons(candidate), *within_limits(candidate, seen))
    return all(refusal.severity is Severity.APPROVAL for refusal in against)


Judged = list[tuple[Candidate, list[Refusal]]]


def _by_the_book(candidates: Sequence[Candidate], book: Book) -> Judged:
    """Return each candidate with its choice, and what demand and book say against it."""
    judged: Judged = []
    for candidate in candidates:
        assignment = book.assign(candidate)
        chosen = _choosing(candidate, assignment)
        judged.append((chosen, [*book.conflicts(candidate, assignment), *_against(chosen, book)]))
    return judged


def _choosing(candidate: Candidate, assignment: Assignment) -> Candidate:
    return Candidate(ask=candidate.ask, demand=candidate.demand, chosen=assignment.chosen)


def _against(chosen: Candidate, book: Book) -> list[Refusal]:
    """Return what demand and book say against a candidate, besides that its places are taken."""
    demand = chosen.demand
    found = list(demand.refusals)
    if demand.presences:
        found += book.persons(chosen)
    if demand.limits:
        found += exceeded(chosen, book.uses)
    return found


def _judged(found: Judged, book: Book, checks: Checks) -> tuple[tuple[Candidate, Decision], ...]:
    if not found:
        return ()
    reasons = {id(candidate): refusals for candidate, refusals in found}
    candidates = tuple(candidate for candidate, _ in found)
    for candidate, refusal in checks(candidates[0].ask, candidates, book.seen):
        reasons[id(candidate)].append(refusal)
    accepted: dict[int, Decision] = {}  # by what was chosen: of many times it is the very same
    decided: list[tuple[Candidate, Decision]] = []
    for candidate, refusals in found:
        decision = None if refusals else accepted.get(id(candidate.chosen))
        if decision is None:
            decision = decide(candidate, refusals)
            if any(refusal.code == Code.OFF_GRID for refusal in decision.refusals):
                decision = decide(candidate, book.untold(candidate, refusals))
            if not refusals:
                accepted[id(candidate.chosen)] = decision
        decided.append((candidate, decision))
    return tuple(decided)


def decide(candidate: Candidate, refusals: Sequence[Refusal]) -> Decision:
    """Sort the reasons by weight into one Decision; soft ones are passed by an override."""
    request, zone = candidate.ask.request, candidate.ask.catalog.center.zone
    if not refusals:
        return Decision(verdict=Verdict.ACCEPTED, chosen=candidate.chosen, zone=zone)
    kinds: dict[Severity, list[Refusal]] = {severity: [] for severity in Severity}
    for refusal in sorted(_tellable(refusals), key=lambda reason: reason.order):
        kinds[refusal.severity].append(refusal)
    hard, soft = kinds[Severity.HARD], kinds[Severity.SOFT]
    approvals = tuple(kinds[Severity.APPROVAL])
    passed: tuple[Refusal, ...] = ()
    # Asked of all reasons: who hears one alone must not pass it because the other goes unsaid.
    if request.override and not any(map(_forbids_override, refusals)):
        passed, soft, approvals = (*soft, *approvals), [], ()
    against, warnings = (*hard, *soft), tuple(kinds[Severity.WARNING])
    if against:
        verdict = Verdict.REFUSED
    else:
        verdict = Verdict.NEEDS_APPROVAL if approvals else Verdict.ACCEPTED
    return Decision(
        verdict=verdict,
        refusals=against,
        approvals=approvals,
        warnings=_said(kinds[Severity.WARNING], candidate) if against else warnings,
        overridden=passed,
        chosen=candidate.chosen if not against else (),
        zone=zone,
        may_override=bool(soft) and not hard and may(Right.OVERRIDE, standing_of(candidate.ask)),
    )


def standing_of(ask: Ask) -> frozenset[Standing]:
    """Return how who asks stands to what is asked for."""
    request = ask.request
    return standings(
        ask.actor,
        ask.facts_of(ask.actor.party),
        organizer=request.organizer,
        room_type=ask.offering.room_type,
        resources=() if request.resource is None else (request.resource,),
    )


def _said(warnings: Sequence[Refusal], candidate: Candidate) -> tuple[Refusal, ...]:
    """Return what is said of a request even if it is refused: whom to call, not how to come."""
    return tuple(one for one in warnings if one in candidate.demand.refusals)


def _tellable(refusals: Sequence[Refusal]) -> set[Refusal]:
    """Return every reason once; to who may not book for that organizer, hardly more than this.

    The others would tell strangers how many hours a firm has used, and where a person is. A room
    type that says itself who may ask for whom says it better than the core, so it is said once.
    """
    if not any(map(is_barred, refusals)):
        return set(refusals)
    by_type = any(one.code == Code.NOT_AUTHORIZED_FOR and not _is_general(one) for one in refusals)
    return {
        one
        for one in refusals
        if one.code == Code.PLUGIN_ERROR or (is_barred(one) and not (by_type and _is_general(one)))
    }


_GENERAL = frozenset({(Code.NOT_MEMBER, "member"), (Code.NOT_AUTHORIZED_FOR, "authorized")})


def _forbids_override(refusal: Refusal) -> bool:
    return refusal.code == Code.NOT_ALLOWED and refusal.subject == Right.OVERRIDE


def is_barred(refusal: Refusal) -> bool:
    """Whether somebody hears by it that she may not ask for that organizer."""
    not_theirs = refusal.code == Code.NOT_ALLOWED and refusal.subject in {Right.BOOK, Right.CHANGE}
    return not_theirs or _is_general(refusal) or refusal.code == Code.NOT_AUTHORIZED_FOR


def _is_general(refusal: Refusal) -> bool:
    """Whether the core says that somebody may not ask for another; see ``rights.refusal_for``."""
    return (refusal.code, refusal.rule) in _GENERAL


def claims_of(
    candidate: Candidate,
    owner: str,
    *,
    order: int,
    lapses_at: int | None,
    held: bool = False,
) -> tuple[Claim, ...]:
    """Return the claims that an accepted booking lays, with the capacity of this very moment."""
    catalog, kind = candidate.ask.catalog, candidate.ask.offering.room_type
    uses = [
        (take, catalog.capacity(take.leaf), ClaimKind.USE)
        for take in by_leaf(candidate.chosen).values()
    ]
    presences = [
        (Take(leaf=person_leaf(party)), 1, ClaimKind.PRESENCE)
        for party in candidate.demand.presences
    ]
    return tuple(
        Claim(
            owner=owner,
            leaf=take.leaf,
            start=candidate.start,
            end=candidate.end,
            amount=take.amount,
            before=take.before,
            after=take.after,
            layout=take.layout,
            kind=claim_kind,
            capacity=capacity,
            lapses_at=lapses_at,
            held=held,
            room_type=kind,
            order=order,
        )
        for take, capacity, claim_kind in (*uses, *presences)
    )
