"""Every booking of a filter, read page by page."""

from __future__ import annotations

from neighborbook.domain.booking import Booking
from neighborbook.storage.abc import BookingFilter, Reader

PAGE = 500


def every_booking(reader: Reader, wanted: BookingFilter) -> tuple[Booking, ...]:
    """Return all bookings of a filter as stored, by start, in pages of one consistent read."""
    found: list[Booking] = []
    after = None
    while True:
        page = reader.bookings(wanted, after=after, limit=PAGE)
        found.extend(page)
        if len(page) < PAGE:
            return tuple(found)
        after = (page[-1].start_at, page[-1].id)
