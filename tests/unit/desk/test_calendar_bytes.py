"""A calendar is the same to the byte until something changes, or a day ends."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import recurring_ical_events  # type: ignore[import-untyped]
from icalendar import Calendar

import neighborbook as nb
from neighborbook.testing import SetClock
from tests.unit.desk.feeds import calendar, told

HELSINKI = """
center = { id = "center", zone = "Europe/Helsinki", name = { en = "Center", zh = "中心" } }
resource.A = { floor = "2" }
resource.bikes = { capacity = 2 }
[offering.A]
before = "30m"
horizon = 500
places = ["A"]
[offering.bikes]
horizon = 500
places = ["bikes"]
"""
CALENDARS: dict[str, dict[str, Any]] = {
    "named": {"resource": "A"},
    "named, Chinese": {"resource": "A", "language": "zh"},
    "busy": {"resource": "A", "busy": True},
    "pool": {"resource": "bikes", "busy": True},
    "freebusy": {"resource": "A", "freebusy": True},
    "offering": {"offering": "A"},
    "party": {"party": "li-wei", "alarms": ["15m"]},
    "organization": {"organization": "acme", "history": "365d"},
}
ELSEWHERE = """
import sys
import neighborbook as nb
from neighborbook.testing import SetClock
path, at, given = sys.argv[1:]
with nb.open(path, center="center", clock=SetClock(int(at))) as desk:
    sys.stdout.buffer.write(desk.calendar(**eval(given)))
"""

Opened = Callable[..., nb.Desk]


def instant(wall: str) -> int:
    return int(datetime.fromisoformat(wall).astimezone(UTC).timestamp())


def a_center(path: Path, clock: SetClock) -> nb.Desk:
    """Bookings in the past, in both halves of the year, held, cancelled, and under a closure."""
    desk = nb.open(str(path), center="center", clock=clock)
    desk.load(HELSINKI)
    for day in ("2026-12-02", "2027-01-20", "2027-06-01", "2027-10-31"):
        desk.book("A", start=f"{day} 10:00", length="1h", organizer="acme", title=day)
        for _ in range(2):
            desk.book("bikes", start=f"{day} 10:00", length="2h", organizer="acme")
    gone = desk.book("A", start="2027-02-01 10:00", length="1h", organizer="li-wei")
    desk.book("A", start="2027-02-02 10:00", length="1h", organizer="li-wei", attendees=["x"])
    desk.cancel(gone.id)
    desk.hold("A", start="2027-02-03 10:00", length="1h", organizer="acme", ttl="1h")
    desk.close("A", start="2027-05-31", end="2027-06-03", public_reason="Painting")
    return desk


def elsewhere(path: Path, clock: int, of: dict[str, Any]) -> bytes:
    """Return a calendar as another process makes it."""
    given = [sys.executable, "-c", ELSEWHERE, str(path), str(clock), repr(of)]
    return subprocess.run(given, check=True, capture_output=True).stdout


@pytest.mark.parametrize("of", CALENDARS.values(), ids=CALENDARS)
def test_two_processes_make_the_same_bytes_at_any_time_of_a_day(
    tmp_path: Path, of: dict[str, Any]
) -> None:
    clock = SetClock(instant("2026-12-01T10:00+02:00"))
    with a_center(tmp_path / "center.db", clock) as desk:
        clock.at = instant("2027-02-10T00:00+02:00")
        first = desk.calendar(**of)
        assert Calendar.from_ical(first).subcomponents
        clock.at = instant("2027-02-10T23:59:59+02:00")
        assert desk.calendar(**of) == first
        desk.settle()
        assert desk.calendar(**of) == first
        assert elsewhere(tmp_path / "center.db", instant("2027-02-10T12:00+02:00"), of) == first


def test_the_window_moves_at_midnight_of_the_center(tmp_path: Path) -> None:
    clock = SetClock(instant("2026-12-01T10:00+02:00"))
    with a_center(tmp_path / "center.db", clock) as desk:
        clock.at = instant("2027-03-02T23:59:59+02:00")
        assert any("02 10:00" in line for line in told(desk, organization="acme"))
        clock.at = instant("2027-03-03T00:00:00+02:00")
        assert not any("02 10:00" in line for line in told(desk, organization="acme"))


def test_an_independent_reader_finds_each_booking_at_its_instant(tmp_path: Path) -> None:
    clock = SetClock(instant("2026-12-01T10:00+02:00"))
    with a_center(tmp_path / "center.db", clock) as desk:
        feed = calendar(desk, organization="acme")
        expected = sorted(
            (booking.start_at, booking.end_at)
            for booking in desk.bookings(organizer="acme")
            if booking.state == "confirmed"
        )
    found = recurring_ical_events.of(Calendar.from_ical(feed)).between((2026, 1, 1), (2029, 1, 1))
    read = sorted((int(event.start.timestamp()), int(event.end.timestamp())) for event in found)
    assert read == expected
    assert b"TZID=Europe/Helsinki" in feed


def test_a_change_that_nobody_reads_changes_no_byte(opened: Opened) -> None:
    desk = opened("resource.A = {}\noffering.A = { places = ['A'] }\n")
    booking = desk.book("A", start="2026-12-02 10:00", length="1h", organizer="acme")
    before = [desk.calendar(resource="A"), desk.calendar(resource="A", busy=True)]
    desk.change(booking.id, headcount=3, attendees=["zhang-min"])
    assert [desk.calendar(resource="A"), desk.calendar(resource="A", busy=True)] == before
    desk.change(booking.id, title="Talk")
    assert desk.calendar(resource="A") != before[0]
    assert desk.calendar(resource="A", busy=True) == before[1]


def test_a_long_calendar_is_whole(opened: Opened) -> None:
    desk = opened("resource.seats = { capacity = 600 }\noffering.seats = { places = ['seats'] }\n")
    for _ in range(501):
        desk.book("seats", start="2026-12-02 10:00", length="1h", organizer="acme")
    desk.book("seats", start="2026-12-02 12:00", length="1h", organizer="acme")
    assert len(told(desk, resource="seats")) == 502


class Asking(nb.RoomType):
    """Its title asks the desk, which would fail as long as the calendar is being read."""

    name = "asking"
    desk: nb.Desk | None = None

    def title(self, booking: nb.Booking, audience: nb.Audience) -> str:
        assert self.desk is not None
        return f"one of {len(list(self.desk.bookings()))}"


def test_nothing_is_read_any_more_while_it_is_written_out(opened: Opened) -> None:
    kind = Asking()
    desk = opened("resource.A = {}\n[offering.A]\nroom_type = 'asking'\nplaces = ['A']\n", kind)
    Asking.desk = desk
    desk.book("A", start="2026-12-02 10:00", length="1h", organizer="li-wei")
    clerk = desk.acting_as("clerk")
    assert told(clerk, resource="A") == ["02 10:00-11:00 one of 1"]
    [row] = clerk.day("2026-12-02").rows
    assert row.bookings[0].title == "one of 1"
