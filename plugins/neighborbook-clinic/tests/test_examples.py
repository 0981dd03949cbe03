"""A morning at a health station, told in examples of its own beside C1 to C4."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

import neighborbook as nb
from neighborbook_clinic import calling_order

if TYPE_CHECKING:
    from conftest import Station

Turn = Callable[[str], None]
MORNING = [f"{hour:02}:{minute:02}" for hour in (9, 10, 11) for minute in (0, 15, 30, 45)]


def test_an_appointment_starts_on_a_quarter_of_an_hour(station: Station) -> None:
    assert station.codes("09:15", resource="dr-a") == []
    for start in ("09:05", "09:10", "09:20"):
        assert station.codes(start, resource="dr-a")[0][0] == "OFF_GRID"


def test_nobody_stays_over_the_end_of_a_session(station: Station) -> None:
    assert station.codes("11:45", resource="dr-a") == []
    assert station.codes("11:45", service="new", resource="dr-a")[0][0] == "CLOSED"
    assert "11:45 dr-a" not in station.starts("new")


def test_four_first_visits_are_all_that_a_morning_has_in_advance(station: Station) -> None:
    for start, patient in zip(MORNING[:8:2], station.others, strict=False):
        station.acting_as(patient).book(start, patient, service="new", resource="dr-a")
    mine = station.acting_as("li-wei")
    assert mine.codes("11:00", service="new", resource="dr-a") == [("FULL", "online")]
    assert mine.codes("11:00", resource="dr-a") == [("FULL", "online")]


def test_of_a_longer_session_more_is_kept(station: Station) -> None:
    # Dr B is there from seven: 20 cells, of which 6 are kept and 14 can be had in advance.
    cells = [f"{hour:02}:{minute:02}" for hour in range(7, 12) for minute in (0, 15, 30, 45)]
    for start, patient in zip(cells[:14], station.others, strict=False):
        station.acting_as(patient).book(start, patient, resource="dr-b")
    mine = station.acting_as("li-wei")
    assert mine.codes("11:30", resource="dr-b") == [("FULL", "online")]
    assert mine.codes("11:30", resource="dr-a") == []


def test_who_walks_in_gets_what_nobody_has_booked_beyond_the_reserve(
    station: Station, turn: Turn
) -> None:
    turn("2026-11-24 08:30")
    clerk = station.acting_as("clerk")
    for start, patient in zip(MORNING, station.others, strict=False):
        clerk.book(start, patient, resource="dr-a", channel="walk-in")
    assert clerk.codes("11:45", resource="dr-a", channel="walk-in")[0][0] == "NO_COMBINATION"


def test_an_elder_takes_no_cell_from_those_who_book_in_advance(station: Station) -> None:
    station.acting_as("old-chen").book("09:00", "old-chen", resource="dr-a")
    for start, patient in zip(MORNING[1:9], station.others, strict=False):
        station.acting_as(patient).book(start, patient, resource="dr-a")
    assert station.acting_as("li-wei").codes("11:45", resource="dr-a") == [("FULL", "online")]


def test_who_is_a_year_short_of_it_is_no_elder_yet(
    stationed: Callable[[str], Station], center: str
) -> None:
    # Old Chen is 74 until 30 November.
    for age, codes in ((74, []), (75, [("FULL", "online")])):
        kept = f'room_type = "clinic"\nelder_age = {age}'
        station = stationed(center.replace('room_type = "clinic"', kept))
        for start, patient in zip(MORNING[:8], station.others, strict=False):
            station.acting_as(patient).book(start, patient, resource="dr-a")
        assert station.acting_as("old-chen").codes("11:00", "old-chen", resource="dr-a") == codes


@pytest.mark.parametrize(("last", "codes"), [("2027-11-23", ["SUSPENDED"]), ("2027-11-24", [])])
def test_missed_appointments_count_for_twelve_months(
    station: Station, turn: Turn, last: str, codes: list[str]
) -> None:
    for day in ("2026-11-24", "2026-11-25", last):
        turn(f"{day} 06:00")
        station.book(f"{day} 09:00")
    turn(f"{last} 12:00")
    found = station.acting_as("li-wei").codes(f"{last} 14:00", service="new")
    assert [code for code, _ in found] == codes


def test_who_was_not_there_for_a_long_one_that_was_released_has_missed_it(
    stationed: Callable[[str], Station], center: str, turn: Turn
) -> None:
    station = stationed(center.replace('new = { length = "30m" }', 'new = { length = "45m" }'))
    for day in ("2026-11-24", "2026-11-25", "2026-11-26"):
        turn(f"{day} 06:00")
        booking = station.book(f"{day} 09:00", service="new", length="45m")
        turn(f"{day} 09:30")
        assert station.desk.booking(booking.id).void_reason == "released"
    codes = station.acting_as("li-wei").codes("2026-11-27 09:00")
    assert codes == [("SUSPENDED", "")]


@pytest.mark.parametrize(
    ("day", "codes"), [("2026-07-14", [("RESIDENCY", "")]), ("2026-07-15", [])]
)
def test_who_moved_here_within_a_month_has_lived_here_from_that_day_of_it(
    station: Station, turn: Turn, day: str, codes: list[tuple[str, str]]
) -> None:
    turn("2026-07-13 08:00")
    assert station.codes(f"{day} 09:00", "old-wu", service="exam") == codes


def test_what_is_at_another_station_does_not_count_at_this_one(
    stationed: Callable[[str], Station], center: str
) -> None:
    head, _, offering = center.partition("[offering.station]")
    branch = offering.replace("offering.station", "offering.branch")
    station = stationed(f"{head}[offering.station]{offering}[offering.branch]{branch}")
    station.book("09:00")
    there = {"start": "2026-11-24 14:00", "length": "15m", "details": {"service": "general"}}
    decision = station.desk.explain("branch", organizer="li-wei", **there)  # type: ignore[arg-type]
    assert decision.codes == ()


def test_who_came_late_but_came_has_missed_nothing(station: Station, turn: Turn) -> None:
    for day in ("2026-11-24", "2026-11-25", "2026-11-26"):
        turn(f"{day} 06:00")
        booking = station.book(f"{day} 09:00")
        turn(f"{day} 09:29")
        station.desk.check_in(booking.id)
    assert station.acting_as("li-wei").codes("2026-11-27 09:00") == []


def test_what_was_cancelled_late_is_not_missed(station: Station, turn: Turn) -> None:
    for day in ("2026-11-24", "2026-11-25", "2026-11-26"):
        turn(f"{day} 08:00")
        assert station.desk.cancel(station.book(f"{day} 09:00").id).void_reason == "cancelled_late"
    assert station.acting_as("li-wei").codes("2026-11-27 09:00") == []


def test_of_two_who_come_late_the_first_to_come_is_called_first(
    station: Station, turn: Turn
) -> None:
    made = {
        patient: station.book(start, patient, resource="dr-a")
        for patient, start in (("patient-1", "09:00"), ("patient-2", "09:15"), ("li-wei", "09:30"))
    }
    for wall, patient in (("09:25", "li-wei"), ("09:26", "patient-1"), ("09:32", "patient-2")):
        turn(f"2026-11-24 {wall}")
        station.desk.check_in(made[patient].id)
    waiting = [one.organizer for one in calling_order(station.desk.bookings())]
    assert waiting == ["li-wei", "patient-1", "patient-2"]


def test_who_does_not_hear_is_called_again(station: Station, turn: Turn) -> None:
    booking = station.book("09:00")
    turn("2026-11-24 09:00")
    station.desk.check_in(booking.id)
    for _ in range(3):
        assert station.desk.advance(booking.id, "called").label == "called"
    assert station.desk.advance(booking.id, "left_unserved").state is nb.State.VOID


def test_somebody_squeezed_in_takes_neither_room_nor_a_cell_in_advance(station: Station) -> None:
    clerk = station.acting_as("clerk")
    clerk.book("09:00", "patient-19", overbook=True)
    for start, patient in zip(MORNING[:8], station.others, strict=False):
        station.acting_as(patient).book(start, patient, resource="dr-a")
    assert station.acting_as("li-wei").codes("11:00", resource="dr-a") == [("FULL", "online")]


def test_an_appointment_is_told_to_who_asks_in_words_without_the_service(station: Station) -> None:
    station.book("09:00")
    said = station.desk.explain(
        "station",
        start="2026-11-24 14:00",
        length="15m",
        organizer="li-wei",
        details={"service": "general"},
    )
    assert said.text("zh").startswith("当日已有该项目的预约。")
    assert "general" not in said.text("en")
