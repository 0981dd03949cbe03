"""How exactly somebody may hear when a place is taken by what nobody else may know of."""

from __future__ import annotations

from collections.abc import Mapping

from neighborbook.domain.claim import Claim, ClaimKind
from neighborbook.domain.party import ActorKind
from neighborbook.domain.seen import Ask
from neighborbook.domain.times import zone
from neighborbook.engine.grid import next_on_grid
from neighborbook.rights import Standing, standings
from neighborbook.room_type import RoomType

_TOLD = frozenset({Standing.STAFF, Standing.APPROVER})
"""Who reads the period of anything."""


class Veil:
    """What is CARE or SEALED is said to end on the grid of what is asked for, and no earlier.

    How long something takes tells what it is; the board and a search say it no more exactly.
    """

    def __init__(self, ask: Ask, room_types: Mapping[str, RoomType]) -> None:
        self._ask = ask
        self._room_types = room_types
        self._zone = zone(ask.catalog.center.zone)
        self._step = ask.offering.policy.granularity
        self._known: dict[str, bool] = {}

    def hides(self, claim: Claim) -> bool:
        """Whether who asks may not hear of it exactly."""
        if claim.kind is not ClaimKind.USE or self._ask.actor.kind is ActorKind.PROGRAM:
            return False
        known = self._known.get(claim.room_type)
        if known is None:
            known = self._known[claim.room_type] = self._hides(claim.room_type)
        return known

    def _hides(self, room_type: str) -> bool:
        kind, ask = self._room_types.get(room_type), self._ask
        if kind is not None and not kind.privacy.is_sensitive:
            return False
        facts = ask.facts_of(ask.actor.party)
        return _TOLD.isdisjoint(standings(ask.actor, facts, room_type=room_type))

    def until(self, instant: int) -> int:
        """Return the first time of the grid from an instant on."""
        return next_on_grid(instant, self._step, self._zone)
