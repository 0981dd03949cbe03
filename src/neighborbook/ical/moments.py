"""How instants and lengths are written: DATE-TIME, DATE and DURATION values (RFC 5545 §3.3)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from neighborbook.domain.zones import zone
from neighborbook.ical.vtimezone import is_fixed

_INSTANTS = 4096
"""How many are kept as they are written: what one booking ends with, another begins with."""


@lru_cache(maxsize=_INSTANTS)
def utc(instant: int) -> str:
    """Return an instant as a DATE-TIME in UTC.

    >>> utc(1796090400)
    '20261201T020000Z'
    """
    return f"{_wall(datetime.fromtimestamp(instant, UTC))}Z"


@lru_cache(maxsize=_INSTANTS)
def _local(instant: int, key: str) -> tuple[str, bool]:
    """Return an instant on the wall clock of a zone, and whether that shows it twice."""
    moment = datetime.fromtimestamp(instant, zone(key))
    twice = moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()
    return _wall(moment), twice


def starts_and_ends(
    start: int, end: int, key: str, *, repeats: bool = False
) -> tuple[str, str, bool]:
    """Return DTSTART and DTEND as properties, and whether they name the zone.

    With a TZID if they can. In UTC if the zone is but an offset, or if either lies in an hour that
    the clocks show twice: with a TZID it means the first pass (RFC 5545 §3.3.5), which libical,
    ical.js and node-ical read as the second one.

    Args:
        start: UTC seconds.
        end: UTC seconds.
        key: the name of the zone.
        repeats: whether an RRULE follows, which is reckoned in the zone of DTSTART: only DTEND
            may go over to UTC then.

    >>> starts_and_ends(1796090400, 1796097600, "Asia/Shanghai")[0]
    'DTSTART;TZID=Asia/Shanghai:20261201T100000'
    >>> starts_and_ends(1792891800, 1792897200, "Europe/Helsinki")[0]
    'DTSTART:20261025T013000Z'
    """
    if is_fixed(key):
        return f"DTSTART:{utc(start)}", f"DTEND:{utc(end)}", False
    (first, starts_twice), (last, ends_twice) = _local(start, key), _local(end, key)
    if not repeats and (starts_twice or ends_twice):
        return f"DTSTART:{utc(start)}", f"DTEND:{utc(end)}", False
    ends = f"DTEND:{utc(end)}" if ends_twice else f"DTEND;TZID={key}:{last}"
    return f"DTSTART;TZID={key}:{first}", ends, True


def in_zone(name: str, instant: int, key: str) -> str:
    """Return a property like EXDATE in the same form as its master's DTSTART."""
    if is_fixed(key):
        return f"{name}:{utc(instant)}"
    return f"{name};TZID={key}:{_local(instant, key)[0]}"


def first_and_next_day(start: int, end: int, place: ZoneInfo) -> tuple[str, str]:
    """Return the DATE of the first day that ``[start, end)`` touches and that after the last."""
    first = datetime.fromtimestamp(start, place).date()
    last = datetime.fromtimestamp(end - 1, place).date()
    return _day(first), _day(max(first, last) + timedelta(days=1))


def day_in(instant: int, place: ZoneInfo) -> str:
    """Return the DATE on the calendar at an instant."""
    return _day(datetime.fromtimestamp(instant, place).date())


def duration(seconds: int) -> str:
    """Return a positive DURATION in its largest whole unit.

    >>> duration(3600), duration(5400), duration(86400)
    ('PT1H', 'PT90M', 'P1D')
    """
    for size, form in ((86_400, "P{}D"), (3600, "PT{}H"), (60, "PT{}M")):
        if seconds % size == 0:
            return form.format(seconds // size)
    return f"PT{seconds}S"


def _wall(moment: datetime) -> str:
    # strftime takes three times as long, and pads no year on some systems.
    return (
        f"{moment.year:04}{moment.month:02}{moment.day:02}"
        f"T{moment.hour:02}{moment.minute:02}{moment.second:02}"
    )


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"
