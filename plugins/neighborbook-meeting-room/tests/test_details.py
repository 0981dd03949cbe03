"""What is wrong with what was asked, and what is missing in the room."""

from __future__ import annotations

from typing import Any

import pytest

import neighborbook as nb

MORNING: dict[str, Any] = {
    "start": "2026-12-01 09:00",
    "end": "2026-12-01 10:00",
    "organizer": "acme",
}


def faults(desk: nb.Desk, **asked: object) -> list[tuple[str, str]]:
    with pytest.raises(nb.InvalidRequest) as caught:
        desk.explain("training-room", **{**MORNING, **asked})
    return [(fault.path, fault.code) for fault in caught.value.faults]


@pytest.mark.parametrize("headcount", [0, -1, 2.5, "ten", True])
def test_a_headcount_is_a_whole_number_from_one(desk: nb.Desk, headcount: object) -> None:
    assert faults(desk, headcount=headcount) == [("headcount", "INPUT_INVALID")]


@pytest.mark.parametrize("visitors", [-1, 11, 2.5, "some"])
def test_visitors_are_a_part_of_the_headcount(desk: nb.Desk, visitors: object) -> None:
    found = faults(desk, headcount=10, details={"visitors": visitors})
    assert found == [("details.visitors", "INPUT_INVALID")]


def test_everybody_may_be_a_visitor(desk: nb.Desk) -> None:
    decision = desk.explain("training-room", **MORNING, headcount=10, details={"visitors": 10})
    assert decision.codes == ()


@pytest.mark.parametrize("number", [0, -1, 1000, pytest.param(10**5000, id="huge")])
def test_equipment_is_asked_for_in_numbers_from_one(desk: nb.Desk, number: int) -> None:
    found = faults(desk, details={"equipment": {"projector": number}})
    assert found == [("details.equipment.projector", "INPUT_INVALID")]


def test_equipment_is_named_with_a_number(desk: nb.Desk) -> None:
    assert faults(desk, details={"equipment": "projector"}) == [
        ("details.equipment", "INPUT_INVALID")
    ]


def test_equipment_is_of_seven_kinds_at_most(desk: nb.Desk) -> None:
    found = faults(desk, details={"equipment": {f"thing-{n}": 1 for n in range(8)}})
    assert found == [("details.equipment", "INPUT_INVALID")]


@pytest.mark.parametrize("name", ["", "x" * 65, "pro\njector"])
def test_equipment_has_a_name_of_some_length(desk: nb.Desk, name: str) -> None:
    found = faults(desk, details={"equipment": {name: 1}})
    assert found == [("details.equipment", "INPUT_INVALID")]


def test_only_what_is_open_to_the_public_can_be_announced(desk: nb.Desk) -> None:
    assert faults(desk, details={"announce": True}) == [("details.announce", "INPUT_INVALID")]


def test_a_purpose_of_201_characters_is_not_cut(desk: nb.Desk) -> None:
    assert faults(desk, details={"purpose": "x" * 201}) == [("details.purpose", "INPUT_TOO_LONG")]


def test_a_detail_that_nobody_asks_for_is_unknown(desk: nb.Desk) -> None:
    assert faults(desk, details={"lay_out": "theatre"}) == [("details.lay_out", "UNKNOWN_KEY")]


def test_all_faults_are_named_at_once(desk: nb.Desk) -> None:
    found = faults(
        desk,
        headcount=3,
        details={"visitors": 4, "equipment": {"projector": 0}, "announce": True},
    )
    assert [path for path, _ in found] == [
        "details.visitors",
        "details.equipment.projector",
        "details.announce",
    ]


@pytest.mark.parametrize("end", ["2026-12-01 09:00", "2026-12-01 08:00"])
def test_an_end_comes_after_the_start(desk: nb.Desk, end: str) -> None:
    assert faults(desk, end=end) == [("end", "INPUT_INVALID")]


def test_details_can_be_given_as_the_class(desk: nb.Desk) -> None:
    from neighborbook_meeting_room import MeetingDetails

    details = MeetingDetails(layout="theatre", equipment={"projector": 1})
    booking = desk.book("training-room", **MORNING, headcount=25, details=details)
    assert booking.details == details
    assert desk.booking(booking.id).details == details


def test_a_layout_that_the_room_does_not_have_is_missing_and_the_others_are_named(
    desk: nb.Desk,
) -> None:
    decision = desk.explain(
        "training-room", **MORNING, resource="B", details={"layout": "boardroom"}
    )
    [refusal] = decision.refusals
    assert (refusal.code, refusal.rule) == ("FEATURE_MISSING", "layout")
    assert refusal.allowed == ("classroom", "theatre")


def test_equipment_that_does_not_belong_to_the_room_is_missing_and_the_rest_is_named(
    desk: nb.Desk,
) -> None:
    decision = desk.explain("training-room", **MORNING, details={"equipment": {"piano": 1}})
    [refusal] = decision.refusals
    assert (refusal.code, refusal.rule, refusal.subject) == (
        "FEATURE_MISSING",
        "equipment",
        "piano",
    )
    assert refusal.allowed == ("projector", "microphone")


def test_too_small_a_layout_and_missing_equipment_are_said_together(desk: nb.Desk) -> None:
    details = {"layout": "theatre", "equipment": {"piano": 1}}
    decision = desk.explain("training-room", **MORNING, headcount=61, details=details)
    assert set(decision.codes) == {"FEATURE_MISSING", "LAYOUT_TOO_SMALL"}


def test_who_works_elsewhere_cannot_book_for_the_firm(desk: nb.Desk) -> None:
    decision = desk.acting_as("chen-jie").explain("training-room", **MORNING)
    assert decision.codes == ("NOT_MEMBER",)


def test_what_is_wrong_is_said_in_chinese_too(desk: nb.Desk) -> None:
    asked = {
        "visitors": 12,
        "equipment": {f"thing-{number}": 1000 for number in range(8)},
        "announce": True,
    }
    with pytest.raises(nb.InvalidRequest) as caught:
        desk.explain("training-room", **MORNING, headcount=10, details=asked)
    for fault in caught.value.faults:
        assert fault.expected not in fault.text("zh")
