"""What people of a neighborhood do with a meeting room, every number at its default."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import neighborbook as nb

Turn = Callable[[str], None]

CENTER = """
[center]
id = "anping"
zone = "Asia/Shanghai"
country = "CN"
plugins = ["meeting-room"]

[hours.office]
mon-fri = "08:00-12:00, 13:00-17:00"

[resource.A]
hours = "office"
[resource.B]
hours = "office"
[resource.AB]
parts = ["A", "B"]

[offering.training-room]
room_type = "meeting-room"
places = [
    { resource = "A", layouts = { theatre = 30, classroom = 20 } },
    { resource = "B", layouts = { theatre = 20 } },
    { resource = "AB", layouts = { theatre = 60 } },
]
"""


@pytest.fixture
def house(opened: Callable[[str], nb.Desk]) -> nb.Desk:
    """A house that closes over lunch."""
    return opened(CENTER)


def test_a_firm_books_tuesday_morning(house: nb.Desk) -> None:
    li = house.acting_as("li-wei")
    booking = li.book(
        "training-room",
        start="2026-12-01 08:00",
        end="2026-12-01 12:00",
        organizer="acme",
        headcount=20,
        title="Fire safety",
    )
    assert booking.state == "confirmed"
    assert f"{booking.start:dddd HH:mm}" == "Tuesday 08:00"


def test_the_next_firm_finds_the_afternoon(house: nb.Desk) -> None:
    house.book(
        "training-room",
        start="2026-12-01 08:00",
        end="2026-12-01 12:00",
        organizer="acme",
        headcount=55,
    )
    slots = house.acting_as("chen-jie").slots(
        "training-room",
        start="2026-12-01",
        end="2026-12-02",
        length="4h",
        organizer="bolt",
        headcount=55,
    )
    first = next(iter(slots))
    booking = house.acting_as("chen-jie").book(first, title="New machines")
    assert f"{booking.start:HH:mm}-{booking.end:HH:mm}" == "13:00-17:00"


def test_a_team_day_from_eight_to_five_is_one_booking_that_somebody_approves(
    house: nb.Desk,
) -> None:
    booking = house.acting_as("li-wei").book(
        "training-room",
        start="2026-12-01 08:00",
        end="2026-12-01 17:00",
        organizer="acme",
        headcount=15,
        title="Team day",
    )
    assert booking.state == "pending"
    assert set(booking.waits_for) == {"length_approval", "quota_hours"}
    assert house.acting_as("chief").approve(booking.id).state == "confirmed"


def test_a_firm_of_two_hundred_trains_everyone_in_four_half_days(house: nb.Desk) -> None:
    days = ("2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04")
    booked = [
        house.acting_as("li-wei").book(
            "training-room",
            start=f"{day} 08:00",
            end=f"{day} 12:00",
            organizer="acme",
            headcount=50,
            details={"layout": "theatre"},
            title="Fire safety",
        )
        for day in days
    ]
    assert [booking.resource for booking in booked] == ["AB"] * 4
    assert [booking.state for booking in booked] == ["confirmed"] + ["pending"] * 3
    # Their share is used up with the first half day; asking for more is no refusal.
    assert {rule for booking in booked for rule in booking.waits_for} == {
        "quota_hours",
        "quota_bookings",
    }
    chief = house.acting_as("chief")
    assert [chief.approve(booking.id).state for booking in booked[1:]] == ["confirmed"] * 3


def test_a_clerk_lets_somebody_into_an_empty_room_now(house: nb.Desk, turn: Turn) -> None:
    turn("2026-12-01 09:10")
    clerk = house.acting_as("clerk")
    asked: dict[str, Any] = {
        "start": "2026-12-01 09:10",
        "end": "2026-12-01 10:00",
        "organizer": "acme",
        "headcount": 5,
    }
    decision = clerk.explain("training-room", **asked)
    assert set(decision.codes) == {"OFF_GRID", "TOO_SOON"}
    booking = clerk.book("training-room", **asked, override="they stand before the door")
    assert booking.state == "confirmed"
    assert set(booking.overridden) == {"grid", "notice"}


def test_nobody_else_passes_the_rules(house: nb.Desk, turn: Turn) -> None:
    turn("2026-12-01 09:10")
    decision = house.acting_as("li-wei").explain(
        "training-room",
        start="2026-12-01 09:30",
        end="2026-12-01 10:00",
        organizer="acme",
        override="please",
    )
    assert "NOT_ALLOWED" in decision.codes


def test_a_taken_room_is_no_matter_of_grace(house: nb.Desk) -> None:
    asked: dict[str, Any] = {
        "start": "2026-12-01 09:00",
        "end": "2026-12-01 10:00",
        "organizer": "acme",
        "resource": "A",
    }
    house.book("training-room", **asked)
    with pytest.raises(nb.Refused) as caught:
        house.acting_as("clerk").book("training-room", **asked, override="the mayor comes")
    assert caught.value.decision.codes == ("CONFLICT_RESOURCE",)
