"""What a fresh process is asked to do; it prints what it measured as JSON.

python -m benchmarks.fresh calendar ADDRESS     a calendar, twice
python -m benchmarks.fresh icalendar ADDRESS    the same entries by icalendar's own classes
python -m benchmarks.fresh memory ADDRESS       100 bookings, a search, and the memory of it all
"""

from __future__ import annotations

import json
import sys
import time
from datetime import datetime
from pathlib import Path

from benchmarks.large_book import instant, open_large
from benchmarks.rooms import ZONE
from benchmarks.scale import IN_A_FRESH_PROCESS, booking_in, free_times
from benchmarks.search import searched
from neighborbook.domain.times import zone


def calendar(address: str) -> dict[str, float]:
    """Make the calendar of all rooms, and make it again while nothing has changed."""
    desk, _ = open_large(address)
    with desk:
        desk.offerings()  # the catalog is read
        started = time.perf_counter()
        feed = desk.calendar(offering="room")
        first = time.perf_counter() - started
        started = time.perf_counter()
        again = desk.calendar(offering="room")
        second = time.perf_counter() - started
    if feed != again:
        raise RuntimeError("the calendar has changed by itself")
    return {"seconds": first, "again": second, "entries": feed.count(b"BEGIN:VEVENT")}


def icalendar(address: str) -> dict[str, float]:
    """Build the same entries with icalendar's classes; reading the book is not timed."""
    from icalendar import Calendar, Event

    desk, _ = open_large(address)
    with desk:
        found = [b for b in desk.bookings() if b.start_at < instant(400, 0)]
        where = zone(ZONE)
        started = time.perf_counter()
        made = Calendar()
        made.add("prodid", "-//benchmark//")
        made.add("version", "2.0")
        for booking in found:
            event = Event()
            event.add("uid", booking.uid)
            event.add("dtstamp", datetime.fromtimestamp(booking.published_at, tz=where))
            event.add("dtstart", datetime.fromtimestamp(booking.start_at, tz=where))
            event.add("dtend", datetime.fromtimestamp(booking.end_at, tz=where))
            event.add("summary", booking.title or booking.offering)
            event.add("location", booking.resource)
            event.add("status", "CONFIRMED")
            event.add("sequence", booking.sequence)
            event.add("created", datetime.fromtimestamp(booking.created_at, tz=where))
            event.add("last-modified", datetime.fromtimestamp(booking.changed_at, tz=where))
            made.add_component(event)
        made.to_ical()
        seconds = time.perf_counter() - started
    return {"seconds": seconds, "entries": len(found)}


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
