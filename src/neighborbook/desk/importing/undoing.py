"""Taking an import back: what nobody has touched since is cancelled, the rest is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from neighborbook.desk.caller import Caller
from neighborbook.desk.details import hydrated
from neighborbook.desk.faults import id_of
from neighborbook.desk.house import House
from neighborbook.desk.importing import closures_undoing, people_undoing
from neighborbook.desk.importing.values import Undone
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.moving import require, require_still
from neighborbook.desk.revising import Revision
from neighborbook.desk.writing import change_row, in_state, stamped
from neighborbook.domain.booking import Booking, State, VoidReason
from neighborbook.domain.change import Act
from neighborbook.domain.party import Actor
from neighborbook.errors import NotFound
from neighborbook.rights import Right
from neighborbook.storage.abc import Transaction, Writes
from neighborbook.storage.batches import Batch, BatchItem, BatchKind

PAGE = 1000


def batches(house: House, actor: Actor) -> tuple[Batch, ...]:
    """Return every import, the newest first.

    Raises:
        Refused: the actor may not import.
    """
    require(house, actor, Right.IMPORT)
    with house.store.snapshot(house.center) as reader:
        return reader.batches()


def undo(house: House, actor: Actor, given: str) -> Undone:
    """Take back what a batch brought and nobody has touched since; its rows may come in again.

    A booking was touched if it has changed since it was brought in, but by time alone: somebody
    changed, cancelled, or checked it in, or something was closed under it. For people see
    ``people_undoing``, for closures ``closures_undoing``.

    Raises:
        NotFound: there is no such batch.
        Refused: the actor may not import, or, where closures came in, may not close.
    """
    id = id_of("batch", given)
    asks = require(house, actor, Right.IMPORT)
    with house.store.snapshot(house.center) as reader:
        batch = reader.batch(id)
    if batch is None:
        raise NotFound(kind="batch", id=id)
    if batch.kind is BatchKind.PEOPLE:
        return people_undoing.undo(house, asks, id)
    if batch.kind is BatchKind.CLOSURES:
        return closures_undoing.undo(house, actor, id)
    taken_back, touched, after = 0, list[Booking](), ""
    while True:
        page = _undo_page(house, asks, id, after)
        taken_back += page.taken_back
        touched += page.touched
        if not page.more:
            return Undone(batch=id, taken_back=taken_back, touched=tuple(touched))
        after = page.last


@attrs.frozen(kw_only=True)
class _Page:
    taken_back: int
    touched: tuple[Booking, ...]
    last: str
    more: bool


def _undo_page(house: House, asks: Caller, id: str, after: str) -> _Page:
    def work(tx: Transaction, now: int, loaded: Loaded) -> _Page:
        require_still(tx, now, loaded, asks, Right.IMPORT)
        items = tx.batch_items(id, after=after, limit=PAGE)
        stored = tx.bookings_by_id([item.booking for item in items])
        same = _untouched(tx, items, stored)
        others = {item.booking for item in items} - {booking.id for booking in same}
        _cancel(house, asks.actor, tx, now, same)
        tx.tally_undone(id, len(same))
        tx.forget_items([item.key for item in items if item.booking not in others])
        tx.commit()
        return _Page(
            taken_back=len(same),
            touched=tuple(_as_of_now(loaded, stored[one], now) for one in sorted(others)),
            last=items[-1].booking if items else after,
            more=len(items) == PAGE,
        )

    return house.write(frozenset(), work, exclusive=True)


def _untouched(
    tx: Transaction, items: Sequence[BatchItem], stored: Mapping[str, Booking]
) -> list[Booking]:
    """Return what has changed by time alone, or not at all: each change is a version of its own."""
    since = {one.booking: stored[one.booking].version - one.version for one in items}
    moved = [id for id, versions in since.items() if versions]
    by_time = tx.lapses(moved) if moved else {}
    return [stored[id] for id, versions in since.items() if versions == by_time.get(id, 0)]


def _cancel(
    house: House, actor: Actor, tx: Transaction, now: int, bookings: Sequence[Booking]
) -> None:
    """Cancel bookings with all that they took: they were never meant to be here.

    What time has voided is cancelled as well: whoever is said not to have come was never expected.
    """
    void = [each for each in bookings if each.state is not State.VOID or each.lapsed_from]
    after = [
        stamped(
            attrs.evolve(in_state(booking, State.VOID), void_reason=VoidReason.CANCELLED),
            now,
            Revision.DATED,
        )
        for booking in void
    ]
    tx.write(
        Writes(
            update=tuple((new, old.version) for new, old in zip(after, void, strict=True)),
            claims={booking.id: () for booking in void},
            limit_uses={booking.id: () for booking in void},
            changes=tuple(
                change_row(house, booking, Act.CANCEL, actor.key, now, ("state",))
                for booking in after
            ),
        )
    )


def _as_of_now(loaded: Loaded, booking: Booking, now: int) -> Booking:
    return hydrated(loaded.room_types.get(booking.room_type), loaded.as_of(booking, now))
