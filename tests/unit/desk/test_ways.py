"""A lift that closes tells those who asked for a step-free way, and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import neighborbook as nb

HOUSE = """
resource.lift = { features = ["step-free"] }
resource.stairs = {}
resource.upstairs = { features = ["step-free"], way_in = ["lift"] }
resource.ground = { features = ["step-free"] }
offering.room = { places = ["upstairs", "ground"] }
"""
TEN: Any = {"start": "2026-12-02 10:00", "length": "1h"}
DAY: Any = {"start": "2026-12-02", "end": "2026-12-03"}
Opened = Callable[..., nb.Desk]


def asking(desk: nb.Desk, **more: Any) -> nb.Booking:
    given = {"organizer": "acme", "features": ["step-free"], **TEN, **more}
    return desk.book("room", **given)


def acts(desk: nb.Desk, id: str) -> list[str]:
    return [change.act.value for change in desk.history(id)]


def test_a_booking_keeps_the_features_it_was_asked_with(opened: Opened, database_url: str) -> None:
    desk = opened(HOUSE, at=database_url)
    made = asking(desk)
    assert desk.booking(made.id).features == frozenset({"step-free"})
    assert desk.change(made.id, start="2026-12-02 12:00").features == frozenset({"step-free"})
    desk.cancel(made.id)
    assert desk.restore(made.id).features == frozenset({"step-free"})


def test_a_change_does_not_move_under_a_closed_lift_who_asked_for_a_step_free_way(
    opened: Opened,
) -> None:
    desk = opened(HOUSE)
    made, plain = asking(desk), desk.book("room", organizer="zeta", **TEN)
    desk.close("lift", start="2026-12-02 14:00", end="2026-12-02 16:00")
    with pytest.raises(nb.Refused):
        desk.change(made.id, start="2026-12-02 14:00")
    assert plain.resource == "ground"
    desk.cancel(plain.id)
    assert desk.change(made.id, start="2026-12-02 14:00", resource="ground").resource == "ground"


def test_a_closed_lift_displaces_who_needs_it_for_that_time_alone(
    opened: Opened, database_url: str
) -> None:
    desk = opened(HOUSE, at=database_url)
    made = asking(desk, resource="upstairs")
    ground = asking(desk, resource="ground")
    later = asking(desk, resource="upstairs", start="2026-12-02 12:00")
    plain = desk.book(
        "room", organizer="zeta", resource="upstairs", start="2026-12-02 11:00", length="1h"
    )
    words: Any = {"start": "2026-12-02 09:00", "end": "2026-12-02 12:00"}
    seen = desk.close("lift", preview=True, **words)
    closure = desk.close("lift", **words)
    assert [b.id for b in seen.displaces] == [b.id for b in closure.displaces] == [made.id]
    assert [b.id for b in desk.affected(closure.id)] == [made.id]
    assert [b.needs_move for b in map(desk.booking, (made.id, ground.id, later.id, plain.id))] == [
        *(True, False, False, False)
    ]
    assert acts(desk, made.id) == ["book", "close"]
    desk.reopen(closure.id)
    assert not desk.booking(made.id).needs_move
    assert acts(desk, made.id) == ["book", "close", "reopen"]
    assert acts(desk, plain.id) == ["book"]


def test_who_moves_where_no_lift_is_needed_stands_again(opened: Opened) -> None:
    desk = opened(HOUSE)
    made = asking(desk, resource="upstairs")
    desk.close("lift", **DAY)
    assert not desk.change(made.id, resource="ground").needs_move
    assert not desk.booking(made.id).needs_move


def test_a_lift_that_serves_a_part_serves_the_whole(opened: Opened) -> None:
    parts = HOUSE.replace('["upstairs", "ground"]', '["both"]')
    desk = opened(f'{parts}\nresource.both = {{ parts = ["upstairs", "ground"] }}\n')
    made = asking(desk)
    assert [b.id for b in desk.close("lift", **DAY).displaces] == [made.id]


def test_a_lift_made_of_two_cars_is_closed_by_closing_one(opened: Opened) -> None:
    cars = HOUSE.replace(
        "resource.lift = {", "resource.car = {}\nresource.lift = { parts = ['car'],"
    )
    desk = opened(cars)
    made = asking(desk, resource="upstairs")
    assert [b.id for b in desk.close("car", **DAY).displaces] == [made.id]
    with pytest.raises(nb.Refused):
        asking(desk, resource="upstairs", start="2026-12-02 15:00")


def test_a_load_that_puts_a_closed_lift_before_a_room_tells_who_needs_it(
    opened: Opened, reloaded: Callable[[nb.Desk, str], nb.Loading]
) -> None:
    desk = opened(HOUSE.replace(', way_in = ["lift"]', ""))
    made = asking(desk, resource="upstairs")
    assert desk.close("lift", **DAY).displaces == ()
    assert [b.id for b in reloaded(desk, HOUSE).needs_move] == [made.id]
    assert acts(desk, made.id) == ["book", "lower"]


def test_what_somebody_asked_for_is_shown_to_whom_the_headcount_is(opened: Opened) -> None:
    desk = opened(HOUSE)
    made = asking(desk)
    assert desk.acting_as("clerk").booking(made.id).features == frozenset({"step-free"})
    assert desk.acting_as("li-wei").booking(made.id).features == frozenset()


def test_a_refusal_names_the_way_that_is_closed_and_until_when(opened: Opened) -> None:
    desk = opened(HOUSE)
    desk.close("lift", start="2026-12-02 09:00", end="2026-12-02 20:00")
    decision = desk.explain(
        "room", organizer="acme", features=["step-free"], resource="upstairs", **TEN
    )
    [no] = decision.refusals
    assert (no.code, no.rule, no.subject) == ("FEATURE_MISSING", "way_in", "lift")
    assert "lift is closed until" in decision.text("en")
    assert "关闭" in decision.text("zh")
