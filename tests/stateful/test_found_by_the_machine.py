"""What the machine and the properties have found once, told as short stories."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

import neighborbook as nb
from neighborbook.testing import SetClock
from tests.stateful.minutes import CAPACITY, HOUR, MINUTE, center_of
from tests.stateful.test_desk_machine import MONDAY, Types

AT = datetime.fromtimestamp


@pytest.fixture
def clock() -> SetClock:
    return SetClock(MONDAY)


@pytest.fixture
def desk(clock: SetClock) -> Iterator[nb.Desk]:
    with nb.open(center="c", clock=clock, plugins=[Types()]) as desk:
        desk.load(center_of(CAPACITY["P"]))
        yield desk


def hour(number: float) -> datetime:
    """So many hours from the beginning."""
    return AT(MONDAY + int(number * HOUR), UTC)


def test_a_hold_of_what_needs_approval_waits_for_it_once_confirmed(desk: nb.Desk) -> None:
    held = desk.hold("gated", start=hour(48), end=hour(49), organizer="acme")
    assert desk.confirm(held.id).state is nb.State.PENDING


def test_settling_a_no_show_frees_nothing_that_counted_before(
    desk: nb.Desk, clock: SetClock
) -> None:
    made = desk.book("room", start=hour(1), end=hour(2), organizer="acme", resource="A")
    clock.at = made.end_at
    words = {"start": hour(2), "end": hour(3), "organizer": "zeta", "resource": "A"}
    before = desk.explain("room", **words).codes  # type: ignore[arg-type]
    desk.settle()
    assert desk.booking(made.id).void_reason is nb.VoidReason.NO_SHOW
    assert desk.explain("room", **words).codes == before == ("CONFLICT_RESOURCE",)  # type: ignore[arg-type]


def test_a_closure_names_whom_it_displaces_and_not_whom_its_neighbor_does(desk: nb.Desk) -> None:
    words = {"organizer": "acme", "resource": "A"}
    first = desk.book("room", start=hour(1), end=hour(3), **words)  # type: ignore[arg-type]
    second = desk.book("room", start=hour(3.5), end=hour(5), **words)  # type: ignore[arg-type]
    one = desk.close("A", start=hour(1), end=hour(2))
    other = desk.close("A", start=hour(4.5), end=hour(6))
    assert [booking.id for booking in one.displaces] == [first.id]
    assert [booking.id for booking in other.displaces] == [second.id]
    assert [booking.id for booking in desk.affected(one.id)] == [first.id]


def test_who_is_booked_on_a_closed_offering_needs_a_move_and_is_never_late(
    desk: nb.Desk, clock: SetClock
) -> None:
    made = desk.book("room", start=hour(4), end=hour(5), organizer="acme")
    desk.close("room", start=hour(4), end=hour(5))
    assert desk.booking(made.id).needs_move
    clock.at = made.start_at - 10 * MINUTE
    assert desk.cancel(made.id).void_reason is nb.VoidReason.CANCELLED


def test_an_outage_gives_nothing_back_that_others_have_by_now(
    desk: nb.Desk, clock: SetClock
) -> None:
    words = {"organizer": "acme", "resource": "A"}
    held = desk.hold("checked", start=hour(8), end=hour(10), ttl="10m", **words)  # type: ignore[arg-type]
    clock.at += 20 * MINUTE
    desk.book("checked", start=hour(3), end=hour(5), **words)  # type: ignore[arg-type]
    desk.outage(start=hour(0), end=hour(0.25))
    assert desk.booking(held.id).state is nb.State.VOID
    (usage,) = (used for used in desk.usage("acme") if used.offering == "checked")
    assert usage.used == usage.amount


def test_what_is_over_needs_no_move(desk: nb.Desk, clock: SetClock) -> None:
    words = {"organizer": "acme", "resource": "A"}
    over = desk.book("room", start=hour(1), end=hour(2), **words)  # type: ignore[arg-type]
    coming = desk.book("room", start=hour(2.5), end=hour(3), **words)  # type: ignore[arg-type]
    clock.at = over.start_at + HOUR // 2
    desk.complete(over.id)
    desk.close("A", start=hour(1), end=hour(4))
    shown = {booking.id: booking.needs_move for booking in desk.bookings()}
    assert shown == {over.id: False, coming.id: True}


def test_a_hold_that_outlasts_its_time_needs_no_move(desk: nb.Desk, clock: SetClock) -> None:
    held = desk.hold("seat", start=hour(0), end=hour(0.5), ttl="1h", organizer="acme")
    closure = desk.close("P", start=hour(0), end=hour(1))
    assert [booking.id for booking in closure.displaces] == [held.id]
    clock.at = held.end_at
    assert not desk.booking(held.id).needs_move
    assert desk.affected(closure.id) == ()


def test_a_hold_confirmed_when_all_is_over_is_done_and_no_no_show(
    desk: nb.Desk, clock: SetClock
) -> None:
    held = desk.hold("room", start=hour(0), end=hour(0.5), ttl="1h", organizer="acme")
    clock.at = held.end_at
    assert desk.confirm(held.id).state is nb.State.DONE
    assert desk.booking(held.id).state is nb.State.DONE
