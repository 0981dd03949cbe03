"""The numbers that a meeting room brings when the center file names none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import neighborbook as nb

SHANGHAI = ZoneInfo("Asia/Shanghai")
Opened = Callable[[str], nb.Desk]
Turn = Callable[[str], None]

DAY = "2026-12-01"


def at(start: str, end: str, day: str = DAY, **more: object) -> dict[str, Any]:
    return {"start": f"{day} {start}", "end": f"{day} {end}", "organizer": "acme", **more}


def shown(instant: int | None) -> str:
    assert instant is not None
    return f"{datetime.fromtimestamp(instant, SHANGHAI):%Y-%m-%d %H:%M}"


def approvals(desk: nb.Desk, asked: dict[str, Any]) -> list[str]:
    decision = desk.explain("training-room", **asked)
    assert decision.codes == ()
    return [reason.rule for reason in decision.approvals]


ROUND_THE_CLOCK = """
center = { id = "anping", zone = "Europe/Helsinki", plugins = ["meeting-room"] }
hours.always = { daily = "open" }
resource.A = { hours = "always" }
[offering.training-room]
room_type = "meeting-room"
places = ["A"]
"""


@pytest.mark.parametrize("day", ["2026-10-24", "2026-10-25"], ids=["24 hours", "25 hours"])
def test_a_whole_day_can_be_booked_however_long_it_is(opened: Opened, turn: Turn, day: str) -> None:
    turn("2026-10-20 09:00")
    desk = opened(ROUND_THE_CLOCK)
    following = f"2026-10-{int(day[-2:]) + 1}"
    whole = desk.explain("training-room", start=day, end=following, organizer="acme")
    assert whole.codes == ()
    longer = desk.explain("training-room", start=day, end=f"{following} 02:00", organizer="acme")
    assert "LENGTH" in longer.codes


def test_half_an_hour_is_the_shortest_meeting(desk: nb.Desk) -> None:
    assert desk.explain("training-room", **at("09:00", "09:30")).codes == ()
    quarter = desk.explain("training-room", **at("09:00", "09:15"))
    assert set(quarter.codes) == {"LENGTH", "OFF_GRID"}


def test_a_whole_day_is_the_longest_even_where_the_house_never_closes(
    opened: Opened, center: str
) -> None:
    desk = opened(
        center.replace('mon-fri = "07:30-21:00"', 'mon-sun = "open"').replace("sat =", "#")
    )
    day: dict[str, Any] = {"start": "2026-12-01", "organizer": "acme"}
    assert desk.explain("training-room", **day, end="2026-12-02").codes == ()
    assert desk.explain("training-room", **day, end="2026-12-02 00:30").codes == ("LENGTH",)


def test_exactly_two_hours_of_notice_are_enough(desk: nb.Desk, turn: Turn) -> None:
    turn(f"{DAY} 09:00")
    assert desk.explain("training-room", **at("11:00", "12:00")).codes == ()
    turn(f"{DAY} 09:01")
    decision = desk.explain("training-room", **at("11:00", "12:00"))
    assert decision.codes == ("TOO_SOON",)
    assert shown(decision.refusals[0].earliest_at) == f"{DAY} 11:30"


def test_a_day_opens_thirty_days_before_at_eight_of_a_working_day(
    desk: nb.Desk, turn: Turn
) -> None:
    asked = at("09:00", "10:00", "2026-12-23")
    turn("2026-11-23 07:59")
    early = desk.explain("training-room", **asked)
    assert early.codes == ("TOO_FAR",)
    assert shown(early.refusals[0].earliest_at) == "2026-11-23 08:00"
    turn("2026-11-23 08:00")
    assert desk.explain("training-room", **asked).codes == ()
    # Thirty days before Monday the 28th is a Saturday: it opens with the next working day.
    turn("2026-11-29 12:00")
    sunday = desk.explain("training-room", **at("09:00", "10:00", "2026-12-28"))
    assert shown(sunday.refusals[0].earliest_at) == "2026-11-30 08:00"


def test_eight_room_hours_a_month_are_free_and_more_is_asked_for(desk: nb.Desk) -> None:
    desk.book("training-room", **at("08:00", "12:00", "2026-12-01", resource="A"))
    desk.book("training-room", **at("08:00", "12:00", "2026-12-02", resource="A"))
    more = at("09:00", "09:30", "2026-12-03", resource="A")
    assert approvals(desk, more) == ["quota_hours"]
    other = {**more, "organizer": "bolt"}
    assert approvals(desk, other) == []


def test_a_hall_counts_each_of_its_rooms(desk: nb.Desk) -> None:
    hall = at("08:00", "12:00", "2026-12-01", resource="AB")
    assert approvals(desk, hall) == []
    desk.book("training-room", **hall)
    assert approvals(desk, at("09:00", "09:30", "2026-12-03")) == ["quota_hours"]


def test_a_new_month_brings_new_hours(desk: nb.Desk) -> None:
    desk.book("training-room", **at("08:00", "12:00", "2026-11-30", resource="AB"))
    assert approvals(desk, at("08:00", "12:00", "2026-12-01", resource="AB")) == []


def test_three_bookings_ahead_are_free_and_the_fourth_is_asked_for(desk: nb.Desk) -> None:
    for day in ("2026-12-01", "2026-12-02", "2026-12-03"):
        desk.book("training-room", **at("09:00", "09:30", day))
    assert approvals(desk, at("09:00", "09:30", "2026-12-04")) == ["quota_bookings"]


def test_a_room_still_empty_two_days_before_is_free_of_quota(desk: nb.Desk, turn: Turn) -> None:
    turn("2026-11-23 09:00")
    for day in ("2026-12-01", "2026-12-02", "2026-12-03"):
        desk.book("training-room", **at("08:00", "10:30", day))
    turn("2026-12-03 10:00")
    assert approvals(desk, at("10:00", "12:00", "2026-12-05")) == ["quota_hours"]
    turn("2026-12-03 10:01")
    assert approvals(desk, at("10:00", "12:00", "2026-12-05")) == []


def test_a_center_file_that_names_a_quota_replaces_both(opened: Opened, center: str) -> None:
    desk = opened(center + 'quota = { amount = "1h", per = "month" }\n')
    desk.book("training-room", **at("09:00", "10:00", "2026-12-01"))
    assert approvals(desk, at("09:00", "10:00", "2026-12-02")) == ["quota_hours"]
    desk = opened(center + 'quota = { amount = "1h", per = "month", over = "refuse" }\n')
    desk.book("training-room", **at("09:00", "10:00", "2026-12-01"))
    no = desk.explain("training-room", **at("09:00", "10:00", "2026-12-02"))
    assert no.codes == ("QUOTA",)


def test_hours_cancelled_in_time_come_back_and_cancelled_late_stay_spent(
    desk: nb.Desk, turn: Turn
) -> None:
    full = at("08:00", "12:00", "2026-12-01", resource="AB")
    desk.cancel(desk.book("training-room", **full).id, reason="x")
    again = desk.book("training-room", **full)
    turn("2026-11-30 08:01")
    assert desk.cancel(again.id, reason="x").void_reason == "cancelled_late"
    assert approvals(desk, at("09:00", "09:30", "2026-12-04")) == ["quota_hours"]


def test_a_meeting_is_cancelled_two_hours_ahead_and_half_a_day_one_day(desk: nb.Desk) -> None:
    short = desk.book("training-room", **at("09:00", "12:30", resource="A"))
    assert shown(short.late_after) == "2026-12-01 07:00"
    half = desk.book("training-room", **at("08:00", "12:00", resource="B"))
    assert shown(half.late_after) == "2026-11-30 08:00"


def test_a_hold_lasts_ten_minutes(desk: nb.Desk, turn: Turn) -> None:
    held = desk.hold("training-room", **at("09:00", "10:00"))
    assert shown(held.lapses_at) == "2026-11-23 09:10"
    turn("2026-11-23 09:10")
    assert desk.booking(held.id).state == "void"


@pytest.mark.parametrize(
    ("asked_at", "day", "until"),
    [
        ("2026-11-23 09:00", "2026-12-01", "2026-11-25 09:00"),  # two working days
        ("2026-11-27 09:00", "2026-12-10", "2026-12-01 09:00"),  # a weekend lies between
        ("2026-11-23 09:00", "2026-11-25", "2026-11-24 18:00"),  # a day before the start
        ("2026-11-24 18:00", "2026-11-25", "2026-11-25 18:00"),  # at the start, asked so late
    ],
)
def test_an_undecided_request_expires(
    desk: nb.Desk, turn: Turn, asked_at: str, day: str, until: str
) -> None:
    turn(asked_at)
    pending = desk.book("training-room", **at("18:00", "19:00", day))
    assert (pending.state, shown(pending.lapses_at)) == ("pending", until)


CHECKED = 'plugins = ["meeting-room"]\ncheck_in = "door"'


def test_a_room_that_nobody_came_to_is_released_after_a_quarter_of_an_hour(
    opened: Opened, center: str, turn: Turn
) -> None:
    desk = opened(center.replace('plugins = ["meeting-room"]', CHECKED))
    booking = desk.book("training-room", **at("09:00", "10:00"))
    turn(f"{DAY} 09:14")
    assert desk.booking(booking.id).state == "confirmed"
    turn(f"{DAY} 09:15")
    gone = desk.booking(booking.id)
    assert (gone.state, gone.void_reason) == ("void", "released")


def test_a_room_to_which_people_came_is_kept(opened: Opened, center: str, turn: Turn) -> None:
    desk = opened(center.replace('plugins = ["meeting-room"]', CHECKED))
    booking = desk.book("training-room", **at("09:00", "10:00"))
    turn(f"{DAY} 09:10")
    desk.check_in(booking.id)
    turn(f"{DAY} 09:50")
    assert desk.booking(booking.id).state == "arrived"


def test_nothing_is_released_where_nobody_checks_in(desk: nb.Desk, turn: Turn) -> None:
    booking = desk.book("training-room", **at("09:00", "10:00"))
    assert booking.lapses_at is None
    turn(f"{DAY} 10:00")
    assert desk.booking(booking.id).state == "done"


def test_a_center_may_release_later_or_never(opened: Opened, center: str) -> None:
    checked = center.replace('plugins = ["meeting-room"]', CHECKED)
    later = opened(checked + 'release_after = "30m"\n')
    booking = later.book("training-room", **at("09:00", "10:00"))
    assert shown(booking.lapses_at) == f"{DAY} 09:30"
    never = opened(checked + 'release_after = "0m"\n')
    assert never.book("training-room", **at("09:00", "10:00")).lapses_at is None


def test_a_room_is_set_up_used_and_cleared_away(desk: nb.Desk, turn: Turn) -> None:
    booking = desk.book("training-room", **at("09:00", "10:00"))
    turn(f"{DAY} 08:45")
    assert desk.advance(booking.id, "setup").state == "confirmed"
    turn(f"{DAY} 09:00")
    assert desk.advance(booking.id, "active").state == "active"
    turn(f"{DAY} 09:50")
    cleared = desk.advance(booking.id, "teardown")
    assert (cleared.state, cleared.label) == ("active", "teardown")


def test_a_room_is_not_cleared_away_before_it_was_used(desk: nb.Desk) -> None:
    booking = desk.book("training-room", **at("09:00", "10:00"))
    with pytest.raises(nb.Refused) as caught:
        desk.advance(booking.id, "teardown")
    assert caught.value.decision.codes == ("STATE",)
