"""Opening hours: by weekday, on holidays, on make-up days, and on single dates.

Hours are wall times. A range that passes midnight belongs to the day on which it begins. Several
opening hours over one thing (house, room, offering) are layers that intersect; that is reckoned in
the engine, here is what they say of a day. How a center file writes them is in ``hours_text``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeAlias

import attrs

from neighborbook.domain.text import Text
from neighborbook.domain.working_days import WorkingDays

MIDNIGHT = 24 * 60
"""Minutes of a clock's day; a range that closes later passes midnight."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@attrs.frozen(kw_only=True, order=True)
class TimeRange:
    """Open from one wall time to another, in minutes since midnight, half-open.

    ``closes`` is at most 24 hours after ``opens``: 20:00 to 02:00 is ``opens=1200, closes=1560``.

    Raises:
        ValueError: it opens outside the day, or does not close within 24 hours after opening.

    >>> TimeRange(opens=450, closes=1260).text, TimeRange(opens=1200, closes=1560).text
    ('07:30-21:00', '20:00-02:00')
    """

    opens: int
    closes: int

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.opens < MIDNIGHT or not self.opens < self.closes <= self.opens + MIDNIGHT:
            raise ValueError(
                f"open from minute {self.opens} to {self.closes}: give an opening from 0 to 1439 "
                "and a closing after it, at most 1440 later"
            )

    @property
    def text(self) -> str:
        """The range as a center file writes it."""
        closes = self.closes - MIDNIGHT if self.closes > MIDNIGHT else self.closes
        return f"{clock(self.opens)}-{clock(closes)}"


DayHours: TypeAlias = tuple[TimeRange, ...]
"""When it is open on one day, in order, neither overlapping nor touching; empty: closed."""

CLOSED: DayHours = ()
ALL_DAY: DayHours = (TimeRange(opens=0, closes=MIDNIGHT),)


def clock(minutes: int) -> str:
    """Return minutes since midnight as a clock shows them; 1440 is 24:00.

    >>> clock(450), clock(1440)
    ('07:30', '24:00')
    """
    return f"{minutes // 60:02}:{minutes % 60:02}"


def day_hours(ranges: Iterable[TimeRange]) -> DayHours:
    """Put ranges in order and join those that touch.

    Raises:
        ValueError: two of them overlap.

    >>> [r.text for r in day_hours([TimeRange(opens=720, closes=780),
    ...     TimeRange(opens=480, closes=720)])]
    ['08:00-13:00']
    """
    found: list[TimeRange] = []
    for one in sorted(ranges):
        if found and one.opens < found[-1].closes:
            raise ValueError(f"{found[-1].text} and {one.text} overlap: give ranges that do not")
        joins = found and one.opens == found[-1].closes
        if joins and one.closes <= found[-1].opens + MIDNIGHT:
            found[-1] = TimeRange(opens=found[-1].opens, closes=one.closes)
        else:
            found.append(one)
    return tuple(found)


@attrs.frozen(kw_only=True, cache_hash=True)
class DatedHours:
    """Hours that hold on certain dates instead of the usual ones.

    Attributes:
        first_on: the first date.
        last_on: the last date; it is included.
        ranges: when it is open then; empty for closed.
        reason: why, for everybody to read.

    Raises:
        ValueError: the last date lies before the first one.
    """

    first_on: date
    last_on: date
    ranges: DayHours = CLOSED
    reason: Text = attrs.field(factory=Text)

    def __attrs_post_init__(self) -> None:
        if self.last_on < self.first_on:
            raise ValueError(
                f"{self.last_on} lies before {self.first_on}: give the last date after the first"
            )


@attrs.frozen(kw_only=True, cache_hash=True)
class OpeningHours:
    """When something is open: by weekday, with what differs on holidays and on single dates.

    Strongest first: dated exceptions, holidays, make-up days, weekdays.

    Attributes:
        id: the name that resources and offerings refer to.
        weekly: the hours of Monday to Sunday.
        holidays: the hours of public holidays; None: as if it were no holiday.
        makeup: the hours of a weekend day that is worked; None: its own. Monday's if not given.
        exceptions: hours of single dates; where two cover a date, the later in the tuple holds.

    Raises:
        ValueError: ``weekly`` does not have seven days.

    >>> hours = OpeningHours(id="office", weekly=(ALL_DAY,) * 5 + (CLOSED,) * 2, holidays=CLOSED)
    >>> hours.ranges_on(date(2026, 12, 5), WorkingDays())
    ()
    """

    id: str
    weekly: tuple[DayHours, ...]
    holidays: DayHours | None = None
    makeup: DayHours | None = attrs.field(
        default=attrs.Factory(lambda self: self.weekly[0] if self.weekly else None, takes_self=True)
    )
    exceptions: tuple[DatedHours, ...] = ()

    def __attrs_post_init__(self) -> None:
        if len(self.weekly) != len(WEEKDAYS):
            raise ValueError(f"hours {self.id!r} have {len(self.weekly)} days: give seven")

    def exception_on(self, day: date) -> DatedHours | None:
        """Return the dated exception that rules a day, with its reason; None on a usual day."""
        for one in reversed(self.exceptions):
            if one.first_on <= day <= one.last_on:
                return one
        return None

    def ranges_on(self, day: date, working_days: WorkingDays) -> DayHours:
        """Return the ranges that begin on a day; one may end on the next."""
        dated = self.exception_on(day)
        if dated is not None:
            return dated.ranges
        if self.holidays is not None and day in working_days.holidays:
            return self.holidays
        if self.makeup is not None and day in working_days.makeup:
            return self.makeup
        return self.weekly[day.weekday()]
