"""Taking an import of closures back: what nobody has reopened since is reopened now."""

from __future__ import annotations

from neighborbook.desk.closing import lift
from neighborbook.desk.house import House
from neighborbook.desk.importing.closures import admitted, still_admitted
from neighborbook.desk.importing.values import Stayed, Undone, Why
from neighborbook.desk.loaded import Loaded
from neighborbook.domain.closure import Closure
from neighborbook.domain.party import Actor
from neighborbook.storage.abc import Transaction
from neighborbook.storage.batches import BatchKind


def undo(house: House, actor: Actor, batch: str) -> Undone:
    """Reopen what a batch closed, in one transaction; its rows may come in again.

    What is over by now is reopened as well, as ``reopen`` does: nobody has touched it, and what
    happened to bookings in its time stays as it is.

    Raises:
        Refused: the actor may not import, or may not close.
    """
    asks = admitted(house, actor)

    def work(tx: Transaction, now: int, loaded: Loaded) -> Undone:
        still_admitted(tx, now, loaded, asks)
        brought = tx.batch_closures(batch)
        stand = {key: found for key, id in brought.items() if (found := _standing(tx, id))}
        for closure in stand.values():
            lift(house, actor, tx, loaded, closure, now)
        if stand:
            tx.forget_batch_closures(tuple(stand))
            tx.tally_undone(batch, len(stand))
            tx.commit()
        reopened = sorted(id for key, id in brought.items() if key not in stand)
        return Undone(
            batch=batch,
            kind=BatchKind.CLOSURES,
            taken_back=len(stand),
            stayed=tuple(Stayed(id=id, why=Why.REOPENED) for id in reopened),
        )

    return house.write(frozenset(), work, exclusive=True)


def _standing(tx: Transaction, id: str) -> Closure | None:
    found = tx.closure(id)
    return found if found is not None and found.reopened_at is None else None
