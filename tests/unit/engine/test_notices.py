"""What notices are due when, and when they are no longer true."""

from __future__ import annotations

import attrs
import pytest

from neighborbook.domain.booking import Booking, State, VoidReason
from neighborbook.domain.change import Act, Change
from neighborbook.domain.notice import DEFAULT_RULES, NoticeRule, NoticeTable, Topic
from neighborbook.domain.times import parse_instant, zone
from neighborbook.domain.working_days import WorkingDays
from neighborbook.engine.notices import (
    MOST_LATE,
    is_superseded,
    is_true,
    later_rows,
    tells,
    topics_of,
)

SHANGHAI = zone("Asia/Shanghai")
HOUR, DAY = 3600, 86_400


def at(wall: str) -> int:
    return parse_instant(wall, SHANGHAI)


NOW = at("2026-12-01 08:00")
STARTS = at("2026-12-08 10:00")
CONFIRMED = Booking(
    id="b",
    uid="u",
    center="anping",
    offering="hall",
    room_type="room",
    start_at=STARTS,
    end_at=STARTS + HOUR,
    local_start="2026-12-08T10:00",
    zone="Asia/Shanghai",
    tzdata="",
    organizer="acme",
    actor="li-wei",
)
PENDING = attrs.evolve(CONFIRMED, state=State.PENDING, lapses_at=at("2026-12-07 08:00"))


def void(reason: VoidReason) -> Booking:
    return attrs.evolve(CONFIRMED, state=State.VOID, void_reason=reason)


def rows(booking: Booking, act: Act = Act.BOOK, now: int = NOW) -> dict[Topic, int]:
    return dict(later_rows(booking, act, now, NoticeTable(), WorkingDays()))


def change(version: int, act: Act, *fields: str) -> Change:
    return Change(id="c", booking="b", act=act, version=version, at=0, actor="x", fields=fields)


def test_a_reminder_is_due_a_day_before_the_start() -> None:
    assert rows(CONFIRMED) == {Topic.REMINDER: STARTS - DAY}


def test_who_books_within_a_day_is_not_reminded() -> None:
    assert rows(CONFIRMED, now=STARTS - DAY) == {}
    assert rows(CONFIRMED, now=STARTS - DAY - 1) != {}


def test_several_leads_make_several_reminders() -> None:
    table = NoticeTable(rules={Topic.REMINDER: NoticeRule(leads=(DAY, HOUR))})
    found = later_rows(CONFIRMED, Act.BOOK, NOW, table, WorkingDays())
    assert found == ((Topic.REMINDER, STARTS - DAY), (Topic.REMINDER, STARTS - HOUR))


def test_an_approval_is_reminded_at_half_time_then_the_deputy_and_the_asker_a_day_before() -> None:
    # From Tuesday eight o'clock to Monday eight o'clock: six days.
    assert rows(PENDING) == {
        Topic.APPROVAL_REMINDER: at("2026-12-04 08:00"),
        Topic.APPROVAL_DEPUTY: at("2026-12-05 20:00"),
        Topic.EXPIRY: at("2026-12-04 08:00"),  # Friday: over the weekend nobody works
    }


def test_a_request_that_lives_less_than_a_working_day_is_not_warned_of() -> None:
    short = attrs.evolve(PENDING, lapses_at=NOW + 4 * HOUR)
    assert Topic.EXPIRY not in rows(short)


@pytest.mark.parametrize("act", [Act.CANCEL, Act.CLOSE, Act.LAPSE, Act.DECLINE, Act.REOPEN])
def test_nothing_is_due_later_after_what_agrees_nothing(act: Act) -> None:
    assert rows(CONFIRMED, act) == {}


def test_each_topic_has_defaults_and_some_kind_of_row() -> None:
    assert set(DEFAULT_RULES) == set(Topic)
    kinds = [*Act, *Topic]
    assert {topic for kind in kinds for topic in topics_of(kind.value)} == set(Topic)


def test_a_row_of_an_unknown_kind_is_about_nothing() -> None:
    assert topics_of("from a newer version") == ()


TRUE = {
    Topic.CONFIRMATION: CONFIRMED,
    Topic.CHANGE: CONFIRMED,
    Topic.REMINDER: CONFIRMED,
    Topic.APPROVAL: PENDING,
    Topic.APPROVAL_REMINDER: PENDING,
    Topic.APPROVAL_DEPUTY: PENDING,
    Topic.EXPIRY: PENDING,
    Topic.EXPIRED: void(VoidReason.EXPIRED),
    Topic.NEEDS_MOVE: attrs.evolve(CONFIRMED, needs_move=True),
    Topic.HAS_PLACE: CONFIRMED,
    Topic.CANCELLATION: void(VoidReason.CANCELLED),
    Topic.DECLINE: void(VoidReason.DECLINED),
    Topic.RELEASE: void(VoidReason.RELEASED),
    Topic.NO_SHOW: void(VoidReason.NO_SHOW),
}


