"""What must hold of a book after whatever happened to it: nothing in it is half-written.

What holds of every book, the audit says that everybody has. Besides, the steps of ``center.py``
leave exact traces: for what is alive one use of a limit (a hold uses that of holds too), a payload
for each change, a notice for what was announced, and a key for each call.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs

import neighborbook as nb
from neighborbook.desk.keeping.auditing import audited
from neighborbook.domain.booking import Booking
from neighborbook.storage import open_store
from tests.crash.center import CENTER_FILE, FixedClock, book, opened

Row = tuple[object, ...]

HALVES: Mapping[str, str] = {
    "a live booking without its use of the limits": """
        SELECT id FROM booking b WHERE state <> 'void'
        AND CASE state WHEN 'held' THEN 2 ELSE 1 END <>
        (SELECT count(*) FROM limit_use u WHERE u.center = b.center AND u.owner = b.id)""",
    "a change without its payload": """
        SELECT id FROM change c WHERE NOT EXISTS
        (SELECT 1 FROM change_payload p WHERE p.center = c.center AND p.change = c.id)""",
    "an announced change without its notice": """
        SELECT id FROM change c WHERE act IN ('book', 'change', 'confirm', 'cancel') AND 1 <>
        (SELECT count(*) FROM outbox o
        WHERE o.center = c.center AND o.booking = c.booking AND o.version = c.version
        AND o.kind = c.act)""",
    "a change without the key of its call": """
        SELECT booking FROM change c WHERE act <> 'lapse' GROUP BY center, booking
        HAVING count(*) <> (SELECT count(*) FROM idempotency_key k
        WHERE k.center = c.center AND k.answer = c.booking)""",
}

SALTED = {"change_payload": ("salt",), "change": ("commitment", "hash")}
"""What is another each time although the same was written."""


@contextlib.contextmanager
def asked(address: str) -> Iterator[sqlite3.Cursor]:
    """Ask a database with eyes of our own: a path, or an address of PostgreSQL."""
    if address.startswith("postgresql://"):
        import psycopg

        with psycopg.connect(address) as connection:
            yield connection.cursor()  # type: ignore[misc]  # alike in all that is used here
        return
    with contextlib.closing(sqlite3.connect(address)) as file:
        yield file.cursor()


def halves(cursor: sqlite3.Cursor) -> dict[str, list[Row]]:
    """Return everything that is there by half, by its name."""
    found = {name: cursor.execute(query).fetchall() for name, query in HALVES.items()}
    return {name: rows for name, rows in found.items() if rows}


def found_by_audit(address: str) -> list[str]:
    """Return what an audit finds in any center; that nobody has settled yet is no damage."""
    with contextlib.closing(open_store(address, guarded=False)) as store:
        audits = []
        for center in store.centers():
            with store.inspecting(center) as inspection:
                audits.append(audited(inspection, center, FixedClock().now()))
    return [
        str(found)
        for audit in audits
        for found in audit.findings
        if found.code is not nb.Damage.LOG_UNSEALED
    ]


def assert_whole(address: str) -> None:
    """See that a database is sound and nothing in it half-written."""
    assert found_by_audit(address) == []
    with asked(address) as cursor:
        assert halves(cursor) == {}


def contents(path: Path) -> dict[str, list[Row]]:
    """Return all that is in a file, but for what is salted, to be compared."""
    with asked(str(path)) as cursor:
        tables = cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        found = {}
        for (name,) in tables:
            columns = cursor.execute(f"PRAGMA table_info({name})").fetchall()
            kept = [column[1] for column in columns if column[1] not in SALTED.get(name, ())]
            listed = ", ".join(kept)
            found[name] = sorted(
                cursor.execute(f"SELECT {listed} FROM {name}").fetchall(), key=repr
            )
        return found


@attrs.define
class Acknowledged:
    """What was promised: bookings and their versions, as the last line about each said."""

    versions: dict[str, int] = attrs.field(factory=dict)

    def hear(self, id: str, version: int) -> None:
        """Remember a promise."""
        self.versions[id] = max(version, self.versions.get(id, 0))

    def hear_lines(self, said: list[Mapping[str, object]]) -> None:
        """Remember what a job said."""
        for line in said:
            if "id" in line:
                self.hear(str(line["id"]), int(str(line["version"])))

    def lost(self, stored: Mapping[str, int]) -> list[str]:
        """Return the promises that were not kept."""
        return [id for id, version in self.versions.items() if stored.get(id, 0) < version]

    def surplus(self, stored: Mapping[str, int]) -> int:
        """Return how many steps are there that were not promised."""
        return sum(stored.values()) - sum(self.versions.values())


def versions(address: str) -> dict[str, int]:
    """Return the version of every booking in a database."""
    with asked(address) as cursor:
        return dict(cursor.execute("SELECT id, version FROM booking").fetchall())


def open_after_crash(address: str) -> nb.Desk:
    """Open a book as its users do after a crash; load, for the crash may have come before."""
    desk = opened(address)
    desk.load(CENTER_FILE)
    return desk


def assert_serves(address: str, n: int) -> Booking:
    """See that a book serves on: it is opened, booked in, and asked again."""
    with open_after_crash(address) as desk:
        booking = book(desk, n)
        assert book(desk, n).id == booking.id
        assert desk.booking(booking.id).version == booking.version
        with desk._house.store.snapshot("anping") as reader:
            assert reader.broken_link() is None
    return booking


def assert_lapsed_do_not_block(address: str, n: int, *, at: int) -> None:
    """See that a hold of the n-th period that lapsed keeps nobody out, though nobody settled it."""
    with opened(address, clock=FixedClock(at)) as desk:
        assert book(desk, n).state is nb.State.CONFIRMED
