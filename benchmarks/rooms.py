"""One room for everybody: open from 8 to 22 each day, booked by the hour."""

from __future__ import annotations

from datetime import datetime, timedelta

ZONE = "Asia/Shanghai"
FIRST = datetime.fromisoformat("2026-11-02T08:00:00+08:00")
HOURS = 14
"""Each of this many hours of a day can be booked by itself."""


def hour(number: int) -> datetime:
    """Return the start of the n-th hour that the room is open."""
    day, place = divmod(number, HOURS)
    return FIRST + timedelta(days=day, hours=place)
