"""Times at the edges: what people and programs write, read into UTC seconds, and given back.

Inside there are only ints: seconds since 1970-01-01T00:00:00Z, and lengths in seconds of elapsed
time. This is the one module that knows pendulum, whose values are made only when somebody reads
them. What the rest of the program needs of zones, spans and civil days can be had from here too.
"""

from __future__ import annotations

import io
import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal, TypeAlias
from zoneinfo import ZoneInfo

from neighborbook.domain.civil import (
    at_local,
    check_year,
    day_exists,
    day_of,
    day_span,
    day_start,
    days_of,
    format_period,
    hour_start,
    instant_of,
    local_start,
    month_span,
    reproject,
    resolve_wall,
    to_local,
    two_readings,
    week_span,
)
from neighborbook.domain.spans import Span
from neighborbook.domain.time_fault import TimeFault, UnknownZone
from neighborbook.domain.zones import (
    FIRST_YEAR,
    LAST_YEAR,
    Stretch,
    offset_at,
    stretches,
    tzdata_version,
    zone,
    zone_bytes,
    zone_keys,
)

if TYPE_CHECKING:
    import pendulum

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "LONGEST",
    "Ambiguity",
    "Span",
    "Stretch",
    "TimeFault",
    "UnknownZone",
    "at_local",
    "day_exists",
    "day_of",
    "day_span",
    "day_start",
    "days_of",
    "format_length",
    "format_local",
    "format_period",
    "hour_start",
    "local_start",
    "month_span",
    "offset_at",
    "parse_date",
    "parse_instant",
    "parse_length",
    "reproject",
    "resolve_wall",
    "stretches",
    "to_local",
    "to_pendulum",
    "tzdata_version",
    "week_span",
    "zone",
    "zone_bytes",
    "zone_keys",
]

Ambiguity: TypeAlias = Literal["fault", "earlier", "later"]
"""What to do with a wall time that comes twice or is skipped: refuse it, or take that reading."""

LONGEST = 3653 * 86_400
"""Ten years: no length may be longer. In seconds."""

_A_TIME = "a time such as '2026-12-01T10:00' or '2026-12-01T10:00+08:00', or a date"
_NONE_SUCH = "there is no such day or time"
_A_DATE = "a date such as '2026-12-01'"
_A_LENGTH = "a length with its units, such as '90m', '1h30m', '2d' or 'PT2H'"

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(
    r"(?P<wall>[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)"
    r"(?P<fraction>\.[0-9]{1,9})?"
    r" ?(?P<offset>[Zz]|[+-][0-9]{2}(?::?[0-9]{2}(?::[0-9]{2})?)?)?"
)
_UNITS = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
_LENGTH = re.compile(
    r"(?:(?P<w>[0-9]+)w)? ?(?:(?P<d>[0-9]+)d)? ?(?:(?P<h>[0-9]+)h)? ?"
    r"(?:(?P<m>[0-9]+)m(?:in)?)? ?(?:(?P<s>[0-9]+)s)?"
)
_ISO_LENGTH = re.compile(
    r"P(?:(?P<w>[0-9]+)W)?(?:(?P<d>[0-9]+)D)?"
    r"(?:T(?=[0-9])(?:(?P<h>[0-9]+)H)?(?:(?P<m>[0-9]+)M)?(?:(?P<s>[0-9]+)S)?)?"
)

_pendulum_zones: dict[str, pendulum.Timezone] = {}


def _pendulum_zone(key: str) -> pendulum.Timezone:
    """Return pendulum's form of a zone, made from the same file of the tzdata package."""
    known = _pendulum_zones.get(key)
    if known is None:
        import pendulum

        known = pendulum.Timezone.from_file(io.BytesIO(zone_bytes(key)), key=key)
        _pendulum_zones[key] = known
    return known


def to_pendulum(instant: int, zone: ZoneInfo) -> pendulum.DateTime:
    """Return an instant as people read it: a pendulum DateTime in that zone, with its fold.

    >>> to_pendulum(1796090400, zone("Asia/Shanghai")).isoformat()
    '2026-12-01T10:00:00+08:00'
    """
    import pendulum

    return pendulum.DateTime.fromtimestamp(instant, _pendulum_zone(zone.key))


def format_local(instant: int, zone: ZoneInfo) -> str:
    """Return an instant as ISO 8601 text with its offset; ``parse_instant`` reads it back.

    >>> format_local(1796090400, zone("Asia/Shanghai"))
    '2026-12-01T10:00:00+08:00'
    """
    return to_local(instant, zone).isoformat()


