"""What is kept for who walks in, for elders, and for what is urgent; who is squeezed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Station

MORNING = [f"{hour:02}:{minute:02}" for hour in (9, 10, 11) for minute in (0, 15, 30, 45)]


@pytest.fixture
def full(station: Station) -> Station:
    """Eight of the twelve cells of Dr A's morning are booked online."""
    for start, patient in zip(MORNING[:8], station.others, strict=False):
        station.acting_as(patient).book(start, patient, resource="dr-a")
    return station


def test_c4_the_ninth_online_is_full(full: Station) -> None:
    mine = full.acting_as("li-wei")
    assert mine.codes("11:00", resource="dr-a") == [("FULL", "online")]
    assert mine.codes("14:00", resource="dr-a") == []
    assert not [one for one in mine.starts("general") if one.startswith("11:") and "dr-a" in one]


def test_c4_another_doctor_is_chosen_if_none_is_asked_for(full: Station) -> None:
    assert full.acting_as("li-wei").book("11:00").resource == "dr-b"


def test_c4_who_walks_in_at_the_same_minute_gets_a_cell(
    full: Station, turn: Callable[[str], None]
) -> None:
    turn("2026-11-24 10:59")
    assert full.acting_as("li-wei").codes("11:30", resource="dr-a") == [("FULL", "online")]
    walked = full.acting_as("clerk").book("11:00", resource="dr-a", channel="walk-in")
    assert walked.state == "confirmed"


def test_c4_an_elder_of_75_may_use_the_reserve_by_phone(full: Station) -> None:
    booking = full.acting_as("clerk").book("11:00", "old-chen", resource="dr-a", channel="phone")
    assert booking.resource == "dr-a"


def test_an_elder_may_use_the_reserve_without_a_phone(full: Station) -> None:
    assert full.acting_as("old-chen").codes("11:00", "old-chen", resource="dr-a") == []


def test_what_is_urgent_may_use_the_reserve(full: Station) -> None:
    urgent = full.acting_as("clerk").codes("11:00", resource="dr-a", priority="urgent")
    assert urgent == []


def test_a_phone_alone_opens_no_reserve(full: Station) -> None:
    by_phone = full.acting_as("clerk").codes("11:00", resource="dr-a", channel="phone")
    assert by_phone == [("FULL", "online")]


def test_elders_draw_from_the_reserve_first(station: Station) -> None:
    station.acting_as("old-chen").book("11:45", "old-chen", resource="dr-a")
    for start, patient in zip(MORNING[:8], station.others, strict=False):
        station.acting_as(patient).book(start, patient, resource="dr-a")
    assert station.acting_as("li-wei").codes("11:00", resource="dr-a") == [("FULL", "online")]


def test_a_cancelled_cell_can_be_had_online_again(full: Station) -> None:
    first = next(full.desk.bookings(organizer="patient-0"))
    full.desk.cancel(first.id)
    assert full.acting_as("li-wei").codes("11:00", resource="dr-a") == []


def test_two_cells_need_two_that_are_left(full: Station) -> None:
    first = next(full.desk.bookings(organizer="patient-0"))
    full.desk.cancel(first.id)
    mine = full.acting_as("li-wei")
    assert mine.codes("11:00", service="new", resource="dr-a") == [("INSUFFICIENT", "online")]


def test_the_reserve_is_released_where_the_center_says_so(
    stationed: Callable[[str], Station], center: str, turn: Callable[[str], None]
) -> None:
    text = center.replace('room_type = "clinic"', 'room_type = "clinic"\nreserve_released = "1h"')
    station = stationed(text)
    for start, patient in zip(MORNING[:8], station.others, strict=False):
        station.book(start, patient, resource="dr-a")
    turn("2026-11-24 07:59")
    assert station.acting_as("li-wei").codes("11:00", resource="dr-a") == [("FULL", "online")]
    turn("2026-11-24 08:00")
    assert station.acting_as("li-wei").codes("11:00", resource="dr-a") == []


def test_who_walks_in_needs_no_notice(station: Station, turn: Callable[[str], None]) -> None:
    turn("2026-11-24 08:50")
    clerk = station.acting_as("clerk")
    assert clerk.codes("09:00", channel="desk") == [("TOO_SOON", "")]
    assert clerk.codes("09:00", channel="walk-in") == []


def test_who_walks_in_does_so_today(station: Station, turn: Callable[[str], None]) -> None:
    clerk = station.acting_as("clerk")
    turn("2026-11-23 23:59")
    assert clerk.codes("09:00", channel="walk-in") == [("TOO_FAR", "")]
    assert clerk.codes("09:00", channel="desk") == []
    turn("2026-11-24 00:00")
    assert clerk.codes("09:00", channel="walk-in") == []


def test_one_is_squeezed_in_for_each_session_by_staff_alone(station: Station) -> None:
    station.book("09:00", "patient-1", resource="dr-a")
    clerk = station.acting_as("clerk")
    booking = clerk.book("09:00", "patient-2", overbook=True)
    stored = station.desk.booking(booking.id)
    assert [take.leaf for take in stored.chosen[0].option.takes] == ["dr-a-extra"]
    assert clerk.codes("11:00", "patient-3", overbook=True) == [("FULL", "overbooked")]
    assert clerk.codes("14:00", "patient-3", overbook=True) == []


@pytest.mark.parametrize(
    ("channel", "priority", "overbook"),
    [("online", "routine", True), ("walk-in", "routine", False), ("online", "urgent", False)],
)
def test_a_patient_cannot_say_what_is_for_staff_to_say(
    station: Station,
    turn: Callable[[str], None],
    channel: str,
    priority: str,
    overbook: bool,
) -> None:
    turn("2026-11-24 08:00")
    asked = {"channel": channel, "priority": priority}
    mine, clerk = station.acting_as("li-wei"), station.acting_as("clerk")
    assert mine.codes("09:00", overbook=overbook, **asked)[0][0] == "NOT_ALLOWED"
    assert clerk.codes("09:00", overbook=overbook, **asked) == []
