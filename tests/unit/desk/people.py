"""A center with a family, a firm, and those who work there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import neighborbook as nb
from tests.unit.desk.conftest import WallClock

CENTER = """
center = { id = "center", zone = "Asia/Shanghai" }
resource.hall = {}
resource.dr-wang = {}
offering.hall = { places = ["hall"] }
offering.visit = { places = ["dr-wang"] }
"""
DAY = "2026-12-01"


def open_desk(
    clock: WallClock, database: str | None = None, plugins: tuple[object, ...] = ()
) -> nb.Desk:
    desk = nb.open(database, clock=clock, plugins=plugins)
    desk.load(CENTER)
    return desk


def at(hour: int) -> str:
    return f"{DAY} {hour:02}:00"


def refused(desk: nb.Desk, organizer: str | None = None, start: str = at(10)) -> tuple[str, ...]:
    return desk.explain("hall", start=start, length="1h", organizer=organizer).codes


@contextmanager
def inhabited(clock: WallClock, database: str | None = None) -> Iterator[nb.Desk]:
    """Open the center at noon of 23 November 2026."""
    clock.set("2026-11-23T04:00")
    with open_desk(clock, database) as desk:
        populate(desk)
        yield desk


def populate(desk: nb.Desk) -> None:
    """Register everybody."""
    people = desk.people
    people.register("li-na", name="李娜", born_on="2009-12-05", grid="3")
    people.register("li-wei", name="李伟", phone="+86 21 5555 0101")
    people.register("elder", name="Old Zhao", born_on="1941-02-01", grid="3")
    people.register("other", name="Old Sun", born_on="1940-02-01", grid="4")
    people.register("worker", name="Grid worker")
    people.register("wang", name="Dr. Wang")
    people.register("clerk", name="Clerk")
    people.grant("clerk", "staff")
    people.register_organization("acme", name="Acme", managers=["li-wei", "wang"])
    people.link("li-wei", "guardian_of", "li-na")
