from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.tz import tzical

from neighborbook.domain.zones import zone
from neighborbook.ical.lint import lint
from neighborbook.ical.status import CANCELLED, CANCELLED_PREFIX, REQUESTED, Standing, Status
from neighborbook.ical.vcalendar import Vcalendar
from neighborbook.ical.vevent import Repetition, render_vevent
from tests.unit.ical.calendars import REVISED, at, occurrences, only, vevent, written

HELSINKI = Vcalendar(name="Sali", zone="Europe/Helsinki")


def lines(**changes: object) -> list[str]:
    return render_vevent(vevent(**changes)).text.decode().split("\r\n")


def test_everything_that_was_given_is_read_back() -> None:
    event = only(
        written(
            vevent(
                location="Room A, 2F; Anping",
                description="Setup at 9:30.\nRing the bell.",
                url="https://example.org/b/1",
                categories=("Training, in house", "Hall"),
                color="teal",
                sequence=3,
                created_at=REVISED - 60,
            )
        )
    )

    assert event["UID"] == "5e3f"
    assert event.start == datetime(2026, 12, 1, 2, tzinfo=UTC)
    assert event.end == datetime(2026, 12, 1, 4, tzinfo=UTC)
    assert event["SUMMARY"] == "Fire safety"
    assert event["LOCATION"] == "Room A, 2F; Anping"
    assert event["DESCRIPTION"] == "Setup at 9:30.\nRing the bell."
    assert event["URL"] == "https://example.org/b/1"
    assert event.categories == ["Training, in house", "Hall"]
    assert event["COLOR"] == "teal"
    assert event["SEQUENCE"] == 3
    assert event.stamp == event.last_modified == datetime.fromtimestamp(REVISED, UTC)
    assert event.created == datetime.fromtimestamp(REVISED - 60, UTC)
    assert (event["STATUS"], event["TRANSP"]) == ("CONFIRMED", "OPAQUE")


def test_times_name_the_zone() -> None:
    assert "DTSTART;TZID=Asia/Shanghai:20261201T100000" in lines()
    assert render_vevent(vevent()).zone == "Asia/Shanghai"


@pytest.mark.parametrize("key", ["UTC", "Etc/GMT-8"])
def test_times_of_a_fixed_offset_are_in_utc(key: str) -> None:
    assert "DTSTART:20261201T020000Z" in lines(zone=key)
    assert render_vevent(vevent(zone=key)).zone == ""


def test_both_passes_of_a_repeated_hour_are_told_apart() -> None:
    first = vevent(
        uid="a",
        start=at("2026-10-25T03:30+03:00"),
        end=at("2026-10-25T03:45+03:00"),
        zone="Europe/Helsinki",
    )
    second = vevent(
        uid="b",
        start=at("2026-10-25T03:30+02:00"),
        end=at("2026-10-25T03:45+02:00"),
        zone="Europe/Helsinki",
    )
    payload = written(first, second, calendar=HELSINKI)

    # With a TZID it would mean the first pass, which not every reader knows.
    assert b"DTSTART:20261025T003000Z\r\n" in payload
    assert b"DTSTART:20261025T013000Z\r\n" in payload
    assert occurrences(payload) == [(first.start, first.end), (second.start, second.end)]
    assert lint(payload) == ()


@pytest.mark.parametrize("offset", ["+03:00", "+02:00"])
def test_an_end_in_a_repeated_hour_keeps_its_length(offset: str) -> None:
    long = vevent(
        start=at("2026-10-25T02:30+03:00"),
        end=at(f"2026-10-25T03:30{offset}"),
        zone="Europe/Helsinki",
    )

    assert b"TZID=" not in written(long, calendar=HELSINKI)
    assert occurrences(written(long, calendar=HELSINKI)) == [(long.start, long.end)]


def test_whole_days_are_dates_and_end_the_day_after() -> None:
    found = lines(
        start=at("2026-12-01T00:00+08:00"), end=at("2026-12-03T00:00+08:00"), all_day=True
    )

    assert "DTSTART;VALUE=DATE:20261201" in found
    assert "DTEND;VALUE=DATE:20261203" in found


def test_a_part_of_a_day_as_whole_days_covers_every_day_it_touches() -> None:
    found = lines(
        start=at("2026-12-01T22:00+08:00"), end=at("2026-12-02T02:00+08:00"), all_day=True
    )

    assert "DTSTART;VALUE=DATE:20261201" in found
    assert "DTEND;VALUE=DATE:20261203" in found


def test_what_is_cancelled_takes_no_time_and_says_so_first() -> None:
    event = only(written(vevent(standing=CANCELLED, language="zh-CN", sequence=1)))

    assert event["STATUS"] == "CANCELLED"
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["SUMMARY"] == "已取消：Fire safety"


def test_what_is_requested_is_tentative_and_says_so_first() -> None:
    event = only(written(vevent(standing=REQUESTED)))

    assert event["STATUS"] == "TENTATIVE"
    assert event["SUMMARY"] == "Requested: Fire safety"


def test_an_alarm_rings_before_the_start_for_who_asked() -> None:
    payload = written(vevent(alarms=(900, 86_400)))

    alarms = [alarm.to_ical().decode() for alarm in only(payload).walk("VALARM")]
    assert len(alarms) == 2
    assert "TRIGGER:-PT15M" in alarms[0]
    assert "TRIGGER:-P1D" in alarms[1]
    assert lint(payload, alarms=True) == ()


