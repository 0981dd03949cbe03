"""A clock that stands until it is moved, and ids that come out alike in every run."""

from __future__ import annotations

from random import Random

import attrs


@attrs.define
class StoryClock:
    """The clock of a story; ``at`` is UTC seconds."""

    at: int

    def now(self) -> int:
        """Return the instant at which the story stands."""
        return self.at

    def move_to(self, instant: int) -> None:
        """Go on to an instant; never back."""
        self.at = max(self.at, instant)


@attrs.define
class SeededIds:
    """Ids from a seed: for a story that is told alike each time, never for real bookings."""

    chance: Random

    def new(self) -> str:
        """Return 128 bits as 32 hexadecimal digits."""
        return f"{self.chance.getrandbits(128):032x}"
