"""Every reader finds each instant where we put it, whatever the clocks do around it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import attrs
import pytest

import neighborbook as nb
from neighborbook.domain.spans import Span
from neighborbook.domain.zones import stretches, zone, zone_bytes, zone_keys
from neighborbook.ical.busy import BusyPeriod, write_busy
from neighborbook.ical.lint import lint
from neighborbook.ical.vcalendar import Vcalendar
from neighborbook.ical.vevent import Vevent
from neighborbook.ical.vtimezone import vtimezone
from neighborbook.testing import SetClock
from tests.readers.entries import Entry, Reader
from tests.readers.table import every_reader, every_reader_of_zones
from tests.unit.ical.calendars import at, vevent, written

# Of zones whose files are the same to the byte, one.
DISTINCT = sorted({zone_bytes(key): key for key in sorted(zone_keys(), reverse=True)}.values())
OPENED, LAST = at("2025-09-01T00:00Z"), at("2046-01-01T00:00Z")
"""From the start of the window of a calendar that is made when this was written, through 2045."""
MINUTE, HOUR = 60, 3600
AT = (-MINUTE, 0)
BESIDE = (-2 * HOUR, -HOUR, -1800, -MINUTE, 0, 1800, HOUR, 2 * HOUR)

AUTUMN = {
    "Europe/Helsinki": "2026-10-25 03:30",
    "America/Chicago": "2026-11-01 01:30",
    "Australia/Lord_Howe": "2027-04-04 01:45",
}


def passes(key: str) -> tuple[int, int]:
    """Both instants at which the wall shows the time of its autumn."""
    wall = datetime.fromisoformat(AUTUMN[key])
    first, second = (int(wall.replace(tzinfo=zone(key), fold=fold).timestamp()) for fold in (0, 1))
    assert first < second
    return first, second


@every_reader_of_zones
def test_every_zone_is_read_right_at_each_change_of_its_clocks_through_2045(
    reader: Reader,
) -> None:
    _reads_every_zone(reader, AT)


@pytest.mark.prove
@every_reader_of_zones
def test_every_zone_is_read_right_for_hours_around_each_change_through_2045(
    reader: Reader,
) -> None:
    _reads_every_zone(reader, BESIDE)


def _reads_every_zone(reader: Reader, beside: tuple[int, ...]) -> None:
    calendars = {key: around_changes(key, beside) for key in DISTINCT}
    payloads = [told(key, beside) for key in DISTINCT]
    assert sum(b"TZID:told/" in payload for payload in payloads) > 300
    found = zip(calendars.items(), reader.read(payloads), strict=True)
    assert {key: wrong for (key, given), read in found if (wrong := differing(given, read))} == {}


# Their clocks go by the moon: each change is told by itself, for the years of the calendar alone.
BY_THE_MOON = ["Asia/Gaza", "Asia/Hebron"]


@every_reader_of_zones
def test_what_one_year_tells_of_any_other_zone_is_right_through_2045(reader: Reader) -> None:
    read = reader.read([told(key, AT, year=2027) for key in DISTINCT])
    wrong = [
        key
        for key, entries in zip(DISTINCT, read, strict=True)
        if differing(around_changes(key, AT), entries)
    ]
    assert wrong == BY_THE_MOON


@cache
def around_changes(key: str, beside: tuple[int, ...]) -> tuple[Vevent, ...]:
    """A minute beside each change of the clocks, and in the middle of each stretch."""
    starts = {
        moment
        for part in stretches(OPENED, LAST, zone(key))
        for moment in (*(part.start + after for after in beside), (part.start + part.end) // 2)
    }
    return tuple(
        vevent(uid=f"{start}", start=start, end=start + MINUTE, zone=key) for start in starts
    )


@cache
def told(key: str, beside: tuple[int, ...], year: int | None = None) -> bytes:
    """Under a name that no reader knows, it has nothing to go by but what the calendar tells.

    With a year, the zone is told as in a calendar that holds nothing but that year's.
    """
    payload = written(*around_changes(key, beside))
    begin, end = payload.find(b"BEGIN:VTIMEZONE"), payload.find(b"BEGIN:VEVENT")
    if year is not None and begin > 0:
        span = (at(f"{year}-01-01T00:00Z"), at(f"{year}-12-31T00:00Z"))
        payload = payload[:begin] + vtimezone(key, *span) + payload[end:]
    return payload.replace(f"TZID:{key}\r".encode(), f"TZID:told/{key}\r".encode()).replace(
        f"TZID={key}:".encode(), f"TZID=told/{key}:".encode()
    )


def differing(given: tuple[Vevent, ...], read: list[Entry]) -> list[tuple[int, int, int]]:
    """Each start that was misread, with what was read instead; and how many were not read."""
    by_uid = {entry.uid: entry for entry in read}
    assert len(by_uid) == len(read) == len(given)
    return [
        (one.start, found.start, found.end)
        for one in given
        for found in [by_uid[one.uid]]
        if (found.start, found.end) != (one.start, one.end)
    ]


@every_reader
def test_an_hour_that_is_shown_twice_is_read_as_the_pass_that_was_meant(
    reader: Reader, tmp_path: Path
) -> None:
    for key in AUTUMN:
        first, second = passes(key)
        with a_desk(tmp_path / "center.db", key, at=first - 86_400) as desk:
            made = [
                desk.book("hall", start=moment(start, key), length="15m", organizer="li-wei")
                for start in (first, second)
            ]
            made.append(
                desk.book(
                    "loft",
                    start=moment(first - HOUR, key),
                    end=moment(second + 900, key),
                    organizer="li-wei",
                )
            )
            payload = desk.calendar(party="li-wei")
        assert lint(payload) == ()
        (found,) = reader.read([payload])
        assert {entry.uid: (entry.start, entry.end) for entry in found} == {
            booking.uid: (booking.start_at, booking.end_at) for booking in made
        }
        assert {booking.start_at for booking in made} == {first, second, first - HOUR}
        (tmp_path / "center.db").unlink()


def a_desk(path: Path, key: str, *, at: int) -> nb.Desk:
    """A center in a zone, open day and night."""
    desk = nb.open(path, center="center", clock=SetClock(at))
    terms = "granularity = '15m', shortest = '15m'"
    rooms = "".join(
        f"resource.{room} = {{}}\noffering.{room} = {{ places = ['{room}'], {terms} }}\n"
        for room in ("hall", "loft")
    )
    desk.load(f'center = {{ id = "center", zone = "{key}" }}\n{rooms}')
    return desk


def moment(instant: int, key: str) -> datetime:
    """An instant as an aware datetime: which pass is meant is in it."""
    return datetime.fromtimestamp(instant, ZoneInfo(key))


@every_reader
@pytest.mark.parametrize("key", ["Asia/Shanghai", *AUTUMN])
def test_what_is_long_or_busy_is_read_from_its_start_to_its_end(reader: Reader, key: str) -> None:
    start = at("2026-09-30T22:00Z")
    ends = [start + days * 86_400 + 3600 for days in (0, 1, 40, 200)]
    long = [vevent(uid=f"{end}", start=start, end=end, zone=key) for end in ends]
    busy = [BusyPeriod(span=Span(end, end + 1800)) for end in ends]
    named, taken = reader.read(
        [written(*long), write_busy(Vcalendar(name="A", zone=key), busy, feed="f")]
    )
    assert [(entry.start, entry.end) for entry in named] == [(start, end) for end in ends]
    assert [(entry.start, entry.end) for entry in taken] == [(end, end + 1800) for end in ends]


@every_reader
def test_whole_days_are_read_as_dates(reader: Reader) -> None:
    days = vevent(
        start=at("2026-12-01T00:00+08:00"), end=at("2026-12-04T00:00+08:00"), all_day=True
    )
    ((found,),) = reader.read([written(days)])
    assert (found.start, found.end) == (at("2026-12-01T00:00Z"), at("2026-12-04T00:00Z"))


@every_reader
def test_a_move_raises_the_sequence_and_a_note_changes_no_byte(
    reader: Reader, opened: Callable[..., nb.Desk]
) -> None:
    desk = opened("resource.A = {}\noffering.A = { places = ['A'] }\n")
    booking = desk.book("A", start="2026-12-02 10:00", length="1h", organizer="li-wei")
    first = desk.calendar(resource="A")
    desk.change(booking.id, headcount=7)
    assert desk.calendar(resource="A") == first
    desk.change(booking.id, start=booking.start + timedelta(hours=3))
    moved = desk.calendar(resource="A")
    desk.cancel(booking.id)
    (made,), (later,), (gone,) = reader.read([first, moved, desk.calendar(resource="A")])
    assert later == attrs.evolve(
        made, sequence=made.sequence + 1, start=made.start + 3 * HOUR, end=made.end + 3 * HOUR
    )
    assert gone == attrs.evolve(
        later,
        sequence=later.sequence + 1,
        status="CANCELLED",
        summary=f"Cancelled: {later.summary}",
    )
