"""The rules about a patient, one test for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

import neighborbook as nb

if TYPE_CHECKING:
    from conftest import Station


def visit(station: Station, turn: Callable[[str], None], start: str, **more: object) -> nb.Booking:
    """Have an appointment, come, and be done."""
    booking = station.book(start, **more)  # type: ignore[arg-type]
    turn(start)
    station.desk.check_in(booking.id)
    turn(start[:-2] + "14")
    return station.desk.complete(booking.id)


def miss(station: Station, turn: Callable[[str], None], start: str) -> None:
    turn(f"{start[:10]} 06:00")
    station.book(start)


def test_a_patient_has_one_appointment_for_a_service_in_a_day(station: Station) -> None:
    station.book("09:00")
    assert station.codes("14:00") == [("DUPLICATE", "")]
    assert station.codes("14:00", service="new") == []
    assert station.codes("2026-11-25 09:00") == []


def test_one_that_is_cancelled_does_not_count_and_one_that_is_moved_neither(
    station: Station,
) -> None:
    booking = station.book("09:00")
    station.desk.change(booking.id, start="2026-11-24 14:00")
    station.desk.cancel(booking.id)
    assert station.codes("09:00") == []


def test_a_patient_cannot_be_in_two_rooms_at_once(station: Station) -> None:
    station.book("09:00", resource="dr-a")
    assert station.codes("09:00", service="new", resource="dr-b") == [("CONFLICT_PERSON", "")]


def test_a_follow_up_needs_a_visit_that_is_done(
    station: Station, turn: Callable[[str], None]
) -> None:
    assert station.codes("14:00", service="follow-up") == [("X_NO_VISIT", "")]
    station.book("09:00")
    assert station.codes("14:00", service="follow-up") == [("X_NO_VISIT", "")]


def test_a_follow_up_comes_within_thirty_days(
    station: Station, turn: Callable[[str], None]
) -> None:
    visit(station, turn, "2026-11-24 09:00")
    turn("2026-12-22 08:00")
    assert station.codes("2026-12-24 09:00", service="follow-up") == []
    assert station.codes("2026-12-25 09:00", service="follow-up") == [("X_NO_VISIT", "")]


def test_ten_minutes_are_rounded_up_to_the_grid(
    station: Station, turn: Callable[[str], None]
) -> None:
    visit(station, turn, "2026-11-24 09:00")
    booking = station.book("14:00", service="follow-up")
    assert booking.end_at - booking.start_at == 15 * 60


def test_a_follow_up_is_rather_with_the_same_practitioner(
    station: Station, turn: Callable[[str], None]
) -> None:
    visit(station, turn, "2026-11-24 09:00", resource="dr-b")
    assert station.book("2026-11-25 09:00", service="new").resource == "dr-a"
    assert station.book("2026-11-25 10:00", service="follow-up").resource == "dr-b"


def test_a_search_puts_the_same_practitioner_first(
    station: Station, turn: Callable[[str], None]
) -> None:
    visit(station, turn, "2026-11-24 09:00", resource="dr-b")
    at_two = [one for one in station.starts("follow-up") if one.startswith("14:00")]
    assert at_two == ["14:00 dr-b", "14:00 dr-a"]


def test_a_follow_up_is_not_refused_because_another_must_see_the_patient(
    station: Station, turn: Callable[[str], None]
) -> None:
    visit(station, turn, "2026-11-24 09:00", resource="dr-b")
    station.book("2026-11-25 09:00", "patient-1", resource="dr-b")
    assert station.book("2026-11-25 09:00", service="follow-up").resource == "dr-a"


def test_three_missed_appointments_close_online_booking_for_thirty_days(
    station: Station, turn: Callable[[str], None]
) -> None:
    for day in ("2026-11-24", "2026-11-25", "2026-11-26"):
        miss(station, turn, f"{day} 09:00")
    turn("2026-11-27 08:00")
    mine = station.acting_as("li-wei")
    [refusal] = mine.desk.explain(
        "station",
        start="2026-11-27 09:00",
        length="15m",
        details={"service": "general"},
    ).refusals
    assert (refusal.code, refusal.rule, refusal.severity) == ("SUSPENDED", "no_shows", "soft")
    assert list(mine.starts("general")) == []
    clerk = station.acting_as("clerk")
    assert clerk.codes("2026-11-27 09:00", channel="phone") == []
    assert clerk.codes("2026-11-27 08:00", channel="walk-in") == []
    turn("2026-12-26 08:59")
    assert mine.codes("2026-12-28 09:00") == [("SUSPENDED", "")]
    turn("2026-12-26 09:00")
    assert mine.codes("2026-12-28 09:00") == []


def test_two_missed_appointments_close_nothing(
    station: Station, turn: Callable[[str], None]
) -> None:
    for day in ("2026-11-24", "2026-11-25"):
        miss(station, turn, f"{day} 09:00")
    turn("2026-11-27 08:00")
    assert station.acting_as("li-wei").codes("2026-11-27 09:00") == []


@pytest.mark.parametrize(
    ("patient", "codes"),
    [
        ("old-chen", []),
        ("li-wei", [("AGE", "")]),
        ("wang-fang", [("AGE", ""), ("RESIDENCY", "")]),
    ],
)
def test_an_exam_is_for_who_is_old_enough_and_lives_here(
    station: Station, patient: str, codes: list[tuple[str, str]]
) -> None:
    assert station.codes("09:00", patient, service="exam") == codes


def test_residence_counts_from_the_day_on_which_six_months_are_full(
    stationed: Callable[[str], Station], center: str, turn: Callable[[str], None]
) -> None:
    station = stationed(center)
    turn("2026-06-29 08:00")
    assert station.codes("2026-06-30 09:00", "old-chen", service="exam") == [("RESIDENCY", "")]
    assert station.codes("2026-07-01 09:00", "old-chen", service="exam") == []


@pytest.mark.parametrize(("basis", "codes"), [("birthday", [("AGE", "")]), ("birth-year", [])])
def test_age_is_reckoned_as_the_center_says(
    stationed: Callable[[str], Station],
    center: str,
    basis: str,
    codes: list[tuple[str, str]],
) -> None:
    text = center.replace("least_age = 65", "least_age = 75").replace(
        'room_type = "clinic"', f'room_type = "clinic"\nage_basis = "{basis}"'
    )
    # 75 on 30 November
    assert stationed(text).codes("09:00", "old-chen", service="exam") == codes


def test_an_exam_is_given_once_in_a_calendar_year(
    station: Station, turn: Callable[[str], None]
) -> None:
    turn("2026-12-20 08:00")
    station.book("2026-12-21 09:00", "old-chen", service="exam")
    assert station.codes("2026-12-22 09:00", "old-chen", service="exam") == [("DUPLICATE", "")]
    assert station.codes("2027-01-02 09:00", "old-chen", service="exam") == []


@pytest.mark.parametrize(
    ("start", "codes"),
    [("07:15", ["CLOSED"]), ("07:30", []), ("10:15", []), ("10:30", ["CLOSED"])],
)
def test_who_comes_fasting_comes_in_the_morning(
    station: Station, start: str, codes: list[str]
) -> None:
    found = station.codes(start, "old-chen", service="exam", resource="dr-b")
    assert [code for code, _ in found] == codes


def test_who_must_come_fasting_is_told_so(station: Station) -> None:
    decision = station.desk.explain(
        "station",
        start="2026-11-24 08:00",
        length="45m",
        organizer="old-chen",
        details={"service": "exam"},
    )
    assert [one.rule for one in decision.warnings] == ["fasting"]
    assert "空腹" in decision.text("zh")


def test_who_books_is_told_so_and_again_when_it_is_moved(station: Station) -> None:
    made = station.acting_as("clerk").book("08:00", "old-chen", service="exam", resource="dr-b")
    assert made.decision is not None
    assert made.decision.remarks("en") == ("Come fasting.",)
    assert made.decision.remarks("zh") == ("请空腹前来。",)
    moved = station.desk.acting_as("old-chen").change(made.id, start="2026-11-24 09:00")
    assert moved.decision is not None
    assert moved.decision.remarks("en") == ("Come fasting.",)
    again = station.desk.acting_as("clerk").change(made.id, start="2026-11-24 08:00")
    assert again.decision is None  # the front desk does not read what anybody comes for
    assert station.desk.acting_as("old-chen").booking(made.id).decision is None


def test_who_is_unknown_is_registered_first(station: Station) -> None:
    assert station.codes("09:00", "nobody-knows") == [("X_NOT_REGISTERED", "")]


def test_a_rule_of_policy_is_passed_by_the_front_desk_with_a_reason(station: Station) -> None:
    booking = station.acting_as("clerk").desk.book(
        "station",
        start="2026-11-24 08:00",
        length="45m",
        organizer="li-wei",
        details={"service": "exam"},
        override="asked for by the hospital",
    )
    assert station.desk.booking(booking.id).overridden == ("age",)


@pytest.mark.parametrize(("wall", "reason"), [("07:00", "cancelled"), ("07:01", "cancelled_late")])
def test_two_hours_before_the_start_is_early_enough_to_cancel(
    station: Station, turn: Callable[[str], None], wall: str, reason: str
) -> None:
    booking = station.book("09:00")
    turn(f"2026-11-24 {wall}")
    assert station.desk.cancel(booking.id).void_reason == reason


@pytest.mark.parametrize(
    ("start", "codes"), [("2026-12-07 09:00", []), ("2026-12-08 09:00", ["TOO_FAR"])]
)
def test_fourteen_days_ahead_can_be_booked(station: Station, start: str, codes: list[str]) -> None:
    assert [code for code, _ in station.codes(start)] == codes


@pytest.mark.parametrize(("wall", "codes"), [("08:30", []), ("08:31", ["TOO_SOON"])])
def test_half_an_hour_before_the_start_is_early_enough_to_book(
    station: Station, turn: Callable[[str], None], wall: str, codes: list[str]
) -> None:
    turn(f"2026-11-24 {wall}")
    assert [code for code, _ in station.codes("09:00")] == codes


def test_a_hold_keeps_the_cell_for_ten_minutes_and_counts_as_the_appointment_of_the_day(
    station: Station, turn: Callable[[str], None]
) -> None:
    words: dict[str, Any] = {"length": "15m", "organizer": "li-wei"}
    words["details"] = {"service": "general"}
    held = station.desk.hold("station", start="2026-11-24 09:00", resource="dr-a", **words)
    assert held.state is nb.State.HELD
    turn("2026-11-23 08:09")
    assert station.codes("14:00") == [("DUPLICATE", "")]
    assert station.codes("09:00", "patient-1", resource="dr-a") != []
    turn("2026-11-23 08:10")
    assert station.desk.booking(held.id).state is nb.State.VOID
    assert station.codes("14:00") == []
    assert station.codes("09:00", "patient-1", resource="dr-a") == []


def test_a_hold_is_confirmed_in_time(station: Station, turn: Callable[[str], None]) -> None:
    words: dict[str, Any] = {"length": "15m", "organizer": "li-wei"}
    words["details"] = {"service": "general"}
    held = station.desk.hold("station", start="2026-11-24 09:00", **words)
    turn("2026-11-23 08:09")
    assert station.desk.confirm(held.id).state is nb.State.CONFIRMED


def said(desk: nb.Desk, patient: str, start: str = "09:00", **more: Any) -> nb.Decision:
    """Return what is answered to a request of Tuesday."""
    length = more.pop("length", "15m")
    details = {"service": "general", **more}
    start = f"2026-11-24 {start}"
    return desk.explain("station", start=start, length=length, organizer=patient, details=details)


def test_who_is_refused_is_not_told_to_come_fasting(station: Station) -> None:
    young = said(station.desk, "li-wei", "08:00", service="exam", length="45m")
    assert "AGE" in young.codes
    assert (young.warnings, "fasting" in young.text()) == ((), False)
    allowed = station.desk.explain(
        "station",
        start="2026-11-24 08:00",
        length="45m",
        organizer="li-wei",
        details={"service": "exam"},
        override="an example",
    )
    assert "Come fasting." in allowed.text()


def test_what_is_advised_is_what_helps(station: Station) -> None:
    unknown = said(station.desk, "nobody")
    assert unknown.text() == "The patient is not registered yet: register first, then book."
    squeezed = said(station.desk.acting_as("li-wei"), "li-wei", overbook=True)
    assert squeezed.text("zh") == "只有前台可以这样登记（加号）。请去掉此项，或到前台办理。"
    stranger = said(station.desk.acting_as("chen-jie"), "li-wei")
    assert stranger.text().endswith("or at the front desk. Let one of them ask.")
    lacking = said(station.desk, "li-wei", service="new", length="30m", overbook=True)
    assert "doctor" not in lacking.text("zh")


def test_a_label_that_cannot_follow_is_said_in_words(station: Station) -> None:
    booking = station.book("09:00")
    with pytest.raises(nb.Refused) as no:
        station.desk.advance(booking.id, "active")
    assert "left_unserved" not in str(no.value)
    assert no.value.decision.text("zh") == "当前为“已确认”，不能进行此操作。未作任何更改。"
