"""A closed room stands in its calendar, so that a subscriber sees why nothing can be booked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import neighborbook as nb
from tests.unit.desk.feeds import calendar, events, line, one, told, value

ROOMS = """
resource.A = { floor = "2nd floor" }
resource.B = {}
resource.bikes = { capacity = 3 }
[offering.room]
places = ["A", "B"]
[offering.A]
places = ["A"]
[offering.bikes]
places = ["bikes"]
"""
TIME: Any = {"start": "2026-12-02 09:00", "end": "2026-12-02 12:00"}
READERS = (None, "chen-jie", "li-wei", "clerk")

Opened = Callable[..., nb.Desk]
Turn = Callable[[str], None]


@pytest.fixture
def desk(opened: Opened) -> nb.Desk:
    return opened(ROOMS)


@pytest.mark.parametrize("reader", READERS)
def test_everybody_reads_the_public_reason_and_nobody_the_inner_one(
    desk: nb.Desk, reader: str | None
) -> None:
    desk.close("A", **TIME, reason="Zhang broke the lamp", public_reason="Painting")
    who = desk.acting_as(reader)
    event = one(who, resource="A")
    assert line(event) == "02 09:00-12:00 Painting"
    assert (event["STATUS"], event["TRANSP"], event["SEQUENCE"]) == ("CONFIRMED", "OPAQUE", 0)
    assert event["LOCATION"] == "A, 2nd floor, center"
    assert b"Zhang" not in calendar(who, resource="A")


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Closed"), ("zh", "关闭"), ("zh-CN", "关闭"), ("fr", "Closed")]
)
def test_without_a_public_reason_it_says_that_it_is_closed(
    desk: nb.Desk, language: str, said: str
) -> None:
    desk.close("A", **TIME, reason="inner")
    assert one(desk, resource="A", language=language)["SUMMARY"] == said


def test_the_whole_center_is_closed_in_each_of_its_calendars(desk: nb.Desk) -> None:
    desk.close("center", **TIME, public_reason="Power cut")
    for of in ({"resource": "A"}, {"resource": "bikes"}, {"offering": "room"}):
        event = one(desk.acting_as(None), **of)
        assert (line(event), event["TRANSP"]) == ("02 09:00-12:00 Power cut", "OPAQUE")
        assert event["LOCATION"] == "center"


def test_its_uid_is_one_for_life_the_same_everywhere_and_encodes_nothing(
    desk: nb.Desk, turn: Turn
) -> None:
    closure = desk.close("A", **TIME)
    uid = value(one(desk, resource="A"), "UID")
    assert uid == one(desk.acting_as(None), offering="A", language="zh")["UID"]
    assert closure.id not in uid
    assert len(uid) == 32
    turn("2026-12-01 09:00")
    desk.reopen(closure.id)
    assert one(desk, resource="A")["UID"] == uid


def test_reopened_it_is_cancelled_for_thirty_days_and_then_gone(desk: nb.Desk, turn: Turn) -> None:
    closure = desk.close("A", **TIME, public_reason="Painting")
    turn("2026-12-01 09:00")
    desk.reopen(closure.id)
    event = one(desk, resource="A")
    assert line(event) == "02 09:00-12:00 Cancelled: Painting"
    assert (event["STATUS"], event["TRANSP"], event["SEQUENCE"]) == ("CANCELLED", "TRANSPARENT", 1)
    assert value(event, "LAST-MODIFIED") == "20261201T090000Z"
    turn("2026-12-31 23:59")
    assert len(events(desk, resource="A")) == 1
    turn("2027-01-01 00:00")
    assert events(desk, resource="A") == []


def test_part_of_a_pool_that_is_closed_takes_nobody_s_time(desk: nb.Desk) -> None:
    desk.close("bikes", **TIME, amount=2)
    event = one(desk.acting_as(None), resource="bikes")
    assert (event["SUMMARY"], event["TRANSP"]) == ("Closed in part", "TRANSPARENT")
    assert told(desk, resource="bikes", busy=True) == []
    desk.book("bikes", **TIME, organizer="acme")
    assert told(desk, resource="bikes", busy=True) == ["02 09:00-12:00 Busy"]


def test_one_of_several_places_that_is_closed_leaves_the_others(desk: nb.Desk) -> None:
    desk.close("A", **TIME, public_reason="Painting")
    event = one(desk.acting_as(None), offering="room")
    assert (event["SUMMARY"], event["TRANSP"]) == ("Painting", "TRANSPARENT")
    assert value(event, "LOCATION").startswith("A")
    assert told(desk, offering="room", busy=True) == []


def test_in_busy_calendars_closures_are_merged_into_the_busy_time(desk: nb.Desk) -> None:
    desk.book("A", start="2026-12-02 12:00", end="2026-12-02 13:00", organizer="acme")
    desk.close("A", **TIME, public_reason="Painting")
    assert told(desk, resource="A", busy=True) == ["02 09:00-13:00 Busy"]
    assert told(desk.acting_as(None), resource="A") == [
        "02 09:00-12:00 Painting",
        "02 12:00-13:00 Busy",
    ]


def test_a_closed_offering_is_busy_though_its_room_is_free(opened: Opened) -> None:
    desk = opened(ROOMS.replace("[offering.A]", "[offering.talks]"))
    desk.close("talks", **TIME, public_reason="Holidays")
    assert told(desk, offering="talks", busy=True) == ["02 09:00-12:00 Busy"]
    assert told(desk, offering="talks") == ["02 09:00-12:00 Holidays"]
    assert one(desk, offering="talks")["LOCATION"] == "center"
    assert told(desk, offering="room") == told(desk, resource="A") == []


def test_a_booking_under_a_closure_needs_a_new_place(desk: nb.Desk) -> None:
    desk.book("A", **TIME, organizer="acme", title="Talk")
    desk.close("A", **TIME, public_reason="Painting")
    assert told(desk.acting_as("li-wei"), resource="A") == [
        "02 09:00-12:00 Needs a new place: A",
        "02 09:00-12:00 Painting",
    ]
    assert told(desk, organization="acme") == ["02 09:00-12:00 Needs a new place: Talk"]


def test_an_outage_stands_in_no_calendar(desk: nb.Desk) -> None:
    desk.outage(start="2026-12-01 07:00", end="2026-12-02 10:00", reason="no network")
    assert told(desk, resource="A") == []
