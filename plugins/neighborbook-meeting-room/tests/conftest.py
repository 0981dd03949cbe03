"""A house with two rooms that make a hall, and a clock that tests turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

import neighborbook as nb
import neighborbook_meeting_room
from neighborbook.testing import SetClock

CENTER = """
[center]
id = "anping"
zone = "Asia/Shanghai"
country = "CN"
plugins = ["meeting-room"]

[hours.office]
mon-fri = "07:30-21:00"
sat = "09:00-17:00"

[resource.A]
hours = "office"
changeover = "15m"
[resource.B]
hours = "office"
changeover = "15m"
[resource.AB]
parts = ["A", "B"]
[resource.projector]
capacity = 3
[resource.microphone]
capacity = 2

[offering.training-room]
room_type = "meeting-room"
equipment = ["projector", "microphone"]
places = [
    { resource = "A", layouts = { theatre = 30, classroom = 20, boardroom = 12 } },
    { resource = "B", layouts = { theatre = 20, classroom = 14 } },
    { resource = "AB", layouts = { theatre = 60, classroom = 40 } },
]
"""


class Directory:
    """Knows who works for whom."""

    name = "directory"
    api = 1

    @nb.hookimpl
    def provide_facts(self, center: nb.Center, parties: tuple[str, ...]) -> Mapping[str, nb.Facts]:
        known = {
            "li-wei": nb.Facts(party="li-wei", organizations=frozenset({"acme"})),
            "wang-fang": nb.Facts(party="wang-fang", organizations=frozenset({"acme"})),
            "chen-jie": nb.Facts(party="chen-jie", organizations=frozenset({"bolt"})),
            "clerk": nb.Facts(party="clerk", roles=frozenset({"staff"})),
            "chief": nb.Facts(party="chief", roles=frozenset({"approver"})),
        }
        return {party: known[party] for party in parties if party in known}


@pytest.fixture
def center() -> str:
    """The center file of the house, every number of the offering at its default.

    Its last table is the offering's, so that a test can add numbers to it.
    """
    return CENTER


@pytest.fixture
def clock() -> SetClock:
    """Monday, 23 November 2026, nine o'clock."""
    found = SetClock(0, zone="Asia/Shanghai")
    found.turn("2026-11-23 09:00")
    return found


@pytest.fixture
def turn(clock: SetClock) -> Callable[[str], None]:
    """Turn the clock to a wall time of the center."""
    return clock.turn


@pytest.fixture
def opened(clock: SetClock, tmp_path: Path) -> Iterator[Callable[[str], nb.Desk]]:
    """Open a desk in memory for the center file given."""
    desks: list[nb.Desk] = []

    def opening(text: str) -> nb.Desk:
        path = tmp_path / f"center-{len(desks)}.toml"
        path.write_text(text, encoding="utf-8")
        desk = nb.open(
            center="anping", clock=clock, plugins=(neighborbook_meeting_room, Directory())
        )
        desks.append(desk)
        desk.load(path)
        return desk

    yield opening
    for desk in desks:
        desk.close_database()


@pytest.fixture
def desk(opened: Callable[[str], nb.Desk], center: str) -> nb.Desk:
    """The trusted program in that house."""
    return opened(center)
