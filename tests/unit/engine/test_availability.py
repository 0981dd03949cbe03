from datetime import date
from zoneinfo import ZoneInfo

import pytest

from neighborbook.domain.hours import OpeningHours
from neighborbook.domain.hours_text import parse_hours
from neighborbook.domain.times import Span, day_span, format_local, parse_instant, zone
from neighborbook.domain.working_days import WorkingDays, working_days
from neighborbook.engine.availability import (
    closing_after,
    is_open,
    next_opening,
    open_spans,
)

HELSINKI = zone("Europe/Helsinki")
CHICAGO = zone("America/Chicago")
LORD_HOWE = zone("Australia/Lord_Howe")
SHANGHAI = zone("Asia/Shanghai")
APIA = zone("Pacific/Apia")
SANTIAGO = zone("America/Santiago")
HAVANA = zone("America/Havana")
PLAIN = WorkingDays()


def hours(**table: object) -> OpeningHours:
    made, faults = parse_hours("h", {key.replace("_", "-"): value for key, value in table.items()})
    assert made is not None, faults
    return made


def window(where: ZoneInfo, start: str, end: str) -> Span:
    return Span(parse_instant(start, where), parse_instant(end, where))


def shown(
    where: ZoneInfo, start: str, end: str, *layers: OpeningHours, days: WorkingDays = PLAIN
) -> list[str]:
    """The open spans in local time, without the year, seconds and minutes of the offset."""
    found = open_spans(layers, days, where, window(where, start, end))
    return [
        " ".join(format_local(at, where)[8:16] for at in (span.start, span.end)) for span in found
    ]


OFFICE = hours(mon_fri="08:00-12:00, 13:00-17:00", sat="09:00-12:00")
ALWAYS = hours(daily="open")


def test_each_day_has_the_hours_of_its_weekday() -> None:
    assert shown(SHANGHAI, "2026-12-04", "2026-12-08", OFFICE) == [
        "04T08:00 04T12:00",
        "04T13:00 04T17:00",
        "05T09:00 05T12:00",
        "07T08:00 07T12:00",
        "07T13:00 07T17:00",
    ]


def test_spans_are_cut_at_the_ends_of_the_window() -> None:
    assert shown(SHANGHAI, "2026-12-04T09:00", "2026-12-04T13:00", OFFICE) == ["04T09:00 04T12:00"]
    assert shown(SHANGHAI, "2026-12-04T12:00", "2026-12-04T13:00", OFFICE) == []


def test_layers_must_all_be_open() -> None:
    room = hours(daily="10:00-20:00")
    offering = hours(fri="11:00-11:30, 16:00-21:00", sat="open")
    assert shown(SHANGHAI, "2026-12-04", "2026-12-06", OFFICE, room, offering) == [
        "04T11:00 04T11:30",
        "04T16:00 04T17:00",
        "05T10:00 05T12:00",
    ]


def test_without_layers_it_is_always_open() -> None:
    whole = window(SHANGHAI, "2026-12-04", "2026-12-06")
    assert open_spans((), PLAIN, SHANGHAI, whole) == (whole,)


def test_a_house_that_never_closes_has_one_span() -> None:
    whole = window(HELSINKI, "2026-03-01", "2026-11-01")
    assert open_spans((ALWAYS,), PLAIN, HELSINKI, whole) == (whole,)


def test_a_range_past_midnight_belongs_to_the_day_on_which_it_begins() -> None:
    bar = hours(fri="20:00-02:00")
    assert shown(SHANGHAI, "2026-12-03", "2026-12-07", bar) == ["04T20:00 05T02:00"]
    assert shown(SHANGHAI, "2026-12-05", "2026-12-06", bar) == ["05T00:00 05T02:00"]
    assert shown(SHANGHAI, "2026-12-04", "2026-12-07", bar, ALWAYS) == ["04T20:00 05T02:00"]


def test_a_closed_saturday_does_not_end_friday_night_early() -> None:
    bar = hours(daily="20:00-02:00", **{"except": [{"from": "2026-12-05", "hours": "closed"}]})
    assert shown(SHANGHAI, "2026-12-04T12:00", "2026-12-06T12:00", bar) == ["04T20:00 05T02:00"]


def test_a_dated_exception_overrides_its_own_layer_only() -> None:
    summer = hours(
        daily="08:00-20:00",
        **{"except": [{"from": "2026-12-04", "to": "2026-12-05", "hours": "06:00-10:00"}]},
    )
    assert shown(SHANGHAI, "2026-12-04", "2026-12-06", summer, OFFICE) == [
        "04T08:00 04T10:00",
        "05T09:00 05T10:00",
    ]


def test_holidays_and_make_up_days_of_china() -> None:
    days = working_days("CN", years=(2026,))
    office = hours(mon_fri="08:00-17:00", holidays="closed")
    assert shown(SHANGHAI, "2026-09-30", "2026-10-12", office, days=days) == [
        "30T08:00 30T17:00",
        "08T08:00 08T17:00",
        "09T08:00 09T17:00",
        "10T08:00 10T17:00",
    ]


