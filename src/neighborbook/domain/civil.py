"""Civil days and wall times: what the calendar and the clock on the wall show in a zone.

A day lasts from its first instant to the first instant of the next one: 23, 24 or 25 hours, 23½
and 24½ on Lord Howe Island. Where the clocks skip midnight the day begins later; a day that a zone
skipped as a whole (Apia, 2011-12-30) never existed.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from neighborbook.domain.spans import Span
from neighborbook.domain.time_fault import TimeFault
from neighborbook.domain.zones import FIRST_YEAR, LAST_YEAR, change_between
from neighborbook.domain.zones import zone as zone_named

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ONE_DAY = timedelta(days=1)
_ONE_SECOND = timedelta(seconds=1)


def instant_of(aware: datetime) -> int:
    """Return the UTC seconds of an aware datetime without sub-second parts, exactly."""
    return (aware - _EPOCH) // _ONE_SECOND


def to_local(instant: int, zone: ZoneInfo) -> datetime:
    """Return what calendar and clock show at an instant, as a standard-library datetime.

    >>> from neighborbook.domain.zones import zone
    >>> to_local(0, zone("Asia/Shanghai")).isoformat()
    '1970-01-01T08:00:00+08:00'
    """
    return datetime.fromtimestamp(instant, zone)


def two_readings(wall: datetime, zone: ZoneInfo) -> tuple[int, int]:
    """Return the instants of a naive wall time with its ``fold`` taken as 0 and as 1.

    Equal: shown once. First < second: shown twice. First > second: skipped; the first is read by
    the offset before the gap, the second by the one after it.
    """
    return (
        instant_of(wall.replace(tzinfo=zone, fold=0)),
        instant_of(wall.replace(tzinfo=zone, fold=1)),
    )


def wall_on(day: date, at: int | time) -> datetime:
    """Return the naive wall time of a day; minutes from 1440 on are the next day's."""
    if isinstance(at, time):
        return datetime.combine(day, at.replace(tzinfo=None, fold=0))
    return datetime.combine(day, time()) + timedelta(minutes=at)


def at_local(day: date, at: int | time, zone: ZoneInfo) -> tuple[int, ...]:
    """Return every instant at which the wall shows that time of that day: none, one or two.

    Args:
        day: the civil day.
        at: minutes after midnight as the clock counts them (1440 and more: the next day's), or a
            time of day.
        zone: whose clocks.

    >>> from neighborbook.domain.zones import zone
    >>> [len(at_local(day, 210, zone("Europe/Helsinki"))) for day in
    ...     (date(2026, 3, 29), date(2026, 3, 30), date(2026, 10, 25))]
    [0, 1, 2]
    """
    first, second = two_readings(wall_on(day, at), zone)
    if first == second:
        return (first,)
    return (first, second) if first < second else ()


def resolve_wall(day: date, at: int | time, zone: ZoneInfo) -> int:
    """Return the first instant at which the wall shows that time of that day, or is past it.

    For opening hours: a time that the clocks skip is where they land; one that comes twice is
    its first pass.

    >>> from neighborbook.domain.zones import zone
    >>> to_local(resolve_wall(date(2026, 3, 29), 210, zone("Europe/Helsinki")),
    ...     zone("Europe/Helsinki")).isoformat()
    '2026-03-29T04:00:00+03:00'
    """
    first, second = two_readings(wall_on(day, at), zone)
    if first <= second:
        return first
    return change_between(second, first, zone)


@lru_cache(maxsize=65_536)
def day_start(day: date, zone: ZoneInfo) -> int:
    """Return the first instant of a civil day; of a day that never existed, where it would be.

    >>> from neighborbook.domain.zones import zone
    >>> to_local(day_start(date(2026, 9, 6), zone("America/Santiago")),
    ...     zone("America/Santiago")).isoformat()
    '2026-09-06T01:00:00-03:00'
    """
    return resolve_wall(day, 0, zone)


def day_exists(day: date, zone: ZoneInfo) -> bool:
    """Whether the zone's calendar ever showed that day.

    >>> from neighborbook.domain.zones import zone
    >>> day_exists(date(2011, 12, 30), zone("Pacific/Apia"))
    False
    """
    return day_start(day, zone) < day_start(day + _ONE_DAY, zone)


def day_span(day: date, zone: ZoneInfo) -> Span:
    """Return a civil day from its first instant to the first of the next day.

    Raises:
        TimeFault: the zone skipped that day.

    >>> from neighborbook.domain.zones import zone
    >>> [day_span(day, zone("America/Chicago")).length // 3600 for day in
    ...     (date(2026, 3, 8), date(2026, 3, 9), date(2026, 11, 1))]
    [23, 24, 25]
    """
    start, end = day_start(day, zone), day_start(day + _ONE_DAY, zone)
    if start == end:
        raise TimeFault(given=day.isoformat(), expected=f"a day that {zone.key} did not skip")
    return Span(start, end)


