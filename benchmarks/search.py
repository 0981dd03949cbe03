"""A search through 50 rooms and 30 days, against reading the same claims by the driver alone."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator

from benchmarks.bare import Bare, BarePostgres, BareSqlite
from benchmarks.figures import Figure, times
from benchmarks.heard import Ear
from benchmarks.large_book import (
    CENTER,
    DAYS_OF_SEARCH,
    HOURS,
    ROOMS,
    TAKEN,
    build,
    instant,
    open_large,
    rooms,
)
from benchmarks.measure import in_turns
from benchmarks.rooms import ZONE
from neighborbook.desk.desk import Desk
from neighborbook.domain.slot import Slot
from neighborbook.domain.times import format_local, zone
from neighborbook.storage.abc import Wanted

MOST_RATIO = 6.0
MOST_FIRST_MS = 10.0
ROUNDS = 3


def searched(desk: Desk, days: int = DAYS_OF_SEARCH) -> Iterator[Slot]:
    """Search every room on so many days, for an hour on a grid of half an hour."""
    where = zone(ZONE)
    return desk.slots(
        "room",
        start=format_local(instant(0, 0), where),
        end=format_local(instant(days - 1, HOURS), where),
        length="1h",
        organizer="firm-002",
    )


def searches(
    database: str,
    make: Callable[[], str],
    *,
    rounds: int = ROUNDS,
    first: int = 21,
    days: int = DAYS_OF_SEARCH,
) -> Iterator[Figure]:
    """Measure the whole search, and its first slot alone."""
    address = make()
    build(address, ROOMS * TAKEN * days)
    ear = Ear()
    desk, house = open_large(address, ear)
    with desk:
        wanted = Wanted(start=instant(0, 0), end=instant(days - 1, HOURS), leaves=rooms())
        ear.sent()
        with house.store.snapshot(CENTER) as reader:
            read = sum(map(len, reader.read(wanted).claims.values()))
        sent = ear.sent()
        bare: Bare = BareSqlite(address) if database == "SQLite" else BarePostgres(address)
        slots = sum(1 for _ in searched(desk, days))
        found = in_turns(
            range(rounds),
            lambda _: sum(1 for _ in searched(desk, days)),
            lambda _: bare.send(sent),
            rounds=rounds,
        )
        bare.close()
        ear.sent()
        yield times(
            "search",
            f"{database}, {slots:,} slots among {read:,} claims",
            found,
            most=MOST_RATIO,
            sides=("slots", "bare range read"),
        )
        took = sorted(_first(desk) for _ in range(first))
        yield Figure(
            measurement="search",
            of=f"{database}, the first slot",
            value=took[len(took) // 2] * 1000,
            unit="ms",
            most=MOST_FIRST_MS,
            rounds=tuple(seconds * 1000 for seconds in took),
        )


def _first(desk: Desk) -> float:
    started = time.perf_counter()
    if not list(itertools.islice(searched(desk), 1)):
        raise RuntimeError("nothing is free")
    return time.perf_counter() - started
