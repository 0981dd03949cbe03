"""The one conflict rule: what is free on a leaf, reckoned alike for search, explain, and book.

At no instant may a new use bring uses and blocks on a leaf over its capacity. On a leaf of
capacity 1, use p before use q fits when::

        p.start     p.end                 q.start      q.end
          [===========)                      [===========)
                      |<---- p.after -->|
                           |<-- q.before --->|
                      |<--------- gap ------>|

    gap = q.start - p.end  >=  max(p.after, q.before) + changeover(p.layout, q.layout)

so a buffer may lie over a buffer, never over a use or a block. On a leaf of capacity n buffers
lengthen the claim: nobody knows yet who follows whom. The peak counts, not the sum.

Asked about one time, each claim nearby is compared (``clash``). Who asks about many times, as a
search does, gets the times at which nothing can begin reckoned once (``barred``).
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Protocol

import attrs

from neighborbook.domain.claim import Claim, ClaimKind, Take
from neighborbook.domain.spans import EVER, Span, edges, inside, joined


class Veil(Protocol):
    """Says of which claims who asks may not hear exactly when they end, and what is said."""

    def hides(self, claim: Claim) -> bool:
        """Whether the end of a claim is not told exactly."""
        ...

    def until(self, instant: int) -> int:
        """Return what is said instead of an instant."""
        ...


@attrs.frozen(kw_only=True)
class Clash:
    """Why a take does not fit on its leaf.

    Attributes:
        left: how much of the leaf is left at the fullest instant.
        held_until: the last instant at which one of the holds in the way lapses, if holds alone are
            in the way; else ``None``.
        blocked: a closure is in the way.
        free_at: on a leaf of capacity 1, when the last thing in the way ends, buffers and
            changeover included. What comes after it was not looked at: it need not be free then.
    """

    leaf: str
    capacity: int
    left: int
    held_until: int | None
    blocked: bool
    free_at: int


def reach(claim: Claim) -> tuple[int, int]:
    """Return the claim's period with its buffers."""
    return claim.start - claim.before, claim.end + claim.after


def changeover_between(first: str | None, second: str | None, changeover: int) -> int:
    """Return the seconds needed to turn one layout into the other; none if either is not set."""
    return changeover if first and second and first != second else 0


def gap_needed(earlier: Claim, later: Claim, changeover: int) -> int:
    """Return how many seconds must lie between two neighbors on a leaf of capacity 1."""
    if ClaimKind.BLOCK in (earlier.kind, later.kind):
        return earlier.after if later.kind is ClaimKind.BLOCK else later.before
    turn = changeover_between(earlier.layout, later.layout, changeover)
    return max(earlier.after, later.before) + turn


def disagree(one: Claim, other: Claim, changeover: int) -> bool:
    """Whether two claims cannot both stand on a leaf of capacity 1.

    >>> nine = Claim(owner="a", leaf="A", start=9, end=10, before=1, after=1)
    >>> ten = Claim(owner="b", leaf="A", start=11, end=12, before=1, after=1)
    >>> disagree(nine, ten, 0), disagree(nine, ten, 1)
    (False, False)
    >>> disagree(nine, attrs.evolve(ten, start=10), 0)
    True
    """
    if one.start < other.end and other.start < one.end:
        return True
    earlier, later = (one, other) if one.start <= other.start else (other, one)
    return later.start - earlier.end < gap_needed(earlier, later, changeover)


