"""Calendars of people: whose bookings, how far back, and when to ring."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from icalendar import Calendar

import neighborbook as nb
from tests.unit.desk.feeds import calendar, events, told

ROOMS = """
resource.A = {}
resource.B = {}
[offering.A]
before = "30m"
places = ["A"]
[offering.asked]
places = ["B"]
approval = true
"""
AT: Any = {"start": "2026-12-02 10:00", "length": "1h"}

Opened = Callable[..., nb.Desk]
Turn = Callable[[str], None]


@pytest.fixture
def desk(opened: Opened) -> nb.Desk:
    return opened(ROOMS)


def alarms(desk: nb.Desk, **of: Any) -> list[str]:
    feed = calendar(desk, alarms=("1d", "15m", "1h"), **of)
    return [line for line in feed.decode().splitlines() if line.startswith("TRIGGER")]


def test_her_calendar_holds_what_she_books_organizes_or_attends(desk: nb.Desk) -> None:
    li = desk.acting_as("li-wei")
    li.book("A", **AT, organizer="acme", title="For the firm")
    li.book("A", start="2026-12-03 10:00", length="1h", title="My own")
    desk.book(
        "A",
        start="2026-12-04 10:00",
        length="1h",
        organizer="bolt",
        title="Invited",
        attendees=["li-wei"],
    )
    desk.book("A", start="2026-12-05 10:00", length="1h", organizer="bolt", title="Not mine")
    assert told(li, party="li-wei") == [
        "02 10:00-11:00 For the firm",
        "03 10:00-11:00 My own",
        "04 10:00-11:00 Invited",
    ]
    assert told(desk.acting_as("chen-jie"), party="li-wei") == []
    assert told(desk.acting_as("wang-fang"), organization="acme") == ["02 10:00-11:00 A"]
    assert told(desk.acting_as("chen-jie"), organization="acme") == []


@pytest.mark.parametrize(("language", "prefix"), [("en", "Requested: "), ("zh-CN", "待确认：")])
def test_what_is_not_approved_says_so(desk: nb.Desk, language: str, prefix: str) -> None:
    desk.book("asked", **AT, organizer="acme", title="Fair")
    [event] = events(desk, organization="acme", language=language)
    assert (event["SUMMARY"], event["STATUS"]) == (f"{prefix}Fair", "TENTATIVE")


def test_a_hold_is_in_busy_calendars_alone(desk: nb.Desk) -> None:
    li = desk.acting_as("li-wei")
    hold = li.hold("A", **AT)
    assert told(li, party="li-wei") == []
    assert told(li, party="li-wei", busy=True) == ["02 10:00-11:00 Busy, not confirmed"]
    li.cancel(hold.id)
    assert told(li, party="li-wei") == told(li, party="li-wei", busy=True) == []


def test_alarms_ring_for_whom_they_were_asked(desk: nb.Desk) -> None:
    li = desk.acting_as("li-wei")
    booking = li.book("A", **AT, title="My own")
    rings = ["TRIGGER:-PT15M", "TRIGGER:-PT1H", "TRIGGER:-P1D"]
    assert alarms(li, party="li-wei") == rings
    assert alarms(desk, party="li-wei") == rings
    li.cancel(booking.id)
    assert alarms(li, party="li-wei") == []


@pytest.mark.parametrize(
    ("reader", "of"),
    [
        ("li-wei", {"resource": "A"}),
        ("li-wei", {"organization": "acme"}),
        ("li-wei", {"party": "wang-fang"}),
        ("clerk", {"party": "li-wei"}),
        (None, {"party": "li-wei"}),
    ],
)
def test_no_alarms_in_a_calendar_that_is_not_one_s_own(
    desk: nb.Desk, reader: str | None, of: dict[str, Any]
) -> None:
    with pytest.raises(nb.InvalidRequest) as raised:
        desk.acting_as(reader).calendar(alarms=("1h",), **of)
    assert [fault.path for fault in raised.value.faults] == ["alarms"]


@pytest.mark.parametrize(
    ("given", "paths"),
    [
        ({"alarms": "1h"}, ["alarms"]),
        ({"alarms": ["0s"]}, ["alarms.0"]),
        ({"alarms": ["1h", "29d"]}, ["alarms.1"]),
        ({"alarms": ["soon"]}, ["alarms.0"]),
        ({"alarms": ["1m", "2m", "3m", "4m", "5m", "6m"]}, ["alarms"]),
        ({"history": "367d"}, ["history"]),
        ({"history": "36h"}, ["history"]),
        ({"history": "long"}, ["history"]),
        ({"freebusy": 1, "busy": "yes"}, ["busy", "freebusy"]),
        ({"language": ""}, ["language"]),
        ({"organization": "acme"}, ["calendar"]),
    ],
)
def test_every_fault_of_the_call_is_named(
    desk: nb.Desk, given: dict[str, Any], paths: list[str]
) -> None:
    with pytest.raises(nb.InvalidRequest) as raised:
        desk.calendar(party="li-wei", **given)
    assert [fault.path for fault in raised.value.faults] == paths


def test_the_past_is_told_for_ninety_days_or_by_choice_for_a_year(
    desk: nb.Desk, turn: Turn
) -> None:
    desk.book("A", **AT, organizer="acme", title="Talk")
    there = ["02 10:00-11:00 Talk"]
    turn("2027-03-02 23:59")
    assert told(desk, organization="acme") == there
    turn("2027-03-03 00:00")
    assert told(desk, organization="acme") == []
    assert told(desk, organization="acme", history="365d") == there
    assert told(desk, organization="acme", history="91d") == there
    turn("2027-12-02 23:59")
    assert told(desk, organization="acme", history="365d") == there
    turn("2027-12-03 00:00")
    assert told(desk, organization="acme", history="365d") == []


def test_what_is_ahead_is_told_for_four_hundred_days(opened: Opened, turn: Turn) -> None:
    desk = opened(ROOMS.replace('before = "30m"', "horizon = 500"))
    desk.book("A", start="2028-01-06 10:00", length="1h", organizer="acme")
    assert told(desk, organization="acme") == []
    turn("2026-12-02 00:00")
    assert told(desk, organization="acme") == ["06 10:00-11:00 A"]


def test_a_freebusy_is_one_component_over_whole_days(desk: nb.Desk) -> None:
    desk.book("A", **AT, organizer="acme", title="Talk")
    desk.hold("A", start="2026-12-02 13:00", length="1h", organizer="acme")
    feed = calendar(desk.acting_as(None), resource="A", freebusy=True)
    [found] = [part for part in Calendar.from_ical(feed).subcomponents if part.name]
    lines = feed.decode().splitlines()
    assert found.name == "VFREEBUSY"
    assert [line for line in lines if line.startswith(("DT", "FREEBUSY"))] == [
        "DTSTAMP:20261201T000000Z",
        "DTSTART:20260902T000000Z",
        "DTEND:20280106T000000Z",
        "FREEBUSY;FBTYPE=BUSY:20261202T093000Z/20261202T110000Z",
        "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261202T123000Z/20261202T140000Z",
    ]
    assert b"Talk" not in feed
