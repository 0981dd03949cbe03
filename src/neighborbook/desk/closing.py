"""Close, reopen, and outages: blocks are judged against nothing and say whom they displace."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from neighborbook.codes import Code
from neighborbook.desk.asking import When
from neighborbook.desk.details import hydrated
from neighborbook.desk.displacing import displaced_among, is_to_come, with_moves
from neighborbook.desk.faults import MOST_REASON, Faults, plain
from neighborbook.desk.house import House, Loaded, Wider, refused
from neighborbook.desk.keys import key_of, replayed
from neighborbook.desk.moving import require
from neighborbook.desk.revising import Revision
from neighborbook.desk.showing import shown
from neighborbook.desk.writing import change_row, notice, stamped
from neighborbook.domain.booking import Booking
from neighborbook.domain.change import Act
from neighborbook.domain.claim import Claim, ClaimKind, Take
from neighborbook.domain.closure import Closure, ClosureKind
from neighborbook.domain.party import Actor
from neighborbook.engine.occupancy import reach
from neighborbook.engine.reasons import no
from neighborbook.errors import Fault, InvalidRequest, NotFound
from neighborbook.rights import Right
from neighborbook.storage.abc import BookingFilter, Key, Reader, Transaction, Writes


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
    kind, takes = _subject(closing, loaded, faults)
    faults.stop()
    return Closure(
        id=id,
        center=house.center,
        kind=kind,
        subject=str.__str__(closing.subject),
        start_at=start,
        end_at=end,
        zone=catalog.center.zone,
        reason=reason,
        public_reason=public,
        takes=takes,
        actor=actor.key,
        created_at=now,
    )


def _subject(
    closing: Closing, loaded: Loaded, faults: Faults
) -> tuple[ClosureKind, tuple[Take, ...]]:
    catalog = loaded.catalog
    if not isinstance(closing.subject, str):
        faults.add("subject", "INPUT_INVALID", closing.subject, "an id")
        return ClosureKind.RESOURCE, ()
    if closing.subject in catalog.resources:
        leaves = catalog.leaves(closing.subject)
        kind = ClosureKind.RESOURCE
    elif closing.subject in catalog.offerings:
        if closing.amount is not None:
            faults.add("amount", "INPUT_INVALID", closing.amount, "nothing: an offering has none")
        return ClosureKind.OFFERING, ()
    elif closing.subject == catalog.center.id:
        leaves = tuple(id for id, known in catalog.resources.items() if not known.is_composite)
        kind = ClosureKind.CENTER
    else:
        expected = "a resource, an offering, or the center"
        faults.add("subject", "UNKNOWN_RESOURCE", closing.subject, expected)
        return ClosureKind.RESOURCE, ()
    amount = None
    if closing.amount is not None:
        amount = faults.count("amount", closing.amount, max(map(catalog.capacity, leaves)) or 1)
    return kind, tuple(
        Take(leaf=leaf, amount=amount or catalog.capacity(leaf))
        for leaf in leaves
        if catalog.capacity(leaf)
    )


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
    require(house, actor, Right.CLOSE)
    loaded, id = house.current(), house.ids.new() if key is None else key.answer
    meant = closure_of(house, actor, closing, loaded, id=id, now=0)
    scopes = set(_scopes(meant))

    def work(tx: Transaction, now: int, loaded: Loaded) -> Closure:
        # Reckoned again: somebody may have loaded a file with more leaves, or larger ones.
        laid = closure_of(house, actor, closing, loaded, id=id, now=now)
        _refuse_another_kind(laid, meant.kind)
        if not _scopes(laid) <= scopes:
            scopes.update(_scopes(laid))
            raise Wider(_scopes(laid))
        blocks = blocks_of(laid)
        before = displaced_among(tx, loaded, _as_uses(blocks), now)
        tx.write(Writes(closures=(laid,), claims={laid.id: blocks} if blocks else {}))
        after = _concerned(tx, loaded, laid, blocks, now)
        told = tuple(booking for booking in after if booking.id not in before)
        if not closing.preview:
            tx.write(telling(house, told, Act.CLOSE, actor, now))
            tx.commit()
        return attrs.evolve(laid, displaces=_to_move(after, loaded, now))

    return house.write(
        frozenset(scopes), work, key=key, answered=answered, exclusive=_is_alone(meant)
    )


def _as_shown(house: House, actor: Actor, closure: Closure) -> Closure:
    loaded, facts = house.loaded(), house.actor_facts(actor)
    seen = tuple(shown(loaded, actor, facts, booking) for booking in closure.displaces)
    return attrs.evolve(closure, displaces=seen)


def affected(house: House, actor: Actor, id: str) -> tuple[Booking, ...]:
    """Return the bookings that need a move now because of a closure, as the actor may see them."""
    require(house, actor, Right.CLOSE)
    return _as_shown(house, actor, closure_by_id(house, id)).displaces


def blocks_of(closure: Closure) -> tuple[Claim, ...]:
    """Return the claims that a closure lays."""
    return tuple(
        Claim(
            owner=closure.id,
            leaf=take.leaf,
            start=closure.start_at,
            end=closure.end_at,
            amount=take.amount,
            kind=ClaimKind.BLOCK,
            capacity=take.amount,
        )
        for take in closure.takes
    )


def _as_uses(blocks: tuple[Claim, ...]) -> list[Claim]:
    """The same places and times, for asking who lies there."""
    return [attrs.evolve(block, kind=ClaimKind.USE) for block in blocks]


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


def _concerned(
    reader: Reader, loaded: Loaded, closure: Closure, blocks: tuple[Claim, ...], now: int
) -> tuple[Booking, ...]:
    if closure.kind is ClosureKind.OFFERING:
        found = _all(
            reader,
            BookingFilter(start=closure.start_at, end=closure.end_at, offerings=(closure.subject,)),
        )
        return tuple(b for b in found if is_to_come(loaded.as_of(b, now), now))
    out = sorted(displaced_among(reader, loaded, _as_uses(blocks), now))
    laid = reader.claims_of(out)
    here = [id for id in out if any(_under(claim, blocks) for claim in laid.get(id, ()))]
    kept = [reader.booking(id) for id in here]
    return tuple(b for b in kept if b is not None and is_to_come(loaded.as_of(b, now), now))


def _under(claim: Claim, blocks: tuple[Claim, ...]) -> bool:
    """Whether a claim reaches under one of the blocks: whom others displace is not their doing."""
    low, high = reach(claim)
    return any(b.leaf == claim.leaf and low < b.end and b.start < high for b in blocks)


def _to_move(bookings: tuple[Booking, ...], loaded: Loaded, now: int) -> tuple[Booking, ...]:
    """Return them as ``booking`` would: as of now, with their details."""
    return tuple(
        attrs.evolve(
            hydrated(loaded.room_types.get(b.room_type), loaded.as_of(b, now)), needs_move=True
        )
        for b in bookings
    )


def _all(reader: Reader, wanted: BookingFilter) -> tuple[Booking, ...]:
    found: list[Booking] = []
    after = None
    while page := reader.bookings(wanted, after=after):
        found.extend(page)
        after = (page[-1].start_at, page[-1].id)
    return tuple(found)


def telling(
    house: House, bookings: tuple[Booking, ...], act: Act, actor: Actor, now: int
) -> Writes:
    """Return a change row and the next version of each booking concerned."""
    after = [(stamped(booking, now, Revision.SHOWN), booking.version) for booking in bookings]
    return Writes(
        update=tuple(after),
        changes=tuple(
            change_row(house, booking, act, actor.key, now, ("needs_move",)) for booking, _ in after
        ),
        notices=tuple(notice(house, booking, act, now) for booking, _ in after),
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
        blocks = blocks_of(found)
        shut = found.reopened_at is None
        concerned = _concerned(reader, loaded, found, blocks, now) if shut else ()
    return attrs.evolve(found, displaces=_to_move(concerned, loaded, now))


def reopen(house: House, actor: Actor, id: str, key: str | None) -> Closure:
    """Take a closure back; bookings that it alone displaced have their places again."""
    named = key_of(actor, key, "reopen", id, id)

    def answered(earlier: Key) -> Closure:
        return closure_by_id(house, earlier.answer)

    return replayed(house, named, answered, lambda: _reopen(house, actor, id, named, answered))


def _reopen(
    house: House, actor: Actor, id: str, key: Key | None, answered: Callable[[Key], Closure]
) -> Closure:
    require(house, actor, Right.CLOSE)
    found = closure_by_id(house, id)

    def work(tx: Transaction, now: int, loaded: Loaded) -> Closure:
        kept = tx.closure(id)
        if kept is None or kept.reopened_at is not None:
            raise refused(no(Code.STATE, "state", subject="reopened"), loaded.catalog.center.zone)
        blocks = blocks_of(kept)
        before = _concerned(tx, loaded, kept, blocks, now)
        again = attrs.evolve(kept, reopened_at=now)
        tx.write(Writes(closures=(again,), claims={id: ()}))
        freed = tuple(b for b in with_moves(tx, loaded, before, now) if not b.needs_move)
        tx.write(telling(house, freed, Act.REOPEN, actor, now))
        tx.commit()
        return again

    return house.write(_scopes(found), work, key=key, answered=answered, exclusive=_is_alone(found))
