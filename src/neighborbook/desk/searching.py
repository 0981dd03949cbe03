"""Search: candidate times, judged by the very function that books them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import islice

import attrs

from neighborbook.desk.asking import Asked, When, request_of
from neighborbook.desk.caller import Caller
from neighborbook.desk.faults import Faults, known
from neighborbook.desk.house import House, offering_of
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.naming import request_for
from neighborbook.desk.uncollected import uncollected
from neighborbook.domain.decision import Decision, Verdict
from neighborbook.domain.likes import likes_of
from neighborbook.domain.offering import DAY, Offering
from neighborbook.domain.party import ANYBODY, Actor, ActorKind
from neighborbook.domain.seen import Ask, Candidate
from neighborbook.domain.slot import Request, Slot
from neighborbook.domain.spans import union
from neighborbook.domain.times import Span, zone
from neighborbook.engine.admission import Plan
from neighborbook.engine.book import Book
from neighborbook.engine.grid import grid_starts
from neighborbook.engine.horizon import bookable
from neighborbook.engine.opening import layers, opening
from neighborbook.engine.sweep import Sweep
from neighborbook.errors import Fault, InvalidRequest, Refused
from neighborbook.room_type import is_timeless
from neighborbook.storage.abc import Wanted

PAGE = 1024
"""Starts for which the book is read at once; the first pages are short."""

PLANNED = 256
"""The same for a room type that must be asked again for every start."""

BATCH = 256
"""Candidates judged at once."""

MOST_DAYS = 400


def starts(house: House, caller: Caller, request: Request, window: Span) -> Iterator[int]:
    """Yield the starts on the offering's grid at which some place of it is open, in order.

    Only those that notice and horizon allow now: nobody walks through years to find nothing.
    """
    loaded = house.loaded()
    ask = house.ask(loaded, request, caller, house.clock.now())
    catalog, offering = ask.catalog, ask.offering
    within = bookable(ask, window)
    if within is None or is_vain(ask):
        return
    places = [p.resource for p in offering.places if request.resource in (None, p.resource)]
    alike = {layers(catalog, offering, place): place for place in places}  # mostly all of them
    spans: list[Span] = []
    for place in alike.values():
        spans.extend(opening(catalog, offering, place, within).spans)
    where = zone(catalog.center.zone)
    length = request.end - request.start
    for start in grid_starts(union(spans), offering.policy.granularity, where, within):
        if start + length <= window.end:
            yield start


def is_vain(ask: Ask) -> bool:
    """Whether nothing of it can be booked at any time: it is retired, or facts are missing."""
    return ask.offering.retired or bool(ask.failed)


def slots(
    house: House, actor: Actor, asked: Asked, end: When, *, room_type: str | None = None
) -> Iterator[Slot]:
    """Yield what can be booked from ``asked.start`` to ``end``, by start and then by preference.

    Of one offering; or, if none is asked for, of any that is of the room type and has the features.
    """
    loaded, faults = house.current(), Faults()
    window = window_of(loaded, asked.start, end, faults)
    if asked.what is not None:
        if room_type is not None:
            faults.add("room_type", "INPUT_INVALID", room_type, "nothing: the offering has its own")
        request = request_for(house, asked, loaded, actor, faults.found)
        return _search(house, house.caller(actor, request), request, window)
    there = loaded.known_to(actor, house.actor_facts(actor))
    requests = _of_any(asked, room_type, loaded, there, actor, faults)
    if not requests:
        return iter(())
    caller = house.caller(actor, requests[0])  # all name the same parties
    found = [_if_answered(_search(house, caller, request, window)) for request in requests]
    return merge(*found, key=lambda slot: slot.request.start)


def _of_any(
    asked: Asked,
    room_type: str | None,
    loaded: Loaded,
    there: Loaded,
    actor: Actor,
    faults: Faults,
) -> list[Request]:
    """Read the words once for each offering that could be meant; leave out those they do not fit.

    Args:
        there: what the actor may know of.

    Raises:
        InvalidRequest: neither room type nor features are named, one is unknown, or the words fit
            no offering at all.
    """
    if room_type is None and asked.features is None:
        faults.add("offering", "INPUT_MISSING", "", "an offering, or a room_type, or features")
    if room_type is not None:
        known(room_type, there.named_types, "room_type", "UNKNOWN_ROOM_TYPE", faults)
    elif asked.details is not None:
        faults.add(
            "details", "INPUT_INVALID", "", "nothing, unless an offering or a room_type is named"
        )
    if asked.resource is not None:
        known(asked.resource, there.catalog.resources, "resource", "UNKNOWN_RESOURCE", faults)
    faults.stop()
    found: list[Request] = []
    wrong: list[Fault] = []
    for offering in _meant(asked, room_type, there):
        try:
            found.append(request_of(attrs.evolve(asked, what=offering.id), loaded, actor))
        except InvalidRequest as error:
            wrong += error.faults
    if wrong and not found:
        raise InvalidRequest(dict.fromkeys(wrong))
    return found


def _meant(asked: Asked, room_type: str | None, loaded: Loaded) -> Iterator[Offering]:
    """Yield the offerings of a type, or of any, that can be given in the place named."""
    for offering in loaded.catalog.offerings.values():
        here = asked.resource is None or asked.resource in {p.resource for p in offering.places}
        kind = offering.room_type
        of_type = kind == room_type if room_type is not None else kind in loaded.room_types
        if of_type and here and not offering.retired:
            yield offering


def _if_answered(found: Iterator[Slot]) -> Iterator[Slot]:
    """Leave out an offering whose plugin cannot answer: the others can be booked all the same."""
    try:
        yield from found
    except Refused:
        return


def _search(house: House, caller: Caller, request: Request, window: Span) -> Iterator[Slot]:
    anybody = request.organizer == ANYBODY and caller.actor.kind is not ActorKind.PROGRAM
    if anybody and not house.loaded().publishes(request.offering):
        return
    found = starts(house, caller, request, window)
    loaded = house.loaded()
    kind = loaded.room_type(offering_of(loaded, request))
    size, most = 1, PAGE if is_timeless(kind) else PLANNED
    while page := list(islice(found, size)):
        yield from admitted(house, caller, request, page)
        size = min(size * 16, most)


def admitted(
    house: House, caller: Caller, request: Request, starts: Sequence[int]
) -> Iterator[Slot]:
    """Yield a slot for each start, in their order, and each place in which it would be accepted.

    The book is read once for all of them.
    """
    loaded, now = house.loaded(), house.clock.now()

    like, places = likes_of(request), _places(request, loaded)
    length = request.end - request.start

    def planned(start: int) -> list[Plan]:
        wanted = (like(start=start, end=start + length, resource=place) for place in places)
        asks = (house.ask(loaded, each, caller, now) for each in wanted)
        plans = [house.plan(loaded, ask) for ask in asks]
        return [plan for plan in plans if plan.candidate.demand.legs]

    kind = loaded.room_type(offering_of(loaded, request))
    many = is_timeless(kind)
    plans = planned(starts[0]) if many else [plan for start in starts for plan in planned(start)]
    if not plans:
        return
    sweep = Sweep(plans=tuple(plans), starts=tuple(starts)) if many else None
    with uncollected():
        with house.store.snapshot(house.center) as reader:
            found = reader.read(wanted_by(sweep.reading() if sweep else plans))
        ask, seen = plans[0].candidate.ask, house.seen(found, loaded, now)
        book = Book(ask, seen, loaded.room_types, loaded.preferred(ask, seen))
        candidates = sweep.candidates(book) if sweep else iter(_ranked(plans, starts, book))
        batch = tuple(islice(candidates, BATCH))
    while batch:
        with uncollected():
            listed = [_slot(judged) for judged in loaded.admissible(batch, book)]
            batch = tuple(islice(candidates, BATCH))
        yield from listed


def _ranked(plans: Sequence[Plan], starts: Sequence[int], book: Book) -> list[Candidate]:
    """Return what is to be judged, by start and then by preference."""
    turn = {start: number for number, start in enumerate(starts)}
    candidates = [plan.candidate for plan in plans]
    return sorted(
        candidates,
        key=lambda one: (turn[one.start], book.preference(one.demand.legs[0].options[0])),
    )


def _slot(judged: tuple[Candidate, Decision]) -> Slot:
    candidate, decision = judged
    request, place = candidate.ask.request, decision.chosen[0].option
    if request.resource != place.resource:
        request = attrs.evolve(request, resource=place.resource)
    return Slot(
        request=request,
        zone=candidate.ask.catalog.center.zone,
        layout=place.layout,
        holds=place.holds,
        needs_approval=decision.verdict is Verdict.NEEDS_APPROVAL,
    )


def _places(request: Request, loaded: Loaded) -> list[str | None]:
    """Return the place asked for, or each that there is."""
    if request.resource is not None:
        return [request.resource]
    return [place.resource for place in offering_of(loaded, request).places] or [None]


def wanted_by(plans: Sequence[Plan]) -> Wanted:
    """Return all that must be read for several plans of one offering."""
    limits: dict[str, tuple[int, int]] = {}
    for plan in plans:
        for key, start, end in plan.limits:
            low, high = limits.get(key, (start, end))
            limits[key] = (min(low, start), max(high, end))
    return Wanted(
        start=min(plan.start for plan in plans),
        end=max(plan.end for plan in plans),
        leaves=tuple(sorted({leaf for plan in plans for leaf in plan.leaves})),
        limits=tuple((key, start, end) for key, (start, end) in sorted(limits.items())),
        questions=tuple(dict.fromkeys(q for plan in plans for q in plan.questions)),
        offering=plans[0].candidate.ask.offering.id,
    )


def window_of(loaded: Loaded, start: object, end: object, faults: Faults) -> Span:
    """Read the window of a search: half-open, at most 400 days."""
    low = faults.time("start", start, loaded.catalog)
    high = faults.time("end", end, loaded.catalog)
    faults.period(low, high, end)
    if not faults.found and high - low > MOST_DAYS * DAY:
        faults.add("end", "INPUT_INVALID", end, f"at most {MOST_DAYS} days after the start")
    return Span(low, high) if low < high else Span(low, low + 1)
