"""Outages: the center could not be reached; nobody is a no-show, what would lapse waits."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from neighborbook.codes import Severity
from neighborbook.desk.asking import When
from neighborbook.desk.details import hydrated
from neighborbook.desk.faults import MOST_REASON, Faults, plain
from neighborbook.desk.house import House, Loaded
from neighborbook.desk.keys import key_of, replayed
from neighborbook.desk.lapsing import ask_again, relapse
from neighborbook.desk.moving import require
from neighborbook.desk.revising import Revision, revision_of
from neighborbook.desk.writing import change_row, released_at, stamped
from neighborbook.domain.booking import LIVE, Booking, State
from neighborbook.domain.change import Act
from neighborbook.domain.closure import Closure, ClosureKind
from neighborbook.domain.party import Actor
from neighborbook.domain.slot import Mode
from neighborbook.engine.limits import within_limits
from neighborbook.errors import NotFound
from neighborbook.rights import Right
from neighborbook.storage.abc import BookingFilter, Key, Reader, Transaction, Writes

MOST_DUE = 1_000_000


def outage(
    house: House, actor: Actor, start: When, end: When, reason: str, key: str | None
) -> Closure:
    """Note that the center could not be reached in ``[start, end)``.

    Bookings of that time are excused: they never become no-shows by themselves. Whatever would have
    lapsed in it gets the time back, unless somebody has its place or its hours by now.
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
        gap = _gap(house, actor, (start, end), reason, key, id=id)
        return _outage(house, actor, gap, given, answered)

    return replayed(house, given, answered, call)


def _gap(
    house: House, actor: Actor, when: tuple[When, When], reason: str, key: str | None, *, id: str
) -> Closure:
    """Read the words of one call."""
    require(house, actor, Right.OUTAGE)
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
    actor: Actor,
    gap: Closure,
    key: Key | None,
    answered: Callable[[Key], Closure],
) -> Closure:
    def work(tx: Transaction, now: int, loaded: Loaded) -> Closure:
        noted = attrs.evolve(gap, created_at=now)
        concerned = _concerned(tx, loaded, gap)
        tx.write(Writes(closures=(noted,)))
        for booking in concerned:
            if not _spent_by_others(house, tx, loaded, booking, actor, now):
                tx.write(_given_back(house, tx, loaded, booking, gap, actor, now))
        tx.commit()
        return noted

    return house.write(frozenset(), work, key=key, answered=answered, exclusive=True)


def _concerned(tx: Reader, loaded: Loaded, gap: Closure) -> tuple[Booking, ...]:
    """Stored bookings that lapse in the gap, or whose time overlaps it."""
    found: dict[str, Booking] = {}
    after = None
    wanted = BookingFilter(states=tuple(sorted(LIVE)), start=gap.start_at, end=gap.end_at)
    while page := tx.bookings(wanted, after=after):
        found |= {booking.id: booking for booking in page}
        after = (page[-1].start_at, page[-1].id)
    for id in tx.due(gap.end_at - 1, MOST_DUE):
        due = tx.booking(id)
        if due is not None and due.lapses_at is not None and due.lapses_at >= gap.start_at:
            found[id] = due
    return tuple(found.values())


def _spent_by_others(
    house: House, tx: Transaction, loaded: Loaded, booking: Booking, actor: Actor, now: int
) -> bool:
    """Whether a booking has lapsed and what it had of a limit has been given to others since.

    Its leaves need no such look: who takes them settles what has lapsed there.
    """
    has_lapsed = booking.lapses_at is not None and booking.lapses_at <= now
    if not has_lapsed or booking.room_type not in loaded.room_types:
        return False
    ask = ask_again(hydrated(loaded.room_types.get(booking.room_type), booking), actor, loaded, now)
    mode = Mode.HOLD if booking.state is State.HELD else Mode.BOOK
    ask = attrs.evolve(ask, request=attrs.evolve(ask.request, mode=mode), replaces=booking)
    plan = house.plan(loaded, ask)
    candidate = attrs.evolve(plan.candidate, chosen=booking.chosen)
    over = within_limits(candidate, house.see(tx, plan, loaded))
    return any(refusal.severity is not Severity.APPROVAL for refusal in over)


def _given_back(
    house: House,
    tx: Transaction,
    loaded: Loaded,
    booking: Booking,
    gap: Closure,
    actor: Actor,
    now: int,
) -> Writes:
    excused = booking.excused or (booking.start_at < gap.end_at and gap.start_at < booking.end_at)
    later = attrs.evolve(_lapsing_later(booking, gap), excused=excused)
    seen, kind = loaded.as_of(booking, now), loaded.room_types.get(booking.room_type)
    revision = revision_of(seen, loaded.as_of(later, now), kind)
    if revision is not Revision.NOTHING:
        later = attrs.evolve(later, sequence=seen.sequence)
    after = stamped(later, now, revision)
    claims, uses = relapse(
        tx.claims_of((booking.id,)).get(booking.id, ()),
        tx.limit_uses_of((booking.id,)).get(booking.id, ()),
        after,
    )
    return Writes(
        update=((after, booking.version),),
        claims={booking.id: claims},
        limit_uses={booking.id: uses},
        changes=(change_row(house, after, Act.OUTAGE, actor.key, now, ("lapses",)),),
    )


def _lapsing_later(booking: Booking, gap: Closure) -> Booking:
    lapses = booking.lapses_at
    if lapses is None or not gap.start_at <= lapses < gap.end_at:
        return booking
    lapses += gap.end_at - gap.start_at
    if booking.state is State.CONFIRMED:
        return released_at(booking, lapses)
    return attrs.evolve(booking, lapses_at=lapses)
