"""One rule, one sentence: what must be approved, and what is only said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import neighborbook as nb
from neighborbook_meeting_room import rules

SHANGHAI = ZoneInfo("Asia/Shanghai")
Opened = Callable[[str], nb.Desk]
Turn = Callable[[str], None]

DAY = "2026-12-01"


def at(start: str, end: str, day: str = DAY, **more: object) -> dict[str, Any]:
    return {"start": f"{day} {start}", "end": f"{day} {end}", "organizer": "acme", **more}


def approvals(desk: nb.Desk, asked: dict[str, Any]) -> list[str]:
    decision = desk.explain("training-room", **asked)
    assert decision.codes == ()
    assert all(reason.code == "NEEDS_APPROVAL" for reason in decision.approvals)
    return [reason.rule for reason in decision.approvals if not reason.rule.startswith("quota")]


def test_four_hours_are_booked_at_once_and_half_an_hour_more_is_asked_for(desk: nb.Desk) -> None:
    assert approvals(desk, at("08:00", "12:00")) == []
    assert approvals(desk, at("08:00", "12:30")) == ["length_approval"]


def test_a_center_may_ask_for_approval_sooner(opened: Opened, center: str) -> None:
    desk = opened(center + 'approval_over = "1h"\napproval_people = 5\nevening_from = "09:30"\n')
    reasons = approvals(desk, at("08:00", "09:30", headcount=6))
    assert reasons == ["length_approval", "size_approval"]
    assert approvals(desk, at("09:00", "10:00", headcount=5)) == ["evening_approval"]


def test_fifty_people_are_booked_at_once_and_one_more_is_asked_for(desk: nb.Desk) -> None:
    assert approvals(desk, at("09:00", "10:00", headcount=50)) == []
    assert approvals(desk, at("09:00", "10:00", headcount=51)) == ["size_approval"]


def test_the_evening_begins_at_six(desk: nb.Desk) -> None:
    assert approvals(desk, at("17:00", "18:00")) == []
    assert approvals(desk, at("17:30", "18:30")) == ["evening_approval"]
    assert approvals(desk, at("18:00", "19:00")) == ["evening_approval"]


def test_a_center_may_have_no_evening(opened: Opened, center: str) -> None:
    desk = opened(center + 'evening_from = "24:00"\n')
    assert approvals(desk, at("18:00", "19:00")) == []
    late = desk.explain("training-room", **at("23:00", "23:59"), override="to see approvals alone")
    assert "evening_approval" not in {one.rule for one in late.overridden}


def test_one_visitor_is_enough_for_an_approval(desk: nb.Desk) -> None:
    asked = at("09:00", "10:00", headcount=5)
    assert approvals(desk, asked) == []
    assert approvals(desk, {**asked, "details": {"visitors": 1}}) == ["visitors_approval"]


def test_a_meeting_open_to_the_public_is_asked_for(desk: nb.Desk) -> None:
    asked = at("09:00", "10:00", details={"public_facing": True})
    assert approvals(desk, asked) == ["visitors_approval"]


def test_a_center_may_let_visitors_in(opened: Opened, center: str) -> None:
    desk = opened(center + "approval_visitors = false\n")
    asked = at("09:00", "10:00", details={"public_facing": True})
    assert approvals(desk, asked) == []


def test_a_request_that_needs_approval_is_pending_and_holds_the_room(desk: nb.Desk) -> None:
    booking = desk.book("training-room", **at("18:00", "19:00", resource="A"))
    assert booking.state == "pending"
    assert booking.waits_for == ("evening_approval",)
    again = desk.explain("training-room", **at("18:00", "19:00", resource="A"))
    assert again.codes == ("CONFLICT_RESOURCE",)
    assert desk.acting_as("chief").approve(booking.id).state == "confirmed"


def test_a_meeting_moved_into_the_evening_is_asked_for_and_moved_back_it_is_not(
    desk: nb.Desk,
) -> None:
    booking = desk.book("training-room", **at("09:00", "10:00"))
    moved = desk.change(booking.id, start=f"{DAY} 18:00")
    assert (moved.state, moved.waits_for) == ("pending", ("evening_approval",))
    back = desk.change(booking.id, start=f"{DAY} 09:00")
    assert (back.state, back.waits_for) == ("confirmed", ())


def test_an_evening_that_was_held_is_asked_for_when_it_is_confirmed(desk: nb.Desk) -> None:
    held = desk.hold("training-room", **at("18:00", "19:00"))
    assert held.state == "held"
    pending = desk.confirm(held.id, title="Choir")
    assert (pending.state, pending.waits_for) == ("pending", ("evening_approval",))


def test_eight_people_who_name_the_hall_hear_of_a_room_of_it(desk: nb.Desk) -> None:
    asked = at("09:00", "10:00", resource="AB", headcount=8, details={"layout": "theatre"})
    decision = desk.explain("training-room", **asked)
    assert decision.codes == ()
    [warning] = decision.warnings
    assert (warning.code, warning.rule, warning.subject) == ("X_SMALLER_ROOM", "smaller_room", "B")
    assert (warning.asked, warning.most) == (8, 60)


def test_two_fifths_of_the_places_are_enough(desk: nb.Desk) -> None:
    asked = at("09:00", "10:00", resource="AB", details={"layout": "theatre"})
    assert desk.explain("training-room", **asked, headcount=24).warnings == ()
    assert [w.subject for w in desk.explain("training-room", **asked, headcount=23).warnings] == [
        "A"
    ]


def test_nobody_hears_of_a_room_that_would_be_too_small(desk: nb.Desk) -> None:
    asked = at("09:00", "10:00", resource="A", headcount=2, details={"layout": "theatre"})
    assert desk.explain("training-room", **asked).warnings == ()


STRICT = 'plugins = ["meeting-room"]\ncheck_in = "desk"'


@pytest.fixture
def strict(opened: Opened, center: str) -> nb.Desk:
    """The same house, where people check in at the desk."""
    return opened(center.replace('plugins = ["meeting-room"]', STRICT))


def miss(desk: nb.Desk, turn: Turn, day: str, start: str = "10:00") -> None:
    """Book a room on the eve of a day and do not come."""
    turn(f"{day} 07:45")
    end = f"{int(start[:2]) + 1:02}:00"
    booking = desk.book("training-room", **at(start, end, day))
    assert booking.state in ("confirmed", "pending")
    turn(f"{day} {start[:2]}:15")
    assert desk.booking(booking.id).void_reason == "released"


def test_three_missed_bookings_in_ninety_days_make_every_one_a_request_for_thirty(
    strict: nb.Desk, turn: Turn
) -> None:
    miss(strict, turn, "2026-11-24")
    miss(strict, turn, "2026-11-25")
    assert approvals(strict, at("15:00", "16:00", "2026-11-26")) == []
    miss(strict, turn, "2026-11-26")
    decision = strict.explain("training-room", **at("15:00", "16:00", "2026-11-27"))
    [strikes] = [r for r in decision.approvals if r.rule == "strikes_approval"]
    assert strikes.resets_at is not None
    until = datetime.fromtimestamp(strikes.resets_at, SHANGHAI)
    assert f"{until:%Y-%m-%d %H:%M}" == "2026-12-26 10:00"
    turn("2026-12-26 09:59")
    assert approvals(strict, at("15:00", "16:00", "2026-12-28")) == ["strikes_approval"]
    turn("2026-12-26 10:00")
    assert approvals(strict, at("15:00", "16:00", "2026-12-28")) == []


def test_strikes_are_those_of_one_firm_alone(strict: nb.Desk, turn: Turn) -> None:
    for day in ("2026-11-24", "2026-11-25", "2026-11-26"):
        miss(strict, turn, day)
    other = {**at("15:00", "16:00", "2026-11-27"), "organizer": "bolt"}
    assert approvals(strict, other) == []


def test_cancelling_late_is_a_strike_and_cancelling_in_time_is_none(
    strict: nb.Desk, turn: Turn
) -> None:
    turn("2026-11-24 08:00")
    for hour in ("11:00", "13:00", "15:00"):
        end = f"{int(hour[:2]) + 1}:00"
        booking = strict.book("training-room", **at(hour, end, "2026-11-24", resource="A"))
        turn(f"2026-11-24 {int(hour[:2]) - 2:02}:00")
        assert strict.cancel(booking.id, reason="x").void_reason == "cancelled"
        booking = strict.book("training-room", **at(hour, end, "2026-11-24", resource="A"))
        turn(f"2026-11-24 {int(hour[:2]) - 2:02}:01")
        assert strict.cancel(booking.id, reason="x").void_reason == "cancelled_late"
    assert approvals(strict, at("15:00", "16:00", "2026-11-27")) == ["strikes_approval"]


def test_nobody_is_struck_where_nobody_checks_in(desk: nb.Desk, turn: Turn) -> None:
    turn("2026-11-24 08:00")
    for hour in ("11:00", "13:00", "15:00"):
        end = f"{int(hour[:2]) + 1}:00"
        booking = desk.book("training-room", **at(hour, end, "2026-11-24", resource="A"))
        turn(f"2026-11-24 {int(hour[:2]) - 1}:30")
        assert desk.cancel(booking.id, reason="x").void_reason == "cancelled_late"
    assert approvals(desk, at("15:00", "16:00", "2026-11-27")) == []


def test_a_center_may_keep_no_strikes(opened: Opened, center: str, turn: Turn) -> None:
    text = center.replace('plugins = ["meeting-room"]', STRICT) + "strikes = 0\n"
    desk = opened(text)
    for day in ("2026-11-24", "2026-11-25", "2026-11-26"):
        miss(desk, turn, day)
    assert approvals(desk, at("15:00", "16:00", "2026-11-27")) == []


def booking_at(start: int, reason: str) -> nb.Booking:
    return nb.Booking(
        id=f"{start}",
        uid=f"{start}",
        center="anping",
        offering="training-room",
        room_type="meeting-room",
        start_at=start,
        end_at=start + 1,
        local_start="",
        zone="UTC",
        tzdata="",
        organizer="acme",
        actor="acme",
        state=nb.State.VOID,
        void_reason=nb.VoidReason(reason),
    )


def test_strikes_count_within_less_than_their_days_and_the_latest_three_decide() -> None:
    def until(*starts: int) -> int | None:
        found = tuple(booking_at(start, "no_show") for start in starts)
        return rules.paused_until(found, most=3, within=90, pause=30)

    assert until() is None
    assert until(0, 89) is None
    assert until(0, 1, 89) == 119
    assert until(0, 1, 90) is None
    assert until(89, 0, 1, 90) == 120
    assert until(0, 1, 2, 200) == 32


@pytest.mark.parametrize("reason", ["no_show", "released", "cancelled_late"])
def test_a_room_kept_for_nobody_is_a_strike(reason: str) -> None:
    assert rules.paused_until((booking_at(7, reason),), most=1, within=1, pause=1) == 8


@pytest.mark.parametrize("reason", ["cancelled", "expired", "declined", "displaced"])
def test_a_room_given_back_is_no_strike(reason: str) -> None:
    assert rules.paused_until((booking_at(7, reason),), most=1, within=1, pause=1) is None


def test_every_rule_has_words_in_both_languages() -> None:
    from neighborbook_meeting_room import MeetingRoom

    for rule, text in MeetingRoom.texts.items():
        assert {language for language, _ in text.by_language} == {"en", "zh"}, rule


def test_words_exist_for_every_reason_of_the_room_type(strict: nb.Desk) -> None:
    from neighborbook_meeting_room import MeetingRoom

    asked = at("12:00", "18:30", headcount=51, details={"visitors": 3, "equipment": {"piano": 1}})
    decision = strict.explain("training-room", **asked)
    own = {reason.rule for reason in (*decision.approvals, *decision.refusals)}
    assert own - {"quota_hours", "quota_bookings"} == {
        "length_approval",
        "size_approval",
        "evening_approval",
        "visitors_approval",
        "equipment",
    }
    assert own <= MeetingRoom.texts.keys() | {"quota_hours", "quota_bookings"}


def test_settings_that_make_no_sense_are_faults_of_the_center_file(
    opened: Opened, center: str
) -> None:
    for line, key in (
        ('evening_from = "6 pm"', "evening_from"),
        ("approval_people = -1", "approval_people"),
        ('half_day = "tomorrow"', "half_day"),
        ("roomy_percent = true", "roomy_percent"),
        ('setups = { theatre = "1h" }', "setups"),
    ):
        with pytest.raises(nb.CenterFileError) as caught:
            opened(f"{center}{line}\n")
        paths = [fault.path for fault in caught.value.faults]
        assert any(key in str(fault) for fault in caught.value.faults), paths
