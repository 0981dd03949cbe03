import copy
import pickle
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pendulum
import pytest

from neighborbook.domain.times import (
    LONGEST,
    Span,
    TimeFault,
    UnknownZone,
    at_local,
    day_exists,
    day_of,
    day_span,
    day_start,
    days_of,
    format_length,
    format_local,
    local_start,
    month_span,
    parse_date,
    parse_instant,
    parse_length,
    reproject,
    resolve_wall,
    stretches,
    to_local,
    to_pendulum,
    tzdata_version,
    zone,
    zone_keys,
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


# --- spans -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("start", "end"), [(5, 5), (6, 5)])
def test_a_span_without_time_does_not_exist(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="an end after the start"):
        Span(start, end)


@pytest.mark.parametrize(
    ("other", "overlaps", "touches", "contained"),
    [
        (Span(0, 5), False, False, False),
        (Span(0, 10), False, True, False),
        (Span(0, 11), True, False, False),
        (Span(10, 14), True, False, True),
        (Span(10, 20), True, False, True),
        (Span(14, 20), True, False, True),
        (Span(8, 22), True, False, False),
        (Span(19, 25), True, False, False),
        (Span(20, 25), False, True, False),
        (Span(22, 25), False, False, False),
    ],
)
def test_the_drawn_boundary_cases_of_spans(
    other: Span, overlaps: bool, touches: bool, contained: bool
) -> None:
    one = Span(10, 20)
    assert one.overlaps(other) is other.overlaps(one) is overlaps
    assert one.touches(other) is other.touches(one) is touches
    assert one.contains(other) is contained


def test_a_span_holds_its_start_and_not_its_end() -> None:
    assert 10 in Span(10, 20)
    assert 20 not in Span(10, 20)
    assert Span(10, 20).length == 10


# --- zones -----------------------------------------------------------------------------------


def test_zones_come_from_the_package_and_are_the_same_object_each_time() -> None:
    assert zone("Asia/Shanghai") is SHANGHAI
    assert SHANGHAI is not ZoneInfo("Asia/Shanghai")
    assert tzdata_version()[:4].isdigit()
    assert len(zone_keys()) > 400


@pytest.mark.parametrize("key", ["Asia/Shangai", "", "../etc/passwd", "zone.tab", "/etc/localtime"])
def test_an_unknown_zone_is_a_value_error(key: str) -> None:
    with pytest.raises(UnknownZone) as caught:
        zone(key)
    assert isinstance(caught.value, ValueError)


def test_an_unknown_zone_names_the_one_that_was_meant() -> None:
    with pytest.raises(UnknownZone, match="did you mean 'Asia/Shanghai'"):
        zone("Asia/Shangai")


def test_local_times_survive_pickling_and_copying_with_their_fold() -> None:
    second_pass = to_local(utc("2026-10-25T01:30"), HELSINKI)
    for same in (
        pickle.loads(pickle.dumps(second_pass)),
        copy.copy(second_pass),
        copy.deepcopy(second_pass),
    ):
        assert same.fold == 1
        assert same.tzinfo is HELSINKI
        assert same.timestamp() == second_pass.timestamp()


def test_the_stretches_of_a_year_in_helsinki() -> None:
    found = list(stretches(utc("2026-01-01"), utc("2027-01-01"), HELSINKI))
    assert [(s.start, s.offset // HOUR) for s in found] == [
        (utc("2026-01-01"), 2),
        (utc("2026-03-29T01:00"), 3),
        (utc("2026-10-25T01:00"), 2),
    ]


def test_stretches_are_not_cut_at_new_year() -> None:
    found = list(stretches(utc("2026-06-01"), utc("2029-06-01"), SHANGHAI))
    assert found == [(utc("2026-06-01"), utc("2029-06-01"), 8 * HOUR)]


def test_pendulum_shows_the_second_pass_as_such() -> None:
    shown = to_pendulum(utc("2026-10-25T01:30"), HELSINKI)
    assert isinstance(shown, pendulum.DateTime)
    assert (shown.isoformat(), shown.fold) == ("2026-10-25T03:30:00+02:00", 1)
    assert shown.timezone_name == "Europe/Helsinki"
    assert shown.add(hours=-1).isoformat() == "2026-10-25T03:30:00+03:00"


# --- instants --------------------------------------------------------------------------------

TEN_IN_SHANGHAI = utc("2026-12-01T02:00")


@pytest.mark.parametrize(
    "value",
    [
        "2026-12-01T10:00",
        "2026-12-01 10:00",
        " 2026-12-01 10:00:00 ",
        "2026-12-01T10:00:00.000+08:00",
        "2026-12-01T02:00:00.000Z",
        "2026-12-01t02:00z",
        "2026-12-01T04:00+0200",
        "2026-12-01T04:00 +02",
        "2026-11-30T20:00:00-06:00",
        datetime(2026, 12, 1, 2, tzinfo=UTC),
        datetime(2026, 12, 1, 4, tzinfo=HELSINKI),
        datetime(2026, 12, 1, 10, tzinfo=ZoneInfo("Asia/Shanghai")),
        datetime(2026, 12, 1, 10, tzinfo=timezone(timedelta(hours=8))),
        pendulum.datetime(2026, 12, 1, 10, tz="Asia/Shanghai"),
    ],
)
def test_one_instant_may_be_written_in_many_ways(value: object) -> None:
    assert parse_instant(value, SHANGHAI) == TEN_IN_SHANGHAI


@pytest.mark.parametrize("value", ["2026-12-01", date(2026, 12, 1), pendulum.date(2026, 12, 1)])
def test_a_date_is_the_first_instant_of_that_day(value: object) -> None:
    assert parse_instant(value, SHANGHAI) == utc("2026-11-30T16:00")


@pytest.mark.parametrize(
    "value",
    [
        datetime(2026, 12, 1, 10),  # noqa: DTZ001  naive is what is tested
        pendulum.naive(2026, 12, 1, 10),
        datetime(2026, 12, 1, 10, 0, 0, 1, tzinfo=UTC),
        datetime(2026, 12, 1, 10, tzinfo=timezone(timedelta(microseconds=5))),
        "2026-12-01T10:00:00.5",
        "2026-12-01T10:00:00.000001Z",
        "2026-12-01T24:00",
        "2026-12-01T10:60",
        "2026-12-01T23:59:60",
        "2026-02-29T10:00",
        "2026-13-01",
        "2026-12-01T10",
        "20261201T1000",
        "2026-W49-2",
        "12/1/2026 10:00",
        "２０２６-12-01T10:00",
        "2026-12-01T10:00+25:00",
        "2026-12-01T10:00[Asia/Shanghai]",
        "1969-12-31T23:59",
        "2201-01-01T00:00",
        "2200-12-31T23:00-06:00",
        "0001-01-01T00:00+14:00",
        "9999-12-31T23:59-14:00",
        "1969-12-31",
        date(2201, 1, 1),
        datetime.min.replace(tzinfo=UTC),
        datetime.max.replace(tzinfo=UTC, microsecond=0),
        "",
        "now",
        "\x00",
        1796090400,
        True,
        1.5,
        float("nan"),
        None,
        time(10),
        b"2026-12-01",
        ["2026-12-01"],
    ],
)
def test_what_is_no_time_is_a_fault_with_its_facts(value: object) -> None:
    with pytest.raises(TimeFault) as caught:
        parse_instant(value, SHANGHAI)
    assert caught.value.code == "INPUT_INVALID"
    assert caught.value.expected
    assert caught.value.readings == ()
    assert caught.value.fault("start").path == "start"


def test_a_fault_shows_what_was_given_short_and_printable() -> None:
    with pytest.raises(TimeFault) as caught:
        parse_instant("\x1b[31m" + "x" * 10_000, SHANGHAI)
    assert len(caught.value.given) == 60
    assert caught.value.given.isprintable()


@pytest.mark.parametrize(
    ("where", "text", "earlier", "later"),
    [
        (HELSINKI, "2026-10-25T03:30", "2026-10-25T03:30:00+03:00", "2026-10-25T03:30:00+02:00"),
        (HELSINKI, "2026-03-29T03:30", "2026-03-29T02:30:00+02:00", "2026-03-29T04:30:00+03:00"),
        (CHICAGO, "2026-11-01T01:00", "2026-11-01T01:00:00-05:00", "2026-11-01T01:00:00-06:00"),
        (CHICAGO, "2026-03-08T02:00", "2026-03-08T01:00:00-06:00", "2026-03-08T03:00:00-05:00"),
        (LORD_HOWE, "2026-04-05T01:45", "2026-04-05T01:45:00+11:00", "2026-04-05T01:45:00+10:30"),
        (LORD_HOWE, "2026-10-04T02:15", "2026-10-04T01:45:00+10:30", "2026-10-04T02:45:00+11:00"),
        (SHANGHAI, "1988-09-11T01:30", "1988-09-11T01:30:00+09:00", "1988-09-11T01:30:00+08:00"),
        (APIA, "2011-12-30T10:00", "2011-12-29T10:00:00-10:00", "2011-12-31T10:00:00+14:00"),
        (SANTIAGO, "2026-09-06T00:30", "2026-09-05T23:30:00-04:00", "2026-09-06T01:30:00-03:00"),
    ],
)
def test_a_wall_time_shown_twice_or_never_names_both_readings(
    where: ZoneInfo, text: str, earlier: str, later: str
) -> None:
    with pytest.raises(TimeFault) as caught:
        parse_instant(text, where)
    assert caught.value.readings == (earlier, later)
    assert earlier in str(caught.value)
    assert later in str(caught.value)
    assert parse_instant(text, where, ambiguous="earlier") == parse_instant(earlier, where)
    assert parse_instant(text, where, ambiguous="later") == parse_instant(later, where)
    assert parse_instant(earlier, where) < parse_instant(later, where)
    assert [format_local(parse_instant(r, where), where) for r in (earlier, later)] == [
        earlier,
        later,
    ]


def test_an_aware_datetime_that_its_zone_skips_is_a_fault_too() -> None:
    skipped = datetime(2026, 3, 29, 3, 30, tzinfo=HELSINKI)
    with pytest.raises(TimeFault) as caught:
        parse_instant(skipped, SHANGHAI)
    assert caught.value.readings == ("2026-03-29T02:30:00+02:00", "2026-03-29T04:30:00+03:00")
    assert parse_instant(skipped, SHANGHAI, ambiguous="later") == utc("2026-03-29T01:30")


@pytest.mark.parametrize(("fold", "instant"), [(0, "2026-10-25T00:30"), (1, "2026-10-25T01:30")])
def test_an_aware_datetime_says_by_its_fold_which_pass_it_means(fold: int, instant: str) -> None:
    value = datetime(2026, 10, 25, 3, 30, tzinfo=HELSINKI, fold=fold)
    assert parse_instant(value, SHANGHAI) == utc(instant)


def test_an_unknown_policy_is_refused() -> None:
    with pytest.raises(ValueError, match="give 'fault', 'earlier' or 'later'"):
        parse_instant("2026-12-01", SHANGHAI, ambiguous="first")  # type: ignore[arg-type]


def test_a_day_that_never_was_has_no_first_instant() -> None:
    with pytest.raises(TimeFault, match="did not skip"):
        parse_instant("2011-12-30", APIA)


@pytest.mark.parametrize(
    "value", [datetime(2026, 12, 1, tzinfo=UTC), "2026-12-1", "20261201", "2026-02-30", 5, None]
)
def test_what_is_no_date_is_a_fault(value: object) -> None:
    with pytest.raises(TimeFault):
        parse_date(value)


def test_a_date_is_given_back_as_a_plain_one() -> None:
    assert type(parse_date(pendulum.date(2026, 12, 1))) is date


# --- lengths ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("15m", 900),
        ("15min", 900),
        ("2h", 7200),
        ("1h30m", 5400),
        ("1h 30m", 5400),
        ("1d", 86400),
        ("2w", 1209600),
        ("30s", 30),
        ("0m", 0),
        ("PT2H", 7200),
        ("P1DT12H", 129600),
        ("P2W", 1209600),
        (timedelta(hours=2), 7200),
        (pendulum.duration(hours=2), 7200),
        (pendulum.duration(weeks=2), 1209600),
        (pendulum.datetime(2026, 3, 5) - pendulum.datetime(2026, 1, 1), 63 * 86400),
    ],
)
def test_a_length_may_be_written_in_several_ways(value: object, seconds: int) -> None:
    assert parse_length(value) == seconds


@pytest.mark.parametrize(
    "value",
    [
        "",
        " ",
        "2",
        "2x",
        "-2h",
        "1.5h",
        "30m1h",
        "1h1h",
        "P",
        "PT",
        "P1DT",
        "P1M",
        "P1Y",
        "PT1.5H",
        "99999999999999999999d",
        "11 years",
        "3654d",
        timedelta(seconds=-1),
        timedelta(microseconds=1),
        timedelta.max,
        pendulum.duration(months=1),
        pendulum.duration(years=1),
        90,
        1.5,
        float("nan"),
        float("inf"),
        True,
        None,
    ],
)
def test_what_is_no_length_is_a_fault(value: object) -> None:
    with pytest.raises(TimeFault) as caught:
        parse_length(value)
    assert "'90m'" in caught.value.expected


@pytest.mark.parametrize("seconds", [0, 1, 59, 60, 3599, 3600, 86399, 86400, 90061, LONGEST])
def test_a_length_can_be_read_back(seconds: int) -> None:
    assert parse_length(format_length(seconds)) == seconds


# --- civil days ------------------------------------------------------------------------------


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
