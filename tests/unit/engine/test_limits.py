from __future__ import annotations

from datetime import datetime

import attrs
import pytest

from neighborbook.codes import Code, Severity
from neighborbook.domain.booking import Booking
from neighborbook.domain.claim import Chosen
from neighborbook.domain.limit import Limit, LimitUse
from neighborbook.domain.offering import HOUR, Over, Per, Quota, Unit
from neighborbook.domain.refusal import Refusal
from neighborbook.domain.seen import Ask, Candidate, Seen
from neighborbook.domain.slot import Mode
from neighborbook.engine.limits import (
    amount_of,
    hold_limit,
    quota_limits,
    uses_of,
    window,
    with_limits,
    within_limits,
)
from neighborbook.room_type import place_option
from tests.unit.engine.asking import ask, at, candidate, catalog, hall

EIGHT_HOURS = attrs.evolve(hall(), quotas=(Quota(amount=8 * HOUR),))


def chosen(place: str) -> tuple[Chosen, ...]:
    offering = hall(place)
    option = place_option(offering.places[0], catalog(), offering.policy, None)
    return (Chosen(role="place", option=option),)


def asked_of(asked: Ask, place: str = "hall") -> Candidate:
    return attrs.evolve(with_limits(candidate(asked)), chosen=chosen(place))


def used(
    amount: int, start: str = "2026-12-20 10:00", counted: str = "hours", **use: object
) -> Seen:
    key = f"hall/{counted}/acme"
    laid = LimitUse(owner="b", key=key, at=at(start), amount=amount)
    return Seen(limit_uses={key: (attrs.evolve(laid, **use),)})  # type: ignore[arg-type]


def said(asked: Ask, seen: Seen, place: str = "hall") -> list[Refusal]:
    return list(within_limits(asked_of(asked, place), seen))


def test_exactly_what_is_left_can_be_had() -> None:
    assert said(ask(offering=EIGHT_HOURS), used(7 * HOUR)) == []


def test_a_quota_that_is_spent_says_what_is_left_and_when_it_comes_back() -> None:
    (refusal,) = said(ask(offering=EIGHT_HOURS), used(7 * HOUR + 60))
    assert (refusal.code, refusal.rule, refusal.subject) == (Code.QUOTA, "quota_hours", "acme")
    assert (refusal.asked, refusal.most, refusal.left) == (HOUR, 8 * HOUR, HOUR - 60)
    assert (refusal.unit, refusal.resets_at) == ("seconds", at("2027-01-01 00:00"))


def test_another_month_does_not_count() -> None:
    assert said(ask(offering=EIGHT_HOURS), used(8 * HOUR, "2026-11-30 23:30")) == []


def test_what_has_lapsed_does_not_count() -> None:
    asked = ask(offering=EIGHT_HOURS)
    assert said(asked, used(8 * HOUR, lapses_at=asked.now)) == []
    assert len(said(asked, used(8 * HOUR, lapses_at=asked.now + 1))) == 1


def test_a_composite_counts_each_of_its_leaves() -> None:
    asked = ask(offering=EIGHT_HOURS)
    (limit,) = quota_limits(asked)
    assert amount_of(limit, chosen("both")) == 2 * HOUR
    assert len(said(asked, used(7 * HOUR), "both")) == 1


def test_a_quota_of_bookings_counts_one_whatever_its_length() -> None:
    quota = Quota(amount=2, unit=Unit.BOOKINGS)
    asked = ask(end="2026-12-01 18:00", offering=attrs.evolve(hall(), quotas=(quota,)))
    assert said(asked, used(1, counted="bookings")) == []
    (refusal,) = said(asked, used(2, counted="bookings"))
    assert (refusal.rule, refusal.asked, refusal.left) == ("quota_bookings", 1, 0)


def test_over_a_quota_may_be_asked_for_where_the_center_says_so() -> None:
    quota = Quota(amount=HOUR, over=Over.APPROVAL)
    asked = ask(offering=attrs.evolve(hall(), quotas=(quota,)))
    (refusal,) = said(asked, used(HOUR))
    assert (refusal.code, refusal.severity) == (Code.QUOTA, Severity.APPROVAL)


