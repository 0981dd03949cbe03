"""What a fresh process is asked to do; it prints what it measured as JSON.

python -m benchmarks.fresh calendar ADDRESS     a calendar, and the same again
python -m benchmarks.fresh icalendar ADDRESS    the same entries by icalendar's own classes
python -m benchmarks.fresh memory ADDRESS       100 bookings, a search, and the memory of it all
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import statistics
import sys
import time
from contextlib import closing
from datetime import datetime
from pathlib import Path

from benchmarks.large_book import CENTER, open_large
from benchmarks.rooms import ZONE
from benchmarks.scale import IN_A_FRESH_PROCESS, booking_in, free_times
from benchmarks.search import searched
from neighborbook.domain.times import zone

_AGAIN = 20
_ROWS = """
    SELECT uid, start_at, end_at, title, offering, resource, sequence, created_at, published_at
    FROM booking WHERE center = ? ORDER BY start_at
"""


def calendar(address: str) -> dict[str, float]:
    """Make the calendar of all rooms, and make it again and again while nothing has changed.

    Processor time counts, on both sides: nothing is waited for, and others may be at work.
    """
    desk, _ = open_large(address)
    with desk:
        desk.offerings()  # the catalog is read
        started = time.process_time()
        feed = desk.calendar(offering="room")
        first = time.process_time() - started
        later = []
        for _ in range(_AGAIN):
            started = time.process_time()
            again = desk.calendar(offering="room")
            later.append(time.process_time() - started)
            if feed != again:
                raise RuntimeError("the calendar has changed by itself")
    return {"seconds": first, "again": statistics.median(later), **_told(feed)}


def icalendar(address: str) -> dict[str, float]:
    """Build the same entries of the same rows with icalendar's own classes.

    The rows are read by the driver alone, no more of each than is needed: what is compared is the
    building. No VTIMEZONE is made.
    """
    from icalendar import Calendar, Event

    where = zone(ZONE)

    def at(instant: int) -> datetime:
        return datetime.fromtimestamp(instant, tz=where)

    started = time.process_time()
    with closing(sqlite3.connect(address)) as book:
        rows = book.execute(_ROWS, (CENTER,)).fetchall()
    made = Calendar()
    made.add("prodid", "-//benchmark//")
    made.add("version", "2.0")
    for uid, start, end, title, offering, resource, sequence, created, published in rows:
        event = Event()
        event.add("uid", uid)
        event.add("dtstamp", at(published))
        event.add("dtstart", at(start))
        event.add("dtend", at(end))
        event.add("summary", title or offering)
        event.add("location", f"{resource}, {CENTER}")
        event.add("status", "CONFIRMED")
        event.add("transp", "OPAQUE")
        event.add("sequence", sequence)
        event.add("created", at(created))
        event.add("last-modified", at(published))
        made.add_component(event)
    feed = made.to_ical()
    return {"seconds": time.process_time() - started, **_told(feed)}


def _told(feed: bytes) -> dict[str, float]:
    """Count the entries, and give a number for all that they say, in whatever order they say it."""
    parts = feed.replace(b"\r\n ", b"").split(b"BEGIN:VEVENT\r\n")[1:]
    entries = sorted(sorted(part.split(b"END:VEVENT")[0].split(b"\r\n")) for part in parts)
    digest = hashlib.sha256(repr(entries).encode()).digest()
    return {"entries": len(entries), "said": int.from_bytes(digest[:6], "big")}


def memory(address: str) -> dict[str, float]:
    """Book a hundred times and search 50 rooms and 30 days, in the first month of the book."""
    desk, _ = open_large(address)
    with desk:
        book = booking_in(desk, anywhere=False)
        for piece in free_times(100, IN_A_FRESH_PROCESS):
            book(piece)
        slots = sum(1 for _ in searched(desk))
    return {"mb": peak_mb(), "slots": slots}


def peak_mb() -> float:
    """Return the most memory that this process has held.

    Linux tells it of the process alone; ``getrusage`` would count what its parent held when it
    was started.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


ASKED = {"calendar": calendar, "icalendar": icalendar, "memory": memory}

if __name__ == "__main__":
    print(json.dumps(ASKED[sys.argv[1]](sys.argv[2])))
