"""A center in memory that has halls, a pool, and a room type with questions, at a time we set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import neighborbook as nb
from neighborbook.desk.importing.values import Imported, Outcome
from neighborbook.transfer.importing import Wish, import_bookings

CENTER = """
center = { id = "center", zone = "Asia/Shanghai", country = "CN", plugins = ["meeting-room"] }
hours.office = { daily = "08:00-22:00" }
resource.A = { name = { en = "Great Hall", zh = "大厅" }, hours = "office" }
resource.B = { hours = "office" }
resource.AB = { parts = ["A", "B"] }
resource.desks = { capacity = 2, hours = "office" }
[offering.hall]
notice = "2h"
places = ["A", "AB"]
[offering.room]
room_type = "meeting-room"
notice = "0m"
quota = { amount = "4h", per = "day" }
places = [{ resource = "B", layouts = { theatre = 30 } }]
[offering.desk]
notice = "0m"
places = ["desks"]
"""


class Clock:
    """Shows the instant to which a test has set it."""

    at = 1795395600  # 23 November 2026, nine in the morning in Shanghai

    def now(self) -> int:
        """Return UTC seconds."""
        return self.at


class Directory:
    """The keeper is an administrator, the clerk is staff, and the steward is both."""

    name = "directory"
    api = 1

    @nb.hookimpl
    def provide_facts(self, center: nb.Center, parties: tuple[str, ...]) -> dict[str, nb.Facts]:
        """Say who is what."""
        known = {
            "keeper": {"administrator"},
            "clerk": {"staff"},
            "steward": {"administrator", "staff"},
        }
        return {
            party: nb.Facts(party=party, roles=frozenset(known[party]))
            for party in parties
            if party in known
        }


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(clock: Clock) -> Iterator[nb.Desk]:
    with nb.open(center="center", clock=clock, plugins=[Directory()]) as desk:
        desk.load(CENTER)
        yield desk


Import = Callable[..., tuple[Imported, list[Outcome]]]


@pytest.fixture
def imported(desk: nb.Desk, tmp_path: Path) -> Import:
    """Import a text as a file of that name; return what it did, and what became of each row."""

    def run(
        content: str | bytes, name: str = "old.csv", wish: Wish | None = None, at: nb.Desk = desk
    ) -> tuple[Imported, list[Outcome]]:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        outcomes: list[Outcome] = []
        done = import_bookings(at, path, wish or Wish(), outcomes.append)
        return done, outcomes

    return run