def elapsed(where: ZoneInfo, day: date, *layers: OpeningHours) -> float:
    found = open_spans(layers, PLAIN, where, day_span(day, where))
    return sum(span.length for span in found) / 3600


@pytest.mark.parametrize(
    ("where", "day", "value", "expected"),
    [
        (HELSINKI, date(2026, 3, 29), "00:00-06:00", 5),
        (HELSINKI, date(2026, 10, 25), "00:00-06:00", 7),
        (HELSINKI, date(2026, 3, 29), "03:00-04:00", 0),
        (HELSINKI, date(2026, 3, 29), "02:30-03:30", 0.5),
        (HELSINKI, date(2026, 3, 29), "03:30-05:00", 1),
        (HELSINKI, date(2026, 10, 25), "03:00-04:00", 2),
        (HELSINKI, date(2026, 10, 25), "03:00-03:30", 0.5),
        (CHICAGO, date(2026, 11, 1), "open", 25),
        (CHICAGO, date(2026, 3, 8), "open", 23),
        (LORD_HOWE, date(2026, 4, 5), "open", 24.5),
        (LORD_HOWE, date(2026, 10, 4), "01:00-03:00", 1.5),
        (SHANGHAI, date(1988, 4, 17), "open", 23),
        (SHANGHAI, date(1988, 9, 11), "open", 25),
        (SANTIAGO, date(2026, 9, 6), "00:00-02:00", 1),
        (SANTIAGO, date(2026, 4, 4), "22:00-24:00", 3),
        (HAVANA, date(2025, 11, 2), "open", 25),
        (HAVANA, date(2025, 11, 1), "22:00-24:00", 2),
    ],
)
def test_hours_are_wall_times_and_their_length_is_what_elapses(
    where: ZoneInfo, day: date, value: str, expected: float
) -> None:
    assert elapsed(where, day, hours(daily=value)) == expected


def test_a_day_that_was_skipped_had_no_hours() -> None:
    assert shown(APIA, "2011-12-29", "2012-01-01", hours(daily="20:00-02:00")) == [
        "29T00:00 29T02:00",
        "29T20:00 31T00:00",
        "31T20:00 01T00:00",
    ]


def test_open_means_open_over_the_whole_span() -> None:
    def asked(start: str, end: str) -> bool:
        span = window(SHANGHAI, f"2026-12-04T{start}", f"2026-12-04T{end}")
        return is_open([OFFICE], PLAIN, SHANGHAI, span)

    assert asked("08:00", "12:00")
    assert asked("13:00", "17:00")
    assert not asked("07:59", "12:00")
    assert not asked("08:00", "12:01")
    assert not asked("11:00", "14:00")
    assert not asked("12:00", "13:00")


def closing(at: str, *layers: OpeningHours) -> str | None:
    found = closing_after(layers, PLAIN, SHANGHAI, parse_instant(at, SHANGHAI))
    return None if found is None else format_local(found, SHANGHAI)[5:16]


def opening(at: str, *layers: OpeningHours, length: int = 1) -> str | None:
    found = next_opening(layers, PLAIN, SHANGHAI, parse_instant(at, SHANGHAI), length=length)
    return None if found is None else format_local(found, SHANGHAI)[5:16]


def test_when_it_closes_next() -> None:
    assert closing("2026-12-04T08:00", OFFICE) == "12-04T12:00"
    assert closing("2026-12-04T12:30", OFFICE) == "12-04T12:30"
    assert closing("2026-12-04T21:00", hours(daily="20:00-02:00")) == "12-05T02:00"
    assert closing("2026-12-04T21:00", hours(mon_fri="open")) == "12-05T00:00"
    assert closing("2026-12-04T21:00", ALWAYS) is None
    assert closing("2026-12-04T21:00") is None


def test_when_it_opens_next() -> None:
    assert opening("2026-12-04T08:00", OFFICE) == "12-04T08:00"
    assert opening("2026-12-04T12:00", OFFICE) == "12-04T13:00"
    assert opening("2026-12-05T12:00", OFFICE) == "12-07T08:00"
    assert opening("2026-12-04T08:00", hours(daily="closed")) is None
    assert opening("2026-12-04T08:00", hours(mon="open"), hours(tue="open")) is None


def test_when_it_opens_next_for_long_enough() -> None:
    four_hours = 4 * 3600
    assert opening("2026-12-04T08:00", OFFICE, length=four_hours) == "12-04T08:00"
    assert opening("2026-12-04T08:30", OFFICE, length=four_hours) == "12-04T13:00"
    assert opening("2026-12-04T13:01", OFFICE, length=four_hours) == "12-07T08:00"
    assert opening("2026-12-04T08:00", OFFICE, length=four_hours + 1) is None
    nights = hours(daily="20:00-02:00")
    assert opening("2026-12-04T08:00", nights, length=6 * 3600) == "12-04T20:00"
    assert opening("2026-12-04T20:01", nights, length=6 * 3600) == "12-05T20:00"