def test_no_alarm_rings_for_what_is_cancelled() -> None:
    assert "BEGIN:VALARM" not in lines(alarms=(900,), standing=CANCELLED)


def test_a_series_keeps_its_wall_time_over_the_change_of_clocks() -> None:
    master = vevent(
        start=at("2026-03-25T10:00+02:00"),
        end=at("2026-03-25T11:00+02:00"),
        zone="Europe/Helsinki",
        repetition=Repetition(rule="FREQ=WEEKLY", until=at("2026-04-08T10:00+03:00")),
    )
    payload = written(master, calendar=HELSINKI)

    assert b"RRULE:FREQ=WEEKLY;UNTIL=20260408T070000Z\r\n" in payload
    assert [start for start, _ in occurrences(payload)] == [
        at("2026-03-25T10:00+02:00"),
        at("2026-04-01T10:00+03:00"),
        at("2026-04-08T10:00+03:00"),
    ]
    assert lint(payload) == ()


def test_cancelled_and_changed_occurrences_take_the_place_of_their_own() -> None:
    master = vevent(
        repetition=Repetition(
            rule="FREQ=WEEKLY;COUNT=4",
            cancelled=(at("2026-12-15T10:00+08:00"), at("2026-12-08T10:00+08:00")),
        )
    )
    moved = vevent(
        start=at("2026-12-23T15:00+08:00"),
        end=at("2026-12-23T16:00+08:00"),
        original_start=at("2026-12-22T10:00+08:00"),
    )
    payload = written(moved, master)

    assert b"RECURRENCE-ID;TZID=Asia/Shanghai:20261222T100000\r\n" in payload
    assert payload.count(b"EXDATE;TZID=Asia/Shanghai:") == 2
    assert occurrences(payload) == [(master.start, master.end), (moved.start, moved.end)]
    assert lint(payload) == ()


def test_a_series_of_whole_days_is_told_in_dates() -> None:
    master = vevent(
        start=at("2026-12-01T00:00+08:00"),
        end=at("2026-12-02T00:00+08:00"),
        all_day=True,
        repetition=Repetition(
            rule="FREQ=DAILY",
            until=at("2026-12-04T00:00+08:00"),
            cancelled=(at("2026-12-02T00:00+08:00"),),
        ),
    )
    payload = written(master)
    event = only(payload)

    assert b"RRULE:FREQ=DAILY;UNTIL=20261204\r\n" in payload
    assert b"EXDATE;VALUE=DATE:20261202\r\n" in payload
    assert event.start == date(2026, 12, 1)
    assert lint(payload) == ()


def test_an_endless_series_tells_its_zone_for_years() -> None:
    endless = vevent(
        start=at("2021-02-01T10:00+02:00"),
        end=at("2021-02-01T11:00+02:00"),
        zone="Asia/Gaza",
        repetition=Repetition(rule="FREQ=MONTHLY"),
    )
    told = tzical(io.StringIO(written(endless).decode())).get("Asia/Gaza")
    summer = datetime(2026, 7, 1, 10, tzinfo=zone("Asia/Gaza"))

    assert summer.replace(tzinfo=told).utcoffset() == summer.utcoffset() == timedelta(hours=3)


def test_an_end_in_the_second_pass_does_not_move_the_series_to_utc() -> None:
    master = vevent(
        start=at("2026-10-25T02:30+03:00"),
        end=at("2026-10-25T03:30+02:00"),
        zone="Europe/Helsinki",
        repetition=Repetition(rule="FREQ=WEEKLY;COUNT=2"),
    )
    payload = written(master, calendar=HELSINKI)

    assert b"DTSTART;TZID=Europe/Helsinki:20261025T023000\r\n" in payload
    assert b"DTEND:20261025T013000Z\r\n" in payload
    assert [start for start, _ in occurrences(payload)] == [
        master.start,
        at("2026-11-01T02:30+02:00"),
    ]


def test_a_series_cannot_start_in_the_second_pass() -> None:
    with pytest.raises(ValueError, match="second pass"):
        vevent(
            start=at("2026-10-25T03:30+02:00"),
            end=at("2026-10-25T03:45+02:00"),
            zone="Europe/Helsinki",
            repetition=Repetition(rule="FREQ=WEEKLY"),
        )


@pytest.mark.parametrize(
    "rule", ["", "FREQ=SECONDLY", "FREQ=WEEKLY;UNTIL=20261201T000000Z", "FREQ=DAILY\r\nX:y"]
)
def test_a_rule_of_another_form_is_refused(rule: str) -> None:
    with pytest.raises(ValueError, match="not understood"):
        Repetition(rule=rule)


def test_a_series_does_not_end_in_two_ways() -> None:
    with pytest.raises(ValueError, match="Leave one of them out"):
        Repetition(rule="FREQ=DAILY;COUNT=3", until=0)


def test_an_end_is_later_than_its_start() -> None:
    with pytest.raises(ValueError, match="later end"):
        vevent(start=10, end=10)


def test_a_uid_is_needed() -> None:
    with pytest.raises(ValueError, match="UID"):
        vevent(uid=" ")


def test_a_standing_of_ones_own_needs_no_prefix() -> None:
    event = only(written(vevent(standing=Standing(status=Status.TENTATIVE))))

    assert event["SUMMARY"] == "Fire safety"
    assert CANCELLED_PREFIX.in_("fr") == "Cancelled: "


def test_what_takes_no_time_of_the_reader_is_transparent() -> None:
    assert "TRANSP:TRANSPARENT" in lines(transparent=True)