def parse_instant(value: object, zone: ZoneInfo, *, ambiguous: Ambiguity = "fault") -> int:
    """Return the UTC seconds of a time that somebody wrote.

    Args:
        value: an aware datetime (standard or pendulum); ISO text, which is local to ``zone``
            unless it ends with an offset; or a date, which is the first instant of that day.
        zone: the zone of text without an offset and of dates.
        ambiguous: what to do with a wall time that comes twice or is skipped.

    Raises:
        TimeFault: it is no time, a naive datetime, has parts of a second, lies outside the years
            1970 to 2200, or is shown twice or never; ``readings`` then has both ways to read it.

    >>> parse_instant("2026-12-01T10:00", zone("Asia/Shanghai"))
    1796090400
    >>> parse_instant("2026-12-01T02:00Z", zone("Asia/Shanghai"))
    1796090400
    >>> parse_instant("2026-10-25 03:30", zone("Europe/Helsinki"))
    Traceback (most recent call last):
    ...
    neighborbook.domain.time_fault.TimeFault: '2026-10-25 03:30' cannot be used: give \
'2026-10-25T03:30:00+03:00' or '2026-10-25T03:30:00+02:00'; the clock shows this time twice
    """
    if ambiguous not in ("fault", "earlier", "later"):
        raise ValueError(f"ambiguous={ambiguous!r}: give 'fault', 'earlier' or 'later'")
    if isinstance(value, datetime):
        return _instant_of_datetime(value, zone, ambiguous)
    if isinstance(value, date):
        return _instant_of_date(value, zone)
    if not isinstance(value, str):
        raise TimeFault(given=value, expected=_A_TIME)
    text = value.strip()
    if _DATE.fullmatch(text):
        return _instant_of_date(parse_date(text), zone)
    return _instant_of_text(text, zone, ambiguous)


def _instant_of_datetime(value: datetime, zone: ZoneInfo, ambiguous: Ambiguity) -> int:
    """Read an aware datetime; one that its own zone skips is a fault although it has an offset."""
    try:
        ahead = value.utcoffset()
    except Exception as broken:  # a foreign tzinfo may raise anything
        raise TimeFault(given=value, expected="a datetime whose zone works") from broken
    if ahead is None:
        raise TimeFault(given=value, expected="a datetime with a zone, or local time as text")
    if value.microsecond or ahead % timedelta(seconds=1):
        raise TimeFault(given=value, expected="whole seconds: use .replace(microsecond=0)")
    # pendulum's own subtraction makes Intervals, which do not divide; a plain copy does.
    wall = datetime(*value.timetuple()[:6])  # noqa: DTZ001  its zone is put back below
    own = value.tzinfo
    if isinstance(own, ZoneInfo):
        first, second = two_readings(wall, own)
        if first > second:
            return _choose(value.isoformat(), first, second, own, ambiguous)
    return _in_bounds(value, instant_of(wall.replace(tzinfo=own, fold=value.fold)), zone)


def _instant_of_date(value: date, zone: ZoneInfo) -> int:
    return day_span(parse_date(value), zone).start


def _instant_of_text(text: str, zone: ZoneInfo, ambiguous: Ambiguity) -> int:
    found = _TIME.fullmatch(text)
    if found is None:
        raise TimeFault(given=text, expected=_A_TIME)
    # JavaScript always writes ".000"; a fraction of zero says nothing.
    if (found["fraction"] or "").strip(".0"):
        raise TimeFault(given=text, expected="whole seconds, without a fraction")
    try:
        wall = datetime.fromisoformat(found["wall"].upper())
        offset = found["offset"]
        aware = datetime.fromisoformat(wall.isoformat() + offset.upper()) if offset else None
    except ValueError as wrong:
        raise TimeFault(given=text, expected=f"{_A_TIME} ({_NONE_SUCH})") from wrong
    check_year(wall.date())
    if aware is not None:
        return _in_bounds(text, instant_of(aware), zone)
    first, second = two_readings(wall, zone)
    if first == second:
        return first
    return _choose(text, first, second, zone, ambiguous)


