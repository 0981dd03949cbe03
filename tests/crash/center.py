"""The center in which everything here happens, and what is done in it, step by step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

import attrs

import neighborbook as nb

CENTER = "anping"
NOW = 1_796_000_000
FIRST_DAY = datetime(2027, 1, 1, tzinfo=UTC)

CENTER_FILE = """
center = { id = "anping", zone = "Asia/Shanghai" }
resource.A = {}
resource.B = {}
resource.AB = { parts = ["A", "B"] }
[offering.hall]
places = ["AB"]
horizon = "none"
open_holds = 100
quota = { amount = "1500h", per = "month" }
"""
"""Each booking of the hall has two claims and one use of a limit."""

ANOTHER_FILE = CENTER_FILE.replace(
    "resource.B = {}", 'resource.B = {}\nresource.C = { name = "C" }'
)


@attrs.define
class FixedClock:
    """Stands still until it is set."""

    at: int = NOW

    def now(self) -> int:
        """Return UTC seconds since 1970."""
        return self.at


@attrs.define
class CountedIds:
    """Ids that are the same each time, so that what is stored can be compared."""

    count: int = 0

    def new(self) -> str:
        """Return 32 hexadecimal digits."""
        self.count += 1
        return f"{self.count:032x}"


def opened(
    address: str, *, clock: FixedClock | None = None, counted_from: int | None = None
) -> nb.Desk:
    """Open a book as its users do."""
    ids = None if counted_from is None else CountedIds(counted_from)
    return nb.open(address, center=CENTER, clock=clock or FixedClock(), ids=ids)


def period(n: int, *, later: int = 0) -> Mapping[str, str]:
    """Return the n-th of the periods that do not meet: an hour in each two."""
    start = FIRST_DAY + timedelta(hours=2 * n, minutes=later)
    return {"start": start.isoformat(), "end": (start + timedelta(hours=1)).isoformat()}


def book(desk: nb.Desk, n: int) -> nb.Booking:
    """Book the n-th period; asked twice, it is booked once."""
    asked = period(n)
    return desk.book(
        "hall",
        start=asked["start"],
        end=asked["end"],
        organizer="acme",
        attendees=["li-wei"],
        title=f"Number {n}",
        key=f"book-{n}",
    )


def hold(desk: nb.Desk, n: int) -> nb.Booking:
    """Hold the n-th period for ten minutes."""
    asked = period(n)
    return desk.hold(
        "hall",
        start=asked["start"],
        end=asked["end"],
        organizer="acme",
        attendees=["li-wei"],
        ttl="10m",
        key=f"hold-{n}",
    )


def postpone(desk: nb.Desk, id: str, n: int) -> nb.Booking:
    """Change a booking of the n-th period to half an hour later."""
    asked = period(n, later=30)
    return desk.change(id, start=asked["start"], end=asked["end"], key=f"change-{n}")


def life(desk: nb.Desk, first: int) -> Iterator[nb.Booking | None]:
    """Book, hold, change, cancel, and settle for ever; yield what each step gave."""
    n = first
    while True:
        if n % 3 == 2:
            held = hold(desk, n)
            yield held
            yield desk.confirm(held.id, key=f"confirm-{n}")
        else:
            booking = book(desk, n)
            yield booking
            if n % 3 == 1:
                yield postpone(desk, booking.id, n)
            if n % 6 == 3:
                yield desk.cancel(booking.id, key=f"cancel-{n}")
        if n % 4 == 3:
            desk.settle()
            yield None
        n += 1
