"""From an accepted Decision to rows: what every verb that writes a booking shares."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from neighborbook.desk.details import stored
from neighborbook.desk.house import House
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.revising import Revision, by_time
from neighborbook.domain.booking import Booking, State, VoidReason
from neighborbook.domain.change import Act, Change
from neighborbook.domain.claim import Claim, ClaimKind
from neighborbook.domain.decision import Decision, Verdict
from neighborbook.domain.limit import LimitUse
from neighborbook.domain.seen import Ask, Candidate, Seen
from neighborbook.domain.slot import Mode
from neighborbook.domain.times import (
    day_of,
    local_start,
    resolve_wall,
    to_local,
    tzdata_version,
    zone,
)
from neighborbook.engine.admission import claims_of
from neighborbook.engine.as_of import lapsed
from neighborbook.engine.limits import uses_of
from neighborbook.engine.notices import later_rows
from neighborbook.engine.rules import closures_over, offering_closed, passed_closure
from neighborbook.storage.abc import Notice, Stale, Transaction, Writes

TIME = "~time"
"""Who did it when nobody did: time itself."""


def settled(
    tx: Transaction, seen: Seen, now: int, house: House, loaded: Loaded, *, but: str = ""
) -> Writes:
    """Return the writes that settle what has lapsed on the leaves read, before new claims come.

    Args:
        but: id of a booking that is written anyway.
    """
    owners = sorted(
        {
            claim.owner
            for claims in seen.claims.values()
            for claim in claims
            if claim.kind is not ClaimKind.BLOCK and not claim.live(now) and claim.owner != but
        }
    )
    if not owners:
        return Writes()
    bookings, uses = tx.bookings_by_id(owners), tx.limit_uses_of(owners)
    return joined(settling(bookings.get(id), uses.get(id, ()), now, house, loaded) for id in owners)


def settling(
    booking: Booking | None, uses: tuple[LimitUse, ...], now: int, house: House, loaded: Loaded
) -> Writes:
    """Return the writes that settle one lapsed booking.

    Raises:
        Stale: somebody else has done it.
    """
    if booking is None or booking.lapses_at is None or booking.lapses_at > now:
        raise Stale
    after = stamped(by_time(booking, lapsed(booking)), now, Revision.NOTHING)
    return Writes(
        update=((after, booking.version),),
        claims={booking.id: ()} if after.state is State.VOID else {},
        limit_uses={booking.id: tuple(use for use in uses if use.live(now))},
        changes=(change_row(house, after, Act.LAPSE, TIME, now, ("state",)),),
        notices=lapse_notices(house, loaded, after, now),
    )


def joined(batches: Iterable[Writes]) -> Writes:
    """Return several batches as one."""
    parts = list(batches)
    return Writes(
        insert=tuple(row for part in parts for row in part.insert),
        update=tuple(row for part in parts for row in part.update),
        claims={owner: rows for part in parts for owner, rows in part.claims.items()},
        limit_uses={owner: rows for part in parts for owner, rows in part.limit_uses.items()},
        closures=tuple(row for part in parts for row in part.closures),
        changes=tuple(row for part in parts for row in part.changes),
        notices=tuple(row for part in parts for row in part.notices),
    )


def stamped(booking: Booking, now: int, revision: Revision) -> Booking:
    """Return the next version of a booking.

    Args:
        revision: what the change means to calendars.
    """
    return attrs.evolve(
        booking,
        version=booking.version + 1,
        sequence=booking.sequence + (1 if revision is Revision.DATED else 0),
        changed_at=now,
        published_at=booking.published_at if revision is Revision.NOTHING else now,
    )


def change_row(
    house: House,
    booking: Booking,
    act: Act,
    actor: str,
    now: int,
    fields: tuple[str, ...] = (),
    reason: str = "",
) -> Change:
    """Return the row that tells what was done to a booking."""
    return Change(
        id=house.ids.new(),
        booking=booking.id,
        act=act,
        version=booking.version,
        at=now,
        actor=actor,
        fields=fields,
        reason=reason,
    )


def notices(
    house: House,
    loaded: Loaded,
    booking: Booking,
    act: Act,
    now: int,
    fields: tuple[str, ...] = (),
    effects: tuple[str, ...] = (),
) -> tuple[Notice, ...]:
    """Return the outbox rows about what was done to a booking: due now, and later on.

    Args:
        fields: those that were changed.
        effects: kinds of notices that its room type wants besides, due now.
    """
    due_now = (_notice(house, booking, kind, now) for kind in (act.value, *effects))
    inert = act is Act.CHANGE and fields == ("title",)
    return (*due_now, *(() if inert else later_notices(house, loaded, booking, act, now)))


def later_notices(
    house: House, loaded: Loaded, booking: Booking, act: Act, now: int
) -> tuple[Notice, ...]:
    """Return the outbox rows about what is told of a booking later on, such as reminders."""
    catalog = loaded.catalog
    later = later_rows(booking, act, now, catalog.notices, catalog.working_days)
    return tuple(_notice(house, booking, topic.value, due) for topic, due in later)


def _notice(house: House, booking: Booking, kind: str, due: int) -> Notice:
    return Notice(
        id=house.ids.new(), kind=kind, booking=booking.id, version=booking.version, due_at=due
    )


def lapse_notices(house: House, loaded: Loaded, booking: Booking, now: int) -> tuple[Notice, ...]:
    """Return the outbox rows about what time has ended: a request, or what nobody came to."""
    told = booking.state is State.VOID and booking.lapsed_from is not State.HELD
    return notices(house, loaded, booking, Act.LAPSE, now) if told else ()


def booked(
    candidate: Candidate, decision: Decision, loaded: Loaded, seen: Seen, *, id: str, uid: str
) -> Booking:
    """Return the booking that an accepted request becomes: held, pending, or confirmed."""
    ask = candidate.ask
    request, center = ask.request, ask.catalog.center
    where = zone(center.zone)
    kind = loaded.room_types.get(ask.offering.room_type)
    booking = Booking(
        id=id,
        uid=uid,
        center=center.id,
        offering=request.offering,
        room_type=ask.offering.room_type,
        start_at=request.start,
        end_at=request.end,
        local_start=local_start(request.start, where),
        zone=center.zone,
        tzdata=tzdata_version(),
        fold=to_local(request.start, where).fold,
        organizer=request.organizer,
        actor=ask.actor.key,
        title=request.title,
        headcount=request.headcount,
        features=request.features,
        attendees=request.attendees,
        resource=decision.chosen[0].option.resource if decision.chosen else "",
        chosen=decision.chosen,
        details=stored(kind, request.details),
        created_at=ask.now,
        changed_at=ask.now,
        published_at=ask.now,
        late_after=loaded.told(kind, lambda: kind.late_after(ask)) if kind else None,
        overridden=_passed(candidate, decision, seen),
        override_reason=request.override if decision.overridden else "",
    )
    return in_first_state(booking, candidate, decision, loaded)


def _passed(candidate: Candidate, decision: Decision, seen: Seen) -> tuple[str, ...]:
    """Return the rules that were passed, and each closure: of a later one nobody has decided."""
    rules = tuple(refusal.rule for refusal in decision.overridden)
    if offering_closed.__name__ not in rules:
        return rules
    return (*rules, *map(passed_closure, closures_over(candidate, seen)))


def in_first_state(
    booking: Booking, candidate: Candidate, decision: Decision, loaded: Loaded
) -> Booking:
    """Return a new booking held, pending, or confirmed, with what time will do to it."""
    ask = candidate.ask
    waits_for = tuple(refusal.rule for refusal in decision.approvals)
    if ask.request.mode is Mode.HOLD:
        policy = ask.offering.policy
        until = ask.now + min(ask.request.ttl or policy.hold_ttl, policy.hold_most)
        return in_state(
            booking, State.HELD, until=until, reason=VoidReason.EXPIRED, waits_for=waits_for
        )
    if decision.verdict is Verdict.NEEDS_APPROVAL:
        until = pending_until(ask)
        return in_state(
            booking, State.PENDING, until=until, reason=VoidReason.EXPIRED, waits_for=waits_for
        )
    return confirmed(booking, ask, loaded)


def in_state(
    booking: Booking,
    state: State,
    *,
    until: int | None = None,
    reason: VoidReason | None = None,
    waits_for: tuple[str, ...] = (),
) -> Booking:
    """Return a booking in a state, which ends by itself at ``until`` for that reason, if at all."""
    return attrs.evolve(
        booking,
        state=state,
        void_reason=None,
        lapses_at=until,
        lapses_to=None if until is None else State.VOID,
        lapse_reason=None if until is None else reason,
        lapsed_at=None,
        lapsed_from=None,
        waits_for=waits_for,
    )


def confirmed(booking: Booking, ask: Ask, loaded: Loaded) -> Booking:
    """Return a booking confirmed, with its auto-release if its room type has one."""
    kind = loaded.room_types.get(booking.room_type)
    after = None if kind is None else loaded.told(kind, lambda: kind.auto_release(ask))
    until = None if after is None else _release(ask, after)
    # Who is written down when all is over can no longer be missed.
    over = booking.end_at <= ask.now
    excused = attrs.evolve(booking, excused=True) if over and not booking.excused else booking
    return released_at(excused, until)


def _release(ask: Ask, after: int) -> int:
    """Return when it is released if nobody comes; changing it without moving it puts nothing off.

    Who is written down, or has his place again, when it has begun gets the same time from now on.
    """
    kept, first = release_kept(ask), ask.request.start + after
    if kept is not None:
        return kept
    old = ask.replaces
    counted = ask.keeps_start and old is not None and old.state is State.CONFIRMED
    if counted and old is not None and not old.excused and first > ask.now:
        return first
    return max(ask.request.start, ask.now) + after


def release_kept(ask: Ask) -> int | None:
    """Return when the booking that is changed is released anyway, as long as it is not moved."""
    old = ask.replaces
    if old is None or not ask.keeps_start or old.state is not State.CONFIRMED:
        return None
    return old.lapses_at


def released_at(booking: Booking, until: int | None) -> Booking:
    """Return a booking confirmed, to be released then; what has ended by then never is."""
    if until is not None and until >= booking.end_at:
        until = None
    stands = booking.state is State.CONFIRMED and booking.lapses_at is None
    if until is None and stands and not booking.waits_for:
        return booking  # as it was made; of the thousands that come in together, nearly every one
    return in_state(booking, State.CONFIRMED, until=until, reason=VoidReason.RELEASED)


def pending_until(ask: Ask) -> int:
    """Return when an undecided request expires: after some working days, or before the start.

    Whichever is first; if that has passed already when it is asked, at the start.
    """
    policy, start = ask.offering.policy, ask.request.start
    where = zone(ask.catalog.center.zone)
    wall = to_local(ask.now, where)
    day = ask.catalog.working_days.add_working_days(day_of(ask.now, where), policy.pending_days)
    decided = resolve_wall(day, wall.time(), where)
    until = min(decided, start - policy.pending_before)
    return until if until > ask.now else max(start, ask.now + 1)


def rows(
    candidate: Candidate, booking: Booking, seen: Seen, *, had: tuple[Claim, ...] = ()
) -> tuple[tuple[Claim, ...], tuple[LimitUse, ...]]:
    """Return the claims and limit uses of an accepted booking.

    Args:
        had: the claims that it has until now, if it is changed.
    """
    orders = [c.order for claims in seen.claims.values() for c in claims]
    claims = claims_of(
        candidate,
        booking.id,
        order=max(orders, default=0) + 1,
        lapses_at=booking.lapses_at,
        held=booking.state is State.HELD,
    )
    uses = uses_of(candidate, booking.id, booking.lapses_at)
    if booking.state is State.CONFIRMED:
        uses = tuple(spent_after_release(use) for use in uses)
    return as_accepted(claims, had), uses


def as_accepted(claims: tuple[Claim, ...], had: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Return claims that ask for nothing that was not had, as they were accepted then.

    At the same time, of the same leaves, and no more of any of them: else they are accepted now,
    after all that were accepted meanwhile.
    """
    before = {(claim.leaf, claim.kind): claim for claim in had}
    found = [(claim, before.get((claim.leaf, claim.kind))) for claim in claims]
    pairs = [(claim, old) for claim, old in found if old is not None and _within(claim, old)]
    if len(pairs) < max(len(claims), len(had)):
        return claims
    return tuple(attrs.evolve(c, order=old.order, capacity=old.capacity) for c, old in pairs)


def _within(claim: Claim, old: Claim) -> bool:
    same = (claim.start, claim.end, claim.layout) == (old.start, old.end, old.layout)
    fewer = (old.amount - claim.amount, old.before - claim.before, old.after - claim.after)
    return same and min(fewer) >= 0


def spent_after_release(use: LimitUse) -> LimitUse:
    """A confirmed booking that nobody comes to leaves its hours spent."""
    return attrs.evolve(use, lapses_at=None) if use.kept_when_late else use
