"""A closure is what was asked to be closed, not what that was when it was asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import neighborbook as nb

ONE = """
resource.pool = { capacity = 2 }
offering.pool = { places = ["pool"] }
"""
LARGER = ONE.replace("2", "4")
MORE = f'{ONE}resource.new = {{}}\noffering.new = {{ places = ["new"] }}\n'
DAY: Any = {"start": "2026-12-02", "end": "2026-12-03"}
Opened = Callable[..., nb.Desk]
Reloaded = Callable[[nb.Desk, str], nb.Loading]


def free(desk: nb.Desk, offering: str) -> bool:
    return any(desk.slots(offering, **DAY, length="1h", organizer="acme"))


def booked(desk: nb.Desk, offering: str = "pool") -> nb.Booking:
    return desk.book(offering, start="2026-12-02 10:00", length="1h", organizer="acme")


@pytest.mark.parametrize("subject", ["pool", "center"])
def test_what_is_closed_wholly_stays_so_when_it_grows(
    opened: Opened, reloaded: Reloaded, subject: str, database_url: str
) -> None:
    desk = opened(ONE, at=database_url)
    closure = desk.close(subject, **DAY)
    reloaded(desk, LARGER)
    assert not free(desk, "pool")
    assert desk.closures()[0].takes == (nb.Take(leaf="pool", amount=4),)
    desk.reopen(closure.id)
    assert free(desk, "pool")


def test_a_closed_center_closes_what_comes_later(opened: Opened, reloaded: Reloaded) -> None:
    desk = opened(ONE)
    closure = desk.close("center", **DAY)
    reloaded(desk, MORE)
    assert not free(desk, "new")
    desk.reopen(closure.id)
    assert free(desk, "new")


def test_a_part_that_is_closed_stays_that_part(opened: Opened, reloaded: Reloaded) -> None:
    desk = opened(ONE)
    closure = desk.close("pool", amount=2, **DAY)
    assert closure.amount == 2
    assert not free(desk, "pool")
    reloaded(desk, LARGER)
    assert free(desk, "pool")
    assert desk.closures()[0].takes == (nb.Take(leaf="pool", amount=2),)


def test_a_closure_that_is_over_is_left_as_it_was(
    opened: Opened, reloaded: Reloaded, turn: Callable[[str], None]
) -> None:
    desk = opened(ONE)
    closure = desk.close("center", **DAY)
    turn("2026-12-03 00:00")
    reloaded(desk, MORE)
    assert desk.closures()[0].takes == closure.takes


def test_a_closure_that_was_taken_back_closes_nothing_that_comes_later(
    opened: Opened, reloaded: Reloaded
) -> None:
    desk = opened(ONE)
    desk.reopen(desk.close("center", **DAY).id)
    reloaded(desk, MORE)
    assert free(desk, "new")


def test_who_is_newly_under_a_closure_is_told_once(opened: Opened, reloaded: Reloaded) -> None:
    desk = opened(
        'resource.A = {}\nresource.B = {}\nresource.all = { parts = ["A"] }\n'
        'offering.b = { places = ["B"] }\n'
    )
    made = booked(desk, "b")
    desk.close("all", **DAY)
    wider = (
        'resource.A = {}\nresource.B = {}\nresource.all = { parts = ["A", "B"] }\n'
        'offering.b = { places = ["B"] }\n'
    )
    assert [b.id for b in reloaded(desk, wider).needs_move] == [made.id]
    assert reloaded(desk, f"{wider}offering.a = {{ places = ['A'] }}\n").needs_move == ()
    assert [change.act for change in desk.history(made.id)] == ["book", "lower"]


def test_who_is_displaced_already_is_not_told_again(opened: Opened) -> None:
    desk = opened(ONE)
    made = booked(desk)
    desk.close("pool", start="2026-12-02 10:30", end="2026-12-02 12:00")
    desk.close("pool", start="2026-12-02 09:00", end="2026-12-02 10:15")
    desk.close("pool", **DAY)
    assert [change.act for change in desk.history(made.id)] == ["book", "close"]


def test_a_renamed_place_stays_closed_and_nobody_is_told(
    opened: Opened, reloaded: Reloaded
) -> None:
    desk = opened(ONE)
    made = booked(desk)
    closure = desk.close("pool", **DAY)
    reloaded(
        desk,
        'resource.seats = { capacity = 2, was = "pool" }\noffering.pool = { places = ["seats"] }\n',
    )
    assert not free(desk, "pool")
    assert desk.closures()[0].takes == (nb.Take(leaf="seats", amount=2),)
    assert [change.act for change in desk.history(made.id)] == ["book", "close"]
    desk.reopen(closure.id)
    assert not desk.booking(made.id).needs_move


def test_a_closure_can_be_taken_back_while_somebody_loads_more(
    opened: Opened, reloaded: Reloaded, tmp_path: Path
) -> None:
    at = str(tmp_path / "book.db")
    desk, other = opened(ONE, at=at), opened(ONE, at=at)
    closure = desk.close("center", **DAY)
    reloaded(other, MORE)
    desk.reopen(closure.id)
    assert free(other, "new")
    assert free(desk, "pool")
