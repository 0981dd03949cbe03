"""VTIMEZONE (RFC 5545 §3.6.5), written by ourselves so that every reader finds the same hours.

The changes come from the zone, the RRULEs from its footer. Each change that the footer does not
foretell is an observance of its own: of comma lists of RDATE some readers take the first alone.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import attrs

from neighborbook.domain.zones import stretches, zone, zone_bytes
from neighborbook.ical.footer import Change, Footer, YearlyDay, footer_of, last_listed

_UNTIL_EACH_IS_MET = 12
_LONG_AGO = "19700101T000000"


@lru_cache(maxsize=1024)
def is_fixed(key: str) -> bool:
    """Whether a zone's clocks never were and never will be changed: UTC, ``Etc/GMT-8``.

    Such a zone says no more than an offset; its times are written in UTC.

    >>> is_fixed("Etc/GMT-8"), is_fixed("Asia/Shanghai")
    (True, False)
    """
    tzif = zone_bytes(key)
    return last_listed(tzif) is None and footer_of(tzif) is None


def vtimezone(key: str, start: int, end: int) -> bytes:
    """Return the VTIMEZONE of an IANA zone, right for every instant from ``start`` to ``end``.

    Right for whole years around them, so that the text of a rolling window seldom changes; right
    for ever after where the footer tells the truth from then on.

    Args:
        key: an IANA name, which becomes the TZID.
        start: UTC seconds of the first time that is written in the zone.
        end: UTC seconds of the last one.

    Raises:
        UnknownZone: a ValueError; the tzdata package has no such zone.

    >>> print(vtimezone("Asia/Shanghai", 1767225600, 1767225600).decode(), end="")
    ... # doctest: +NORMALIZE_WHITESPACE
    BEGIN:VTIMEZONE
    TZID:Asia/Shanghai
    BEGIN:STANDARD
    DTSTART:19700101T000000
    TZOFFSETFROM:+0800
    TZOFFSETTO:+0800
    TZNAME:CST
    END:STANDARD
    END:VTIMEZONE
    """
    first, last = (datetime.fromtimestamp(instant, UTC).year for instant in (start, end))
    return _vtimezone(key, first - 1, last + 1)


@attrs.frozen(kw_only=True)
class _Observance:
    """One STANDARD or DAYLIGHT part; ``wall`` is its DTSTART."""

    daylight: bool
    wall: str
    before: int
    after: int
    name: str
    rule: str = ""

    def lines(self) -> tuple[str, ...]:
        kind = "DAYLIGHT" if self.daylight else "STANDARD"
        return (
            f"BEGIN:{kind}",
            f"DTSTART:{self.wall}",
            f"TZOFFSETFROM:{_offset(self.before)}",
            f"TZOFFSETTO:{_offset(self.after)}",
            *((f"RRULE:{self.rule}",) if self.rule else ()),
            f"TZNAME:{self.name}",
            f"END:{kind}",
        )


@lru_cache(maxsize=4096)
def _vtimezone(key: str, first_year: int, last_year: int) -> bytes:
    place, tzif = zone(key), zone_bytes(key)
    # Listed changes may go on for decades after the window; the footer rules only after them.
    listed = datetime.fromtimestamp(last_listed(tzif) or 0, UTC).year
    horizon = max(last_year, listed) + 1
    # A year earlier, so that what is in force when the first year begins has its onset listed.
    changes = _changes(place, first_year - 1, horizon)
    footer = footer_of(tzif)
    ruled = _ruled(changes, footer, first_year - 1, horizon) if footer else ()
    end = _new_year(last_year + 1)
    from_here_on = ruled[0][0].at if ruled else end
    observances = [
        _single(change, place) for change in changes if change.at < min(end, from_here_on)
    ]
    if not changes or changes[0].at > _new_year(first_year):
        observances.insert(0, _since_long_ago(place, first_year))
    if from_here_on < end:
        observances += _yearly(ruled, place)
    lines = ["BEGIN:VTIMEZONE", f"TZID:{key}"]
    for observance in observances:
        lines += observance.lines()
    lines.append("END:VTIMEZONE")
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def _changes(place: ZoneInfo, first_year: int, last_year: int) -> tuple[Change, ...]:
    """Every change of offset in these years, listed in tzdata or foretold by the footer."""
    parts = stretches(_new_year(first_year), _new_year(last_year + 1), place)
    return tuple(
        Change(at=after.start, before=before.offset, after=after.offset)
        for before, after in pairwise(parts)
    )


def _ruled(
    changes: tuple[Change, ...], footer: Footer, first_year: int, last_year: int
) -> tuple[tuple[Change, YearlyDay], ...]:
    """The longest tail of the changes that is what the footer foretells, and some years more.

    Empty unless RRULEs can say both days. The years more are as many as it takes until each
    RRULE is met: October's last Thursday was its 31st in 2024, is in 2030, and then in 2041.
    """
    if not (footer.starts.rules() and footer.ends.rules()):
        return ()
    foretold = [pair for year in range(first_year, last_year + 1) for pair in footer.changes(year)]
    tail = 0
    for change, (expected, _) in zip(reversed(changes), reversed(foretold), strict=False):
        if change != expected:
            break
        tail += 1
    later = range(last_year + 1, last_year + 1 + _UNTIL_EACH_IS_MET)
    more = [pair for year in later for pair in footer.changes(year)]
    return (*foretold[len(foretold) - tail :], *more)


def _yearly(ruled: tuple[tuple[Change, YearlyDay], ...], place: ZoneInfo) -> list[_Observance]:
    """One observance for each RRULE that is met in the tail, starting when it is met first."""
    found: dict[str, _Observance] = {}
    for change, day in ruled:
        single = _single(change, place)
        month = int(single.wall[4:6])
        rule = dict(day.rules())[month]
        found.setdefault(rule, attrs.evolve(single, rule=rule))
    return list(found.values())


def _single(change: Change, place: ZoneInfo) -> _Observance:
    earlier, later = (datetime.fromtimestamp(at, place) for at in (change.at - 1, change.at))
    ahead = change.after > change.before
    # Readers expect DAYLIGHT to be ahead: a zone whose "daylight" time is its winter time
    # (Europe/Dublin) is told the other way round. The offsets are the same.
    return _Observance(
        daylight=ahead and bool(later.dst() or earlier.dst()),
        wall=_wall(change.at + change.before),
        before=change.before,
        after=change.after,
        name=later.tzname() or "",
    )


def _since_long_ago(place: ZoneInfo, year: int) -> _Observance:
    moment = datetime.fromtimestamp(_new_year(year), place)
    offset = int((moment.utcoffset() or timedelta()).total_seconds())
    return _Observance(
        daylight=bool(moment.dst()),
        wall=_LONG_AGO,
        before=offset,
        after=offset,
        name=moment.tzname() or "",
    )


def _wall(local_seconds: int) -> str:
    return datetime.fromtimestamp(local_seconds, UTC).strftime("%Y%m%dT%H%M%S")


def _offset(seconds: int) -> str:
    sign = "-" if seconds < 0 else "+"
    minutes, left = divmod(abs(seconds), 60)
    text = f"{sign}{minutes // 60:02}{minutes % 60:02}"
    return f"{text}{left:02}" if left else text


def _new_year(year: int) -> int:
    return int(datetime(year, 1, 1, tzinfo=UTC).timestamp())
