"""What would be a yes: slots near a refused request, each admitted in full."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from neighborbook.codes import Code
from neighborbook.desk.caller import Caller
from neighborbook.desk.house import House
from neighborbook.desk.searching import admitted, is_vain, starts
from neighborbook.domain.decision import Decision
from neighborbook.domain.offering import DAY
from neighborbook.domain.slot import Request, Slot
from neighborbook.domain.times import Span
from neighborbook.errors import Refused

MOST = 5
WITHIN = 7 * DAY
PAGE = 64
HOPELESS = frozenset(
    {
        *(Code.NOT_ALLOWED, Code.NOT_MEMBER, Code.NOT_AUTHORIZED_FOR),
        *(Code.PLUGIN_ERROR, Code.KEY_REUSED),
    }
)
"""Codes that no other time or place would cure."""


def alternatives(
    house: House, caller: Caller, request: Request, decision: Decision
) -> tuple[Slot, ...]:
    """Return at most five slots within seven days: same time elsewhere first, then nearest times.

    If any slot can be booked there, at least one is returned.
    """
    if HOPELESS & set(decision.codes):
        return ()
    wanted = attrs.evolve(request, override="")
    try:
        if is_vain(house.ask(house.loaded(), wanted, caller, house.clock.now())):
            return ()
        here = list(_same_time(house, caller, wanted))
        near = _near_times(house, caller, wanted)
        return _mixed(here, near)
    except Refused:
        return ()


def _mixed(here: list[Slot], near: Iterator[Slot]) -> tuple[Slot, ...]:
    """Leave room for other times when other places abound."""
    found = here[: MOST - 2]
    for slot in near:
        if len(found) == MOST:
            break
        found.append(slot)
    return (*found, *here[MOST - 2 : MOST - 2 + MOST - len(found)])


def _variations(house: House, caller: Caller, request: Request) -> list[Request]:
    loaded = house.loaded()
    ask = house.ask(loaded, request, caller, house.clock.now())
    kind = loaded.room_type(ask.offering)
    others = loaded.told(kind, lambda: list(kind.variations(ask)))
    unique = [request]  # compared, not hashed: details may hold mappings
    for other in others:
        if other not in unique:
            unique.append(other)
    return unique


def _same_time(house: House, caller: Caller, request: Request) -> Iterator[Slot]:
    seen: set[tuple[str | None, str | None]] = set()
    for other in _variations(house, caller, request):
        for slot in admitted(house, caller, other, [other.start]):
            name = (slot.request.resource, slot.layout)
            if name not in seen:
                seen.add(name)
                yield slot


def _near_times(house: House, caller: Caller, request: Request) -> Iterator[Slot]:
    """Yield slots of other times, the nearest first, of the request itself or else of its likes.

    No two of them overlap: half an hour later is hardly another offer.
    """
    now = house.clock.now()
    low, high = max(now, request.start - WITHIN), max(now, request.start) + WITHIN
    offered: list[Span] = []
    for other in _variations(house, caller, request):
        for page in _pages(house, caller, other, Span(low, high)):
            for slot in admitted(house, caller, other, page):
                span = Span(slot.request.start, slot.request.end)
                if not any(span.overlaps(earlier) for earlier in offered):
                    offered.append(span)
                    yield slot
        if offered:
            return


def _pages(house: House, caller: Caller, request: Request, window: Span) -> Iterator[list[int]]:
    """Yield other starts, the nearest first; the first pages are short."""
    found = sorted(
        (start for start in starts(house, caller, request, window) if start != request.start),
        key=lambda start: (abs(start - request.start), start),
    )
    size = PAGE // 4
    while found:
        page, found = found[:size], found[size:]
        yield page
        size = min(size * 2, PAGE)
