from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from dateutil.tz import tzical

from neighborbook.domain.civil import instant_of
from neighborbook.domain.time_fault import UnknownZone
from neighborbook.domain.zones import stretches, zone, zone_bytes, zone_keys
from neighborbook.ical.vtimezone import is_fixed, vtimezone

DISTINCT = sorted({zone_bytes(key): key for key in sorted(zone_keys(), reverse=True)}.values())


def instant(year: int, month: int = 1, day: int = 1) -> int:
    return instant_of(datetime(year, month, day, tzinfo=UTC))


def misread(key: str, start: int, end: int) -> list[str]:
    """Wall times around each change at which an independent reader finds another offset."""
    told = tzical(io.StringIO(vtimezone(key, start, end).decode())).get(key)
    place = zone(key)
    moments = [
        datetime.fromtimestamp(at, place)
        for part in stretches(start, end, place)
        for at in (part.start, part.start + 1, part.end - 1)
    ]
    return [
        moment.isoformat()
        for moment in moments
        if moment.replace(tzinfo=told).utcoffset() != moment.utcoffset()
    ]


def text(key: str, start: int = instant(2026), end: int = instant(2027)) -> str:
    return vtimezone(key, start, end).decode()


def test_every_zone_is_read_right_at_each_change_up_to_2045() -> None:
    wrong = {key: misread(key, instant(2024), instant(2046)) for key in DISTINCT}

    assert len(DISTINCT) > 300
    assert {key: found for key, found in wrong.items() if found} == {}


@pytest.mark.prove
def test_every_zone_is_read_right_from_1970_to_2100() -> None:
    wrong = {key: misread(key, instant(1972), instant(2101)) for key in DISTINCT}

    assert {key: found for key, found in wrong.items() if found} == {}


@pytest.mark.parametrize("key", ["Africa/Cairo", "America/Havana", "Asia/Gaza", "Europe/Dublin"])
@pytest.mark.parametrize("year", range(2005, 2045, 3))
def test_a_narrow_window_is_right_wherever_it_lies(key: str, year: int) -> None:
    assert misread(key, instant(year, 2), instant(year + 1, 3)) == []


def test_a_zone_with_summer_time_has_one_rule_for_each_change() -> None:
    assert text("Europe/Helsinki").replace("\r\n", "\n") == (
        "BEGIN:VTIMEZONE\n"
        "TZID:Europe/Helsinki\n"
        "BEGIN:DAYLIGHT\n"
        "DTSTART:20240331T030000\n"
        "TZOFFSETFROM:+0200\n"
        "TZOFFSETTO:+0300\n"
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\n"
        "TZNAME:EEST\n"
        "END:DAYLIGHT\n"
        "BEGIN:STANDARD\n"
        "DTSTART:20241027T040000\n"
        "TZOFFSETFROM:+0300\n"
        "TZOFFSETTO:+0200\n"
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\n"
        "TZNAME:EET\n"
        "END:STANDARD\n"
        "END:VTIMEZONE\n"
    )


def test_a_zone_without_changes_has_a_single_standard_observance() -> None:
    told = text("Asia/Shanghai")

    assert told.count("BEGIN:STANDARD") == 1
    assert "DAYLIGHT" not in told
    assert "RRULE" not in told


def test_winter_time_that_lies_behind_is_told_as_standard() -> None:
    told = text("Europe/Dublin")

    assert "BEGIN:DAYLIGHT\r\nDTSTART:20240331T010000\r\nTZOFFSETFROM:+0000" in told
    assert "BEGIN:STANDARD\r\nDTSTART:20241027T020000\r\nTZOFFSETFROM:+0100" in told


def test_half_an_hour_of_summer_time_is_told() -> None:
    told = text("Australia/Lord_Howe")

    assert "TZOFFSETFROM:+1030\r\nTZOFFSETTO:+1100\r\n" in told


def test_changes_that_the_footer_does_not_foretell_are_observances_of_their_own() -> None:
    told = text("Asia/Gaza")

    assert "RRULE" not in told
    assert told.count("BEGIN:") >= 1 + 2 * 4
    assert "RDATE" not in told


def test_a_change_of_rules_keeps_the_changes_before_it_explicit() -> None:
    told = text("America/Nuuk", instant(2023), instant(2025))

    assert told.count("RRULE") == 2
    # 2021 to spring 2023, when the zone's own standard time moved; summer time again from 2024.
    assert told.count("BEGIN:") == 1 + 5 + 2


def test_the_text_stays_while_a_window_rolls_within_its_years() -> None:
    assert text("Europe/Helsinki", instant(2026, 2), instant(2027, 3)) == text(
        "Europe/Helsinki", instant(2026, 9), instant(2027, 10)
    )


@pytest.mark.parametrize("year", [2026, 2034])
@pytest.mark.parametrize("key", ["Europe/Helsinki", "Africa/Cairo", "America/Santiago"])
def test_where_the_footer_rules_the_text_is_right_long_after_its_window(
    key: str, year: int
) -> None:
    told = tzical(io.StringIO(text(key, instant(year), instant(year + 1)))).get(key)
    place = zone(key)

    for part in stretches(instant(2040), instant(2060), place):
        for at in (part.start, part.end - 1):
            moment = datetime.fromtimestamp(at, place)
            assert moment.replace(tzinfo=told).utcoffset() == moment.utcoffset()


def test_no_rule_is_written_that_a_later_year_breaks() -> None:
    # By tzdata Cuba keeps its summer time of 2026 over the winter, then goes back to the rule.
    assert "RRULE" not in text("America/Havana", instant(2024), instant(2025))


@pytest.mark.parametrize("key", ["UTC", "Etc/UTC", "Etc/GMT-8", "GMT", "Zulu"])
def test_a_zone_that_is_but_an_offset_is_fixed(key: str) -> None:
    assert is_fixed(key)


@pytest.mark.parametrize("key", ["Asia/Shanghai", "Europe/Helsinki", "Asia/Tokyo", "Africa/Lagos"])
def test_a_place_is_not_fixed_even_if_its_clocks_stand_still_now(key: str) -> None:
    assert not is_fixed(key)


@pytest.mark.parametrize("key", ["+02:00", "../secret", "Europe/Atlantis", ""])
def test_an_unknown_zone_is_a_fault(key: str) -> None:
    with pytest.raises(UnknownZone):
        vtimezone(key, 0, 1)


def test_every_line_is_short_enough_to_stand_unfolded() -> None:
    longest = max(len(line) for key in zone_keys() for line in text(key).splitlines())

    assert longest <= 75
