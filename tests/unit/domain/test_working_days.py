from datetime import date, timedelta

import pytest

from neighborbook.domain.time_fault import TimeFault
from neighborbook.domain.working_days import WorkingDays, working_days

CHINA = working_days("CN", years=range(2025, 2028))


def october(day: int) -> date:
    return date(2026, 10, day)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 9, 20), True),  # a Sunday made up for
        (date(2026, 9, 30), True),
        (october(1), False),
        (october(6), False),  # a Tuesday, given for the Sunday above
        (october(8), True),
        (october(10), True),  # a Saturday made up for
        (october(11), False),
        (october(12), True),
    ],
)
def test_the_days_around_china_s_national_day_in_2026(day: date, *, worked: bool) -> None:
    assert CHINA.is_working_day(day) is worked


def test_a_year_whose_bridge_days_are_not_announced_is_provisional() -> None:
    announced = working_days("CN", years=range(2020, 2101))
    last_makeup = max(announced.makeup).year
    assert min(announced.provisional) == last_makeup + 1
    assert announced.is_provisional(date(last_makeup + 1, 1, 1))
    assert not announced.is_provisional(date(last_makeup, 12, 31))


def test_a_year_whose_holidays_are_estimates_is_provisional() -> None:
    emirates = working_days("AE", years=range(2020, 2035))
    assert 2020 not in emirates.provisional
    assert 2034 in emirates.provisional


def test_holidays_by_rule_are_not_provisional() -> None:
    assert working_days("FI", years=range(2020, 2041)).provisional == frozenset()


def test_years_nobody_asked_for_or_publishes_are_provisional() -> None:
    assert CHINA.is_provisional(date(2028, 1, 1))
    assert working_days("FI", years=(2150,)).is_provisional(date(2150, 1, 1))


def test_a_make_up_day_at_the_end_of_a_year_comes_with_next_year_s_holiday() -> None:
    assert date(2006, 12, 31) in working_days("CN", years=(2006,)).makeup


def test_only_the_years_asked_for_are_kept() -> None:
    only = working_days("CN", years=(2026,))
    assert {day.year for day in only.holidays | only.makeup} == {2026}


def test_the_working_days_before_and_after_a_holiday() -> None:
    assert CHINA.previous_working_day(october(5)) == date(2026, 9, 30)
    assert CHINA.next_working_day(date(2026, 9, 30)) == october(8)
    assert CHINA.next_working_day(october(9)) == october(10)


@pytest.mark.parametrize(
    ("count", "expected"),
    [(0, october(1)), (1, october(8)), (3, october(10)), (4, october(12)), (-1, date(2026, 9, 30))],
)
def test_working_days_are_counted_from_the_day_itself(count: int, expected: date) -> None:
    assert CHINA.add_working_days(october(1), count) == expected


def test_counting_forth_and_back_ends_at_the_same_working_day() -> None:
    day = october(12)
    for count in range(60):
        assert CHINA.add_working_days(CHINA.add_working_days(day, count), -count) == day


def test_a_center_s_own_dates_are_stronger_than_the_published_ones() -> None:
    own = CHINA.overridden(holidays=[october(10), october(12)], makeup=[october(1), october(11)])
    worked = [own.is_working_day(october(day)) for day in (1, 10, 11, 12, 13)]
    assert worked == [True, False, True, False, True]


def test_the_weekend_is_the_country_s_own() -> None:
    friday, sunday = date(2026, 12, 4), date(2026, 12, 6)
    assert not working_days("SA", years=(2026,)).is_working_day(friday)
    assert working_days("SA", years=(2026,)).is_working_day(sunday)


def test_without_a_country_there_are_weekends_only() -> None:
    plain = working_days("", years=(2026,))
    days = [date(2026, 1, 1) + timedelta(days=count) for count in range(7)]
    assert [plain.is_working_day(day) for day in days] == [True, True, False, False, *[True] * 3]


def test_a_subdivision_has_its_own_holidays() -> None:
    epiphany = date(2026, 1, 6)
    assert working_days("DE", years=(2026,)).is_working_day(epiphany)
    assert not working_days("DE", "BY", years=(2026,)).is_working_day(epiphany)


@pytest.mark.parametrize("place", [("XX", ""), ("DE", "ZZ"), ("China", "")])
def test_an_unknown_country_is_a_fault(place: tuple[str, str]) -> None:
    with pytest.raises(TimeFault, match="ISO 3166"):
        working_days(*place, years=(2026,))


def test_a_week_must_have_a_working_day() -> None:
    with pytest.raises(ValueError, match="at most six"):
        WorkingDays(weekend=frozenset(range(7)))


def test_a_bridge_day_is_moved_and_a_public_holiday_is_not() -> None:
    assert CHINA.is_moved(date(2026, 10, 7))
    assert CHINA.is_moved(date(2026, 10, 10))
    assert not CHINA.is_moved(date(2026, 10, 1))
    assert working_days("FI", years=(2026,)).bridges == frozenset()
