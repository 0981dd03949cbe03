"""Who has come, who is late, who is called, and who was never served."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

import neighborbook as nb
from neighborbook_clinic import calling_order

if TYPE_CHECKING:
    from conftest import Station


def waiting(station: Station) -> list[str]:
    return [one.organizer for one in calling_order(station.desk.bookings())]


@pytest.fixture
def three(station: Station) -> dict[str, nb.Booking]:
    """Three patients of Dr A, at nine, at a quarter past, and at half past nine."""
    return {
        patient: station.book(start, patient, resource="dr-a")
        for patient, start in (
            ("patient-1", "09:00"),
            ("patient-2", "09:15"),
            ("patient-3", "09:30"),
        )
    }


Turn = Callable[[str], None]


def come(station: Station, booking: nb.Booking, wall: str, turn: Turn) -> None:
    turn(f"2026-11-24 {wall}")
    station.desk.check_in(booking.id)


def test_who_comes_a_quarter_of_an_hour_late_keeps_the_turn(
    station: Station, three: dict[str, nb.Booking], turn: Turn
) -> None:
    come(station, three["patient-2"], "09:10", turn)
    come(station, three["patient-1"], "09:15", turn)
    assert waiting(station) == ["patient-1", "patient-2"]


def test_who_comes_later_goes_behind_those_who_are_there(
    station: Station, three: dict[str, nb.Booking], turn: Turn
) -> None:
    come(station, three["patient-2"], "09:10", turn)
    come(station, three["patient-3"], "09:12", turn)
    come(station, three["patient-1"], "09:16", turn)
    assert waiting(station) == ["patient-2", "patient-3", "patient-1"]


def test_who_walks_in_is_called_by_the_cell_that_was_free(
    station: Station, three: dict[str, nb.Booking], turn: Turn
) -> None:
    come(station, three["patient-3"], "09:20", turn)
    walked = station.book("09:45", "patient-4", resource="dr-a", channel="walk-in")
    come(station, walked, "09:20", turn)
    assert waiting(station) == ["patient-3", "patient-4"]


@pytest.mark.parametrize(("wall", "state"), [("09:29", "confirmed"), ("09:30", "void")])
def test_who_is_not_there_half_an_hour_after_the_start_is_a_no_show(
    station: Station, three: dict[str, nb.Booking], turn: Turn, wall: str, state: str
) -> None:
    turn(f"2026-11-24 {wall}")
    found = station.desk.booking(three["patient-1"].id)
    assert found.state == state
    assert found.void_reason == (nb.VoidReason.NO_SHOW if state == "void" else None)


def test_a_long_appointment_that_nobody_came_to_is_released(station: Station, turn: Turn) -> None:
    booking = station.book("08:00", "old-chen", service="exam")
    turn("2026-11-24 08:30")
    assert station.desk.booking(booking.id).void_reason == "released"
    assert station.codes("08:30", resource="dr-b", channel="walk-in") == []


def test_who_has_come_waits_past_the_end_and_is_called_and_served(
    station: Station, three: dict[str, nb.Booking], turn: Turn
) -> None:
    booking = three["patient-1"]
    come(station, booking, "09:20", turn)
    turn("2026-11-24 10:00")
    assert station.desk.booking(booking.id).state == "arrived"
    assert station.desk.advance(booking.id, "called").label == "called"
    assert station.desk.advance(booking.id, "active").state == "active"
    assert station.desk.complete(booking.id).state == "done"


def test_who_was_never_marked_done_is_done_in_the_afternoon(
    station: Station, three: dict[str, nb.Booking], turn: Turn
) -> None:
    come(station, three["patient-1"], "09:00", turn)
    turn("2026-11-24 13:15")
    assert station.desk.booking(three["patient-1"].id).state == "done"
    assert station.desk.settle().lapsed == 3


def test_who_leaves_before_being_called_was_not_served(
    station: Station, three: dict[str, nb.Booking], turn: Turn
) -> None:
    come(station, three["patient-1"], "09:00", turn)
    left = station.desk.advance(three["patient-1"].id, "left_unserved")
    assert (left.state, left.label) == ("void", "left_unserved")
    assert waiting(station) == []
    assert station.codes("09:00", "patient-5", resource="dr-a", channel="walk-in") == []


def test_a_patient_who_has_not_come_is_not_called(
    station: Station, three: dict[str, nb.Booking]
) -> None:
    with pytest.raises(nb.Refused) as refused:
        station.desk.advance(three["patient-1"].id, "called")
    assert refused.value.decision.codes == ("STATE",)
