"""The verbs of a booking's life after it was written, one function each."""

from __future__ import annotations

import attrs

from neighborbook.codes import Code
from neighborbook.desk.binding import bound_units
from neighborbook.desk.faults import Faults
from neighborbook.desk.house import House
from neighborbook.desk.lapsing import ask_again, relapse
from neighborbook.desk.loaded import Loaded, refused
from neighborbook.desk.moving import After, Before, Verb, act_on, demand_state, is_displaced
from neighborbook.desk.showing import standing_to
from neighborbook.desk.sparing import spared
from neighborbook.desk.writing import confirmed, in_state, pending_until
from neighborbook.domain.booking import LIVE, THERE, Booking, State, VoidReason
from neighborbook.domain.party import Actor
from neighborbook.domain.times import day_of, day_start, zone
from neighborbook.engine.limits import is_of_hold
from neighborbook.engine.reasons import no
from neighborbook.rights import Right, may, refusal_for
from neighborbook.storage.abc import Transaction

HELD = frozenset({State.HELD})
PENDING = frozenset({State.PENDING})
EXPECTED = frozenset({State.CONFIRMED})
BY_THEMSELVES = frozenset({"door", "page"})


def extend(house: House, verb: Verb, ttl: int | None) -> Booking:
    """Lengthen a hold from now; never past the longest hold from its making.

    Raises:
        InvalidRequest: no hold may last so long.
    """

    def step(tx: Transaction, now: int, loaded: Loaded, before: Before) -> After:
        demand_state(before, HELD, loaded)
        policy = loaded.catalog.offerings[before.booking.offering].policy
        faults = Faults()
        faults.hold("ttl", ttl, policy.hold_most)
        faults.stop()
        until = min(now + (ttl or policy.hold_ttl), before.booking.created_at + policy.hold_most)
        booking = attrs.evolve(before.booking, lapses_at=max(until, before.booking.lapses_at or 0))
        claims, uses = relapse(before.claims, before.uses, booking)
        return After(booking=booking, claims=claims, uses=uses, fields=("lapses",), announced=False)

    return act_on(house, verb, step)


def confirm(house: House, verb: Verb, title: str | None) -> Booking:
    """Turn a hold into a booking, or into a request if something must be approved."""

    def step(tx: Transaction, now: int, loaded: Loaded, before: Before) -> After:
        demand_state(before, HELD, loaded)
        booking, moves = before.booking, is_displaced(tx, loaded, before, now)
        if title is not None:
            booking = attrs.evolve(booking, title=title)
        if booking.waits_for:
            booking = in_state(
                booking,
                State.PENDING,
                until=pending_until(ask_again(booking, verb.actor, loaded, now)),
                reason=VoidReason.EXPIRED,
                waits_for=booking.waits_for,
            )
        else:
            booking = _confirmed(now, loaded, verb.actor, booking, moves=moves)
        kept = tuple(use for use in before.uses if not is_of_hold(use))
        claims, uses = relapse(before.claims, kept, booking)
        fields = ("state",) if title is None else ("state", "title")
        return After(booking=booking, claims=claims, uses=uses, fields=fields, moves=moves)

    return act_on(house, verb, step)


def approve(house: House, verb: Verb) -> Booking:
    """Confirm a request that waits for approval."""

    def step(tx: Transaction, now: int, loaded: Loaded, before: Before) -> After:
        demand_state(before, PENDING, loaded)
        approved = tuple(dict.fromkeys((*before.booking.approved, *before.booking.waits_for)))
        moves = is_displaced(tx, loaded, before, now)
        booking = _confirmed(now, loaded, verb.actor, before.booking, moves=moves)
        booking = attrs.evolve(booking, approved=approved)
        claims, uses = relapse(before.claims, before.uses, booking)
        return After(booking=booking, claims=claims, uses=uses, fields=("state",), moves=moves)

    return act_on(house, verb, step)


def _confirmed(now: int, loaded: Loaded, actor: Actor, booking: Booking, *, moves: bool) -> Booking:
    """Return it confirmed; while it needs a move, nothing releases it and nobody is missed."""
    done = confirmed(booking, ask_again(booking, actor, loaded, now), loaded)
    return spared(done) if moves else done


def voided(booking: Booking, reason: VoidReason) -> Booking:
    """Return it void, with nothing left that could lapse; what it had come to, it is no more."""
    return attrs.evolve(in_state(booking, State.VOID), void_reason=reason, label="")


def decline(house: House, verb: Verb) -> Booking:
    """Turn down a request that waits for approval; places and limits come back."""

    def step(tx: Transaction, now: int, loaded: Loaded, before: Before) -> After:
        demand_state(before, PENDING, loaded)
        booking = voided(before.booking, VoidReason.DECLINED)
        return After(booking=booking, claims=(), uses=(), fields=("state",))

    return act_on(house, verb, step)


def cancel(house: House, verb: Verb) -> Booking:
    """Cancel: the place is free at once; cancelled late, the hours stay spent.

    After its start only staff may cancel; a booking that needs a move is never late.
    """

    def step(tx: Transaction, now: int, loaded: Loaded, before: Before) -> After:
        booking = before.booking
        demand_state(before, LIVE, loaded)
        standing = standing_to(verb.actor, before.facts, before.stored)
        if now >= booking.start_at and not may(Right.OVERRIDE, standing):
            late = no(Code.CANCEL_TOO_LATE, "cancel_late", latest_at=booking.start_at)
            raise refused(late, loaded.catalog.center.zone)
        is_late = (
            booking.state in (State.CONFIRMED, *THERE)
            and booking.late_after is not None
            and now > booking.late_after
            and not is_displaced(tx, loaded, before, now)
        )
        reason = VoidReason.CANCELLED_LATE if is_late else VoidReason.CANCELLED
        spent = tuple(use for use in before.uses if is_late and use.kept_when_late)
        return After(booking=voided(booking, reason), claims=(), uses=spent, fields=("state",))

    return act_on(house, verb, step)


