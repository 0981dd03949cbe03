"""Change and restore: judged in full without the booking's old self, in one atomic step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import attrs

from neighborbook.codes import Severity
from neighborbook.desk.alternatives import alternatives
from neighborbook.desk.as_it_stands import as_it_stands, keeps_place, rows_as_they_stand
from neighborbook.desk.asking import (
    Length,
    When,
    attendees_of,
    features_of,
    own_faults,
    place_of,
    request_again,
)
from neighborbook.desk.binding import bound_units
from neighborbook.desk.caller import Caller
from neighborbook.desk.details import hydrated, structure
from neighborbook.desk.discretion import Reader, reader_of
from neighborbook.desk.faults import MOST_HEADCOUNT, MOST_REASON, Faults, kept
from neighborbook.desk.house import House, Wider
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.moving import (
    After,
    Before,
    Verb,
    act_on,
    demand_state,
    once,
    seen_booking,
)
from neighborbook.desk.sparing import past_outages
from neighborbook.desk.writing import booked, in_state, release_kept, rows, settled
from neighborbook.domain.booking import THERE, Booking, State, VoidReason
from neighborbook.domain.catalog import Catalog
from neighborbook.domain.decision import Decision, Verdict
from neighborbook.domain.party import Attendee, Facts
from neighborbook.domain.seen import Candidate
from neighborbook.domain.slot import Request, Slot
from neighborbook.domain.times import LONGEST
from neighborbook.engine.admission import Plan
from neighborbook.engine.assignment import by_leaf
from neighborbook.engine.limits import is_of_hold
from neighborbook.errors import Fault, Refused
from neighborbook.rights import Right
from neighborbook.storage.abc import Transaction

CHANGEABLE = frozenset({State.HELD, State.PENDING, State.CONFIRMED})
DECIDED = frozenset({State.PENDING, State.CONFIRMED})
INERT = frozenset({"title"})
"""Attributes of which a change needs no judgment: nothing follows from them."""

RequestFor = Callable[[Loaded, Booking, Facts], Request]
"""Says what a booking would be; faults are told as who is known so may read them."""


@attrs.frozen(kw_only=True)
class Changed:
    """What a change says; ``None`` leaves it as it is."""

    start: When | None = None
    end: When | None = None
    length: Length | None = None
    resource: str | None = None
    headcount: int | None = None
    title: str | None = None
    attendees: Iterable[Attendee | str | Mapping[str, object]] | None = attrs.field(
        default=None, converter=kept
    )
    features: Iterable[str] | None = attrs.field(default=None, converter=kept)
    details: object = None
    override: str | None = None


def changed_request(
    booking: Booking,
    changed: Changed,
    loaded: Loaded,
    reader: Reader,
    found: Iterable[Fault] = (),
) -> Request:
    """Return the request that a booking would be after a change.

    A new start alone keeps the length, a new length the start. The place is kept unless another is
    named.

    Args:
        reader: to whom faults are told.
        found: what was found wrong with the call already.

    Raises:
        InvalidRequest: with every fault of the change.
    """
    faults, catalog = Faults(list(found)), loaded.catalog
    base = request_again(booking)
    update: dict[str, object] = {}
    update |= _times(base, changed, catalog, faults)
    if changed.headcount is not None:
        update["headcount"] = faults.count("headcount", changed.headcount, MOST_HEADCOUNT)
    if changed.title is not None:
        update["title"] = faults.title(changed.title)
    if changed.override is not None:
        update["override"] = faults.text("override", changed.override, MOST_REASON, needed=True)
    if changed.attendees is not None:
        update["attendees"] = attendees_of(changed.attendees, faults)
    if changed.features is not None:
        update["features"] = features_of(changed.features, catalog, faults)
    if changed.resource is not None:
        named = attrs.evolve(base, resource=changed.resource)
        update["resource"] = place_of(named, catalog, faults)
    kind = loaded.room_types.get(booking.room_type)
    if changed.details is not None and kind is not None:
        update["details"] = structure(kind, changed.details, faults)
    request = attrs.evolve(base, **update)  # type: ignore[arg-type]
    given = changed.length if changed.end is None else changed.end
    faults.period(request.start, request.end, given)
    if not faults.found and request.end - request.start > LONGEST:
        faults.add("end", "INPUT_INVALID", given, "at most ten years after the start")
    faults.stop()
    if kind is not None:
        own = loaded.told(kind, lambda: own_faults(kind, request, catalog))
        faults.found.extend(reader.faults(own))
    faults.stop()
    return request


def _times(base: Request, changed: Changed, catalog: Catalog, faults: Faults) -> dict[str, int]:
    """Read a new start, and a new end by itself or by its length; a start alone keeps the length.

    What is at fault counts as it was.
    """
    start, length = base.start, base.end - base.start
    if changed.start is not None:
        start = faults.time("start", changed.start, catalog) or base.start
    if changed.end is not None and changed.length is not None:
        faults.add("length", "INPUT_INVALID", changed.length, "either end or length")
    elif changed.end is not None:
        length = faults.time("end", changed.end, catalog) - start
    elif changed.length is not None:
        length = faults.some_time("length", changed.length) or length
    return {"start": start, "end": start + length}


def change(house: House, verb: Verb, changed: Changed, faults: Faults) -> Booking:
    """Change a booking in one step; refused, it stays as it was.

    What it is already needs no judgment and is not written: it keeps its version, and an approval.

    Raises:
        NotFound, InvalidRequest: as for booking.
        Refused: with every reason and alternatives; the booking keeps its place.
    """
    return once(house, verb, lambda: _change(house, verb, changed, faults))


def _change(house: House, verb: Verb, changed: Changed, faults: Faults) -> Booking:
    found, asks = seen_booking(house, verb.actor, verb.id)
    if all(getattr(changed, field.name) is None for field in attrs.fields(Changed)):
        faults.add("change", "INPUT_MISSING", "", "what is to be changed")

    names = [field.name for field in attrs.fields(Changed) if field.name != "override"]
    said = tuple(name for name in names if getattr(changed, name) is not None)

    def understood(
        loaded: Loaded, now: Booking, facts: Facts, faults: Iterable[Fault] = ()
    ) -> Request:
        reader = reader_of(loaded, verb.actor, facts, now, said)
        return changed_request(now, changed, loaded, reader, faults)

    def at_first(loaded: Loaded) -> Request:
        now = hydrated(loaded.room_types.get(found.room_type), found)
        return understood(loaded, now, asks.facts, faults.found)

    first = house.understood(at_first)
    fields = tuple("end" if name == "length" else name for name in said)
    if changed.override is None and set(fields) <= INERT:
        return _retitle(house, verb, first.title)
    caller = house.caller(verb.actor, first)
    return _readmit(house, verb, understood, caller, CHANGEABLE, fields, said)


def restore(house: House, verb: Verb, override: str) -> Booking:
    """Bring a void booking back, if it would be accepted again: the only way back.

    What was declined comes back by who may approve alone.
    """
    return once(house, verb, lambda: _restore(house, verb, override))


def _restore(house: House, verb: Verb, override: str) -> Booking:
    found, _ = seen_booking(house, verb.actor, verb.id)
    caller = house.caller(verb.actor, request_again(found))

    def request(loaded: Loaded, booking: Booking, _: Facts) -> Request:
        return attrs.evolve(request_again(booking), override=override)

    if found.void_reason is VoidReason.DECLINED:
        verb = attrs.evolve(verb, right=Right.APPROVE)
    return _readmit(house, verb, request, caller, frozenset({State.VOID}), ("state",))


def _retitle(house: House, verb: Verb, title: str) -> Booking:
    def step(tx: Transaction, now: int, loaded: Loaded, before: Before) -> After | None:
        demand_state(before, frozenset(State) - {State.VOID}, loaded)
        if title == before.booking.title:
            return None
        return After(booking=attrs.evolve(before.booking, title=title), fields=("title",))

    return act_on(house, verb, step)


def _readmit(
    house: House,
    verb: Verb,
    request_for: RequestFor,
    caller: Caller,
    states: frozenset[State],
    fields: tuple[str, ...],
    said: tuple[str, ...] = (),
) -> Booking:
    judged: list[tuple[Request, Caller]] = []

    def step(tx: Transaction, now: int, loaded: Loaded, before: Before) -> After | None:
        mine = attrs.evolve(caller.under_lock(tx, now, loaded), replaces=before.booking)
        request = request_for(loaded, before.booking, mine.facts)
        # Who has come goes on when he began.
        began = request.start == before.booking.start_at and states == CHANGEABLE
        demand_state(before, states | THERE if began else states, loaded)
        if states == CHANGEABLE and request == request_again(before.booking):
            return None
        judged[:] = [(request, mine)]
        plan = house.plan(loaded, house.ask(loaded, request, mine, now))
        if not plan.scopes <= before.scopes:
            raise Wider(plan.scopes)
        after = _judged(house, tx, now, loaded, before, plan, fields)
        reader = reader_of(loaded, verb.actor, mine.facts, before.booking, said)
        answer = None if after.decision is None else reader.answer(after.decision)
        return attrs.evolve(after, decision=answer)

    first = house.loaded()
    stored_now, _ = seen_booking(house, verb.actor, verb.id)
    now = house.clock.now()
    current = hydrated(first.room_types.get(stored_now.room_type), first.as_of(stored_now, now))
    caller = attrs.evolve(caller, replaces=current)
    wished = request_for(first, current, caller.facts)
    plan = house.plan(first, house.ask(first, wished, caller, now))
    try:
        return act_on(house, verb, step, extra=plan.scopes)
    except Refused as refused:
        if not judged:
            raise
        [(request, mine)] = judged
        offers = alternatives(house, mine, request, refused.decision)
        others = tuple(offer for offer in offers if not _is_had(offer, current))
        told = reader_of(house.loaded(), verb.actor, mine.facts, current, said)
        answer = attrs.evolve(refused.decision, alternatives=others)
        raise Refused(told.decision(answer)) from None


def _is_had(offer: Slot, booking: Booking) -> bool:
    """Whether a slot is what a booking has already: its place is free for nobody but itself."""
    layout = booking.chosen[0].option.layout if booking.chosen else None
    had = (booking.start_at, booking.end_at, booking.resource, layout)
    return (offer.request.start, offer.request.end, offer.resource, offer.layout) == had


def _judged(
    house: House,
    tx: Transaction,
    now: int,
    loaded: Loaded,
    before: Before,
    plan: Plan,
    fields: tuple[str, ...],
) -> After:
    seen = house.see(tx, plan, loaded)
    [(candidate, decision)] = loaded.judge((plan.candidate,), seen)
    if decision.verdict is Verdict.REFUSED:
        raise Refused(decision)
    old = before.booking
    keeps = keeps_place(candidate, old)
    if keeps:
        candidate = attrs.evolve(candidate, chosen=old.chosen)
        decision = attrs.evolve(decision, chosen=old.chosen)
    approved = still_approved(candidate, old)
    decision = begun(less_approved(decision, approved), candidate, old)
    new = booked(candidate, decision, loaded, seen, id=old.id, uid=old.uid)
    if old.excused:
        again = past_outages(tx, new)
        # A release that is kept was put off when the outage was noted.
        kept = release_kept(candidate.ask) is not None
        new = attrs.evolve(new, excused=again.excused) if kept else again
    new = attrs.evolve(_as_far_as_before(new, old, candidate, decision), approved=approved)
    had = () if old.state is State.VOID else before.claims
    if keeps:
        new = as_it_stands(new, old)
        claims, uses = rows_as_they_stand(had, before.uses, new, old)
    else:
        claims, uses = rows(candidate, new, seen, had=had)
    if new.state in THERE and not keeps:
        units = bound_units(tx, loaded, attrs.evolve(new, units=old.units), claims, now)
        new = attrs.evolve(new, units=units)
    holds = tuple(use for use in before.uses if is_of_hold(use))
    return After(
        booking=new,
        claims=claims,
        uses=(*uses, *holds) if new.state is State.HELD and not keeps else uses,
        fields=fields,
        effects=_newly_wanted(candidate, old),
        moves=None if keeps else False,
        decision=decision,
        also=settled(tx, seen, now, house, loaded, but=old.id),
    )


def _as_far_as_before(
    new: Booking, old: Booking, candidate: Candidate, decision: Decision
) -> Booking:
    """Return what a booking becomes, as far on its way as it was, and the same one to whoever."""
    if candidate.ask.keeps_start and new.state is old.state:
        new = attrs.evolve(new, label=old.label)
    if old.state in THERE:
        new = attrs.evolve(
            in_state(new, old.state), label=old.label, checked_in_at=old.checked_in_at
        )
    if old.state is State.HELD:
        new = attrs.evolve(
            new,
            state=State.HELD,
            lapses_at=old.lapses_at,
            lapses_to=old.lapses_to,
            lapse_reason=old.lapse_reason,
            waits_for=tuple(refusal.rule for refusal in decision.approvals),
        )
    return attrs.evolve(
        new,
        version=old.version,
        sequence=old.sequence,
        actor=old.actor,
        created_at=old.created_at,
        published_at=old.published_at,
        series=old.series,
        original_start=old.original_start,
    )


def _newly_wanted(candidate: Candidate, old: Booking) -> tuple[str, ...]:
    """Return the notices that the room type wants of what is asked for only now, or again."""
    asked_anew = candidate.ask.request.details != old.details or old.state is State.VOID
    return candidate.demand.effects if asked_anew else ()


def begun(decision: Decision, candidate: Candidate, old: Booking) -> Decision:
    """Return the decision, unless it would send to approval what has begun.

    Raises:
        Refused: as a request it would lapse at once, and the booking with it.
    """
    running = candidate.start <= candidate.ask.now and old.state in DECIDED
    waits = decision.verdict is Verdict.NEEDS_APPROVAL and (running or old.state in THERE)
    if not waits:
        return decision
    against = tuple(attrs.evolve(one, severity=Severity.SOFT) for one in decision.approvals)
    raise Refused(
        attrs.evolve(decision, verdict=Verdict.REFUSED, refusals=against, approvals=(), chosen=())
    )


def still_approved(candidate: Candidate, old: Booking) -> tuple[str, ...]:
    """Return the rules for which an approval given to the old self holds on.

    It holds for what asks no more than what was approved: from the same start on, no longer, the
    same details, no more people, in no more leaves. One that no longer holds is gone for good: else
    asking for much, and then for a little less, would pass what nobody has approved.
    """
    asked = candidate.ask.request
    covered = (
        asked.headcount <= old.headcount
        and candidate.start == old.start_at
        and candidate.end <= old.end_at
        and asked.details == old.details
        and len(by_leaf(candidate.chosen)) <= len(by_leaf(old.chosen))
    )
    return old.approved if covered else ()


def less_approved(decision: Decision, approved: tuple[str, ...]) -> Decision:
    """Leave out approvals that hold on: only what is newly needed sends it back."""
    left = tuple(refusal for refusal in decision.approvals if refusal.rule not in approved)
    if left or not decision.approvals:
        return decision
    return attrs.evolve(decision, verdict=Verdict.ACCEPTED, approvals=())
