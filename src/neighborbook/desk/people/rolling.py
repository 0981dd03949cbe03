"""Roll call: who is in the building now, floor by floor."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from neighborbook.desk.details import hydrated
from neighborbook.desk.house import House
from neighborbook.desk.listing import every_booking
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.people.keeping import facts_for, permitted
from neighborbook.desk.showing import shown
from neighborbook.domain.booking import THERE, Booking, State
from neighborbook.domain.party import Actor, Facts
from neighborbook.domain.person import AnyParty
from neighborbook.domain.resource import floor_order
from neighborbook.rights import Right
from neighborbook.storage.abc import BookingFilter

DAY = 86_400
"""Nobody is there for longer before a booking begins, or after it has ended."""


@attrs.frozen(kw_only=True)
class Presence:
    """Those of one booking who are, or may be, in the building.

    Attributes:
        resource: what was booked: a room, or who is seen there.
        rooms: where they are, or may be, the likeliest first; empty if nobody can say.
        floor: of the first room, or of what was booked; "" if the center file does not say.
        start_at, end_at: UTC seconds.
        checked_in: somebody has noted that they came; else they are expected there.
        headcount: how many they are.
        names: who they are, where the desk may know; of consultations and care it is not told.
    """

    booking: str
    resource: str
    rooms: tuple[str, ...]
    floor: str
    start_at: int
    end_at: int
    checked_in: bool
    headcount: int
    names: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class RollCall:
    """Who is in the building at an instant.

    Attributes:
        at: UTC seconds.
        present: by floor, then by room; who is nowhere that is known comes last.
    """

    center: str
    zone: str
    at: int
    present: tuple[Presence, ...]

    @property
    def headcount(self) -> int:
        """How many have checked in."""
        return sum(each.headcount for each in self.present if each.checked_in)

    @property
    def expected(self) -> int:
        """How many more may be there."""
        return sum(each.headcount for each in self.present if not each.checked_in)


def roll_call(house: House, actor: Actor) -> RollCall:
    """Return who is in the building now.

    Raises:
        Refused: NOT_ALLOWED.
    """
    facts = facts_for(house, actor)
    permitted(house, actor, facts, Right.ROLL_CALL, "")
    loaded, now = house.loaded(), house.clock.now()
    around = BookingFilter(start=now - DAY, end=now + DAY)
    with house.store.snapshot(house.center) as reader:
        there = [
            each
            for each in every_booking(reader, around)
            if _is_there(loaded.as_of(each, now), now)
        ]
        named = sorted({party for each in there for party in each.parties})
        parties = reader.known(named).parties if loaded.keeps_people else {}
    rows = (_presence(loaded, actor, facts, each, now, parties) for each in there)
    center = loaded.catalog.center
    return RollCall(
        center=center.id,
        zone=center.zone,
        at=now,
        present=tuple(sorted(rows, key=_order)),
    )


def _is_there(booking: Booking, now: int) -> bool:
    """Whether they have come, be it early or to wait beyond the end, or should be there by now."""
    return booking.state in THERE or (booking.state is State.CONFIRMED and booking.start_at <= now)


def _order(one: Presence) -> tuple[object, ...]:
    return floor_order(one.floor), not one.rooms, one.rooms, one.resource, one.start_at


def _presence(
    loaded: Loaded,
    actor: Actor,
    facts: Facts,
    stored: Booking,
    now: int,
    parties: Mapping[str, AnyParty],
) -> Presence:
    """Count everybody, and name whom the reader may name: a fire brigade needs numbers first."""
    current = loaded.as_of(stored, now)
    kind = loaded.room_types.get(stored.room_type)
    told = shown(loaded, actor, facts, hydrated(kind, current))
    rooms = loaded.rooms_of(stored)
    where = (*rooms, stored.resource)
    named = tuple(one.party for one in told.attendees) or (told.organizer,)
    return Presence(
        booking=stored.id,
        resource=stored.resource,
        rooms=rooms,
        floor=next((floor for each in where if (floor := _floor(loaded, each))), ""),
        start_at=stored.start_at,
        end_at=stored.end_at,
        checked_in=current.state in THERE,
        headcount=max(stored.headcount, len(stored.attendees)),
        names=tuple(parties[id].name if id in parties else id for id in named if id),
    )


def _floor(loaded: Loaded, resource: str) -> str:
    """Return the floor of a resource, or of the first of its parts that has one."""
    catalog = loaded.catalog
    own = catalog.resources.get(resource)
    if own is None:
        return ""
    parts = (catalog.resources[leaf].floor for leaf in catalog.leaves(resource))
    return own.floor or next((floor for floor in parts if floor), "")
