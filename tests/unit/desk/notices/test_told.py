"""Who is told what, and nothing that is no longer so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import neighborbook as nb
from tests.unit.desk.notices.conftest import Told

LI, WANG, CHIEF = "li-wei", "wang-fang", "chief"
APPROVAL = "approval = true, pending_days = 4"
WEEK_AGAIN = "2026-12-09 10:00"
Telling = Callable[..., Told]


def test_who_booked_for_a_firm_hears_once_as_its_manager(told: Told) -> None:
    told.book()
    assert told.settle() == [(LI, "confirmation")]
    [message] = told.messages
    assert message.subject == "Confirmed: Board, Tue 8 Dec 2026, 10:00"
    assert "Where: Hall, Anping" in message.text
    assert told.settle() == []


def test_each_reads_it_in_his_own_language(told: Told) -> None:
    told.book(attendees=[WANG])
    assert told.settle() == [(LI, "confirmation")]
    assert told.settle("2026-12-07 02:00") == [(LI, "reminder"), (WANG, "reminder")]
    assert [each.subject for each in told.messages if each.party == WANG] == [
        "提醒：Board，2026年12月8日（周二）10:00"
    ]


def test_a_reminder_comes_when_it_is_due_and_not_before(told: Told) -> None:
    told.book()
    told.settle()
    assert told.settle("2026-12-07 01:59") == []
    assert told.settle("2026-12-07 02:00") == [(LI, "reminder")]
    assert told.settle("2026-12-07 02:01") == []


def test_a_moved_booking_is_reminded_of_for_its_new_time_alone(told: Told) -> None:
    made = told.book()
    told.settle()
    told.desk.acting_as(LI).change(made.id, start="2026-12-10 14:00")
    assert told.settle() == [(LI, "change")]
    assert told.settle("2026-12-07 02:00") == []
    assert told.settle("2026-12-09 06:00") == [(LI, "reminder")]
    assert told.messages[0].subject == "Reminder: Board, Thu 10 Dec 2026, 14:00"


def test_another_title_leaves_the_reminder(told: Told) -> None:
    made = told.book()
    told.desk.acting_as(LI).change(made.id, title="Directors")
    assert told.settle() == [(LI, "change"), (LI, "confirmation")]
    assert told.settle("2026-12-07 02:00") == [(LI, "reminder")]
    assert {each.subject.partition(": ")[2][:9] for each in told.messages} == {"Directors"}


def test_of_what_was_cancelled_only_that_is_told(told: Told) -> None:
    made = told.book(attendees=[WANG])
    told.desk.acting_as(LI).cancel(made.id)
    assert told.settle() == [(LI, "cancellation"), (WANG, "cancellation")]
    assert told.settle("2026-12-07 02:00") == []


def test_of_what_is_over_nothing_is_told(told: Told) -> None:
    told.book()
    assert told.settle("2026-12-08 03:00") == []


def test_what_is_three_days_late_is_told_no_more(told: Told) -> None:
    told.book()
    assert told.settle("2026-12-03 23:59") == [(LI, "confirmation")]
    told.book(start="2026-12-12 10:00")
    assert (LI, "confirmation") not in told.settle("2026-12-06 23:59")


def test_approvers_are_asked_reminded_and_then_a_deputy(telling: Telling) -> None:
    told = telling(offering=APPROVAL)
    made = told.book()
    assert told.settle() == [(CHIEF, "approval")]
    assert "To be decided by: Mon 7 Dec 2026, 08:00" in told.messages[0].text
    assert told.settle("2026-12-03 23:59") == []
    assert told.settle("2026-12-04 00:00") == [(CHIEF, "approval_reminder"), (LI, "expiry")]
    assert told.settle("2026-12-05 12:00") == [("deputy", "approval_deputy")]
    told.desk.acting_as(CHIEF).approve(made.id)
    assert told.settle() == [(LI, "confirmation")]


def test_who_is_decided_about_is_not_asked_about_again(telling: Telling) -> None:
    told = telling(offering=APPROVAL)
    made = told.book()
    told.desk.acting_as(CHIEF).decline(made.id, reason="no")
    assert told.settle() == [(LI, "decline")]
    assert told.settle("2026-12-04 00:00") == told.settle("2026-12-05 12:00") == []


def test_a_request_that_expires_is_told(telling: Telling) -> None:
    told = telling(offering=APPROVAL)
    told.book()
    told.settle()
    assert told.settle("2026-12-07 00:00") == [(LI, "expired")]


def test_who_needs_a_move_is_told_and_told_again_when_it_has_its_place(told: Told) -> None:
    told.book(attendees=[WANG])
    told.settle()
    closure = told.desk.close("hall", start="2026-12-08", end="2026-12-09")
    assert told.settle() == [(LI, "needs_move"), (WANG, "needs_move")]
    told.desk.reopen(closure.id)
    assert told.settle() == [(LI, "has_place"), (WANG, "has_place")]


def test_nobody_is_reminded_of_a_place_that_is_closed(told: Told) -> None:
    told.book()
    told.settle()
    told.desk.close("hall", start="2026-12-08", end="2026-12-09")
    assert told.settle() == [(LI, "needs_move")]
    assert told.settle("2026-12-07 02:00") == []


def test_a_closure_that_was_taken_back_before_it_was_told_is_no_news(told: Told) -> None:
    told.book()
    told.settle()
    closure = told.desk.close("hall", start="2026-12-08", end="2026-12-09")
    told.desk.reopen(closure.id)
    assert (LI, "needs_move") not in told.settle()


def test_a_hold_is_told_to_nobody_until_it_is_confirmed(told: Told) -> None:
    held = told.desk.acting_as(LI).hold("hall", start=WEEK_AGAIN, length="1h", organizer="acme")
    assert told.settle() == []
    told.desk.acting_as(LI).confirm(held.id)
    assert told.settle() == [(LI, "confirmation")]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("confirmation = { off = true }", []),
        ('confirmation = { to = "attendees" }', [(WANG, "confirmation")]),
        ('confirmation = { channels = "other" }', []),
    ],
)
def test_the_center_file_says_who_is_told(
    telling: Telling, table: str, expected: list[tuple[str, str]]
) -> None:
    told = telling(table)
    told.book(attendees=[WANG])
    assert told.settle() == expected


def test_the_center_file_says_how_long_before(telling: Telling) -> None:
    told = telling('reminder = { lead = ["2d", "1h"] }')
    told.book()
    told.settle()
    assert told.settle("2026-12-06 02:00") == [(LI, "reminder")]
    assert told.settle("2026-12-08 01:00") == [(LI, "reminder")]


def test_two_reminders_that_come_late_together_are_one(telling: Telling) -> None:
    told = telling('reminder = { lead = ["2h", "1h"] }')
    told.book()
    told.settle()
    assert told.settle("2026-12-08 01:30") == [(LI, "reminder")]


def test_a_notice_is_the_same_row_with_the_booking_or_not_at_all(told: Told) -> None:
    with pytest.raises(nb.Refused):
        told.book(start="2026-11-01 10:00")
    assert told.settle() == []


def test_a_center_file_without_notices_takes_back_what_one_with_them_said(
    telling: Telling,
) -> None:
    told = telling("confirmation = { off = true }")
    plain = 'center = { id = "anping", zone = "Asia/Shanghai" }\nresource.hall = {}\n'
    loading = told.desk.load(plain + 'offering.hall = { places = ["hall"] }\n')
    assert "notices notices" in loading.retired
    told.book()
    # Nobody knows any more who speaks for acme, so acme itself is told, and who wrote it.
    assert told.settle() == [("acme", "confirmation"), (LI, "confirmation")]
