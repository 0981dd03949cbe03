"""An audit of a large book: how long it takes, and how much memory the process has at most.

The desk books once in each room; the rows that it wrote are put in again for other times and firms,
by the way that copies take, so that the guards judge each of them.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs

from benchmarks.large_book import CENTER, FILE, FIRMS, instant, open_large, rooms, taken_hours
from benchmarks.rooms import ZONE
from neighborbook.domain.times import local_start, zone
from neighborbook.storage import open_store
from neighborbook.storage.log import sealed
from neighborbook.storage.queries.on_everything import copied_columns
from neighborbook.storage.statements import Row, Value
from neighborbook.storage.tables import metadata

TABLES = ("booking", "claim", "limit_use", "change", "change_payload", "outbox")
BATCH = 5000
MEMORY = 300
"""Megabytes that an audit may take, however large the book."""

_CHILD = """
import json, pathlib, sys, time
import neighborbook as nb
with nb.open(sys.argv[1], center=sys.argv[2]) as desk:
    began = time.perf_counter()
    audit = desk.check()
    took = time.perf_counter() - began
    # Not what getrusage says: that counts what the process was before it became this one.
    more = int(pathlib.Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
print(json.dumps([took, more / 1024, audit.bookings, audit.position, len(audit.findings)]))
"""


@attrs.frozen(kw_only=True)
class AuditCost:
    """What an audit of a book took.

    Attributes:
        seconds: of the call; memory: megabytes of the whole process at most.
        found: findings; there must be none.
    """

    bookings: int
    size: int
    seconds: float
    memory: float
    changes: int
    found: int

    @property
    def holds(self) -> bool:
        """Whether it stayed within its memory, and found nothing."""
        return self.memory <= MEMORY and not self.found

    def __str__(self) -> str:
        return (
            f"check of {self.bookings:,} bookings and {self.changes:,} changes "
            f"({self.size / 1e6:,.0f} MB): {self.seconds:,.1f} s, {self.memory:,.0f} MB at most "
            f"(bound {MEMORY} MB), {self.found} found"
        )


def audit_cost(bookings: int) -> AuditCost:
    """Build a book of so many bookings, and audit it in a process of its own."""
    with TemporaryDirectory(prefix="nb-audit-") as folder:
        path = Path(folder) / "large.db"
        fill(str(path), bookings)
        said = subprocess.run(
            [sys.executable, "-c", _CHILD, str(path), CENTER],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        seconds, memory, counted, changes, found = json.loads(said.stdout)
        return AuditCost(
            bookings=counted, size=path.stat().st_size, seconds=seconds, memory=memory,
            changes=changes, found=found,
        )  # fmt: skip


def fill(where: str, bookings: int) -> None:
    """Put so many bookings into an empty place, besides one for each room."""
    models = _models(where)
    with closing(open_store(where)) as store:
        with store.inspecting(CENTER) as inspection:
            last = inspection.head()
        with store.receiving() as receiver:
            batch: dict[str, list[Row]] = {table: [] for table in TABLES}
            for number, (day, room, hour) in enumerate(_hours(bookings)):
                made = _again(models[room], number, instant(day, hour))
                [seal] = sealed(last, [_change(made["change"])])
                last = seal.at_position, seal.with_hash
                made["change"] |= {"position": last[0], "hash": last[1]}
                for table in TABLES:
                    names = copied_columns(metadata.tables[table])
                    batch[table].append(tuple([made[table][name] for name in names]))
                if len(batch["booking"]) == BATCH or number == bookings - 1:
                    for table in TABLES:
                        receiver.insert(table, batch[table])
                        batch[table] = []
            receiver.commit()


Model = dict[str, dict[str, Value]]


def _models(where: str) -> list[Model]:
    """Book each room once, before the others; return the rows that were written for each."""
    desk, house = open_large(where)
    with desk:
        desk.load(FILE)
        made = {}
        for number, room in enumerate(rooms()):
            start = local_start(instant(-1, number % 14), zone(ZONE))[:16].replace("T", " ")
            booking = desk.book(
                "room", start=start, length="1h", resource=room, organizer="firm-000"
            )
            made[booking.id] = room
        desk.settle()
        found: dict[str, Model] = {room: {} for room in rooms()}
        changes: dict[Value, str] = {}
        with house.store.inspecting(CENTER) as inspection:
            for table in TABLES:
                names = copied_columns(metadata.tables[table])
                for row in (row for page in inspection.rows_of(table) for row in page):
                    kept = dict(zip(names, row, strict=True))
                    owner = kept.get("owner") or kept.get("booking") or kept["id" if table ==
                        "booking" else "change"]  # fmt: skip
                    room = changes.get(owner) or made[str(owner)]
                    found[room][table] = kept
                    if table == "change":
                        changes[kept["id"]] = room
    return [found[room] for room in rooms()]


def _hours(bookings: int) -> Iterator[tuple[int, int, int]]:
    left, day = bookings, 0
    while True:
        for room in range(len(rooms())):
            for hour in taken_hours(day, room):
                if not left:
                    return
                left -= 1
                yield day, room, hour
        day += 1


def _again(model: Model, number: int, start: int) -> Model:
    id, change, firm = f"b{number:031x}", f"c{number:031x}", FIRMS[number % len(FIRMS)]
    period: dict[str, Value] = {"start_at": start, "end_at": start + 3600}
    mine: dict[str, Value] = {"local_start": local_start(start, zone(ZONE)), "organizer": firm}
    key = str(model["limit_use"]["key"]).replace("firm-000", firm)
    return {
        "booking": model["booking"] | period | mine | {"id": id, "uid": id, "late_after": start},
        "claim": model["claim"] | period | {"owner": id, "accepted": number + 2},
        "limit_use": model["limit_use"] | {"owner": id, "key": key, "at": start},
        "change": model["change"] | {"id": change, "booking": id},
        "change_payload": model["change_payload"] | {"change": change},
        "outbox": model["outbox"] | {"id": id, "booking": id},
    }


def _change(row: dict[str, Value]) -> Row:
    names = ("id", "booking", "act", "version", "at", "fields", "commitment")
    return tuple([row[name] for name in names])
