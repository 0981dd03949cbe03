"""Who is on call for a crisis is told where to look and how to reach whom, and may look there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import attrs
import pytest

import neighborbook as nb
from neighborbook_counsel import CounselDetails

if TYPE_CHECKING:
    from conftest import Counseling

NOTICES = """
[notices]
duty = ["on-call", "night-watch"]
[notices.addresses]
maple = { mail = "maple@example.org", phone = "+86 555 0101", sms = "maple-sms" }
mother = { phone = "+86 555 0202" }
clerk = { phone = "+86 555 0303" }
on-call = { mail = "call@example.org", phone = "+86 555 0505" }
night-watch = { managers = ["watchman"] }
watchman = { mail = "watch@example.org", language = "zh" }
"""


@pytest.fixture
def center(center: str) -> str:
    return center + NOTICES


@attrs.frozen
class Mail:
    """A channel that keeps what it is given."""

    kept: list[nb.Message]
    needs: str = "mail"
    shared: bool = False
    sender: str = "desk@example.org"

    def deliver(self, message: nb.Message) -> None:
        self.kept.append(message)


@pytest.fixture
def calls(desk: nb.Desk) -> Callable[[], dict[str, nb.Message]]:
    """Settle, and return who was called to help, by party."""

    def called() -> dict[str, nb.Message]:
        mail = Mail([])
        desk.settle(channels={"post": mail})
        return {one.party: one for one in mail.kept if one.topic is nb.Topic.DUTY_CONTACT}

    return called


Calls = Callable[[], dict[str, nb.Message]]


@pytest.mark.parametrize(
    ("contact", "way", "way_zh"),
    [
        ("phone", "To be reached by: phone +86 555 0101\n", "联系方式：电话 +86 555 0101\n"),
        (
            "mail",
            "To be reached by: mail maple@example.org\n",
            "联系方式：邮箱 maple@example.org\n",
        ),
        ("message", "To be reached by: sms maple-sms\n", "联系方式：sms maple-sms\n"),
        ("none", "Nobody has said how to reach them safely", "对方未留下可安全使用的联系方式"),
    ],
)
def test_who_is_on_call_is_told_where_to_look_and_how_the_client_wants_to_be_reached(
    counseling: Counseling, calls: Calls, contact: str, way: str, way_zh: str
) -> None:
    made = counseling.acting_as("maple").book("14:00", crisis=True, contact=contact)
    found = calls()
    assert sorted(found) == ["on-call", "watchman"]
    assert f"Booking: {made.id}\n" in found["on-call"].text
    assert f"预约编号：{made.id}\n" in found["watchman"].text
    assert way in found["on-call"].text
    assert way_zh in found["watchman"].text
    unsafe = {"+86 555 0101", "maple@example.org", "maple-sms"}
    unsafe = {each for each in unsafe if not way.endswith(f" {each}\n")}
    assert [each for each in unsafe if each in found["on-call"].text] == []


def test_who_referred_is_no_way_to_the_client_and_a_guardian_is(
    counseling: Counseling, calls: Calls
) -> None:
    counseling.acting_as("clerk").book("14:00", crisis=True, referral=True, contact="phone")
    assert "555 0303" not in calls()["on-call"].text
    counseling.acting_as("mother").book("15:00", "child", crisis=True, contact="phone")
    assert "phone +86 555 0202" in calls()["on-call"].text


def test_whoever_else_a_center_tells_of_it_is_told_no_way_to_the_client(
    opened: Callable[[str], nb.Desk], center: str
) -> None:
    desk = opened(center + '[notices.duty_contact]\nto = ["duty", "organizer", "author"]\n')
    asked = {"start": "2026-11-24 14:00", "length": "50m", "organizer": "maple"}
    details = {"crisis": True, "referral": True, "contact": "mail"}
    clerk = desk.acting_as("clerk")
    clerk.book("counseling", details=details, **asked)  # type: ignore[arg-type]
    mail = Mail([])
    desk.settle(channels={"post": mail, "all": Mail(mail.kept, needs="")})
    called = {one.party: one.text for one in mail.kept if one.topic is nb.Topic.DUTY_CONTACT}
    assert {party for party, text in called.items() if "maple@" in text} == {"on-call", "watchman"}
    assert {"maple", "clerk"} <= called.keys()


def test_no_other_notice_carries_an_address(counseling: Counseling, desk: nb.Desk) -> None:
    counseling.acting_as("maple").book("14:00", crisis=True, contact="mail")
    mail = Mail([])
    desk.settle(channels={"post": mail})
    [mine] = [one for one in mail.kept if one.party == "maple"]
    assert mine.topic is nb.Topic.CONFIRMATION
    # The answer has said whom to call; what others may open must not tell what it is about.
    for word in ("12356", "alone", "help", "555 0101", mine.booking):
        assert word not in f"{mine.subject} {mine.text}"


def test_of_an_organization_on_call_who_manages_it_reads_it(
    opened: Callable[[str], nb.Desk], center: str
) -> None:
    desk = opened(center.replace('"night-watch"', '"acme"'))
    asked = {"start": "2026-11-24 14:00", "length": "50m", "details": {"crisis": True}}
    made = desk.acting_as("maple").book("counseling", **asked)  # type: ignore[arg-type]
    assert desk.acting_as("boss").booking(made.id).attendees
    with pytest.raises(nb.NotFound):  # of the same organization, and no manager
        desk.acting_as("wang-fang").booking(made.id)


@pytest.mark.parametrize("party", ["on-call", "watchman"])
def test_who_is_on_call_reads_that_booking_and_does_nothing_to_it(
    counseling: Counseling, party: str
) -> None:
    made = counseling.acting_as("maple").book("14:00", crisis=True, alias="Maple", contact="phone")
    duty = counseling.desk.acting_as(party)
    read = duty.booking(made.id)
    assert [one.party for one in read.attendees] == ["maple"]
    assert isinstance(read.details, CounselDetails)
    assert (read.details.alias, read.details.contact.value) == ("Maple", "phone")
    assert [one.id for one in duty.bookings()] == [made.id]
    for verb in (duty.cancel, duty.no_show, duty.check_in):
        with pytest.raises(nb.Refused):
            verb(made.id)


def test_who_is_on_call_reads_no_talk_that_asks_for_no_help(counseling: Counseling) -> None:
    made = counseling.acting_as("maple").book("14:00")
    duty = counseling.desk.acting_as("on-call")
    with pytest.raises(nb.NotFound):
        duty.booking(made.id)
    assert list(duty.bookings()) == []
    counseling.acting_as("maple").desk.change(made.id, details={"crisis": True, "consent": 1})
    assert duty.booking(made.id).id == made.id


def test_nobody_else_reads_it(counseling: Counseling) -> None:
    made = counseling.acting_as("maple").book("14:00", crisis=True)
    for party in ("chen-jie", "chief", "clerk", None):
        desk = counseling.desk.acting_as(party)
        found = next(desk.bookings(), None)
        assert found is None or (found.attendees, found.details) == ((), None)
        assert found is None or found.id == made.id


def test_a_robot_that_a_group_reads_tells_nobody_so_whoever_is_on_call_must_be_called(
    counseling: Counseling,
) -> None:
    made = counseling.acting_as("maple").book("14:00", crisis=True)
    group: list[nb.Message] = []
    counseling.desk.settle(channels={"robot": Mail(group, needs="", shared=True)})
    assert group == []
    listed = counseling.desk.notices(unreached=True)
    assert {(one.party, one.phone, one.booking) for one in listed} == {
        ("on-call", "+86 555 0505", made.id),
        ("watchman", "", made.id),
    }


def test_a_robot_alone_and_nobody_on_call_is_said_on_the_list(
    opened: Callable[[str], nb.Desk], center: str
) -> None:
    desk = opened(center.replace('duty = ["on-call", "night-watch"]', ""))
    asked = {"start": "2026-11-24 14:00", "length": "50m", "details": {"crisis": True}}
    made = desk.acting_as("maple").book("counseling", **asked)  # type: ignore[arg-type]
    done = desk.settle(channels={"robot": Mail([], needs="", shared=True)})
    assert (done.unreached, done.to_call) == (1, 1)
    [listed] = desk.notices(unreached=True)
    assert (listed.party, listed.fault, listed.booking) == ("", "nobody is on duty", made.id)


def test_a_call_that_was_only_held_is_told_though_the_hold_has_lapsed(
    desk: nb.Desk, calls: Calls, turn: Callable[[str], None]
) -> None:
    mine, words = desk.acting_as("maple"), {"start": "2026-11-24 14:00", "length": "50m"}
    help_ = {"crisis": True, "consent": 1, "contact": "phone", "in_calendar": True}
    held = mine.hold("counseling", **words, details=help_)  # type: ignore[arg-type]
    back = mine.hold("counseling", **words, details=help_)  # type: ignore[arg-type]
    mine.cancel(back.id, reason="mistake")
    turn("2026-11-23 09:00")
    called = calls()
    assert {one.booking for one in called.values()} == {held.id}
    assert "+86 555 0101" in called["on-call"].text
    assert called["on-call"].calendar == b""  # nothing was ever in a calendar
    read = desk.acting_as("on-call").booking(held.id)
    assert [one.party for one in read.attendees] == ["maple"]
