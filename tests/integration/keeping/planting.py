"""A center with a bit of everything in it, and ways to damage it behind its back; no tests here."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs
import psycopg

import neighborbook as nb
from neighborbook.desk.asking import Asked
from neighborbook.desk.importing.closure_values import ClosureRow
from neighborbook.desk.importing.values import ImportRow
from neighborbook.storage.guards import GUARDS
from neighborbook.testing import CountedIds, SetClock

NOW = 1_796_000_000
"""Monday 30 November 2026, 08:53 in Shanghai."""

CENTER_FILE = """
center = { id = "corner", zone = "Asia/Shanghai" }
resource.A = {}
resource.B = {}
resource.AB = { parts = ["A", "B"] }
resource.bicycles = { capacity = 3 }
[offering.hall]
places = ["A", "AB"]
quota = { amount = "20h", per = "month" }
notice = "0m"
horizon = "none"
[offering.bicycle]
places = ["bicycles"]
notice = "0m"
horizon = "none"
[offering.asked]
places = ["B"]
approval = true
notice = "0m"
horizon = "none"
"""


@attrs.define
class Book:
    """A desk and the ids of what stands in its book."""

    desk: nb.Desk
    clock: SetClock
    url: str

    confirmed: str = ""
    both: str = ""
    held: str = ""
    pending: str = ""
    cancelled: str = ""
    bicycle: str = ""
    closure: str = ""
    brought: str = ""
    laid: str = ""

    def damage(self, *statements: str) -> None:
        """Write past the desk, with every guard and reference off."""
        told = [self._filled(statement) for statement in statements]
        if self.url.startswith("sqlite"):
            damage_file(self.url.removeprefix("sqlite:///"), told)
        else:
            with psycopg.connect(self.url, autocommit=True) as other:
                other.execute("SET session_replication_role = replica")
                for guard in GUARDS:
                    other.execute(f"ALTER TABLE claim DROP CONSTRAINT IF EXISTS {guard}".encode())
                for statement in told:
                    other.execute(statement.encode())

    def _filled(self, statement: str) -> str:
        return statement.format_map(attrs.asdict(self, recurse=False))

    def codes(self, **given: str) -> set[str]:
        """Return the codes of what an audit finds."""
        return {found.code.value for found in self.desk.check(**given).findings}


def damage_file(path: str, statements: Iterable[str]) -> None:
    """Write into a file past its triggers, references, and checks; the triggers come back."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA ignore_check_constraints = ON")
        kept = other.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = kept.fetchall()
        for name, _ in triggers:
            other.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            other.execute(statement)
        for _, sql in triggers:
            other.execute(sql)


def filled(url: str) -> Book:
    """Open a book and live a morning in it."""
    clock = SetClock(NOW)
    desk = nb.open(url, center="corner", clock=clock, ids=CountedIds())
    desk.load(CENTER_FILE)
    book = Book(desk=desk, clock=clock, url=url)
    at = {n: f"2026-12-{n:02d} 10:00" for n in range(1, 10)}
    made = desk.book("hall", start=at[1], length="2h", organizer="acme", title="Choir", key="a")
    book.confirmed = made.id
    book.both = desk.book(
        "hall", start=at[2], length="2h", organizer="acme", resource="AB", attendees=["li-wei"]
    ).id
    book.held = desk.hold("hall", start=at[3], length="1h", organizer="bolt", ttl="10m").id
    book.pending = desk.book("asked", start=at[4], length="1h", organizer="acme").id
    gone = desk.book("hall", start=at[5], length="1h", organizer="acme")
    book.cancelled = desk.cancel(gone.id, reason="rain").id
    for organizer in ("acme", "bolt", "cafe"):
        book.bicycle = desk.book("bicycle", start=at[6], length="1h", organizer=organizer).id
    desk.change(made.id, start="2026-12-01 11:00")
    people = desk.people
    people.register("li-wei", name="Li Wei", phone="5550101", key="b")
    people.register("li-na", name="Li Na", born_on="2016-01-01")
    people.register("gone", name="Gone")
    people.link("li-wei", "guardian_of", "li-na")
    people.state("li-wei", "residency", "yes", source="paper")
    people.grant("li-wei", "staff", until="2027-01-01")
    with TemporaryDirectory() as folder:
        people.erase("gone", ledger=Path(folder) / "ledger")
    book.closure = desk.close("B", start=at[7], end=at[8], reason="paint").id
    asked = Asked(what="asked", start=at[9], length="1h", organizer="acme")
    rows = [ImportRow(line=1, key="old-1", asked=asked)]
    desk.bring_in(rows, source="old.csv", told=lambda row: setattr(book, "brought", row.booking))
    closures = [ClosureRow(line=1, key="old-c", subject="B", start=at[8], end=at[9])]
    desk.bring_closures_in(
        closures, source="old.csv", told=lambda row: setattr(book, "laid", row.booking)
    )
    desk.settle(channels={"program": _rings_unheard})
    return book


def _rings_unheard(message: nb.Message) -> None:
    """Be a channel that fails, so that what was to be told is still to be told."""
    raise ConnectionError(message.party)
