"""What a refused change offers, and what is no change at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import neighborbook as nb

ROOMS = """
resource.A = {}
resource.B = {}
offering.room = { places = ["A", "B"], granularity = "1h" }
"""
TEN: dict[str, Any] = {"start": "2026-12-02 10:00", "length": "1h", "organizer": "acme"}

Opened = Callable[..., nb.Desk]


def test_a_refused_change_does_not_offer_what_the_booking_has(opened: Opened) -> None:
    desk = opened(ROOMS)
    mine = desk.book("room", resource="A", **TEN)
    with pytest.raises(nb.Refused) as no:
        desk.change(mine.id, start="2026-12-02 10:30")
    had = [
        offer
        for offer in no.value.alternatives
        if (offer.start, offer.resource) == (mine.start, "A")
    ]
    assert had == []
    assert no.value.alternatives
    for offer in no.value.alternatives:
        moved = desk.change(mine.id, start=offer.start, end=offer.end, resource=offer.resource)
        assert moved.start == offer.start


def test_a_change_that_says_nothing_is_at_fault_and_writes_nothing(opened: Opened) -> None:
    desk = opened(ROOMS)
    mine = desk.book("room", **TEN)
    with pytest.raises(nb.InvalidRequest, match="what is to be changed"):
        desk.change(mine.id)
    assert desk.booking(mine.id).version == mine.version


def test_who_may_not_pass_rules_is_not_told_that_some_were_passed(opened: Opened) -> None:
    desk = opened(ROOMS)
    decision = desk.acting_as("li-wei").explain(
        "room", start="2026-12-02 10:10", length="1h", organizer="acme", override="please"
    )
    assert {refusal.rule for refusal in decision.refusals} >= {"grid"}
    assert decision.overridden == ()
    assert "front desk: " not in decision.text("en").lower().replace("the front desk can", "")


def test_a_desk_in_memory_that_was_closed_says_so() -> None:
    with nb.open() as desk:
        desk.load('center = { id = "center", zone = "UTC" }\n')
    with pytest.raises(nb.StorageError, match="the store is closed"):
        desk.offerings()


def test_an_address_that_is_empty_is_no_book_in_memory() -> None:
    with pytest.raises(nb.InvalidRequest, match="database: INPUT_MISSING"):
        nb.open("")


def test_a_misspelt_offering_is_guessed(opened: Opened) -> None:
    with pytest.raises(nb.InvalidRequest, match="did you mean 'room'"):
        opened(ROOMS).book("rom", **TEN)


@pytest.mark.parametrize("mark", ["\u202e", "\u2066"])
def test_a_title_does_not_turn_the_direction_of_what_stands_beside_it(
    opened: Opened, mark: str
) -> None:
    with pytest.raises(nb.InvalidRequest, match="title: INPUT_INVALID"):
        opened(ROOMS).book("room", title=f"a{mark}b", **TEN)
    assert opened(ROOMS).book("room", title="مرحبا 👩‍👧", **TEN).title == "مرحبا 👩‍👧"
