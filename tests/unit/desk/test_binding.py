"""Units are bound late: to who is there, and to nobody before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import neighborbook as nb

TABLES = """
resource.booth = { units = ["red", "green"] }
resource.chairs = { capacity = 2 }
offering.booth = { places = ["booth"] }
offering.chair = { places = ["chairs"] }
"""
TEN: Any = {"start": "2026-12-01 10:00", "length": "1h", "organizer": "acme"}
Turn = Callable[[str], None]


@pytest.fixture
def desk(opened: Callable[..., nb.Desk], database_url: str, turn: Turn) -> nb.Desk:
    return opened(TABLES, at=database_url)


def test_a_unit_is_bound_when_they_come_and_not_before(desk: nb.Desk) -> None:
    made = desk.book("booth", **TEN)
    assert made.units == ()
    assert desk.check_in(made.id).units == (("booth", "red"),)
    assert desk.booking(made.id).units == (("booth", "red"),)


def test_units_are_bound_in_the_order_of_coming(desk: nb.Desk) -> None:
    first, second = desk.book("booth", **TEN), desk.book("booth", **TEN)
    assert desk.check_in(second.id).units == (("booth", "red"),)
    assert desk.check_in(first.id).units == (("booth", "green"),)


def test_a_unit_of_who_has_gone_is_bound_again(desk: nb.Desk, turn: Turn) -> None:
    first, second = desk.book("booth", **TEN), desk.book("booth", **TEN)
    turn("2026-12-01 10:10")
    desk.check_in(first.id)
    desk.complete(first.id)
    assert desk.check_in(second.id).units == (("booth", "red"),)


def test_who_comes_early_gets_a_unit_that_nobody_has_in_his_hands(
    desk: nb.Desk, turn: Turn
) -> None:
    first = desk.book("booth", **TEN)
    second = desk.book("booth", **{**TEN, "start": "2026-12-01 11:00"})
    turn("2026-12-01 10:50")
    desk.check_in(first.id)
    assert desk.check_in(second.id).units == (("booth", "green"),)


def test_who_comes_early_when_all_are_out_gets_one_that_is_back_by_his_time(
    desk: nb.Desk, turn: Turn
) -> None:
    first, other = desk.book("booth", **TEN), desk.book("booth", **{**TEN, "length": "2h"})
    later = desk.book("booth", **{**TEN, "start": "2026-12-01 11:00"})
    turn("2026-12-01 10:50")
    desk.check_in(first.id)
    desk.check_in(other.id)
    assert desk.check_in(later.id).units == (("booth", "red"),)


@pytest.mark.parametrize("settle", [True, False])
def test_a_unit_of_whose_time_is_over_is_bound_again(
    desk: nb.Desk, turn: Turn, settle: bool
) -> None:
    first = desk.book("booth", **TEN)
    long = desk.book("booth", **{**TEN, "length": "2h"})
    turn("2026-12-01 10:10")
    desk.check_in(first.id)
    turn("2026-12-01 11:10")
    if settle:
        desk.settle()
    assert desk.check_in(long.id).units == (("booth", "red"),)


def test_what_has_no_names_is_bound_to_nobody(desk: nb.Desk) -> None:
    made = desk.book("chair", **TEN)
    assert desk.check_in(made.id).units == ()
