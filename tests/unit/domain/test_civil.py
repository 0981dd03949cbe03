from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from neighborbook.domain.times import (
    Span,
    TimeFault,
    at_local,
    day_exists,
    day_of,
    day_span,
    day_start,
    days_of,
    format_local,
    local_start,
    month_span,
    reproject,
    resolve_wall,
    to_local,
    zone,
)

HOUR = 3600
HELSINKI = zone("Europe/Helsinki")
CHICAGO = zone("America/Chicago")
LORD_HOWE = zone("Australia/Lord_Howe")
SHANGHAI = zone("Asia/Shanghai")
APIA = zone("Pacific/Apia")
SANTIAGO = zone("America/Santiago")
BEIRUT = zone("Asia/Beirut")
ST_JOHNS = zone("America/St_Johns")


def utc(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("where", "day", "start", "hours"),
    [
        (HELSINKI, date(2026, 3, 29), "2026-03-28T22:00", 23),
        (HELSINKI, date(2026, 6, 1), "2026-05-31T21:00", 24),
        (HELSINKI, date(2026, 10, 25), "2026-10-24T21:00", 25),
        (CHICAGO, date(2026, 3, 8), "2026-03-08T06:00", 23),
        (CHICAGO, date(2026, 11, 1), "2026-11-01T05:00", 25),
        (LORD_HOWE, date(2026, 4, 5), "2026-04-04T13:00", 24.5),
        (LORD_HOWE, date(2026, 10, 4), "2026-10-03T13:30", 23.5),
        (SHANGHAI, date(1988, 4, 17), "1988-04-16T16:00", 23),
        (SHANGHAI, date(1988, 9, 11), "1988-09-10T15:00", 25),
        (SHANGHAI, date(2026, 4, 17), "2026-04-16T16:00", 24),
        (APIA, date(2011, 12, 29), "2011-12-29T10:00", 24),
        (APIA, date(2011, 12, 31), "2011-12-30T10:00", 24),
        # These skip midnight: the day begins at 1:00.
        (SANTIAGO, date(2026, 9, 6), "2026-09-06T04:00", 23),
        (BEIRUT, date(2026, 3, 29), "2026-03-28T22:00", 23),
        # These turn back at midnight: the day before is longer, midnight is shown once.
        (SANTIAGO, date(2026, 4, 4), "2026-04-04T03:00", 25),
        (SANTIAGO, date(2026, 4, 5), "2026-04-05T04:00", 24),
        # This turned back over midnight, at one minute past: a day that had begun stays begun.
        (ST_JOHNS, date(2006, 10, 28), "2006-10-28T02:30", 24),
        (ST_JOHNS, date(2006, 10, 29), "2006-10-29T02:30", 25),
    ],
)
def test_a_day_lasts_from_its_first_instant_to_that_of_the_next(
    where: ZoneInfo, day: date, start: str, hours: float
) -> None:
    whole = day_span(day, where)
    assert whole.start == utc(start)
    assert whole.length == hours * HOUR
    assert day_of(whole.start, where) == day
    assert day_of(whole.end - 1, where) == day
    assert day_of(whole.start - 1, where) < day < day_of(whole.end, where)


def test_a_day_that_a_zone_skipped_is_a_fault_and_begins_where_the_next_begins() -> None:
    assert not day_exists(date(2011, 12, 30), APIA)
    assert day_start(date(2011, 12, 30), APIA) == day_start(date(2011, 12, 31), APIA)
    with pytest.raises(TimeFault, match="did not skip"):
        day_span(date(2011, 12, 30), APIA)


def test_the_days_of_a_window_leave_a_skipped_one_out() -> None:
    window = Span(utc("2011-12-29T12:00"), utc("2011-12-31T12:00"))
    assert [day.day for day in days_of(window, APIA)] == [29, 31, 1]


def test_a_window_that_ends_at_midnight_has_no_part_of_the_next_day() -> None:
    assert days_of(day_span(date(2026, 10, 25), HELSINKI), HELSINKI) == (date(2026, 10, 25),)


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 2, 28), 28 * 24), (date(2026, 3, 1), 31 * 24 - 1), (date(2026, 10, 31), 745)],
)
def test_a_month_knows_about_the_change_of_clocks(day: date, hours: int) -> None:
    assert month_span(day, HELSINKI).length == hours * HOUR


def test_december_ends_with_the_year() -> None:
    assert month_span(date(2026, 12, 31), SHANGHAI).end == utc("2026-12-31T16:00")


def test_a_wall_time_is_shown_once_twice_or_never() -> None:
    def seen(day: date, at: int | time) -> list[str]:
        return [format_local(one, HELSINKI)[11:] for one in at_local(day, at, HELSINKI)]

    assert seen(date(2026, 3, 29), 210) == []
    assert seen(date(2026, 3, 30), time(3, 30)) == ["03:30:00+03:00"]
    assert seen(date(2026, 10, 25), 210) == ["03:30:00+03:00", "03:30:00+02:00"]
    assert seen(date(2026, 10, 24), 1440 + 240) == ["04:00:00+02:00"]


@pytest.mark.parametrize(
    ("where", "day", "at", "expected"),
    [
        (HELSINKI, date(2026, 3, 29), 150, "2026-03-29T02:30:00+02:00"),
        (HELSINKI, date(2026, 3, 29), 180, "2026-03-29T04:00:00+03:00"),
        (HELSINKI, date(2026, 3, 29), 239, "2026-03-29T04:00:00+03:00"),
        (HELSINKI, date(2026, 10, 25), 180, "2026-10-25T03:00:00+03:00"),
        (LORD_HOWE, date(2026, 10, 4), 135, "2026-10-04T02:30:00+11:00"),
        (SANTIAGO, date(2026, 9, 5), 1440, "2026-09-06T01:00:00-03:00"),
        (APIA, date(2011, 12, 30), 600, "2011-12-31T00:00:00+14:00"),
    ],
)
def test_a_skipped_wall_time_is_where_the_clocks_land(
    where: ZoneInfo, day: date, at: int, expected: str
) -> None:
    assert format_local(resolve_wall(day, at, where), where) == expected


def test_a_kept_wall_time_gives_its_instant_again() -> None:
    instant = utc("2026-12-01T08:00")
    assert local_start(instant, HELSINKI) == "2026-12-01T10:00"
    assert reproject("2026-12-01T10:00", "Europe/Helsinki") == instant


@pytest.mark.parametrize("instant", [utc("2026-10-25T00:30"), utc("2026-10-25T01:30")])
def test_a_kept_wall_time_in_the_repeated_hour_keeps_its_pass(instant: int) -> None:
    fold = to_local(instant, HELSINKI).fold
    assert reproject(local_start(instant, HELSINKI), "Europe/Helsinki", fold) == instant


def test_a_kept_wall_time_that_new_rules_skip_is_read_by_the_offset_before() -> None:
    for fold in (0, 1):
        shown = format_local(reproject("2026-03-29T03:30", "Europe/Helsinki", fold), HELSINKI)
        assert shown == "2026-03-29T04:30:00+03:00"


def test_a_day_that_had_begun_stays_begun_though_the_clocks_show_the_day_before_again() -> None:
    second_pass = utc("2006-10-29T03:00")
    assert format_local(second_pass, ST_JOHNS) == "2006-10-28T23:30:00-03:30"
    assert day_of(second_pass, ST_JOHNS) == date(2006, 10, 29)
