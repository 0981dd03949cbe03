"""Limits against adding up by hand, hour by hour and window by window."""

from __future__ import annotations

import calendar
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from neighborbook.domain.limit import Limit, LimitUse
from neighborbook.domain.offering import DAY, HOUR, Per
from neighborbook.domain.zones import zone
from neighborbook.engine.limits import used, window

NOW = 1_796_000_400
ZONES = st.sampled_from(["UTC", "Asia/Shanghai", "America/Chicago", "Australia/Lord_Howe"])
HOURS = st.integers(-60 * 24, 60 * 24).map(lambda hour: NOW + hour * HOUR)


def uses(instants: list[tuple[int, int]]) -> list[LimitUse]:
    return [LimitUse(owner=f"b{n}", key="k", at=at, amount=a) for n, (at, a) in enumerate(instants)]


def limit(per: Per, days: int = 0) -> Limit:
    return Limit(key="k", rule="r", amount=1, capacity=1, per=per, days=days)


def local(at: int, key: str) -> datetime:
    return datetime.fromtimestamp(at, UTC).astimezone(zone(key))


def same_period(per: Per, one: int, other: int, key: str) -> bool:
    """Whether two instants count together, told from the calendar alone."""
    a, b = local(one, key), local(other, key)
    match per:
        case Per.DAY:
            return a.date() == b.date()
        case Per.WEEK:
            return a.isocalendar()[:2] == b.isocalendar()[:2]
        case Per.MONTH:
            return (a.year, a.month) == (b.year, b.month)
        case Per.YEAR:
            return a.year == b.year
        case Per.SITTING:
            return one == other
        case Per.AHEAD:
            return other >= NOW
        case _:
            return True


SIMPLE = st.sampled_from([per for per in Per if per is not Per.ROLLING])
LISTS = st.lists(st.tuples(HOURS, st.integers(1, 5)), max_size=20)


@given(SIMPLE, LISTS, HOURS, ZONES)
def test_a_limit_counts_what_starts_in_the_same_civil_period(
    per: Per, drawn: list[tuple[int, int]], at: int, key: str
) -> None:
    expected = sum(amount for start, amount in drawn if same_period(per, at, start, key))
    assert used(limit(per), uses(drawn), at, NOW, key) == expected


@given(st.integers(1, 40), LISTS, HOURS, ZONES)
def test_a_rolling_limit_counts_the_fullest_window_that_holds_the_start(
    days: int, drawn: list[tuple[int, int]], at: int, key: str
) -> None:
    length = days * DAY
    # All instants lie on full hours, so that windows that begin on full hours are all there are.
    firsts = range(at - length + HOUR, at + HOUR, HOUR)
    expected = max(
        sum(amount for start, amount in drawn if first <= start < first + length)
        for first in firsts
    )
    assert used(limit(Per.ROLLING, days), uses(drawn), at, NOW, key) == expected


@given(st.integers(1, 20), LISTS, st.integers(1, 12), ZONES)
def test_accepted_one_by_one_no_rolling_window_ever_holds_more_than_its_capacity(
    days: int, drawn: list[tuple[int, int]], capacity: int, key: str
) -> None:
    rolling = limit(Per.ROLLING, days)
    accepted: list[tuple[int, int]] = []
    for at, amount in drawn:
        if used(rolling, uses(accepted), at, NOW, key) + amount <= capacity:
            accepted.append((at, amount))
    for first, _ in accepted:
        inside = [a for at, a in accepted if first <= at < first + days * DAY]
        assert sum(inside) <= capacity


@given(st.sampled_from(list(Per)), st.integers(1, 40), HOURS, LISTS, ZONES)
def test_what_lies_outside_the_window_to_read_does_not_count(
    per: Per, days: int, at: int, drawn: list[tuple[int, int]], key: str
) -> None:
    asked = limit(per, days)
    low, high = window(asked, at, NOW, key)
    inside = [(start, amount) for start, amount in drawn if low <= start < high]
    assert used(asked, uses(inside), at, NOW, key) == used(asked, uses(drawn), at, NOW, key)


def test_a_day_of_25_hours_is_one_day() -> None:
    chicago = zone("America/Chicago")
    midnight = int(datetime(2026, 11, 1, tzinfo=chicago).timestamp())
    low, high = window(limit(Per.DAY), midnight + 12 * HOUR, NOW, "America/Chicago")
    assert (low, high) == (midnight, midnight + 25 * HOUR)


def test_a_month_ends_at_midnight_of_its_last_day_in_the_zone_of_the_center() -> None:
    shanghai = zone("Asia/Shanghai")
    last = datetime(2026, 2, calendar.monthrange(2026, 2)[1], 23, 30, tzinfo=shanghai)
    after = last + timedelta(hours=1)
    laid = uses([(int(last.timestamp()), 1)])
    assert used(limit(Per.MONTH), laid, int(last.timestamp()), NOW, "Asia/Shanghai") == 1
    assert used(limit(Per.MONTH), laid, int(after.timestamp()), NOW, "Asia/Shanghai") == 0