def test_what_is_booked_at_the_last_moment_is_free_of_the_quota() -> None:
    quota = Quota(amount=HOUR, free_within=48 * HOUR)
    offering = attrs.evolve(hall(), quotas=(quota,))
    assert list(quota_limits(ask(now="2026-11-29 10:00:01", offering=offering))) == []
    assert len(list(quota_limits(ask(now="2026-11-29 10:00", offering=offering)))) == 1


def test_a_change_of_what_was_made_in_time_counts_at_the_last_moment_too() -> None:
    quota = Quota(amount=HOUR, free_within=48 * HOUR)
    late = ask(now="2026-12-01 09:00", offering=attrs.evolve(hall(), quotas=(quota,)))
    old = Booking(
        id="b", uid="b", center="c", offering="hall", room_type="room", start_at=late.request.start,
        end_at=late.request.end, local_start="", zone="Asia/Shanghai", tzdata="", organizer="acme",
        actor="acme", created_at=at("2026-11-20 09:00"),
    )  # fmt: skip
    assert list(quota_limits(late)) == []
    assert len(list(quota_limits(attrs.evolve(late, replaces=old)))) == 1


def test_a_week_goes_from_monday_to_sunday_whatever_month_it_is() -> None:
    weekly = attrs.evolve(hall(), quotas=(Quota(amount=HOUR, per=Per.WEEK),))
    new_year = ask("2026-12-31 10:00", "2026-12-31 11:00", offering=weekly)
    for near in ("2026-12-28 00:00", "2027-01-03 23:30"):
        (refusal,) = said(new_year, used(HOUR, start=near))
        assert refusal.resets_at == at("2027-01-04 00:00")
    for other in ("2026-12-27 23:30", "2027-01-04 00:00"):
        assert said(new_year, used(HOUR, start=other)) == []


@pytest.mark.parametrize(
    ("sunday", "hours"), [("2026-03-29", 167), ("2026-10-25", 169), ("2026-11-01", 168)]
)
def test_a_week_in_which_the_clocks_change_is_an_hour_shorter_or_longer(
    sunday: str, hours: int
) -> None:
    noon = int(datetime.fromisoformat(f"{sunday}T12:00+02:00").timestamp())
    weekly = Limit(key="k", rule="r", amount=1, capacity=1, per=Per.WEEK)
    start, end = window(weekly, noon, 0, "Europe/Helsinki")
    assert (end - start) // HOUR == hours
    assert window(weekly, end, 0, "Europe/Helsinki")[0] == end


def test_open_holds_are_a_limit_of_the_organizer() -> None:
    assert hold_limit(ask()) is None
    limit = hold_limit(ask(mode=Mode.HOLD, offering=hall(open_holds=2)))
    assert limit is not None
    assert (limit.key, limit.capacity, limit.per) == ("~holds/acme", 2, Per.EVER)


def test_less_left_than_asked_is_insufficient_and_nothing_left_is_full() -> None:
    meals = Limit(key="m", rule="meals", amount=3, capacity=4, per=Per.DAY, code=Code.FULL)
    for spent, code in ((2, Code.INSUFFICIENT), (4, Code.FULL)):
        one = candidate(ask())
        one = attrs.evolve(one, demand=attrs.evolve(one.demand, limits=(meals,)))
        use = LimitUse(owner="b", key="m", at=one.start, amount=spent)
        (refusal,) = within_limits(one, Seen(limit_uses={"m": (use,)}))
        assert (refusal.code, refusal.left, refusal.subject) == (code, 4 - spent, "meals")


def test_two_quotas_of_hours_leave_one_use() -> None:
    quotas = (Quota(amount=8 * HOUR), Quota(amount=2 * HOUR, per=Per.DAY))
    asked = asked_of(ask(offering=attrs.evolve(hall(), quotas=quotas)))
    (use,) = uses_of(asked, "b", None)
    assert (use.key, use.amount) == ("hall/hours/acme", HOUR)


def test_hours_stay_spent_when_cancelled_late_and_bookings_do_not() -> None:
    quotas = (Quota(amount=8 * HOUR), Quota(amount=3, unit=Unit.BOOKINGS))
    asked = asked_of(ask(offering=attrs.evolve(hall(), quotas=quotas)))
    assert [use.kept_when_late for use in uses_of(asked, "b", None)] == [True, False]
