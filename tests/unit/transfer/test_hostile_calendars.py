"""Rules and zones that no calendar may ask for, and those that only look like it."""

from __future__ import annotations

import gzip

import pytest

import neighborbook as nb
from tests.unit.transfer.conftest import Clock, Import
from tests.unit.transfer.test_calendars import FOOT, HEAD, TIMES, calendar, event, starts


@pytest.mark.parametrize(
    "rule",
    [
        *("FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=HOURLY", "FREQ=FORTNIGHTLY"),
        *("FREQ=DAILY;BYSECOND=1", "FREQ=DAILY;BYMINUTE=1", "FREQ=DAILY;BYHOUR=1"),
        *("FREQ=DAILY;INTERVAL=1000", "FREQ=DAILY;INTERVAL=-1", "FREQ=DAILY;COUNT=0"),
        *("FREQ=YEARLY;BYWEEKNO=53", "FREQ=YEARLY;BYYEARDAY=366", "FREQ=DAILY;RSCALE=CHINESE"),
        *("FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=WEEKLY;BYDAY=XX", "FREQ=DAILY;FREQ=DAILY"),
        *("FREQ=DAILY;UNTIL=99999999T000000Z", "FREQ=DAILY;COUNT=" + "9" * 5_000, "FREQ=DAILY;X"),
    ],
)
def test_a_rule_that_may_not_be_asked_for_is_named_with_its_line(
    rule: str, desk: nb.Desk, imported: Import
) -> None:
    with pytest.raises(nb.InvalidRequest) as caught:
        imported(calendar(event(*TIMES, f"RRULE:{rule}")), "old.ics")
    assert [fault.path for fault in caught.value.faults] == ["line 11"]
    assert list(desk.bookings()) == []


@pytest.mark.parametrize("interval", [1, 999])
def test_the_longest_interval_is_still_one(interval: int, desk: nb.Desk, imported: Import) -> None:
    rule = f"RRULE:FREQ=DAILY;INTERVAL={interval};COUNT=2"
    imported(calendar(event(*TIMES, rule)), "old.ics")
    assert len(starts(desk)) == (2 if interval == 1 else 1)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/localtime", "posixrules\\", "Europe", "localtime", "x" * 900]
)
def test_a_zone_is_no_way_to_a_file(name: str, imported: Import) -> None:
    with pytest.raises(nb.InvalidRequest) as caught:
        imported(calendar(event(f"DTSTART;TZID={name}:20261201T100000")), "old.ics")
    assert [fault.code for fault in caught.value.faults] == ["UNKNOWN_ZONE"]


def test_the_31st_is_skipped_in_short_months(desk: nb.Desk, imported: Import) -> None:
    times = "DTSTART:20261231T020000Z", "DTEND:20261231T030000Z"
    imported(calendar(event(*times, "RRULE:FREQ=MONTHLY;COUNT=3")), "old.ics")
    # The third is on 31 March, beyond what can be booked ahead.
    assert starts(desk) == ["12-31 10:00", "01-31 10:00"]


def test_a_time_over_which_the_clock_leaps_is_skipped_and_not_counted(
    desk: nb.Desk, clock: Clock, imported: Import
) -> None:
    clock.at = 1804824000  # 12 March 2027; two days later there is no half past two in New York
    zone = ";TZID=America/New_York:2027"
    times = f"DTSTART{zone}0313T023000", f"DTEND{zone}0313T030000"
    imported(calendar(event(*times, "RRULE:FREQ=DAILY;COUNT=4")), "old.ics")
    assert starts(desk) == ["03-13 15:30", "03-15 14:30", "03-16 14:30", "03-17 14:30"]


def test_what_is_left_out_counts_all_the_same_and_is_known_by_its_instant(
    desk: nb.Desk, imported: Import
) -> None:
    left_out = "EXDATE;TZID=Asia/Tokyo:20261202T110000"  # ten in Shanghai
    imported(calendar(event(*TIMES, "RRULE:FREQ=DAILY;COUNT=3", left_out)), "old.ics")
    assert starts(desk) == ["12-01 10:00", "12-03 10:00"]


def test_as_deep_as_a_calendar_may_be(desk: nb.Desk, imported: Import) -> None:
    deep = "BEGIN:X\r\n" * 7 + "END:X\r\n" * 7
    imported(HEAD + deep + event(*TIMES) + FOOT, "old.ics")
    assert starts(desk) == ["12-01 10:00"]


@pytest.mark.parametrize("packing", [gzip.compress, lambda text: text.decode().encode("utf-16")])
def test_what_is_packed_or_written_in_another_encoding_is_no_calendar(
    packing: object, imported: Import
) -> None:
    assert callable(packing)
    with pytest.raises(nb.InvalidRequest) as caught:
        imported(packing(calendar(event(*TIMES)).encode()), "old.ics")
    assert [fault.path for fault in caught.value.faults] == ["line 1"]


@pytest.mark.parametrize(
    "length", ["-PT1H", "P" + "9" * 30 + "W", "PT", "P1Y"], ids=lambda text: text[:6]
)
def test_a_length_is_one(length: str, imported: Import) -> None:
    with pytest.raises(nb.InvalidRequest) as caught:
        imported(calendar(event(TIMES[0], f"DURATION:{length}")), "old.ics")
    assert caught.value.faults[0].path.startswith("line ")
