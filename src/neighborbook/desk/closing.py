"""Close, reopen, and outages: blocks are judged against nothing and say whom they displace."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from neighborbook.codes import Code
from neighborbook.desk.asking import When
from neighborbook.desk.blocking import blocks_of, concerned, leaves_of, takes_of, touched
from neighborbook.desk.details import hydrated
from neighborbook.desk.displacing import moving
from neighborbook.desk.faults import MOST_REASON, Faults, known, plain
from neighborbook.desk.house import House, Wider
from neighborbook.desk.keys import key_of, replayed
from neighborbook.desk.loaded import Loaded, refused
from neighborbook.desk.moving import require, require_still
from neighborbook.desk.showing import shown
from neighborbook.desk.sparing import Telling
from neighborbook.domain.booking import Booking
from neighborbook.domain.catalog import Catalog
from neighborbook.domain.change import Act
from neighborbook.domain.closure import Closure, ClosureKind
from neighborbook.domain.party import Actor
from neighborbook.engine.reasons import no
from neighborbook.errors import Fault, InvalidRequest, NotFound
from neighborbook.rights import Right
from neighborbook.storage.abc import Key, Transaction, Writes

CLOSABLE = (ClosureKind.RESOURCE, ClosureKind.OFFERING, ClosureKind.CENTER)


@attrs.frozen(kw_only=True)
class Closing:
    """The words of one call of ``close``."""

    subject: str
    start: When
    end: When
    reason: str = ""
    public_reason: str = ""
    amount: int | None = None
    preview: bool = False
    kind: ClosureKind | str | None = None
    key: str | None = attrs.field(default=None, converter=plain)


def closure_of(
    house: House, actor: Actor, closing: Closing, loaded: Loaded, *, id: str, now: int
) -> Closure:
    """Read one call into a Closure, with the leaves on which it lies.

    Raises:
        InvalidRequest: with every fault.
    """
    faults, catalog = Faults(), loaded.catalog
    start = faults.time("start", closing.start, catalog)
    end = faults.time("end", closing.end, catalog)
    faults.period(start, end, closing.end)
    reason = faults.text("reason", closing.reason, MOST_REASON)
    public = faults.text("public_reason", closing.public_reason, MOST_REASON)
    faults.key(closing.key)
    faults.flag("preview", closing.preview)
    kind, amount = _subject(closing, loaded, faults)
    faults.stop()
    subject = str.__str__(closing.subject)
    return Closure(
        id=id,
        center=house.center,
        kind=kind,
        subject=subject,
        start_at=start,
        end_at=end,
        zone=catalog.center.zone,
        reason=reason,
        public_reason=public,
        amount=amount,
        takes=takes_of(catalog, kind, subject, amount),
        actor=actor.key,
        created_at=now,
    )


def _subject(closing: Closing, loaded: Loaded, faults: Faults) -> tuple[ClosureKind, int | None]:
    """Read what is to be closed, and how much of each of its leaves."""
    catalog, subject = loaded.catalog, closing.subject
    if not isinstance(subject, str):
        faults.add("subject", "INPUT_INVALID", subject, "an id")
        return ClosureKind.RESOURCE, None
    kinds = closable(catalog, subject)
    if closing.kind is not None:
        named = known(closing.kind, CLOSABLE, "kind", "INPUT_INVALID", faults)
        kinds = tuple(kind for kind in kinds if kind == named)
        if not named:
            return ClosureKind.RESOURCE, None
    if not kinds:
        expected = "a resource, an offering, or the center"
        faults.add("subject", "UNKNOWN_RESOURCE", subject, expected)
        return ClosureKind.RESOURCE, None
    kind = kinds[0]
    if kind is ClosureKind.OFFERING:
        if closing.amount is not None:
            faults.add("amount", "INPUT_INVALID", closing.amount, "nothing: an offering has none")
        return kind, None
    if closing.amount is None:
        return kind, None
    largest = max(map(catalog.capacity, leaves_of(catalog, kind, subject)), default=0)
    return kind, faults.count("amount", closing.amount, largest or 1)


def closable(catalog: Catalog, subject: str) -> tuple[ClosureKind, ...]:
    """Return as what an id can be closed: where it is of several things, the place comes first."""
    there = {
        ClosureKind.RESOURCE: subject in catalog.resources,
        ClosureKind.OFFERING: subject in catalog.offerings,
        ClosureKind.CENTER: subject == catalog.center.id,
    }
    return tuple(kind for kind, found in there.items() if found)


def close(house: House, actor: Actor, closing: Closing) -> Closure:
    """Lay a closure; it cancels nothing and says whom it displaces.

    A preview goes the same way and is rolled back: it can say nothing else than closing would.
    A resource or the center is closed by blocks on its leaves; an offering by a date of its own,
    while nobody else writes.

    Raises:
        InvalidRequest: also if what was to be closed has lost its name to another kind of thing.
    """
    given = None if closing.preview is True else closing.key
    key = None if given is None else key_of(actor, given, "close", closing, house.ids.new())

    def answered(earlier: Key) -> Closure:
        return closure_by_id(house, earlier.answer)

    done = replayed(house, key, answered, lambda: _close(house, actor, closing, key, answered))
    return _as_shown(house, actor, done)


def _close(
    house: House,
    actor: Actor,
    closing: Closing,
    key: Key | None,
    answered: Callable[[Key], Closure],
) -> Closure:
    asks = require(house, actor, Right.CLOSE)
    loaded, id = house.current(), house.ids.new() if key is None else key.answer
    meant = closure_of(house, actor, closing, loaded, id=id, now=0)
    scopes = set(_scopes(meant))

    def work(tx: Transaction, now: int, loaded: Loaded) -> Closure:
        require_still(tx, now, loaded, asks, Right.CLOSE)
        # Reckoned again: somebody may have loaded a file with more leaves, or larger ones.
        laid = closure_of(house, actor, closing, loaded, id=id, now=now)
        _refuse_another_kind(laid, meant.kind)
        if not _scopes(laid) <= scopes:
            scopes.update(_scopes(laid))
            raise Wider(_scopes(laid))
        displaces = lay(house, actor, tx, loaded, laid, now, tells=not closing.preview)
        if not closing.preview:
            tx.commit()
        # An id of what was rolled back leads nowhere.
        return attrs.evolve(laid, id="" if closing.preview else laid.id, displaces=displaces)

    return house.write(
        frozenset(scopes), work, key=key, answered=answered, exclusive=_is_alone(meant)
    )


def lay(
    house: House,
    actor: Actor,
    tx: Transaction,
    loaded: Loaded,
    closure: Closure,
    now: int,
    *,
    tells: bool,
) -> tuple[Booking, ...]:
    """Lay a closure in a transaction that holds its scopes.

    Args:
        tells: whom it displaces; a preview, which is rolled back, need not write that.

    Returns:
        Those who need a move now and lie under it, as they stood before they were told.
    """
    return swap(house, actor, tx, loaded, now, new=closure, tells=tells)


def lift(
    house: House, actor: Actor, tx: Transaction, loaded: Loaded, closure: Closure, now: int
) -> Closure:
    """Take a closure back in a transaction that holds its scopes, and tell who can stay again."""
    again = attrs.evolve(closure, reopened_at=now)
    swap(house, actor, tx, loaded, now, old=again)
    return again


def swap(
    house: House,
    actor: Actor,
    tx: Transaction,
    loaded: Loaded,
    now: int,
    *,
    old: Closure | None = None,
    new: Closure | None = None,
    tells: bool = True,
) -> tuple[Booking, ...]:
    """Take a closure back, lay another, or both at once, as ``lift`` and ``lay`` do.

    Whoever lay under the old one and lies under the new one hears nothing.

    Args:
        old: as it is from now on, reopened.
    """
    both = [one for one in (old, new) if one is not None]
    near = {booking.id: booking for one in both for booking in touched(tx, loaded, one, now)}
    before = moving(tx, loaded, near.values(), now)
    if old is not None:
        tx.write(Writes(closures=(old,), claims={old.id: ()}))
    displaces: tuple[Booking, ...] = ()
    if new is not None:
        blocks = blocks_of(new)
        tx.write(Writes(closures=(new,), claims={new.id: blocks} if blocks else {}))
        displaces = _to_move(concerned(tx, loaded, new, now), loaded, now)
    if tells:
        said = Telling(house=house, actor=actor, now=now, out=Act.CLOSE, back=Act.REOPEN)
        said.tell(tx, loaded, near.values(), before)
    return displaces


def _as_shown(house: House, actor: Actor, closure: Closure) -> Closure:
    loaded, facts = house.loaded(), house.actor_facts(actor)
    seen = tuple(shown(loaded, actor, facts, booking) for booking in closure.displaces)
    return attrs.evolve(closure, displaces=seen)


def affected(house: House, actor: Actor, id: str) -> tuple[Booking, ...]:
    """Return the bookings that need a move now because of a closure, as the actor may see them."""
    require(house, actor, Right.CLOSE)
    return _as_shown(house, actor, closure_by_id(house, id)).displaces


def _scopes(closure: Closure) -> frozenset[str]:
    """A closure locks the leaves on which it lies; one of an offering lies on none."""
    return frozenset(f"leaf:{take.leaf}" for take in closure.takes)


def _is_alone(closure: Closure) -> bool:
    """Whether nobody else may write: what its bookings lock, only an offering's room type knows."""
    return closure.kind is ClosureKind.OFFERING


