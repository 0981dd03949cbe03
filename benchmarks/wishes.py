"""What is booked: three kinds of wishes at the reference center, each at a time that is free."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import attrs

from neighborbook.desk.clock import RandomIds, StoppedClock
from neighborbook.desk.desk import Desk
from neighborbook.desk.house import House
from neighborbook.domain.party import PROGRAM
from neighborbook.storage import open_store
from neighborbook.storage.statement_log import StatementLog

CENTER = Path(__file__).parent.parent / "examples" / "anping" / "center.toml"
NOW = datetime.fromisoformat("2026-10-12T09:00:00+08:00")
CLOCK = StoppedClock(at=int(NOW.timestamp()))
"""Always the same Monday morning, so that every run books the same days."""

FIRST, LAST = "2026-10-14", "2026-11-11"


@attrs.frozen(kw_only=True)
class Kind:
    """A kind of booking to measure.

    Attributes:
        legs: what it takes, told in the report.
    """

    name: str
    offering: str
    legs: str
    details: Mapping[str, object] | None = None


KINDS = (
    Kind(name="plain room", offering="youth-station", legs="1 of 1 room"),
    Kind(name="meeting room", offering="interview-room", legs="1 of 1 room, a quota"),
    Kind(
        name="hall and projector",
        offering="training-room",
        legs="1 of 3 places, 1 of 3 projectors, two quotas",
        details={"equipment": {"projector": 1}},
    ),
)


@attrs.frozen(kw_only=True)
class Wish:
    """One booking to be made, with a key, as a careful caller sends it."""

    kind: Kind
    start: str
    number: int

    def book(self, desk: Desk) -> None:
        """Book it."""
        desk.book(
            self.kind.offering,
            start=self.start,
            length="30m",
            organizer=f"firm-{self.number}",
            headcount=4,
            title="Weekly meeting",
            details=self.kind.details,
            key=f"{self.kind.offering}-{self.number}",
        )


def open_center(where: str, log: StatementLog | None = None) -> Desk:
    """Open a database, load the reference center into it, and return its desk."""
    house = House(
        store=open_store(where, statement_log=log),
        center="anping",
        clock=CLOCK,
        ids=RandomIds(),
    )
    desk = Desk(house, PROGRAM)
    try:
        desk.load(CENTER)
    except BaseException:
        desk.close_database()
        raise
    return desk


def wishes(desk: Desk, kind: Kind, most: int) -> tuple[Wish, ...]:
    """Return times that do not disturb one another, buffers and changeovers included."""
    starts: list[str] = []
    free_from = None
    for slot in desk.slots(
        kind.offering,
        start=FIRST,
        end=LAST,
        length="30m",
        organizer="somebody",
        headcount=4,
        details=kind.details,
    ):
        if free_from is None or slot.start >= free_from:
            starts.append(slot.start.isoformat())
            free_from = slot.end.add(minutes=30)
        if len(starts) == most:
            break
    return tuple(Wish(kind=kind, start=start, number=n) for n, start in enumerate(starts))
