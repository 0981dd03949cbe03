"""What the office looks through when a year's holidays are announced."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import attrs
import pytest

import neighborbook as nb

SHANGHAI = ZoneInfo("Asia/Shanghai")
CENTER = """
[center]
id = "corner"
zone = "Asia/Shanghai"
country = "CN"
{stated}
[hours.daily]
daily = "08:00-20:00"
{holidays}
[resource.hall]
hours = "daily"
[offering.hall]
places = ["hall"]
horizon = 400
"""


@attrs.define
class Clock:
    """Shows the wall time of Shanghai to which it was set."""

    wall: str

    def now(self) -> int:
        return int(datetime.fromisoformat(self.wall).replace(tzinfo=SHANGHAI).timestamp())


@pytest.fixture
def clock() -> Clock:
    return Clock("2025-10-20 09:00")


@pytest.fixture
def desk(clock: Clock, database_url: str) -> Iterator[nb.Desk]:
    with nb.open(database_url, center="corner", clock=clock) as desk:
        load(desk)
        yield desk


def load(desk: nb.Desk, *, holidays: str = "", stated: str = "") -> None:
    desk.load(CENTER.format(holidays=holidays, stated=stated))


def booked(desk: nb.Desk, day: str) -> str:
    return desk.book("hall", start=f"{day} 10:00", length="1h", organizer="acme").id


def ids(bookings: tuple[nb.Booking, ...]) -> list[str]:
    return [each.id for each in bookings]


def test_days_that_are_as_their_weekday_says_are_left_out(desk: nb.Desk) -> None:
    days = {each.day: each for each in desk.holidays(year=2026).days}
    assert date(2026, 2, 18) in days  # the Spring Festival, a Wednesday
    assert date(2026, 4, 5) not in days  # Tomb-Sweeping Day, a Sunday
    assert days[date(2026, 2, 14)].worked  # a Saturday
    assert not days[date(2026, 2, 20)].worked  # a Friday


def test_a_day_is_moved_if_another_was_given_for_it(desk: nb.Desk) -> None:
    moved = {each.day for each in desk.holidays(year=2026).days if each.moved}
    assert {date(2026, 2, 14), date(2026, 2, 20)} <= moved
    assert date(2026, 2, 18) not in moved


def test_who_booked_before_the_year_was_announced_is_listed_on_a_moved_day(
    desk: nb.Desk, clock: Clock
) -> None:
    early, usual = booked(desk, "2026-02-14"), booked(desk, "2026-02-18")
    clock.wall = "2026-01-05 09:00"
    late = booked(desk, "2026-02-28")  # a make-up day too, known by then
    found = desk.holidays(year=2026)
    assert (ids(found.moved), found.closed) == ([early], ())
    assert ids(desk.holidays(year=2026, published="2026-01-06").moved) == [early, late]
    assert ids(desk.holidays(year=2026, published="2025-10-20").moved) == []
    assert usual


def test_a_booking_on_a_day_that_is_closed_by_now_is_listed_as_closed(
    desk: nb.Desk,
) -> None:
    on_holiday, on_bridge = booked(desk, "2026-02-18"), booked(desk, "2026-02-20")
    assert desk.holidays().closed == ()
    load(desk, holidays='holidays = "closed"')
    found = desk.holidays()
    assert (ids(found.closed), found.moved) == ([on_holiday, on_bridge], ())
    desk.cancel(on_holiday)
    assert ids(desk.holidays().closed) == [on_bridge]


def test_what_was_booked_in_spite_of_the_hours_is_not_listed(desk: nb.Desk) -> None:
    load(desk, holidays='holidays = "closed"')
    words = {"start": "2026-02-18 10:00", "length": "1h", "organizer": "acme"}
    assert desk.explain("hall", **words).codes == ("CLOSED",)  # type: ignore[arg-type]
    desk.book("hall", **words, override="the gala")  # type: ignore[arg-type]
    assert desk.holidays().closed == ()


def test_the_center_s_own_days_are_stronger_than_its_country_s(desk: nb.Desk) -> None:
    on_closed, on_open = booked(desk, "2026-03-04"), booked(desk, "2026-02-18")
    load(
        desk,
        holidays='holidays = "closed"',
        stated="holidays = [2026-03-04]\nmake-up = [2026-02-18, 2026-03-07]",
    )
    found = desk.holidays(year=2026)
    stated = {each.day: each.worked for each in found.days if each.stated}
    assert stated == {
        date(2026, 2, 18): True,
        date(2026, 3, 4): False,
        date(2026, 3, 7): True,
    }
    assert (ids(found.closed), ids(found.moved)) == ([on_closed], [on_open])


def test_a_day_that_the_center_itself_calls_a_holiday_is_a_moved_one(desk: nb.Desk) -> None:
    booking = booked(desk, "2026-03-04")
    load(desk, stated="holidays = [2026-03-04]")
    found = desk.holidays(year=2026)
    assert (found.closed, ids(found.moved)) == ((), [booking])


def test_dated_hours_of_the_center_file_are_told(desk: nb.Desk) -> None:
    dated = '[[hours.daily.except]]\nfrom = 2026-12-31\nhours = "closed"\nreason = "stocktaking"'
    load(desk, holidays=dated)
    [told] = desk.holidays(year=2026).hours
    assert (told.hours, told.dated.first_on, str(told.dated.reason)) == (
        "daily",
        date(2026, 12, 31),
        "stocktaking",
    )
    assert desk.holidays(year=2027).hours == ()


def test_a_year_that_is_not_announced_is_provisional(desk: nb.Desk) -> None:
    assert desk.holidays(year=2026).provisional == ()
    far = desk.holidays(year=2060)
    assert far.provisional == (2060,)
    assert all(each.provisional for each in far.days)


def test_without_a_year_it_is_from_today_to_the_end_of_the_next_year(desk: nb.Desk) -> None:
    found = desk.holidays()
    assert (found.first_on, found.last_on) == (date(2025, 10, 20), date(2026, 12, 31))


def test_what_is_over_concerns_nobody(desk: nb.Desk, clock: Clock) -> None:
    booked(desk, "2026-02-14")
    clock.wall = "2026-02-15 09:00"
    assert desk.holidays(year=2026).moved == ()
    assert desk.holidays(year=1999).closed == ()


def test_only_who_may_close_looks_through_the_bookings(desk: nb.Desk) -> None:
    with pytest.raises(nb.Refused):
        desk.acting_as("li-wei").holidays()
