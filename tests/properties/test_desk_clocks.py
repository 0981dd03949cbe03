"""Days of 23, 24 and 25 hours at the desk: by hand where clocks are odd, and in any zone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

import neighborbook as nb
from neighborbook.domain.times import zone_keys
from neighborbook.testing import SetClock
from tests.properties.desks import SLOW

HOUR = 3_600


@contextmanager
def open_desk(zone: str, now: str | int, granularity: str = "30m") -> Iterator[nb.Desk]:
    """A hall that is always open, in a zone, at an instant (UTC)."""
    at = now if isinstance(now, int) else int(datetime.fromisoformat(now + "Z").timestamp())
    with nb.open(center="c", clock=SetClock(at)) as desk:
        desk.load(f"""
center = {{ id = "c", zone = "{zone}", hours = "always" }}
hours.always = {{ daily = "open" }}
resource.hall = {{}}
offering.hall = {{ places = ["hall"], granularity = "{granularity}", horizon = "none" }}
""")
        yield desk


def starts(desk: nb.Desk, day: str, after: str, length: str = "1h") -> list[str]:
    return [
        slot.start.isoformat()[11:]
        for slot in desk.slots("hall", start=day, end=after, length=length, organizer="acme")
    ]


@pytest.mark.parametrize(
    ("zone", "now", "first", "second", "after", "night"),
    [
        (
            "Europe/Helsinki",
            "2026-10-01T00:00:00",
            "2026-10-25T03:00:00+03:00",
            "2026-10-25T03:00:00+02:00",
            "2026-10-25T04:00:00+02:00",
            ("2026-10-25", "2026-10-26"),
        ),
        (
            "America/Chicago",
            "2026-10-01T00:00:00",
            "2026-11-01T01:00:00-05:00",
            "2026-11-01T01:00:00-06:00",
            "2026-11-01T02:00:00-06:00",
            ("2026-11-01", "2026-11-02"),
        ),
        (
            "Asia/Shanghai",
            "1988-09-01T00:00:00",
            "1988-09-11T01:00:00+09:00",
            "1988-09-11T01:00:00+08:00",
            "1988-09-11T02:00:00+08:00",
            ("1988-09-11", "1988-09-12"),
        ),
    ],
)
def test_both_passes_of_the_repeated_hour_can_be_booked(
    zone: str, now: str, first: str, second: str, after: str, night: tuple[str, str]
) -> None:
    with open_desk(zone, now) as desk:
        assert len(starts(desk, *night)) == 25 * 2 - 1
        one = desk.book("hall", start=first, end=second, organizer="acme")
        other = desk.book("hall", start=second, end=after, organizer="zeta")
        assert (other.start_at - one.start_at, one.fold, other.fold) == (HOUR, 0, 1)
        assert one.local_start == other.local_start
        said = desk.explain("hall", start=second, length="30m", organizer="acme")
        assert said.codes == ("CONFLICT_RESOURCE",)
        assert len(starts(desk, *night, length="30m")) == 50 - 4


@pytest.mark.parametrize(
    ("zone", "now", "day", "after", "hours"),
    [
        ("Europe/Helsinki", "2026-03-01T00:00:00", "2026-03-29", "2026-03-30", 23),
        ("America/Chicago", "2026-03-01T00:00:00", "2026-03-08", "2026-03-09", 23),
        ("Asia/Shanghai", "1988-04-01T00:00:00", "1988-04-17", "1988-04-18", 23),
        ("Australia/Lord_Howe", "2026-09-01T00:00:00", "2026-10-04", "2026-10-05", 23.5),
        ("Australia/Lord_Howe", "2026-03-01T00:00:00", "2026-04-05", "2026-04-06", 24.5),
        ("Asia/Shanghai", "2026-03-01T00:00:00", "2026-03-29", "2026-03-30", 24),
    ],
)
def test_a_day_has_as_many_slots_as_it_has_half_hours(
    zone: str, now: str, day: str, after: str, hours: float
) -> None:
    with open_desk(zone, now) as desk:
        assert len(starts(desk, day, after, length="30m")) == hours * 2


def test_a_time_that_comes_twice_must_say_which_it_is() -> None:
    with open_desk("America/Chicago", "2026-10-01T00:00:00") as desk:
        with pytest.raises(nb.InvalidRequest) as wrong:
            desk.book("hall", start="2026-11-01 01:00", length="1h", organizer="acme")
        assert "-05:00" in str(wrong.value)
        assert "-06:00" in str(wrong.value)


def test_a_time_that_the_clocks_skip_cannot_be_booked() -> None:
    with open_desk("Europe/Helsinki", "2026-03-01T00:00:00") as desk:
        with pytest.raises(nb.InvalidRequest):
            desk.book("hall", start="2026-03-29 03:30", length="1h", organizer="acme")
        assert "03:30:00+03:00" not in starts(desk, "2026-03-29", "2026-03-30", length="30m")


def test_a_booking_over_the_change_lasts_as_long_as_it_says() -> None:
    with open_desk("Europe/Helsinki", "2026-10-01T00:00:00") as desk:
        made = desk.book("hall", start="2026-10-25 02:00", length="3h", organizer="acme")
        assert (made.start.hour, made.end.hour) == (2, 4)
        assert made.end_at - made.start_at == 3 * HOUR


@given(
    st.sampled_from(sorted(zone_keys())),
    st.dates(date(1990, 1, 1), date(2037, 12, 30)),
    st.sampled_from(["15m", "30m", "1h"]),
)
@SLOW
def test_what_the_clock_shows_can_be_searched_and_booked_in_any_zone_on_any_day(
    zone: str, day: date, granularity: str
) -> None:
    noon = int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())
    with open_desk(zone, noon - 3 * 24 * HOUR, granularity) as desk:
        low, high = noon - 30 * HOUR, noon + 30 * HOUR
        found = list(
            desk.slots(
                "hall",
                start=datetime.fromtimestamp(low, UTC),
                end=datetime.fromtimestamp(high, UTC),
                length="1h",
                organizer="acme",
            )
        )
        minutes, where = {"15m": 15, "30m": 30, "1h": 60}[granularity], ZoneInfo(zone)
        shown = {at for at in range(low, high + 1, 60) if on_grid(at, where, minutes)}
        # Every instant is there at which the clock shows a time of the grid, and shows one again
        # when the booking ends; no other.
        expected = [at for at in sorted(shown) if at + HOUR in shown]
        assert [int(slot.start.timestamp()) for slot in found] == expected
        made = desk.book(found[len(found) // 2])
        assert made.start == found[len(found) // 2].start


def on_grid(at: int, where: ZoneInfo, minutes: int) -> bool:
    local = datetime.fromtimestamp(at, UTC).astimezone(where)
    return (local.hour * 60 + local.minute) % minutes == 0 and local.second == 0
