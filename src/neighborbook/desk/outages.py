"""Outages: the center could not be reached; nobody is a no-show, what would lapse waits."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from neighborbook.codes import Code
from neighborbook.desk.asking import When
from neighborbook.desk.caller import Caller
from neighborbook.desk.details import hydrated
from neighborbook.desk.displacing import shut_out
from neighborbook.desk.faults import MOST_REASON, Faults, plain
from neighborbook.desk.house import House
from neighborbook.desk.keys import key_of, replayed
from neighborbook.desk.lapsing import ask_again, relapse
from neighborbook.desk.listing import every_booking
from neighborbook.desk.loaded import Loaded, refused
from neighborbook.desk.moving import require, require_still
from neighborbook.desk.revising import Revision, revision_of
from neighborbook.desk.sparing import spared
from neighborbook.desk.writing import (
    change_row,
    in_state,
    joined,
    released_at,
    rows,
    settled,
    stamped,
)
from neighborbook.domain.booking import LIVE, Booking, State, VoidReason
from neighborbook.domain.change import Act
from neighborbook.domain.claim import Claim
from neighborbook.domain.closure import Closure, ClosureKind
from neighborbook.domain.limit import LimitUse
from neighborbook.domain.party import Actor
from neighborbook.domain.slot import Mode
from neighborbook.engine.admission import Plan, prepare, still_fits
from neighborbook.engine.reasons import no
from neighborbook.errors import NotFound, Refused
from neighborbook.rights import Right
from neighborbook.room_type import RoomType
from neighborbook.storage.abc import BookingFilter, Key, Reader, Transaction, Writes

MOST_DUE = 1_000_000


def outage(
    house: House, actor: Actor, start: When, end: When, reason: str, key: str | None
) -> Closure:
    """Note that the center could not be reached in ``[start, end)``.

    Bookings of that time are excused: they never become no-shows by themselves. Whatever time would
    have ended in it gets the time back, unless somebody has its place or its hours by now; whether
    it was written down already makes no difference.

    Raises:
        Refused: it has not begun yet. It may still go on: until when is for who notes it to say.
    """
    id = house.ids.new()
    given = key_of(actor, plain(key), "outage", (start, end, reason), id)

    def answered(earlier: Key) -> Closure:
        with house.store.snapshot(house.center) as reader:
            found = reader.closure(earlier.answer)
        if found is None:
            raise NotFound(kind="closure", id=earlier.answer)
        return found

    def call() -> Closure:
        asks = require(house, actor, Right.OUTAGE)
        gap = _gap(house, actor, (start, end), reason, key, id=id)
        return _outage(house, asks, gap, given, answered)

    return replayed(house, given, answered, call)


def _gap(
    house: House, actor: Actor, when: tuple[When, When], reason: str, key: str | None, *, id: str
) -> Closure:
    """Read the words of one call."""
    start, end = when
    faults, loaded = Faults(), house.current()
    low = faults.time("start", start, loaded.catalog)
    high = faults.time("end", end, loaded.catalog)
    faults.period(low, high, end)
    why = faults.text("reason", reason, MOST_REASON)
    faults.key(key)
    faults.stop()
    return Closure(
        id=id,
        center=house.center,
        kind=ClosureKind.OUTAGE,
        subject=house.center,
        start_at=low,
        end_at=high,
        zone=loaded.catalog.center.zone,
        reason=why,
        actor=actor.key,
    )


def _outage(
    house: House,
    asks: Caller,
    gap: Closure,
    key: Key | None,
    answered: Callable[[Key], Closure],
) -> Closure:
    def work(tx: Transaction, now: int, loaded: Loaded) -> Closure:
        require_still(tx, now, loaded, asks, Right.OUTAGE)
        if gap.start_at > now:
            ahead = no(Code.STATE, "noted_ahead", latest_at=now)
            raise refused(ahead, loaded.catalog.center.zone)
        noted = attrs.evolve(gap, created_at=now)
        tx.write(Writes(closures=(noted,)))
        after = _After(house=house, loaded=loaded, gap=noted, actor=asks.actor, now=now)
        for id in _concerned(tx, gap):
            stored = tx.booking(id)  # who had its place in between may have been settled with it
            tx.write(Writes() if stored is None else after.writes(tx, stored))
        tx.commit()
        return noted

    return house.write(frozenset(), work, key=key, answered=answered, exclusive=True)


def _concerned(tx: Reader, gap: Closure) -> tuple[str, ...]:
    """Return the ids of bookings whose time overlaps the gap, or that time ends or ended in it.

    Who was accepted first comes first: he is the first to get his place back.
    """
    overlapping = BookingFilter(start=gap.start_at, end=gap.end_at)
    # What was written down as ended in the gap was written since it began.
    ended = BookingFilter(states=(State.VOID, State.DONE), changed_since=gap.start_at)
    found = {b.id: b for b in every_booking(tx, overlapping)}
    found |= {b.id: b for b in every_booking(tx, ended) if _is_in(gap, b.lapsed_at)}
    due = tx.bookings_by_id(tx.due(gap.end_at - 1, MOST_DUE))
    found |= {b.id: b for b in due.values() if _is_in(gap, b.lapses_at)}
    return tuple(b.id for b in sorted(found.values(), key=lambda b: (b.created_at, b.id)))


def _is_in(gap: Closure, at: int | None) -> bool:
    return at is not None and gap.start_at <= at < gap.end_at


@attrs.frozen(kw_only=True)
class _After:
    """What becomes of bookings after an outage."""

    house: House
    loaded: Loaded
    gap: Closure
    actor: Actor
    now: int

    def writes(self, tx: Transaction, stored: Booking) -> Writes:
        """Return what becomes of one booking; nothing if the gap is nothing to it."""
        current = self.loaded.as_of(stored, self.now)
        if current.state in LIVE:
            return self._live(tx, stored)
        if current.lapsed_from is None:
            return Writes()  # somebody ended it
        if current.state is State.DONE or current.void_reason is VoidReason.NO_SHOW:
            return self._over(stored, current)
        return (
            self._lapsed(tx, stored, current) if _is_in(self.gap, current.lapsed_at) else Writes()
        )

    def _excused(self, booking: Booking) -> Booking:
        gap = self.gap
        missed = booking.start_at < gap.end_at and gap.start_at < booking.end_at
        return attrs.evolve(booking, excused=booking.excused or missed)

    def _live(self, tx: Transaction, stored: Booking) -> Writes:
        """It lapses later; nobody else has its place."""
        after = self._excused(stored)
        if not _is_in(self.gap, stored.lapses_at):
            return self._written(stored, after)
        after = self._later(after, stored.lapses_at)
        claims, uses = relapse(
            tx.claims_of((stored.id,)).get(stored.id, ()),
            tx.limit_uses_of((stored.id,)).get(stored.id, ()),
            after,
        )
        return self._written(stored, after, claims, uses)

    def _over(self, stored: Booking, current: Booking) -> Writes:
        """Its end has passed: it has kept what it took, and nobody who was not there is missed."""
        after = self._excused(current)
        if after.excused and current.void_reason is VoidReason.NO_SHOW:
            after = attrs.evolve(after, state=State.DONE, void_reason=None)
        if after == current:
            return Writes()
        return self._written(stored, after)

    def _lapsed(self, tx: Transaction, stored: Booking, current: Booking) -> Writes:
        """Time has taken its place: it has it again if it would still have it, and it is free."""
        alive = in_state(
            self._excused(current),
            current.lapsed_from or State.CONFIRMED,
            waits_for=current.waits_for,
        )
        again = self._later(alive, current.lapsed_at)
        ended = self.loaded.as_of(again, self.now)
        if ended.state is State.VOID:
            kept = tx.limit_uses_of((stored.id,)).get(stored.id, ())
            live = tuple(use for use in kept if use.live(self.now))
            return self._written(stored, ended, (), live)
        back = self._admitted(tx, current, again)
        if back is None:
            return Writes()
        claims, uses, also = back
        if stored.id in shut_out(tx, (stored,)):
            again = spared(again)
            claims, uses = relapse(claims, uses, again)
        return joined((also, self._written(stored, again, claims, uses)))

    def _later(self, booking: Booking, lapses_at: int | None) -> Booking:
        """Return it as it stands with the length of the gap added to when it lapses."""
        until = (lapses_at or 0) + self.gap.end_at - self.gap.start_at
        if booking.state is State.CONFIRMED:
            return released_at(booking, until)
        return in_state(
            booking,
            booking.state,
            until=until,
            reason=VoidReason.EXPIRED,
            waits_for=booking.waits_for,
        )

    def _admitted(
        self, tx: Transaction, ended: Booking, again: Booking
    ) -> tuple[tuple[Claim, ...], tuple[LimitUse, ...], Writes] | None:
        """Return the claims and uses with which it stands again, if place and limits are free.

        What others had of its place, and has lapsed, is settled with it. Without its plugin nobody
        knows what it would use: it stays ended.
        """
        loaded, kind = self.loaded, self.loaded.room_types.get(ended.room_type)
        if kind is None:
            return None
        try:
            plan = loaded.told(kind, lambda: self._plan(kind, ended, again))
        except Refused:
            return None
        seen = self.house.see(tx, plan, loaded)
        if not still_fits(plan.candidate, seen, loaded.room_types):
            return None
        claims, uses = rows(plan.candidate, again, seen)
        return claims, uses, settled(tx, seen, self.now, self.house, loaded, but=ended.id)

    def _plan(self, kind: RoomType, ended: Booking, again: Booking) -> Plan:
        """Return what it takes to have again the very places that it had."""
        ask = ask_again(hydrated(kind, again), self.actor, self.loaded, self.now)
        mode = Mode.HOLD if again.state is State.HELD else Mode.BOOK
        ask = attrs.evolve(ask, request=attrs.evolve(ask.request, mode=mode), replaces=ended)
        plan, resources = prepare(ask, kind), self.loaded.catalog.resources
        takes = [take for chosen in ended.chosen for take in chosen.option.takes]
        turn = max((resources[take.leaf].changeover for take in takes), default=0)
        return attrs.evolve(
            plan,
            candidate=attrs.evolve(plan.candidate, chosen=ended.chosen),
            leaves=tuple(sorted({*plan.leaves, *(take.leaf for take in takes)})),
            start=min([plan.start, *(ended.start_at - turn - take.before for take in takes)]),
            end=max([plan.end, *(ended.end_at + turn + take.after for take in takes)]),
        )

    def _written(
        self,
        stored: Booking,
        booking: Booking,
        claims: tuple[Claim, ...] | None = None,
        uses: tuple[LimitUse, ...] | None = None,
    ) -> Writes:
        if booking == stored:
            return Writes()
        seen, kind = (
            self.loaded.as_of(stored, self.now),
            self.loaded.room_types.get(stored.room_type),
        )
        revision = revision_of(seen, self.loaded.as_of(booking, self.now), kind)
        if revision is not Revision.NOTHING:
            booking = attrs.evolve(booking, sequence=seen.sequence)
        after = stamped(booking, self.now, revision)
        row = change_row(self.house, after, Act.OUTAGE, self.actor.key, self.now, ("lapses",))
        return Writes(
            update=((after, stored.version),),
            claims={} if claims is None else {stored.id: claims},
            limit_uses={} if uses is None else {stored.id: uses},
            changes=(row,),
        )
