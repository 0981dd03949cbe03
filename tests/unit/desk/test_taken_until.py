"""Until when a place is taken: exactly, unless by what nobody else may know of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

import neighborbook as nb

ROOMS = """
resource.R = {}
[offering.meet]
granularity = "30m"
places = ["R"]
[offering.talk]
room_type = "talk"
places = ["R"]
after = "15m"
"""
DAY = "2026-12-02"

Opened = Callable[..., nb.Desk]


class Talk(nb.RoomType):
    """Nobody else may know of it."""

    name = "talk"
    privacy = nb.Privacy.SEALED


def opened_with(opened: Opened, start: str, end: str, what: str = "talk") -> nb.Desk:
    desk = opened(ROOMS, Talk())
    span = (f"{DAY} {start}", f"{DAY} {end}")
    desk.book(what, start=span[0], end=span[1], organizer="li-na", override="an example")
    return desk


def refusals(desk: nb.Desk, start: str, end: str) -> list[tuple[object, ...]]:
    decision = desk.explain(
        "meet", start=f"{DAY} {start}", end=f"{DAY} {end}", organizer="mate", title="Meeting"
    )
    return [(one.code, one.rule, one.earliest_at) for one in decision.refusals]


@pytest.mark.parametrize("start", ["11:30", "12:00", "12:30"])
def test_what_is_hidden_takes_a_room_until_a_time_of_the_grid(opened: Opened, start: str) -> None:
    heard = []
    for end in ("12:50", "12:55", "13:15"):
        desk = opened_with(opened, "12:05", end)
        heard.append(refusals(desk.acting_as("mate"), start, "13:30"))
    assert heard[0] == heard[1] == heard[2]
    assert "CONFLICT_RESOURCE" in {code for code, *_ in heard[0]}


def test_no_time_off_the_grid_tells_how_long_what_is_hidden_takes(opened: Opened) -> None:
    times = [f"{hour}:{minute:02}" for hour in (11, 12, 13) for minute in range(0, 60, 5)]
    heard = []
    for start, end in (("12:05", "12:55"), ("12:20", "13:05")):
        mate = opened_with(opened, start, end).acting_as("mate")
        heard.append(
            [refusals(mate, one, other) for one, other in zip(times, times[6:], strict=False)]
        )
    assert heard[0] == heard[1]


def test_the_program_hears_the_very_minute_and_everybody_of_what_is_shown(opened: Opened) -> None:
    taken = ("CONFLICT_RESOURCE", "place", at("13:10"))
    assert taken in refusals(opened_with(opened, "12:05", "12:55"), "12:30", "13:30")
    shown = opened_with(opened, "12:05", "13:10", what="meet").acting_as("mate")
    assert taken in refusals(shown, "12:30", "13:30")
    assert taken in refusals(shown, "12:35", "13:30")


def at(time: str) -> int:
    return int(datetime.fromisoformat(f"{DAY}T{time}+00:00").timestamp())
