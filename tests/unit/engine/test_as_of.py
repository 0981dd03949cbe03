from __future__ import annotations

import attrs
import pytest

from neighborbook.domain.booking import Booking, State, VoidReason
from neighborbook.engine.as_of import as_of

BOOKED = Booking(
    id="b",
    uid="u",
    center="c",
    offering="o",
    room_type="room",
    start_at=1000,
    end_at=2000,
    local_start="",
    zone="UTC",
    tzdata="",
    organizer="acme",
    actor="li",
)
HELD = attrs.evolve(
    BOOKED,
    state=State.HELD,
    lapses_at=500,
    lapses_to=State.VOID,
    lapse_reason=VoidReason.EXPIRED,
)


def test_a_hold_stands_until_the_second_before_it_lapses() -> None:
    assert as_of(HELD, 499) == HELD


def test_at_the_very_instant_it_has_lapsed() -> None:
    then = as_of(HELD, 500)
    assert (then.state, then.void_reason, then.lapses_at) == (
        State.VOID,
        VoidReason.EXPIRED,
        None,
    )


def test_an_offer_that_lapses_waits_again_and_is_not_void() -> None:
    offer = attrs.evolve(HELD, state=State.OFFERED, lapses_to=State.WAITING)
    then = as_of(offer, 500)
    assert (then.state, then.void_reason) == (State.WAITING, None)


@pytest.mark.parametrize("state", [State.CONFIRMED, State.ARRIVED, State.ACTIVE])
def test_what_has_ended_is_done(state: State) -> None:
    booking = attrs.evolve(BOOKED, state=state)
    assert as_of(booking, 1999).state is state
    assert as_of(booking, 2000).state is State.DONE


def test_where_people_check_in_who_did_not_come_is_a_no_show() -> None:
    then = as_of(BOOKED, 2000, checks_in=True)
    assert (then.state, then.void_reason) == (State.VOID, VoidReason.NO_SHOW)


def test_who_came_is_no_no_show_nor_who_is_excused() -> None:
    came = attrs.evolve(BOOKED, state=State.ARRIVED)
    excused = attrs.evolve(BOOKED, excused=True)
    assert as_of(came, 2000, checks_in=True).state is State.DONE
    assert as_of(excused, 2000, checks_in=True).state is State.DONE


@pytest.mark.parametrize("state", [State.VOID, State.DONE])
def test_what_is_over_stays_as_it_is(state: State) -> None:
    booking = attrs.evolve(BOOKED, state=state)
    assert as_of(booking, 9999, checks_in=True) == booking


def test_looking_twice_sees_the_same() -> None:
    for booking in (HELD, BOOKED):
        for now in (400, 500, 2000):
            then = as_of(booking, now, checks_in=True)
            assert as_of(then, now, checks_in=True) == then


def test_what_time_has_made_void_is_at_no_label_and_what_is_done_stays_at_its_own() -> None:
    missed = as_of(attrs.evolve(BOOKED, label="ready"), BOOKED.end_at, checks_in=True)
    assert (missed.state, missed.label) == (State.VOID, "")
    over = as_of(attrs.evolve(BOOKED, label="ready"), BOOKED.end_at)
    assert (over.state, over.label) == (State.DONE, "ready")
    assert as_of(attrs.evolve(HELD, label="ready"), 500).label == ""
