"""What it takes to run: bytes on the disk, seconds of reading, memory of a process.

Half a year at the reference center is booked day by day by the public verbs, with a clock that
walks along; some bookings are moved and some cancelled, as people do. The files and the server are
then asked how large they are. Memory is what the operating system says of a process of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import attrs
import psycopg

import neighborbook as nb
from benchmarks.wishes import CENTER
from tests.postgres import PostgresServer, PostgresUnavailable

FIRST = datetime.fromisoformat("2026-01-05T07:00:00+08:00")
AHEAD = timedelta(days=3)
MOVED, CANCELLED = 10, 12
"""Every so many bookings one is moved to another time, and one cancelled."""

ROOM = ("interview-room",)
HOUSE = (
    *("training-room", "interview-room", "workers-room", "youth-room", "youth-station"),
    *("history-hall", "choir-room", "dance-floor", "card-table", "retired-members-room"),
    *("mediation-room", "practice-station", "basketball", "badminton", "table-tennis"),
)
A_ROOM, A_HOUSE = 6, 45
"""Bookings a day: a room that is used all day; a house with three for each of its offerings."""

CENTERS = 300


@attrs.define
class WalkingClock:
    """A clock that is where the story is."""

    at: datetime = FIRST

    def now(self) -> int:
        """Return UTC seconds since 1970."""
        return int(self.at.timestamp())


@attrs.frozen(kw_only=True)
class Year:
    """What some days of bookings left behind.

    Attributes:
        empty: bytes with the center file loaded and nothing booked.
        half, full: bytes after half of the days, and after all.
        half_bookings, bookings: how many had been made by then.
    """

    database: str
    what: str
    days: int
    empty: int
    half: int
    full: int
    half_bookings: int
    bookings: int
    seconds: float

    @property
    def each(self) -> float:
        """Bytes for each booking of the second half: what the next one will take."""
        return (self.full - self.half) / max(1, self.bookings - self.half_bookings)

    @property
    def a_year(self) -> float:
        """Bytes that 365 such days add."""
        return (self.full - self.empty) * 365 / self.days


@attrs.frozen(kw_only=True)
class Resident:
    """Memory of one process, in bytes, after doing what ``what`` says."""

    what: str
    bytes: int


@attrs.frozen(kw_only=True)
class Footprint:
    """All that was measured."""

    years: tuple[Year, ...]
    centers: int
    centers_bytes: int
    memory: tuple[Resident, ...]


def measure(*, days: int = 182) -> Footprint:
    """Measure everything; PostgreSQL for fewer days, and only where it can be had."""
    with tempfile.TemporaryDirectory(prefix="nb-footprint-") as name:
        folder = Path(name)
        years = [
            year(f"{folder}/room.db", "one room", ROOM, A_ROOM, days),
            year(f"{folder}/house.db", "one center", HOUSE, A_HOUSE, days),
            *_on_postgresql(max(14, days // 4)),
        ]
        many = folder / "many.db"
        for number in range(CENTERS):
            load(str(many), f"center-{number}")
        return Footprint(
            years=tuple(years),
            centers=CENTERS,
            centers_bytes=many.stat().st_size,
            memory=tuple(memory(folder / "house.db", many)),
        )


def _on_postgresql(days: int) -> Iterator[Year]:
    try:
        with PostgresServer(durable=False) as server:
            yield year(server.create_database(), "one center", HOUSE, A_HOUSE, days)
    except PostgresUnavailable as missing:
        print(f"no PostgreSQL, not measured there: {missing}", file=sys.stderr)


def load(database: str, center: str) -> None:
    """Load the reference center under another id."""
    text = CENTER.read_text(encoding="utf-8").replace('id = "anping"', f'id = "{center}"', 1)
    with nb.open(database, center=center, clock=WalkingClock()) as desk:
        desk.load(text)


def year(database: str, what: str, offerings: tuple[str, ...], a_day: int, days: int) -> Year:
    """Book so many days, and look at the size half way and at the end."""
    started = time.monotonic()
    clock = WalkingClock()
    load(database, "anping")
    empty = size(database)
    made = half_made = half = 0
    with nb.open(database, center="anping", clock=clock) as desk:
        for day in range(days):
            if day == days // 2:
                desk.settle()
                half, half_made = size(database), made
            clock.at = FIRST + timedelta(days=day)
            made += _one_day(desk, clock.at + AHEAD, offerings, a_day, made)
            if day % 7 == 6:
                desk.settle()
        desk.settle()
    return Year(
        database="PostgreSQL" if "://" in database else "SQLite",
        what=what,
        days=days,
        empty=empty,
        half=half,
        full=size(database),
        half_bookings=half_made,
        bookings=made,
        seconds=time.monotonic() - started,
    )


def _one_day(
    desk: nb.Desk, day: datetime, offerings: tuple[str, ...], a_day: int, before: int
) -> int:
    """Book what the day takes, each offering in turn; return how many it were."""
    made = 0
    share = a_day // len(offerings)
    for offering in offerings:
        found = _free(desk, offering, day)
        for slot in found[:share]:
            number = before + made
            booking = desk.book(
                slot,
                organizer=f"firm-{number % 185}",
                title="Weekly team meeting 每周例会",
                key=f"request-{number}",
            )
            made += 1
            if number % CANCELLED == 0:
                desk.cancel(booking.id, reason="The speaker is ill")
            elif number % MOVED == 0 and len(found) > share:
                desk.change(booking.id, start=found[-1].start.isoformat(), override="moved")
    return made


def _free(desk: nb.Desk, offering: str, day: datetime) -> list[nb.Slot]:
    """Return free hours of a day that do not disturb one another."""
    found: list[nb.Slot] = []
    midnight = day.replace(hour=0)
    for slot in desk.slots(
        offering,
        start=midnight,
        end=midnight + timedelta(days=1),
        length="1h",
        organizer="somebody",
        headcount=4,
    ):
        if not found or slot.start >= found[-1].end.add(minutes=30):
            found.append(slot)
    return found


def size(database: str) -> int:
    """Return the bytes of a database on its disk, its journals included."""
    if "://" not in database:
        return sum(
            path.stat().st_size
            for path in Path(database).parent.glob(f"{Path(database).name}*")
            if path.is_file()
        )
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("VACUUM")
        found = connection.execute("SELECT pg_database_size(current_database())").fetchone()
        return 0 if found is None else int(found[0])


PRELUDE = """
import sys
import neighborbook as nb
HOUSE, MANY = sys.argv[1:]
class Clock:
    def now(self):
        return 1772326800  # 1 March 2026, nine o'clock in Shanghai
