"""A CSV file of 100,000 bookings comes in; each rule in turn has to refuse one row in twenty."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path

import attrs

import neighborbook as nb
from benchmarks.figures import Figure
from neighborbook.desk.importing.values import Outcome
from neighborbook.transfer.importing import Wish, import_bookings
from neighborbook.transfer.reporting import codes_of

ROWS, EVERY = 100_000, 20
LEAST_RATE = 3_000
ROOMS, HOURS = 50, 14
FIRST = datetime.fromisoformat("2026-12-01T08:00")
NOW = int(datetime.fromisoformat("2026-11-30T08:00:00+08:00").timestamp())
CENTER = f"""
center = {{ id = "bench", zone = "Asia/Shanghai" }}
hours.open = {{ daily = "08:00-22:00" }}
{"".join(f'resource.r{n} = {{ hours = "open" }}{chr(10)}' for n in range(ROOMS))}
resource.spare = {{ hours = "open" }}
resource.lift = {{ features = ["step-free"] }}
resource.desks = {{ capacity = 2, hours = "open" }}
[offering.room]
notice = "2h"
horizon = 400
longest = "8h"
places = [{", ".join(f'"r{n}"' for n in range(ROOMS))}]
[offering.spare]
notice = "2h"
horizon = 400
longest = "8h"
places = [{{ resource = "spare", layouts = {{ theatre = 10 }} }}]
[offering.club]
horizon = 400
notice = "2h"
quota = {{ amount = "1h", per = "month" }}
places = ["spare"]
[offering.desk]
horizon = 400
notice = "2h"
places = ["desks"]
[offering.shut]
horizon = 400
notice = "2h"
places = ["spare"]
"""
COLUMNS = (
    *("key", "offering", "resource", "start", "end", "organizer", "title", "headcount"),
    "features",
)


@attrs.frozen(kw_only=True)
class Clock:
    """A clock that stands still: what is too soon stays so."""

    def now(self) -> int:
        """Return UTC seconds."""
        return NOW


@attrs.frozen(kw_only=True)
class Planted:
    """A row that is to be refused, with the codes by which."""

    codes: tuple[str, ...]
    cells: dict[str, str]


def _spare(start: str, end: str, **more: str) -> dict[str, str]:
    return {"offering": "spare", "resource": "spare", "start": start, "end": end, **more}


PLANTED = (
    Planted(codes=("PAST",), cells=_spare("2026-11-29 10:00", "2026-11-29 11:00")),
    Planted(codes=("OFF_GRID",), cells=_spare("2027-05-01 10:07", "2027-05-01 11:00")),
    Planted(codes=("LENGTH",), cells=_spare("2027-05-02 10:00", "2027-05-02 20:00")),
    Planted(codes=("CLOSED",), cells=_spare("2027-05-03 22:00", "2027-05-03 23:00")),
    Planted(codes=("TOO_SOON",), cells=_spare("2026-11-30 09:00", "2026-11-30 10:00")),
    Planted(codes=("TOO_FAR",), cells=_spare("2028-05-03 10:00", "2028-05-03 11:00")),
    Planted(
        codes=("CONFLICT_RESOURCE",),
        cells={
            "offering": "room",
            "resource": "r0",
            "start": "2026-12-01 08:00",
            "end": "2026-12-01 09:00",
        },
    ),
    Planted(codes=("HELD_BY_OTHER",), cells=_spare("2027-05-04 10:00", "2027-05-04 11:00")),
    Planted(
        codes=("FULL",),
        cells={"offering": "desk", "start": "2027-05-05 10:00", "end": "2027-05-05 11:00"},
    ),
    Planted(
        codes=("QUOTA",),
        cells={
            "offering": "club",
            "start": "2027-05-06 10:00",
            "end": "2027-05-06 11:00",
            "organizer": "full",
        },
    ),
    Planted(
        codes=("LAYOUT_TOO_SMALL",),
        cells=_spare("2027-05-07 10:00", "2027-05-07 11:00", headcount="11"),
    ),
    Planted(
        codes=("FEATURE_MISSING",),
        cells=_spare("2027-05-08 10:00", "2027-05-08 11:00", features="step-free"),
    ),
    Planted(
        codes=("CLOSED",),
        cells={"offering": "shut", "start": "2027-05-09 10:00", "end": "2027-05-09 11:00"},
    ),
    Planted(codes=("CONFLICT_RESOURCE",), cells=_spare("2027-05-10 10:00", "2027-05-10 11:00")),
    Planted(
        codes=("UNKNOWN_OFFERING",),
        cells={"offering": "cellar", "start": "2027-05-11 10:00", "end": "2027-05-11 11:00"},
    ),
    Planted(codes=("INPUT_INVALID",), cells=_spare("yesterday", "2027-05-12 11:00")),
    Planted(
        codes=("INPUT_MISSING",),
        cells=_spare("2027-05-13 10:00", "2027-05-13 11:00", organizer=""),
    ),
)
"""One for each rule of time, place, and policy of a plain room, and for each kind of fault."""


def opened(where: str) -> nb.Desk:
    """Open a center in which holds, closures, and quotas lie in wait."""
    desk = nb.open(where, center="bench", clock=Clock())
    desk.load(CENTER)
    desk.hold("spare", start="2027-05-04 10:00", length="1h", organizer="x", ttl="10m")
    for _ in range(2):
        desk.book("desk", start="2027-05-05 10:00", length="1h", organizer="x")
    desk.book("club", start="2027-05-06 08:00", length="1h", organizer="full")
    desk.close("shut", start="2027-05-09", end="2027-05-10")
    desk.close("spare", start="2027-05-10", end="2027-05-11")
    return desk


def write_file(path: Path, rows: int) -> dict[int, tuple[str, ...]]:
    """Write the file; return by which codes each planted line is to be refused."""
    expected: dict[int, tuple[str, ...]] = {}
    planted, good = cycle(PLANTED), 0
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS, restval="")
        table.writeheader()
        for number in range(rows):
            key, organizer = str(number), f"o{number % 500}"
            cells = {"key": key, "organizer": organizer, "title": f"Booking {number}"}
            if number % EVERY == EVERY - 1:
                one = next(planted)
                expected[number + 2] = one.codes
                table.writerow({**cells, **one.cells})
                continue
            day, hour = divmod(good // ROOMS, HOURS)
            start = FIRST + timedelta(days=day, hours=hour)
            end = start + timedelta(hours=1)
            place = {"offering": "room", "resource": f"r{good % ROOMS}"}
            times = {"start": f"{start:%Y-%m-%d %H:%M}", "end": f"{end:%Y-%m-%d %H:%M}"}
            table.writerow({**cells, **place, **times})
            good += 1
    return expected


def moving_in(make: Callable[[], str], *, rows: int = ROWS) -> Iterator[Figure]:
    """Import the file, once skipping what is bad, once as a preview of all or nothing.

    Raises:
        ValueError: a row was not refused as it was planted to be, or another one was.
    """
    where = make()
    path = Path(where).with_suffix(".csv")
    expected = write_file(path, rows)
    for of, wish in (
        ("preview", Wish(preview=True)),
        ("skipping what is bad", Wish(skip=True)),
        ("again, nothing new", Wish(skip=True)),
    ):
        with opened(where) if of == "preview" else nb.open(where, clock=Clock()) as desk:
            refused: dict[int, tuple[str, ...]] = {}

            def told(outcome: Outcome, refused: dict[int, tuple[str, ...]] = refused) -> None:
                if codes := codes_of(outcome):
                    refused[outcome.line] = codes

            started = time.perf_counter()
            done = import_bookings(desk, path, wish, told)
            seconds = time.perf_counter() - started
        if refused != expected:
            wrong = [line for line in expected if refused.get(line) != expected[line]]
            raise ValueError(f"{wrong[:5]}: {[refused.get(line) for line in wrong[:5]]}")
        yield Figure(
            measurement="moving-in",
            of=f"SQLite, CSV of {rows:,}, {of}",
            value=rows / seconds,
            unit="/s",
            least=LEAST_RATE,
            note=f"{done.booked:,} booked, {done.bad:,} refused as planted",
        )
