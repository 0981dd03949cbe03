"""What is measured in processes of their own: calendars, imports, the command line, memory."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

from benchmarks.figures import Figure, times
from benchmarks.large_book import build
from benchmarks.measure import Ratio, ratio

LEAST_CALENDAR, LEAST_AGAIN = 8.0, 500.0
MOST_IMPORT = 1.3
MOST_HELP_MS = 300.0
MOST_MB = 150.0
ENTRIES = 10_000
ROUNDS = 5
STARTS = 11

_TIMED = "import time; t = time.perf_counter(); import {0}; print(time.perf_counter() - t)"


def fresh(asked: str, address: str) -> dict[str, float]:
    """Run one thing in a fresh process; see ``benchmarks.fresh``."""
    said = _run("-m", "benchmarks.fresh", asked, address)
    found: dict[str, float] = json.loads(said)
    return found


def _run(*arguments: str) -> str:
    command = [sys.executable, *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def calendars(
    make: Callable[[], str], *, entries: int = ENTRIES, rounds: int = ROUNDS
) -> Iterator[Figure]:
    """Compare a calendar with icalendar's classes, and with the same calendar a second time.

    Raises:
        RuntimeError: the entries of the two differ in anything.
    """
    address = make()
    build(address, entries)
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(fresh("calendar", address))
        theirs.append(fresh("icalendar", address))
    if len({one["said"] for one in (*ours, *theirs)}) != 1:
        raise RuntimeError("the two calendars do not say the same")
    first = [[one["seconds"]] for one in ours]
    of = f"{ours[0]['entries']:,.0f} entries"
    yield times(
        "calendar",
        f"{of}, to icalendar's classes",
        ratio([[one["seconds"]] for one in theirs], first),
        least=LEAST_CALENDAR,
        sides=("icalendar", "ours"),
    )
    yield times(
        "calendar",
        f"{of}, to the same again",
        ratio(first, [[one["again"]] for one in ours]),
        least=LEAST_AGAIN,
        sides=("first", "again"),
    )


def imports(*, starts: int = STARTS) -> Iterator[Figure]:
    """Compare what importing costs, and time the command line."""
    yield times(
        "import",
        "neighborbook to attrs, pendulum, pluggy",
        _imported("neighborbook", "attrs, pendulum, pluggy", starts),
        most=MOST_IMPORT,
        sides=("neighborbook", "the three"),
    )
    yield times(
        "import",
        "the same with the desk, which loads when it is first used",
        _imported("neighborbook.desk.desk", "attrs, pendulum, pluggy", starts),
        sides=("the desk", "the three"),
    )
    took = []
    for _ in range(starts):
        started = time.perf_counter()
        _run("-m", "neighborbook.cli", "--help")
        took.append((time.perf_counter() - started) * 1000)
    yield Figure(
        measurement="import",
        of="neighborbook --help",
        value=statistics.median(took),
        unit="ms",
        most=MOST_HELP_MS,
        rounds=tuple(took),
    )


def _imported(one: str, other: str, starts: int) -> Ratio:
    ours, limit = [], []
    for _ in range(starts):
        ours.append([float(_run("-c", _TIMED.format(one)))])
        limit.append([float(_run("-c", _TIMED.format(other)))])
    return ratio(ours, limit)


def memory(address: str, *, of: str = "1,000,000 bookings") -> Figure:
    """Measure what a fresh process holds at most while it books and searches in a large book."""
    found = fresh("memory", address)
    return Figure(
        measurement="memory",
        of=f"100 bookings and a search among {of}",
        value=found["mb"],
        unit="MB",
        most=MOST_MB,
        note=f"{found['slots']:,.0f} slots",
    )