def _choose(given: str, first: int, second: int, zone: ZoneInfo, ambiguous: Ambiguity) -> int:
    """Take the reading that the policy names, or raise the fault that names both."""
    earlier, later = sorted((first, second))
    if ambiguous == "earlier":
        return earlier
    if ambiguous == "later":
        return later
    readings = (format_local(earlier, zone), format_local(later, zone))
    why = "shows this time twice" if first < second else "skips this time"
    raise TimeFault(
        given=given,
        expected=f"{readings[0]!r} or {readings[1]!r}; the clock {why}",
        readings=readings,
    )


def _in_bounds(given: object, instant: int, zone: ZoneInfo) -> int:
    """Raise TimeFault for an instant whose year in the zone is out of bounds."""
    try:
        inside = FIRST_YEAR <= to_local(instant, zone).year <= LAST_YEAR
    except (ValueError, OverflowError):  # at the ends of what a datetime can hold
        inside = False
    if not inside:
        raise TimeFault(given=given, expected=f"a year from {FIRST_YEAR} to {LAST_YEAR}")
    return instant


def parse_date(value: object) -> date:
    """Return the civil day that somebody wrote, as a standard-library date.

    Args:
        value: a date (standard or pendulum) or text such as ``2026-12-01``. A datetime is not
            taken: which day it lies in depends on a zone.

    Raises:
        TimeFault: it is no date, or lies outside the years 1970 to 2200.

    >>> parse_date("2026-12-01")
    datetime.date(2026, 12, 1)
    """
    if isinstance(value, date) and not isinstance(value, datetime):
        found = date(value.year, value.month, value.day)
    elif isinstance(value, str) and _DATE.fullmatch(value.strip()):
        try:
            found = date.fromisoformat(value.strip())
        except ValueError as wrong:
            raise TimeFault(given=value, expected=f"{_A_DATE} ({_NONE_SUCH})") from wrong
    else:
        raise TimeFault(given=value, expected=_A_DATE)
    check_year(found)
    return found


def parse_length(value: object) -> int:
    """Return the seconds of a length of elapsed time: a day is 24 hours, a week 7 days.

    Args:
        value: text such as ``90m``, ``1h30m``, ``2d`` or ``PT2H``, a timedelta, or a pendulum
            Duration without months and years. A bare number is not taken: of what?

    Raises:
        TimeFault: it is no length, negative, has parts of a second, or is longer than ten years.

    >>> parse_length("1h30m"), parse_length("PT2H"), parse_length(timedelta(minutes=15))
    (5400, 7200, 900)
    """
    if isinstance(value, timedelta):
        seconds = _seconds_of(value)
    elif isinstance(value, str):
        seconds = _seconds_of_text(value)
    else:
        raise TimeFault(given=value, expected=_A_LENGTH)
    if not 0 <= seconds <= LONGEST:
        raise TimeFault(given=value, expected=f"{_A_LENGTH}, from '0s' to ten years")
    return seconds


def _seconds_of(value: timedelta) -> int:
    if type(value) is not timedelta:
        import pendulum

        # An Interval has months too, but it lies between two instants: its length is known.
        by_calendar = isinstance(value, pendulum.Duration) and (value.years or value.months)
        if by_calendar and not isinstance(value, pendulum.Interval):
            raise TimeFault(given=value, expected=f"{_A_LENGTH}; months differ in length")
    # By way of the base class: pendulum's own operators fail on a standard timedelta.
    seconds, rest = timedelta.__divmod__(value, timedelta(seconds=1))
    if rest:
        raise TimeFault(given=value, expected=f"{_A_LENGTH}, in whole seconds")
    return seconds


def _seconds_of_text(value: str) -> int:
    text = value.strip()
    found = _ISO_LENGTH.fullmatch(text) or _LENGTH.fullmatch(text)
    counts = {} if found is None else {u: c for u, c in found.groupdict().items() if c}
    # The cap on digits keeps int() from being made to work on a book.
    if not counts or any(len(count) > 10 for count in counts.values()):
        raise TimeFault(given=value, expected=_A_LENGTH)
    return sum(_UNITS[unit] * int(count) for unit, count in counts.items())


def format_length(seconds: int) -> str:
    """Return a length as text that ``parse_length`` reads back.

    >>> format_length(5400), format_length(86400), format_length(0), format_length(90061)
    ('1h30m', '1d', '0s', '1d1h1m1s')
    """
    parts = []
    left = seconds
    for unit in ("d", "h", "m", "s"):
        count, left = divmod(left, _UNITS[unit])
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0s"
