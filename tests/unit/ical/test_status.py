from __future__ import annotations

import pytest

from neighborbook.domain.booking import State
from neighborbook.ical.status import Status, busy_status, standing


@pytest.mark.parametrize(
    ("state", "status", "transparent", "en", "zh"),
    [
        (State.WAITING, Status.TENTATIVE, True, "Waiting list: ", "候补："),
        (State.PENDING, Status.TENTATIVE, False, "Requested: ", "待确认："),
        (State.CONFIRMED, Status.CONFIRMED, False, "", ""),
        (State.ARRIVED, Status.CONFIRMED, False, "", ""),
        (State.ACTIVE, Status.CONFIRMED, False, "", ""),
        (State.DONE, Status.CONFIRMED, False, "", ""),
        (State.VOID, Status.CANCELLED, True, "Cancelled: ", "已取消："),
    ],
)
def test_each_state_has_its_status_and_its_words(
    state: State, status: Status, *, transparent: bool, en: str, zh: str
) -> None:
    found = standing(state)

    assert found is not None
    assert (found.status, found.transparent) == (status, transparent)
    assert (found.prefix.in_("en"), found.prefix.in_("zh")) == (en, zh)


@pytest.mark.parametrize("state", [State.HELD, State.OFFERED])
def test_what_is_held_or_offered_stands_in_busy_calendars_alone(state: State) -> None:
    assert standing(state) is None
    assert busy_status(state) is Status.TENTATIVE


@pytest.mark.parametrize("state", [State.WAITING, State.VOID])
def test_what_holds_no_place_is_not_busy(state: State) -> None:
    assert busy_status(state) is None


def test_every_state_is_answered_for() -> None:
    assert {state for state in State if standing(state) or busy_status(state)} == set(State)


def test_needing_a_new_place_is_said_first_and_changes_no_status() -> None:
    for state in (State.PENDING, State.CONFIRMED):
        plain, moved = standing(state), standing(state, needs_move=True)

        assert plain is not None
        assert moved is not None
        assert moved.status is plain.status
        assert moved.prefix.in_("en") == "Needs a new place: "
        assert moved.prefix.in_("zh") == "需换场地："


def test_what_is_cancelled_needs_no_new_place() -> None:
    assert standing(State.VOID, needs_move=True) == standing(State.VOID)