def _refuse_another_kind(closure: Closure, meant: ClosureKind) -> None:
    """Close nothing that has only taken over the name, by a file that somebody has just loaded."""
    if closure.kind is not meant:
        expected = f"the {meant.value} that had this name"
        fault = Fault(
            path="subject", code="UNKNOWN_RESOURCE", given=closure.subject, expected=expected
        )
        raise InvalidRequest([fault])


def _to_move(bookings: tuple[Booking, ...], loaded: Loaded, now: int) -> tuple[Booking, ...]:
    """Return them as ``booking`` would: as of now, with their details."""
    return tuple(
        attrs.evolve(
            hydrated(loaded.room_types.get(b.room_type), loaded.as_of(b, now)), needs_move=True
        )
        for b in bookings
    )


def closure_by_id(house: House, id: str) -> Closure:
    """Return a closure with whom it displaces now.

    Raises:
        NotFound: there is none of that id.
    """
    now, loaded = house.clock.now(), house.current()
    with house.store.snapshot(house.center) as reader:
        found = reader.closure(id)
        if found is None:
            raise NotFound(kind="closure", id=str(id)[:64])
        mine = concerned(reader, loaded, found, now) if found.reopened_at is None else ()
    return attrs.evolve(found, displaces=_to_move(mine, loaded, now))


