"""The grid on which bookings start and end: every so many minutes of the wall clock.

An hour that comes twice in autumn is on the grid twice, one that is skipped in spring not at all.
Offsets are looked up once per stretch without a change of clocks; within it the grid is plain
arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from neighborbook.domain.times import Span, Stretch, offset_at, stretches

_DAY = 86_400
_FAR = 8 * _DAY  # no grid is so wide, and no change of clocks so large, that this finds nothing


def grid_starts(
    spans: Iterable[Span],
    granularity: int,
    zone: ZoneInfo,
    window: Span | None = None,
    *,
    anchor: int = 0,
) -> Iterator[int]:
    """Yield the instants of the grid that lie in the spans, in order, as they are asked for.

    Args:
        spans: open times, in order and apart, as ``open_spans`` returns them.
        granularity: minutes between two wall times of the grid, 1 to 1440. Where it does not
            divide a day, the grid begins anew each midnight.
        zone: whose clocks.
        window: only instants in this; None: all.
        anchor: minutes after midnight at which a grid time lies.

    Raises:
        ValueError: the granularity or anchor is out of bounds.

    >>> from neighborbook.domain.times import zone
    >>> list(grid_starts([Span(600, 4000)], 15, zone("UTC")))
    [900, 1800, 2700, 3600]
    """
    step, phase = _seconds(granularity, anchor)
    return _starts(spans, step, phase, zone, window)


def on_grid(instant: int, granularity: int, zone: ZoneInfo, *, anchor: int = 0) -> bool:
    """Whether the clock shows a time of the grid at an instant.

    >>> from neighborbook.domain.times import zone
    >>> on_grid(900, 15, zone("UTC")), on_grid(901, 15, zone("UTC"))
    (True, False)
    """
    step, phase = _seconds(granularity, anchor)
    return ((instant + offset_at(instant, zone)) % _DAY - phase) % step == 0


def next_on_grid(instant: int, granularity: int, zone: ZoneInfo, *, anchor: int = 0) -> int:
    """Return the first instant of the grid at or after an instant.

    >>> from neighborbook.domain.times import zone
    >>> next_on_grid(900, 15, zone("UTC")), next_on_grid(901, 15, zone("UTC"))
    (900, 1800)
    """
    ahead = Span(instant, instant + _FAR)
    return next(grid_starts((ahead,), granularity, zone, anchor=anchor))


def previous_on_grid(instant: int, granularity: int, zone: ZoneInfo, *, anchor: int = 0) -> int:
    """Return the last instant of the grid at or before an instant.

    >>> from neighborbook.domain.times import zone
    >>> previous_on_grid(900, 15, zone("UTC")), previous_on_grid(899, 15, zone("UTC"))
    (900, 0)
    """
    step, phase = _seconds(granularity, anchor)
    behind = tuple(stretches(instant - _FAR, instant + 1, zone))
    for stretch in reversed(behind):
        for run in reversed(tuple(_runs(stretch, step, phase))):
            if run:
                return run[-1]
    raise ValueError(f"{zone.key} shows no time of a grid in the days before {instant}")


def _seconds(granularity: int, anchor: int) -> tuple[int, int]:
    """Return granularity and anchor in seconds."""
    if not 1 <= granularity <= 1440 or not 0 <= anchor < 1440:
        raise ValueError(
            f"a grid of {granularity} minutes from minute {anchor}: give 1 to 1440, and 0 to 1439"
        )
    return granularity * 60, anchor * 60


def _starts(
    spans: Iterable[Span], step: int, phase: int, zone: ZoneInfo, window: Span | None
) -> Iterator[int]:
    for span in spans:
        part = span if window is None else span.clipped(window)
        if part is None:
            if window is not None and span.start >= window.end:
                return
            continue
        for stretch in stretches(part.start, part.end, zone):
            for run in _runs(stretch, step, phase):
                yield from run


def _runs(stretch: Stretch, step: int, phase: int) -> Iterator[range]:
    """Yield the instants of the grid in a time without change of clocks: in one go or by day."""
    offset = stretch.offset
    start, end = stretch.start + offset, stretch.end + offset
    if _DAY % step == 0:
        yield range(start + (phase - start) % step - offset, end - offset, step)
        return
    for midnight in range(start - start % _DAY, end, _DAY):
        least = max(start, midnight)
        first = least + (phase - (least - midnight)) % step
        yield range(first - offset, min(end, midnight + _DAY) - offset, step)
