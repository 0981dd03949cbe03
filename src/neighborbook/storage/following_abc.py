"""What a store must do for outside calendars that are followed; a part of the contract in ``abc``.

The closures themselves are written like any others; the database lets no entry of an outside
calendar close a room twice.
"""

from __future__ import annotations

from typing import Protocol

from neighborbook.domain.closure import Closure
from neighborbook.domain.following import FollowState


class ReadsFollowing(Protocol):
    """What can be read of them."""

    def follow_states(self) -> tuple[FollowState, ...]:
        """Return how it stands with every calendar that was asked, by resource and name."""
        ...

    def followed(self, now: int) -> tuple[Closure, ...]:
        """Return the closures with an ``origin_key`` that end after now, by start.

        Those that somebody has reopened are among them.
        """
        ...

    def followed_of(self, resource: str, name: str, now: int) -> tuple[Closure, ...]:
        """Return those that one calendar tells of, as a room calls it."""
        ...


class KeepsFollowing(ReadsFollowing, Protocol):
    """What can be written of them, in a transaction."""

    def save_follow_state(self, state: FollowState) -> None:
        """Write how it stands with a calendar, in place of what was known of it."""
        ...

    def forget_follow_state(self, resource: str, name: str) -> None:
        """Forget that a calendar was ever asked."""
        ...

    def let_go(self, resource: str, name: str, now: int) -> None:
        """Let those closures of a calendar that are over stand for no entry of it any more.

        Else one that was over could not come again under its key.
        """
        ...
