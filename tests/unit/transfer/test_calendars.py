"""Calendars that others wrote: series, zones, and what means harm."""

from __future__ import annotations

import threading
import time
from datetime import date, datetime
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

import neighborbook as nb
from neighborbook.ical.recurrence import Steps, days_of, rule_of
from neighborbook.transfer.column_map import read_map
from neighborbook.transfer.importing import Wish, import_bookings
from tests.unit.transfer.conftest import CENTER, Clock, Import

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//old//EN\r\n"
FOOT = "END:VCALENDAR\r\n"


def event(*lines: str, uid: str = "u1") -> str:
    body = [f"UID:{uid}", "LOCATION:A", "ORGANIZER:mailto:li@x", "SUMMARY:Choir\\, weekly", *lines]
    return "\r\n".join(["BEGIN:VEVENT", *body, "END:VEVENT", ""])


def calendar(*events: str) -> str:
    return HEAD + "".join(events) + FOOT


def starts(desk: nb.Desk) -> list[str]:
    return [booking.start.format("MM-DD HH:mm") for booking in desk.bookings()]


def test_a_series_comes_in_occurrence_by_occurrence(desk: nb.Desk, imported: Import) -> None:
    text = calendar(
        event(
            "DTSTART;TZID=China Standard Time:20261201T100000",
            "DTEND;TZID=China Standard Time:20261201T110000",
            "RRULE:FREQ=WEEKLY;COUNT=4",
            "EXDATE:20261208T020000Z",
        ),
        event(
            "RECURRENCE-ID:20261215T020000Z",
            "DTSTART:20261215T060000Z",
            "DURATION:PT1H",
        ),
    )
    done, _ = imported(text, "old.ics")
    assert done.booked == 3
    assert starts(desk) == ["12-01 10:00", "12-15 14:00", "12-22 10:00"]
    first = next(desk.bookings())
    assert (first.title, first.organizer, first.resource) == ("Choir, weekly", "li@x", "A")
    assert imported(text, "old.ics")[0].unchanged == 3


def test_what_was_moved_into_the_time_that_is_brought_in_comes_along(
    desk: nb.Desk, imported: Import
) -> None:
    times = "DTSTART:20250103T020000Z", "DTEND:20250103T030000Z", "RRULE:FREQ=YEARLY"
    text = calendar(
        event(*times),
        event("RECURRENCE-ID:20260103T020000Z", "DTSTART:20261202T020000Z", "DURATION:PT1H"),
        event("RECURRENCE-ID:20300103T020000Z", "DTSTART:20261203T020000Z", "DURATION:PT1H"),
        event("RECURRENCE-ID:20310103T020000Z", "DTSTART:20310104T020000Z", "DURATION:PT1H"),
        event("RECURRENCE-ID:20270104T020000Z", "DTSTART:20261204T020000Z", "DURATION:PT1H"),
    )
    assert imported(text, "old.ics")[0].booked == 3
    # On 4 January there is none that could have moved.
    assert starts(desk) == ["12-02 10:00", "12-03 10:00", "01-03 10:00"]


def test_what_was_cancelled_is_left_and_the_past_of_a_series_does_not_matter(
    desk: nb.Desk, imported: Import
) -> None:
    text = calendar(
        event("DTSTART:20261201T020000Z", "DTEND:20261201T030000Z", "STATUS:CANCELLED"),
        event(
            "DTSTART:20250101T020000Z",
            "DTEND:20250101T030000Z",
            "RRULE:FREQ=MONTHLY;UNTIL=20270101T020000Z",
            uid="u2",
        ),
    )
    done, _ = imported(text, "old.ics")
    assert (done.left, done.booked) == (1, 2)
    assert starts(desk) == ["12-01 10:00", "01-01 10:00"]


def test_two_calendars_may_call_different_zones_by_one_name(
    desk: nb.Desk, imported: Import
) -> None:
    for place, uid in (("Asia/Shanghai", "a"), ("Asia/Tokyo", "b")):
        zone = f"BEGIN:VTIMEZONE\r\nTZID:Ours\r\nX-LIC-LOCATION:{place}\r\nEND:VTIMEZONE\r\n"
        times = "DTSTART;TZID=Ours:20261201T120000", "DTEND;TZID=Ours:20261201T123000"
        imported(calendar(zone, event(*times, uid=uid)), "old.ics")
    assert starts(desk) == ["12-01 11:00", "12-01 12:00"]


