"""Why something was done to a booking, where its room type knows only some answers."""

from __future__ import annotations

from neighborbook.desk.faults import Faults
from neighborbook.desk.loaded import Loaded
from neighborbook.domain.booking import Booking


def demand_code(reason: str, booking: Booking, loaded: Loaded) -> None:
    """See that a reason is one of its room type's codes, where the type has some.

    Nothing said is no reason, and always accepted. What was said instead is not repeated: it may be
    what nobody is to read.

    Raises:
        InvalidRequest: it is other words.
    """
    kind = loaded.room_types.get(booking.room_type)
    known = {} if kind is None else kind.reasons
    if not reason or not known or reason in known:
        return
    faults = Faults()
    faults.add("reason", "INPUT_INVALID", "", f"one of {', '.join(known)}")
    faults.stop()
