"""Calendars that say when something is taken and nothing else.

Periods that touch are one; no series, no stamps of bookings, no UID of a booking: what a reader
could count or follow is not in them (RFC 5545 §3.6.4 for VFREEBUSY).
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable

import attrs

from neighborbook.domain.spans import Span, union, without
from neighborbook.domain.text import Text
from neighborbook.ical.content import folded
from neighborbook.ical.moments import utc
from neighborbook.ical.status import Standing, Status
from neighborbook.ical.vcalendar import FOOT, Vcalendar, head, write
from neighborbook.ical.vevent import Vevent

# A period that changes gets another UID, so what stands under one UID was never revised.
_NEVER_REVISED = 946_684_800
_UID_OCTETS = 16

_BUSY = Text.of({"en": "Busy", "zh": "占用"})
_PERHAPS = Text.of({"en": "Busy, not confirmed", "zh": "占用（未确认）"})


@attrs.frozen(kw_only=True)
class BusyPeriod:
    """A time that is taken, with its buffers; ``tentative`` while nothing confirmed takes it."""

    span: Span
    tentative: bool = False


def merged(periods: Iterable[BusyPeriod]) -> tuple[BusyPeriod, ...]:
    """Return the same taken time as few periods, apart from each other, in order.

    Confirmed outweighs tentative; what is tentative keeps only the time beside it.

    >>> [(p.span.start, p.span.end) for p in merged((BusyPeriod(span=Span(9, 10)),
    ...     BusyPeriod(span=Span(10, 12))))]
    [(9, 12)]
    """
    given = tuple(periods)
    firm = union(period.span for period in given if not period.tentative)
    loose = without(union(period.span for period in given if period.tentative), firm)
    both = [BusyPeriod(span=span) for span in firm]
    both += [BusyPeriod(span=span, tentative=True) for span in loose]
    return tuple(sorted(both, key=lambda period: period.span))


def write_busy(calendar: Vcalendar, periods: Iterable[BusyPeriod], *, feed: str) -> bytes:
    """Return a calendar with one VEVENT for each merged period.

    Args:
        calendar: its head; its zone is that of the times.
        periods: what is taken, in any order, as often as may be.
        feed: names this very calendar; the same period has another UID in another one.
    """
    return write(calendar, busy_vevents(calendar, periods, feed=feed))


def busy_vevents(
    calendar: Vcalendar, periods: Iterable[BusyPeriod], *, feed: str
) -> tuple[Vevent, ...]:
    """Return the VEVENTs of ``write_busy``, to stand beside those that are named."""
    return tuple(_vevent(calendar, period, feed) for period in merged(periods))


def write_freebusy(
    calendar: Vcalendar,
    periods: Iterable[BusyPeriod],
    *,
    feed: str,
    window: Span,
    revised_at: int,
) -> bytes:
    """Return a calendar with one VFREEBUSY for the whole window, in UTC.

    Args:
        calendar: its head.
        periods: what is taken, in any order; cut at the window.
        feed: names this very calendar.
        window: the time that is told: what is not named in it is free.
        revised_at: when anything in the calendar changed last, in UTC seconds.
    """
    lines = [
        "BEGIN:VFREEBUSY",
        f"UID:{_uid(feed, 'freebusy')}",
        f"DTSTAMP:{utc(revised_at)}",
        f"DTSTART:{utc(window.start)}",
        f"DTEND:{utc(window.end)}",
        # One line each: of a comma list some readers take the first value alone.
        *(line for period in merged(periods) for line in _freebusy(period, window)),
        "END:VFREEBUSY",
    ]
    return head(calendar) + folded(lines) + FOOT


def _vevent(calendar: Vcalendar, period: BusyPeriod, feed: str) -> Vevent:
    status = Status.TENTATIVE if period.tentative else Status.CONFIRMED
    words = _PERHAPS if period.tentative else _BUSY
    return Vevent(
        uid=_uid(feed, f"{period.span.start}/{period.span.end}/{status}"),
        start=period.span.start,
        end=period.span.end,
        zone=calendar.zone,
        summary=words.in_(calendar.language.partition("-")[0]),
        standing=Standing(status=status),
        last_modified_at=_NEVER_REVISED,
    )


def _freebusy(period: BusyPeriod, window: Span) -> list[str]:
    span = period.span.clipped(window)
    if span is None:
        return []
    kind = "BUSY-TENTATIVE" if period.tentative else "BUSY"
    return [f"FREEBUSY;FBTYPE={kind}:{utc(span.start)}/{utc(span.end)}"]


def _uid(feed: str, what: str) -> str:
    return hmac.digest(feed.encode(), what.encode(), "sha256")[:_UID_OCTETS].hex()
