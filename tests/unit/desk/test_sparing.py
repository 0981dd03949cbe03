"""A booking that needs a move is spared: nobody can come to a place that is closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import neighborbook as nb

HALF_HOUR = 1800
ROOMS = """
resource.A = {}
resource.B = {}
offering.room = { room_type = "watched", places = ["A", "B"] }
"""
HEAD = ', check_in = "desk"'
TEN: Any = {"start": "2026-12-02 10:00", "length": "2h"}
DAY: Any = {"start": "2026-12-02", "end": "2026-12-03"}
Opened = Callable[..., nb.Desk]
Turn = Callable[[str], None]


class Watched(nb.RoomType):
    name = "watched"
    checks_in = True

    def auto_release(self, ask: nb.Ask) -> int:
        return HALF_HOUR


@pytest.fixture
def desk(opened: Opened, database_url: str) -> nb.Desk:
    return opened(ROOMS, Watched(), at=database_url, head=HEAD)


def booked(desk: nb.Desk, **more: Any) -> nb.Booking:
    return desk.book("room", organizer="acme", **{"resource": "A", **TEN, **more})


def state(desk: nb.Desk, id: str) -> tuple[str, str | None]:
    found = desk.booking(id)
    return found.state.value, found.void_reason and found.void_reason.value


@pytest.mark.parametrize("subject", ["A", "room", "center"])
@pytest.mark.parametrize("settle", [True, False])
def test_who_stands_on_something_closed_is_neither_released_nor_missed(
    desk: nb.Desk, turn: Turn, subject: str, settle: bool
) -> None:
    made = booked(desk)
    desk.close(subject, **DAY)
    closed = desk.booking(made.id)
    assert (closed.excused, closed.lapses_at, closed.lapses_to) == (True, None, None)
    turn("2026-12-02 10:45")
    if settle:
        desk.settle()
    assert state(desk, made.id) == ("confirmed", None)
    turn("2026-12-02 12:00")
    if settle:
        desk.settle()
    assert state(desk, made.id) == ("done", None)


def test_who_has_his_place_again_before_it_begins_is_expected_again(
    desk: nb.Desk, turn: Turn
) -> None:
    made = booked(desk)
    desk.reopen(desk.close("A", **DAY).id)
    again = desk.booking(made.id)
    assert (again.excused, again.lapses_at) == (False, made.lapses_at)
    turn("2026-12-02 10:30")
    assert state(desk, made.id) == ("void", "released")


def test_the_place_of_who_is_released_after_all_is_free(desk: nb.Desk, turn: Turn) -> None:
    made = booked(desk)
    desk.reopen(desk.close("A", **DAY).id)
    turn("2026-12-02 10:30")
    assert booked(desk, start="2026-12-02 11:00", length="1h").resource == "A"
    assert state(desk, made.id) == ("void", "released")


def test_who_has_his_place_again_when_it_has_begun_stays_spared(desk: nb.Desk, turn: Turn) -> None:
    made = booked(desk)
    closure = desk.close("A", **DAY)
    turn("2026-12-02 10:00")
    desk.reopen(closure.id)
    turn("2026-12-02 13:00")
    assert state(desk, made.id) == ("done", None)


def test_an_outage_over_its_time_excuses_who_has_his_place_again(desk: nb.Desk, turn: Turn) -> None:
    made = booked(desk)
    turn("2026-12-02 09:45")
    gap = desk.outage(start="2026-12-02 09:45", end="2026-12-02 10:45")
    desk.reopen(desk.close("A", **DAY).id)
    again = desk.booking(made.id)
    assert again.excused
    assert again.lapses_at == (made.lapses_at or 0) + gap.end_at - gap.start_at


def test_who_moves_to_another_place_is_as_any_other(desk: nb.Desk, turn: Turn) -> None:
    made = booked(desk)
    desk.close("A", **DAY)
    moved = desk.change(made.id, resource="B")
    assert (moved.excused, moved.lapses_at) == (False, made.lapses_at)
    turn("2026-12-02 10:30")
    assert state(desk, made.id) == ("void", "released")


def test_a_hold_that_is_confirmed_where_it_cannot_stay_is_spared(desk: nb.Desk) -> None:
    held = desk.hold("room", organizer="acme", resource="A", **TEN)
    desk.close("A", **DAY)
    kept = desk.booking(held.id)
    assert (kept.excused, kept.lapses_at) == (True, held.lapses_at)
    confirmed = desk.confirm(held.id)
    assert (confirmed.excused, confirmed.lapses_at) == (True, None)


@pytest.mark.parametrize("kept", ["retired", "shrunk"])
def test_who_loses_his_place_by_a_load_is_spared_until_it_comes_back(
    desk: nb.Desk, turn: Turn, kept: str
) -> None:
    made = booked(desk)
    less = {
        "retired": 'resource.B = {}\noffering.room = { room_type = "watched", places = ["B"] }',
        "shrunk": ROOMS.replace("A = {}", "A = { capacity = 0 }"),
    }
    file = 'center = {{ id = "center", zone = "UTC"{} }}\n{}'
    assert [b.id for b in desk.load(file.format(HEAD, less[kept])).needs_move] == [made.id]
    assert desk.booking(made.id).lapses_at is None
    desk.load(file.format(HEAD, ROOMS))
    again = desk.booking(made.id)
    assert (again.excused, again.lapses_at) == (False, made.lapses_at)
    assert [change.act for change in desk.history(made.id)] == ["book", "lower", "raise"]


def test_a_preview_spares_nobody(desk: nb.Desk) -> None:
    made = booked(desk)
    desk.close("A", preview=True, **DAY)
    assert desk.booking(made.id) == made


def test_whom_a_closure_displaces_is_told_in_the_order_of_time(opened: Opened) -> None:
    desk = opened('resource.A = {}\noffering.one.places = ["A"]\n')
    for hour in (16, 10, 12):
        desk.book("one", start=f"2026-12-02 {hour}:00", length="1h", organizer="acme")
    closure = desk.close("A", start="2026-12-02", end="2026-12-03")
    assert [booking.start.hour for booking in closure.displaces] == [10, 12, 16]
    assert [booking.start.hour for booking in desk.affected(closure.id)] == [10, 12, 16]
