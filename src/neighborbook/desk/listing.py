"""The bookings of a filter, read page by page."""

from __future__ import annotations

from collections.abc import Iterator

from neighborbook.domain.booking import Booking
from neighborbook.storage.abc import BookingFilter, Reader

PAGE = 10_000


def pages_of(reader: Reader, wanted: BookingFilter) -> Iterator[tuple[Booking, ...]]:
    """Yield the bookings of a filter as stored, by start, in pages of one consistent read.

    Between two pages they may be written, as long as they start when they did.
    """
    after = None
    while page := reader.bookings(wanted, after=after, limit=PAGE):
        yield page
        if len(page) < PAGE:
            return
        after = (page[-1].start_at, page[-1].id)


def every_booking(reader: Reader, wanted: BookingFilter) -> tuple[Booking, ...]:
    """Return all bookings of a filter as stored, by start."""
    return tuple(booking for page in pages_of(reader, wanted) for booking in page)
