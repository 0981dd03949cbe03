"""Measure, print, and say by the exit code whether every bound holds.

./dev bench                both measurements, two to four minutes
./dev bench book           one booking against its bare statements
./dev bench libres         accepted bookings per second against libres
./dev bench --json         the same for programs
"""

from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
import time

from benchmarks.against_libres import contests
from benchmarks.book_cost import BookCost, book_costs
from benchmarks.machine import machine
from benchmarks.report import Report, as_json, as_text
from tests.postgres import PostgresServer, PostgresUnavailable


def main(arguments: list[str]) -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(
        prog="./dev bench", description="Measure what a booking costs."
    )
    parser.add_argument("what", nargs="?", choices=("all", "book", "libres"), default="all")
    parser.add_argument("--json", action="store_true", help="print JSON")
    asked = parser.parse_args(arguments)
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
    costs = tuple(_costs(server)) if what != "libres" else ()
    return Report(
        machine=here,
        costs=costs,
        contests=tuple(contests(server)) if what != "book" else (),
        seconds=time.monotonic() - started,
    )


def _costs(server: PostgresServer) -> list[BookCost]:
    count = itertools.count()
    with tempfile.TemporaryDirectory(prefix="nb-bench-") as folder:
        found = list(book_costs("SQLite", lambda: f"{folder}/book-{next(count)}.db"))
    return [*found, *book_costs("PostgreSQL", server.create_database)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
