"""What happens in a month at the center, as values: who asks when for what, and what follows.

A plan of them is drawn before anybody asks, so it does not know what will be refused. What follows
a booking is therefore told relative to it (``Later``), and falls away where it became pointless.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import TypeAlias

import attrs


class Way(enum.StrEnum):
    """How somebody goes about it."""

    ASK = "ask"  # for one time, and take what is offered instead or leave it
    SEARCH = "search"  # for a slot of that day
    HOLD = "hold"  # first, and confirm some minutes later
    FORGET = "forget"  # hold, and never come back


class Step(enum.StrEnum):
    """What becomes of a booking later."""

    CONFIRM = "confirm"
    EXTEND = "extend"
    APPROVE = "approve"
    DECLINE = "decline"
    SHIFT = "shift"  # to a later start
    RESIZE = "resize"  # other people come than was said
    MOVE = "move"  # to another place of the offering
    RENAME = "rename"
    CANCEL = "cancel"
    RESTORE = "restore"
    CHECK_IN = "check in"
    COMPLETE = "complete"  # before its end
    NO_SHOW = "no-show"


class Since(enum.StrEnum):
    """From when ``Later`` counts; of a booking that has moved meanwhile, from where it is now."""

    ASKED = "asked"
    START = "start"
    END = "end"


@attrs.frozen(kw_only=True)
class Later:
    """A step that follows a booking.

    Attributes:
        seconds: after ``since``; negative is before.
        by: seconds by which SHIFT shifts, people by which RESIZE changes.
    """

    step: Step
    since: Since
    seconds: int
    by: int = 0


@attrs.frozen(kw_only=True)
class Ask:
    """Somebody wants something.

    Attributes:
        at: when it is asked; UTC seconds, like ``start``.
        number: of the wish; by it the draw of what follows is told apart.
        person: who asks; organizer: for whom.
        takes_other: content with an alternative if it is refused.
        weekly: a habit; it is asked again for the same hour of each week.
        override: the clerk's reason for passing soft rules, or "".
        then: what follows if it is booked, in order.
    """

    at: int
    number: int
    person: str
    organizer: str
    offering: str
    start: int
    length: int
    headcount: int
    title: str
    details: Mapping[str, object] | None = None
    way: Way = Way.ASK
    takes_other: bool = False
    weekly: bool = False
    override: str = ""
    then: tuple[Later, ...] = ()


@attrs.frozen(kw_only=True)
class Shut:
    """The clerk closes something.

    Attributes:
        name: by which ``Reopen`` finds it again.
        rehouses: the clerk finds another place for everybody whom it hits.
    """

    at: int
    name: str
    subject: str
    start: int
    end: int
    reason: str
    public_reason: str = ""
    amount: int | None = None
    rehouses: bool = False


@attrs.frozen(kw_only=True)
class Reopen:
    """What was closed is free again earlier than was thought."""

    at: int
    name: str


@attrs.frozen(kw_only=True)
class Outage:
    """The clerk notes that the center could not be reached."""

    at: int
    start: int
    end: int
    reason: str


@attrs.frozen(kw_only=True)
class Settle:
    """The program writes down what time has done, and seals the log."""

    at: int


Act: TypeAlias = Ask | Shut | Reopen | Outage | Settle
