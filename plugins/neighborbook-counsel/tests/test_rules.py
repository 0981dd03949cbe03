"""The rules of counseling, one test for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import attrs
import pytest

import neighborbook as nb
from neighborbook_counsel.rules import own_name

if TYPE_CHECKING:
    from conftest import Counseling, Directory


def intake(counseling: Counseling, turn: Callable[[str], None], who: str = "an") -> None:
    """Have the first talk on Monday, and be back on Tuesday morning."""
    counseling.book("2026-11-23 14:00", resource=who)
    turn("2026-11-24 08:00")


def test_a_talk_lasts_fifty_minutes(counseling: Counseling) -> None:
    assert counseling.codes("14:00", length="45m") == ["LENGTH"]
    assert counseling.codes("14:00", length="60m") == ["LENGTH"]
    assert counseling.codes("14:00") == []


def test_a_quarter_of_an_hour_lies_between_two_talks(counseling: Counseling) -> None:
    counseling.book("14:00", "maple", resource="an")
    assert set(counseling.codes("15:00", "birch", resource="an")) == {"NO_COMBINATION"}
    assert counseling.codes("15:05", "birch", resource="an") == []
    # the room is the same, so clients of two counselors do not meet there either
    assert counseling.codes("15:00", "birch", resource="bai") == ["NO_COMBINATION"]
    assert counseling.codes("15:05", "birch", resource="bai") == []


def test_a_taken_room_is_what_is_missing(counseling: Counseling) -> None:
    counseling.book("14:00", "maple", resource="an")
    [refusal] = counseling.explain("14:00", "birch", resource="bai").refusals
    assert (refusal.code, refusal.subject) == ("NO_COMBINATION", "room")


def test_the_first_talk_is_the_intake(counseling: Counseling, turn: Callable[[str], None]) -> None:
    assert counseling.codes("14:00", visit="session") == ["X_INTAKE_FIRST"]
    intake(counseling, turn)
    assert counseling.codes("14:00", visit="session") == []


def test_an_intake_that_was_missed_is_none(
    counseling: Counseling, turn: Callable[[str], None]
) -> None:
    booking = counseling.book("2026-11-23 14:00")
    turn("2026-11-23 14:30")
    counseling.desk.no_show(booking.id)
    turn("2026-11-24 08:00")
    assert counseling.codes("14:00", visit="session") == ["X_INTAKE_FIRST"]


def test_the_counselor_stays_the_same(counseling: Counseling, turn: Callable[[str], None]) -> None:
    intake(counseling, turn, "bai")
    assert counseling.book("14:00", visit="session").resource == "bai"
    assert counseling.codes("16:00", visit="session", resource="an") == ["X_SAME_COUNSELOR"]


def test_a_search_lists_the_counselor_with_whom_one_has_begun(
    counseling: Counseling, turn: Callable[[str], None]
) -> None:
    intake(counseling, turn, "bai")
    found = counseling.acting_as("maple").desk.slots(
        "counseling",
        start="2026-11-24",
        end="2026-11-25",
        length="50m",
        details={"consent": 1, "visit": "session"},
    )
    assert {slot.resource for slot in found} == {"bai"}


def test_staff_refer_a_client_to_another_counselor(
    counseling: Counseling, turn: Callable[[str], None]
) -> None:
    intake(counseling, turn, "bai")
    clerk = counseling.acting_as("clerk")
    assert clerk.codes("14:00", visit="session", resource="an", referral=True) == []
    assert counseling.acting_as("maple").codes("14:00", referral=True) == ["NOT_ALLOWED"]


def test_who_no_longer_works_here_cannot_go_on(
    counseling: Counseling, turn: Callable[[str], None], center: str
) -> None:
    intake(counseling, turn, "bai")
    left = center.replace('[resource.bai]\nhours = "counseling"\n', "").replace(
        '"an", "bai"', '"an"'
    )
    counseling.desk.load(left)
    assert counseling.codes("14:00", visit="session") == []


def test_after_eight_talks_comes_a_review(
    counseling: Counseling, turn: Callable[[str], None]
) -> None:
    intake(counseling, turn)
    for day in range(24, 28):
        counseling.book(f"2026-11-{day} 14:00", visit="session")
        counseling.book(f"2026-11-{day} 16:00", visit="session")
    [approval] = counseling.explain("2026-11-30 14:00", visit="session").approvals
    assert (approval.rule, approval.most) == ("review", 8)


def test_nobody_asks_in_anothers_name(counseling: Counseling) -> None:
    for who in ("spouse", "clerk", "wang-fang", "boss", "chen-jie"):
        codes = counseling.acting_as(who).codes("14:00", "maple")
        assert "NOT_AUTHORIZED_FOR" in codes, who
        assert set(codes) <= {"NOT_AUTHORIZED_FOR", "NOT_MEMBER"}, who
    assert counseling.acting_as("maple").codes("14:00", "maple") == []


def test_who_asks_for_somebody_else_is_told_whom_to_call(counseling: Counseling) -> None:
    said = counseling.acting_as("spouse").explain("14:00", "maple", crisis=True)
    assert "12356" in said.text("en")
    assert "12356" in said.text("zh")


@pytest.mark.parametrize(
    ("actor", "client", "said"),
    [
        ("mother", "child", []),
        ("mother", "teen", ["NOT_AUTHORIZED_FOR"]),
        ("spouse", "child", ["NOT_AUTHORIZED_FOR"]),
    ],
)
def test_a_guardian_asks_for_a_child(
    counseling: Counseling, directory: Directory, actor: str, client: str, said: list[str]
) -> None:
    counseling.acting_as(actor).explain("14:00", client)
    assert [refusal.code for refusal in own_name(directory.asked[-1])] == said


def test_a_guardian_of_a_grown_up_is_none(counseling: Counseling, directory: Directory) -> None:
    counseling.acting_as("mother").explain("14:00", "child")
    ask = directory.asked[-1]
    grown = attrs.evolve(
        ask, request=attrs.evolve(ask.request, start=ask.request.start + 10 * 366 * 86_400)
    )
    assert [refusal.code for refusal in own_name(grown)] == ["NOT_AUTHORIZED_FOR"]


def test_a_child_does_not_ask_alone(counseling: Counseling) -> None:
    assert counseling.acting_as("child").codes("14:00", "child") == ["GUARDIAN_REQUIRED"]
    assert counseling.acting_as("teen").codes("14:00", "teen") == []


def test_a_client_has_agreed_to_the_words_of_today(
    opened: Callable[[str], nb.Desk], center: str, counseling: Counseling
) -> None:
    assert counseling.codes("14:00", consent=0) == ["CONSENT_MISSING"]
    newer = type(counseling)(opened(center + "consent_version = 3\n"))
    assert newer.codes("14:00", consent=2) == ["CONSENT_MISSING"]
    assert newer.codes("14:00", consent=3) == []


@pytest.mark.parametrize(
    ("wall", "reason"),
    [("2026-11-27 14:00", "cancelled"), ("2026-11-27 14:01", "cancelled_late")],
)
def test_a_talk_on_monday_is_cancelled_by_friday(
    counseling: Counseling, turn: Callable[[str], None], wall: str, reason: str
) -> None:
    booking = counseling.book("2026-11-30 14:00")
    turn(wall)
    assert counseling.desk.cancel(booking.id).void_reason == reason


def test_nothing_follows_from_not_coming(
    counseling: Counseling, turn: Callable[[str], None]
) -> None:
    for day in (23, 24, 25, 26):
        booking = counseling.book(f"2026-11-{day} 14:00")
        turn(f"2026-11-{day} 14:30")
        counseling.desk.no_show(booking.id)
    assert counseling.acting_as("maple").codes("2026-11-27 14:00") == []


def test_no_real_name_is_needed(counseling: Counseling) -> None:
    booking = counseling.acting_as("x9").book("14:00", "x9", alias="Maple")
    assert counseling.desk.booking(booking.id).details.alias == "Maple"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ({"title": "marriage"}, "title"),
        ({"attendees": ["spouse"]}, "attendees"),
        ({"headcount": 2}, "headcount"),
        ({"details": {"note": "I am sad"}}, "details.note"),
        ({"details": {"alias": "x" * 41}}, "details.alias"),
        ({"details": {"contact": "megaphone"}}, "details.contact"),
    ],
)
def test_there_is_no_place_for_free_words(
    counseling: Counseling, asked: dict[str, object], path: str
) -> None:
    given = {"start": "2026-11-24 14:00", "length": "50m", "organizer": "maple", **asked}
    with pytest.raises(nb.InvalidRequest) as wrong:
        counseling.desk.explain("counseling", **given)  # type: ignore[arg-type]
    assert [fault.path for fault in wrong.value.faults] == [path]
    assert "sad" not in wrong.value.text("zh")


def test_a_room_that_does_not_exist_is_found_when_the_file_is_loaded(
    opened: Callable[[str], nb.Desk], center: str
) -> None:
    with pytest.raises(nb.CenterFileError) as wrong:
        opened(center.replace('rooms = ["counsel-room"]', 'rooms = ["cellar"]'))
    assert [fault.path for fault in wrong.value.faults] == ["offering.counseling.rooms"]


def test_why_a_talk_is_cancelled_is_a_code(counseling: Counseling) -> None:
    booking = counseling.book("14:00")
    with pytest.raises(nb.InvalidRequest) as wrong:
        counseling.acting_as("maple").desk.cancel(booking.id, reason="I am better")
    assert [fault.path for fault in wrong.value.faults] == ["reason"]
    assert counseling.acting_as("maple").desk.cancel(booking.id, reason="client").version == 2


def test_counseling_has_no_quota(opened: Callable[[str], nb.Desk], center: str) -> None:
    with pytest.raises(nb.CenterFileError) as wrong:
        opened(center + "quota = { amount = 4, per = 'month' }\n")
    assert [fault.path for fault in wrong.value.faults] == ["offering.counseling.quota"]
    assert "限额" in wrong.value.text("zh")


def test_a_talk_is_asked_for_had_as_an_intake_and_referred_elsewhere(
    opened: Callable[[str], nb.Desk],
    center: str,
    counseling: Counseling,
    turn: Callable[[str], None],
) -> None:
    asking = type(counseling)(opened(center + "approval = true\n"))
    booking = asking.acting_as("maple").book("14:00", resource="an")
    assert booking.state is nb.State.PENDING
    asking.acting_as("chief").desk.approve(booking.id)
    turn("2026-11-24 14:05")
    assert asking.desk.advance(booking.id, "intake").state is nb.State.ACTIVE
    referred = asking.desk.advance(booking.id, "referred")
    assert (referred.state, referred.label) == (nb.State.DONE, "referred")
    with pytest.raises(nb.Refused) as refused:
        asking.desk.advance(booking.id, "active")
    assert refused.value.decision.codes == ("STATE",)


def test_who_approves_a_talk_reads_when_and_nothing_else(
    opened: Callable[[str], nb.Desk], center: str, counseling: Counseling
) -> None:
    asking = type(counseling)(opened(center + "approval = true\n"))
    booking = asking.acting_as("maple").book("14:00", resource="an", alias="Maple")
    [seen] = asking.acting_as("chief").desk.bookings()
    assert (seen.id, seen.start_at, seen.state) == (booking.id, booking.start_at, "pending")
    assert (seen.organizer, seen.actor, seen.offering, seen.details) == ("", "", "", None)


def test_nobody_is_sent_for_an_authorization_that_there_is_none_of(
    counseling: Counseling,
) -> None:
    no = counseling.acting_as("spouse").explain("15:00")
    assert no.text().endswith("In a crisis call 12356 now. Let the person ask; any name will do.")
    assert "取得授权" not in no.text("zh")
    unasked = counseling.acting_as("maple").explain("15:00", consent=0)
    assert unasked.text().endswith("Then ask again, with the version to which you agree.")


def test_whoever_is_refused_in_a_crisis_is_told_whom_to_call_all_the_same(
    counseling: Counseling,
) -> None:
    no = counseling.acting_as("spouse").explain("15:00", crisis=True)
    assert no.verdict.value == "refused"
    assert "12356" in no.text()
