"""One rule, at least one test: given that, refused with these facts."""

from __future__ import annotations

import attrs
import pytest

from neighborbook.codes import Code, Severity
from neighborbook.domain.booking import Booking, State
from neighborbook.domain.claim import Chosen, Option
from neighborbook.domain.closure import Closure, ClosureKind
from neighborbook.domain.refusal import Refusal
from neighborbook.domain.seen import Ask, Seen
from neighborbook.domain.slot import Mode
from neighborbook.engine.rules import (
    TIME_RULES,
    Rule,
    approval,
    closed,
    grid,
    horizon,
    length,
    notice,
    offering_closed,
    past,
    retired,
    staff_hours,
)
from tests.unit.engine.asking import EIGHT_TO_EIGHT, HOUR, WITH_A_BREAK, ask, at, candidate, hall


def said(rule: Rule, asked: Ask, seen: Seen | None = None) -> list[Refusal]:
    return list(rule(candidate(asked), seen or Seen()))


def one(rule: Rule, asked: Ask, seen: Seen | None = None) -> Refusal:
    (refusal,) = said(rule, asked, seen)
    return refusal


def test_what_breaks_no_rule_is_said_nothing_about() -> None:
    for rule in TIME_RULES:
        assert said(rule, ask()) == []


def test_the_past_cannot_be_booked_and_the_next_time_of_the_grid_is_named() -> None:
    refusal = one(past, ask(now="2026-12-01 10:01"))
    assert (refusal.code, refusal.severity) == (Code.PAST, Severity.SOFT)
    assert refusal.earliest_at == at("2026-12-01 10:30")


def test_now_itself_is_not_past() -> None:
    assert said(past, ask(now="2026-12-01 10:00")) == []


TAKEN = (Chosen(role="place", option=Option(resource="hall", takes=())),)


def a_change(
    asked: Ask,
    *,
    began: str,
    state: State = State.CONFIRMED,
    chosen: tuple[Chosen, ...] = TAKEN,
) -> Ask:
    old = Booking(
        id="b", uid="b", center="c", offering="hall", room_type="room", start_at=at(began),
        end_at=at(began) + HOUR, local_start="", zone="Asia/Shanghai", tzdata="", organizer="acme",
        actor="acme", state=state, chosen=chosen,
    )  # fmt: skip
    return attrs.evolve(asked, replaces=old)


@pytest.mark.parametrize(
    ("rule", "now"),
    [
        (past, "2026-12-01 10:10"),
        (notice, "2026-12-01 09:59"),
        (horizon, "2026-11-01 09:00"),
    ],
)
def test_when_a_booking_begins_is_not_judged_again_where_a_change_leaves_it(
    rule: Rule, now: str
) -> None:
    new = ask(now=now, offering=hall(notice=HOUR, horizon=5))
    assert said(rule, new)
    assert said(rule, a_change(new, began="2026-12-01 10:00")) == []
    assert said(rule, a_change(new, began="2026-12-01 09:00"))
    assert said(rule, a_change(new, began="2026-12-01 10:00", state=State.VOID))
    # What took no place was not judged, and asks for one now.
    assert said(rule, a_change(new, began="2026-12-01 10:00", chosen=()))


def test_a_booking_that_has_begun_is_not_cut_to_before_now() -> None:
    new = ask(now="2026-12-01 11:00:01")
    assert [no.code for no in said(past, a_change(new, began="2026-12-01 10:00"))] == [Code.PAST]


def test_what_is_off_the_grid_is_told_the_times_before_and_after() -> None:
    refusal = one(grid, ask("2026-12-01 10:10"))
    assert (refusal.code, refusal.least) == (Code.OFF_GRID, 1800)
    assert (refusal.earliest_at, refusal.latest_at) == (
        at("2026-12-01 10:00"),
        at("2026-12-01 10:30"),
    )


def test_an_end_off_the_grid_is_off_the_grid() -> None:
    refusal = one(grid, ask(end="2026-12-01 11:20"))
    assert refusal.latest_at == at("2026-12-01 11:30")


def test_what_is_too_short_or_too_long_is_told_both_bounds() -> None:
    offering = hall(shortest=HOUR, longest=2 * HOUR)
    short = one(length, ask(end="2026-12-01 10:30", offering=offering))
    long = one(length, ask(end="2026-12-01 12:30", offering=offering))
    assert (short.code, short.asked, short.least, short.most) == (
        Code.LENGTH,
        1800,
        HOUR,
        2 * HOUR,
    )
    assert long.asked == 2.5 * HOUR
    assert said(length, ask(end="2026-12-01 12:00", offering=offering)) == []


def test_exactly_the_notice_is_enough() -> None:
    offering = hall(notice=2 * HOUR)
    assert said(notice, ask(now="2026-12-01 08:00", offering=offering)) == []


