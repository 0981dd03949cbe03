"""Room types for races: serving persons, seating people in a pool, taking none of its places."""

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


class Outing(nb.RoomType):
    """People meet in the place, and then take the bus: of the place itself nothing is taken."""

    name: ClassVar[str] = "outing"

    def demand(self, ask: nb.Ask) -> nb.Demand:
        """Take the bus."""
        bus = nb.Option(resource="room", takes=(nb.Take(leaf="bus", amount=1),))
        return nb.Demand(legs=(nb.Leg(role="place", options=(bus,)),))


def _seated(ask: nb.Ask, option: nb.Option) -> nb.Option:
    amount = ask.request.headcount
    return attrs.evolve(
        option, takes=tuple(attrs.evolve(take, amount=amount) for take in option.takes)
    )


class RaceRooms:
    """Brings them all."""

    name = "race-rooms"
    api = 1

    @nb.hookimpl
    def register_room_types(self) -> Iterable[nb.RoomType]:
        """Bring the room types of races."""
        return (Serving(), Seats(), Outing())