def check_in(house: House, verb: Verb, at: int | None) -> Booking:
    """Note that they have come; units of pools are bound now.

    Who is not staff checks in for himself only where the center says that people do (``door``,
    ``page``), and only now.
    """

    def step(tx: Transaction, now: int, loaded: Loaded, before: Before) -> After:
        demand_state(before, EXPECTED, loaded)
        standing = standing_to(verb.actor, before.facts, before.stored)
        by_himself = loaded.catalog.center.check_in in BY_THEMSELVES and at is None
        if not by_himself and not may(Right.MARK, standing):
            reason = refusal_for(Right.CHECK_IN, standing, before.stored.organizer)
            raise refused(reason, loaded.catalog.center.zone)
        came = noted(at, now, before, loaded)
        not_before_its_day(before.booking, came, loaded)
        units = bound_units(tx, loaded, before.booking, before.claims, now)
        booking = in_state(before.booking, State.ARRIVED)
        booking = attrs.evolve(booking, checked_in_at=came, units=units)
        claims, uses = relapse(before.claims, before.uses, booking)
        return After(booking=booking, claims=claims, uses=uses, fields=("state",), announced=False)

    return act_on(house, verb, step)


def noted(at: int | None, now: int, before: Before, loaded: Loaded) -> int:
    """Return when something happened that is noted now: not in the future."""
    if at is None:
        return now
    if at > now:
        reason = no(Code.STATE, "noted_ahead", latest_at=now)
        raise refused(reason, loaded.catalog.center.zone)
    return at


def not_before_its_day(booking: Booking, at: int, loaded: Loaded) -> None:
    """Refuse what would begin a booking before the civil day of its start."""
    where = zone(loaded.catalog.center.zone)
    day = day_start(day_of(booking.start_at, where), where)
    if at < day:
        reason = no(Code.STATE, "not_begun", earliest_at=day)
        raise refused(reason, loaded.catalog.center.zone)


def not_over_before_its_start(booking: Booking, at: int, loaded: Loaded) -> None:
    """Refuse what would end a booking before it has begun."""
    if at <= booking.start_at:
        reason = no(Code.STATE, "not_begun", earliest_at=booking.start_at)
        raise refused(reason, loaded.catalog.center.zone)


def complete(house: House, verb: Verb, at: int | None) -> Booking:
    """Note that they are done; ended early, the rest of the time is free again."""

    def step(tx: Transaction, now: int, loaded: Loaded, before: Before) -> After:
        demand_state(before, EXPECTED | THERE, loaded)
        ended = noted(at, now, before, loaded)
        not_over_before_its_start(before.booking, ended, loaded)
        booking = in_state(before.booking, State.DONE)
        cut = tuple(
            attrs.evolve(claim, end=min(claim.end, ended), lapses_at=None)
            for claim in before.claims
        )
        uses = tuple(attrs.evolve(use, lapses_at=None) for use in before.uses)
        return After(booking=booking, claims=cut, uses=uses, fields=("state",), announced=False)

    return act_on(house, verb, step)


def no_show(house: House, verb: Verb) -> Booking:
    """Note that nobody came; the rest of the time is free again, the hours stay spent.

    Nobody can come to a place that is closed: what needs a move is moved or cancelled instead.
    """

    def step(tx: Transaction, now: int, loaded: Loaded, before: Before) -> After:
        demand_state(before, EXPECTED, loaded)
        if now < before.booking.start_at:
            reason = no(Code.STATE, "not_begun", earliest_at=before.booking.start_at)
            raise refused(reason, loaded.catalog.center.zone)
        if is_displaced(tx, loaded, before, now):
            raise refused(no(Code.STATE, "needs_move"), loaded.catalog.center.zone)
        spent = tuple(use for use in before.uses if use.kept_when_late)
        booking = voided(before.booking, VoidReason.NO_SHOW)
        return After(booking=booking, claims=(), uses=spent, fields=("state",))

    return act_on(house, verb, step)


def advance(house: House, verb: Verb, label: str) -> Booking:
    """Move a booking to one of its room type's own labels.

    One that says they have come waits for the civil day of the start, one that says it is over for
    the start; one that leaves it confirmed may be of what is prepared long ahead.
    """

    def step(tx: Transaction, now: int, loaded: Loaded, before: Before) -> After:
        kind = loaded.room_types.get(before.booking.room_type)
        booking = before.booking
        at = booking.label or booking.state.value
        onward = {to for start, to in kind.moves if start == at} if kind is not None else set()
        if kind is None or label not in onward:
            reason = no(Code.STATE, "label", subject=at, allowed=tuple(sorted(onward)))
            raise loaded.refused(reason, booking.room_type)
        state = kind.labels[label]
        if state is State.VOID:
            left = attrs.evolve(voided(booking, VoidReason.CANCELLED), label=label)
            return After(booking=left, claims=(), uses=(), fields=("state",), announced=False)
        if state is not booking.state:
            if state in THERE:
                not_before_its_day(booking, now, loaded)
            if state is State.DONE:
                not_over_before_its_start(booking, now, loaded)
            booking = in_state(booking, state)
        booking = attrs.evolve(booking, label=label)
        claims, uses = relapse(before.claims, before.uses, booking)
        return After(booking=booking, claims=claims, uses=uses, fields=("state",), announced=False)

    return act_on(house, verb, step)
