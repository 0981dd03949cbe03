"""A span of time, how two of them can lie to each other, and sets of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

import attrs


@attrs.frozen(order=True)
class Span:
    """A time from ``start`` up to, and without, ``end``; both are UTC seconds.

    An empty or reversed span does not exist: ``start < end``. Against ``[10, 20)``::

                    10        20
                     [---------)
        [----)       |         |        [0, 5)    apart
        [------------)         |        [0, 10)   touches, does not overlap
        [-------------)        |        [0, 11)   overlaps
                     [---)     |        [10, 14)  overlaps, is contained
                     [---------)        [10, 20)  overlaps, is contained (equal)
                     |   [-----)        [14, 20)  overlaps, is contained
                   [-------------)      [8, 22)   overlaps, contains
                     |         [----)   [20, 25)  touches, does not overlap
                     |         | [--)   [22, 25)  apart

    Raises:
        ValueError: the end is not later than the start.

    >>> Span(10, 20).overlaps(Span(20, 25)), Span(10, 20).touches(Span(20, 25))
    (False, True)
    >>> 10 in Span(10, 20), 20 in Span(10, 20)
    (True, False)
    """

    start: int
    end: int

    def __attrs_post_init__(self) -> None:
        if not self.start < self.end:
            raise ValueError(
                f"a span from {self.start} to {self.end} holds no time: give an end after the start"
            )

    @property
    def length(self) -> int:
        """How many seconds elapse from start to end."""
        return self.end - self.start

    def __contains__(self, instant: int) -> bool:
        return self.start <= instant < self.end

    def overlaps(self, other: Span) -> bool:
        """Whether some instant lies in both."""
        return self.start < other.end and other.start < self.end

    def touches(self, other: Span) -> bool:
        """Whether one ends exactly where the other starts; they share no instant then."""
        return self.end == other.start or other.end == self.start

    def contains(self, other: Span) -> bool:
        """Whether every instant of the other lies in this one; a span contains itself."""
        return self.start <= other.start and other.end <= self.end

    def clipped(self, window: Span) -> Span | None:
        """Return the part that lies in the window; None if there is none.

        >>> Span(0, 10).clipped(Span(5, 20)), Span(0, 10).clipped(Span(10, 20))
        (Span(start=5, end=10), None)
        """
        start, end = max(self.start, window.start), min(self.end, window.end)
        return Span(start, end) if start < end else None


EVER = Span(-(1 << 40), 1 << 40)
"""Earlier and later than any instant that a booking can have."""


def union(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the same time as few spans, in order and apart; those that touch become one.

    >>> union([Span(5, 9), Span(1, 3), Span(3, 4)])
    (Span(start=1, end=4), Span(start=5, end=9))
    """
    found = joined((span.start, span.end) for span in spans)
    return tuple(map(Span, found[::2], found[1::2]))


def joined(pairs: Iterable[tuple[int, int]]) -> list[int]:
    """Return the ``edges`` of the ``union`` of many starts and ends that nobody made spans of.

    >>> joined([(5, 9), (1, 3), (3, 4)])
    [1, 4, 5, 9]
    """
    found: list[int] = []
    high: int | None = None
    for start, end in sorted(pairs):
        if high is None or start > high:
            if high is not None:
                found.append(high)
            found.append(start)
            high = end
        elif end > high:
            high = end
    if high is not None:
        found.append(high)
    return found


def without(spans: Sequence[Span], taken: Sequence[Span]) -> tuple[Span, ...]:
    """Return what of the spans is not taken; both are as ``union`` returns them.

    >>> without([Span(0, 10)], [Span(2, 3), Span(9, 12)])
    (Span(start=0, end=2), Span(start=3, end=9))
    """
    found = []
    rest = iter(taken)
    other = next(rest, None)
    for span in spans:
        start = span.start
        while other is not None and other.end <= start:
            other = next(rest, None)
        while other is not None and other.start < span.end:
            if start < other.start:
                found.append(Span(start, other.start))
            start = other.end
            if start >= span.end:
                break
            other = next(rest, None)
        if start < span.end:
            found.append(Span(start, span.end))
    return tuple(found)


def common(spans: Sequence[Span], others: Sequence[Span]) -> tuple[Span, ...]:
    """Return the time that lies in both; both are as ``union`` returns them.

    >>> common([Span(0, 10)], [Span(2, 3), Span(9, 12)])
    (Span(start=2, end=3), Span(start=9, end=10))
    """
    return without(spans, without(spans, others))


def edges(spans: Iterable[Span]) -> list[int]:
    """Return where spans, as ``union`` returns them, begin and end: to ask often (``inside``)."""
    return [edge for span in spans for edge in (span.start, span.end)]


def inside(edges: Sequence[int], instant: int) -> bool:
    """Whether an instant lies in one of the spans whose edges these are.

    >>> [inside(edges([Span(1, 3), Span(5, 9)]), instant) for instant in (0, 1, 3, 8, 9)]
    [False, True, False, True, False]
    """
    return bisect_right(edges, instant) % 2 == 1


def outside(edges: Sequence[int], instants: Sequence[int]) -> list[int]:
    """Return those of many instants, which are in order, that lie in none of the spans.

    >>> outside(edges([Span(1, 3), Span(5, 9)]), [0, 1, 3, 8, 9])
    [0, 3, 9]
    """
    found: list[int] = []
    low = 0
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        high = bisect_left(instants, start, low)
        found += instants[low:high]
        low = bisect_left(instants, end, high)
    found += instants[low:]
    return found
