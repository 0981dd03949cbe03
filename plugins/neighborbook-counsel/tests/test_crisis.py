"""Who needs help now gets an answer, whatever is full, closed, or too soon."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

import neighborbook as nb
import neighborbook_counsel

if TYPE_CHECKING:
    from conftest import Counseling, Directory
    from neighborbook.testing import SetClock


@pytest.fixture
def full(counseling: Counseling) -> Counseling:
    """Nothing is free on Tuesday at two."""
    counseling.book("14:00", "birch", resource="an")
    assert counseling.acting_as("maple").codes("14:00") == ["NO_COMBINATION"]
    return counseling


def test_in_a_crisis_nothing_is_full(full: Counseling) -> None:
    decision = full.acting_as("maple").explain("14:00", crisis=True, consent=0)
    assert decision.verdict == "accepted"
    assert [one.rule for one in decision.warnings] == ["crisis"]
    assert "12356" in decision.text("en")
    assert "12356" in decision.text("zh")
    assert full.acting_as("maple").book("14:00", crisis=True).state == "confirmed"


@pytest.mark.parametrize(
    "start", ["2026-11-23 07:58", "2026-11-23 08:00", "2026-11-28 03:17", "2027-05-01 12:00"]
)
def test_in_a_crisis_nothing_is_past_closed_too_soon_or_too_far(
    counseling: Counseling, start: str
) -> None:
    mine = counseling.acting_as("maple")
    assert mine.explain(start, crisis=True, length="5m").verdict == "accepted"


def test_a_closed_offering_and_an_approval_are_no_answer_to_a_crisis(
    opened: Callable[[str], nb.Desk], center: str, counseling: Counseling
) -> None:
    desk = opened(center + "approval = true\n")
    counseling = type(counseling)(desk)
    counseling.book("14:00")
    desk.close("counseling", start="2026-11-24", end="2026-11-25", reason="ill", public_reason="")
    assert "CLOSED" in counseling.codes("16:00")
    assert counseling.acting_as("maple").explain("16:00", crisis=True).verdict == "accepted"


def test_what_is_over_is_past_in_a_crisis_too(counseling: Counseling) -> None:
    decision = counseling.acting_as("maple").explain("2026-11-23 07:00", crisis=True)
    assert decision.codes == ("PAST",)


def test_it_takes_no_place_from_anybody(full: Counseling) -> None:
    full.acting_as("maple").book("16:00", crisis=True)
    assert full.codes("16:00", "birch", resource="bai") == []
    assert full.acting_as("maple").codes("16:00", resource="bai") == []


def test_it_is_no_intake(counseling: Counseling, turn: Callable[[str], None]) -> None:
    counseling.book("2026-11-23 08:00", crisis=True)
    turn("2026-11-24 08:00")
    assert counseling.codes("14:00", visit="session") == ["X_INTAKE_FIRST"]


def test_the_duty_contact_is_told_with_the_booking(
    center: str, clock: SetClock, directory: Directory, tmp_path: Path
) -> None:
    path = tmp_path / "anping.db"
    plain = center.replace(', "doctor"', "").partition("[offering.doctor]")
    text = plain[0] + "[offering.counseling]" + plain[2].partition("[offering.counseling]")[2]
    asked = {"start": "2026-11-24 14:00", "length": "50m", "details": {"crisis": True}}
    with nb.open(
        path, center="anping", clock=clock, plugins=(neighborbook_counsel, directory)
    ) as desk:
        desk.load(text + '\n[notices]\nduty = ["on-call"]\n')
        mine = desk.acting_as("maple")
        mine.explain("counseling", **asked)  # type: ignore[arg-type]
        booking = mine.book("counseling", **asked)  # type: ignore[arg-type]
        told: list[nb.Message] = []
        desk.settle(channels={"pager": told.append})
        [called] = [each for each in told if each.party == "on-call"]
        assert (called.topic.value, called.booking) == ("duty_contact", booking.id)
        assert "help" in called.subject
        for word in ("maple", "crisis", "ounsel"):
            assert word not in f"{called.subject} {called.text}"
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT kind, booking FROM outbox ORDER BY kind")).all()
    engine.dispose()
    # What was due has been told; the reminder is due on the day before.
    assert rows == [("reminder", booking.id)]


def test_if_nobody_is_on_duty_the_call_list_says_so(
    center: str, clock: SetClock, directory: Directory, tmp_path: Path
) -> None:
    plain = center.replace(', "doctor"', "").partition("[offering.doctor]")
    text = plain[0] + "[offering.counseling]" + plain[2].partition("[offering.counseling]")[2]
    asked = {"start": "2026-11-24 14:00", "length": "50m", "details": {"crisis": True}}
    with nb.open(
        tmp_path / "anping.db",
        center="anping",
        clock=clock,
        plugins=(neighborbook_counsel, directory),
    ) as desk:
        desk.load(text)
        made = desk.acting_as("maple").book("counseling", **asked)  # type: ignore[arg-type]
        told: list[nb.Message] = []
        done = desk.settle(channels={"pager": told.append})
        assert (done.unreached, done.to_call) == (1, 1)
        assert "duty_contact" not in {each.topic.value for each in told}
        [left] = desk.notices(unreached=True)
        assert (left.party, left.fault, left.booking) == ("", "nobody is on duty", made.id)


def test_where_there_is_no_channel_the_call_list_has_it_at_once(counseling: Counseling) -> None:
    made = counseling.acting_as("maple").book("2026-11-23 08:00", crisis=True)
    done = counseling.desk.settle()
    assert (done.unreached, done.to_call) == (1, 1)
    done = counseling.desk.settle()
    assert (done.unreached, done.to_call) == (0, 1)
    [left] = counseling.desk.notices(unreached=True)
    assert (left.topic, left.fault, left.booking) == (
        nb.Topic.DUTY_CONTACT,
        "there is no channel",
        made.id,
    )


def test_who_has_a_channel_that_the_center_file_names_is_given_a_quarter_of_an_hour(
    opened: Callable[[str], nb.Desk], center: str, turn: Callable[[str], None]
) -> None:
    desk = opened(center + '\n[notices]\nchannels = ["pager"]\n')
    asked = {"start": "2026-11-23 08:00", "length": "50m", "details": {"crisis": True}}
    desk.acting_as("maple").book("counseling", **asked)  # type: ignore[arg-type]
    assert desk.settle().to_call == 0
    assert desk.notices(unreached=True) == ()
    turn("2026-11-23 08:15")
    assert desk.settle().to_call == 1


def test_who_has_the_channels_tells_it_however_late(
    opened: Callable[[str], nb.Desk], center: str, turn: Callable[[str], None]
) -> None:
    desk = opened(center + '\n[notices]\nduty = ["on-call"]\n')
    asked = {"start": "2026-11-23 08:00", "length": "50m", "details": {"crisis": True}}
    desk.acting_as("maple").book("counseling", **asked)  # type: ignore[arg-type]
    turn("2026-11-28 08:00")
    told: list[nb.Message] = []
    desk.settle(channels={"pager": told.append})
    assert [(each.topic, each.party) for each in told] == [(nb.Topic.DUTY_CONTACT, "on-call")]