def reopen(house: House, actor: Actor, id: str, key: str | None) -> Closure:
    """Take a closure back; bookings that it alone displaced have their places again."""
    named = key_of(actor, key, "reopen", id, id)

    def answered(earlier: Key) -> Closure:
        return closure_by_id(house, earlier.answer)

    return replayed(house, named, answered, lambda: _reopen(house, actor, id, named, answered))


def _reopen(
    house: House, actor: Actor, id: str, key: Key | None, answered: Callable[[Key], Closure]
) -> Closure:
    asks = require(house, actor, Right.CLOSE)
    found = closure_by_id(house, id)
    scopes = set(_scopes(found))

    def work(tx: Transaction, now: int, loaded: Loaded) -> Closure:
        require_still(tx, now, loaded, asks, Right.CLOSE)
        kept = tx.closure(id)
        if kept is None or kept.reopened_at is not None:
            since = None if kept is None else kept.reopened_at
            raise refused(no(Code.STATE, "reopened", latest_at=since), loaded.catalog.center.zone)
        if not _scopes(kept) <= scopes:
            scopes.update(_scopes(kept))
            raise Wider(_scopes(kept))
        again = lift(house, actor, tx, loaded, kept, now)
        tx.commit()
        return again

    return house.write(
        frozenset(scopes), work, key=key, answered=answered, exclusive=_is_alone(found)
    )