"""
STEPS = {
    "Python alone": "",
    "one center: opened, one booking explained": """
desk = nb.open(HOUSE, center="anping", clock=Clock())
desk.explain("badminton", start="2026-03-02 10:00", length="1h", organizer="li-wei")
""",
    "the same, and a week's slots, a day board, the calendar of a court": """
desk = nb.open(HOUSE, center="anping", clock=Clock())
words = {"start": "2026-03-02", "end": "2026-03-09", "length": "1h"}
for slot in desk.slots("badminton", **words):
    pass
desk.day("2026-03-02")
desk.calendar(resource="badminton-1")
""",
    "300 centers: a desk open for each, in one process": """
desks = []
for center in nb.centers(MANY):
    desks.append(nb.open(MANY, center=center, clock=Clock()))
    desks[-1].offerings()
""",
}
PEAK = """
from pathlib import Path
print(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
"""


def memory(house: Path, many: Path) -> Iterator[Resident]:
    """Yield what processes need at most, where the operating system can tell."""
    if not Path("/proc/self/status").exists():
        print("no /proc here, memory not measured", file=sys.stderr)
        return
    for what, step in STEPS.items():
        code = (PRELUDE + step if step else "") + PEAK
        done = subprocess.run(
            [sys.executable, "-c", code, str(house), str(many)],
            capture_output=True,
            text=True,
            check=True,
        )
        yield Resident(what=what, bytes=int(done.stdout.split()[-1]) * 1024)


def as_text(found: Footprint) -> str:
    """Write it for people."""
    lines = [
        f"{'':24}{'days':>6}{'bookings':>10}{'empty':>10}{'full':>10}{'a booking':>11}{'a year':>9}"
    ]
    lines += [
        f"{one.database + ', ' + one.what:24}{one.days:>6}{one.bookings:>10}"
        f"{one.empty / 1e6:>7.1f} MB{one.full / 1e6:>7.1f} MB{one.each:>9.0f} B"
        f"{one.a_year / 1e6:>6.0f} MB   ({one.seconds:.0f} s)"
        for one in found.years
    ]
    lines.append(
        f"{found.centers} centers loaded, nothing booked: {found.centers_bytes / 1e6:.1f} MB, "
        f"{found.centers_bytes / found.centers / 1e3:.0f} kB each"
    )
    lines += [f"{one.bytes / 1e6:>7.0f} MB  {one.what}" for one in found.memory]
    return "\n".join(lines)


def as_json(found: Footprint) -> str:
    """Write it for programs."""
    return json.dumps(attrs.asdict(found), indent=2)
