"""What calendars are told of a booking's state, and the words that people read for it.

STATUS says it to programs. Some programs show a cancelled VEVENT like any other, so SUMMARY says
it again, in front, to people.
"""

from __future__ import annotations

import enum

import attrs

from neighborbook.domain.booking import State
from neighborbook.domain.text import Text


class Status(enum.StrEnum):
    """The values of STATUS in a VEVENT (RFC 5545 §3.8.1.11)."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


_NOTHING = Text()


@attrs.frozen(kw_only=True)
class Standing:
    """How a booking stands, in the words of calendars.

    Attributes:
        status: what STATUS says.
        transparent: whether it takes none of the reader's time (TRANSP).
        prefix: what SUMMARY begins with, by language; empty for nothing.
    """

    status: Status
    transparent: bool = False
    prefix: Text = _NOTHING


CANCELLED_PREFIX = Text.of({"en": "Cancelled: ", "zh": "已取消："})
REQUESTED_PREFIX = Text.of({"en": "Requested: ", "zh": "待确认："})
WAITING_PREFIX = Text.of({"en": "Waiting list: ", "zh": "候补："})
NEEDS_MOVE_PREFIX = Text.of({"en": "Needs a new place: ", "zh": "需换场地："})

CONFIRMED = Standing(status=Status.CONFIRMED)
CANCELLED = Standing(status=Status.CANCELLED, transparent=True, prefix=CANCELLED_PREFIX)
REQUESTED = Standing(status=Status.TENTATIVE, prefix=REQUESTED_PREFIX)
# One who waits holds no place and may have other plans.
WAITING = Standing(status=Status.TENTATIVE, transparent=True, prefix=WAITING_PREFIX)

_STANDINGS = {
    State.WAITING: WAITING,
    State.PENDING: REQUESTED,
    State.CONFIRMED: CONFIRMED,
    State.ARRIVED: CONFIRMED,
    State.ACTIVE: CONFIRMED,
    State.DONE: CONFIRMED,
    State.VOID: CANCELLED,
}

_BUSY = {
    State.HELD: Status.TENTATIVE,
    State.OFFERED: Status.TENTATIVE,
    State.PENDING: Status.TENTATIVE,
    State.CONFIRMED: Status.CONFIRMED,
    State.ARRIVED: Status.CONFIRMED,
    State.ACTIVE: Status.CONFIRMED,
    State.DONE: Status.CONFIRMED,
}


def standing(state: State, *, needs_move: bool = False) -> Standing | None:
    """Return how a booking stands in calendars that name bookings; None if it is not in them.

    Held and offered bookings are in busy-only output alone.

    Args:
        state: the booking's state as of the moment that the calendar is made for.
        needs_move: whether it stands on something closed; nothing to a booking that is void.

    >>> standing(State.VOID).prefix.in_("zh")
    '已取消：'
    >>> standing(State.HELD) is None
    True
    """
    found = _STANDINGS.get(state)
    if found is None or not needs_move or found.transparent:
        return found
    return attrs.evolve(found, prefix=NEEDS_MOVE_PREFIX)


def busy_status(state: State) -> Status | None:
    """Return how a booking occupies its place in busy-only calendars; None if it does not.

    >>> busy_status(State.HELD), busy_status(State.VOID)
    (<Status.TENTATIVE: 'TENTATIVE'>, None)
    """
    return _BUSY.get(state)
