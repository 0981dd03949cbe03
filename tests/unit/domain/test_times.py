from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pendulum
import pytest

from neighborbook.domain.times import (
    LONGEST,
    TimeFault,
    format_length,
    format_local,
    parse_date,
    parse_instant,
    parse_length,
    zone,
)

HELSINKI = zone("Europe/Helsinki")
CHICAGO = zone("America/Chicago")
LORD_HOWE = zone("Australia/Lord_Howe")
SHANGHAI = zone("Asia/Shanghai")
APIA = zone("Pacific/Apia")
SANTIAGO = zone("America/Santiago")


def utc(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


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
