from datetime import date

import pytest

from neighborbook.domain.hours import (
    ALL_DAY,
    CLOSED,
    DatedHours,
    DayHours,
    OpeningHours,
    TimeRange,
    day_hours,
)
from neighborbook.domain.hours_text import parse_hours, parse_ranges
from neighborbook.domain.text import Text
from neighborbook.domain.time_fault import TimeFault
from neighborbook.domain.working_days import WorkingDays

CHINA_2026 = WorkingDays(
    holidays=frozenset({date(2026, 10, 1)}),
    makeup=frozenset({date(2026, 10, 10)}),
    years=frozenset({2026}),
)


def texts(ranges: DayHours) -> list[str]:
    return [one.text for one in ranges]


def office(**other: object) -> OpeningHours:
    table = {"mon-fri": "07:30-21:00", "sat": "09:00-17:00", "holidays": "closed", **other}
    hours, faults = parse_hours("office", table)
    assert faults == ()
    assert hours is not None
    return hours


def wrong_at(table: dict[str, object]) -> list[tuple[str, str]]:
    hours, faults = parse_hours("office", table)
    assert hours is None
    assert all(fault.expected for fault in faults)
    return [(fault.path, fault.code) for fault in faults]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("07:30-21:00", ["07:30-21:00"]),
        ("7:30 - 21:00", ["07:30-21:00"]),
        ("07:30–21:00", ["07:30-21:00"]),
        ("08:00-12:00, 13:00-17:00", ["08:00-12:00", "13:00-17:00"]),
        ("13:00-17:00,08:00-12:00", ["08:00-12:00", "13:00-17:00"]),
        (["08:00-12:00", "13:00-17:00"], ["08:00-12:00", "13:00-17:00"]),
        ("08:00-12:00, 12:00-17:00", ["08:00-17:00"]),
        ("20:00-02:00", ["20:00-02:00"]),
        ("20:00-00:00", ["20:00-24:00"]),
        ("20:00-24:00", ["20:00-24:00"]),
        ("00:00-24:00", ["00:00-24:00"]),
        ("open", ["00:00-24:00"]),
        ("closed", []),
    ],
)
def test_hours_of_a_day_as_a_center_file_writes_them(value: object, expected: list[str]) -> None:
    assert texts(parse_ranges(value)) == expected


def test_a_range_past_midnight_closes_later_than_minute_1440() -> None:
    assert parse_ranges("20:00-02:00") == (TimeRange(opens=1200, closes=1560),)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "9-5",
        "09:00",
        "09:00-",
        "09:00-17:60",
        "24:00-02:00",
        "09:00-25:00",
        "09:00-24:01",
        "09:00-09:00",
        "08:00-12:00, 11:00-14:00",
        "08:00-12:00,",
        "09:00-17:00 closed",
        "Closed",
        [],
        [900],
        None,
        True,
        9.5,
    ],
)
def test_what_is_no_hours_is_a_fault(value: object) -> None:
    with pytest.raises(TimeFault):
        parse_ranges(value)


@pytest.mark.parametrize(("opens", "closes"), [(-1, 5), (1440, 1500), (600, 600), (600, 2041)])
def test_a_range_lasts_at_most_a_day_and_begins_in_it(opens: int, closes: int) -> None:
    with pytest.raises(ValueError, match="give an opening from 0 to 1439"):
        TimeRange(opens=opens, closes=closes)


def test_ranges_that_touch_become_one_unless_it_would_pass_24_hours() -> None:
    night, day = TimeRange(opens=600, closes=1500), TimeRange(opens=60, closes=600)
    assert day_hours([night, day]) == (TimeRange(opens=60, closes=1500),)
    longer = TimeRange(opens=600, closes=1560)
    assert day_hours([longer, day]) == (day, longer)


def test_a_day_that_is_not_named_is_closed() -> None:
    week = [texts(ranges) for ranges in office().weekly]
    assert week == [["07:30-21:00"]] * 5 + [["09:00-17:00"], []]


def test_of_two_keys_that_name_a_day_the_narrower_one_holds_in_whatever_order() -> None:
    table = {"fri": "closed", "mon-fri": "08:00-12:00", "daily": "open"}
    for entries in (table.items(), reversed(table.items())):
        hours, faults = parse_hours("h", dict(entries))
        assert hours is not None, faults
        assert [texts(ranges) for ranges in hours.weekly] == [
            *[["08:00-12:00"]] * 4,
            [],
            ["00:00-24:00"],
            ["00:00-24:00"],
        ]


def test_a_run_of_days_may_pass_sunday() -> None:
    hours, _ = parse_hours("h", {"sat-mon": "open"})
    assert hours is not None
    assert [bool(ranges) for ranges in hours.weekly] == [True, *[False] * 4, True, True]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({}, []),
        ({"holidays": "as-usual"}, ["07:30-21:00"]),
        ({"holidays": "10:00-12:00"}, ["10:00-12:00"]),
    ],
)
def test_holidays_have_their_own_hours_or_the_usual_ones(
    other: dict[str, object], expected: list[str]
) -> None:
    assert texts(office(**other).ranges_on(date(2026, 10, 1), CHINA_2026)) == expected


