"""What is listed can be booked, and what can be booked is listed."""

from __future__ import annotations

from typing import Any

import pytest

import neighborbook as nb

DAY = "2026-12-01"

WISHES: list[tuple[str, dict[str, Any]]] = [
    ("30m", {"headcount": 13}),
    ("2h", {"headcount": 15, "details": {"layout": "classroom", "equipment": {"projector": 2}}}),
    ("270m", {}),
    ("1h", {"resource": "AB", "details": {"layout": "classroom"}}),
    ("1h", {"headcount": 61}),
]


@pytest.fixture
def busy(desk: nb.Desk) -> nb.Desk:
    """A day with meetings in it."""
    for start, end, more in (
        ("09:00", "10:00", {"resource": "A", "details": {"layout": "theatre"}}),
        ("11:30", "13:00", {"resource": "A", "details": {"equipment": {"projector": 2}}}),
        ("10:30", "11:30", {"resource": "B", "details": {"layout": "classroom"}}),
        ("15:00", "16:00", {"resource": "AB", "headcount": 55}),
    ):
        asked: dict[str, Any] = {"start": f"{DAY} {start}", "end": f"{DAY} {end}", **more}
        desk.book("training-room", organizer="bolt", **asked)
    return desk


@pytest.mark.parametrize(("length", "wish"), WISHES)
def test_a_start_is_listed_exactly_where_it_can_be_booked(
    busy: nb.Desk, length: str, wish: dict[str, Any]
) -> None:
    day: dict[str, Any] = {"start": DAY, "end": "2026-12-02"}
    listed = {
        (f"{slot.start:HH:mm}", slot.resource, slot.layout, slot.needs_approval)
        for slot in busy.slots("training-room", **day, length=length, organizer="acme", **wish)
    }
    starts = [f"{hour:02}:{minute:02}" for hour in range(8, 14) for minute in (0, 30)]
    bookable = set()
    for start in starts:
        for place in ("A", "B", "AB"):
            if wish.get("resource", place) != place:
                continue
            asked = {**wish, "start": f"{DAY} {start}", "length": length, "resource": place}
            decision = busy.explain("training-room", organizer="acme", **asked)
            if not decision.refusals:
                [option] = [c.option for c in decision.chosen if c.role == "place"]
                bookable.add((start, place, option.layout, bool(decision.approvals)))
    assert {found for found in listed if found[0] in starts} == bookable
    assert bool(listed) == (wish.get("headcount", 1) <= 60)


def test_a_listed_slot_is_booked_as_it_is(busy: nb.Desk) -> None:
    wanted: dict[str, Any] = {"headcount": 25, "details": {"equipment": {"projector": 1}}}
    slots = busy.slots(
        "training-room", start=DAY, end="2026-12-02", length="2h", organizer="acme", **wanted
    )
    for number, slot in enumerate(slots):
        booking = busy.book(slot, title=f"Meeting {number}")
        assert booking.resource == slot.resource
        assert booking.chosen[0].option.layout == slot.layout
        busy.cancel(booking.id, reason="x")
