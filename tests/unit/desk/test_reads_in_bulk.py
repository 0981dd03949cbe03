"""What is looked up for many is asked for once: statements do not grow with the bookings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
import pytest

import neighborbook as nb
from neighborbook.storage.sqlite import SqliteStore

KINDS = 6
TABLES = "[resource.hall]\ncapacity = 100\n" + "".join(
    f'[offering.seat{n}]\nplaces = ["hall"]\nafter = "30m"\n'
    f'quota = {{ amount = "90h", per = "month" }}\n'
    for n in range(KINDS)
)
SHORT = f"""
center = {{ id = "center", zone = "UTC" }}
hours.short = {{ daily = "08:00-11:00" }}
{TABLES.replace("capacity = 100", "capacity = 100" + chr(10) + 'hours = "short"')}
"""
DAY: Any = {"start": "2026-12-01 00:00", "end": "2026-12-02 00:00"}

Opened = Callable[..., nb.Desk]


def statements(desk: nb.Desk, call: Callable[[], object]) -> int:
    """How many statements a call sends."""
    house, heard = desk._house, list[str]()
    assert isinstance(house.store, SqliteStore)
    house.store = attrs.evolve(house.store, log=lambda sql, given, trip: heard.append(sql))
    call()
    return len(heard)


CALLS: dict[str, Callable[[nb.Desk], object]] = {
    "a closure previewed": lambda desk: desk.close("center", preview=True, **DAY),
    "a board": lambda desk: desk.day("2026-12-01"),
    # Their teardown reaches into it; they do not stand in its list.
    "a board of the day after": lambda desk: desk.day("2026-12-02"),
    "other hours": lambda desk: desk.load(SHORT, preview=True),
    "a calendar": lambda desk: desk.calendar(resource="hall"),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=list(CALLS))
def test_ten_times_the_bookings_take_no_more_statements(
    opened: Opened, call: Callable[[nb.Desk], object]
) -> None:
    def full(bookings: int) -> nb.Desk:
        desk = opened(TABLES)
        for n in range(bookings):
            desk.book(f"seat{n % KINDS}", start="2026-12-01 22:00", length="2h", organizer="acme")
        return desk

    few, many = full(3), full(30)
    assert statements(many, lambda: call(many)) == statements(few, lambda: call(few))


def test_usage_is_one_consistent_read(opened: Opened) -> None:
    desk = opened(TABLES)
    known = statements(desk, desk.closures)
    assert statements(desk, lambda: desk.usage("acme")) == known