class Occupancy:
    """The claims that count on one leaf at one instant of asking, ready to be asked often.

    Args:
        claims: of this leaf; lapsed ones, presences, and those of ``ignore`` do not count.
        capacity: how much can be in use at one instant.
        changeover: seconds between two uses of different layout (capacity 1).
        now: UTC seconds; judges what has lapsed.
        ignore: id of a booking whose own claims do not count: a change is judged without itself.
        veil: says of which claims the end is not told exactly; ``None``: of all it is.
    """

    def __init__(
        self,
        leaf: str,
        claims: Iterable[Claim],
        *,
        capacity: int,
        changeover: int = 0,
        now: int,
        ignore: str | None = None,
        veil: Veil | None = None,
    ) -> None:
        self.leaf = leaf
        self._veil = veil
        self.capacity = capacity
        self.changeover = changeover
        counting = [
            claim
            for claim in claims
            if claim.kind is not ClaimKind.PRESENCE and claim.owner != ignore and claim.live(now)
        ]
        counting.sort(key=lambda claim: (claim.start - claim.before, claim.owner))
        self._claims = counting
        self._barred: dict[tuple[Take, int], Sequence[int]] = {}

    @cached_property
    def _starts(self) -> list[int]:
        return [claim.start - claim.before for claim in self._claims]

    @cached_property
    def _ends_by_then(self) -> list[int]:
        return list(itertools.accumulate((claim.end + claim.after for claim in self._claims), max))

    def clash(self, take: Take, start: int, end: int) -> Clash | None:
        """Return why a take for ``[start, end)`` does not fit, or ``None`` if it does."""
        asked = _asked(take, start, end)
        near = self._near(start - take.before, end + take.after)
        if self.capacity == 1 and take.amount == 1:
            in_the_way = [claim for claim in near if disagree(claim, asked, self.changeover)]
            return self._clash(asked, in_the_way, left=0) if in_the_way else None
        peak = _peak(near, *reach(asked))
        if peak + take.amount <= self.capacity:
            return None
        low, high = reach(asked)
        in_the_way = [claim for claim in near if low < reach(claim)[1] and reach(claim)[0] < high]
        return self._clash(asked, in_the_way, left=max(0, self.capacity - peak))

    def barred(self, take: Take, length: int) -> Sequence[int]:
        """Return the edges of the starts at which a take for so many seconds would clash.

        Every start that is not ``inside`` fits: it is ``clash`` for all starts at once.
        """
        found = self._barred.get((take, length))
        if found is None:
            found = self._barred[take, length] = self._reckon(take, length)
        return found

    def _reckon(self, take: Take, length: int) -> Sequence[int]:
        if take.amount > self.capacity:
            return edges((EVER,))
        if self.capacity == 1 and take.amount == 1:
            return joined(self._kept_off(_asked(take, 0, length)))
        # As long as there is less left than asked, no part of the take may lie there.
        return joined(
            (full.start - length - take.after + 1, full.end + take.before)
            for full in self._above(self.capacity - take.amount)
        )

    def fits(self, take: Take, start: int, end: int) -> bool:
        """Whether ``clash`` finds nothing, for one who asks many times about the same length."""
        return not inside(self.barred(take, end - start), start)

    def _kept_off(self, asked: Claim) -> Iterator[tuple[int, int]]:
        """Yield from when to when a start would make what is asked disagree with each claim."""
        gaps: dict[tuple[ClaimKind, int, int, str | None], tuple[int, int]] = {}
        for claim in self._claims:
            alike = (claim.kind, claim.before, claim.after, claim.layout)
            found = gaps.get(alike)
            if found is None:
                before = gap_needed(asked, claim, self.changeover)
                after = gap_needed(claim, asked, self.changeover)
                found = gaps[alike] = asked.end + before - 1, after
            yield claim.start - found[0], claim.end + found[1]

    def full(self) -> tuple[Span, ...]:
        """Return when nothing is left: not even one, for no more than an instant, without buffers.

        Buffers of what lies here count: in them nobody can begin.
        """
        return self._above(self.capacity - 1)

    def _above(self, most: int) -> tuple[Span, ...]:
        """Return when more than this is in use, buffers included."""
        steps: dict[int, int] = defaultdict(int)
        for claim in self._claims:
            low, high = reach(claim)
            steps[low] += claim.amount
            steps[high] -= claim.amount
        found, level, since = [], 0, None
        for instant in sorted(steps):
            level += steps[instant]
            if since is None and level > most:
                since = instant
            elif since is not None and level <= most:
                found.append(Span(since, instant))
                since = None
        return tuple(found)

    def levels(self) -> tuple[tuple[Span, int, int], ...]:
        """Return when how much is in use, with buffers, and how much is blocked; else both are 0.

        >>> nine = Claim(owner="a", leaf="P", start=9, end=11)
        >>> ten = Claim(owner="c", leaf="P", start=10, end=12, amount=2, kind=ClaimKind.BLOCK)
        >>> for span, used, blocked in Occupancy("P", (nine, ten), capacity=6, now=0).levels():
        ...     print(span.start, span.end, used, blocked)
        9 10 1 0
        10 11 1 2
        11 12 0 2
        """
        steps: dict[int, list[int]] = defaultdict(lambda: [0, 0])
        for claim in self._claims:
            low, high = reach(claim)
            which = 1 if claim.kind is ClaimKind.BLOCK else 0
            steps[low][which] += claim.amount
            steps[high][which] -= claim.amount
        moments = [instant for instant in sorted(steps) if steps[instant] != [0, 0]]
        found, used, blocked = [], 0, 0
        for instant, following in itertools.pairwise(moments):
            used, blocked = used + steps[instant][0], blocked + steps[instant][1]
            if used or blocked:
                found.append((Span(instant, following), used, blocked))
        return tuple(found)

    def _clash(self, asked: Claim, in_the_way: Sequence[Claim], left: int) -> Clash:
        lapses = [c.lapses_at for c in in_the_way if c.held and c.lapses_at is not None]
        firm = [claim for claim in in_the_way if not claim.held]
        held_alone = bool(lapses) and self._fits_beside(firm, asked)
        return Clash(
            leaf=self.leaf,
            capacity=self.capacity,
            left=left,
            held_until=max(lapses) if held_alone else None,
            blocked=any(claim.kind is ClaimKind.BLOCK for claim in in_the_way),
            free_at=max(
                (self._free_after(claim, asked) for claim in in_the_way),
                default=asked.end,
            ),
        )

    def _free_after(self, claim: Claim, asked: Claim) -> int:
        free_at = claim.end + gap_needed(claim, asked, self.changeover)
        return self._veil.until(free_at) if self._veil and self._veil.hides(claim) else free_at

    def _fits_beside(self, firm: Sequence[Claim], asked: Claim) -> bool:
        if self.capacity == 1:
            return not firm and asked.amount == 1
        return _peak(firm, *reach(asked)) + asked.amount <= self.capacity

    def _near(self, low: int, high: int) -> list[Claim]:
        low, high = low - self.changeover, high + self.changeover
        found = []
        index = bisect_left(self._starts, high)
        while index > 0 and self._ends_by_then[index - 1] > low:
            index -= 1
            if reach(self._claims[index])[1] > low:
                found.append(self._claims[index])
        return found


