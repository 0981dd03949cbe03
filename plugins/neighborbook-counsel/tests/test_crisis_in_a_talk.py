"""Who asks for help from within a talk keeps the talk."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

import neighborbook as nb

if TYPE_CHECKING:
    from conftest import Counseling

HELP = {"consent": 1, "crisis": True, "contact": "phone"}


@pytest.fixture
def duty(opened: Callable[[str], nb.Desk], center: str, counseling: Counseling) -> Counseling:
    """Somebody is on call."""
    return type(counseling)(opened(center + '\n[notices]\nduty = ["on-call"]\n'))


def taken(desk: nb.Desk, booking: nb.Booking) -> dict[str, str]:
    return {one.role: one.option.resource for one in desk.booking(booking.id).chosen}


def stands(desk: nb.Desk, booking: nb.Booking) -> tuple[object, ...]:
    """Return what it has, as the program sees it."""
    found = desk.booking(booking.id)
    return found.chosen, found.resource, found.start_at, found.end_at


def told(desk: nb.Desk) -> list[tuple[str, str]]:
    found: list[nb.Message] = []
    desk.settle(channels={"pager": found.append})
    return [(one.topic.value, one.party) for one in found]


def damages(desk: nb.Desk) -> tuple[nb.Finding, ...]:
    desk.settle(channels={})
    return desk.check().findings


def test_a_talk_keeps_counselor_and_room_and_who_is_on_duty_is_told(duty: Counseling) -> None:
    talk = duty.acting_as("maple").book("14:00", resource="an")
    had = stands(duty.desk, talk)
    told(duty.desk)
    changed = duty.desk.acting_as("maple").change(talk.id, details=HELP)
    assert (changed.state, stands(duty.desk, changed)) == (nb.State.CONFIRMED, had)
    assert taken(duty.desk, changed) == {"counselor": "an", "room": "counsel-room"}
    assert changed.decision is not None
    assert "12356" in changed.decision.text("en")
    assert duty.codes("14:00", "birch") == ["NO_COMBINATION"]
    assert ("duty_contact", "on-call") in told(duty.desk)
    assert damages(duty.desk) == ()


def test_its_counselor_goes_on_to_see_it(
    opened: Callable[[str], nb.Desk], center: str, counseling: Counseling
) -> None:
    talk = counseling.book("14:00", resource="an")
    changed = counseling.desk.change(talk.id, details=HELP)
    listed = counseling.desk.bookings(resource="an")
    assert [(one.id, one.version) for one in listed] == [(talk.id, changed.version)]


@pytest.mark.parametrize("what", ["an", "counsel-room", "counseling", "anping"])
def test_what_was_closed_meanwhile_is_no_answer_to_a_crisis(duty: Counseling, what: str) -> None:
    talk = duty.book("14:00", resource="an")
    had = stands(duty.desk, talk)
    duty.desk.close(what, start="2026-11-24", end="2026-11-25", reason="ill", public_reason="")
    changed = duty.desk.acting_as("maple").change(talk.id, details=HELP)
    assert stands(duty.desk, changed) == had
    assert changed.needs_move
    assert damages(duty.desk) == ()


def test_a_hold_keeps_its_place_until_it_lapses(
    duty: Counseling, turn: Callable[[str], None]
) -> None:
    mine = duty.desk.acting_as("maple")
    asked = {"start": "2026-11-24 14:00", "length": "50m", "details": {"consent": 1}}
    held = mine.hold("counseling", **asked)  # type: ignore[arg-type]
    had = stands(duty.desk, held)
    changed = mine.change(held.id, details=HELP)
    assert (changed.state, changed.lapses_at) == (nb.State.HELD, held.lapses_at)
    assert stands(duty.desk, changed) == had
    confirmed = mine.confirm(held.id)
    assert (confirmed.state, stands(duty.desk, confirmed)) == (nb.State.CONFIRMED, had)
    assert damages(duty.desk) == ()


def test_a_request_is_confirmed_with_its_place(
    opened: Callable[[str], nb.Desk], center: str, counseling: Counseling
) -> None:
    counseling = type(counseling)(opened(center + "approval = true\n"))
    asked = counseling.acting_as("maple").book("14:00")
    assert asked.state is nb.State.PENDING
    had = stands(counseling.desk, asked)
    changed = counseling.desk.acting_as("maple").change(asked.id, details=HELP)
    assert (changed.state, changed.lapses_at) == (nb.State.CONFIRMED, None)
    assert stands(counseling.desk, changed) == had
    assert damages(counseling.desk) == ()


def test_help_from_within_a_talk_that_has_begun_ends_nothing(
    duty: Counseling, turn: Callable[[str], None]
) -> None:
    talk = duty.book("14:00")
    had = stands(duty.desk, talk)
    turn("2026-11-24 14:10")
    duty.desk.check_in(talk.id)
    changed = duty.desk.change(talk.id, details=HELP)
    assert (changed.state, stands(duty.desk, changed)) == (nb.State.ARRIVED, had)
    assert damages(duty.desk) == ()


def test_it_is_moved_with_counselor_and_room_or_not_at_all(duty: Counseling) -> None:
    mine, talk = duty.desk.acting_as("maple"), duty.book("14:00")
    duty.book("16:00", "birch")
    mine.change(talk.id, details=HELP)
    with pytest.raises(nb.Refused) as refused:
        duty.desk.change(talk.id, start="2026-11-24 16:00")
    assert set(refused.value.decision.codes) == {"NO_COMBINATION"}
    assert "12356" in refused.value.decision.text("en")
    moved = mine.change(talk.id, start="2026-11-24 18:00")
    assert taken(duty.desk, moved).keys() == {"counselor", "room"}
    duty.desk.cancel(talk.id)
    duty.book("18:00", "birch")
    with pytest.raises(nb.Refused) as refused:
        duty.desk.restore(talk.id, reason="mistake")
    assert set(refused.value.decision.codes) == {"NO_COMBINATION"}


def test_what_else_is_changed_then_costs_it_nothing_and_tells_nobody_again(
    duty: Counseling,
) -> None:
    talk = duty.book("14:00", resource="an")
    duty.desk.change(talk.id, details=HELP)
    told(duty.desk)
    other = duty.desk.change(talk.id, resource="bai")
    assert taken(duty.desk, other) == {"counselor": "bai", "room": "counsel-room"}
    calm = duty.desk.change(talk.id, details={"consent": 1})
    assert taken(duty.desk, calm) == {"counselor": "bai", "room": "counsel-room"}
    assert "duty_contact" not in {topic for topic, _ in told(duty.desk)}


def test_it_counts_as_a_talk_and_a_call_for_help_alone_does_not(
    counseling: Counseling, turn: Callable[[str], None]
) -> None:
    talk = counseling.book("14:00")
    counseling.desk.change(talk.id, details=HELP)
    turn("2026-11-24 15:00")
    assert counseling.codes("2026-11-25 14:00", visit="session") == []


def test_who_needs_help_no_more_asks_as_anybody_does(
    counseling: Counseling, turn: Callable[[str], None]
) -> None:
    mine, desk = counseling.acting_as("maple"), counseling.desk.acting_as("maple")
    calls = {
        "2026-11-24 03:00": "CLOSED",
        "2026-11-23 09:00": "TOO_SOON",
        "2027-05-03 15:00": "TOO_FAR",
        "2026-11-24 15:01": "OFF_GRID",
    }
    for start, code in calls.items():
        call = mine.book(start, crisis=True)
        with pytest.raises(nb.Refused) as refused:
            desk.change(call.id, details={"consent": 1})
        assert code in refused.value.decision.codes
    free = mine.book("2026-11-24 18:00", crisis=True)
    with pytest.raises(nb.Refused) as refused:
        desk.change(free.id, details={"consent": 0})
    assert refused.value.decision.codes == ("CONSENT_MISSING",)
    assert taken(counseling.desk, desk.change(free.id, details={"consent": 1})).keys() == {
        "counselor",
        "room",
    }
    begun = mine.book("2026-11-23 15:00", crisis=True)
    turn("2026-11-23 15:10")
    with pytest.raises(nb.Refused) as refused:
        desk.change(begun.id, details={"consent": 1})
    assert "PAST" in refused.value.decision.codes
