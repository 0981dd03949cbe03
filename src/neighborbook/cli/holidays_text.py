"""The holidays of a year as lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from neighborbook.cli.as_text import Names, booking_text
from neighborbook.cli.words import say
from neighborbook.desk.holidays import Holidays, SpecialDay, StatedHours
from neighborbook.domain.booking import Booking

WEEKDAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
}


def holidays_text(found: Holidays, names: Names, language: str) -> str:
    """Return what the office has to know: what may change, what differs, whom to call."""
    return "\n".join(_lines(found, names, language))


def _lines(found: Holidays, names: Names, language: str) -> Iterator[str]:
    whose = "-".join(part for part in (found.country, found.subdivision) if part)
    yield say(
        "holidays_of" if whose else "holidays_of_nobody",
        language,
        country=whose,
        first=found.first_on,
        last=found.last_on,
    )
    if found.provisional:
        yield say("provisional", language, years=", ".join(map(str, found.provisional)))
    if found.days:
        yield say("special_days", language)
    yield from (f"  {_day(each, language)}" for each in found.days)
    if found.hours:
        yield say("stated_hours", language)
    yield from (f"  {_hours(each, language)}" for each in found.hours)
    yield from _bookings("shut_bookings", found.closed, names, language)
    yield from _bookings("moved_bookings", found.moved, names, language)
    if not found.closed and not found.moved:
        yield say("nobody_upset", language)


def _day(special: SpecialDay, language: str) -> str:
    notes = [say("worked" if special.worked else "not_worked", language)]
    if special.stated:
        notes.append(say("stated", language))
    elif special.moved:
        notes.append(say("moved", language))
    if special.provisional:
        notes.append(say("may_change", language))
    return f"{dated(special.day, language)}  {', '.join(notes)}"


def dated(day: date, language: str) -> str:
    """Return a date with its weekday.

    >>> dated(date(2027, 2, 20), "zh")
    '2027-02-20 周六'
    """
    return f"{day} {WEEKDAYS[language][day.weekday()]}"


def _hours(stated: StatedHours, language: str) -> str:
    one = stated.dated
    when = dated(one.first_on, language)
    if one.last_on != one.first_on:
        when += f" – {dated(one.last_on, language)}"
    opened = ", ".join(each.text for each in one.ranges) or say("all_day_closed", language)
    why = f" ({one.reason.in_(language)})" if one.reason else ""
    return f"{when}  {stated.hours}: {opened}{why}"


def _bookings(
    word: str, bookings: tuple[Booking, ...], names: Names, language: str
) -> Iterator[str]:
    if bookings:
        yield say(word, language)
    for each in bookings:
        yield f"  {booking_text(each, names, language)}"
