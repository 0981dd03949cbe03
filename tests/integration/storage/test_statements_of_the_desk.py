"""What the desk asks of the store: as many statements for many bookings as for one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from neighborbook.desk.clock import RandomIds
from neighborbook.desk.desk import Desk
from neighborbook.desk.house import House
from neighborbook.domain.party import PROGRAM
from neighborbook.storage import open_store

CENTER = """
center = { id = "c", zone = "Asia/Shanghai" }
resource.hall = { capacity = 20 }
offering.hall = { places = ["hall"] }
"""


class Clock:
    def now(self) -> int:
        return 1_796_000_000


@pytest.fixture
def heard() -> list[str]:
    return []


@pytest.fixture
def desk(database_url: str, heard: list[str]) -> Iterator[Desk]:
    store = open_store(database_url, statement_log=lambda sql, given, trip: heard.append(sql))
    desk = Desk(House(store=store, center="c", clock=Clock(), ids=RandomIds()), PROGRAM)
    desk.load(CENTER)
    yield desk
    desk.close_database()


def book(desk: Desk, number: int) -> None:
    for n in range(number):
        desk.book("hall", start=f"2026-12-{n + 1:02} 10:00", length="1h", organizer="acme")


def test_changes_of_many_bookings_are_told_in_as_many_statements_as_one(
    desk: Desk, heard: list[str]
) -> None:
    book(desk, 9)
    desk.changes()
    costs = []
    for limit in (1, 9):
        heard.clear()
        assert len(desk.changes(limit=limit).changes) == limit
        costs.append(len(heard))
    assert costs[0] == costs[1]


def test_a_center_without_people_never_asks_for_them_and_one_with_people_once_a_booking(
    desk: Desk, heard: list[str]
) -> None:
    costs, asked = [], []
    for people in (0, 1, 20):
        for n in range(people):
            desk.people.register(f"p{people}-{n}", name="Somebody")
        chen = desk.acting_as("chen")
        words = {"length": "1h", "organizer": "chen", "attendees": [f"p20-{n}" for n in range(20)]}
        chen.book("hall", start=f"2026-12-{people + 1:02} 08:00", **words)  # type: ignore[arg-type]
        heard.clear()
        chen.book("hall", start=f"2026-12-{people + 1:02} 10:00", **words)  # type: ignore[arg-type]
        costs.append(len(heard))
        asked.append(sum("party_fact" in sql for sql in heard))
    assert asked == [0, 1, 1]
    assert costs[1] == costs[2] <= costs[0] + 4  # a snapshot of its own