def test_holidays_that_are_not_spoken_of_are_as_usual() -> None:
    hours, _ = parse_hours("h", {"daily": "open"})
    assert hours is not None
    assert hours.ranges_on(date(2026, 10, 1), CHINA_2026) == ALL_DAY


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({}, ["07:30-21:00"]),
        ({"make-up": "sun"}, []),
        ({"make-up": "as-usual"}, ["09:00-17:00"]),
        ({"make-up": "08:00-12:00"}, ["08:00-12:00"]),
        ({"make-up": "closed"}, []),
    ],
)
def test_a_saturday_that_is_worked_follows_monday_unless_told_otherwise(
    other: dict[str, object], expected: list[str]
) -> None:
    assert texts(office(**other).ranges_on(date(2026, 10, 10), CHINA_2026)) == expected


def test_hours_made_in_python_follow_monday_on_a_make_up_day_too() -> None:
    hours = OpeningHours(id="h", weekly=(ALL_DAY, *[CLOSED] * 6))
    assert hours.ranges_on(date(2026, 10, 10), CHINA_2026) == ALL_DAY
    assert hours.ranges_on(date(2026, 10, 17), CHINA_2026) == CLOSED


def test_a_dated_exception_is_stronger_than_a_holiday_and_includes_its_last_day() -> None:
    hours = office(
        **{
            "except": [
                {"from": date(2026, 10, 1), "to": "2026-10-03", "hours": "10:00-14:00"},
                {"from": "2026-10-02", "hours": "closed", "reason": {"en": "Party", "zh": "晚会"}},
            ]
        }
    )
    days = [date(2026, 9, 30), *(date(2026, 10, day) for day in range(1, 5))]
    assert [texts(hours.ranges_on(day, CHINA_2026)) for day in days] == [
        ["07:30-21:00"],
        ["10:00-14:00"],
        [],
        ["10:00-14:00"],
        [],
    ]
    later = hours.exception_on(date(2026, 10, 2))
    assert later is not None
    assert later.reason == Text.of({"en": "Party", "zh": "晚会"})
    assert hours.exception_on(date(2026, 9, 30)) is None


def test_everything_wrong_with_hours_is_named_at_once() -> None:
    table: dict[str, object] = {
        "mon-fri": "9-5",
        "sunday": "closed",
        "holidays": "shut",
        "make-up": "monday",
        "except": [
            {"from": "2026-13-01", "hours": "closed"},
            {"from": "2026-10-02", "to": "2026-10-01", "hours": "x", "reason": 5, "until": 1},
            {"to": "2026-10-01"},
            "2026-10-01",
        ],
    }
    assert wrong_at(table) == [
        ("hours.office.mon-fri", "INPUT_INVALID"),
        ("hours.office.sunday", "INPUT_INVALID"),
        ("hours.office.except.0.from", "INPUT_INVALID"),
        ("hours.office.except.1.until", "INPUT_INVALID"),
        ("hours.office.except.1.hours", "INPUT_INVALID"),
        ("hours.office.except.1.reason", "INPUT_INVALID"),
        ("hours.office.except.1.to", "INPUT_INVALID"),
        ("hours.office.except.2.from", "INPUT_MISSING"),
        ("hours.office.except.2.hours", "INPUT_MISSING"),
        ("hours.office.except.3", "INPUT_INVALID"),
        ("hours.office.holidays", "INPUT_INVALID"),
        ("hours.office.make-up", "INPUT_INVALID"),
    ]


def test_hours_without_any_day_are_a_fault() -> None:
    assert wrong_at({"holidays": "closed"}) == [("hours.office", "INPUT_MISSING")]


@pytest.mark.parametrize("second", ["fri-sun", "wed", "mon-sun"])
def test_keys_that_name_the_same_day_must_lie_in_each_other(second: str) -> None:
    first = {"fri-sun": "mon-fri", "wed": "wed-wed", "mon-sun": "daily"}[second]
    path = f"hours.office.{second}"
    assert wrong_at({first: "open", second: "closed"}) == [(path, "INPUT_INVALID")]


def test_a_list_of_exceptions_must_be_one() -> None:
    assert wrong_at({"daily": "open", "except": {"from": "2026-10-01"}}) == [
        ("hours.office.except", "INPUT_INVALID")
    ]


def test_faults_say_where_the_hours_stand() -> None:
    _, faults = parse_hours("h", {"mon": "x"}, path="center.hours")
    assert [fault.path for fault in faults] == ["center.hours.mon"]


def test_dated_hours_and_weeks_are_checked_when_made_in_python() -> None:
    with pytest.raises(ValueError, match="lies before"):
        DatedHours(first_on=date(2026, 10, 2), last_on=date(2026, 10, 1))
    with pytest.raises(ValueError, match="give seven"):
        OpeningHours(id="h", weekly=(ALL_DAY,) * 6)
    with pytest.raises(ValueError, match="give seven"):
        OpeningHours(id="h", weekly=())


def test_equal_hours_are_equal_keys_of_a_cache() -> None:
    assert hash(office()) == hash(office())
    assert office() == office()
    assert office() != office(sat="closed")
