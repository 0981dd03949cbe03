"""One way to act on a booking: read, lock, read again, judge, write the next version."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from neighborbook.codes import Code
from neighborbook.desk.caller import Caller
from neighborbook.desk.details import hydrated
from neighborbook.desk.displacing import (
    cut_off,
    displaced_among,
    is_to_come,
    present,
    shut_out,
)
from neighborbook.desk.house import House, Wider
from neighborbook.desk.keys import key_of, replayed
from neighborbook.desk.loaded import Loaded, refused
from neighborbook.desk.reasons import demand_code
from neighborbook.desk.revising import revision_of
from neighborbook.desk.showing import may_read, shown, standing_to
from neighborbook.desk.writing import change_row, joined, notices, stamped
from neighborbook.domain.booking import Booking, State, VoidReason
from neighborbook.domain.catalog import Catalog
from neighborbook.domain.change import Act
from neighborbook.domain.claim import Claim
from neighborbook.domain.decision import Decision
from neighborbook.domain.limit import LimitUse
from neighborbook.domain.party import Actor, ActorKind, Facts
from neighborbook.domain.refusal import Refusal
from neighborbook.engine.access import asks_for_a_way, ways_in
from neighborbook.engine.reasons import no
from neighborbook.errors import NotFound
from neighborbook.rights import Right, may, refusal_for, standings
from neighborbook.storage.abc import Key, Notice, Transaction, Writes


@attrs.frozen(kw_only=True)
class Verb:
    """What is done to a booking, by whom, with what.

    Attributes:
        act: what is done; right: what it takes.
        version: only if the booking is still of this version, or ``None``.
        key: the caller's own name for the write, with its arguments in ``arguments``.
    """

    act: Act
    right: Right
    id: str
    actor: Actor
    reason: str = ""
    version: int | None = None
    key: str | None = None
    arguments: tuple[object, ...] = ()


@attrs.frozen(kw_only=True)
class Before:
    """A booking under its locks, with what it takes.

    Attributes:
        stored: as the database has it; ``booking`` is as of now, with details of its class.
        scopes: what is locked.
    """

    stored: Booking
    booking: Booking
    claims: tuple[Claim, ...]
    uses: tuple[LimitUse, ...]
    facts: Facts
    scopes: frozenset[str]


@attrs.frozen(kw_only=True)
class After:
    """What becomes of it: unchanged claims and uses are ``None``.

    Attributes:
        announced: whether those concerned get a notice.
        effects: kinds of notices that its room type wants besides, due now.
        moves: whether it needs a move, or ``None`` if nobody has asked yet.
        decision: how it was judged, as far as the actor may read it.
    """

    booking: Booking
    claims: tuple[Claim, ...] | None = None
    uses: tuple[LimitUse, ...] | None = None
    fields: tuple[str, ...] = ()
    announced: bool = True
    effects: tuple[str, ...] = ()
    moves: bool | None = None
    decision: Decision | None = None
    also: Writes = attrs.field(factory=Writes)


Step = Callable[[Transaction, int, Loaded, Before], After | None]
"""Says what becomes of a booking; ``None`` if it is so already, and nothing is to be written."""


def scopes_of(
    booking: Booking, claims: tuple[Claim, ...], uses: tuple[LimitUse, ...], catalog: Catalog
) -> set[str]:
    """Return every scope on which others may wait for this booking.

    Who asked for a feature of the way waits for whoever closes it.
    """
    asks = asks_for_a_way(catalog, booking.features)
    places = [chosen.option.resource for chosen in booking.chosen] if asks else []
    return {
        f"booking:{booking.id}",
        *(f"party:{party}" for party in booking.parties),
        *(f"leaf:{claim.leaf}" for claim in claims),
        *(f"leaf:{way}" for way in ways_in(catalog, places)),
        *(f"limit:{use.key}" for use in uses),
    }


def seen_booking(house: House, actor: Actor, id: str) -> tuple[Booking, Caller]:
    """Return a stored booking that the actor may know of, and what is known of the actor.

    Whoever may not know that it exists can do nothing to it either, whatever her rights are.

    Raises:
        NotFound: it does not exist, or may not be seen; both are answered alike.
    """
    known = house.loaded()
    with house.store.snapshot(house.center) as reader:
        found, is_newest = reader.booking(str(id)), known.is_of(reader)
    if not is_newest:
        house.reload()
    caller = house.asking(actor)
    if found is None or not may_read(house.loaded(), actor, caller.facts, found, Right.SEE_BOOKING):
        raise NotFound(kind="booking", id=str(id)[:64])
    return found, caller


def booking_now(house: House, actor: Actor, id: str) -> Booking:
    """Return a booking as it stands now, as the actor may see it.

    Raises:
        NotFound: there is none, as far as the actor may see.
    """
    found, caller = seen_booking(house, actor, id)
    loaded = house.current()
    with house.store.snapshot(house.center) as reader:
        [now] = present(reader, loaded, (found,), house.clock.now())
    return shown(loaded, actor, caller.facts, now)


def stored_now(house: House, id: str) -> Booking:
    """Return a booking as it stands now, with its details and unredacted: to judge by.

    Raises:
        NotFound: there is none.
    """
    loaded = house.current()
    with house.store.snapshot(house.center) as reader:
        found = reader.booking(id)
    if found is None:
        raise NotFound(kind="booking", id=id[:64])
    return _as_seen(found, loaded, house.clock.now())


def require(house: House, actor: Actor, right: Right) -> Caller:
    """Refuse unless the actor holds a right at this center; return what is known of the actor."""
    if actor.kind is ActorKind.PERSON:
        house.current()
    caller = house.asking(actor)
    _holds(right, actor, caller.facts, house.loaded())
    return caller


def require_still(tx: Transaction, now: int, loaded: Loaded, caller: Caller, right: Right) -> None:
    """Refuse under the lock whoever has lost a right at this center since ``require``."""
    _holds(right, caller.actor, caller.under_lock(tx, now, loaded).facts_at(now), loaded)


def _holds(right: Right, actor: Actor, facts: Facts, loaded: Loaded) -> None:
    standing = standings(actor, facts)
    if not may(right, standing):
        raise refused(refusal_for(right, standing, ""), loaded.catalog.center.zone)


def act_on(house: House, verb: Verb, step: Step, *, extra: frozenset[str] = frozenset()) -> Booking:
    """Do a verb to a booking in one transaction.

    Args:
        step: judges and says what becomes of it; raises Refused if it cannot be.
        extra: scopes that the step needs besides the booking's own.

    Returns:
        What it has become, as the actor may see it.

    Raises:
        NotFound: no such booking, as far as the actor may see.
        InvalidRequest: the reason is none that its room type knows.
        Refused: no right, another version, a state in which it cannot be, or what the step says.
    """
    return once(house, verb, lambda: _act_on(house, verb, step, extra))


def once(house: House, verb: Verb, call: Callable[[], Booking]) -> Booking:
    """Do a verb; one whose key was used already is answered as it was then."""
    return replayed(house, _key_of(verb), _answer(house, verb), call)


def _key_of(verb: Verb) -> Key | None:
    return key_of(verb.actor, verb.key, verb.act.value, (verb.id, *verb.arguments), verb.id)


def _answer(house: House, verb: Verb) -> Callable[[Key], Booking]:
    return lambda earlier: booking_now(house, verb.actor, earlier.answer)


def _act_on(house: House, verb: Verb, step: Step, extra: frozenset[str]) -> Booking:
    found, caller = seen_booking(house, verb.actor, verb.id)
    with house.store.snapshot(house.center) as reader:
        claims = reader.claims_of((verb.id,)).get(verb.id, ())
        uses = reader.limit_uses_of((verb.id,)).get(verb.id, ())
    scopes = scopes_of(found, claims, uses, house.loaded().catalog) | extra

    def work(tx: Transaction, now: int, loaded: Loaded) -> Booking:
        before = _read_again(tx, now, loaded, verb, caller, scopes)
        _permitted(verb, before, loaded)
        if verb.right is not Right.HAND_OVER:  # why somebody left is the office's to say
            demand_code(verb.reason, before.booking, loaded)
        try:
            after = step(tx, now, loaded, before)
        except Wider as wider:
            scopes.update(wider.scopes)
            raise
        if after is None:
            done, decision = _left(tx, now, loaded, before), None
        else:
            done, decision = _write(house, tx, now, loaded, verb, before, after), after.decision
        return attrs.evolve(shown(loaded, verb.actor, before.facts, done), decision=decision)

    return house.write(frozenset(scopes), work, key=_key_of(verb), answered=_answer(house, verb))


def _as_seen(stored: Booking, loaded: Loaded, now: int) -> Booking:
    return hydrated(loaded.room_types.get(stored.room_type), loaded.as_of(stored, now))


def _read_again(
    tx: Transaction, now: int, loaded: Loaded, verb: Verb, caller: Caller, scopes: set[str]
) -> Before:
    stored = tx.booking(verb.id)
    if stored is None:
        raise NotFound(kind="booking", id=verb.id)
    claims = tx.claims_of((verb.id,)).get(verb.id, ())
    uses = tx.limit_uses_of((verb.id,)).get(verb.id, ())
    needed = scopes_of(stored, claims, uses, loaded.catalog)
    if not needed <= scopes:
        scopes |= needed
        raise Wider(frozenset(needed))
    return Before(
        stored=stored,
        booking=_as_seen(stored, loaded, now),
        claims=claims,
        uses=uses,
        facts=caller.under_lock(tx, now, loaded).facts_at(now),
        scopes=frozenset(scopes),
    )


def _permitted(verb: Verb, before: Before, loaded: Loaded) -> None:
    zone = loaded.catalog.center.zone
    standing = standing_to(verb.actor, before.facts, before.stored)
    if not may(verb.right, standing):
        if not may_read(loaded, verb.actor, before.facts, before.stored, Right.SEE_BOOKING):
            # Who was cut off meanwhile hears what she would have heard a moment later.
            raise NotFound(kind="booking", id=verb.id)
        # Nobody has named its organizer here, so the answer must not either.
        raise refused(refusal_for(verb.right, standing, ""), zone)
    if verb.version is not None and verb.version != before.stored.version:
        stale = no(Code.STALE_VERSION, "version", asked=verb.version, most=before.stored.version)
        raise refused(stale, zone)


def is_displaced(tx: Transaction, loaded: Loaded, before: Before, now: int) -> bool:
    """Whether the booking stands on something closed or shrunk, so that nobody can hold to it."""
    if not is_to_come(before.booking, now):
        return False
    out = displaced_among(tx, loaded, before.claims, now) | shut_out(tx, (before.stored,))
    return before.stored.id in out | cut_off(tx, loaded, (before.stored,), now)


def demand_state(before: Before, allowed: frozenset[State], loaded: Loaded) -> None:
    """Refuse unless the booking is in one of these states, as of now."""
    if before.booking.state not in allowed:
        reason = attrs.evolve(
            _standing_as_it_does(before.booking, allowed),
            subject=before.booking.state.value,
            allowed=tuple(sorted(state.value for state in allowed)),
        )
        raise refused(reason, loaded.catalog.center.zone)


def _standing_as_it_does(booking: Booking, allowed: frozenset[State]) -> Refusal:
    """Return why nothing can be done with it, in the words of who waits for something else."""
    if allowed == {State.VOID}:
        return no(Code.STATE, "not_void")
    if booking.void_reason in (VoidReason.CANCELLED, VoidReason.CANCELLED_LATE):
        return no(Code.STATE, "cancelled", latest_at=booking.changed_at)
    if booking.void_reason is VoidReason.EXPIRED:
        return no(Code.STATE, "expired", latest_at=booking.lapsed_at)
    return no(Code.STATE, "state")


def _left(tx: Transaction, now: int, loaded: Loaded, before: Before) -> Booking:
    """Write nothing but the key of the call; the booking stays as it is."""
    moves = is_displaced(tx, loaded, before, now)
    tx.commit()
    return attrs.evolve(before.booking, needs_move=moves)


def _write(
    house: House,
    tx: Transaction,
    now: int,
    loaded: Loaded,
    verb: Verb,
    before: Before,
    after: After,
) -> Booking:
    id = before.stored.id
    kept = attrs.evolve(after.booking, details=before.stored.details, needs_move=False)
    if after.booking.details is not before.booking.details:
        kept = attrs.evolve(kept, details=after.booking.details)
    kind = loaded.room_types.get(kept.room_type)
    revision = revision_of(before.booking, hydrated(kind, kept), kind)
    booking = stamped(attrs.evolve(kept, version=before.stored.version), now, revision)
    row = change_row(house, booking, verb.act, verb.actor.key, now, after.fields, verb.reason)
    told: tuple[Notice, ...] = ()
    if after.announced:
        told = notices(house, loaded, booking, verb.act, now, after.fields, after.effects)
    own = Writes(
        update=((booking, before.stored.version),),
        claims={} if after.claims is None else {id: after.claims},
        limit_uses={} if after.uses is None else {id: after.uses},
        changes=(row,),
        notices=told,
    )
    moves = after.moves
    if moves is None:
        moves = is_to_come(booking, now) and is_displaced(tx, loaded, before, now)
    tx.write(joined((after.also, own)))
    tx.commit()
    return attrs.evolve(_as_seen(booking, loaded, now), needs_move=moves)
