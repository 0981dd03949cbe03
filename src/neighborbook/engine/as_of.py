"""What time does to a booking by itself; every read looks through this one function."""

from __future__ import annotations

import attrs

from neighborbook.domain.booking import Booking, State, VoidReason

ENDS_BY_ITSELF = frozenset({State.CONFIRMED, State.ARRIVED, State.ACTIVE})


def as_of(
    booking: Booking, now: int, *, checks_in: bool = False, ends_at: int | None = None
) -> Booking:
    """Return the booking as it stands at an instant, whatever the database has settled.

    At the very instant of ``lapses_at`` it has lapsed. A booking whose end has passed is done, or
    ``no_show`` where people check in (``checks_in``) and nobody came.

    Args:
        ends_at: when it is over by itself, where that is not its end.
    """
    if booking.lapses_at is not None and booking.lapses_at <= now:
        booking = lapsed(booking)
    over = booking.end_at if ends_at is None else ends_at
    if booking.state in ENDS_BY_ITSELF and over <= now:
        missed = checks_in and booking.state is State.CONFIRMED and not booking.excused
        ended = attrs.evolve(booking, lapsed_at=over, lapsed_from=booking.state)
        if missed:
            return attrs.evolve(ended, state=State.VOID, void_reason=VoidReason.NO_SHOW, label="")
        return attrs.evolve(ended, state=State.DONE)
    return booking


def lapsed(booking: Booking) -> Booking:
    """Return the booking after its ``lapses_at`` has passed; what is void is at no label."""
    is_void = booking.lapses_to in (None, State.VOID)
    return attrs.evolve(
        booking,
        state=booking.lapses_to or State.VOID,
        void_reason=booking.lapse_reason if is_void else None,
        label="" if is_void else booking.label,
        lapses_at=None,
        lapses_to=None,
        lapse_reason=None,
        lapsed_at=booking.lapses_at,
        lapsed_from=booking.state,
    )
