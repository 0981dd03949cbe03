"""Book, hold, and explain: one Decision, taken under the lock or read beside it."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from neighborbook.desk.alternatives import alternatives
from neighborbook.desk.asking import Asked
from neighborbook.desk.caller import Caller
from neighborbook.desk.details import hydrated
from neighborbook.desk.house import House, Wider, wanted_by
from neighborbook.desk.keys import key_of, replayed
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.moving import booking_now, stored_now
from neighborbook.desk.naming import request_for
from neighborbook.desk.showing import shown
from neighborbook.desk.writing import (
    booked,
    change_row,
    joined,
    notices,
    rows,
    settled,
)
from neighborbook.domain.booking import Booking, State
from neighborbook.domain.change import Act
from neighborbook.domain.decision import Decision, Verdict
from neighborbook.domain.party import Actor
from neighborbook.domain.seen import Candidate
from neighborbook.domain.slot import Mode, Request
from neighborbook.errors import InvalidRequest, NotFound, Refused
from neighborbook.storage.abc import Key, Notice, Transaction, Writes


def book(house: House, actor: Actor, asked: Asked) -> Booking:
    """Book or hold what is asked for, in one transaction.

    Returns:
        It with the Decision. By a key that was used before: as it stands now, with what its words
        are warned of now.

    Raises:
        InvalidRequest: the arguments alone show that it cannot be.
        Refused: with every reason, and alternatives that can be booked.
    """
    id = house.ids.new()
    key = key_of(actor, asked.key, asked.mode.value, asked, id)

    def answered(earlier: Key) -> Booking:
        made = booking_now(house, actor, earlier.answer)
        return attrs.evolve(made, decision=_warned_again(house, actor, asked, made))

    def call() -> Booking:
        request = house.understood(lambda loaded: request_for(house, asked, loaded, actor))
        callers = [house.caller(actor, request)]
        try:
            return _book(house, callers, request, id, key, answered)
        except Refused as refused:
            decision = with_alternatives(house, callers[-1], request, refused.decision)
            raise Refused(decision) from None

    return replayed(house, key, answered, call)


def _book(
    house: House,
    callers: list[Caller],
    request: Request,
    id: str,
    key: Key | None,
    answered: Callable[[Key], Booking],
) -> Booking:
    """Book under the lock; each caller of whom something else was known there is noted."""
    known, asks = house.loaded(), callers[-1]
    first = house.plan(known, house.ask(known, request, asks, house.clock.now()))
    uid = house.ids.new()
    scopes = set(first.scopes)

    def work(tx: Transaction, now: int, loaded: Loaded) -> Booking:
        plan = first
        caller = callers[-1].under_lock(tx, now, loaded)
        if caller is not callers[-1]:
            callers.append(caller)
        if caller is not asks or loaded is not known or now != first.candidate.ask.now:
            plan = house.plan(loaded, house.ask(loaded, request, caller, now))
        if not plan.scopes <= scopes:
            scopes.update(plan.scopes)
            raise Wider(plan.scopes)
        seen = house.see(tx, plan, loaded)
        [(candidate, decision)] = loaded.judge((plan.candidate,), seen)
        if decision.verdict is Verdict.REFUSED:
            raise Refused(decision)
        booking = booked(candidate, decision, loaded, seen, id=id, uid=uid)
        claims, uses = rows(candidate, booking, seen)
        act = Act.HOLD if request.mode is Mode.HOLD else Act.BOOK
        told = notices(house, loaded, booking, act, now, effects=candidate.demand.effects)
        new = Writes(
            insert=(booking,),
            claims={id: claims},
            limit_uses={id: uses},
            changes=(
                change_row(house, booking, act, caller.actor.key, now, reason=request.override),
            ),
            notices=_of_hold(told, candidate) if booking.state is State.HELD else told,
        )
        tx.write(joined((settled(tx, seen, now, house, loaded), new)))
        tx.commit()
        made = hydrated(loaded.room_types.get(booking.room_type), booking)
        seen_by_caller = shown(loaded, caller.actor, caller.facts, made)
        # All of it is about the caller's own words: ``explain`` would have said it, too.
        return attrs.evolve(seen_by_caller, decision=decision)

    return house.write(first.scopes, work, key=key, answered=answered, foreseen=wanted_by(first))


def _of_hold(told: tuple[Notice, ...], candidate: Candidate) -> tuple[Notice, ...]:
    """Return what is told of a hold: what its room type wants, such as that help is needed."""
    return tuple(each for each in told if each.kind in candidate.demand.effects)


def _warned_again(house: House, actor: Actor, asked: Asked, made: Booking) -> Decision | None:
    """Return of what the words are warned by which a booking was made before.

    Whoever sends a call for help a second time has not read the first answer. That the booking
    itself was accepted is not judged again: time may have passed, and others may have come.
    """
    if made.state is State.VOID:
        return None
    try:
        request = house.understood(lambda loaded: request_for(house, asked, loaded, actor))
        old = stored_now(house, made.id)
        found = judge_now(house, house.caller(actor, request, replaces=old), request)
    except (InvalidRequest, NotFound, Refused):  # nobody can read the words any more
        return None
    waits = made.state is State.PENDING
    verdict = Verdict.NEEDS_APPROVAL if waits else Verdict.ACCEPTED
    yes = attrs.evolve(found, verdict=verdict, refusals=(), approvals=(), overridden=())
    return attrs.evolve(yes, chosen=(), alternatives=())


def explain(house: House, actor: Actor, asked: Asked) -> Decision:
    """Return the Decision that ``book`` would reach now; nothing is locked or written.

    Raises:
        InvalidRequest: the arguments alone show that it cannot be.
    """
    house.current()
    try:
        request = house.understood(lambda loaded: request_for(house, asked, loaded, actor))
    except Refused as refused:  # nobody can read the words: the plugin is gone, or raises
        return refused.decision
    caller = house.caller(actor, request)
    try:
        decision = judge_now(house, caller, request)
    except Refused as refused:
        decision = refused.decision
    if decision.verdict is not Verdict.REFUSED:
        return decision
    return with_alternatives(house, caller, request, decision)


def judge_now(house: House, caller: Caller, request: Request) -> Decision:
    """Judge a request in one consistent read, by the catalog that this process knows."""
    loaded = house.loaded()
    plan = house.plan(loaded, house.ask(loaded, request, caller, house.clock.now()))
    with house.store.snapshot(house.center) as reader:
        seen = house.see(reader, plan, loaded)
    [(_, decision)] = loaded.judge((plan.candidate,), seen)
    return decision


def with_alternatives(
    house: House, caller: Caller, request: Request, decision: Decision
) -> Decision:
    """Return a refusal with the slots that could be booked instead."""
    slots = alternatives(house, caller, request, decision)
    return attrs.evolve(decision, alternatives=slots)
