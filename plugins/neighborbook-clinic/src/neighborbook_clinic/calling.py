"""In which order those who have come are called."""

from __future__ import annotations

from collections.abc import Iterable

import neighborbook as nb
from neighborbook_clinic.settings import Settings

WAITING = frozenset({nb.State.ARRIVED})
CALLED = "called"

Turn = tuple[int, int, int, str]


def calling_order(
    bookings: Iterable[nb.Booking], settings: Settings | None = None
) -> tuple[nb.Booking, ...]:
    """Return those who have come and wait, in the order in which they are called.

    Who comes on time, or a little late, is called by the time of the appointment. Who comes later
    goes behind everybody who was there by then. Walk-ins have the time of the cell that they got.

    Args:
        bookings: of one practitioner, or of several who call together; others than waiting ones
            are left out.
        settings: of the offering; the defaults, if not given.
    """
    rules = settings if settings is not None else Settings()
    waiting = [one for one in bookings if one.state in WAITING]
    turns: dict[str, Turn] = {}
    for one in sorted(waiting, key=lambda one: (_came(one), one.start_at, one.id)):
        turns[one.id] = _turn(one, rules, turns)
    return tuple(sorted(waiting, key=lambda one: turns[one.id]))


def day_list(
    bookings: Iterable[nb.Booking], settings: Settings | None = None
) -> tuple[nb.Booking, ...]:
    """Return a practitioner's day as it is worked through.

    First who is in, or was called; then who waits, in the order of calling; then who is expected,
    by the time of the appointment; then who has been served. Who is not coming is left out.

    Args:
        bookings: of one practitioner and day, as she may see them:
            ``desk.acting_as(doctor).bookings(resource=..., start=..., end=...)``.
        settings: of the offering; the defaults, if not given.
    """
    known = [one for one in bookings if one.state is not nb.State.VOID]
    inside = [one for one in known if one.state is nb.State.ACTIVE or one.label == CALLED]
    waiting = calling_order((one for one in known if one not in inside), settings)
    there = {one.id for one in (*inside, *waiting)}
    rest = sorted(
        (one for one in known if one.id not in there),
        key=lambda one: (one.state is nb.State.DONE, one.start_at, one.id),
    )
    return (*sorted(inside, key=lambda one: (one.start_at, one.id)), *waiting, *rest)


def _turn(one: nb.Booking, rules: Settings, there: dict[str, Turn]) -> Turn:
    """Return by what somebody is sorted, given those who were there already."""
    came = _came(one)
    if came - one.start_at <= rules.late_kept:
        return (one.start_at, 0, came, one.id)
    last = max((turn[0] for turn in there.values()), default=one.start_at)
    return (max(last, one.start_at), 1, came, one.id)


def _came(one: nb.Booking) -> int:
    return one.start_at if one.checked_in_at is None else one.checked_in_at
