"""What is asked for, and what can be booked as it is."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

import attrs

from neighborbook.domain.party import Attendee
from neighborbook.domain.times import format_period, to_pendulum, zone

if TYPE_CHECKING:
    import pendulum


class Mode(enum.StrEnum):
    """Whether a request is to be booked or only held for a while."""

    BOOK = "book"
    HOLD = "hold"


@attrs.frozen(kw_only=True, slots=False)  # a search makes thousands: see ``likes``
class Request:
    """What is asked for, checked and in the engine's own terms.

    Attributes:
        start, end: UTC seconds, half-open.
        organizer: whom it would belong to; headcount, attendees: how many come, and who is named.
        resource: only there, or ``None`` for any place of the offering.
        features: what the place, and its way in, must have.
        details: an instance of the room type's ``details`` class, or ``None``.
        title: what is on; mode: whether it is to be booked or held.
        override: the reason for passing soft rules, or "".
        ttl: for a hold, its length in seconds, or ``None`` for the offering's own.
    """

    offering: str
    start: int
    end: int
    organizer: str
    headcount: int = 1
    attendees: tuple[Attendee, ...] = ()
    resource: str | None = None
    features: frozenset[str] = frozenset()
    title: str = ""
    details: object = None
    override: str = ""
    mode: Mode = Mode.BOOK
    ttl: int | None = None

    @property
    def parties(self) -> tuple[str, ...]:
        """Organizer and attendees: of whose bookings this would be one."""
        return (self.organizer, *(attendee.party for attendee in self.attendees))


@attrs.frozen(kw_only=True, slots=False)  # likewise
class Slot:
    """A request that can be booked as it is, in the place named. Computed, never stored.

    Attributes:
        request: with its ``resource`` set.
        zone: of the center, for reading.
        layout: how the place would be set up, or ``None``.
        holds: the most people there, or ``None``.
        needs_approval: booking it makes a request that somebody must approve.
    """

    request: Request
    zone: str
    layout: str | None = None
    holds: int | None = None
    needs_approval: bool = False

    def __str__(self) -> str:
        """Where and when, in one line."""
        place = self.resource or self.offering
        when = format_period(self.request.start, self.request.end, zone(self.zone))
        parts = [f"{place} ({self.layout})" if self.layout else place, when]
        return ", ".join([*parts, "needs approval"] if self.needs_approval else parts)

    @property
    def start(self) -> pendulum.DateTime:
        """When it begins, in the center's zone."""
        return to_pendulum(self.request.start, zone(self.zone))

    @property
    def end(self) -> pendulum.DateTime:
        """When it ends, in the center's zone."""
        return to_pendulum(self.request.end, zone(self.zone))

    @property
    def offering(self) -> str:
        """What would be booked."""
        return self.request.offering

    @property
    def resource(self) -> str:
        """Where."""
        return self.request.resource or ""
