"""Measure, print, and say by the exit code whether every bound holds.

./dev bench                all but the scale, the audit, and the footprint; some minutes
./dev bench book           one booking against its bare statements
./dev bench libres         accepted bookings per second against libres
./dev bench writers        four processes that write one file against one
./dev bench search         50 rooms and 30 days against the bare range read
./dev bench clinic         a day at the health station; an appointment against its statements
./dev bench calendar       a calendar of 10,000 bookings against icalendar's classes
./dev bench import         importing, and the command line
./dev bench moving-in      a CSV file of 100,000 bookings comes in, one in twenty refused as planted
./dev bench scale          a book of 1,000,000 against one of 10,000, and the memory that it takes;
                           building the two takes a quarter of an hour or more, so it is not in all
./dev bench audit          an audit of a book of 1,000,000: seconds and memory; building it takes
                           some minutes, so it is not in all
./dev bench footprint      disk and memory of a room, a center, and 300 centers: some minutes, and
                           more than ten where the disk is busy, for each booking waits for it
./dev bench --json         the same for programs
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator

import attrs

from benchmarks import footprint
from benchmarks.against_libres import contests
from benchmarks.audit import audit_cost
from benchmarks.book_cost import BookCost, book_costs
from benchmarks.clinic import clinics
from benchmarks.figures import Figure
from benchmarks.machine import machine
from benchmarks.moving_in import moving_in
from benchmarks.processes import calendars, imports, memory
from benchmarks.report import Report, as_json, as_text
from benchmarks.scale import scales
from benchmarks.search import searches
from benchmarks.writers import writers
from tests.postgres import PostgresServer, PostgresUnavailable

NAMES = (
    "book",
    "libres",
    "writers",
    "search",
    "clinic",
    "calendar",
    "import",
    "moving-in",
    "scale",
)


def main(arguments: list[str]) -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(
        prog="./dev bench",
        description="Measure what a booking costs; all is without scale, audit, and footprint.",
    )
    parser.add_argument(
        "what", nargs="?", choices=("all", *NAMES, "audit", "footprint"), default="all"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    asked = parser.parse_args(arguments)
    if asked.what == "footprint":
        found = footprint.measure()
        print(footprint.as_json(found) if asked.json else footprint.as_text(found))
        return 0
    if asked.what == "audit":
        cost = audit_cost(1_000_000)
        print(json.dumps(attrs.asdict(cost)) if asked.json else cost)
        return 0 if cost.holds else 1
    try:
        with PostgresServer(durable=True) as server:
            report = measure(server, asked.what)
    except PostgresUnavailable as missing:
        print(f"no PostgreSQL, nothing measured: {missing}", file=sys.stderr)
        return 2
    print(as_json(report) if asked.json else as_text(report))
    return 1 if report.broken else 0


def measure(server: PostgresServer, what: str) -> Report:
    """Measure on a durable server, and in files beside the system's other temporary ones."""
    started = time.monotonic()
    here = machine(server)
    wanted = set(NAMES) - {"scale"} if what == "all" else {what}
    with tempfile.TemporaryDirectory(prefix="nb-bench-") as folder:
        places = Places(folder=folder, server=server)
        return Report(
            machine=here,
            costs=tuple(_costs(places)) if "book" in wanted else (),
            contests=tuple(contests(server)) if "libres" in wanted else (),
            figures=tuple(
                figure for name in NAMES if name in wanted for figure in _figures(name, places)
            ),
            seconds=time.monotonic() - started,
        )


@attrs.define(kw_only=True)
class Places:
    """Where empty databases are made."""

    folder: str
    server: PostgresServer
    _count: Iterator[int] = attrs.field(factory=itertools.count)

    def file(self) -> str:
        """Return the path of a file that does not exist yet."""
        return f"{self.folder}/book-{next(self._count)}.db"

    @property
    def both(self) -> tuple[tuple[str, Callable[[], str]], ...]:
        """What makes an empty database, by the name of its kind."""
        return ("SQLite", self.file), ("PostgreSQL", self.server.create_database)


def _costs(places: Places) -> Iterator[BookCost]:
    for database, make in places.both:
        yield from book_costs(database, make)


def _figures(name: str, places: Places) -> Iterator[Figure]:
    if name == "writers":
        yield from writers(places.file())
    elif name == "search":
        for database, make in places.both:
            yield from searches(database, make)
    elif name == "clinic":
        for database, make in places.both:
            yield from clinics(database, make)
    elif name == "calendar":
        yield from calendars(places.file)
    elif name == "import":
        yield from imports()
    elif name == "moving-in":
        yield from moving_in(places.file)
    elif name == "scale":
        large: list[str] = []
        for database, make in places.both:
            yield from scales(database, make, made=large.append)
        yield memory(large[0])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
