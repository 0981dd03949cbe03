"""What happened to a booking, in the order in which it can be read."""

from __future__ import annotations

import enum

import attrs


class Act(enum.StrEnum):
    """What was done, by somebody or by time itself."""

    BOOK = "book"
    HOLD = "hold"
    EXTEND = "extend"
    CONFIRM = "confirm"
    CHANGE = "change"
    APPROVE = "approve"
    DECLINE = "decline"
    CANCEL = "cancel"
    RESTORE = "restore"
    CHECK_IN = "check_in"
    COMPLETE = "complete"
    NO_SHOW = "no_show"
    ADVANCE = "advance"
    LAPSE = "lapse"
    CLOSE = "close"
    REOPEN = "reopen"
    LOWER = "lower"
    OUTAGE = "outage"
    RAISE = "raise"
    ERASE = "erase"


@attrs.frozen(kw_only=True)
class Change:
    """One change of one booking, written with it.

    Attributes:
        position: its sealed place in the center's log, counting from 1 without gaps; ``None`` until
            sealed, and for everybody but the trusted program. Readers of ``changes`` see sealed
            ones only.
        version: the booking's version after it.
        at: UTC seconds.
        actor: who did it, or ``~program``, ``~public``, ``~time``.
        fields: which public fields it changed.
        reason: what was given as reason, "" if nothing or erased.
    """

    id: str
    booking: str
    act: Act
    version: int
    at: int
    actor: str
    fields: tuple[str, ...] = ()
    reason: str = ""
    position: int | None = None
