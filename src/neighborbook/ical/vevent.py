"""One VEVENT (RFC 5545 §3.6.1): a value in, its bytes out.

The value holds what its reader may see and nothing else: whoever fills it has redacted already.
The bytes of an unchanged value never change, so that they can be kept and joined.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple

import attrs

from neighborbook.domain.zones import zone
from neighborbook.ical.content import escaped, folded, token, uri
from neighborbook.ical.moments import (
    day_in,
    duration,
    first_and_next_day,
    in_zone,
    starts_and_ends,
    utc,
)
from neighborbook.ical.status import CONFIRMED, Standing, Status
from neighborbook.ical.vtimezone import is_fixed

_RULE = re.compile(r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;(?!UNTIL)[A-Z]+=[A-Z0-9,+-]+)*")
# For so long after its first occurrence the VTIMEZONE of an endless series is written to be right.
_ENDLESS = 5 * 366 * 86_400


@attrs.frozen(kw_only=True)
class Repetition:
    """How a series goes on after its master.

    Attributes:
        rule: an RRULE value without UNTIL: ``FREQ=WEEKLY;BYDAY=TU``.
        until: the latest instant at which an occurrence may start, in UTC seconds; ``None``: as
            long as the rule says.
        cancelled: original starts of occurrences that are cancelled (EXDATE), in UTC seconds.

    Raises:
        ValueError: the rule is not one of days, weeks, months or years, or ends in two ways.
    """

    rule: str
    until: int | None = None
    cancelled: tuple[int, ...] = ()

    def __attrs_post_init__(self) -> None:
        if _RULE.fullmatch(self.rule) is None:
            raise ValueError(
                f"rule {self.rule!r} is not understood. Give FREQ=DAILY, WEEKLY, MONTHLY or YEARLY "
                "with its parts, and the end as until."
            )
        if self.until is not None and ";COUNT=" in self.rule:
            raise ValueError("a series ends by COUNT or by until. Leave one of them out.")


@attrs.frozen(kw_only=True)
class Vevent:
    """What one calendar says of one booking, session or override, after redaction.

    Attributes:
        uid: one for life; the same for a series and its overrides.
        start, end: UTC seconds, ``[start, end)``.
        zone: an IANA name; times are written on its wall clock.
        summary: without a prefix; that comes from ``standing``.
        last_modified_at: when anything that stands here changed last; also DTSTAMP, which means
            that where there is no METHOD (RFC 5545 §3.8.7.2).
        standing: STATUS, whether it takes time, and what SUMMARY begins with.
        language: of the texts; the prefix is written in it.
        sequence: rises with each change of time, rule or status.
        transparent: takes none of the reader's time, whatever its standing.
        color: a CSS3 color name (RFC 7986 §5.9).
        all_day: written as dates: every day that ``[start, end)`` touches.
        repetition: makes it the master of a series.
        original_start: makes it the override of the occurrence that would start then.
        alarms: seconds before the start; only what the calendar's owner asked for. None ring for
            what is cancelled.
        organizer: the whole ORGANIZER line of a VEVENT that is sent; never in what is published
            for all.

    Raises:
        ValueError: the end is not later than the start, the uid is empty, or the master of a
            series starts in the second pass of a repeated hour, which iCalendar cannot say.
    """

    uid: str
    start: int
    end: int
    zone: str
    summary: str
    last_modified_at: int
    standing: Standing = CONFIRMED
    language: str = "en"
    location: str = ""
    description: str = ""
    url: str = ""
    categories: tuple[str, ...] = ()
    color: str = ""
    sequence: int = 0
    created_at: int | None = None
    transparent: bool = False
    all_day: bool = False
    repetition: Repetition | None = None
    original_start: int | None = None
    alarms: tuple[int, ...] = ()
    organizer: str = ""

    def __attrs_post_init__(self) -> None:
        if not self.start < self.end:
            raise ValueError(f"{self.uid}: DTEND must be later than DTSTART. Give a later end.")
        if not self.uid.strip():
            raise ValueError("a VEVENT needs a UID. Give the booking's uid.")
        if self.repetition is not None and not self.all_day:
            self._check_master()

    def _check_master(self) -> None:
        if datetime.fromtimestamp(self.start, zone(self.zone)).fold:
            raise ValueError(
                f"{self.uid}: a series cannot start in the second pass of a repeated hour. Write "
                "that occurrence by itself, and let the series start with the next one."
            )


class Rendered(NamedTuple):
    """A VEVENT as bytes with what a calendar must know to join it; sorts as calendars do.

    ``zone`` is empty where the text names none; ``end`` is how far that zone must be told.
    """

    start: int
    uid: str
    text: bytes
    end: int
    zone: str


def render_vevent(vevent: Vevent) -> Rendered:
    r"""Return the bytes of a VEVENT, to be kept and joined into as many calendars as show it.

    >>> class_ = Vevent(uid="9f3a", start=1796090400, end=1796097600, zone="Asia/Shanghai",
    ...     summary="Yoga, slow", last_modified_at=1790000000)
    >>> print(render_vevent(class_).text.decode()) # doctest: +NORMALIZE_WHITESPACE
    BEGIN:VEVENT
    UID:9f3a
    DTSTAMP:20260921T141320Z
    DTSTART;TZID=Asia/Shanghai:20261201T100000
    DTEND;TZID=Asia/Shanghai:20261201T120000
    SUMMARY:Yoga\, slow
    STATUS:CONFIRMED
    TRANSP:OPAQUE
    SEQUENCE:0
    LAST-MODIFIED:20260921T141320Z
    END:VEVENT
    """
    starts, ends, names_zone = _times(vevent)
    summary = escaped(_summary(vevent))
    revised = utc(vevent.last_modified_at)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{token(vevent.uid)}",
        f"DTSTAMP:{revised}",
        starts,
        ends,
        *_series(vevent),
        f"SUMMARY:{summary}",
        *_optional(vevent),
        *([vevent.organizer] if vevent.organizer else []),
        f"STATUS:{vevent.standing.status}",
        f"TRANSP:{'TRANSPARENT' if _takes_no_time(vevent) else 'OPAQUE'}",
        f"SEQUENCE:{vevent.sequence}",
        f"LAST-MODIFIED:{revised}",
        *_alarms(vevent, summary),
        "END:VEVENT",
    ]
    zone = vevent.zone if names_zone else ""
    return Rendered(vevent.start, vevent.uid, folded(lines), _told_until(vevent), zone)


def _summary(vevent: Vevent) -> str:
    prefix = vevent.standing.prefix
    if not prefix:
        return vevent.summary
    return prefix.in_(vevent.language.partition("-")[0]) + vevent.summary


def _takes_no_time(vevent: Vevent) -> bool:
    return vevent.transparent or vevent.standing.transparent


def _times(vevent: Vevent) -> tuple[str, str, bool]:
    """DTSTART, DTEND, and whether anything in the VEVENT names the zone."""
    if vevent.all_day:
        first, following = first_and_next_day(vevent.start, vevent.end, zone(vevent.zone))
        return f"DTSTART;VALUE=DATE:{first}", f"DTEND;VALUE=DATE:{following}", False
    starts, ends, names_zone = starts_and_ends(
        vevent.start, vevent.end, vevent.zone, repeats=vevent.repetition is not None
    )
    overrides = vevent.original_start is not None and not is_fixed(vevent.zone)
    return starts, ends, names_zone or overrides


def _series(vevent: Vevent) -> list[str]:
    """RECURRENCE-ID of an override; RRULE and EXDATE of a master (RFC 5545 §3.8.4.4, §3.8.5)."""
    lines = []
    if vevent.original_start is not None:
        lines.append(_like_the_start("RECURRENCE-ID", vevent.original_start, vevent))
    if vevent.repetition is not None:
        lines.append(f"RRULE:{vevent.repetition.rule}{_until(vevent.repetition, vevent)}")
        # One line each: of a comma list some readers take the first value alone.
        lines += [
            _like_the_start("EXDATE", start, vevent)
            for start in sorted(set(vevent.repetition.cancelled))
        ]
    return lines


def _like_the_start(name: str, instant: int, vevent: Vevent) -> str:
    if vevent.all_day:
        return f"{name};VALUE=DATE:{day_in(instant, zone(vevent.zone))}"
    return in_zone(name, instant, vevent.zone)


def _until(repetition: Repetition, vevent: Vevent) -> str:
    if repetition.until is None:
        return ""
    if vevent.all_day:
        return f";UNTIL={day_in(repetition.until, zone(vevent.zone))}"
    return f";UNTIL={utc(repetition.until)}"


def _optional(vevent: Vevent) -> list[str]:
    lines = []
    if vevent.location:
        lines.append(f"LOCATION:{escaped(vevent.location)}")
    if vevent.description:
        lines.append(f"DESCRIPTION:{escaped(vevent.description)}")
    if vevent.url:
        lines.append(f"URL:{uri(vevent.url)}")
    if vevent.categories:
        lines.append(f"CATEGORIES:{','.join(escaped(name) for name in vevent.categories)}")
    if vevent.color:
        lines.append(f"COLOR:{token(vevent.color)}")
    if vevent.created_at is not None:
        lines.append(f"CREATED:{utc(vevent.created_at)}")
    return lines


def _alarms(vevent: Vevent, summary: str) -> list[str]:
    if vevent.standing.status is Status.CANCELLED:
        return []
    lines = []
    for seconds in vevent.alarms:
        lines += [
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"DESCRIPTION:{summary}",
            f"TRIGGER:-{duration(seconds)}",
            "END:VALARM",
        ]
    return lines


def _told_until(vevent: Vevent) -> int:
    """How far the zone must be told: to the end, or to the last occurrence that we know of."""
    if vevent.repetition is None:
        return vevent.end
    if vevent.repetition.until is None:
        return vevent.end + _ENDLESS
    return max(vevent.end, vevent.repetition.until + vevent.end - vevent.start)
