"""What is due: late, never, or in many processes at once, it changes no answer of the desk."""

from __future__ import annotations

import attrs

from neighborbook.desk.house import House
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.revising import Revision
from neighborbook.desk.writing import TIME, change_row, stamped
from neighborbook.domain.booking import State
from neighborbook.domain.change import Act
from neighborbook.storage.abc import Transaction, Writes

BATCH = 200


@attrs.frozen(kw_only=True)
class Settled:
    """What one call of ``settle`` did.

    Attributes:
        lapsed: bookings whose state time had changed.
        sealed: change rows that were numbered.
    """

    lapsed: int = 0
    sealed: int = 0


def settle(house: House) -> Settled:
    """Write down what time has done, in the order of ids, then number the changes."""
    lapsed = 0
    while True:
        with house.store.snapshot(house.center) as reader:
            due = reader.due(house.clock.now(), BATCH)
        done = sum(settle_one(house, id) for id in due)
        lapsed += done
        if len(due) < BATCH or not done:
            break
    return Settled(lapsed=lapsed, sealed=seal(house))


def settle_one(house: House, id: str) -> int:
    """Settle one booking; 0 if somebody else has, or it is not due after all."""

    def work(tx: Transaction, now: int, loaded: Loaded) -> int:
        stored = tx.booking(id)
        after = None if stored is None else loaded.as_of(stored, now)
        if stored is None or after is None or after == stored:
            return 0
        written = stamped(after, now, Revision.NOTHING)
        # What lapsed gives back what lapsed with it; what merely ended keeps what it took, since
        # until this very call every reader has counted it.
        gone = stored.lapses_at is not None and stored.lapses_at <= now
        uses = tx.limit_uses_of((id,)).get(id, ()) if gone else ()
        tx.write(
            Writes(
                update=((written, stored.version),),
                claims={id: ()} if gone and after.state is State.VOID else {},
                limit_uses={id: tuple(use for use in uses if use.live(now))} if gone else {},
                changes=(change_row(house, written, Act.LAPSE, TIME, now, ("state",)),),
            )
        )
        tx.commit()
        return 1

    return house.write(frozenset({f"booking:{id}"}), work)


def seal(house: House) -> int:
    """Number and chain the committed changes that have no number yet."""

    def work(tx: Transaction, now: int, loaded: Loaded) -> int:
        done = tx.seal(BATCH)
        tx.commit()
        return done

    total = 0
    while done := house.write(frozenset({"log"}), work):
        total += done
        if done < BATCH:
            break
    return total
