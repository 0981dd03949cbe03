"""A booking, the states of its life, and what time does to it by itself."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

import attrs

from neighborbook.domain.claim import Chosen
from neighborbook.domain.decision import Decision
from neighborbook.domain.party import Attendee
from neighborbook.domain.times import format_period, to_pendulum, zone

if TYPE_CHECKING:
    import pendulum


class State(enum.StrEnum):
    """The states of a booking's life; a room type's own labels map to one of them."""

    HELD = "held"
    WAITING = "waiting"
    OFFERED = "offered"
    PENDING = "pending"
    CONFIRMED = "confirmed"
    ARRIVED = "arrived"
    ACTIVE = "active"
    DONE = "done"
    VOID = "void"


LIVE = frozenset(State) - {State.VOID, State.DONE}
"""States in which a booking still has its claims ahead of it or in use."""

THERE = frozenset({State.ARRIVED, State.ACTIVE})
"""States in which they have come."""


class VoidReason(enum.StrEnum):
    """Why a booking is void."""

    CANCELLED = "cancelled"
    CANCELLED_LATE = "cancelled_late"
    EXPIRED = "expired"
    DECLINED = "declined"
    NO_SHOW = "no_show"
    RELEASED = "released"
    DISPLACED = "displaced"


@attrs.frozen(kw_only=True)
class StoredDetails:
    """The details of a booking as they are kept: JSON text and the version of its class."""

    version: int
    body: str


@attrs.frozen(kw_only=True)
class Booking:
    """Who has what, when, for ``[start, end)``.

    Whatever ends in ``_at`` is an int of UTC seconds; ``start``, ``end``, ``lapses``, ``created``
    and ``changed`` give the same as pendulum in the center's zone, made when read.

    Attributes:
        id, uid: 128 random bits each; the uid is what calendars know, one for life.
        version: rises with each write; give it back to change only what you saw.
        sequence: rises with each change of start, end, or status (RFC 5545, 3.8.7.4);
            ``published_at`` moves with each change that calendars show.
        state, void_reason, label: where it stands in its life; label is a room type's own word.
        start_at, end_at: visible period, half-open; buffers lie outside.
        local_start, zone, tzdata: what was agreed on the wall clock, and by whose rules.
        fold: 1 if the start is the second pass of a repeated hour.
        offering, room_type: what was asked for, and the type that it had then.
        organizer: whom it belongs to; actor: who wrote it.
        title, headcount, attendees: what is on, how many come, and who of them is named.
        chosen: the options by which its legs were met.
        resource: the resource that people see.
        created_at, changed_at: first and last written; published_at: last changed for calendars.
        checked_in_at: when they came, or ``None``.
        late_after: cancelled after this instant is late.
        lapses_at, lapses_to, lapse_reason: what time does by itself, or ``None``.
        waits_for: rules for which it is pending.
        details: ``StoredDetails`` as the store gives it; an instance of the room type's class as
            the desk does.
        approved: rules for which somebody has approved it.
        units: (leaf, unit) bound at check-in, for pools whose units are named.
        excused: it is nobody's fault if they do not come: the center could not be reached in its
            time, it stood on something closed or shrunk, or it was written down when all was over.
            It never becomes a no-show by itself.
        overridden, override_reason: rules that were passed, and why; of ``offering_closed`` each
            closure as well (``offering_closed:ID``), since a later one was not passed.
        series, original_start: kept for bookings that repeat; nothing makes one yet.
        features: what the place and the way to it must have, as it was asked for.
        lapsed_at, lapsed_from: when time ended it by itself, and in which state it was; ``None``
            if somebody did, or nobody has yet.
        needs_move: computed: it stands on something closed or shrunk; never stored.
        decision: what was answered as it was booked, held, changed, or restored, with all warnings:
            in the answer of that very call, else ``None``; never stored.
    """

    id: str
    uid: str
    center: str
    offering: str
    room_type: str
    start_at: int
    end_at: int
    local_start: str
    zone: str
    tzdata: str
    organizer: str
    actor: str
    fold: int = 0
    version: int = 1
    sequence: int = 0
    state: State = State.CONFIRMED
    void_reason: VoidReason | None = None
    label: str = ""
    title: str = ""
    headcount: int = 1
    attendees: tuple[Attendee, ...] = ()
    resource: str = ""
    chosen: tuple[Chosen, ...] = ()
    details: object = None
    created_at: int = 0
    changed_at: int = 0
    published_at: int = 0
    checked_in_at: int | None = None
    late_after: int | None = None
    lapses_at: int | None = None
    lapses_to: State | None = None
    lapse_reason: VoidReason | None = None
    waits_for: tuple[str, ...] = ()
    approved: tuple[str, ...] = ()
    units: tuple[tuple[str, str], ...] = ()
    excused: bool = False
    overridden: tuple[str, ...] = ()
    override_reason: str = ""
    series: str | None = None
    original_start: int | None = None
    features: frozenset[str] = frozenset()
    lapsed_at: int | None = None
    lapsed_from: State | None = None
    needs_move: bool = False
    decision: Decision | None = attrs.field(default=None, eq=False)

    def __str__(self) -> str:
        """Where, when, and how it stands, in one line that names nobody."""
        place = self.resource or self.offering
        parts = [place] if place else []
        parts.append(format_period(self.start_at, self.end_at, zone(self.zone)))
        parts.append(f"{self.state} ({self.void_reason})" if self.void_reason else self.state.value)
        return ", ".join([*parts, "needs a move"] if self.needs_move else parts)

    @property
    def parties(self) -> tuple[str, ...]:
        """Organizer and attendees: of whose bookings this is one."""
        return (self.organizer, *(attendee.party for attendee in self.attendees))

    @property
    def start(self) -> pendulum.DateTime:
        """When it begins, in the center's zone."""
        return to_pendulum(self.start_at, zone(self.zone))

    @property
    def end(self) -> pendulum.DateTime:
        """When it ends, in the center's zone; this very instant is free again."""
        return to_pendulum(self.end_at, zone(self.zone))

    @property
    def lapses(self) -> pendulum.DateTime | None:
        """From when it no longer counts if nobody acts, in the center's zone, or ``None``."""
        return None if self.lapses_at is None else to_pendulum(self.lapses_at, zone(self.zone))

    @property
    def created(self) -> pendulum.DateTime | None:
        """When it was first written, in the center's zone; ``None`` to whom that is not told."""
        return to_pendulum(self.created_at, zone(self.zone)) if self.created_at else None

    @property
    def changed(self) -> pendulum.DateTime | None:
        """When it was last written, in the center's zone; ``None`` to whom that is not told."""
        return to_pendulum(self.changed_at, zone(self.zone)) if self.changed_at else None
