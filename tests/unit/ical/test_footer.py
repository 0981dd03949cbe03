from __future__ import annotations

from datetime import UTC, datetime

import pytest
from dateutil.rrule import rrulestr

from neighborbook.domain.zones import zone_bytes, zone_keys
from neighborbook.ical.footer import YearlyDay, footer_of

FOOTERS = sorted({zone_bytes(key).rsplit(b"\n", 2)[1] for key in zone_keys()})
YEARS = range(2000, 2101)


def days_of(line: bytes) -> tuple[YearlyDay, ...]:
    footer = footer_of(b"\n" + line + b"\n")
    return (footer.starts, footer.ends) if footer else ()


DAYS = sorted({day for line in FOOTERS for day in days_of(line)}, key=str)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_rules_of_a_day_name_the_same_days_as_its_arithmetic(
    day: YearlyDay,
) -> None:
    expected = [datetime.fromtimestamp(day.wall(year), UTC) for year in YEARS]
    begin = datetime(2000, 1, 1, tzinfo=UTC) + (expected[0] - expected[0].replace(hour=0, minute=0))
    found = sorted(
        moment
        for _, rule in day.rules()
        for moment in rrulestr(rule, dtstart=begin).between(
            begin, datetime(2101, 1, 1, tzinfo=UTC), inc=True
        )
    )

    assert found == expected


def test_every_footer_of_tzdata_is_understood() -> None:
    assert len(FOOTERS) > 90
    assert sum(footer_of(b"\n" + line + b"\n") is not None for line in FOOTERS) > 25


def test_a_time_past_midnight_moves_the_rule_to_the_next_day() -> None:
    day = YearlyDay(month=9, week=1, weekday=6, seconds=24 * 3600)

    assert day.rules() == ((9, "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=2,3,4,5,6,7,8;BYDAY=SU"),)


def test_a_time_before_midnight_moves_the_rule_to_the_day_before() -> None:
    day = YearlyDay(month=3, week=5, weekday=0, seconds=-3600)

    assert day.rules() == ((3, "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=24,25,26,27,28,29,30;BYDAY=SA"),)


def test_a_day_carried_over_the_end_of_a_month_needs_two_rules() -> None:
    day = YearlyDay(month=10, week=5, weekday=4, seconds=24 * 3600)

    assert [month for month, _ in day.rules()] == [10, 11]


def test_a_day_carried_over_the_end_of_february_has_no_rule() -> None:
    assert YearlyDay(month=2, week=5, weekday=4, seconds=24 * 3600).rules() == ()


@pytest.mark.parametrize("line", [b"", b"CET-1CEST", b"CET-1CEST,60,300", b"CET-1CEST,J60,J300"])
def test_a_footer_of_another_form_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError, match="not understood"):
        footer_of(b"TZif2\n" + line + b"\n")
