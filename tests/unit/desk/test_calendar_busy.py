"""When a place cannot be had, and what stands beside what a reader may name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import neighborbook as nb
from tests.unit.desk.feeds import one, told, value

ROOMS = """
resource.A = {}
resource.B = {}
resource.AB = { parts = ["A", "B"] }
resource.bikes = { capacity = 3 }
[offering.A]
before = "30m"
after = "15m"
places = ["A"]
[offering.B]
places = ["B"]
[offering.any]
places = ["A", "B"]
[offering.hall]
places = ["AB"]
[offering.bikes]
places = ["bikes"]
[offering.bikes-asked]
places = ["bikes"]
approval = true
"""
WITHOUT_B = """
resource.A = {}
offering.any = { places = ["A"] }
"""

Opened = Callable[..., nb.Desk]


def at(start: str, end: str, **more: Any) -> dict[str, Any]:
    return {"start": f"2026-12-02 {start}", "end": f"2026-12-02 {end}", **more}


@pytest.fixture
def desk(opened: Opened) -> nb.Desk:
    return opened(ROOMS)


@pytest.fixture
def public(desk: nb.Desk) -> nb.Desk:
    return desk.acting_as(None)


def test_the_busy_time_of_a_room_is_when_it_cannot_be_had_buffers_included(
    desk: nb.Desk, public: nb.Desk
) -> None:
    desk.book("A", **at("10:00", "11:00"), organizer="acme")
    desk.book("A", **at("11:30", "12:00"), organizer="bolt")
    assert told(public, resource="A") == ["02 09:30-12:15 Busy"]


def test_of_a_pool_it_is_when_none_is_left(desk: nb.Desk, public: nb.Desk) -> None:
    desk.book("bikes", **at("09:00", "12:00"), organizer="acme")
    desk.book("bikes", **at("10:00", "12:00"), organizer="acme")
    assert told(public, resource="bikes") == []
    desk.book("bikes", **at("11:00", "14:00"), organizer="bolt")
    assert told(public, resource="bikes") == ["02 11:00-12:00 Busy"]
    assert told(public, offering="bikes") == ["02 11:00-12:00 Busy"]


def test_the_peak_counts_and_not_the_sum(desk: nb.Desk, public: nb.Desk) -> None:
    for start, end in (("09:00", "10:00"), ("10:00", "11:00"), ("11:00", "12:00")):
        desk.book("bikes", **at(start, end), organizer="acme")
    assert told(public, resource="bikes") == []


def test_a_part_that_is_taken_takes_the_whole_and_leaves_its_sibling(
    desk: nb.Desk, public: nb.Desk
) -> None:
    desk.book("B", **at("10:00", "11:00"), organizer="acme")
    assert told(public, resource="AB") == ["02 10:00-11:00 Busy"]
    assert told(public, offering="hall") == ["02 10:00-11:00 Busy"]
    assert told(public, resource="A") == []


def test_an_offering_is_busy_when_none_of_its_places_is_free_whoever_took_them(
    desk: nb.Desk, public: nb.Desk
) -> None:
    desk.book("any", **at("10:00", "12:00"), organizer="acme", resource="A")
    assert told(public, offering="any") == []
    desk.book("B", **at("11:00", "13:00"), organizer="acme")
    assert told(public, offering="any") == ["02 11:00-12:00 Busy"]


def test_what_is_not_confirmed_is_told_apart(desk: nb.Desk, public: nb.Desk) -> None:
    desk.hold("B", **at("10:00", "11:00"), organizer="acme")
    assert told(public, resource="B") == ["02 10:00-11:00 Busy, not confirmed"]
    for _ in range(2):
        desk.book("bikes", **at("10:00", "12:00"), organizer="acme")
    desk.book("bikes-asked", **at("10:00", "12:00"), organizer="acme")
    assert told(public, resource="bikes") == ["02 10:00-12:00 Busy, not confirmed"]


def test_once_a_hold_has_lapsed_the_place_can_be_had(
    desk: nb.Desk, public: nb.Desk, turn: Callable[[str], None]
) -> None:
    desk.hold("B", **at("10:00", "11:00"), organizer="acme")
    turn("2026-12-01 08:10")
    assert told(public, resource="B") == []


def test_the_booked_time_ended_early_is_free_again(
    desk: nb.Desk, public: nb.Desk, turn: Callable[[str], None]
) -> None:
    booking = desk.book("B", **at("10:00", "12:00"), organizer="acme")
    turn("2026-12-02 10:30")
    desk.complete(booking.id)
    assert told(public, resource="B", busy=True) == ["02 10:00-10:30 Busy"]


def test_a_member_reads_her_firm_s_bookings_by_name_and_all_the_rest_as_busy(
    desk: nb.Desk,
) -> None:
    desk.book("A", **at("09:00", "10:00"), organizer="acme")
    desk.book("A", **at("12:00", "13:00"), organizer="bolt")
    desk.book("A", **at("14:00", "15:00"), organizer="bolt")
    li = desk.acting_as("li-wei")
    assert told(li, resource="A") == [
        "02 09:00-10:00 A",
        "02 11:30-13:15 Busy",
        "02 13:30-15:15 Busy",
    ]
    assert told(li, offering="A") == told(li, resource="A")
    assert told(li, resource="A", busy=True) == [
        "02 08:30-10:15 Busy",
        "02 11:30-13:15 Busy",
        "02 13:30-15:15 Busy",
    ]


def test_in_her_calendar_of_a_pool_others_are_busy_only_where_nothing_is_left(
    desk: nb.Desk,
) -> None:
    desk.book("bikes", **at("10:00", "12:00"), organizer="acme")
    desk.book("bikes", **at("10:00", "12:00"), organizer="bolt")
    li = desk.acting_as("li-wei")
    assert told(li, resource="bikes") == ["02 10:00-12:00 bikes"]
    desk.book("bikes", **at("11:00", "12:00"), organizer="bolt")
    assert told(li, resource="bikes") == ["02 10:00-12:00 bikes", "02 11:00-12:00 Busy"]


def test_a_pool_full_of_her_own_bookings_needs_no_busy_time(desk: nb.Desk) -> None:
    for _ in range(3):
        desk.book("bikes", **at("10:00", "12:00"), organizer="acme")
    assert told(desk.acting_as("li-wei"), resource="bikes") == ["02 10:00-12:00 bikes"] * 3


def test_even_who_sees_everything_reads_a_hold_as_busy(desk: nb.Desk) -> None:
    desk.hold("B", **at("10:00", "11:00"), organizer="acme")
    assert told(desk, resource="B") == ["02 10:00-11:00 Busy, not confirmed"]


def test_the_calendar_of_an_offering_names_its_own_bookings_alone(desk: nb.Desk) -> None:
    desk.book("B", **at("10:00", "11:00"), organizer="acme", title="Mine")
    desk.book("A", **at("10:00", "11:00"), organizer="acme", title="Other")
    assert told(desk, offering="B") == ["02 10:00-11:00 Mine"]
    assert told(desk, offering="any") == ["02 10:00-11:00 Busy"]


def test_a_person_is_busy_in_her_booked_time(desk: nb.Desk) -> None:
    desk.acting_as("li-wei").book("A", **at("10:00", "11:00"))
    assert told(desk.acting_as("li-wei"), party="li-wei", busy=True) == ["02 10:00-11:00 Busy"]
    assert told(desk.acting_as("chen-jie"), party="li-wei", busy=True) == []


def test_a_busy_calendar_has_no_stamp_and_no_uid_of_a_booking(desk: nb.Desk) -> None:
    booking = desk.book("B", **at("10:00", "11:00"), organizer="acme", title="Merger")
    event = one(desk, resource="B", busy=True)
    assert event["UID"] not in (booking.uid, booking.id)
    assert value(event, "DTSTAMP") == "20000101T000000Z"
    assert not {"CREATED", "LOCATION", "DESCRIPTION"} & set(event)
    assert one(desk, offering="B", busy=True)["UID"] != event["UID"]
    assert one(desk, resource="B", busy=True, language="zh")["UID"] == event["UID"]


def test_a_retired_room_is_told_as_it_was(
    desk: nb.Desk, public: nb.Desk, reloaded: Callable[[nb.Desk, str], object]
) -> None:
    desk.book("B", **at("10:00", "11:00"), organizer="acme")
    reloaded(desk, WITHOUT_B)
    assert told(public, resource="B") == ["02 10:00-11:00 Busy"]
    assert told(public, offering="B") == ["02 10:00-11:00 Busy"]
    assert told(public, offering="any") == []
