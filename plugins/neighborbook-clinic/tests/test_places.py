"""Practitioner, room and device at once: C1 to C3, and what follows from them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

import neighborbook as nb

if TYPE_CHECKING:
    from conftest import Station


def taken(booking: nb.Booking) -> dict[str, set[str]]:
    return {c.role: {take.leaf for take in c.option.takes} for c in booking.chosen}


ONE_ROOM = ('rooms = ["r1", "r2"]', 'rooms = ["r1"]')


def test_c1_a_free_doctor_without_a_room_is_no_combination_of_a_room(
    stationed: Callable[[str], Station], center: str
) -> None:
    station = stationed(center.replace(*ONE_ROOM))
    station.book("09:00", resource="dr-a")
    assert station.codes("09:00", "patient-1", resource="dr-b") == [("NO_COMBINATION", "room")]
    assert station.codes("09:00", "patient-1") == [("NO_COMBINATION", "room")]


def test_c2_the_doctor_gets_the_one_room_and_the_nurse_the_other(station: Station) -> None:
    booking = station.book("09:00", service="together")
    assert taken(booking) == {"nurse": {"nurse", "r2"}, "doctor": {"dr-a-time", "r1"}}


def test_c2_holds_whatever_the_order_of_roles(
    stationed: Callable[[str], Station], center: str
) -> None:
    turned = center.replace('roles = ["nurse", "doctor"]', 'roles = ["doctor", "nurse"]')
    booking = stationed(turned).book("09:00", service="together")
    assert taken(booking) == {"nurse": {"nurse", "r2"}, "doctor": {"dr-a-time", "r1"}}


def test_c3_half_an_hour_needs_two_adjacent_cells(station: Station) -> None:
    station.book("09:15", "patient-1", resource="dr-a")
    station.book("09:45", "patient-2", resource="dr-a")
    found = [start for start in station.starts("new") if start.endswith("dr-a")]
    assert found[0] == "10:00 dr-a"
    assert "09:00 dr-a" in station.starts("general")
    assert station.codes("09:00", service="new", resource="dr-a") == [
        ("NO_COMBINATION", "practitioner + room")
    ]


def test_a_device_that_somebody_has_is_named(station: Station) -> None:
    station.book("09:00", "patient-1", service="ecg", resource="dr-a")
    assert station.codes("09:00", service="ecg", resource="dr-b") == [("NO_COMBINATION", "ecg")]
    station.book("09:00", resource="dr-b")


def test_a_service_that_a_practitioner_does_not_give_names_the_role(station: Station) -> None:
    decision = station.desk.explain(
        "station",
        start="2026-11-24 09:00",
        length="15m",
        organizer="li-wei",
        resource="nurse",
        details={"service": "general"},
    )
    assert [(one.code, one.rule, one.subject) for one in decision.refusals] == [
        ("NO_COMBINATION", "practitioner", "practitioner")
    ]
    assert decision.alternatives


def test_who_is_not_there_is_not_chosen(station: Station) -> None:
    assert station.codes("08:00", service="together") == [("CLOSED", "dr-a")]
    assert station.book("08:00").resource == "dr-b"


def test_a_search_lists_each_practitioner_who_is_free(station: Station) -> None:
    station.book("09:00", "patient-1", resource="dr-a")
    assert station.starts("general")[:2] == ["07:00 dr-b", "07:15 dr-b"]
    at_nine = [start for start in station.starts("general") if start.startswith("09:0")]
    assert at_nine == ["09:00 dr-b"]


@pytest.mark.parametrize("what", ["dr-a", "r1"])
def test_when_a_session_closes_its_slots_vanish_and_its_patients_need_a_move(
    station: Station, what: str
) -> None:
    booking = station.book("09:00", resource="dr-a")
    closure = station.desk.close(
        what, start="2026-11-24 09:00", end="2026-11-24 12:00", reason="ill", public_reason=""
    )
    assert [one.id for one in station.desk.affected(closure.id)] == [booking.id]
    assert station.desk.booking(booking.id).needs_move
    assert "09:00 dr-a" not in station.starts("general", organizer="patient-1")
    moved = station.desk.change(booking.id, start="2026-11-24 14:00")
    assert (moved.needs_move, moved.resource) == (False, "dr-a")


def test_who_was_squeezed_in_needs_a_move_too(station: Station) -> None:
    booking = station.book("09:00", channel="desk", overbook=True)
    station.desk.close(
        "dr-a", start="2026-11-24 09:00", end="2026-11-24 12:00", reason="ill", public_reason=""
    )
    assert station.desk.booking(booking.id).needs_move
