"""Calendars of the desk, linted and read back by an independent reader."""

from __future__ import annotations

from typing import Any

from icalendar import Calendar, Event

import neighborbook as nb
from neighborbook.ical.lint import lint


def calendar(desk: nb.Desk, *, alarms: tuple[str, ...] = (), **of: Any) -> bytes:
    """Return a calendar in which nothing is wrong."""
    payload = desk.calendar(alarms=alarms, **of)
    assert lint(payload, alarms=bool(alarms)) == ()
    return payload


def events(desk: nb.Desk, *, alarms: tuple[str, ...] = (), **of: Any) -> list[Event]:
    """Return the VEVENTs of a calendar, by start."""
    found = Calendar.from_ical(calendar(desk, alarms=alarms, **of)).events
    return sorted(found, key=lambda event: (event.start, event["SUMMARY"]))


def told(desk: nb.Desk, **of: Any) -> list[str]:
    """Return what stands in a calendar: day, times, and summary."""
    return [line(event) for event in events(desk, **of)]


def line(event: Event) -> str:
    """Return day, times, and summary of a VEVENT."""
    return f"{event.start:%d %H:%M}-{event.end:%H:%M} {event['SUMMARY']}"


def one(desk: nb.Desk, **of: Any) -> Event:
    """Return the only VEVENT of a calendar."""
    (event,) = events(desk, **of)
    return event


def value(event: Event, name: str) -> str:
    """Return a property as it was written; empty if it is not there."""
    found: Any = event.get(name)
    return "" if found is None else str(found.to_ical().decode())
