"""Two things measured in turns, and how far what was measured can be trusted."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

import attrs

T = TypeVar("T")


@attrs.frozen(kw_only=True)
class Ratio:
    """How many times one thing is another: one ratio of medians for each round.

    Attributes:
        ours, limit: seconds, or bookings per second: the median of the rounds' medians.
        rounds: the ratio of each round.
    """

    ours: float
    limit: float
    rounds: tuple[float, ...]

    @property
    def value(self) -> float:
        """The median of the rounds."""
        return statistics.median(self.rounds)

    @property
    def least(self) -> float:
        """The lowest round."""
        return min(self.rounds)

    @property
    def most(self) -> float:
        """The highest round."""
        return max(self.rounds)


def ratio(ours: Sequence[Sequence[float]], limit: Sequence[Sequence[float]]) -> Ratio:
    """Reduce what was measured, one sequence for each round, to a ratio.

    >>> found = ratio([[2.0, 2.0, 9.0], [4.0]], [[1.0], [1.0, 1.0, 7.0]])
    >>> found.rounds, found.value
    ((2.0, 4.0), 3.0)
    """
    pairs = [
        (statistics.median(one), statistics.median(other))
        for one, other in zip(ours, limit, strict=True)
    ]
    return Ratio(
        ours=statistics.median(one for one, _ in pairs),
        limit=statistics.median(other for _, other in pairs),
        rounds=tuple(one / other for one, other in pairs),
    )


def in_turns(
    work: Sequence[T], ours: Callable[[T], object], limit: Callable[[T], object], *, rounds: int
) -> Ratio:
    """Time both on each piece of work, one right after the other, each as often first as second.

    What slows the machine for a while thus slows both. Pieces are dealt out to the rounds in order.
    """
    mine: list[list[float]] = [[] for _ in range(rounds)]
    theirs: list[list[float]] = [[] for _ in range(rounds)]
    for place, piece in enumerate(work):
        number = place * rounds // len(work)
        turns = [(ours, mine[number]), (limit, theirs[number])]
        for call, times in turns if place % 2 == 0 else reversed(turns):
            started = time.perf_counter()
            call(piece)
            times.append(time.perf_counter() - started)
    return ratio(mine, theirs)
