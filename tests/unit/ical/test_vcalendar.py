from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys

import pytest
from icalendar import Calendar

from neighborbook.ical.lint import lint
from neighborbook.ical.vcalendar import Vcalendar, join, write
from neighborbook.ical.vevent import Vevent, render_vevent
from tests.unit.ical.calendars import CALENDAR, at, vevent, written

HOUR = 3600
ZONES = ("Asia/Shanghai", "Europe/Helsinki", "America/Santiago", "UTC")

MANY = tuple(
    vevent(
        uid=f"{index:04x}",
        start=at("2026-10-20T00:00Z") + index % 40 * HOUR,
        end=at("2026-10-20T00:00Z") + index % 40 * HOUR + 1800,
        zone=ZONES[index % 4],
        summary=f"消防安全培训 {index}",
        categories=tuple({"Hall", "Training", f"{index}"}),
    )
    for index in range(100)
)


def test_equal_values_give_equal_bytes_in_whatever_order_they_come() -> None:
    mixed = list(MANY)
    random.Random(7).shuffle(mixed)

    assert write(CALENDAR, mixed) == write(CALENDAR, MANY)


def test_another_process_writes_the_same_bytes() -> None:
    program = (
        "import hashlib\n"
        "from neighborbook.ical.vcalendar import Vcalendar, write\n"
        "from neighborbook.ical.vevent import Vevent\n"
        "zones = {'Asia/Shanghai', 'Europe/Helsinki', 'America/Santiago', 'Asia/Gaza'}\n"
        "vevents = {Vevent(uid=f'{n}', start=1792891800 + n % 7, end=1792899999, zone=zone,\n"
        "    summary=zone, last_modified_at=n) for zone in zones for n in range(50)}\n"
        "payload = write(Vcalendar(name='A', zone='Asia/Shanghai'), vevents)\n"
        "print(hashlib.sha256(payload).hexdigest())\n"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    vevents = [
        Vevent(
            uid=f"{n}",
            start=1792891800 + n % 7,
            end=1792899999,
            zone=zone,
            summary=zone,
            last_modified_at=n,
        )
        for zone in ("Asia/Shanghai", "Europe/Helsinki", "America/Santiago", "Asia/Gaza")
        for n in range(50)
    ]
    here = hashlib.sha256(write(Vcalendar(name="A", zone="Asia/Shanghai"), vevents)).hexdigest()

    assert answers == {f"{here}\n"}


def test_joining_what_was_rendered_before_gives_the_same_calendar() -> None:
    assert join(CALENDAR, [render_vevent(one) for one in reversed(MANY)]) == write(CALENDAR, MANY)


def test_vevents_stand_in_order_of_start_and_uid() -> None:
    events = Calendar.from_ical(write(CALENDAR, MANY)).events
    order = [(event.start, event["UID"]) for event in events]

    assert order == sorted(order)
    assert len(order) == len(MANY)


def test_each_zone_that_is_named_is_told_once_and_no_other() -> None:
    payload = write(CALENDAR, MANY)

    told = [zone["TZID"] for zone in Calendar.from_ical(payload).timezones]
    assert told == sorted(["Asia/Shanghai", "Europe/Helsinki", "America/Santiago"])
    assert lint(payload) == ()


def test_the_zone_is_told_for_the_whole_calendar_not_for_its_first_vevent() -> None:
    late = vevent(start=at("2031-07-01T10:00+03:00"), end=at("2031-07-01T11:00+03:00"))
    early = vevent(uid="early")
    gaza = tuple(
        Vevent(
            uid=one.uid,
            start=one.start,
            end=one.end,
            zone="Asia/Gaza",
            summary="",
            last_modified_at=0,
        )
        for one in (late, early)
    )

    assert lint(write(CALENDAR, gaza)) == ()


def test_a_calendar_without_bookings_still_holds_a_component() -> None:
    payload = written()

    assert b"BEGIN:VTIMEZONE\r\nTZID:Asia/Shanghai\r\n" in payload
    assert lint(payload) == ()


def test_the_head_says_everything_in_the_old_and_in_the_new_way() -> None:
    calendar = Vcalendar(
        name="会议室 A, 2F",
        zone="Asia/Shanghai",
        language="zh-CN",
        description="Anping; room A",
        source="https://example.org/a.ics",
        url="https://example.org/a",
        refresh=4 * HOUR,
        color="teal",
    )
    payload = write(calendar, ())
    lines = payload.decode().split("\r\n")

    assert lines[:4] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//neighborbook//neighborbook//EN",
        "CALSCALE:GREGORIAN",
    ]
    assert {
        "NAME;LANGUAGE=zh-CN:会议室 A\\, 2F",
        "X-WR-CALNAME:会议室 A\\, 2F",
        "DESCRIPTION:Anping\\; room A",
        "SOURCE;VALUE=URI:https://example.org/a.ics",
        "URL:https://example.org/a",
        "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
        "X-PUBLISHED-TTL:PT4H",
        "COLOR:teal",
    } <= set(lines)
    assert not any(line.startswith("METHOD") for line in lines)
    assert lint(payload) == ()


def test_a_calendar_with_a_token_tells_no_source() -> None:
    assert b"SOURCE" not in write(Vcalendar(name="A", zone="UTC"), ())


def test_a_language_cannot_end_its_parameter() -> None:
    payload = write(Vcalendar(name="A", zone="UTC", language='en":x\r\nMETHOD:CANCEL'), ())

    assert b"NAME;LANGUAGE=enxMETHODCANCEL:A\r\n" in payload


@pytest.mark.parametrize("refresh", [0, -1])
def test_a_calendar_is_not_read_anew_without_pause(refresh: int) -> None:
    with pytest.raises(ValueError, match="positive"):
        Vcalendar(name="A", zone="UTC", refresh=refresh)
