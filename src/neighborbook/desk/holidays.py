"""What the office looks through when the holidays of a year become known.

In some countries days are exchanged for one another (调休), which is announced for a year at a time
shortly before it begins; meanwhile people have booked. Nothing is stored for this: what a booking
was made under is told by when it was made.
"""

from __future__ import annotations

from datetime import date, timedelta

import attrs

from neighborbook.desk.displacing import is_to_come, present
from neighborbook.desk.faults import Faults
from neighborbook.desk.house import House
from neighborbook.desk.listing import pages_of
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.moving import require
from neighborbook.desk.outside import is_shut
from neighborbook.desk.showing import shown
from neighborbook.domain.booking import LIVE, Booking
from neighborbook.domain.catalog import Catalog
from neighborbook.domain.hours import DatedHours
from neighborbook.domain.party import Actor
from neighborbook.domain.times import (
    Span,
    TimeFault,
    day_of,
    day_span,
    day_start,
    days_of,
    parse_date,
    zone,
)
from neighborbook.rights import Right
from neighborbook.storage.abc import BookingFilter, Reader

LAST_YEAR = 2200
_ONE_DAY = timedelta(days=1)


@attrs.frozen(kw_only=True)
class SpecialDay:
    """A day that is not as its weekday says, or that the center file names.

    Attributes:
        day: the date.
        worked: whether people work on it.
        moved: it was exchanged for another day, or the center file names it.
        stated: the center file names it.
        provisional: its year is not published yet, so that this may change.
    """

    day: date
    worked: bool
    moved: bool
    stated: bool
    provisional: bool


@attrs.frozen(kw_only=True)
class StatedHours:
    """Hours of single dates in the center file: ``hours`` is the id of the table they stand in."""

    hours: str
    dated: DatedHours


@attrs.frozen(kw_only=True)
class Holidays:
    """The days of a year or two, and the bookings that somebody must look at because of them.

    Attributes:
        country, subdivision: whose holidays apply; "" for nobody's.
        first_on, last_on: what was looked at; the last day is included.
        provisional: the years of it whose holidays may still change.
        days: those that are not as their weekday says.
        hours: dated hours of the center file.
        closed: bookings to come in whose time it is closed by the hours as they are now.
        moved: bookings to come on a moved day, made before that was known, and not closed.
    """

    zone: str
    country: str
    subdivision: str
    first_on: date
    last_on: date
    provisional: tuple[int, ...] = ()
    days: tuple[SpecialDay, ...] = ()
    hours: tuple[StatedHours, ...] = ()
    closed: tuple[Booking, ...] = ()
    moved: tuple[Booking, ...] = ()


def holidays(
    house: House, actor: Actor, year: int | None, published: date | str | None
) -> Holidays:
    """Return the special days of a year, and the bookings that they may upset.

    Args:
        year: which one; from today to the end of the next year if not given.
        published: the day on which the year was published; bookings made before it did not know.
            The first day of a booking's own year if not given.

    Raises:
        InvalidRequest: with every fault.
        Refused: the actor may not close, and so has nothing to look through.
    """
    require(house, actor, Right.CLOSE)
    loaded, now = house.current(), house.clock.now()
    catalog = loaded.catalog
    where = zone(catalog.center.zone)
    today = day_of(now, where)
    begins_on, known_on = _read(year, published)
    first = begins_on or today
    last = date(first.year if begins_on else first.year + 1, 12, 31)
    special = _days(catalog, first, last)
    with house.store.snapshot(house.center) as reader:
        start, end = max(now, day_start(first, where)), day_span(last, where).end
        coming = _coming(reader, loaded, Span(start, end), now) if start < end else ()
    moved_on = {each.day for each in special if each.moved}
    closed, upset = list[Booking](), list[Booking]()
    for each in coming:
        if is_shut(catalog, each):
            closed.append(each)
        elif _met_by(each, moved_on, catalog, known_on):
            upset.append(each)
    facts = house.actor_facts(actor)
    return Holidays(
        zone=catalog.center.zone,
        country=catalog.center.country,
        subdivision=catalog.center.subdivision,
        first_on=first,
        last_on=last,
        provisional=tuple(
            one
            for one in range(first.year, last.year + 1)
            if catalog.center.country and catalog.working_days.is_provisional(date(one, 1, 1))
        ),
        days=special,
        hours=_stated_hours(catalog, first, last),
        closed=tuple(shown(loaded, actor, facts, each) for each in closed),
        moved=tuple(shown(loaded, actor, facts, each) for each in upset),
    )


def _read(year: int | None, published: date | str | None) -> tuple[date | None, date | None]:
    """Return the first day of the year, and the day on which it was published."""
    faults, found = Faults(), dict[str, date]()
    whole = None if year is None else faults.count("year", year, LAST_YEAR)
    first = None if whole is None or faults.found else f"{whole:04}-01-01"
    for path, given in (("year", first), ("published", published)):
        try:
            if given is not None:
                found[path] = parse_date(given)
        except TimeFault as wrong:
            faults.found.append(wrong.fault(path))
    faults.stop()
    return found.get("year"), found.get("published")


def _days(catalog: Catalog, first: date, last: date) -> tuple[SpecialDay, ...]:
    working, center = catalog.working_days, catalog.center
    stated = {*center.holidays, *center.makeup}
    found = []
    for number in range((last - first).days + 1):
        day = first + number * _ONE_DAY
        worked = working.is_working_day(day)
        as_usual = worked == (day.weekday() not in working.weekend)
        if as_usual and day not in stated:
            continue
        found.append(
            SpecialDay(
                day=day,
                worked=worked,
                moved=working.is_moved(day) or day in stated,
                stated=day in stated,
                provisional=bool(center.country) and working.is_provisional(day),
            )
        )
    return tuple(found)


def _stated_hours(catalog: Catalog, first: date, last: date) -> tuple[StatedHours, ...]:
    found = (
        StatedHours(hours=id, dated=dated)
        for id, hours in catalog.hours.items()
        for dated in hours.exceptions
        if dated.first_on <= last and first <= dated.last_on
    )
    return tuple(sorted(found, key=lambda each: (each.dated.first_on, each.hours)))


def _coming(reader: Reader, loaded: Loaded, span: Span, now: int) -> tuple[Booking, ...]:
    """Return the bookings in a span that are still to come, by start."""
    wanted = BookingFilter(start=span.start, end=span.end, states=tuple(sorted(LIVE)))
    return tuple(
        booking
        for page in pages_of(reader, wanted)
        for booking in present(reader, loaded, page, now)
        if is_to_come(booking, now)
    )


def _met_by(booking: Booking, days: set[date], catalog: Catalog, known_on: date | None) -> bool:
    """Whether a booking lies on one of these days, and was made before that could be known."""
    where = zone(catalog.center.zone)
    on = [day for day in days_of(Span(booking.start_at, booking.end_at), where) if day in days]
    return any(
        booking.created_at < day_start(known_on or date(day.year, 1, 1), where) for day in on
    )
