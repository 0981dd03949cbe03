"""When a place is open for an offering: center, resource, and offering hours, intersected."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import attrs

from neighborbook.domain.catalog import Catalog
from neighborbook.domain.claim import Option
from neighborbook.domain.hours import OpeningHours
from neighborbook.domain.offering import DAY, HOUR, Offering
from neighborbook.domain.seen import Ask
from neighborbook.domain.spans import common, union
from neighborbook.domain.times import Span, day_of, day_span, zone
from neighborbook.engine.availability import open_spans

MARGIN = HOUR
"""How long before opening and after closing staff are taken to be there, unless declared."""


_ASKED_LATELY = 4096


@attrs.frozen(kw_only=True)
class Opening:
    """The hours of a place around some civil days, a day more on either side.

    Attributes:
        spans: in which it is open.
        whole: over which one booking may lie: where the policy says ``over_breaks``, openings that
            begin on one civil day count as one, for the room is staffed over the break.
        staffed: in which setup and teardown may lie, breaks included: declared hours if the
            offering names any, else from one hour before the first opening of each civil day to one
            hour after its last closing.
    """

    spans: tuple[Span, ...]
    whole: tuple[Span, ...]
    staffed: tuple[Span, ...]

    def serves(self, before: int, after: int, start: int, end: int) -> bool:
        """Whether it is open over ``[start, end)``, and staffed over setup and teardown too."""
        return self.admits(start, end) and self.staffs(before, after, start, end)

    def staffs(self, before: int, after: int, start: int, end: int) -> bool:
        """Whether setup and teardown, if there are any, lie in staffed hours."""
        return not (before or after) or lies_in(start - before, end + after, self.staffed)

    def admits(self, start: int, end: int) -> bool:
        """Whether ``[start, end)`` may lie there: neither start nor end falls into a break."""
        if self.whole is self.spans:
            return lies_in(start, end, self.spans)
        return (
            any(s.start <= start < s.end for s in self.spans)
            and any(s.start < end <= s.end for s in self.spans)
            and lies_in(start, end, self.whole)
        )

    def starts(self, length: int, before: int = 0, after: int = 0) -> tuple[Span, ...]:
        """Return the starts at which it ``serves`` for so many seconds; in order and apart."""
        last = length - 1
        ending = [Span(span.start - last, span.end - last) for span in self.spans]
        inside = [Span(span.start, span.end - last) for span in self.whole if span.length >= length]
        admitted = common(common(union(self.spans), union(ending)), union(inside))
        if not (before or after):
            return admitted
        around = before + length + after
        staffed = (
            Span(span.start + before, span.end - last - after)
            for span in self.staffed
            if span.length >= around
        )
        return common(admitted, union(staffed))


def buffers(option: Option) -> tuple[int, int]:
    """Return the longest setup and the longest teardown among the takes of an option."""
    if len(option.takes) == 1:
        return option.takes[0].before, option.takes[0].after
    before = max((take.before for take in option.takes), default=0)
    after = max((take.after for take in option.takes), default=0)
    return before, after


def layers(catalog: Catalog, offering: Offering | None, resource: str) -> tuple[OpeningHours, ...]:
    """Return every layer of hours that applies to a resource, for an offering or for any."""
    return _layers(catalog, () if offering is None else offering.hours, resource)


@lru_cache(maxsize=8192)
def _layers(catalog: Catalog, hours: tuple[str, ...], resource: str) -> tuple[OpeningHours, ...]:
    ids = [*catalog.center.hours, *hours, *catalog.resources[resource].hours]
    for leaf in catalog.leaves(resource):
        ids.extend(catalog.resources[leaf].hours)
    return tuple(catalog.hours[id] for id in dict.fromkeys(ids))


def serves(catalog: Catalog, offering: Offering, option: Option, start: int, end: int) -> bool:
    """Whether the place of an option is open over ``[start, end)``, and staffed around it.

    What was answered for one place is known for all of the same hours and buffers.
    """
    hours = layers(catalog, offering, option.resource)
    breaks = offering.policy.over_breaks
    return _serves(catalog, hours, offering.staffed, breaks, buffers(option), (start, end))


@lru_cache(maxsize=_ASKED_LATELY)
def _serves(
    catalog: Catalog,
    hours: tuple[OpeningHours, ...],
    staffed: tuple[str, ...],
    over_breaks: bool,  # noqa: FBT001 - a cached function takes its key by position
    around: tuple[int, int],
    time: tuple[int, int],
) -> bool:
    return _around(catalog, hours, staffed, over_breaks, *time).serves(*around, *time)


def session(ask: Ask, resource: str) -> tuple[int, int] | None:
    """Return the opening of a resource in which a request begins, ``(start, end)``, UTC seconds.

    A doctor's morning, if the resource is the doctor. ``None``: it is closed then.
    """
    at = ask.request.start
    here = opening(ask.catalog, ask.offering, resource, Span(at, at + 1))
    for span in here.spans:
        if span.start <= at < span.end:
            return span.start, span.end
    return None


def opening(catalog: Catalog, offering: Offering, resource: str, window: Span) -> Opening:
    """Return the hours of a place around a window."""
    hours, breaks = layers(catalog, offering, resource), offering.policy.over_breaks
    return _around(catalog, hours, offering.staffed, breaks, window.start, window.end)


def _around(
    catalog: Catalog,
    hours: tuple[OpeningHours, ...],
    staffed: tuple[str, ...],
    over_breaks: bool,  # noqa: FBT001 - as its callers have it
    start: int,
    end: int,
) -> Opening:
    where = zone(catalog.center.zone)
    first, last = day_of(start, where), day_of(end - 1, where)
    return _opening(catalog, hours, staffed, over_breaks, first, last)


@lru_cache(maxsize=8192)
def _opening(
    catalog: Catalog,
    hours: tuple[OpeningHours, ...],
    staffed: tuple[str, ...],
    over_breaks: bool,  # noqa: FBT001 - likewise
    first: date,
    last: date,
) -> Opening:
    where = zone(catalog.center.zone)
    wide = Span(day_span(first, where).start - DAY, day_span(last, where).end + DAY)
    spans = open_spans(hours, catalog.working_days, where, wide)
    days: dict[date, Span] = {}
    for span in spans:
        day = day_of(span.start, where)
        days[day] = Span(days.get(day, span).start, span.end)
    if staffed:
        named = tuple(catalog.hours[id] for id in staffed)
        there = open_spans(named, catalog.working_days, where, wide)
    else:
        there = tuple(Span(day.start - MARGIN, day.end + MARGIN) for day in days.values())
    return Opening(spans=spans, whole=tuple(days.values()) if over_breaks else spans, staffed=there)


def lies_in(start: int, end: int, spans: tuple[Span, ...]) -> bool:
    """Whether ``[start, end)`` lies wholly in one of the spans."""
    for span in spans:  # noqa: SIM110 - asked for each candidate, and twice as fast as any()
        if span.start <= start and end <= span.end:
            return True
    return False
