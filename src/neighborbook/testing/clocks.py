"""A clock and ids that a test says itself, so that every run is the same."""

from __future__ import annotations

from datetime import datetime

import attrs

from neighborbook.domain.zones import zone


@attrs.define
class SetClock:
    """A clock that stands still until it is set; ``at`` is UTC seconds.

    Args:
        zone: name of the zone whose wall times ``turn`` takes.

    >>> clock = SetClock(1_796_000_000)
    >>> clock.at += 3600
    >>> clock.now()
    1796003600
    """

    at: int
    zone: str = "UTC"

    def now(self) -> int:
        """Return UTC seconds since 1970."""
        return self.at

    def turn(self, wall: str) -> None:
        """Set it to a wall time of its zone, such as ``"2026-11-23 08:00"``.

        >>> clock = SetClock(0, zone="Asia/Shanghai")
        >>> clock.turn("1970-01-02 08:00")
        >>> clock.at
        86400
        """
        self.at = int(datetime.fromisoformat(wall).replace(tzinfo=zone(self.zone)).timestamp())


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
