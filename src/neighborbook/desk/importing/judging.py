"""Rows judged one after another in one transaction, each seeing what those before it have taken."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from neighborbook.desk.caller import Caller
from neighborbook.desk.details import hydrated
from neighborbook.desk.house import House
from neighborbook.desk.importing.earlier import is_same, of_another
from neighborbook.desk.importing.ledger import Ledger
from neighborbook.desk.importing.reading import Understood
from neighborbook.desk.importing.values import Did, Importing, ImportRow, Outcome
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.showing import may_know, shown
from neighborbook.desk.writing import (
    booked,
    change_row,
    in_state,
    later_notices,
    notices,
    rows,
    settled,
)
from neighborbook.domain.booking import Booking, State, VoidReason
from neighborbook.domain.change import Act, Change
from neighborbook.domain.claim import Claim, ClaimKind
from neighborbook.domain.decision import Decision, Verdict
from neighborbook.domain.limit import LimitUse
from neighborbook.domain.party import ActorKind
from neighborbook.domain.seen import Candidate, Seen
from neighborbook.domain.slot import Request
from neighborbook.engine.admission import Plan, decide, is_barred
from neighborbook.engine.book import Book
from neighborbook.engine.occupancy import reach
from neighborbook.errors import Refused
from neighborbook.storage.abc import Notice, Transaction, Writes
from neighborbook.storage.batches import Batch, BatchItem


@attrs.define(kw_only=True)
class Judge:
    """Judges rows in one transaction and writes what is accepted, some hundred at a time.

    Attributes:
        batch: which they belong to; its ``actor`` is written down as who did it.
    """

    house: House
    tx: Transaction
    now: int
    loaded: Loaded
    how: Importing
    batch: Batch
    _asks: Caller = attrs.field(init=False)
    _came: dict[str, Booking] = attrs.field(factory=dict)
    _ledger: Ledger = attrs.field(init=False)
    _insert: list[Booking] = attrs.field(factory=list)
    _claims: dict[str, tuple[Claim, ...]] = attrs.field(factory=dict)
    _uses: dict[str, tuple[LimitUse, ...]] = attrs.field(factory=dict)
    _changes: list[Change] = attrs.field(factory=list)
    _notices: list[Notice] = attrs.field(factory=list)
    _items: list[BatchItem] = attrs.field(factory=list)

    def __attrs_post_init__(self) -> None:
        self._ledger = Ledger(self.tx)

    def take(self, page: Sequence[Understood], asks: Caller) -> list[Outcome]:
        """Judge a page of rows in their order, and write those that are accepted.

        Args:
            asks: who imports, with what is known of everybody in the page: each row is judged as
                if it were booked by that one.
        """
        self._asks = asks
        self._came = self._came_before(page)
        planned = [self._planned(one) for one in page]
        self._ledger.cover([plan for _, plan in planned if isinstance(plan, Plan)])
        outcomes = [
            plan if isinstance(plan, Outcome) else self._judged(one, plan) for one, plan in planned
        ]
        self._flush()
        return outcomes

    def _came_before(self, page: Sequence[Understood]) -> dict[str, Booking]:
        """Return the bookings that rows of this key, or of this id, have become already."""
        keys = [one.row.key for one in page if one.names("key")]
        came = dict(self.tx.imported(keys)) if keys else {}
        ids = [one.row.id for one in page if one.row.id and one.names("id")]
        wanted = dict.fromkeys((*came.values(), *ids))
        known = self.tx.bookings_by_id(tuple(wanted)) if wanted else {}
        came |= {one.row.key: one.row.id for one in page if one.row.id in known}
        return {key: known[id] for key, id in came.items() if id in known}

    def _here(self, one: Understood, earlier: Booking) -> Outcome:
        """Say of a row that is here already that it is, or that its key has brought another."""
        if is_same(one, earlier, self.tx):
            return _outcome(one.row, Did.UNCHANGED, earlier.id)
        if one.request is None:
            return one.outcome()
        return Outcome(line=one.row.line, key=one.row.key, did=Did.BAD, faults=(of_another(one),))

    def _may_hear(self, one: Understood, earlier: Booking) -> bool:
        """Whether who imports may hear that a row is here before it is judged.

        Of what is CARE or SEALED, a guessed key would tell whether somebody was there.
        """
        if self._asks.actor.kind is ActorKind.PROGRAM or one.row.id == earlier.id:
            return True
        offering = earlier.offering if one.request is None else one.request.offering
        return offering in self.loaded.catalog.offerings and self.loaded.publishes(offering)

    def _planned(self, one: Understood) -> tuple[Understood, Plan | Outcome]:
        """Say what a row takes, or what has become of it if that is plain already."""
        row = one.row
        earlier = self._came.get(row.key) if one.names("key") else None
        if earlier is not None and self._may_hear(one, earlier):
            return one, self._here(one, earlier)
        if one.request is None:
            return one, one.outcome()
        if row.ended and not self._is_history(one):
            return one, _outcome(row, Did.LEFT)
        try:
            return one, self._plan(one, one.request)
        except Refused as refused:
            return one, _refused(row, refused.decision)

    def _plan(self, one: Understood, request: Request) -> Plan:
        """Return what a row takes, asked for as by a call of ``book``."""
        asks = self._asks
        if asks.provided.facts:  # of a whole page: a row is asked for with those of its own
            asks = attrs.evolve(asks, provided=attrs.evolve(asks.provided, facts=one.facts))
        return self.house.plan(self.loaded, self.house.ask(self.loaded, request, asks, self.now))

    def _is_history(self, one: Understood) -> bool:
        return self.how.as_history and one.request is not None and one.request.start < self.now

    def _judged(self, one: Understood, plan: Plan) -> Outcome:
        seen = self.house.seen(self._ledger.found(plan), self.loaded, self.now)
        if (barred := self._barred(one, plan, seen)) is not None:
            return _refused(one.row, barred)
        if (earlier := self._came.get(one.row.key)) is not None:
            return self._here(one, earlier)
        if self._is_history(one):
            candidate, decision = self._as_it_was(plan.candidate, seen, ended=bool(one.row.ended))
        else:
            [(candidate, decision)] = self.loaded.judge((plan.candidate,), seen)
        if decision.verdict is Verdict.REFUSED:
            beside = self._in_the_way(plan, seen) if self._is_history(one) else ()
            return attrs.evolve(_refused(one.row, decision), beside=beside)
        return self._accepted(one.row, candidate, decision, seen)

    def _barred(self, one: Understood, plan: Plan, seen: Seen) -> Decision | None:
        """Return what somebody hears who may not book what is CARE or SEALED, or ``None``.

        History is judged by its places alone, and what is here already not at all: neither may tell
        anybody whose talk or treatment it is.
        """
        if self._asks.actor.kind is ActorKind.PROGRAM:
            return None
        if not (self._is_history(one) or one.row.key in self._came):
            return None  # it is judged in full
        if self.loaded.publishes(plan.candidate.ask.offering.id):
            return None
        [(_, decision)] = self.loaded.judge((plan.candidate,), seen)
        return decision if any(map(is_barred, decision.refusals)) else None

    def _settle(self, seen: Seen) -> None:
        """Settle what has lapsed on the leaves that were read, before new claims come."""
        if any(
            claim.lapses_at is not None and claim.lapses_at <= self.now
            for claims in seen.claims.values()
            for claim in claims
        ):
            self._flush()
            writes = settled(self.tx, seen, self.now, self.house, self.loaded)
            self.tx.write(writes)
            self._ledger.forget(writes.claims)

    def _as_it_was(
        self, candidate: Candidate, seen: Seen, *, ended: bool
    ) -> tuple[Candidate, Decision]:
        """Judge by places alone: what was, was; what was cancelled took none."""
        if ended:
            return candidate, decide(candidate, ())
        book = Book(candidate.ask, seen, self.loaded.room_types)
        assignment = book.assign(candidate)
        chosen = attrs.evolve(candidate, chosen=assignment.chosen)
        against = list(book.conflicts(candidate, assignment))
        if not assignment.met and not against:  # there is no place that it could have had
            against = list(candidate.demand.refusals)
        kind = candidate.ask.offering.room_type
        return chosen, self.loaded.worded(decide(chosen, against), kind)

    def _in_the_way(self, plan: Plan, seen: Seen) -> tuple[Booking, ...]:
        """Return the bookings with which a row of the past clashes, as far as they are shown."""
        start, end = plan.candidate.start, plan.candidate.end
        owners = {
            claim.owner
            for claims in seen.claims.values()
            for claim in claims
            if claim.kind is ClaimKind.USE and reach(claim)[0] < end and reach(claim)[1] > start
        }
        self._flush()
        found = self.tx.bookings_by_id(sorted(owners)).values()
        actor, facts = self._asks.actor, self._asks.facts_at(self.now)
        known = [hydrated(self.loaded.room_types.get(one.room_type), one) for one in found]
        seen_by = [
            shown(self.loaded, actor, facts, one)
            for one in known
            if may_know(self.loaded, actor, facts, one)
        ]
        return tuple(sorted(seen_by, key=lambda each: (each.start_at, each.id)))

    def _accepted(
        self, row: ImportRow, candidate: Candidate, decision: Decision, seen: Seen
    ) -> Outcome:
        self._settle(seen)
        id = row.id or self.house.ids.new()
        uid = row.uid or self.house.ids.new()
        booking = booked(candidate, decision, self.loaded, seen, id=id, uid=uid)
        if self.batch.actor != booking.actor:
            booking = attrs.evolve(booking, actor=self.batch.actor)
        claims, uses = ((), ()) if row.ended else rows(candidate, booking, seen)
        if row.ended:
            void = in_state(booking, State.VOID)
            resource = candidate.ask.request.resource or ""  # for which nothing was chosen
            booking = attrs.evolve(void, void_reason=VoidReason(row.ended), resource=resource)
        self._ledger.add(booking, claims, uses, asked=bool(candidate.demand.questions))
        self._insert.append(booking)
        self._claims[id], self._uses[id] = claims, uses
        self._changes.append(
            change_row(
                self.house, booking, Act.BOOK, self.batch.actor, self.now, reason=self.how.source
            )
        )
        self._items.append(
            BatchItem(key=row.key, batch=self.batch.id, booking=id, version=booking.version)
        )
        pending = booking.state is State.PENDING
        if not row.ended:
            # Nobody is told now of what stood in the old system; reminders come in their time.
            told = notices if pending else later_notices
            self._notices.extend(told(self.house, self.loaded, booking, Act.BOOK, self.now))
        return _outcome(row, Did.PENDING if pending else Did.BOOKED, id)

    def _flush(self) -> None:
        """Write what has been accepted since the last time."""
        if not self._insert:
            return
        self.tx.save_batch(self.batch)
        self.tx.write(
            Writes(
                insert=tuple(self._insert),
                claims=self._claims,
                limit_uses=self._uses,
                changes=tuple(self._changes),
                notices=tuple(self._notices),
            )
        )
        self.tx.save_items(self._items)
        self._insert, self._changes, self._notices, self._items = [], [], [], []
        self._claims, self._uses = {}, {}


def _outcome(row: ImportRow, did: Did, booking: str = "") -> Outcome:
    return Outcome(line=row.line, key=row.key, did=did, booking=booking)


def _refused(row: ImportRow, decision: Decision) -> Outcome:
    return Outcome(line=row.line, key=row.key, did=Did.BAD, decision=decision)
