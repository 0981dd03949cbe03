"""In a calendar those need a new place of which the desk says so, whatever has disturbed them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import neighborbook as nb
from tests.unit.desk.feeds import told

TABLES = """
resource.A = {}
resource.pool = { capacity = 2 }
offering.plain = { places = ["A"], before = "30m" }
offering.swim = { places = ["pool"] }
"""
Opened = Callable[..., nb.Desk]
Reloaded = Callable[[nb.Desk, str], object]


def booked(desk: nb.Desk) -> None:
    for hour in (9, 11, 13):
        desk.book("plain", start=f"2026-12-02 {hour:02}:00", length="1h", organizer="acme")
    for hour in (9, 9, 13):
        desk.book("swim", start=f"2026-12-02 {hour:02}:00", length="1h", organizer="acme")


def blocked(desk: nb.Desk, _: Reloaded) -> None:
    desk.close("A", start="2026-12-02 10:15", end="2026-12-02 10:45")


def partly(desk: nb.Desk, _: Reloaded) -> None:
    desk.close("pool", start="2026-12-02 08:00", end="2026-12-02 12:00", amount=1)


def shrunk(desk: nb.Desk, reloaded: Reloaded) -> None:
    reloaded(desk, TABLES.replace("capacity = 2", "capacity = 1"))


def at_the_edge(desk: nb.Desk, _: Reloaded) -> None:
    """The setup alone, before midnight, lies under what is closed: it begins outside the window."""
    desk.book("plain", start="2026-12-01 00:00", length="1h", organizer="acme")
    desk.close("A", start="2026-11-30 23:50", end="2026-12-01 00:00")


@pytest.mark.parametrize("disturb", [blocked, partly, shrunk, at_the_edge])
def test_a_calendar_says_needs_a_new_place_of_whom_the_desk_does(
    opened: Opened,
    reloaded: Reloaded,
    turn: Callable[[str], None],
    disturb: Callable[[nb.Desk, Reloaded], None],
) -> None:
    turn("2026-11-30 08:00")
    desk = opened(TABLES)
    booked(desk)
    disturb(desk, reloaded)
    turn("2026-12-01 00:05")
    moving = [b for b in desk.bookings() if b.needs_move]
    assert len(moving) == 1
    for subject in ({"resource": moving[0].resource}, {"offering": moving[0].offering}):
        said = told(desk, history="0d", **subject)
        assert [line[3:8] for line in said if "Needs a new place" in line] == [
            f"{moving[0].start:%H:%M}"
        ]