def test_two_centers_import_at_once_calendars_that_call_different_zones_by_one_name(
    tmp_path: Path,
) -> None:
    """What one tenant's calendar says of a zone is never said to the other."""
    zones = {"tokyo": ("Asia/Tokyo", "11:00"), "auckland": ("Pacific/Auckland", "07:00")}
    found: dict[str, set[str]] = {}

    def work(name: str) -> None:
        place, _ = zones[name]
        zone = f"BEGIN:VTIMEZONE\r\nTZID:Ours\r\nX-LIC-LOCATION:{place}\r\nEND:VTIMEZONE\r\n"
        days = [f"202612{day:02}" for day in range(1, 29)]
        events = [
            event(f"DTSTART;TZID=Ours:{d}T120000", f"DTEND;TZID=Ours:{d}T123000", uid=f"{name}{d}")
            for d in days
        ]
        path = tmp_path / f"{name}.ics"
        path.write_bytes(calendar(zone, *events).encode())
        always = CENTER.replace('daily = "08:00-22:00"', 'daily = "open"')
        with nb.open(center="center", clock=Clock()) as desk:
            desk.load(always)
            assert import_bookings(desk, path, Wish()).booked == len(days)
            found[name] = {start.partition(" ")[2] for start in starts(desk)}

    threads = [threading.Thread(target=work, args=(name,)) for name in zones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {name: {clock} for name, (_, clock) in zones.items()}


def test_a_whole_day_and_a_time_without_a_zone_are_the_center_s(imported: Import) -> None:
    text = calendar(
        event("DTSTART;VALUE=DATE:20261201"),
        event("DTSTART:20261202T100000", "DTEND:20261202T110000", uid="u2"),
    )
    done, [whole, _] = imported(text, "old.ics", Wish(skip=True))
    assert done.booked == 1
    assert whole.decision is not None
    assert {refusal.code for refusal in whole.decision.refusals} == {"CLOSED"}


TIMES = ("DTSTART:20261201T020000Z", "DTEND:20261201T030000Z")
HOSTILE = {
    "empty": "",
    "no calendar": "hello\r\n",
    "not closed": HEAD + "BEGIN:VEVENT\r\n",
    "closed crosswise": HEAD + "BEGIN:VEVENT\r\nEND:VCALENDAR\r\nEND:VEVENT\r\n",
    "deep": HEAD + "BEGIN:X\r\n" * 9 + "END:X\r\n" * 9 + FOOT,
    "many components": HEAD + "BEGIN:X\r\nEND:X\r\n" * 5001 + FOOT,
    "a megabyte": HEAD + "X:" + "y" * (1 << 20) + "\r\n" + FOOT,
    "a long line": HEAD + "X:" + "\r\n ".join(["y" * 1000] * 70) + "\r\n" + FOOT,
    "an unknown zone": calendar(event("DTSTART;TZID=Mars/Base:20261201T100000")),
    "a zone without a place": calendar(
        "BEGIN:VTIMEZONE\r\nTZID:Ours\r\nEND:VTIMEZONE\r\n", event("DTSTART;TZID=Ours:20261201T10")
    ),
    "no uid": calendar(event(*TIMES).replace("UID:u1\r\n", "")),
    "no start": calendar(event()),
    "no time": calendar(event("DTSTART:soon")),
    "every second": calendar(event(*TIMES, "RRULE:FREQ=SECONDLY")),
    "by hours": calendar(event(*TIMES, "RRULE:FREQ=DAILY;BYHOUR=1,2,3")),
    "interval zero": calendar(event(*TIMES, "RRULE:FREQ=DAILY;INTERVAL=0")),
    "two rules": calendar(event(*TIMES, "RRULE:FREQ=DAILY", "RRULE:FREQ=DAILY")),
    "no rule": calendar(event(*TIMES, "RRULE:often")),
    "too many steps": calendar(
        *(
            event(*TIMES, "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", uid=str(n)).replace(
                "20261201", "19700101"
            )
            for n in range(200)
        )
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_calendar_is_a_typed_error_within_seconds(
    name: str, desk: nb.Desk, imported: Import
) -> None:
    started = time.process_time()
    with pytest.raises(nb.InvalidRequest) as caught:
        imported(HOSTILE[name], "old.ics")
    assert time.process_time() - started < 20
    assert caught.value.faults[0].path.startswith(("line ", "file"))
    assert list(desk.bookings()) == []


@pytest.mark.parametrize("octets", [b"\xff\xfe", b"\x00", b"\xe5\x90"])
def test_octets_that_are_no_text_are_a_typed_error(octets: bytes, imported: Import) -> None:
    with pytest.raises(nb.InvalidRequest):
        imported(HEAD.encode() + b"X:" + octets, "old.ics")


def test_a_rule_that_never_recurs_comes_in_once(imported: Import) -> None:
    rule = "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"
    assert imported(calendar(event(*TIMES, rule)), "old.ics")[0].booked == 1


DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Rules that dateutil reads as the RFC does: days with and without numbers apart."""
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 4))}"]
    far = frequency in {"MONTHLY", "YEARLY"}
    if draw(st.booleans()):
        parts.append(f"BYMONTH={draw(st.integers(1, 12))},{draw(st.integers(1, 12))}")
    if frequency != "WEEKLY" and draw(st.booleans()):
        parts.append(f"BYMONTHDAY={draw(st.sampled_from([1, 13, 29, 30, 31, -1, -2]))}")
    if draw(st.booleans()):
        number = draw(st.sampled_from(["", "1", "2", "-1"])) if far else ""
        named = draw(st.lists(st.sampled_from(DAYS), min_size=1, max_size=3))
        parts.append("BYDAY=" + ",".join(number + day for day in named))
        if far and draw(st.booleans()):
            parts.append(f"BYSETPOS={draw(st.sampled_from(['1', '-1', '2', '1,-1']))}")
    if draw(st.booleans()):
        parts.append("WKST=SU")
    return ";".join(parts)


@given(rule=rules(), first=st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_a_rule_recurs_on_the_days_that_dateutil_finds(rule: str, first: date) -> None:
    last = date(2031, 6, 15)
    ours = list(days_of(rule_of(rule, 1), first, last, Steps()))
    noon = datetime(first.year, first.month, first.day, 12)  # noqa: DTZ001 - of the wall
    end = datetime(2031, 6, 15, 23)  # noqa: DTZ001 - the same
    theirs = rrulestr(rule, dtstart=noon).between(noon, end, inc=True)
    assert ours == sorted({first, *(each.date() for each in theirs)})


ONE = ("DTSTART:20261201T020000Z", "DTEND:20261201T030000Z")


@pytest.mark.parametrize("name", ["Great Hall", "great hall", "大厅"])
def test_a_place_may_be_meant_by_its_name(desk: nb.Desk, imported: Import, name: str) -> None:
    text = calendar(event(*ONE)).replace("LOCATION:A", f"LOCATION:{name}")
    _, [one] = imported(text, "old.ics")
    assert desk.booking(one.booking).resource == "A"


def test_a_name_that_two_places_have_and_one_that_none_has_say_what_to_do(
    desk: nb.Desk, imported: Import
) -> None:
    twice = CENTER.replace("resource.B = {", 'resource.B = { name = "Great Hall",')
    desk.load(twice)
    for name, code in (("Great Hall", "INPUT_INVALID"), ("Cellar", "UNKNOWN_RESOURCE")):
        text = calendar(event(*ONE)).replace("LOCATION:A", f"LOCATION:{name}")
        done, [one] = imported(text, "old.ics")
        [fault] = one.faults
        assert (done.written, fault.path, fault.code) == (False, "resource", code)
        assert "words.resource of the mapping" in fault.expected


def test_a_mapping_of_a_calendar_needs_no_columns(
    desk: nb.Desk, imported: Import, tmp_path: Path
) -> None:
    path = tmp_path / "map.toml"
    path.write_text('[words.resource]\nCellar = "A"\n[fixed]\noffering = "hall"\n', "utf-8")
    text = calendar(event(*ONE)).replace("LOCATION:A", "LOCATION:Cellar")
    _, [one] = imported(text, "old.ics", Wish(by=read_map(path)))
    assert desk.booking(one.booking).resource == "A"
    assert one.key == "calendar:u1"
