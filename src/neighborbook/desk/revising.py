"""What a change means to calendars: a new SEQUENCE, a new stamp, or nothing."""

from __future__ import annotations

import enum

import attrs

from neighborbook.domain.booking import Booking, State
from neighborbook.ical.status import Status, standing
from neighborbook.redaction import redact
from neighborbook.room_type import Audience, RoomType


class Revision(enum.Enum):
    """What calendars are told of a change.

    DATED: start, end, or status changed, so SEQUENCE rises (RFC 5545 §3.8.7.4) and LAST-MODIFIED
    moves. SHOWN: something else that people read there changed, so LAST-MODIFIED alone moves.
    NOTHING: not a byte changes.
    """

    NOTHING = "nothing"
    SHOWN = "shown"
    DATED = "dated"


def revision_of(before: Booking, after: Booking, kind: RoomType | None) -> Revision:
    """Return what a change from one self of a booking to the next means to calendars.

    Args:
        before, after: as of the same instant, with details of the room type's class.
        kind: the room type, or ``None`` if its plugin is gone.
    """
    was, becomes = _status(before.state), _status(after.state)
    if becomes is None or (was is None and becomes is Status.CANCELLED):
        return Revision.NOTHING  # it stands in no calendar that names it, or never has
    if (was, before.start_at, before.end_at) != (becomes, after.start_at, after.end_at):
        return Revision.DATED
    if _shown(before, kind) != _shown(after, kind):
        return Revision.SHOWN
    return Revision.NOTHING


def by_time(stored: Booking, after: Booking) -> Booking:
    """Return what time has made of a booking, revised at the instant at which time did it.

    So calendars say the same before and after somebody settles it.
    """
    if after is stored:
        return after
    was, becomes = _status(stored.state), _status(after.state)
    if becomes in (None, was) or (was is None and becomes is Status.CANCELLED):
        return after
    lapsed = stored.lapses_at is not None and after.lapses_at is None
    at = stored.lapses_at if lapsed else after.lapsed_at
    if at is None:
        at = stored.end_at
    return attrs.evolve(
        after, sequence=stored.sequence + 1, published_at=max(stored.published_at, at)
    )


def setup(booking: Booking) -> int:
    """Return the seconds of setup before a booking, the longest of what it takes."""
    return max([take.before for c in booking.chosen for take in c.option.takes], default=0)


def _status(state: State) -> Status | None:
    found = standing(state)
    return None if found is None else found.status


def _shown(booking: Booking, kind: RoomType | None) -> tuple[object, ...]:
    """What of a booking some calendar may show, besides its time and status."""
    titles: tuple[str, ...] = ()
    if kind is not None and type(kind).title is not RoomType.title:
        # Such a title may be made of anything: what counts is what people read.
        titles = tuple(redact(booking, audience, kind).title for audience in Audience)
    return booking.title, booking.resource, setup(booking), titles
