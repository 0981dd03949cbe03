"""A client is told by what she has said to be safe, a minor's guardian likewise, and gently."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import attrs
import pytest

import neighborbook as nb

if TYPE_CHECKING:
    from conftest import Counseling

ADDRESSES = """
[notices]
duty = ["on-call"]
[notices.addresses]
maple = { mail = "maple@example.org", phone = "1", language = "en" }
mother = { mail = "mother@example.org", phone = "2" }
child = { mail = "child@example.org", phone = "3" }
clerk = { mail = "clerk@example.org", phone = "4" }
on-call = { mail = "call@example.org", phone = "5" }
"""


@attrs.frozen
class Post:
    """A channel that keeps what it is given; without ``needs`` it is known by its name alone."""

    kept: list[nb.Message]
    needs: str = ""
    shared: bool = False
    sender: str = ""

    def deliver(self, message: nb.Message) -> None:
        self.kept.append(message)


@pytest.fixture
def center(center: str) -> str:
    return center + ADDRESSES


@pytest.fixture
def settle(desk: nb.Desk) -> Callable[[], list[tuple[str, str, str]]]:
    """Settle, and return who was told what by which of mail and short message."""

    def settling() -> list[tuple[str, str, str]]:
        mails, texts = Post([], needs="mail"), Post([])
        desk.settle(channels={"post": mails, "sms": texts})
        by = [("mail", each) for each in mails.kept] + [("sms", each) for each in texts.kept]
        return sorted((each.party, each.topic.value, way) for way, each in by)

    return settling


Settle = Callable[[], list[tuple[str, str, str]]]


@pytest.mark.parametrize(
    ("contact", "told", "listed"),
    [
        ("none", [], []),
        ("mail", [("maple", "confirmation", "mail")], []),
        ("message", [("maple", "confirmation", "sms")], []),
        ("phone", [], [("maple", "1")]),
    ],
)
def test_a_client_is_told_by_what_she_said_to_be_safe(
    counseling: Counseling,
    settle: Settle,
    contact: str,
    told: list[tuple[str, str, str]],
    listed: list[tuple[str, str]],
) -> None:
    counseling.acting_as("maple").book("15:00", contact=contact)
    assert settle() == told
    unreached = counseling.desk.notices(unreached=True)
    assert [(each.party, each.phone) for each in unreached] == listed


def test_who_has_not_said_how_is_told_nothing_and_called_by_nobody(
    counseling: Counseling, settle: Settle
) -> None:
    counseling.acting_as("maple").book("15:00")
    assert settle() == []
    assert counseling.desk.notices() == ()


def test_the_latest_answer_counts_for_the_reminder(
    counseling: Counseling, settle: Settle, turn: Callable[[str], None]
) -> None:
    mine = counseling.acting_as("maple")
    made = mine.book("2026-11-26 15:00", contact="mail")
    assert settle() == [("maple", "confirmation", "mail")]
    mine.desk.change(made.id, details={"consent": 1, "contact": "message"})
    assert settle() == [("maple", "change", "sms")]
    mine.desk.change(made.id, details={"consent": 1, "contact": "none"})
    turn("2026-11-25 15:00")
    assert settle() == []
    assert counseling.desk.notices() == ()


@pytest.mark.parametrize(
    ("contact", "told"),
    [
        ("none", []),
        ("mail", [("child", "confirmation", "mail"), ("mother", "confirmation", "mail")]),
    ],
)
def test_what_a_guardian_answers_holds_for_her_and_the_minor(
    counseling: Counseling, settle: Settle, contact: str, told: list[tuple[str, str, str]]
) -> None:
    counseling.acting_as("mother").book("15:00", "child", contact=contact)
    assert settle() == told
    assert counseling.desk.notices() == ()


def test_who_refers_is_told_though_the_client_is_not(
    counseling: Counseling, settle: Settle
) -> None:
    counseling.acting_as("clerk").book("15:00", "maple", referral=True)
    assert settle() == [("clerk", "confirmation", "mail")]


def test_who_is_on_duty_is_told_of_a_crisis_though_the_client_is_not(
    counseling: Counseling, settle: Settle
) -> None:
    counseling.acting_as("maple").book("15:00", crisis=True)
    assert ("on-call", "duty_contact", "mail") in settle()
    assert "maple" not in {each.party for each in counseling.desk.notices()}


@pytest.mark.parametrize(
    ("contact", "told"), [("mail", [("maple", "no_show", "mail")]), ("none", [])]
)
def test_a_talk_that_was_missed_is_told_by_what_is_safe_alone(
    counseling: Counseling,
    settle: Settle,
    turn: Callable[[str], None],
    contact: str,
    told: list[tuple[str, str, str]],
) -> None:
    made = counseling.acting_as("maple").book("15:00", contact=contact)
    turn("2026-11-24 15:20")
    settle()
    counseling.desk.no_show(made.id)
    assert settle() == told
    assert counseling.desk.notices() == ()


def test_it_is_told_gently_and_nothing_follows(
    counseling: Counseling, turn: Callable[[str], None]
) -> None:
    mine = counseling.acting_as("maple")
    made = mine.book("15:00", contact="mail")
    turn("2026-11-24 15:20")
    counseling.desk.no_show(made.id)
    post = Post([], needs="mail")
    counseling.desk.settle(channels={"post": post})
    [message] = [each for each in post.kept if each.topic is nb.Topic.NO_SHOW]
    assert message.subject == "We missed you: Appointment, Tue 24 Nov 2026, 15:00"
    assert "welcome to book another time" in message.text
    assert [word for word in ("ounsel", "talk", "strike") if word in message.text] == []
    assert mine.codes("2026-11-26 15:00") == []


def test_a_group_hears_nothing_of_a_talk(counseling: Counseling) -> None:
    counseling.acting_as("maple").book("15:00", contact="mail")
    group = Post([], shared=True)
    counseling.desk.settle(channels={"group": group})
    assert group.kept == []
