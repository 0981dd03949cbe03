"""One request at many times in many places, where what it takes is the same at any time.

What a place takes is planned once, and the starts at which it is surely not to be had (taken, or
closed) are reckoned once from the very claims by which each candidate is judged afterwards. So the
many times that cannot be are passed over without a look, and none that can be.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cached_property

import attrs

from neighborbook.domain.claim import Chosen, Option
from neighborbook.domain.hours import OpeningHours
from neighborbook.domain.likes import likes_of
from neighborbook.domain.limit import Limit
from neighborbook.domain.seen import Ask, Candidate
from neighborbook.domain.spans import EVER, Span, common, union, without
from neighborbook.engine.admission import Plan
from neighborbook.engine.book import Book
from neighborbook.engine.limits import core_limits, window
from neighborbook.engine.opening import buffers, layers, opening


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
        asked, of = likes_of(ask.request), likes_of(ask)
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
        by_time = sorted(set(self.starts))
        had: dict[int, list[tuple[_Place, tuple[Chosen, ...]]]] = {start: [] for start in by_time}
        for place in map(_Place, self.plans):
            for spans, chosen in possible.choices(place.model):
                choice = (place, chosen)
                for span in spans:
                    first, last = bisect_left(by_time, span.start), bisect_left(by_time, span.end)
                    for start in by_time[first:last]:
                        had[start].append(choice)
        for start in self.starts:
            for place, chosen in had[start]:
                yield place.at(start, start + length, self._core[start], chosen)


class _Place:
    """One place, ready to be made a candidate of at any start."""

    def __init__(self, plan: Plan) -> None:
        self.model = plan.candidate
        self._demand = self.model.demand
        self._own = _own_limits(plan)
        self._core = self._demand.limits[len(self._own) :]
        self._request = likes_of(self.model.ask.request)
        self._ask = likes_of(self.model.ask)

    def at(
        self, start: int, end: int, core: tuple[Limit, ...], chosen: tuple[Chosen, ...]
    ) -> Candidate:
        if core is not self._core:  # mostly they are those of the start before
            self._core = core
            self._demand = attrs.evolve(self._demand, limits=(*self._own, *core))
        ask = self._ask(request=self._request(start=start, end=end))
        return Candidate(ask=ask, demand=self._demand, chosen=chosen)


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
    _hours: dict[tuple[tuple[OpeningHours, ...], int, int], tuple[Span, ...]] = attrs.field(
        factory=dict
    )

    def choices(
        self, candidate: Candidate
    ) -> Iterator[tuple[tuple[Span, ...], tuple[Chosen, ...]]]:
        """Yield spans of starts, apart from one another, and what would be chosen at each.

        Nothing is chosen yet where that is more than the first option that is open and free: where
        several legs contend, or a way must be open, or who overrides may come when it is closed.
        """
        legs, request = candidate.demand.legs, candidate.ask.request
        first = [(option, self._had(candidate, option)) for option in legs[0].options]
        if len(legs) > 1 or request.features or request.override:
            found = union(span for _, spans in first for span in spans)
            for leg in legs[1:]:
                free = (without((EVER,), self._taken(option)) for option in leg.options)
                found = common(found, union(span for spans in free for span in spans))
            yield found, ()
            return
        before: tuple[Span, ...] = ()
        for option, spans in first:
            yield without(spans, before), (Chosen(role=legs[0].role, option=option),)
            before = union((*before, *spans))

    def _had(self, candidate: Candidate, option: Option) -> tuple[Span, ...]:
        """Return the starts at which an option is open, staffed, and free; or free, to override."""
        ask = candidate.ask
        open_ = (EVER,) if ask.request.override else self._open(ask, option)
        return without(open_, self._taken(option))

    def _taken(self, option: Option) -> tuple[Span, ...]:
        barred = [self.book.barred(take, self.length) for take in option.takes]
        return barred[0] if len(barred) == 1 else union(span for each in barred for span in each)

    def _open(self, ask: Ask, option: Option) -> tuple[Span, ...]:
        alike = (layers(ask.catalog, ask.offering, option.resource), *buffers(option))
        found = self._hours.get(alike)
        if found is None:
            there = opening(ask.catalog, ask.offering, option.resource, self.wide)
            found = self._hours[alike] = there.starts(self.length, *alike[1:])
        return found
