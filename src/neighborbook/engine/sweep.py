"""One request at many times in many places, where what it takes is the same at any time.

What a place takes is planned once, and the starts at which it is surely not to be had (taken, or
closed) are reckoned once from the very claims by which each candidate is judged afterwards. So the
many times that cannot be are passed over without a look, and none that can be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import TypeVar

import attrs

from neighborbook.domain.claim import Option
from neighborbook.domain.demand import Demand
from neighborbook.domain.hours import OpeningHours
from neighborbook.domain.limit import Limit
from neighborbook.domain.seen import Ask, Candidate
from neighborbook.domain.slot import Request
from neighborbook.domain.spans import EVER, Span, common, edges, inside, union, without
from neighborbook.engine.admission import Plan
from neighborbook.engine.book import Book
from neighborbook.engine.limits import core_limits, window
from neighborbook.engine.opening import layers, opening

T = TypeVar("T", bound=attrs.AttrsInstance)


@attrs.frozen(kw_only=True, slots=False)
class Sweep:
    """Plans of one request, one for each place, and the starts at which it is looked for.

    Attributes:
        plans: at any one of the starts, the preferred place first; at least one.
        starts: in the order in which slots are wanted; at least one.
    """

    plans: tuple[Plan, ...]
    starts: tuple[int, ...]

    def reading(self) -> list[Plan]:
        """Return plans that read what is needed for every start."""
        model = self.plans[0].candidate
        low, high = min(self.starts) - model.start, max(self.starts) - model.start
        limits = tuple(dict.fromkeys(self._windows()))
        return [
            attrs.evolve(
                plan,
                start=plan.start + low,
                end=plan.end + high,
                limits=limits if plan is self.plans[0] else (),
            )
            for plan in self.plans
        ]

    def _windows(self) -> Iterator[tuple[str, int, int]]:
        ask = self.plans[0].candidate.ask
        own = dict.fromkeys(limit for plan in self.plans for limit in _own_limits(plan))
        for start, core in self._core.items():
            for limit in (*own, *core):
                yield limit.key, *window(limit, start, ask.now, ask.catalog.center.zone)

    @cached_property
    def _core(self) -> Mapping[int, tuple[Limit, ...]]:
        """The limits of the core by start: the very same where they are alike."""
        ask = self.plans[0].candidate.ask
        length = ask.request.end - ask.request.start
        asked, of = _again(ask.request, "start", "end"), _again(ask, "request")
        found: dict[int, tuple[Limit, ...]] = {}
        last: tuple[Limit, ...] = ()
        for start in self.starts:
            core = core_limits(of(request=asked(start=start, end=start + length)))
            last = found[start] = last if core == last else core
        return found

    def candidates(self, book: Book) -> Iterator[Candidate]:
        """Yield what is to be judged: by start, and then by place; without what cannot be had."""
        length = self.plans[0].candidate.end - self.plans[0].candidate.start
        wide = Span(min(self.starts), max(self.starts) + length)
        possible = _Possible(book, wide, length)
        places = [_Place.of(plan, edges(possible.starts(plan.candidate))) for plan in self.plans]
        for start in self.starts:
            for place in places:
                if inside(place.possible, start):
                    yield place.at(start, start + length, self._core[start])


@attrs.define
class _Place:
    """One place, ready to be made a candidate of at any start.

    Attributes:
        possible: the edges of the spans of starts at which it may be had.
        own: the limits that its room type declares.
        request, ask: make those of another time.
        demand: with the limits of the last start, which mostly are those of the next one too.
    """

    possible: Sequence[int]
    own: tuple[Limit, ...]
    core: tuple[Limit, ...]
    demand: Demand
    request: Callable[..., Request]
    ask: Callable[..., Ask]

    @classmethod
    def of(cls, plan: Plan, possible: Sequence[int]) -> _Place:
        ask, demand = plan.candidate.ask, plan.candidate.demand
        own = _own_limits(plan)
        return cls(
            possible,
            own,
            demand.limits[len(own) :],
            demand,
            _again(ask.request, "start", "end"),
            _again(ask, "request"),
        )

    def at(self, start: int, end: int, core: tuple[Limit, ...]) -> Candidate:
        if core is not self.core:
            self.core, self.demand = core, attrs.evolve(self.demand, limits=(*self.own, *core))
        return Candidate(
            ask=self.ask(request=self.request(start=start, end=end)), demand=self.demand
        )


def _again(one: T, *changed: str) -> Callable[..., T]:
    """Return what makes the like of an object: ``attrs.evolve``, with the looking up done once."""
    names = (field.name for field in attrs.fields(type(one)))
    cls: Callable[..., T] = type(one)
    return partial(cls, **{name: getattr(one, name) for name in names if name not in changed})


def _own_limits(plan: Plan) -> tuple[Limit, ...]:
    """Return the limits of a plan that do not come from the core, which come last."""
    limits = plan.candidate.demand.limits
    return limits[: len(limits) - len(core_limits(plan.candidate.ask))]


@attrs.define
class _Possible:
    """The starts at which a place may be had; its hours are reckoned once for all like it."""

    book: Book
    wide: Span
    length: int
    _hours: dict[tuple[OpeningHours, ...], tuple[Span, ...]] = attrs.field(factory=dict)

    def starts(self, candidate: Candidate) -> tuple[Span, ...]:
        """Return the starts at which each leg has an option that is free, and the place one open.

        Whether one choice meets all legs at once is left to be judged; so are the hours of what is
        taken besides the place, and of setup and teardown.
        """
        found: tuple[Span, ...] = (EVER,)
        for number, leg in enumerate(candidate.demand.legs):
            # Who overrides may come when it is closed.
            closes = number == 0 and not candidate.ask.request.override
            had: list[Span] = []
            for option in leg.options:
                open_ = self._open(candidate.ask, option.resource) if closes else (EVER,)
                had.extend(without(open_, self._taken(option)))
            found = union(had) if number == 0 else common(found, union(had))
        return found

    def _taken(self, option: Option) -> tuple[Span, ...]:
        barred = [self.book.barred(take, self.length) for take in option.takes]
        return barred[0] if len(barred) == 1 else union(span for each in barred for span in each)

    def _open(self, ask: Ask, resource: str) -> tuple[Span, ...]:
        hours = layers(ask.catalog, ask.offering, resource)
        found = self._hours.get(hours)
        if found is None:
            there = opening(ask.catalog, ask.offering, resource, self.wide)
            found = self._hours[hours] = there.starts(self.length)
        return found
