from collections.abc import Iterator
from datetime import date
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from neighborbook.domain.times import Span, day_span, format_local, parse_instant, zone
from neighborbook.engine.grid import grid_starts, next_on_grid, on_grid, previous_on_grid

HELSINKI = zone("Europe/Helsinki")
CHICAGO = zone("America/Chicago")
LORD_HOWE = zone("Australia/Lord_Howe")
SHANGHAI = zone("Asia/Shanghai")
APIA = zone("Pacific/Apia")
SANTIAGO = zone("America/Santiago")
KATHMANDU = zone("Asia/Kathmandu")


def shown(where: ZoneInfo, day: date, granularity: int, anchor: int = 0) -> list[str]:
    starts = grid_starts([day_span(day, where)], granularity, where, anchor=anchor)
    return [format_local(at, where)[11:] for at in starts]


def test_an_hour_that_comes_twice_is_on_the_grid_twice() -> None:
    hours = shown(CHICAGO, date(2026, 11, 1), 60)
    assert len(hours) == 25
    assert hours[:4] == ["00:00:00-05:00", "01:00:00-05:00", "01:00:00-06:00", "02:00:00-06:00"]


def test_a_skipped_hour_is_not_on_the_grid() -> None:
    hours = shown(CHICAGO, date(2026, 3, 8), 60)
    assert len(hours) == 23
    assert hours[:3] == ["00:00:00-06:00", "01:00:00-06:00", "03:00:00-05:00"]


@pytest.mark.parametrize(
    ("where", "day", "granularity", "count"),
    [
        (HELSINKI, date(2026, 3, 29), 30, 46),
        (HELSINKI, date(2026, 6, 1), 30, 48),
        (HELSINKI, date(2026, 10, 25), 30, 50),
        (SHANGHAI, date(1988, 4, 17), 60, 23),
        (SHANGHAI, date(1988, 9, 11), 60, 25),
        (LORD_HOWE, date(2026, 4, 5), 30, 49),
        (LORD_HOWE, date(2026, 10, 4), 30, 47),
        (SANTIAGO, date(2026, 9, 6), 15, 92),
        (APIA, date(2011, 12, 31), 60, 24),
        (KATHMANDU, date(2026, 6, 1), 60, 24),
        (SHANGHAI, date(2026, 6, 1), 1440, 1),
        (SHANGHAI, date(2026, 6, 1), 1, 1440),
    ],
)
def test_a_day_has_as_many_grid_times_as_its_clock_shows(
    where: ZoneInfo, day: date, granularity: int, count: int
) -> None:
    assert len(shown(where, day, granularity)) == count


def test_a_change_of_half_an_hour_keeps_the_full_hours_of_the_clock() -> None:
    assert shown(LORD_HOWE, date(2026, 10, 4), 60)[:4] == [
        "00:00:00+10:30",
        "01:00:00+10:30",
        "03:00:00+11:00",
        "04:00:00+11:00",
    ]
    assert shown(LORD_HOWE, date(2026, 4, 5), 60)[:4] == [
        "00:00:00+11:00",
        "01:00:00+11:00",
        "02:00:00+10:30",
        "03:00:00+10:30",
    ]


def test_a_day_of_which_midnight_was_skipped_has_no_grid_time_of_a_whole_day() -> None:
    assert shown(SANTIAGO, date(2026, 9, 6), 1440) == []


def test_an_anchor_moves_the_grid() -> None:
    assert shown(SHANGHAI, date(2026, 6, 1), 360, anchor=450) == [
        "01:30:00+08:00",
        "07:30:00+08:00",
        "13:30:00+08:00",
        "19:30:00+08:00",
    ]


def test_a_grid_that_does_not_divide_the_day_begins_anew_each_midnight() -> None:
    for day in (date(2026, 6, 1), date(2026, 6, 2)):
        assert shown(SHANGHAI, day, 500) == ["00:00:00+08:00", "08:20:00+08:00", "16:40:00+08:00"]


def test_grid_times_lie_in_the_spans_and_in_the_window() -> None:
    spans = [Span(0, 600), Span(1200, 1800), Span(2400, 3600), Span(7200, 9000)]
    utc = zone("UTC")
    assert list(grid_starts(spans, 5, utc)) == [
        *(0, 300, 1200, 1500, 2400, 2700, 3000, 3300),
        *range(7200, 9000, 300),
    ]
    assert list(grid_starts(spans, 5, utc, Span(301, 3000))) == [1200, 1500, 2400, 2700]


def test_grid_times_are_made_only_as_they_are_asked_for() -> None:
    def endless() -> Iterator[Span]:
        start = 0
        while True:
            yield Span(start, start + 900)
            start += 86400

    starts = grid_starts(endless(), 15, zone("UTC"))
    assert list(islice(starts, 3)) == [0, 86400, 172800]


def test_on_grid_is_a_matter_of_the_clock_on_the_wall() -> None:
    def asked(text: str, granularity: int = 30) -> bool:
        return on_grid(parse_instant(text, KATHMANDU), granularity, KATHMANDU)

    assert asked("2026-06-01T10:30")
    assert not asked("2026-06-01T10:15")
    assert not asked("2026-06-01T10:30:01")
    assert asked("2026-06-01T16:40", 500)
    assert not asked("2026-06-01T16:41", 500)


@pytest.mark.parametrize(
    ("where", "at", "previous", "following"),
    [
        (SHANGHAI, "2026-06-01T10:00", "2026-06-01T10:00+08:00", "2026-06-01T10:00+08:00"),
        (SHANGHAI, "2026-06-01T10:00:01", "2026-06-01T10:00+08:00", "2026-06-01T10:30+08:00"),
        (SHANGHAI, "2026-06-01T23:59", "2026-06-01T23:30+08:00", "2026-06-02T00:00+08:00"),
        (HELSINKI, "2026-03-29T02:45", "2026-03-29T02:30+02:00", "2026-03-29T04:00+03:00"),
        (
            HELSINKI,
            "2026-10-25T03:45+03:00",
            "2026-10-25T03:30+03:00",
            "2026-10-25T03:00+02:00",
        ),
    ],
)
def test_the_neighbors_on_the_grid(where: ZoneInfo, at: str, previous: str, following: str) -> None:
    instant = parse_instant(at, where)
    assert previous_on_grid(instant, 30, where) == parse_instant(previous, where)
    assert next_on_grid(instant, 30, where) == parse_instant(following, where)


def test_the_neighbors_on_a_grid_of_days_reach_over_a_skipped_midnight() -> None:
    noon = parse_instant("2026-09-06T12:00", SANTIAGO)
    assert format_local(previous_on_grid(noon, 1440, SANTIAGO), SANTIAGO)[:10] == "2026-09-05"
    assert format_local(next_on_grid(noon, 1440, SANTIAGO), SANTIAGO)[:10] == "2026-09-07"


@pytest.mark.parametrize(
    ("granularity", "anchor"), [(0, 0), (-5, 0), (1441, 0), (5, -1), (5, 1440)]
)
def test_a_grid_out_of_bounds_is_refused_at_once(granularity: int, anchor: int) -> None:
    with pytest.raises(ValueError, match="give 1 to 1440"):
        grid_starts([], granularity, SHANGHAI, anchor=anchor)