def test_a_second_less_than_the_notice_is_too_soon() -> None:
    refusal = one(notice, ask(now="2026-12-01 08:00:01", offering=hall(notice=2 * HOUR)))
    assert (refusal.code, refusal.least, refusal.asked) == (Code.TOO_SOON, 7200, 7199)
    assert refusal.earliest_at == at("2026-12-01 10:30")


def test_what_is_past_is_not_also_too_soon() -> None:
    assert said(notice, ask(now="2026-12-01 10:30", offering=hall(notice=2 * HOUR))) == []


def test_the_last_day_of_the_horizon_can_be_booked_to_its_end() -> None:
    offering = hall(horizon=1)
    last = ask("2026-12-01 23:30", "2026-12-02 00:30", offering=offering)
    assert said(horizon, last) == []


def test_a_day_past_the_horizon_is_told_when_it_opens() -> None:
    refusal = one(horizon, ask("2026-12-02 00:00", "2026-12-02 01:00", offering=hall(horizon=1)))
    assert (refusal.code, refusal.most) == (Code.TOO_FAR, 1)
    assert refusal.earliest_at == at("2026-12-01 00:00")
    assert refusal.latest_at == at("2026-12-02 00:00")


def test_before_opening_is_closed_until_it_opens() -> None:
    asked = ask("2026-12-01 07:30", "2026-12-01 09:00", day=EIGHT_TO_EIGHT)
    refusal = one(closed, asked)
    assert (refusal.code, refusal.subject) == (Code.CLOSED, "hall")
    assert (refusal.earliest_at, refusal.latest_at) == (
        at("2026-12-01 08:00"),
        at("2026-12-01 20:00"),
    )


def test_at_night_the_next_opening_is_named() -> None:
    refusal = one(closed, ask("2026-12-01 21:00", "2026-12-01 22:00", day=EIGHT_TO_EIGHT))
    assert (refusal.earliest_at, refusal.latest_at) == (at("2026-12-02 08:00"), None)


def test_a_break_may_be_lain_over_where_the_policy_says_so() -> None:
    words = ("2026-12-01 11:00", "2026-12-01 14:00")
    over = hall(over_breaks=True)
    assert one(closed, ask(*words, day=WITH_A_BREAK)).code == Code.CLOSED
    assert said(closed, ask(*words, day=WITH_A_BREAK, offering=over)) == []


def test_nothing_begins_in_a_break_even_where_it_may_be_lain_over() -> None:
    asked = ask(
        "2026-12-01 12:30", "2026-12-01 14:00", day=WITH_A_BREAK, offering=hall(over_breaks=True)
    )
    assert one(closed, asked).code == Code.CLOSED


def test_setup_may_lie_in_the_hour_before_opening_and_no_earlier() -> None:
    words = ("2026-12-01 08:00", "2026-12-01 09:00")
    assert said(staff_hours, ask(*words, day=EIGHT_TO_EIGHT, offering=hall(before=HOUR))) == []
    refusal = one(staff_hours, ask(*words, day=EIGHT_TO_EIGHT, offering=hall(before=HOUR + 1800)))
    assert (refusal.code, refusal.rule) == (Code.CLOSED, "staffed")
    assert refusal.earliest_at == at("2026-12-01 08:30")


def test_teardown_may_end_an_hour_after_closing_and_no_later() -> None:
    words = ("2026-12-01 19:00", "2026-12-01 20:00")
    assert said(staff_hours, ask(*words, day=EIGHT_TO_EIGHT, offering=hall(after=HOUR))) == []
    refusal = one(staff_hours, ask(*words, day=EIGHT_TO_EIGHT, offering=hall(after=HOUR + 1800)))
    assert refusal.latest_at == at("2026-12-01 19:30")


def test_an_offering_closed_for_a_while_is_closed_then_alone() -> None:
    closure = Closure(
        id="x",
        center="c",
        kind=ClosureKind.OFFERING,
        subject="hall",
        start_at=at("2026-12-01 10:30"),
        end_at=at("2026-12-01 12:00"),
    )
    seen = Seen(closures=(closure,))
    refusal = one(offering_closed, ask(), seen)
    assert (refusal.code, refusal.earliest_at) == (Code.CLOSED, at("2026-12-01 12:00"))
    touching = ask("2026-12-01 12:00", "2026-12-01 13:00")
    assert said(offering_closed, touching, seen) == []
    assert said(offering_closed, ask(), Seen(closures=(attrs.evolve(closure, subject="x"),))) == []


def test_what_needs_approval_needs_it_as_a_hold_too() -> None:
    offering = hall(approval=True)
    for mode in Mode:
        refusal = one(approval, ask(offering=offering, mode=mode))
        assert (refusal.code, refusal.severity) == (Code.NEEDS_APPROVAL, Severity.APPROVAL)


def test_what_is_retired_cannot_be_had_by_anybody() -> None:
    refusal = one(retired, ask(offering=attrs.evolve(hall(), retired=True)))
    assert (refusal.code, refusal.severity, refusal.override) == (Code.CLOSED, Severity.HARD, "")
