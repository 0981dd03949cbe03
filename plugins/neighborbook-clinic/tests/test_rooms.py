"""In which rooms patients are, for the roll call: a practitioner is no place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Station

FLOORS = "[resource.r1]\n", '[resource.r1]\nfloor = "2"\n'


def test_the_roll_names_the_room_that_was_taken_and_its_floor(
    stationed: Callable[[str], Station], center: str, turn: Callable[[str], None]
) -> None:
    station = stationed(center.replace(*FLOORS))
    station.book("09:00", resource="dr-a")
    station.book("09:00", "patient-1", resource="dr-b")
    station.book("09:00", "patient-2", resource="dr-a", overbook=True, channel="desk")
    turn("2026-11-24 09:00")
    found = station.desk.people.roll_call().present
    assert sorted((each.floor, each.rooms, each.resource) for each in found) == [
        ("", ("r2",), "dr-b"),
        ("2", ("r1",), "dr-a"),
        ("2", ("r1",), "dr-a"),  # squeezed in: where the doctor sees patients
    ]


def test_of_two_rooms_both_are_named(station: Station, turn: Callable[[str], None]) -> None:
    station.book("09:00", service="together")
    turn("2026-11-24 09:00")
    [found] = station.desk.people.roll_call().present
    assert found.rooms == ("r1", "r2")
