"""The footer of a zone: the one line of its TZif file that rules all years not listed.

It is written in the manner of POSIX ``TZ`` with the extensions of RFC 9636 §3.3.2.
:mod:`zoneinfo` obeys it but keeps it to itself; a VTIMEZONE has to say it aloud, as an RRULE.
"""

from __future__ import annotations

import re
import struct
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

import attrs

_WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
_LAST_WEEK = 5
_DAY = 86_400
_USUAL_TIME = "2"


@attrs.frozen(kw_only=True)
class Change:
    """At UTC second ``at`` clocks go from ``before`` to ``after``, both seconds east of UTC."""

    at: int
    before: int
    after: int


@attrs.frozen(kw_only=True)
class YearlyDay:
    """``Mm.w.d/time``: weekday ``d`` (0: Sunday) of week ``w`` (5: the last) of month ``m``.

    ``seconds`` count from that day's midnight by the clock in force before the change; they may
    be negative or more than a day.

    >>> datetime.fromtimestamp(YearlyDay(month=3, week=2, weekday=0, seconds=7200).wall(2026), UTC)
    datetime.datetime(2026, 3, 8, 2, 0, tzinfo=datetime.timezone.utc)
    """

    month: int
    week: int
    weekday: int
    seconds: int

    def wall(self, year: int) -> int:
        """Return what the clock in force before the change shows, as seconds since its 1970."""
        first = date(year, self.month, 1)
        day = first + timedelta(days=(self.weekday - first.isoweekday()) % 7 + 7 * (self.week - 1))
        if day.month != self.month:
            day -= timedelta(days=7)
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
        return int(midnight.timestamp()) + self.seconds

    def rules(self) -> tuple[tuple[int, str], ...]:
        """Return RRULEs that together name the same days, each with the month it falls in.

        One as a rule; two where the time of day carries some years over a month's end (Cairo's
        last Thursday of October, 24:00); none where that end is February's, which no RRULE says.

        >>> YearlyDay(month=10, week=5, weekday=0, seconds=7200).rules()
        ((10, 'FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU'),)
        """
        carried = self.seconds // _DAY
        if not carried:
            week = -1 if self.week == _LAST_WEEK else self.week
            byday = f"{week}{_WEEKDAYS[self.weekday]}"
            return ((self.month, f"FREQ=YEARLY;BYMONTH={self.month};BYDAY={byday}"),)
        byday = _WEEKDAYS[(self.weekday + carried) % 7]
        return tuple(
            (month, f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={','.join(days)};BYDAY={byday}")
            for month, days in self._carried_days(carried).items()
        )

    def _carried_days(self, carried: int) -> dict[int, list[str]]:
        # Any two years without and with a leap day: where they differ, no fixed days will do.
        plain, leap = (self._days_in(year, carried) for year in (2023, 2024))
        return plain if plain == leap else {}

    def _days_in(self, year: int, carried: int) -> dict[int, list[str]]:
        length = monthrange(year, self.month)[1]
        last = length if self.week == _LAST_WEEK else 7 * self.week
        days: dict[int, list[str]] = {}
        for number in range(last - 6, last + 1):
            day = date(year, self.month, number) + timedelta(days=carried)
            days.setdefault(day.month, []).append(str(day.day))
        return days


@attrs.frozen(kw_only=True)
class Footer:
    """The two yearly changes of a zone; offsets are seconds east of UTC.

    ``starts`` and ``ends`` are those of what the zone calls daylight time, which in winter-time
    zones (Europe/Dublin) lies *behind* its standard time.
    """

    standard: int
    daylight: int
    starts: YearlyDay
    ends: YearlyDay

    def changes(self, year: int) -> tuple[tuple[Change, YearlyDay], ...]:
        """Return the changes of one year in order of time, each with the day that rules it."""
        onset = (_change(self.starts, year, self.standard, self.daylight), self.starts)
        end = (_change(self.ends, year, self.daylight, self.standard), self.ends)
        return (onset, end) if onset[0].at < end[0].at else (end, onset)


_NAME = r"(?:<[A-Za-z0-9+-]+>|[A-Za-z]+)"
_OFFSET = r"[+-]?\d+(?::\d+){0,2}"
_ON = rf"M(\d+)\.(\d)\.(\d)(?:/({_OFFSET}))?"
_FOOTER = re.compile(rf"{_NAME}({_OFFSET})(?:{_NAME}({_OFFSET})?,{_ON},{_ON})?")


def footer_of(tzif: bytes) -> Footer | None:
    r"""Read the footer out of a TZif file of version 2 or later; None if clocks stay as they are.

    The ``Jn`` and ``n`` forms of POSIX occur in no zone of tzdata and count as not understood.

    Raises:
        ValueError: the footer has another form.

    >>> footer_of(b"TZif2\nJST-9\n") is None
    True
    """
    line = tzif.rsplit(b"\n", 2)[1].decode("ascii", "replace")
    found = _FOOTER.fullmatch(line)
    if found is None:
        raise ValueError(f"zone footer {line!r} is not understood. Check the tzdata package.")
    standard, daylight, *days = found.groups()
    if days[0] is None:
        return None
    offset = -_seconds(standard)
    return Footer(
        standard=offset,
        daylight=-_seconds(daylight) if daylight else offset + 3600,
        starts=_yearly_day(*days[:4]),
        ends=_yearly_day(*days[4:]),
    )


def last_listed(tzif: bytes) -> int | None:
    """Return the instant of the last change that a TZif file lists; from then on its footer rules.

    None if it lists none: clocks there never were changed before the footer.
    """
    # Of the two blocks the second has 64-bit times (RFC 9636 §3.2); its header is 44 octets, the
    # count of times at octet 32.
    second = tzif.index(b"TZif", 4)
    (count,) = struct.unpack_from(">l", tzif, second + 32)
    if not count:
        return None
    (instant,) = struct.unpack_from(">q", tzif, second + 44 + 8 * (count - 1))
    return int(instant)


def _yearly_day(month: str, week: str, weekday: str, time: str | None) -> YearlyDay:
    return YearlyDay(
        month=int(month),
        week=int(week),
        weekday=int(weekday),
        seconds=_seconds(time or _USUAL_TIME),
    )


def _seconds(text: str) -> int:
    sign = -1 if text.startswith("-") else 1
    hours, minutes, seconds = ([int(part) for part in text.lstrip("+-").split(":")] + [0, 0])[:3]
    return sign * (hours * 3600 + minutes * 60 + seconds)


def _change(day: YearlyDay, year: int, before: int, after: int) -> Change:
    return Change(at=day.wall(year) - before, before=before, after=after)
