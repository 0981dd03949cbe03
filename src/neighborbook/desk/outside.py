"""Bookings in whose time it is closed by hours that came later: nobody moves them by himself."""

from __future__ import annotations

from collections.abc import Iterable

from neighborbook.desk.displacing import is_to_come
from neighborbook.desk.loaded import Loaded
from neighborbook.domain.booking import Booking
from neighborbook.domain.catalog import Catalog, Center
from neighborbook.domain.times import Span
from neighborbook.engine.opening import layers, opening


def is_shut(catalog: Catalog, booking: Booking) -> bool:
    """Whether it is closed at some time of a booking, unless somebody let that pass when made.

    What is retired is not judged: that its bookings need a move is said elsewhere.
    """
    offering, place = catalog.offerings.get(booking.offering), booking.resource
    if offering is None or place not in catalog.resources or "closed" in booking.overridden:
        return False
    if offering.retired or catalog.resources[place].retired:
        return False
    hours = opening(catalog, offering, place, Span(booking.start_at, booking.end_at))
    return not hours.admits(booking.start_at, booking.end_at)


def outside(stored: Iterable[tuple[Booking, ...]], loaded: Loaded, now: int) -> tuple[Booking, ...]:
    """Return those of many stored bookings still to come in whose time it is closed, as of now.

    The hours of a place on a day are reckoned once for all who are there on it.

    Args:
        stored: page by page.
    """
    current = (loaded.as_of(booking, now) for page in stored for booking in page)
    return tuple(b for b in current if is_to_come(b, now) and is_shut(loaded.catalog, b))


def opens_as_before(old: Catalog, new: Catalog) -> bool:
    """Whether every place is open as it was for every offering, so that nobody can be outside."""
    return _days(old.center) == _days(new.center) and _hours(old) == _hours(new)


def _days(center: Center) -> tuple[object, ...]:
    named = center.holidays, center.makeup
    return center.zone, center.country, center.subdivision, *named


def _hours(catalog: Catalog) -> dict[tuple[str, str], object]:
    return {
        (offering.id, place.resource): (
            layers(catalog, offering, place.resource),
            offering.policy.over_breaks,
        )
        for offering in catalog.offerings.values()
        for place in offering.places
        if place.resource in catalog.resources
    }
