"""Room types for races: one that serves persons, one whose headcount is claimed from a pool."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import attrs

import neighborbook as nb


class Serving(nb.RoomType):
    """A room in which the attendees are the ones served: they cannot be in two places at once."""

    name: ClassVar[str] = "serving"
    serves_attendees: ClassVar[bool] = True


class Seats(nb.RoomType):
    """Everybody who comes takes a seat of the pool."""

    name: ClassVar[str] = "seats"

    def demand(self, ask: nb.Ask) -> nb.Demand:
        """Take as many seats as people come."""
        legs = super().demand(ask).legs
        return nb.Demand(
            legs=tuple(
                attrs.evolve(leg, options=tuple(_seated(ask, option) for option in leg.options))
                for leg in legs
            )
        )


def _seated(ask: nb.Ask, option: nb.Option) -> nb.Option:
    amount = ask.request.headcount
    return attrs.evolve(
        option, takes=tuple(attrs.evolve(take, amount=amount) for take in option.takes)
    )


class RaceRooms:
    """Brings both."""

    name = "race-rooms"
    api = 1

    @nb.hookimpl
    def register_room_types(self) -> Iterable[nb.RoomType]:
        """Bring the room types of races."""
        return (Serving(), Seats())
