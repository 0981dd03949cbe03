"""Rooms, halls, layouts, and equipment: what stands in the way of what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import neighborbook as nb
from neighborbook_meeting_room import MeetingDetails

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = "2026-12-01"


def at(start: str, end: str, day: str = DAY, **more: object) -> dict[str, Any]:
    return {"start": f"{day} {start}", "end": f"{day} {end}", "organizer": "acme", **more}


def theatre(**more: object) -> dict[str, Any]:
    return {"layout": "theatre", **more}


def test_the_hall_is_taken_while_one_of_its_rooms_is(desk: nb.Desk) -> None:
    desk.book("training-room", **at("09:00", "10:00", resource="A", details=theatre()))
    no = desk.explain("training-room", **at("09:30", "10:30", resource="AB", details=theatre()))
    assert [(r.code, r.subject) for r in no.refusals] == [("CONFLICT_RESOURCE", "A")]
    other = at("09:00", "10:00", resource="B", details=theatre())
    assert desk.explain("training-room", **other).codes == ()


def test_fifteen_minutes_lie_between_neighbors_and_the_grid_is_half_hours(desk: nb.Desk) -> None:
    desk.book("training-room", **at("09:00", "10:00", resource="A", details=theatre()))

    def codes(start: str, end: str) -> tuple[str, ...]:
        asked = at(start, end, resource="AB", details=theatre())
        return desk.explain("training-room", **asked).codes

    assert codes("10:00", "11:00") == ("CONFLICT_RESOURCE",)
    assert codes("10:15", "11:15") == ("OFF_GRID",)
    assert codes("10:30", "11:30") == ()


def test_the_hall_blocks_its_rooms_and_cancelling_it_frees_both(desk: nb.Desk) -> None:
    hall = desk.book("training-room", **at("09:00", "12:00", resource="AB", details=theatre()))
    for room in ("A", "B"):
        asked = at("11:00", "12:00", resource=room, details=theatre())
        assert desk.explain("training-room", **asked).codes == ("CONFLICT_RESOURCE",)
    desk.cancel(hall.id, reason="called off")
    for room in ("A", "B"):
        desk.book("training-room", **at("11:00", "12:00", resource=room, details=theatre()))


def test_a_layout_change_takes_another_quarter_of_an_hour(desk: nb.Desk) -> None:
    desk.book("training-room", **at("09:00", "10:00", resource="A", details=theatre()))
    half_past = at("10:30", "11:30", resource="A")
    assert desk.explain("training-room", **half_past, details=theatre()).codes == ()
    desk.book("training-room", **half_past, details={"layout": "classroom"})
    desk.book("training-room", **at("12:00", "13:00", resource="A", details=theatre()))


def test_setup_and_changeover_together_may_be_more_than_the_grid_leaves(
    opened: Callable[[str], nb.Desk], center: str
) -> None:
    slow = center.replace('changeover = "15m"', 'changeover = "20m"')
    desk = opened(slow)
    desk.book("training-room", **at("09:00", "10:00", resource="A", details=theatre()))
    classroom = at("10:30", "11:30", resource="A", details={"layout": "classroom"})
    assert desk.explain("training-room", **classroom).codes == ("CONFLICT_RESOURCE",)
    assert desk.explain("training-room", **{**classroom, "details": theatre()}).codes == ()


def test_a_layout_can_take_longer_to_set_up_than_the_others(
    opened: Callable[[str], nb.Desk], center: str
) -> None:
    desk = opened(center + 'setup = { theatre = "1h" }\nteardown = { classroom = "45m" }\n')
    desk.book(
        "training-room", **at("09:00", "10:00", resource="A", details={"layout": "boardroom"})
    )
    taken = desk.book("training-room", **at("14:00", "15:00", resource="A", details=theatre()))
    assert [(t.before, t.after) for c in taken.chosen for t in c.option.takes] == [(3600, 900)]
    [take] = _place(desk.book("training-room", **at("09:00", "10:00", resource="B")))
    assert (take.before, take.after) == (900, 2700)  # a classroom for one is the tightest of B


def _place(booking: nb.Booking) -> tuple[nb.Take, ...]:
    return booking.chosen[0].option.takes


def test_fifty_five_people_in_a_theatre_are_offered_the_hall_alone(desk: nb.Desk) -> None:
    slots = list(
        desk.slots(
            "training-room",
            start=DAY,
            end="2026-12-02",
            length="1h",
            organizer="acme",
            headcount=55,
            details=theatre(),
        )
    )
    assert {slot.request.resource for slot in slots} == {"AB"}
    assert {(slot.layout, slot.holds) for slot in slots} == {("theatre", 60)}


def test_sixty_one_people_in_a_theatre_are_too_many_for_any_room(desk: nb.Desk) -> None:
    decision = desk.explain(
        "training-room", **at("09:00", "10:00", headcount=61, details=theatre())
    )
    [refusal] = decision.refusals
    assert (refusal.code, refusal.most, refusal.asked) == ("LAYOUT_TOO_SMALL", 60, 61)


def test_a_classroom_too_small_is_answered_with_another_layout_or_another_room(
    desk: nb.Desk,
) -> None:
    asked = at("09:00", "10:00", resource="A", headcount=24, details={"layout": "classroom"})
    with pytest.raises(nb.Refused) as caught:
        desk.book("training-room", **asked)
    [refusal] = caught.value.refusals
    assert (refusal.code, refusal.most) == ("LAYOUT_TOO_SMALL", 20)
    offered = [(s.request.resource, s.layout) for s in caught.value.alternatives]
    assert offered[:2] == [("A", "theatre"), ("AB", "classroom")]
    booking = desk.book(caught.value.alternatives[0], title="Fire safety")
    assert booking.resource == "A"
    assert booking.details == MeetingDetails(layout="theatre")


def test_a_taken_room_is_answered_with_the_other_rooms_of_that_layout(desk: nb.Desk) -> None:
    desk.book("training-room", **at("09:00", "10:00", resource="A", details=theatre()))
    with pytest.raises(nb.Refused) as caught:
        desk.book("training-room", **at("09:00", "10:00", resource="A", details=theatre()))
    first = caught.value.alternatives[0]
    assert (first.request.resource, first.layout) == ("B", "theatre")


def test_the_smallest_room_that_holds_them_comes_first(desk: nb.Desk) -> None:
    asked = at("09:00", "10:00", headcount=15, details=theatre())
    taken = [desk.book("training-room", **asked).resource for _ in range(2)]
    assert taken == ["B", "A"]


def test_who_asks_for_no_layout_gets_the_tightest_that_holds_them(desk: nb.Desk) -> None:
    for headcount, layout in ((8, "boardroom"), (13, "classroom"), (21, "theatre")):
        asked = at("09:00", "10:00", resource="A", headcount=headcount)
        [chosen] = desk.explain("training-room", **asked).chosen
        assert chosen.option.layout == layout


def test_who_asks_for_no_layout_gets_the_neighbors_where_time_is_too_short_to_change_it(
    opened: Callable[[str], nb.Desk], center: str
) -> None:
    desk = opened(center.replace('changeover = "15m"', 'changeover = "20m"'))
    desk.book("training-room", **at("09:00", "10:00", resource="A", details=theatre()))
    [chosen] = desk.explain("training-room", **at("10:30", "11:30", resource="A")).chosen
    assert chosen.option.layout == "theatre"


def test_a_place_without_layouts_is_taken_as_it_is(
    opened: Callable[[str], nb.Desk], center: str
) -> None:
    plain = center.replace(
        '{ resource = "B", layouts = { theatre = 20, classroom = 14 } }',
        '{ resource = "B", most = 10 }',
    )
    desk = opened(plain)
    booking = desk.book("training-room", **at("09:00", "10:00", headcount=10))
    assert (booking.resource, booking.chosen[0].option.layout) == ("B", None)


def test_equipment_is_taken_along_with_the_room(desk: nb.Desk) -> None:
    two = {"equipment": {"projector": 2}}
    desk.book("training-room", **at("09:00", "10:00", resource="A", details=two))
    no = desk.explain("training-room", **at("09:00", "10:00", resource="B", details=two))
    [refusal] = no.refusals
    assert (refusal.code, refusal.subject, refusal.asked, refusal.left) == (
        "INSUFFICIENT",
        "projector",
        2,
        1,
    )
    one = {"equipment": {"projector": 1}}
    desk.book("training-room", **at("09:00", "10:00", resource="B", details=one))


def test_equipment_is_free_while_chairs_are_moved(desk: nb.Desk) -> None:
    all_three = {"equipment": {"projector": 3}}
    desk.book("training-room", **at("09:00", "10:00", resource="A", details=all_three))
    asked = at("10:00", "11:00", resource="B", details=all_three)
    assert desk.explain("training-room", **asked).codes == ()


def test_more_equipment_than_there_is_can_never_be_had(desk: nb.Desk) -> None:
    asked = at("09:00", "10:00", details={"equipment": {"projector": 4}})
    decision = desk.explain("training-room", **asked)
    assert decision.codes == ("INSUFFICIENT",)


def test_several_kinds_of_equipment_are_several_claims(desk: nb.Desk) -> None:
    asked = at("09:00", "10:00", details={"equipment": {"projector": 1, "microphone": 2}})
    booking = desk.book("training-room", **asked)
    assert [chosen.role for chosen in booking.chosen] == ["place", "microphone", "projector"]


def test_what_passes_the_closing_of_the_day_is_closed(desk: nb.Desk) -> None:
    decision = desk.explain("training-room", **at("20:00", "21:30", resource="A"))
    assert decision.codes == ("CLOSED",)


def test_setup_before_the_staff_come_is_closed_with_the_earliest_start(
    opened: Callable[[str], nb.Desk], center: str
) -> None:
    desk = opened(center + 'staffed = "office"\n')
    decision = desk.explain("training-room", **at("07:30", "08:30", resource="A"))
    [refusal] = decision.refusals
    assert (refusal.code, refusal.rule) == ("CLOSED", "staffed")
    assert refusal.earliest_at is not None
    assert f"{datetime.fromtimestamp(refusal.earliest_at, SHANGHAI):%H:%M}" == "07:45"
