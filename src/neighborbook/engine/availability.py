"""When it is open: layers of opening hours made into spans of time.

Pure reckoning. A day's spans are kept once reckoned, since the same days are asked for again and
again: by the grid of every offering, by each candidate, by each refusal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from neighborbook.domain.hours import OpeningHours
from neighborbook.domain.spans import common, union
from neighborbook.domain.times import (
    Span,
    day_exists,
    day_of,
    day_span,
    day_start,
    days_of,
    resolve_wall,
)
from neighborbook.domain.working_days import WorkingDays

_ONE_DAY = timedelta(days=1)
_DAYS_KEPT = 32_768

YEAR = 366 * 86_400
"""How far ahead an opening or closing is looked for; in seconds."""


@lru_cache(maxsize=_DAYS_KEPT)
def _begun_on(
    hours: OpeningHours, working_days: WorkingDays, zone: ZoneInfo, day: date
) -> tuple[Span, ...]:
    """Return the spans whose ranges begin on a day; the last one may end on the next."""
    if not day_exists(day, zone):
        return ()
    ends = (
        (resolve_wall(day, one.opens, zone), resolve_wall(day, one.closes, zone))
        for one in hours.ranges_on(day, working_days)
    )
    # Where the clocks skip a whole range, or turn back over it, nothing of it is left.
    return tuple(Span(start, end) for start, end in ends if start < end)


@lru_cache(maxsize=_DAYS_KEPT)
def _open_on(
    layers: tuple[OpeningHours, ...], working_days: WorkingDays, zone: ZoneInfo, day: date
) -> tuple[Span, ...]:
    """Return the time of one day in which every layer is open, cut at the ends of the day."""
    found: tuple[Span, ...] = (day_span(day, zone),)
    for hours in layers:
        begun = (
            *_begun_on(hours, working_days, zone, day - _ONE_DAY),
            *_begun_on(hours, working_days, zone, day),
        )
        found = common(found, union(begun))
    return found


def open_spans(
    layers: Sequence[OpeningHours], working_days: WorkingDays, zone: ZoneInfo, window: Span
) -> tuple[Span, ...]:
    """Return the time in the window in which every layer is open, in order; what touches is joined.

    Each layer says for itself what holds on a day (dated exceptions, holidays, make-up days). A
    range that passes midnight belongs to the day on which it begins: a Friday's 20:00-02:00 stays
    open on Saturday until 2:00, even if Saturday is closed. A wall time that the clocks skip is
    where they land; of one that comes twice the first pass counts.

    Args:
        layers: opening hours that must all be open; none of them: always open.
        working_days: which days are holidays and make-up days.
        zone: whose clocks the hours mean.
        window: what to look at; spans are cut at its ends.

    >>> from neighborbook.domain.hours import ALL_DAY
    >>> from neighborbook.domain.times import zone
    >>> always = OpeningHours(id="always", weekly=(ALL_DAY,) * 7)
    >>> open_spans([always], WorkingDays(), zone("Asia/Shanghai"), Span(0, 1_000_000))
    (Span(start=0, end=1000000),)
    """
    stacked = tuple(layers)
    if not stacked:
        return (window,)
    found: list[Span] = []
    for day in days_of(window, zone):
        for span in _open_on(stacked, working_days, zone, day):
            start, end = max(span.start, window.start), min(span.end, window.end)
            if start >= end:
                continue
            if found and found[-1].end == start:
                found[-1] = Span(found[-1].start, end)
            else:
                found.append(Span(start, end))
    return tuple(found)


def is_open(
    layers: Sequence[OpeningHours], working_days: WorkingDays, zone: ZoneInfo, span: Span
) -> bool:
    """Whether every layer is open over the whole span."""
    return open_spans(layers, working_days, zone, span) == (span,)


def closing_after(
    layers: Sequence[OpeningHours],
    working_days: WorkingDays,
    zone: ZoneInfo,
    instant: int,
    *,
    within: int = YEAR,
) -> int | None:
    """Return the first instant from this one on that is closed: itself, if it is closed now.

    None if it stays open for ``within`` seconds.
    """
    closed = instant
    for span in _openings(layers, working_days, zone, instant, within):
        if span.start != closed:
            break
        closed = span.end
    return closed if closed < instant + within else None


def next_opening(
    layers: Sequence[OpeningHours],
    working_days: WorkingDays,
    zone: ZoneInfo,
    instant: int,
    *,
    length: int = 1,
    within: int = YEAR,
) -> int | None:
    """Return the first instant from this one on that is open for at least ``length`` seconds.

    The instant itself, if it is open now and stays so for that long; None if there is none within
    ``within`` seconds.
    """
    start = end = instant
    for span in _openings(layers, working_days, zone, instant, within):
        if span.start != end:
            start = span.start
        end = span.end
        if end - start >= length:
            return start
    return None


def _openings(
    layers: Sequence[OpeningHours],
    working_days: WorkingDays,
    zone: ZoneInfo,
    instant: int,
    within: int,
) -> Iterator[Span]:
    """Yield open spans day by day, so that nobody reckons a year to learn of tomorrow."""
    end = instant + within
    start = instant
    while start < end:
        following = min(day_start(day_of(start, zone) + _ONE_DAY, zone), end)
        yield from open_spans(layers, working_days, zone, Span(start, following))
        start = following