def day_of(instant: int, zone: ZoneInfo) -> date:
    """Return the civil day whose ``day_span`` holds the instant.

    It is the date on the calendar, but for one case: where the clocks went back over midnight
    (St. John's, 2006-10-29, 00:01 to 23:01), the day that had begun stays begun.

    >>> from neighborbook.domain.zones import zone
    >>> day_of(0, zone("America/Chicago")).isoformat()
    '1969-12-31'
    """
    local = datetime.fromtimestamp(instant, zone)
    day = local.date()
    if local.fold and day_start(day + _ONE_DAY, zone) <= instant:
        return day + _ONE_DAY
    return day


def hour_start(instant: int, zone: ZoneInfo) -> int:
    """Return the instant at which the clock showed the full hour last.

    >>> from neighborbook.domain.zones import zone
    >>> to_local(hour_start(0, zone("Asia/Kolkata")), zone("Asia/Kolkata")).isoformat()
    '1970-01-01T05:00:00+05:30'
    """
    local = to_local(instant, zone)
    return instant - local.minute * 60 - local.second


def days_of(window: Span, zone: ZoneInfo) -> tuple[date, ...]:
    """Return the civil days that have a part in the window, in order, without skipped ones.

    >>> from neighborbook.domain.zones import zone
    >>> len(days_of(Span(0, 2 * 86400), zone("UTC")))
    2
    """
    day, last = day_of(window.start, zone), day_of(window.end - 1, zone)
    found = []
    while day <= last:
        if day_exists(day, zone):
            found.append(day)
        day += _ONE_DAY
    return tuple(found)


def week_span(day: date, zone: ZoneInfo) -> Span:
    """Return the civil week that a day lies in (ISO 8601: from Monday) to the next one's start.

    >>> from neighborbook.domain.zones import zone
    >>> week_span(date(2026, 10, 25), zone("Europe/Helsinki")).length / 3600
    169.0
    """
    monday = day - timedelta(days=day.weekday())
    return Span(day_start(monday, zone), day_start(monday + timedelta(days=7), zone))


def month_span(day: date, zone: ZoneInfo) -> Span:
    """Return the civil month that a day lies in, from its first instant to the next month's.

    >>> from neighborbook.domain.zones import zone
    >>> month_span(date(2026, 2, 14), zone("Asia/Shanghai")).length // 86400
    28
    """
    first = day.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return Span(day_start(first, zone), day_start(following, zone))


def format_period(start: int, end: int, zone: ZoneInfo) -> str:
    """Return a period as one can read it at a glance; a time shown twice gets its offset.

    >>> from neighborbook.domain.zones import zone
    >>> format_period(1796104800, 1796112000, zone("Asia/Shanghai"))
    '2026-12-01 14:00–16:00'
    """
    first, last = to_local(start, zone), to_local(end, zone)
    until = "" if first.date() == last.date() else f"{last:%Y-%m-%d} "
    return f"{first:%Y-%m-%d} {_clock(first, zone)}–{until}{_clock(last, zone)}"


def _clock(local: datetime, zone: ZoneInfo) -> str:
    shown = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    first, second = two_readings(local.replace(tzinfo=None, fold=0), zone)
    return shown if first == second else f"{shown}{local:%z}"


def check_year(day: date) -> None:
    """Raise TimeFault for a day outside the years that bookings may lie in."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise TimeFault(given=day.isoformat(), expected=f"a year from {FIRST_YEAR} to {LAST_YEAR}")


def local_start(instant: int, zone: ZoneInfo) -> str:
    """Return the wall time of an instant as a booking keeps it beside the instant.

    Keep ``to_local(instant, zone).fold``, the zone's key and ``tzdata_version()`` with it.

    >>> from neighborbook.domain.zones import zone
    >>> local_start(1796090400, zone("Asia/Shanghai"))
    '2026-12-01T10:00'
    """
    wall = datetime.fromtimestamp(instant, zone).replace(tzinfo=None)
    return wall.isoformat(timespec="seconds" if wall.second else "minutes")


def reproject(wall: str, zone_key: str, fold: int = 0) -> int:
    """Return the instant of a kept wall time by the zone's present rules.

    A booking for 10:00 stays at 10:00 when the rules change. A wall time that the new rules skip
    is read by the offset before the gap (RFC 5545 §3.3.5), one that they repeat by ``fold``.

    Args:
        wall: what ``local_start`` returned.
        zone_key: the name of its zone, kept beside it.
        fold: which pass of a repeated hour was booked, 0 or 1.

    >>> reproject("2026-12-01T10:00", "Asia/Shanghai")
    1796090400
    """
    first, second = two_readings(datetime.fromisoformat(wall), zone_named(zone_key))
    return second if fold and second > first else first