def _asked(take: Take, start: int, end: int) -> Claim:
    return Claim(
        owner="",
        leaf=take.leaf,
        start=start,
        end=end,
        amount=take.amount,
        before=take.before,
        after=take.after,
        layout=take.layout,
    )


def _peak(claims: Iterable[Claim], start: int, end: int) -> int:
    steps: list[tuple[int, int]] = []
    for claim in claims:
        low, high = reach(claim)
        if low < end and start < high:
            steps.append((max(low, start), claim.amount))
            steps.append((high, -claim.amount))
    level = peak = 0
    for _, amount in sorted(steps):
        level += amount
        peak = max(peak, level)
    return peak


def displaced(claims: Iterable[Claim], *, capacity: int, now: int) -> frozenset[str]:
    """Return the owners of uses that no longer fit under blocks and a (lowered) capacity.

    Who was accepted first stays: uses are laid one by one, in the order of their acceptance, over
    the blocks; the one that would exceed the capacity is displaced and weighs no more. Changeover
    does not count: uses were accepted with what it was then, and a longer one moves nobody.
    """
    live = [claim for claim in claims if claim.live(now)]
    standing = [claim for claim in live if claim.kind is ClaimKind.BLOCK]
    if not standing and all(c.capacity <= capacity for c in live):
        return frozenset()
    out = set()
    uses = [claim for claim in live if claim.kind is ClaimKind.USE]
    for use in sorted(uses, key=lambda claim: (claim.order, claim.owner)):
        if _stands(use, standing, capacity):
            standing.append(use)
        else:
            out.add(use.owner)
    return frozenset(out)


def _stands(use: Claim, standing: Sequence[Claim], capacity: int) -> bool:
    if capacity == 1 and use.amount == 1:
        return not any(disagree(other, use, changeover=0) for other in standing)
    return _peak(standing, *reach(use)) + use.amount <= capacity


def over_capacity(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return uses that exceed, with other uses alone, the capacity under which they were accepted.

    The invariant of the book is that this is always empty. Lapsed claims must be left out.
    """
    uses = [claim for claim in claims if claim.kind is ClaimKind.USE]
    return tuple(
        use
        for use in uses
        if not _stands(
            use,
            [
                peer
                for peer in uses
                if peer.leaf == use.leaf and peer.order <= use.order and peer.owner != use.owner
            ],
            use.capacity,
        )
    )
