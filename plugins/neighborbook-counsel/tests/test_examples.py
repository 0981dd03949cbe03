"""A case from its first talk on, told in examples; all of them turn on one day or one hour."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

import neighborbook as nb

if TYPE_CHECKING:
    from conftest import Counseling

Turn = Callable[[str], None]


def intake(counseling: Counseling, turn: Turn, who: str = "an") -> None:
    """Have the first talk on Monday, and be back on Tuesday morning."""
    counseling.book("2026-11-23 14:00", resource=who)
    turn("2026-11-24 08:00")


@pytest.mark.parametrize(
    ("start", "codes"), [("2026-12-21 14:00", []), ("2026-12-22 14:00", ["TOO_FAR"])]
)
def test_four_weeks_ahead_can_be_asked_for(
    counseling: Counseling, start: str, codes: list[str]
) -> None:
    assert counseling.codes(start) == codes


@pytest.mark.parametrize(("wall", "codes"), [("12:00", []), ("12:01", ["TOO_SOON"])])
def test_two_hours_before_is_early_enough(
    counseling: Counseling, turn: Turn, wall: str, codes: list[str]
) -> None:
    turn(f"2026-11-24 {wall}")
    assert counseling.codes("14:00") == codes


@pytest.mark.parametrize(
    ("client", "codes"), [("thirteen", ["GUARDIAN_REQUIRED"]), ("fourteen", [])]
)
def test_who_turns_fourteen_on_that_day_asks_alone(
    counseling: Counseling, client: str, codes: list[str]
) -> None:
    assert counseling.acting_as(client).codes("14:00", client) == codes


def test_who_was_a_guardian_once_asks_for_no_child(counseling: Counseling) -> None:
    codes = counseling.acting_as("once-guardian").codes("14:00", "child")
    assert "NOT_AUTHORIZED_FOR" in codes


def test_an_intake_that_is_still_to_come_opens_no_session(counseling: Counseling) -> None:
    counseling.book("14:00")
    assert counseling.codes("2026-11-25 14:00", visit="session") == ["X_INTAKE_FIRST"]


def test_another_intake_begins_the_count_anew(counseling: Counseling, turn: Turn) -> None:
    intake(counseling, turn)
    for day in range(24, 28):
        for hour in (14, 16):
            counseling.book(f"2026-11-{day} {hour}:00", visit="session")
    last = "2026-12-01 14:00"
    assert [one.rule for one in counseling.explain(last, visit="session").approvals] == ["review"]
    counseling.book("2026-11-30 14:00")
    assert counseling.explain(last, visit="session").approvals == ()


def test_who_is_referred_is_not_sent_to_whom_she_talked_with_before(
    counseling: Counseling, turn: Turn
) -> None:
    intake(counseling, turn, "bai")
    clerk = counseling.acting_as("clerk")
    referred = clerk.book("14:00", visit="session", referral=True)
    assert counseling.desk.booking(referred.id).resource == "an"
    assert counseling.book("16:00", visit="session", resource="an").state is nb.State.CONFIRMED


@pytest.mark.parametrize("length", ["1m", "45m", "3h"])
def test_in_a_crisis_no_length_is_wrong(counseling: Counseling, length: str) -> None:
    decision = counseling.acting_as("maple").explain("14:00", crisis=True, length=length)
    assert decision.verdict is nb.Verdict.ACCEPTED
