"""Which days people work: weekends, public holidays, and the weekends made up for them.

In China (and some other countries) bridge days are given and a Saturday or Sunday is worked instead
(调休, "make-up days"). They are announced for one year at a time; until then a year is
*provisional*: its holidays are known, its bridge days and make-up days are not.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import attrs

from neighborbook.domain.time_fault import TimeFault

if TYPE_CHECKING:
    from holidays import HolidayBase

_ONE_DAY = timedelta(days=1)
_SATURDAY, _SUNDAY = 5, 6


@attrs.frozen(kw_only=True, cache_hash=True)
class WorkingDays:
    """The working days of a country or region, for some years.

    In a year outside ``years`` every weekday is worked, and the year is provisional.

    Attributes:
        holidays: public holidays and bridge days.
        makeup: days of a weekend that are worked.
        bridges: holidays for which another day is worked instead.
        weekend: the days of the week that are not worked, Monday being 0.
        years: the years that the holidays are known for.
        provisional: those among them that may still change.

    >>> plain = WorkingDays(holidays=frozenset({date(2026, 12, 25)}))
    >>> plain.next_working_day(date(2026, 12, 24)).isoformat()
    '2026-12-28'
    """

    holidays: frozenset[date] = frozenset()
    makeup: frozenset[date] = frozenset()
    bridges: frozenset[date] = frozenset()
    weekend: frozenset[int] = frozenset({_SATURDAY, _SUNDAY})
    years: frozenset[int] = frozenset()
    provisional: frozenset[int] = frozenset()

    def __attrs_post_init__(self) -> None:
        if len(self.weekend) >= 7:
            raise ValueError("a weekend of seven days leaves none to work: give at most six")

    def is_working_day(self, day: date) -> bool:
        """Whether people work that day.

        >>> working_days("CN", years=(2026,)).is_working_day(date(2026, 2, 14))  # a Saturday
        True
        """
        if day in self.makeup:
            return True
        return day.weekday() not in self.weekend and day not in self.holidays

    def is_provisional(self, day: date) -> bool:
        """Whether the answer for that day may still change, its year not being published yet."""
        return day.year not in self.years or day.year in self.provisional

    def is_moved(self, day: date) -> bool:
        """Whether the day was exchanged for another, as is announced but shortly before its year.

        >>> working_days("CN", years=(2026,)).is_moved(date(2026, 2, 20))  # bridges to a weekend
        True
        """
        return day in self.makeup or day in self.bridges

    def next_working_day(self, day: date) -> date:
        """Return the first working day later than that day."""
        return self.add_working_days(day, 1)

    def previous_working_day(self, day: date) -> date:
        """Return the last working day earlier than that day."""
        return self.add_working_days(day, -1)

    def add_working_days(self, day: date, count: int) -> date:
        """Return the day that is so many working days later, or earlier if negative.

        Counted from the day itself, worked or not; 0 is the day itself.

        >>> working_days("CN", years=(2026,)).add_working_days(date(2026, 2, 13), 2).isoformat()
        '2026-02-24'
        """
        step = _ONE_DAY if count > 0 else -_ONE_DAY
        left = abs(count)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def overridden(
        self, *, holidays: Iterable[date] = (), makeup: Iterable[date] = ()
    ) -> WorkingDays:
        """Return the same with dates that a center states itself; they are stronger.

        Args:
            holidays: dates not worked after all.
            makeup: dates worked after all, be they holidays or on a weekend.

        >>> WorkingDays().overridden(makeup=[date(2026, 12, 5)]).is_working_day(date(2026, 12, 5))
        True
        """
        off, on = frozenset(holidays), frozenset(makeup)
        return attrs.evolve(
            self,
            holidays=(self.holidays | off) - on,
            makeup=(self.makeup - off) | on,
            bridges=self.bridges - on,
        )


@lru_cache(maxsize=256)
def _read(country: str, subdivision: str, years: frozenset[int]) -> WorkingDays:
    import holidays as published

    place = f"{country}-{subdivision}" if subdivision else country
    expected = "a country of ISO 3166 such as 'CN', and a subdivision of it"
    if len(country) != 2 or not country.isupper():  # the library takes its own class names too
        raise TimeFault(given=place, expected=expected)
    try:
        book = published.country_holidays(country, subdiv=subdivision or None, years=sorted(years))
    except NotImplementedError as unknown:
        raise TimeFault(given=place, expected=expected) from unknown
    some_week = [date(max(years), 1, 1) + _ONE_DAY * count for count in range(7)]
    return WorkingDays(
        holidays=frozenset(day for day in book if day.year in years),
        makeup=frozenset(day for day in book.weekend_workdays if day.year in years),
        bridges=_bridges(book) & frozenset(book),
        weekend=frozenset(day.weekday() for day in some_week if book.is_weekend(day)),
        years=years,
        provisional=frozenset(year for year in years if _is_provisional(book, year)),
    )


def _is_provisional(book: HolidayBase, year: int) -> bool:
    """Whether a year's holidays are estimates, or its bridge days not yet announced."""
    if not book.start_year <= year <= book.end_year:
        return True
    if book.has_substituted_holidays and year > _last_announced(book):
        return True
    label = str(getattr(book, "estimated_label", None) or "")
    marks = {text.replace("%s", "").strip(" ()（）") for text in (label, book.tr(label)) if text}
    return any(
        mark in name for day, name in book.items() if day.year == year for mark in marks if mark
    )


def _last_announced(book: HolidayBase) -> int:
    """Return the last year whose bridge days the ``holidays`` library lists.

    A country that gave up the custom stays provisional since: better said too often than too
    seldom.
    """
    return max((day.year for day in _bridges(book)), default=0)


def _bridges(book: HolidayBase) -> frozenset[date]:
    """Return every day that the ``holidays`` library lists as given for another one.

    It keeps them by year in tables ``special_…``, one entry for each: month and day, then month,
    day and perhaps year of the day worked instead.
    """
    tables = (getattr(book, name) for name in dir(book) if name.startswith("special_"))
    return frozenset(
        date(year, entry[0], entry[1])
        for table in tables
        if isinstance(table, dict)
        for year, entries in table.items()
        for entry in (entries if isinstance(entries[0], tuple) else (entries,))
        if len(entry) > 3
    )


def working_days(
    country: str, subdivision: str = "", years: Iterable[int] = range(2000, 2101)
) -> WorkingDays:
    """Return the working days of a country as the ``holidays`` library publishes them.

    Args:
        country: two letters of ISO 3166; "" for no holidays at all and a weekend of two days.
        subdivision: a state or region of it, or "".
        years: the years wanted.

    Raises:
        TimeFault: there is no such country or subdivision, or a year is out of bounds.

    >>> days = working_days("CN", years=range(2026, 2028))
    >>> days.is_provisional(date(2026, 10, 1)), days.is_provisional(date(2027, 10, 1))
    (False, True)
    """
    wanted = frozenset(years)
    if not wanted or not country:
        return WorkingDays(years=wanted)
    return _read(country, subdivision, wanted)
