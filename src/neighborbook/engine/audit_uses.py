"""Uses against the capacity under which they were accepted, at every instant, in one sweep.

It finds what ``occupancy.over_capacity`` finds, but holds only what lies on a leaf at one instant:
a million claims need no more memory than the fullest instant of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from neighborbook.domain.claim import Claim, ClaimKind
from neighborbook.engine.occupancy import disagree, reach


@attrs.frozen(kw_only=True)
class Over:
    """A use that exceeds, with earlier ones, the capacity under which it was accepted."""

    use: Claim
    peak: int


@attrs.define
class _Standing:
    """A use that the sweep is in the reach of.

    Attributes:
        level: of those accepted before it, and itself, at this instant; peak: the highest so far.
        clashes: the most that one it disagrees with takes, on a leaf of capacity 1.
    """

    use: Claim
    level: int
    peak: int
    clashes: int = 0

    def over(self) -> Over | None:
        """Return what is wrong with it, if anything."""
        use = self.use
        if use.capacity == 1 and use.amount == 1:
            return Over(use=use, peak=1 + self.clashes) if self.clashes else None
        return Over(use=use, peak=self.peak) if self.peak > use.capacity else None


def sweep(claims: Iterable[Claim]) -> Iterator[Over]:
    """Yield the uses of one center that stand over their capacity.

    Args:
        claims: live ones, by leaf and then by the start of their reach.
    """
    standing: list[_Standing] = []
    leaf = ""
    for claim in claims:
        if claim.kind is not ClaimKind.USE:
            continue
        if claim.leaf != leaf:
            yield from _left(standing, None)
            standing, leaf = [], claim.leaf
        low, _ = reach(claim)
        yield from _left(standing, low)
        standing = [one for one in standing if reach(one.use)[1] > low]
        standing.append(_entered(claim, standing))
    yield from _left(standing, None)


def _left(standing: list[_Standing], now: int | None) -> Iterator[Over]:
    """Take out those whose reach is over by now, in order; yield what is wrong with them."""
    ended = [one for one in standing if now is None or reach(one.use)[1] <= now]
    for gone in sorted(ended, key=lambda one: reach(one.use)[1]):
        if (over := gone.over()) is not None:
            yield over
        for one in standing:
            if _weighs(gone.use, one.use):
                one.level -= gone.use.amount


def _entered(claim: Claim, standing: list[_Standing]) -> _Standing:
    level = claim.amount + sum(one.use.amount for one in standing if _weighs(one.use, claim))
    entered = _Standing(claim, level=level, peak=level)
    for one in standing:
        if _weighs(claim, one.use):
            one.level += claim.amount
            one.peak = max(one.peak, one.level)
        if disagree(one.use, claim, changeover=0):
            if _weighs(one.use, claim):
                entered.clashes = max(entered.clashes, one.use.amount)
            if _weighs(claim, one.use):
                one.clashes = max(one.clashes, claim.amount)
    return entered


def _weighs(one: Claim, on: Claim) -> bool:
    """Whether a use counts against another: it was accepted before, and is somebody else's."""
    return one.order <= on.order and one.owner != on.owner
