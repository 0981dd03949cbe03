"""A center in memory in which one plugin is tried out, with everything inside within reach."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import TypeVar

import attrs
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky

from neighborbook.center_file import enabled_plugins, read
from neighborbook.desk.asking import Asked, request_of
from neighborbook.desk.desk import Desk
from neighborbook.desk.house import House
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.searching import wanted_by
from neighborbook.domain.booking import Booking
from neighborbook.domain.offering import MINUTE, Offering
from neighborbook.domain.party import PROGRAM
from neighborbook.domain.refusal import Refusal
from neighborbook.domain.seen import Ask, Candidate, Seen
from neighborbook.domain.slot import Request, Slot
from neighborbook.domain.times import format_local, parse_instant, zone
from neighborbook.engine.admission import admit
from neighborbook.hookspecs import hookimpl
from neighborbook.room_type import RoomType, asked_of
from neighborbook.storage import open_store
from neighborbook.testing.clocks import CountedIds, SetClock

T = TypeVar("T")
Words = Mapping[str, object]
"""What a call of ``desk.book`` is given, by parameter; ``what`` is the offering."""


class Brought:
    """A plugin that brings nothing but one room type."""

    api = 1

    def __init__(self, name: str, kind: RoomType) -> None:
        self.name = name
        self.kind = kind

    @hookimpl
    def register_room_types(self) -> list[RoomType]:
        """Return the room type that is tried out."""
        return [self.kind]


def holds(fact: object, said: str) -> None:
    """Fail a contract with a sentence that names what is broken."""
    if not fact:
        raise AssertionError(said)


@attrs.frozen(kw_only=True, repr=False)
class Stage:
    """One center, one room type, one request that must be accepted.

    Attributes:
        desk: acts as the trusted program, in a center of its own in memory.
        base: the request that must be accepted, read.
    """

    house: House
    desk: Desk
    kind: RoomType
    words: Words
    base: Request

    def __repr__(self) -> str:
        return f"<a center with {self.kind.name!r}>"

    @property
    def loaded(self) -> Loaded:
        """The catalog and the plugins."""
        return self.house.loaded()

    @property
    def offering(self) -> Offering:
        """What is asked for."""
        return self.loaded.catalog.offerings[self.base.offering]

    def ask(self, request: Request) -> Ask:
        """Return a request with what may be known before the book is read."""
        caller = self.house.caller(PROGRAM, request)
        return self.house.ask(self.loaded, request, caller, self.house.clock.now())

    def slot(self, request: Request) -> Slot:
        """Return a request as a slot, so that the desk takes it as it is."""
        return Slot(request=request, zone=self.loaded.catalog.center.zone)

    def book(self, request: Request) -> Booking:
        """Book a request by way of the desk."""
        return self.desk.book(self.slot(request))

    def slots(self, most: int = 20) -> list[Slot]:
        """Return the first slots from a day before the request to two days after it."""
        base, where = self.base, zone(self.loaded.catalog.center.zone)
        low = max(base.start - 86_400, self.house.clock.now() - 86_400)
        found = self.desk.slots(
            base.offering,
            start=format_local(low, where),
            end=format_local(base.end + 2 * 86_400, where),
            length=f"{base.end - base.start}s",
            organizer=base.organizer,
            headcount=base.headcount,
            attendees=base.attendees,
            resource=base.resource,
            features=base.features,
            details=base.details,
        )
        near = [slot for slot in islice(found, 400) if slot.request.start >= base.start - 3600]
        return near[:most]

    def candidates(self, requests: Sequence[Request]) -> tuple[tuple[Candidate, ...], Seen]:
        """Return requests as ``check`` gets them: planned, read, with what was chosen."""
        plans = [self.house.plan(self.loaded, self.ask(request)) for request in requests]
        plans = [plan for plan in plans if plan.candidate.demand.legs]
        if not plans:
            return (), Seen()
        with self.house.store.snapshot(self.house.center) as reader:
            found = reader.read(wanted_by(plans))
        seen = self.house.seen(found, self.loaded, self.house.clock.now())
        caught: list[Candidate] = []

        def catch(_: Ask, page: tuple[Candidate, ...], __: Seen) -> tuple[()]:
            caught.extend(page)
            return ()

        judged = tuple(plan.candidate for plan in plans)
        admit(judged, seen, checks=catch, room_types=self.loaded.room_types)
        return tuple(caught), seen


def set_up(kind: RoomType, center: str, words: Words, now: str, others: Iterable[object]) -> Stage:
    """Open a center of its own in memory, with the room type and further plugins."""
    document = read(center)
    table = document.get("center")
    holds(isinstance(table, Mapping) and table.get("id"), "the center file names no center.id")
    about = table if isinstance(table, Mapping) else {}
    where = zone(str(about.get("zone", "UTC")))
    extra = tuple(others)
    given = {getattr(one, "name", "") for one in extra}
    left = [name for name in enabled_plugins(document) if name not in given]
    # The core brings its own plain room itself.
    brought = () if kind.name == RoomType.name else (Brought(left[0] if left else kind.name, kind),)
    house = House(
        store=open_store(),
        center=str(about["id"]),
        clock=SetClock(parse_instant(now, where)),
        ids=CountedIds(),
        extra=(*extra, *brought),
    )
    desk = Desk(house, PROGRAM)
    desk.load(center if "\n" in center else f"{center}\n")
    base = request_of(Asked(**words), house.loaded(), PROGRAM)  # type: ignore[arg-type]
    return Stage(house=house, desk=desk, kind=kind, words=words, base=base)


@st.composite
def likes(draw: st.DrawFn, stage: Stage) -> Request:
    """Draw requests like the one that must be accepted: other times, people, places, details."""
    base, offering = stage.base, stage.offering
    step = offering.policy.granularity * MINUTE
    start = base.start + step * draw(st.integers(-4, 100))
    length = draw(st.sampled_from([base.end - base.start]) | st.integers(1, 12).map(step.__mul__))
    places = [None, base.resource, *(place.resource for place in offering.places)]
    request = attrs.evolve(
        base,
        start=start,
        end=start + length,
        headcount=draw(st.sampled_from([base.headcount, 1]) | st.integers(1, 80)),
        resource=draw(st.sampled_from(places)),
        details=draw(details_like(stage)),
    )
    faults = list(stage.kind.faults(request, offering, stage.loaded.catalog))
    return reject() if faults else request


@st.composite
def details_like(draw: st.DrawFn, stage: Stage) -> object:
    """Draw details within their declared bounds; what has a type of its own stays as it is."""
    kind = stage.kind.details
    attrs.resolve_types(kind)
    told: dict[str, object] = {}
    for field in attrs.fields(kind):
        asked, now = asked_of(field), getattr(stage.base.details, field.name, None)
        most = asked.most if asked is not None and asked.most is not None else 40
        made: st.SearchStrategy[object] = st.just(now)
        if field.type is bool:
            made = st.booleans()
        elif field.type is int:
            made = made | st.integers(0, most)
        elif field.type is str:
            made = made | st.text("ab 中", max_size=min(most, 8))
        told[field.name] = draw(made)
    try:
        made_of: object = kind(**told)
    except (TypeError, ValueError):
        return reject()
    return made_of


def every(
    examples: st.SearchStrategy[T],
    law: Callable[[T], None],
    *,
    most: int = 20,
    shrinks: bool = True,
) -> None:
    """Try a law on examples, the same ones on each run.

    Args:
        shrinks: make an example that breaks the law small before it is shown.
    """
    phases = (Phase.generate, Phase.shrink) if shrinks else (Phase.generate,)

    @settings(
        max_examples=most,
        deadline=None,
        database=None,
        derandomize=True,
        phases=phases,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    @given(examples)
    def run(example: T) -> None:
        law(example)

    try:
        run()
    except Flaky as flaky:
        raise AssertionError("asked the same again, it answers something else") from flaky


Check = Callable[[Ask, tuple[Candidate, ...], Seen], Iterable[tuple[Candidate, Refusal]]]


def said_in_bulk(check: Check, candidates: tuple[Candidate, ...], seen: Seen) -> list[Refusal]:
    """Return all that a check says, which must be the same in bulk, one by one, and backwards."""
    before = repr((candidates, seen))
    together, backwards = _said(check, candidates, seen), _said(check, candidates[::-1], seen)
    for candidate in candidates:
        alone = _said(check, (candidate,), seen)[id(candidate)]
        mine = together[id(candidate)]
        holds(mine == alone, f"in bulk: {mine}, alone: {alone}")
        holds(backwards[id(candidate)] == alone, "the order of candidates matters")
    holds(repr((candidates, seen)) == before, "check has changed what it was given")
    return [refusal for refusals in together.values() for refusal in refusals]


def _said(
    check: Check, candidates: tuple[Candidate, ...], seen: Seen
) -> Mapping[int, list[Refusal]]:
    found: dict[int, list[Refusal]] = {id(candidate): [] for candidate in candidates}
    if candidates:
        for candidate, refusal in check(candidates[0].ask, candidates, seen):
            holds(id(candidate) in found, "check names a candidate that was not passed in")
            found[id(candidate)].append(refusal)
    for refusals in found.values():
        refusals.sort(key=lambda refusal: (refusal.order, repr(refusal)))
    return found
