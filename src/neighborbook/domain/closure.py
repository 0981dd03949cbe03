"""Closures: what is shut for a while, and why."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

import attrs

from neighborbook.domain.booking import Booking
from neighborbook.domain.claim import Take
from neighborbook.domain.times import format_period, to_pendulum, zone

if TYPE_CHECKING:
    import pendulum


class ClosureKind(enum.StrEnum):
    """RESOURCE and CENTER lay blocks on leaves; OFFERING closes that offering alone.

    OUTAGE: the center could not be reached; nobody is a no-show in it.
    """

    RESOURCE = "resource"
    CENTER = "center"
    OFFERING = "offering"
    OUTAGE = "outage"


@attrs.frozen(kw_only=True)
class Closure:
    """Something is shut for ``[start, end)``; ``start_at`` and ``end_at`` are UTC seconds.

    Attributes:
        id: "" in a preview, which nobody can reopen.
        kind: of what it is a closure, or an outage.
        subject: id of the resource, offering, or center.
        reason: for staff; public_reason is what everybody may read.
        amount: how much of each leaf is shut, ``None`` for the whole, however much that is.
        takes: the leaves on which it lies, and how much of each, by the catalog of now.
        origin: the outside calendar that tells of it, as its room calls it; "" for none.
        origin_key: by which that calendar's entry is known again; "" once it is over
            or not followed.
        displaces: computed when asked for, never stored: bookings that need a move because of it.
        reopened_at: since when it no longer holds, or ``None``.
    """

    id: str
    center: str
    kind: ClosureKind
    subject: str
    start_at: int
    end_at: int
    zone: str = "UTC"
    reason: str = ""
    public_reason: str = ""
    amount: int | None = None
    takes: tuple[Take, ...] = ()
    actor: str = ""
    created_at: int = 0
    reopened_at: int | None = None
    origin: str = ""
    origin_key: str = ""
    displaces: tuple[Booking, ...] = ()

    def __str__(self) -> str:
        """What is shut, how much of it, when, and why for everybody to read, in one line."""
        shut = "closed" if self.amount is None else f"{self.amount} closed"
        if self.kind is ClosureKind.OUTAGE:
            shut = "outage"
        parts = [self.subject, format_period(self.start_at, self.end_at, zone(self.zone)), shut]
        if self.reopened_at is not None:
            parts[-1] = "reopened"
        return ", ".join(parts) + (f" ({self.public_reason})" if self.public_reason else "")

    @property
    def start(self) -> pendulum.DateTime:
        """When it begins, in the center's zone."""
        return to_pendulum(self.start_at, zone(self.zone))

    @property
    def end(self) -> pendulum.DateTime:
        """When it ends, in the center's zone."""
        return to_pendulum(self.end_at, zone(self.zone))
