"""What is kept of outside calendars, over a channel."""

from __future__ import annotations

import attrs

from neighborbook.domain.closure import Closure
from neighborbook.domain.following import FollowState
from neighborbook.storage import rows
from neighborbook.storage.channel import Channel
from neighborbook.storage.queries import on_following
from neighborbook.storage.statements import Query, Value


class StoredFollowing:
    """Reads and writes of outside calendars."""

    _channel: Channel
    _center: str

    def follow_states(self) -> tuple[FollowState, ...]:
        """See ``ReadsFollowing``."""
        (found,) = self._channel.ask([(on_following.STATES, {"center": self._center})])
        names = [field.name for field in attrs.fields(FollowState)]
        return tuple([FollowState(**dict(zip(names, row, strict=True))) for row in found])

    def followed(self, now: int) -> tuple[Closure, ...]:
        """See ``ReadsFollowing``."""
        return self._laid(on_following.FOLLOWED, now=now)

    def followed_of(self, resource: str, name: str, now: int) -> tuple[Closure, ...]:
        """See ``ReadsFollowing``."""
        return self._laid(on_following.FOLLOWED_OF, resource=resource, name=name, now=now)

    def _laid(self, query: Query, **given: Value) -> tuple[Closure, ...]:
        (found,) = self._channel.ask([(query, {"center": self._center, **given})])
        return tuple([rows.to_closure(self._center, row) for row in found])

    def save_follow_state(self, state: FollowState) -> None:
        """See ``KeepsFollowing``."""
        values = {"center": self._center, **attrs.asdict(state)}
        self._channel.send([(on_following.SAVE_STATE, values)])

    def forget_follow_state(self, resource: str, name: str) -> None:
        """See ``KeepsFollowing``."""
        values = {"center": self._center, "resource": resource, "name": name}
        self._channel.send([(on_following.FORGET_STATE, values)])

    def let_go(self, resource: str, name: str, now: int) -> None:
        """See ``KeepsFollowing``."""
        given: dict[str, Value] = {"center": self._center, "now": now}
        given |= {"resource": resource, "name": name}
        self._channel.send([(on_following.LET_GO, given)])
