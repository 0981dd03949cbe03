"""A town in which somebody is a patient and a client, or nobody is; no tests here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

import attrs

import neighborbook as nb
import neighborbook_clinic
import neighborbook_counsel
from neighborbook.testing import SetClock

VICTIM, ANOTHER = "li-wei", "patient-1"
ADVERSARIES: Mapping[str, str | None] = {
    "colleague": "wang-fang",
    "employer": "boss",
    "stranger": "chen-jie",
    "spouse": "spouse",
    "public": None,
}
DAYS = tuple(f"2026-11-{day}" for day in range(24, 31))
WEEK: dict[str, Any] = {"start": DAYS[0], "end": "2026-12-01"}
CENTER = """
[center]
id = "anping"
zone = "Asia/Shanghai"
check_in = "desk"
hours = "always"
plugins = ["clinic", "counsel"]
[hours.always]
daily = "open"
[resource.dr-a]
[resource.r1]
[resource.an]
[resource.counsel-room]
[resource.hall]
[resource.chair]
[offering.hall]
places = ["hall"]
notice = "0m"
horizon = "none"
shortest = "15m"
[offering.haircut]
room_type = "haircut"
places = ["chair"]
notice = "0m"
horizon = "none"
[offering.counseling]
room_type = "counsel"
places = ["an"]
rooms = ["counsel-room"]
[offering.station]
room_type = "clinic"
places = ["dr-a"]
  [offering.station.services]
  general = { length = "15m" }
  [offering.station.practitioners.dr-a]
  services = ["general"]
  rooms = ["r1"]
[notices]
approvers = ["boss"]
"""
HIDDEN = (10, 15)
"""The hours at which the victim is at the station, and talks."""
NOW = {"held": "2026-11-23 08:05", "missed": "2026-11-24 20:00"}
"""When it is asked what became of it."""
GENERAL: dict[str, Any] = {"length": "15m", "details": {"service": "general"}}
TALK: dict[str, Any] = {"length": "50m", "details": {"consent": 1}}


class Haircut(nb.RoomType):
    """Another place where whoever comes cannot be elsewhere, and of which nobody makes a secret."""

    name = "haircut"
    serves_attendees = True


class Haircuts:
    """Brings it."""

    name, api = "haircuts", 1

    @nb.hookimpl
    def register_room_types(self) -> list[nb.RoomType]:
        return [Haircut()]


@attrs.define
class Numbers:
    """Ids in a row, begun anew where two towns part, so that both go on with the same."""

    row: Iterator[int] = attrs.field(factory=count)

    def new(self) -> str:
        return f"{next(self.row):032x}"


@attrs.define
class Town:
    """A center, and the ids of what is hidden in it; of what is not there, what they would be."""

    desk: nb.Desk
    clock: SetClock
    hidden: tuple[str, ...] = ()
    heard: list[nb.Message] = attrs.field(factory=list)

    def settle(self) -> None:
        """Tell everybody what is due; what was told is kept."""
        self.desk.settle(channels={"program": self.heard.append})


def town(patient: str | None, *, fate: str = "stands") -> Town:
    """Open a town in which somebody is a patient and a client, or nobody is.

    Args:
        fate: what becomes of the appointments: they stand, are held, missed, cancelled, or closed
            over.
    """
    numbers, clock = Numbers(), SetClock(0, zone="Asia/Shanghai")
    clock.turn("2026-11-23 08:00")
    plugins = (neighborbook_clinic, neighborbook_counsel, Haircuts())
    desk = nb.open(center="anping", clock=clock, plugins=plugins, ids=numbers)
    desk.load(CENTER)
    _people(desk.people)
    numbers.row = count(1_000)
    found = Town(desk, clock)
    if patient is not None:
        _hide(desk, patient, fate)
    if fate == "closed":
        for number, what in enumerate(("dr-a", "an")):
            numbers.row = count(5_000 + 100 * number)
            desk.close(what, start=DAYS[0], end=DAYS[1], reason="ill", public_reason="")
    clock.turn(NOW.get(fate, "2026-11-23 09:00"))
    desk.settle(channels={"program": found.heard.append})
    numbers.row = count(10_000)
    found.hidden = tuple(f"{number:032x}" for number in range(1_000, 1_008))
    return found


def _people(people: nb.People) -> None:
    for id in (VICTIM, ANOTHER, "wang-fang", "boss", "chen-jie", "spouse"):
        people.register(id, name=id.title(), born_on="1980-01-01", phone="5550101")
    people.register_organization("acme", name="Acme", managers=["boss"])
    for id in (VICTIM, "wang-fang"):
        people.link(id, "employee_of", "acme")
    people.link("spouse", "member_of_household", VICTIM)


def _hide(desk: nb.Desk, patient: str, fate: str) -> None:
    mine = desk.acting_as(patient)
    make = mine.hold if fate == "held" else mine.book
    made = [
        make("station", start=f"{DAYS[0]} 10:00", key="mine", **GENERAL),
        make("counseling", start=f"{DAYS[0]} 15:00", key="talk", **TALK),
    ]
    if fate == "cancelled":
        mine.change(made[0].id, start=f"{DAYS[0]} 11:00")
        for one in made:
            mine.cancel(one.id)
