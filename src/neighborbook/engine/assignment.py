"""Which option meets which leg: an exact search, because a greedy pick refuses what would fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import attrs

from neighborbook.domain.claim import Chosen, Leg, Option, Take
from neighborbook.domain.demand import Demand

MOST_LEGS = 8
MOST_OPTIONS = 64

Fits = Callable[[Take], bool]
"""Whether a take (with the amounts of all its legs together) fits on its leaf."""


@attrs.frozen(kw_only=True)
class Assignment:
    """How far a demand can be met.

    Attributes:
        chosen: one option per leg, in the order of the legs; empty if it cannot be met.
        failing: roles of which every option fails by itself; empty if each has one that fits, but
            never all at once.
    """

    chosen: tuple[Chosen, ...] = ()
    failing: tuple[str, ...] = ()

    @property
    def met(self) -> bool:
        """Whether every leg has its option."""
        return bool(self.chosen)


def oversized(demand: Demand) -> str | None:
    """Say why a demand is more than can be searched exactly while others wait, or ``None``."""
    if len(demand.legs) > MOST_LEGS:
        return f"its demand has {len(demand.legs)} legs; at most {MOST_LEGS}"
    for leg in demand.legs:
        if len(leg.options) > MOST_OPTIONS:
            return f"its leg {leg.role!r} has {len(leg.options)} options; at most {MOST_OPTIONS}"
    return None


def assign(legs: Sequence[Leg], fits: Fits) -> Assignment:
    """Choose one option for each leg such that all takes fit at once; preferred options first.

    The search is exact: it finds an assignment whenever one exists. Legs with the fewest possible
    options are tried first, and what has failed for a remainder of legs is not tried again.

    Args:
        legs: at most 8, of at most 64 options each.
        fits: asked with the takes of one leaf joined: amounts added, the longer buffers.
    """
    possible = [[o for o in leg.options if takes_fit(o, fits)] for leg in legs]
    failing = tuple(leg.role for leg, options in zip(legs, possible, strict=True) if not options)
    if failing or not legs:
        return Assignment(failing=failing)
    order = sorted(range(len(legs)), key=lambda index: (len(possible[index]), index))
    tried = [possible[index] for index in order]
    shared = _shared_leaves(tried)
    search = _Search(order, possible, fits, shared, _least_needs(tried, shared))
    if not search.extend({}):
        return Assignment()
    return Assignment(
        chosen=tuple(
            Chosen(role=leg.role, option=search.picked[index]) for index, leg in enumerate(legs)
        )
    )


def joined(takes: Sequence[Take]) -> Take:
    """Return one take that weighs as much as several of the same leaf together."""
    first = takes[0]
    if len(takes) == 1:
        return first
    return attrs.evolve(
        first,
        amount=sum(take.amount for take in takes),
        before=max(take.before for take in takes),
        after=max(take.after for take in takes),
    )


def takes_fit(option: Option, fits: Fits) -> bool:
    """Whether an option fits by itself."""
    return all(map(fits, _takes(option)))


def _takes(option: Option) -> tuple[Take, ...]:
    """Return an option's takes, those of one leaf joined."""
    if len(option.takes) == 1 or len({take.leaf for take in option.takes}) == len(option.takes):
        return option.takes
    return tuple(by_leaf((Chosen(role="", option=option),)).values())


def by_leaf(chosen: Sequence[Chosen]) -> Mapping[str, Take]:
    """Return what a choice takes of each leaf in all."""
    laid: dict[str, list[Take]] = {}
    for choice in chosen:
        for take in choice.option.takes:
            laid.setdefault(take.leaf, []).append(take)
    return {leaf: joined(takes) for leaf, takes in laid.items()}


Laid = dict[str, tuple[Take, ...]]
Failed = set[tuple[int, tuple[tuple[str, tuple[Take, ...]], ...]]]


@attrs.frozen
class _Search:
    """One search: legs in the order in which they are tried, and what was found on the way.

    Attributes:
        shared: leaves on which several legs may meet; the others were judged beforehand.
        needs: for each leg, what it and those after it take of shared leaves at the least.
    """

    order: Sequence[int]
    possible: Sequence[Sequence[Option]]
    fits: Fits
    shared: frozenset[str]
    needs: Sequence[Mapping[str, int]]
    picked: dict[int, Option] = attrs.field(factory=dict)
    failed: Failed = attrs.field(factory=set)

    def extend(self, laid: Laid) -> bool:
        """Meet the legs that are left, if it can be done; ``picked`` says how."""
        depth = len(self.picked)
        if depth == len(self.order):
            return True
        state = (depth, tuple(sorted((k, _bag(v)) for k, v in laid.items() if k in self.shared)))
        if state in self.failed or not _leaves_enough(laid, self.needs[depth], self.fits):
            return False
        index = self.order[depth]
        for option in self.possible[index]:
            wider = _lay(laid, option, self.shared)
            met = {take.leaf for take in option.takes if len(wider.get(take.leaf, ())) > 1}
            if all(self.fits(joined(wider[leaf])) for leaf in met):
                self.picked[index] = option
                if self.extend(wider):
                    return True
                del self.picked[index]
        self.failed.add(state)
        return False


def _least_needs(
    possible: Sequence[Sequence[Option]], shared: frozenset[str]
) -> list[Mapping[str, int]]:
    """Return, for each leg, how much of the shared leaves it and those after it take at the least.

    Without this, eight legs that all need one of seven chairs are tried in every order.
    """
    needs: list[Mapping[str, int]] = [{}]
    for options in reversed(possible):
        amounts = [{take.leaf: take.amount for take in _takes(option)} for option in options]
        needs.append(
            {
                leaf: needs[-1].get(leaf, 0) + min(taken.get(leaf, 0) for taken in amounts)
                for leaf in shared
            }
        )
    return needs[::-1]


def _leaves_enough(laid: Laid, need: Mapping[str, int], fits: Fits) -> bool:
    return all(
        fits(joined((*laid.get(leaf, ()), Take(leaf=leaf, amount=amount))))
        for leaf, amount in need.items()
        if amount
    )


def _bag(takes: tuple[Take, ...]) -> tuple[Take, ...]:
    return tuple(sorted(takes, key=lambda t: (t.amount, t.before, t.after, t.layout or "")))


def _lay(laid: Laid, option: Option, shared: frozenset[str]) -> Laid:
    wider = dict(laid)
    for take in option.takes:
        if take.leaf in shared:
            wider[take.leaf] = (*wider.get(take.leaf, ()), take)
    return wider


def _shared_leaves(possible: Sequence[Sequence[Option]]) -> frozenset[str]:
    seen: set[str] = set()
    shared: set[str] = set()
    for options in possible:
        mine = {take.leaf for option in options for take in option.takes}
        shared |= mine & seen
        seen |= mine
    return frozenset(shared)
