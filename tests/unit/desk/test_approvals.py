"""What an approval covers once it is given: that, or less."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import neighborbook as nb

ASKED = """
resource.A = {}
resource.B = {}
resource.AB = { parts = ["A", "B"] }
[offering.asked]
places = ["A", "AB"]
approval = true
"""
AT: dict[str, Any] = {"start": "2026-12-09 10:00", "length": "2h", "organizer": "acme"}

Opened = Callable[..., nb.Desk]


def approved(opened: Opened) -> tuple[nb.Desk, nb.Booking]:
    desk = opened(ASKED)
    booking = desk.book("asked", headcount=10, resource="A", **AT)
    assert desk.approve(booking.id).state == "confirmed"
    return desk, booking


@pytest.mark.parametrize(
    "change",
    [{"headcount": 9}, {"end": "2026-12-09 11:00"}],
    ids=["fewer people", "shorter"],
)
def test_what_asks_no_more_than_was_approved_stays_confirmed(
    opened: Opened, change: dict[str, Any]
) -> None:
    desk, booking = approved(opened)
    assert desk.change(booking.id, **change).state == "confirmed"


@pytest.mark.parametrize(
    "change",
    [
        {"headcount": 11},
        {"end": "2026-12-09 13:00"},
        {"resource": "AB"},
        {"start": "2026-12-10 10:00"},
    ],
    ids=["more people", "longer", "more rooms", "another day"],
)
def test_what_asks_more_than_was_approved_is_pending_again(
    opened: Opened, change: dict[str, Any]
) -> None:
    desk, booking = approved(opened)
    assert desk.change(booking.id, **change).state == "pending"


def test_asking_for_much_and_then_a_little_less_is_still_not_approved(opened: Opened) -> None:
    desk, booking = approved(opened)
    desk.change(booking.id, headcount=900)
    assert desk.change(booking.id, headcount=899).state == "pending"
    assert desk.approve(booking.id).state == "confirmed"
