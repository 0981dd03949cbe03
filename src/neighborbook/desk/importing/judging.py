"""Rows judged one after another in one transaction, each seeing what those before it have taken."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from neighborbook.desk.house import House
from neighborbook.desk.importing.ledger import Ledger
from neighborbook.desk.importing.reading import Understood
from neighborbook.desk.importing.values import Did, Importing, ImportRow, Outcome
from neighborbook.desk.loaded import Loaded
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
from neighborbook.domain.party import PROGRAM
from neighborbook.domain.seen import Ask, Candidate, Seen
from neighborbook.engine.admission import Plan, decide
from neighborbook.engine.book import Book
from neighborbook.engine.occupancy import reach
from neighborbook.errors import Refused
from neighborbook.storage.abc import Notice, Transaction, Writes
from neighborbook.storage.batches import Batch, BatchItem


@attrs.define(kw_only=True)
class Judge:
    """Judges rows in one transaction and writes what is accepted, some hundred at a time.

    Attributes:
        batch: which they belong to; its ``actor`` is written down as who did it. Whether he may is
            asked before: the rows are judged as the program's.
    """

    house: House
    tx: Transaction
    now: int
    loaded: Loaded
    how: Importing
    batch: Batch
    _ledger: Ledger = attrs.field(init=False)
    _insert: list[Booking] = attrs.field(factory=list)
    _claims: dict[str, tuple[Claim, ...]] = attrs.field(factory=dict)
    _uses: dict[str, tuple[LimitUse, ...]] = attrs.field(factory=dict)
    _changes: list[Change] = attrs.field(factory=list)
    _notices: list[Notice] = attrs.field(factory=list)
    _items: list[BatchItem] = attrs.field(factory=list)

    def __attrs_post_init__(self) -> None:
        self._ledger = Ledger(self.tx)

    def take(self, page: Sequence[Understood]) -> list[Outcome]:
        """Judge a page of rows in their order, and write those that are accepted."""
        came = self._came_before(page)
        planned = [self._planned(one, came) for one in page]
        self._ledger.cover([plan for _, plan in planned if isinstance(plan, Plan)])
        outcomes = [
            plan if isinstance(plan, Outcome) else self._judged(one, plan) for one, plan in planned
        ]
        self._flush()
        return outcomes

    def _came_before(self, page: Sequence[Understood]) -> dict[str, str]:
        """Return the bookings that rows of this key, or of this id, have become already."""
        keys = [one.row.key for one in page if one.names("key")]
        came = dict(self.tx.imported(keys)) if keys else {}
        ids = [one.row.id for one in page if one.row.id and one.names("id")]
        known = self.tx.bookings_by_id(ids) if ids else {}
        return came | {one.row.key: one.row.id for one in page if one.row.id in known}

    def _planned(self, one: Understood, came: dict[str, str]) -> tuple[Understood, Plan | Outcome]:
        """Say what a row takes, or what has become of it if that is plain already."""
        row = one.row
        if one.names("key") and row.key in came:
            return one, _outcome(row, Did.UNCHANGED, came[row.key])
        if one.request is None:
            return one, one.outcome()
        if row.ended and not self._is_history(one):
            return one, _outcome(row, Did.LEFT)
        ask = Ask(
            request=one.request,
            offering=self.loaded.catalog.offerings[one.request.offering],
            catalog=self.loaded.catalog,
            actor=PROGRAM,
            now=self.now,
            facts=one.facts,
            failed=one.failed,
        )
        try:
            return one, self.house.plan(self.loaded, ask)
        except Refused as refused:
            return one, _refused(row, refused.decision)

    def _is_history(self, one: Understood) -> bool:
        return self.how.as_history and one.request is not None and one.request.start < self.now

    def _judged(self, one: Understood, plan: Plan) -> Outcome:
        seen = self.house.seen(self._ledger.found(plan), self.loaded, self.now)
        if self._is_history(one):
            candidate, decision = self._as_it_was(plan.candidate, seen, ended=bool(one.row.ended))
        else:
            [(candidate, decision)] = self.loaded.judge((plan.candidate,), seen)
        if decision.verdict is Verdict.REFUSED:
            beside = self._in_the_way(plan, seen) if self._is_history(one) else ()
            return attrs.evolve(_refused(one.row, decision), beside=beside)
        return self._accepted(one.row, candidate, decision, seen)

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
        """Return the bookings with which a row of the past clashes."""
        start, end = plan.candidate.start, plan.candidate.end
        owners = {
            claim.owner
            for claims in seen.claims.values()
            for claim in claims
            if claim.kind is ClaimKind.USE and reach(claim)[0] < end and reach(claim)[1] > start
        }
        self._flush()
        found = self.tx.bookings_by_id(sorted(owners))
        return tuple(sorted(found.values(), key=lambda each: (each.start_at, each.id)))

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
