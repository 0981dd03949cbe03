"""Importing: rows are read page by page, judged in one transaction or in one for each page."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

import attrs

from neighborbook.desk.caller import Caller
from neighborbook.desk.faults import MOST_REASON, Faults
from neighborbook.desk.house import House
from neighborbook.desk.importing.judging import Judge
from neighborbook.desk.importing.reading import Understood, parties_of, understood, with_facts
from neighborbook.desk.importing.values import (
    MOST_ROWS,
    Did,
    Imported,
    Importing,
    ImportRow,
    Outcome,
)
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.moving import require, require_still
from neighborbook.domain.party import Actor
from neighborbook.rights import Right
from neighborbook.storage.abc import Transaction
from neighborbook.storage.batches import Batch

PAGE = 1000
MOST_SOURCE = 200
MADE_BETWEEN = 200_000
"""Values that are made before Python looks for circles among them."""

Told = Callable[[Outcome], object]
T = TypeVar("T")


def bring(
    house: House, actor: Actor, given: Iterable[ImportRow], how: Importing, told: Told
) -> Imported:
    """Bring rows in, each judged like a booking of its own, in their order.

    Nobody else writes meanwhile: all or nothing is one transaction, as is a preview; what skips
    has one for each page, so that others get in between.

    Args:
        told: is told what became of each row, or would, in order.

    Raises:
        InvalidRequest: there are too many rows, or the call itself is at fault; nothing is written.
        Refused: the actor may not import.
    """
    asks = require(house, actor, Right.IMPORT)
    faults = call_faults(given, how.source)
    for path in ("preview", "skip", "as_history"):
        faults.flag(path, getattr(how, path))
    if how.override is not None:
        faults.text("override", how.override, MOST_REASON, needed=True)
    faults.stop()
    batch = Batch(id=house.ids.new(), source=how.source, actor=actor.key, made_at=house.clock.now())
    counts: Counter[Did] = Counter()

    def tell(outcome: Outcome) -> None:
        counts[outcome.did] += 1
        told(outcome)

    pages = _pages(house, actor, given, how)
    written = False

    def tally(tx: Transaction) -> None:
        made = counts[Did.BOOKED] + counts[Did.PENDING]
        if made:
            tx.tally(batch.id, brought=made, refused=counts[Did.BAD])

    with _seldom_collected():
        if how.skip and not how.preview:
            for page in pages:
                written = _in_one(house, asks, [page], how, batch, tell, tally)
        else:
            written = _in_one(house, asks, list(pages), how, batch, tell, tally)
    made = counts[Did.BOOKED] + counts[Did.PENDING]
    return Imported(
        batch=batch.id if written and made else "",
        booked=counts[Did.BOOKED],
        pending=counts[Did.PENDING],
        unchanged=counts[Did.UNCHANGED],
        left=counts[Did.LEFT],
        bad=counts[Did.BAD],
        written=written,
    )


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Let Python look for circles seldom: values have none, and looking takes a quarter of it."""
    before = gc.get_threshold()
    gc.set_threshold(MADE_BETWEEN, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def call_faults(given: object, source: object) -> Faults:
    """Return what is wrong with a call that is to bring rows in, of whatever kind."""
    faults = Faults()
    if not isinstance(given, Iterable):
        faults.add("rows", "INPUT_INVALID", type(given).__name__, "rows, one after another")
    faults.text("source", source, MOST_SOURCE)
    return faults


def gathered(given: Iterable[T], is_row: Callable[[T], bool], expected: str) -> tuple[T, ...]:
    """Return the rows of an import that are judged together.

    Raises:
        InvalidRequest: there are too many, or one is no such row.
    """
    rows = tuple(islice(given, MOST_ROWS + 1))
    faults = Faults()
    if len(rows) > MOST_ROWS:
        faults.add("rows", "INPUT_TOO_LONG", "", f"at most {MOST_ROWS} rows of one import")
    for number, row in enumerate(rows):
        if not is_row(row):
            faults.add(f"rows.{number}", "INPUT_INVALID", type(row).__name__, expected)
    faults.stop()
    return rows


@attrs.frozen(kw_only=True)
class _Page:
    """Some rows, as they were read by the catalog of then, and what was known of their parties."""

    loaded: Loaded
    known: Caller
    rows: list[Understood]

    def by(self, tx: Transaction, now: int, loaded: Loaded, how: Importing) -> _Page:
        """Return the page as it is to be judged under the lock.

        Somebody may have loaded a file since, or have taken a right from those whom they name.
        """
        rows, known = self.rows, self.known.under_lock(tx, now, loaded)
        if loaded is not self.loaded:
            rows = [understood(one.row, loaded, how.override) for one in rows]
        if loaded is self.loaded and known is self.known:
            return self
        return _Page(loaded=loaded, known=known, rows=with_facts(rows, known))


def _pages(
    house: House, actor: Actor, given: Iterable[ImportRow], how: Importing
) -> Iterator[_Page]:
    left, lines, many = iter(given), dict[str, int](), 0
    while rows := list(islice(left, PAGE)):
        many += len(rows)
        if many > MOST_ROWS:
            faults = Faults()
            faults.add("rows", "INPUT_TOO_LONG", "", f"at most {MOST_ROWS} rows of one import")
            faults.stop()
        _check_rows(rows, many - len(rows))
        loaded = house.current()
        page = [understood(row, loaded, how.override).alone(lines) for row in rows]
        known = house.asking(actor, parties_of(page))
        yield _Page(loaded=loaded, known=known, rows=with_facts(page, known))


def _check_rows(rows: list[ImportRow], before: int) -> None:
    faults = Faults()
    for number, row in enumerate(rows, before):
        if not isinstance(row, ImportRow):
            faults.add(f"rows.{number}", "INPUT_INVALID", type(row).__name__, "an ImportRow")
    faults.stop()


def _in_one(
    house: House,
    asks: Caller,
    pages: Iterable[_Page],
    how: Importing,
    batch: Batch,
    tell: Told,
    tally: Callable[[Transaction], None],
) -> bool:
    """Judge pages in one transaction, tell what becomes of each row; return whether it is so."""

    def work(tx: Transaction, now: int, loaded: Loaded) -> bool:
        require_still(tx, now, loaded, asks, Right.IMPORT)
        judge = Judge(house=house, tx=tx, now=now, loaded=loaded, how=how, batch=batch)
        keeps = not how.preview
        for page in pages:
            of_now = page.by(tx, now, loaded, how)
            for outcome in judge.take(of_now.rows, of_now.known):
                keeps = keeps and (how.skip or outcome.did is not Did.BAD)
                tell(outcome)
        if keeps:
            tally(tx)
            tx.commit()
        return keeps

    return house.write(frozenset(), work, exclusive=True)
