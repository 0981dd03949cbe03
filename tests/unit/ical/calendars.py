"""What the tests of this folder write and read back."""

from __future__ import annotations

from datetime import UTC, datetime

import recurring_ical_events  # type: ignore[import-untyped]
from icalendar import Calendar, Event

from neighborbook.domain.civil import instant_of
from neighborbook.ical.vcalendar import Vcalendar, write
from neighborbook.ical.vevent import Vevent

CALENDAR = Vcalendar(name="Room A", zone="Asia/Shanghai", source="https://example.org/a.ics")
REVISED = 1_790_000_000


def at(text: str) -> int:
    """An instant from an ISO text with its offset."""
    return instant_of(datetime.fromisoformat(text))


def vevent(**changes: object) -> Vevent:
    given: dict[str, object] = {
        "uid": "5e3f",
        "start": at("2026-12-01T10:00+08:00"),
        "end": at("2026-12-01T12:00+08:00"),
        "zone": "Asia/Shanghai",
        "summary": "Fire safety",
        "last_modified_at": REVISED,
    }
    return Vevent(**{**given, **changes})  # type: ignore[arg-type]


def written(*vevents: Vevent, calendar: Vcalendar = CALENDAR) -> bytes:
    return write(calendar, vevents)


def occurrences(payload: bytes, start: str = "2020", end: str = "2040") -> list[tuple[int, int]]:
    """Start and end of every occurrence, as recurring-ical-events finds them, in order."""
    found = recurring_ical_events.of(Calendar.from_ical(payload)).between(
        datetime(int(start), 1, 1, tzinfo=UTC), datetime(int(end), 1, 1, tzinfo=UTC)
    )
    return sorted((instant_of(event.start), instant_of(event.end)) for event in found)


def only(payload: bytes) -> Event:
    """The one VEVENT of a calendar, as icalendar reads it."""
    (event,) = Calendar.from_ical(payload).events
    return event