@pytest.mark.parametrize("topic", sorted(TRUE.keys() - {Topic.NO_SHOW}))
def test_a_notice_is_true_of_what_it_is_about_until_that_is_over(topic: Topic) -> None:
    assert is_true(topic, TRUE[topic], NOW)
    assert not is_true(topic, TRUE[topic], STARTS + HOUR)


def test_that_nobody_came_is_told_when_it_is_over_but_not_when_that_is_long_ago() -> None:
    missed, over = TRUE[Topic.NO_SHOW], STARTS + HOUR
    for now in (STARTS, over, over + MOST_LATE - 1):
        assert is_true(Topic.NO_SHOW, missed, now)
    assert not is_true(Topic.NO_SHOW, missed, over + MOST_LATE)


def test_whoever_comes_after_all_or_has_it_back_is_not_told_that_nobody_came() -> None:
    for state in (State.CONFIRMED, State.ARRIVED, State.ACTIVE, State.DONE):
        assert not is_true(Topic.NO_SHOW, attrs.evolve(CONFIRMED, state=state), STARTS)
    back = [change(2, Act.NO_SHOW), change(3, Act.RESTORE), change(4, Act.NO_SHOW)]
    assert is_superseded(Topic.NO_SHOW, 2, back)
    assert not is_superseded(Topic.NO_SHOW, 4, back)


def test_a_reminder_is_no_longer_true_once_it_begins() -> None:
    assert is_true(Topic.REMINDER, CONFIRMED, STARTS - 1)
    assert not is_true(Topic.REMINDER, CONFIRMED, STARTS)
    assert is_true(Topic.CONFIRMATION, CONFIRMED, STARTS)


def test_who_is_on_call_is_told_late_rather_than_never_unless_it_was_cancelled() -> None:
    assert set(Topic) - set(TRUE) == {Topic.DUTY_CONTACT}
    for booking in (CONFIRMED, PENDING, attrs.evolve(CONFIRMED, needs_move=True)):
        assert is_true(Topic.DUTY_CONTACT, booking, STARTS + HOUR)
    for reason in (VoidReason.CANCELLED, VoidReason.CANCELLED_LATE, VoidReason.DECLINED):
        assert not is_true(Topic.DUTY_CONTACT, void(reason), NOW)


def test_a_call_for_help_that_nobody_took_back_is_told_though_time_has_ended_it() -> None:
    for reason in (VoidReason.EXPIRED, VoidReason.RELEASED, VoidReason.NO_SHOW):
        assert is_true(Topic.DUTY_CONTACT, void(reason), STARTS + HOUR)


@pytest.mark.parametrize("topic", TRUE)
@pytest.mark.parametrize("booking", [*TRUE.values(), attrs.evolve(CONFIRMED, state=State.HELD)])
def test_a_notice_is_true_of_nothing_else(topic: Topic, booking: Booking) -> None:
    same = {TRUE[topic]}
    if topic is Topic.NEEDS_MOVE:
        same = {TRUE[Topic.NEEDS_MOVE]}
    assert is_true(topic, booking, NOW) == (booking in same)


@pytest.mark.parametrize("topic", [Topic.CONFIRMATION, Topic.CHANGE, Topic.REMINDER])
def test_what_was_moved_since_is_told_by_a_later_notice(topic: Topic) -> None:
    assert is_superseded(topic, 1, [change(2, Act.CHANGE, "start", "end")])
    assert not is_superseded(topic, 2, [change(2, Act.CHANGE, "start", "end")])


def test_another_title_supersedes_but_what_tells_of_titles() -> None:
    titled = [change(2, Act.CHANGE, "title")]
    assert not is_superseded(Topic.REMINDER, 1, titled)
    assert not is_superseded(Topic.CONFIRMATION, 1, titled)
    assert is_superseded(Topic.CHANGE, 1, titled)


def test_of_two_confirmations_the_later_one_is_told() -> None:
    back = [change(1, Act.BOOK), change(2, Act.CANCEL), change(3, Act.RESTORE)]
    assert is_superseded(Topic.CONFIRMATION, 1, back)
    assert not is_superseded(Topic.CONFIRMATION, 3, back)


def test_an_approver_is_not_asked_again_about_another_title() -> None:
    assert not tells(Topic.APPROVAL, 2, [change(2, Act.CHANGE, "title")])
    assert tells(Topic.APPROVAL, 2, [change(2, Act.CHANGE, "headcount")])
    assert tells(Topic.CHANGE, 2, [change(2, Act.CHANGE, "title")])
