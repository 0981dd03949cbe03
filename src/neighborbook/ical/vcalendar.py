"""A whole calendar: its head, the zones that it names, and VEVENTs joined in order."""

from __future__ import annotations

import re
from collections.abc import Iterable

import attrs

from neighborbook.ical.content import escaped, folded, token, uri
from neighborbook.ical.moments import duration
from neighborbook.ical.vevent import Rendered, Vevent, render_vevent
from neighborbook.ical.vtimezone import vtimezone

PRODID = "-//neighborbook//neighborbook//EN"
"""By which others tell whose work a calendar is (RFC 5545, 3.7.3)."""

_NOT_IN_LANGUAGE = re.compile(r"[^A-Za-z0-9-]")
# A calendar must hold some component; one without bookings tells its zone, as of 2026.
_ANY_INSTANT = 1_767_225_600


@attrs.frozen(kw_only=True)
class Vcalendar:
    """The head of a calendar (RFC 5545 §3.6, RFC 7986 §5). It has no METHOD: it is published.

    Attributes:
        name: what a reader's list of calendars shows.
        zone: an IANA name; the zone that an empty calendar tells.
        language: of its texts, a BCP 47 tag.
        source: where it is read anew; never for an address that holds a token.
        url: a page about it, for people.
        refresh: seconds after which it is worth reading again.
        color: a CSS3 color name.

    Raises:
        ValueError: ``refresh`` is not positive.
    """

    name: str
    zone: str
    language: str = "en"
    description: str = ""
    source: str = ""
    url: str = ""
    refresh: int = 3600
    color: str = ""

    def __attrs_post_init__(self) -> None:
        if self.refresh <= 0:
            raise ValueError("REFRESH-INTERVAL must be positive. Give seconds, say 3600.")


def write(calendar: Vcalendar, vevents: Iterable[Vevent]) -> bytes:
    """Return a calendar as bytes; equal values give equal bytes, in whatever order they come.

    >>> write(Vcalendar(name="Room A", zone="Asia/Shanghai"), ()).splitlines()[0]
    b'BEGIN:VCALENDAR'
    """
    return join(calendar, (render_vevent(vevent) for vevent in vevents))


def join(calendar: Vcalendar, rendered: Iterable[Rendered]) -> bytes:
    """Return a calendar of VEVENTs rendered before, sorted by start and UID."""
    ordered = sorted(rendered)
    return b"".join(
        (
            head(calendar),
            *zones_of(ordered, calendar.zone),
            *(piece.text for piece in ordered),
            FOOT,
        )
    )


FOOT = b"END:VCALENDAR\r\n"


def head(calendar: Vcalendar) -> bytes:
    """Return everything of a VCALENDAR that stands before its first component."""
    name = escaped(calendar.name)
    language = _NOT_IN_LANGUAGE.sub("", calendar.language)
    interval = duration(calendar.refresh)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODID}",
        "CALSCALE:GREGORIAN",
        f"NAME;LANGUAGE={language}:{name}" if language else f"NAME:{name}",
        f"X-WR-CALNAME:{name}",
    ]
    if calendar.description:
        described = escaped(calendar.description)
        lines += [f"DESCRIPTION:{described}", f"X-WR-CALDESC:{described}"]
    if calendar.url:
        lines.append(f"URL:{uri(calendar.url)}")
    if calendar.source:
        lines.append(f"SOURCE;VALUE=URI:{uri(calendar.source)}")
    if calendar.color:
        lines.append(f"COLOR:{token(calendar.color)}")
    lines += [f"REFRESH-INTERVAL;VALUE=DURATION:{interval}", f"X-PUBLISHED-TTL:{interval}"]
    return folded(lines)


def zones_of(rendered: list[Rendered], empty: str) -> list[bytes]:
    """Return the VTIMEZONEs of every zone that is named, from its first start to its last end.

    What an override says of its occurrence lies within what its master says.
    """
    spans: dict[str, tuple[int, int]] = {}
    # They are in order: of those that name a zone, the first one starts first.
    for start, _, _, end, zone in rendered:
        if zone:
            first, last = spans.setdefault(zone, (start, end))
            if end > last:
                spans[zone] = (first, end)
    if not rendered:
        spans[empty] = (_ANY_INSTANT, _ANY_INSTANT)
    return [vtimezone(key, start, end) for key, (start, end) in sorted(spans.items())]
