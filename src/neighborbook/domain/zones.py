"""Time zones, from the ``tzdata`` package, and the stretches in which their offset stands still.

The operating system's copy of the zones may be years older, so it is never read. A calendar that
must be reckoned again after a change of rules keeps ``tzdata_version()`` beside its instants.
"""

from __future__ import annotations

import copyreg
import difflib
import importlib
import importlib.resources
import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from neighborbook.domain.time_fault import UnknownZone

FIRST_YEAR = 1970
LAST_YEAR = 2200

_DAY = 86_400
# No zone has ever changed its offset twice within less than 6.9 days since 1970, nor will by the
# rules of its footer; probing every second day therefore misses nothing.
_PROBE = 2 * _DAY


class PackagedZone(ZoneInfo):
    """A ZoneInfo out of the tzdata package that survives pickling and copying.

    One read from a file refuses to be pickled by itself; this one is looked up again by its key.
    """


def _looked_up_again(known: PackagedZone) -> tuple[Callable[[str], PackagedZone], tuple[str]]:
    return zone, (known.key,)


copyreg.pickle(PackagedZone, _looked_up_again)


class Stretch(NamedTuple):
    """A time without change of offset: ``[start, end)`` in UTC seconds, the offset in seconds."""

    start: int
    end: int
    offset: int


@lru_cache(maxsize=1)
def zone_keys() -> frozenset[str]:
    """Return the names of all zones.

    >>> "Europe/Helsinki" in zone_keys(), "Europe/Atlantis" in zone_keys()
    (True, False)
    """
    listed = importlib.resources.files("tzdata").joinpath("zones").read_text(encoding="ascii")
    return frozenset(listed.split())


@lru_cache(maxsize=1)
def tzdata_version() -> str:
    """Return the version of the zone rules in use, as IANA names it: ``2026f``."""
    return str(importlib.import_module("tzdata").IANA_VERSION)


def zone_bytes(key: str) -> bytes:
    """Return the TZif file (RFC 9636) of a zone.

    Raises:
        UnknownZone: there is no such zone.
    """
    if key not in zone_keys():
        close = difflib.get_close_matches(str(key)[:40], zone_keys(), n=1)
        hint = f"; did you mean {close[0]!r}?" if close else ""
        raise UnknownZone(given=key, expected=f"an IANA zone such as 'Asia/Shanghai'{hint}")
    place = importlib.resources.files("tzdata").joinpath("zoneinfo", *key.split("/"))
    return place.read_bytes()


@lru_cache(maxsize=1024)
def zone(key: str) -> PackagedZone:
    """Return the zone of that name, always the same object.

    Raises:
        UnknownZone: there is no such zone; a ValueError.

    >>> zone("Asia/Shanghai").key
    'Asia/Shanghai'
    """
    return PackagedZone.from_file(io.BytesIO(zone_bytes(key)), key=key)


def offset_at(instant: int, zone: ZoneInfo) -> int:
    """Return how many seconds local time is ahead of UTC at an instant.

    >>> offset_at(0, zone("Asia/Shanghai"))
    28800
    """
    ahead = datetime.fromtimestamp(instant, zone).utcoffset()
    if ahead is None:
        raise UnknownZone(given=zone, expected="a zone with an offset at every instant")
    return ahead.days * _DAY + ahead.seconds


def change_between(low: int, high: int, zone: ZoneInfo) -> int:
    """Return the first instant of the new offset; those at ``low`` and ``high`` must differ."""
    before = offset_at(low, zone)
    while high - low > 1:
        middle = (low + high) // 2
        if offset_at(middle, zone) == before:
            low = middle
        else:
            high = middle
    return high


@lru_cache(maxsize=4096)
def _year_of_stretches(year: int, zone: ZoneInfo) -> tuple[Stretch, ...]:
    """Return the stretches of one UTC year, cut at its ends."""
    start = int(datetime(year, 1, 1, tzinfo=UTC).timestamp())
    end = int(datetime(year + 1, 1, 1, tzinfo=UTC).timestamp())
    found = []
    began, offset = start, offset_at(start, zone)
    probe = start
    while probe < end:
        later = min(probe + _PROBE, end)
        ahead = offset_at(later, zone)
        if ahead != offset:
            change = change_between(probe, later, zone)
            if change > began:
                found.append(Stretch(began, change, offset))
            began, offset = change, ahead
        probe = later
    if began < end:
        found.append(Stretch(began, end, offset))
    return tuple(found)


def stretches(start: int, end: int, zone: ZoneInfo) -> Iterator[Stretch]:
    """Yield the stretches of constant offset that fill ``[start, end)``, in order.

    Reckoned once per zone and year, and only as far as they are asked for.

    >>> [s.offset // 3600 for s in stretches(1774656000, 1774828800, zone("Europe/Helsinki"))]
    [2, 3]
    """
    if start >= end:
        return
    year = datetime.fromtimestamp(start, UTC).year
    waiting: Stretch | None = None
    while True:
        for piece in _year_of_stretches(year, zone):
            cut = Stretch(max(piece.start, start), min(piece.end, end), piece.offset)
            if cut.start >= cut.end:
                continue
            if waiting is not None and waiting.offset == cut.offset:
                waiting = Stretch(waiting.start, cut.end, cut.offset)
                continue
            if waiting is not None:
                yield waiting
            waiting = cut
        if waiting is not None and waiting.end >= end:
            yield waiting
            return
        year += 1
