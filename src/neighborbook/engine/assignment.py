"""Which option meets which leg: an exact search, because a greedy pick refuses what would fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import attrs

from neighborbook.domain.claim import Chosen, Leg, Option, Take

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


def assign(legs: Sequence[Leg], fits: Fits) -> Assignment:
    """Choose one option for each leg such that all takes fit at once; preferred options first.

    The search is exact: it finds an assignment whenever one exists. Legs with the fewest possible
    options are tried first, and what has failed for a remainder of legs is not tried again.

    Args:
        legs: at most 8, of at most 64 options each.
        fits: asked with the takes of one leaf joined: amounts added, the longer buffers.
    """
    possible = [[option for option in leg.options if all(map(fits, option.takes))] for leg in legs]
    failing = tuple(leg.role for leg, options in zip(legs, possible, strict=True) if not options)
    if failing or not legs:
        return Assignment(failing=failing)
    order = sorted(range(len(legs)), key=lambda index: (len(possible[index]), index))
    shared = _shared_leaves([possible[index] for index in order])
    picked: dict[int, Option] = {}
    if not _extend(order, possible, fits, {}, picked, shared, set()):
        return Assignment()
    return Assignment(
        chosen=tuple(Chosen(role=leg.role, option=picked[index]) for index, leg in enumerate(legs))
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


def by_leaf(chosen: Sequence[Chosen]) -> Mapping[str, Take]:
    """Return what a choice takes of each leaf in all."""
    laid: dict[str, list[Take]] = {}
    for choice in chosen:
        for take in choice.option.takes:
            laid.setdefault(take.leaf, []).append(take)
    return {leaf: joined(takes) for leaf, takes in laid.items()}


Laid = dict[str, tuple[Take, ...]]
Failed = set[tuple[int, tuple[tuple[str, tuple[Take, ...]], ...]]]


def _extend(
    order: Sequence[int],
    possible: Sequence[Sequence[Option]],
    fits: Fits,
    laid: Laid,
    picked: dict[int, Option],
    shared: frozenset[str],
    failed: Failed,
) -> bool:
    depth = len(picked)
    if depth == len(order):
        return True
    state = (depth, tuple(sorted((k, _bag(v)) for k, v in laid.items() if k in shared)))
    if state in failed:
        return False
    index = order[depth]
    for option in possible[index]:
        wider = _lay(laid, option, shared)
        if all(fits(joined(wider[t.leaf])) for t in option.takes if len(wider.get(t.leaf, ())) > 1):
            picked[index] = option
            if _extend(order, possible, fits, wider, picked, shared, failed):
                return True
            del picked[index]
    failed.add(state)
    return False


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
