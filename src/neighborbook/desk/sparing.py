"""Bookings that come to need a move, or no longer do: each is told once, and spared meanwhile.

Nobody can come to a place that is closed: while a booking needs a move, nothing releases it, and
nobody is missed.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from neighborbook.desk.details import hydrated
from neighborbook.desk.displacing import moving
from neighborbook.desk.house import House
from neighborbook.desk.lapsing import ask_again, relapse
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.revising import Revision
from neighborbook.desk.writing import change_row, notices, released_at, stamped
from neighborbook.domain.booking import Booking, State
from neighborbook.domain.change import Act
from neighborbook.domain.closure import Closure, ClosureKind
from neighborbook.domain.party import Actor
from neighborbook.errors import Refused
from neighborbook.storage.abc import Reader, Transaction, Writes


def spared(booking: Booking) -> Booking:
    """Return a booking that needs a move: it is not released, and nobody is missed."""
    calm = attrs.evolve(booking, excused=True)
    return released_at(calm, None) if booking.state is State.CONFIRMED else calm


def expected_again(
    reader: Reader, loaded: Loaded, booking: Booking, actor: Actor, now: int
) -> Booking:
    """Return a booking that has its place again as it would be had it never lost it.

    Once its time has begun it stays spared: nobody could tell them in time to come.
    """
    if booking.start_at <= now:
        return booking
    again = attrs.evolve(booking, excused=False)
    if booking.state is State.CONFIRMED:
        again = released_at(again, _release_of(loaded, booking, actor, now))
    return past_outages(reader, again)


def past_outages(reader: Reader, booking: Booking) -> Booking:
    """Return a booking excused for the outages of its time, which also put off its release."""
    outages = outages_in(reader, booking.start_at, booking.end_at)
    again = attrs.evolve(booking, excused=booking.excused or bool(outages))
    if booking.state is not State.CONFIRMED:
        return again
    until = booking.lapses_at
    for gap in outages:
        if until is not None and gap.start_at <= until < gap.end_at:
            until += gap.end_at - gap.start_at
    return released_at(again, until)


def outages_in(reader: Reader, start: int, end: int) -> list[Closure]:
    """Return the outages that overlap a period, in the order in which they were noted."""
    found = [
        closure
        for closure in reader.closures(start, end)
        if closure.kind is ClosureKind.OUTAGE and closure.reopened_at is None
    ]
    return sorted(found, key=lambda gap: (gap.created_at, gap.id))


def _release_of(loaded: Loaded, booking: Booking, actor: Actor, now: int) -> int | None:
    """Return when it would be released if nobody came; never, if its room type cannot tell."""
    kind = loaded.room_types.get(booking.room_type)
    if kind is None:
        return None
    ask = ask_again(hydrated(kind, booking), actor, loaded, now)
    try:
        after = loaded.told(kind, lambda: kind.auto_release(ask))
    except Refused:
        return None
    return None if after is None else booking.start_at + after


@attrs.frozen(kw_only=True)
class Telling:
    """Who does something that moves bookings, and the acts by which each is told.

    Attributes:
        out: told to those that newly need a move; back: to those that no longer do.
    """

    house: House
    actor: Actor
    now: int
    out: Act
    back: Act

    def tell(
        self, tx: Transaction, loaded: Loaded, touched: Iterable[Booking], before: frozenset[str]
    ) -> tuple[Booking, ...]:
        """Write the next version of each booking whose lot has changed.

        Args:
            touched: stored bookings that may be concerned.
            before: ids of those that needed a move before it was done.

        Returns:
            Those that newly need a move, as they were stored.
        """
        touched = tuple(touched)
        after = moving(tx, loaded, touched, self.now)
        out = tuple(b for b in touched if b.id in after - before)
        for booking in out:
            self._write(tx, loaded, booking, spared(booking), self.out)
        for booking in (b for b in touched if b.id in before - after):
            again = expected_again(tx, loaded, booking, self.actor, self.now)
            self._write(tx, loaded, booking, again, self.back)
        return out

    def _write(self, tx: Transaction, loaded: Loaded, old: Booking, new: Booking, act: Act) -> None:
        after = stamped(new, self.now, Revision.SHOWN)
        row = change_row(self.house, after, act, self.actor.key, self.now, ("needs_move",))
        told = Writes(
            update=((after, old.version),),
            changes=(row,),
            notices=notices(self.house, loaded, after, act, self.now),
        )
        if after.lapses_at != old.lapses_at:
            claims, uses = relapse(
                tx.claims_of((old.id,)).get(old.id, ()),
                tx.limit_uses_of((old.id,)).get(old.id, ()),
                after,
            )
            told = attrs.evolve(told, claims={old.id: claims}, limit_uses={old.id: uses})
        tx.write(told)
