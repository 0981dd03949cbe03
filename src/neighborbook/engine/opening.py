"""When a place is open for an offering: center, resource, and offering hours, intersected."""

from __future__ import annotations

from neighborbook.domain.catalog import Catalog
from neighborbook.domain.hours import OpeningHours
from neighborbook.domain.offering import HOUR, Offering
from neighborbook.domain.times import Span, day_of, day_span, zone
from neighborbook.engine.availability import open_spans

MARGIN = HOUR
"""How long before opening and after closing staff are taken to be there, unless declared."""


def layers(catalog: Catalog, offering: Offering, resource: str) -> tuple[OpeningHours, ...]:
    """Return every layer of hours that applies to a resource when it is given for an offering."""
    ids = [*catalog.center.hours, *offering.hours, *catalog.resources[resource].hours]
    for leaf in catalog.leaves(resource):
        ids.extend(catalog.resources[leaf].hours)
    return tuple(catalog.hours[id] for id in dict.fromkeys(ids))


def openings(catalog: Catalog, offering: Offering, resource: str, window: Span) -> tuple[Span, ...]:
    """Return the times in the window, widened to whole civil days, in which the place is open."""
    where = zone(catalog.center.zone)
    wide = Span(
        day_span(day_of(window.start, where), where).start,
        day_span(day_of(window.end - 1, where), where).end,
    )
    return open_spans(layers(catalog, offering, resource), catalog.working_days, where, wide)


def continuous(catalog: Catalog, offering: Offering, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the times over which one booking may lie.

    Where the policy says ``over_breaks``, openings that begin on one civil day count as one: the
    room is staffed over the break between them.
    """
    if not offering.policy.over_breaks:
        return spans
    where = zone(catalog.center.zone)
    merged: list[Span] = []
    for span in spans:
        if merged and day_of(merged[-1].start, where) == day_of(span.start, where):
            merged[-1] = Span(merged[-1].start, span.end)
        else:
            merged.append(span)
    return tuple(merged)


def staffed(
    catalog: Catalog, offering: Offering, spans: tuple[Span, ...], window: Span
) -> tuple[Span, ...]:
    """Return the times in which setup and teardown may lie, breaks included.

    Declared hours if the offering names any, else from one hour before the first opening of each
    civil day to one hour after its last closing.
    """
    where = zone(catalog.center.zone)
    if offering.staffed:
        named = tuple(catalog.hours[id] for id in offering.staffed)
        return open_spans(named, catalog.working_days, where, window)
    days: dict[object, Span] = {}
    for span in spans:
        day = day_of(span.start, where)
        known = days.get(day, span)
        days[day] = Span(known.start, max(known.end, span.end))
    return tuple(Span(span.start - MARGIN, span.end + MARGIN) for span in days.values())


def lies_in(start: int, end: int, spans: tuple[Span, ...]) -> bool:
    """Whether ``[start, end)`` lies wholly in one of the spans."""
    return any(span.start <= start and end <= span.end for span in spans)


def is_open(catalog: Catalog, offering: Offering, resource: str, start: int, end: int) -> bool:
    """Whether the visible period may lie there, by the hours alone."""
    spans = openings(catalog, offering, resource, Span(start, end))
    return starts_and_ends_open(start, end, spans) and lies_in(
        start, end, continuous(catalog, offering, spans)
    )


def starts_and_ends_open(start: int, end: int, spans: tuple[Span, ...]) -> bool:
    """Whether neither start nor end falls into a break."""
    return any(s.start <= start < s.end for s in spans) and any(
        s.start < end <= s.end for s in spans
    )
