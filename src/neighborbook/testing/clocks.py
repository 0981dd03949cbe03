"""A clock and ids that a test says itself, so that every run is the same."""

from __future__ import annotations

import attrs


@attrs.define
class SetClock:
    """A clock that stands still until it is set; ``at`` is UTC seconds.

    >>> clock = SetClock(1_796_000_000)
    >>> clock.at += 3600
    >>> clock.now()
    1796003600
    """

    at: int

    def now(self) -> int:
        """Return UTC seconds since 1970."""
        return self.at


@attrs.define
class CountedIds:
    """Ids in the order of their making; each still 32 hexadecimal digits.

    Args:
        first: number of the first id; desks that write to one database need numbers of their own.

    >>> CountedIds(first=10).new()
    '0000000000000000000000000000000a'
    """

    first: int = 1

    def new(self) -> str:
        """Return the next id."""
        self.first += 1
        return f"{self.first - 1:032x}"
