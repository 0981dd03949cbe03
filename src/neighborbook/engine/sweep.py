"""One request at many times in many places, where what it takes is the same at any time.

What a place takes is planned once, and the starts at which it is surely not to be had (taken, or
closed) are reckoned once from the very claims by which each candidate is judged afterwards. So the
many times that cannot be are passed over without a look, and none that can be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import attrs

from neighborbook.domain.claim import Chosen, Option
from neighborbook.domain.hours import OpeningHours
from neighborbook.domain.likes import likes_of
from neighborbook.domain.limit import Limit
from neighborbook.domain.seen import Ask, Candidate
from neighborbook.domain.spans import Span, edges, inside, outside
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
        possible = _Possible(book, sorted(set(self.starts)), length)
        had: dict[int, list[tuple[_Place, tuple[Chosen, ...]]]] = {s: [] for s in self.starts}
        preferred = [plan.candidate.demand.legs[0].options[0] for plan in self.plans]
        turn = sorted(range(len(preferred)), key=lambda n: book.preference(preferred[n]))
        for place in (_Place(self.plans[number]) for number in turn):
            for starts, chosen in possible.choices(place.model):
                choice = (place, chosen)
                for start in starts:
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
    """The starts at which a place may be had; its hours are reckoned once for all like it.

    Attributes:
        starts: those that are looked for, in order.
    """

    book: Book
    starts: Sequence[int]
    length: int
    _open: dict[tuple[tuple[OpeningHours, ...], int, int], list[int]] = attrs.field(factory=dict)

    def choices(self, candidate: Candidate) -> Iterator[tuple[Iterable[int], tuple[Chosen, ...]]]:
        """Yield starts, each once, and what would be chosen at them.

        Nothing is chosen yet where that is more than the first option that is open and free: where
        several legs contend, or a way must be open, or who overrides may come when it is closed,
        or a place has a limit of its own.
        """
        legs, request = candidate.demand.legs, candidate.ask.request
        of_leaves = any(limit.leaf for limit in candidate.demand.limits)
        if len(legs) > 1 or request.features or request.override or of_leaves:
            yield self._any(candidate), ()
            return
        before: set[int] = set()
        for option in legs[0].options:
            had = self._free(option, self._when_open(candidate.ask, option))
            left = [start for start in had if start not in before] if before else had
            yield left, (Chosen(role=legs[0].role, option=option),)
            before.update(had)

    def _any(self, candidate: Candidate) -> list[int]:
        """Return the starts at which each leg has an option that is free, and the place one open.

        Whether one choice meets all legs at once is left to be judged; so are the hours of what is
        taken besides the place.
        """
        found = list(self.starts)
        for number, leg in enumerate(candidate.demand.legs):
            # Who overrides may come when it is closed.
            closes = number == 0 and not candidate.ask.request.override
            had: set[int] = set()
            for option in leg.options:
                open_ = self._when_open(candidate.ask, option) if closes else self.starts
                had.update(self._free(option, open_))
            found = [start for start in found if start in had]
        return found

    def _free(self, option: Option, starts: Sequence[int]) -> Sequence[int]:
        for take in option.takes:
            starts = outside(self.book.barred(take, self.length), starts)
        return starts

    def _when_open(self, ask: Ask, option: Option) -> Sequence[int]:
        """Return the starts at which an option is open and, for setup and teardown, staffed."""
        alike = (layers(ask.catalog, ask.offering, option.resource), *buffers(option))
        found = self._open.get(alike)
        if found is None:
            wide = Span(self.starts[0], self.starts[-1] + self.length)
            there = opening(ask.catalog, ask.offering, option.resource, wide)
            open_ = edges(there.starts(self.length, *alike[1:]))
            found = self._open[alike] = [start for start in self.starts if inside(open_, start)]
        return found
