"""Taking an import of people back: who was not touched since, and is named nowhere, goes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import islice

from neighborbook.desk.caller import Caller
from neighborbook.desk.house import House
from neighborbook.desk.importing.bringing import PAGE
from neighborbook.desk.importing.values import Stayed, Undone, Why
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.moving import require_still
from neighborbook.desk.people.erasing import tombstone
from neighborbook.domain.person import AnyParty
from neighborbook.rights import Right
from neighborbook.storage.abc import Transaction
from neighborbook.storage.batches import BatchKind


def undo(house: House, asks: Caller, batch: str) -> Undone:
    """Take back whom a batch brought, in one transaction; their rows may come in again.

    Whoever had been erased before is erased again.

    Args:
        asks: who may undo; whether that is still so is asked under the lock.
    """

    def work(tx: Transaction, now: int, loaded: Loaded) -> Undone:
        require_still(tx, now, loaded, asks, Right.IMPORT)
        brought = tx.batch_parties(batch)
        kept = _kept(tx, brought)
        stay = _staying(tx, brought, kept)
        going = [id for id in brought if id not in stay]
        if going:
            tx.move_directory()
            _take_out(tx, going, brought, kept, now)
            tx.tally_undone(batch, len(going))
            tx.commit()
        return Undone(
            batch=batch,
            kind=BatchKind.PEOPLE,
            taken_back=len(going),
            stayed=tuple(Stayed(id=id, why=why) for id, why in sorted(stay.items())),
        )

    done = house.write(frozenset(), work, exclusive=True)
    if done.taken_back:
        house.reload()
    return done


def _kept(tx: Transaction, brought: Collection[str]) -> Mapping[str, AnyParty]:
    kept: dict[str, AnyParty] = {}
    left = iter(brought)
    while page := list(islice(left, PAGE)):
        kept |= tx.known(page).parties
    return kept


def _staying(
    tx: Transaction, brought: Mapping[str, int], kept: Mapping[str, AnyParty]
) -> dict[str, Why]:
    """Return who stays: whoever was changed or is named, and all to whom who stays is tied."""
    ids = tuple(brought)
    named = tx.named(ids)
    stay = {id: Why.NAMED for id in ids if id in named}
    stay |= {id: Why.CHANGED for id in ids if kept[id].version != brought[id]}
    to: dict[str, list[str]] = {}
    for party, other in tx.linked_to(ids):
        to.setdefault(party, []).append(other)
    ends = [other for party in to if party not in brought for other in to[party]]
    ends += [other for party in stay for other in to.get(party, ())]
    while ends:
        id = ends.pop()
        if id not in stay:
            stay[id] = Why.LINKED
            ends += to.get(id, ())
    return stay


def _take_out(
    tx: Transaction,
    going: Collection[str],
    brought: Mapping[str, int],
    kept: Mapping[str, AnyParty],
    now: int,
) -> None:
    """Take people out; of those who had been erased before, what was left of them stays."""
    readmitted = [id for id in going if brought[id] > 1]
    for id in readmitted:
        tx.save_party(tombstone(kept[id], now), kept[id].version)
    tx.forget_batch_parties(readmitted)
    tx.drop_parties([id for id in going if brought[id] == 1])
