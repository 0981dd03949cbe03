"""Importing closures: each is laid as ``close`` lays it, those before it being there already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import attrs

from neighborbook.desk.caller import Caller
from neighborbook.desk.closing import Closing, closure_of, lay
from neighborbook.desk.faults import Faults
from neighborbook.desk.house import House
from neighborbook.desk.importing.bringing import PAGE, Told, call_faults, gathered
from neighborbook.desk.importing.closure_values import ClosureRow, ImportingClosures
from neighborbook.desk.importing.values import MOST_KEY, Did, Imported, Outcome
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.moving import require, require_still
from neighborbook.desk.showing import shown
from neighborbook.domain.closure import Closure
from neighborbook.domain.party import Actor
from neighborbook.errors import Fault, InvalidRequest
from neighborbook.rights import Right
from neighborbook.storage.abc import Transaction
from neighborbook.storage.batches import Batch, BatchKind

Counts = Counter[Did]


def bring(
    house: House, actor: Actor, given: Iterable[ClosureRow], how: ImportingClosures, told: Told
) -> Imported:
    """Bring closures in, in their order, and tell whom they displace.

    Nobody else writes meanwhile: all or nothing is one transaction, as is a preview; what skips
    has one for each page, so that others get in between.

    Args:
        told: is told what became of each row, or would, in order.

    Raises:
        InvalidRequest: there are too many rows, or the call itself is at fault; nothing is written.
        Refused: the actor may not import, or may not close.
    """
    asks = admitted(house, actor)
    faults = call_faults(given, how.source)
    for path in ("preview", "skip"):
        faults.flag(path, getattr(how, path))
    faults.stop()
    rows = gathered(given, _is_row, "a ClosureRow")
    batch = Batch(
        id=house.ids.new(),
        source=how.source,
        actor=actor.key,
        made_at=house.clock.now(),
        kind=BatchKind.CLOSURES,
    )
    lines: dict[str, int] = {}
    for row in rows:
        lines.setdefault(row.key, row.line)
    bringing = _Bringing(house=house, asks=asks, how=how, batch=batch, lines=lines)
    size = PAGE if how.skip and not how.preview else max(len(rows), 1)
    counts = Counts()
    for first in range(0, len(rows) or 1, size):
        counts = bringing.in_one(rows[first : first + size], counts, told)
    written = bringing.keeps(counts)
    return Imported(
        batch=batch.id if written and counts[Did.CLOSED] else "",
        closed=counts[Did.CLOSED],
        unchanged=counts[Did.UNCHANGED],
        left=counts[Did.LEFT],
        bad=counts[Did.BAD],
        written=written,
    )


def admitted(house: House, actor: Actor) -> Caller:
    """Refuse who may not import or may not close; return what is known of the one who asks."""
    require(house, actor, Right.IMPORT)
    return require(house, actor, Right.CLOSE)


def still_admitted(tx: Transaction, now: int, loaded: Loaded, asks: Caller) -> None:
    """Refuse under the lock whoever has lost either right since ``admitted``."""
    for right in (Right.IMPORT, Right.CLOSE):
        require_still(tx, now, loaded, asks, right)


def _is_row(given: object) -> bool:
    return isinstance(given, ClosureRow) and isinstance(given.key, str)


@attrs.frozen(kw_only=True)
class _Bringing:
    """One import.

    Attributes:
        asks: whose closures they are from now on.
        lines: on which line each key stands first.
    """

    house: House
    asks: Caller
    how: ImportingClosures
    batch: Batch
    lines: Mapping[str, int]

    def keeps(self, counts: Counts) -> bool:
        """Whether what is laid stays."""
        return not self.how.preview and (self.how.skip or not counts[Did.BAD])

    def in_one(self, rows: Sequence[ClosureRow], before: Counts, told: Told) -> Counts:
        """Judge rows in one transaction, tell what becomes of each; return counts with theirs."""

        def work(tx: Transaction, now: int, loaded: Loaded) -> Counts:
            still_admitted(tx, now, loaded, self.asks)
            judge = _Judge(by=self, tx=tx, now=now, loaded=loaded)
            counts = Counts(before)
            for first in range(0, len(rows), PAGE):
                for outcome in judge.take(rows[first : first + PAGE]):
                    counts[outcome.did] += 1
                    told(outcome)
            if self.keeps(counts):
                if counts[Did.CLOSED]:
                    tx.tally(self.batch.id, brought=counts[Did.CLOSED], refused=counts[Did.BAD])
                tx.commit()
            return counts

        return self.house.write(frozenset(), work, exclusive=True)


@attrs.frozen(kw_only=True)
class _Judge:
    """Judges rows in one transaction and lays what can be laid."""

    by: _Bringing
    tx: Transaction
    now: int
    loaded: Loaded

    def take(self, page: Sequence[ClosureRow]) -> list[Outcome]:
        """Judge some rows in their order."""
        wrong = [self._wrong_key(row) for row in page]
        keys = [row.key for row, faults in zip(page, wrong, strict=True) if not faults]
        came = self.tx.closed_before(keys) if keys else {}
        laid: dict[str, str] = {}
        outcomes = [
            self._judged(row, faults, came, laid) for row, faults in zip(page, wrong, strict=True)
        ]
        if laid:
            self.tx.save_batch(self.by.batch)
            self.tx.save_batch_closures(self.by.batch.id, laid)
        return outcomes

    def _wrong_key(self, row: ClosureRow) -> tuple[Fault, ...]:
        faults = Faults()
        faults.text("key", row.key, MOST_KEY, needed=True)
        first = self.by.lines[row.key]
        if not faults.found and first != row.line:
            expected = f"a key of its own: line {first} has the same"
            faults.found.append(Fault(path="key", code="INPUT_INVALID", expected=expected))
        return tuple(faults.found)

    def _judged(
        self,
        row: ClosureRow,
        wrong: tuple[Fault, ...],
        came: Mapping[str, str],
        laid: dict[str, str],
    ) -> Outcome:
        outcome = Outcome(line=row.line, key=row.key, did=Did.BAD)
        if not wrong and row.key in came:
            return attrs.evolve(outcome, did=Did.UNCHANGED, booking=came[row.key])
        if row.reopened or row.followed:
            return attrs.evolve(outcome, did=Did.LEFT)
        read = self._read(row)
        faults = (*wrong, *row.faults)
        if not isinstance(read, Closure):
            known = {fault.path for fault in faults}
            return attrs.evolve(
                outcome, faults=(*faults, *(one for one in read if one.path not in known))
            )
        if faults:
            return attrs.evolve(outcome, faults=faults)
        actor, facts = self.by.asks.actor, self.by.asks.facts_at(self.now)
        displaces = lay(
            *(self.by.house, actor, self.tx, self.loaded, read, self.now),
            tells=not self.by.how.preview,
        )
        laid[row.key] = read.id
        return attrs.evolve(
            outcome,
            did=Did.CLOSED,
            booking=read.id,
            beside=tuple(shown(self.loaded, actor, facts, one) for one in displaces),
        )

    def _read(self, row: ClosureRow) -> Closure | tuple[Fault, ...]:
        closing = Closing(
            subject=row.subject,
            start=row.start,
            end=row.end,
            reason=row.reason,
            public_reason=row.public_reason,
            amount=row.amount,
            kind=row.kind,
        )
        house, actor, id = self.by.house, self.by.asks.actor, self.by.house.ids.new()
        try:
            return closure_of(house, actor, closing, self.loaded, id=id, now=self.now)
        except InvalidRequest as fault:
            return fault.faults
