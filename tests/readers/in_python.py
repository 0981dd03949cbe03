"""Readers that are Python packages, and always there."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import attrs
import recurring_ical_events  # type: ignore[import-untyped]
from dateutil.tz import tzical
from icalendar import Calendar, Event

from neighborbook.domain.civil import instant_of
from tests.readers.entries import Entry

LONG_AGO, FAR = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


@attrs.frozen
class RecurringIcalEvents:
    """recurring-ical-events on icalendar, which look zones up by name."""

    name: str = "recurring-ical-events"
    reads_zones: bool = False

    def missing(self) -> str | None:
        return None

    def read(self, payloads: Sequence[bytes]) -> list[list[Entry]]:
        return [self._entries(Calendar.from_ical(payload)) for payload in payloads]

    def _entries(self, calendar: Calendar) -> list[Entry]:
        found = recurring_ical_events.of(calendar).between(LONG_AGO, FAR)
        return sorted(_entry(event) for event in found)


@attrs.frozen
class Dateutil:
    """dateutil's tzical: wall times as icalendar reads them, in the zones that the calendar tells.

    It takes its own text for the zones, so what is folded or escaped there would not be understood.
    """

    name: str = "dateutil"
    reads_zones: bool = True

    def missing(self) -> str | None:
        return None

    def read(self, payloads: Sequence[bytes]) -> list[list[Entry]]:
        return [self._entries(payload) for payload in payloads]

    def _entries(self, payload: bytes) -> list[Entry]:
        begin, (zones, end, _) = b"BEGIN:VTIMEZONE", payload.rpartition(b"END:VTIMEZONE\r\n")
        text = zones[zones.find(begin) :] + end
        told = tzical(io.StringIO(text.decode())) if end else None
        return sorted(_entry(event, told) for event in Calendar.from_ical(payload).events)


def _entry(event: Event, told: tzical | None = None) -> Entry:
    if event.errors:
        raise AssertionError(f"icalendar cannot read {event.errors}")
    return Entry(
        start=_instant(event, "DTSTART", told),
        end=_instant(event, "DTEND", told),
        uid=str(event["UID"]),
        summary=str(event["SUMMARY"]),
        status=str(event["STATUS"]),
        sequence=int(str(event["SEQUENCE"])),
        properties=tuple(sorted(name for name, _ in event.property_items(recursive=False))),
    )


def _instant(event: Event, name: str, told: tzical | None) -> int:
    found: Any = event[name]
    moment: date | datetime = found.dt
    if not isinstance(moment, datetime):
        return instant_of(datetime(moment.year, moment.month, moment.day, tzinfo=UTC))
    if told is not None and "TZID" in found.params:
        moment = moment.replace(tzinfo=told.get(found.params["TZID"]))
    return instant_of(moment)
