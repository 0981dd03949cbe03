"""What is due: late, never, or in many processes at once, it changes no answer of the desk."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from neighborbook.desk.channels.channel import Channel, Deliver
from neighborbook.desk.channels.making import channels_of
from neighborbook.desk.following.keeping import follow_due
from neighborbook.desk.house import House
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.notices.relay import Relay
from neighborbook.desk.revising import Revision
from neighborbook.desk.writing import TIME, change_row, lapse_notices, stamped
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
        told: notices that were delivered.
        unreached: notices that nobody will try to deliver again, from now on: there is no way to
            whom they are for, or nobody to tell. Somebody has to call.
        to_call: how many stand on the call list now, those of earlier times included.
        followed: closures that outside calendars have laid, moved, or taken back.
        stale: outside calendars that could not be heard now: what they told before still holds.
    """

    lapsed: int = 0
    sealed: int = 0
    told: int = 0
    unreached: int = 0
    to_call: int = 0
    followed: int = 0
    stale: int = 0


def settle(house: House, channels: Mapping[str, Channel | Deliver] | None = None) -> Settled:
    """Write down what time has done, in the order of ids, and whatever else is due."""
    found = channels_of(house.current().catalog.notices, channels)
    lapsed = 0
    while True:
        with house.store.snapshot(house.center) as reader:
            due = reader.due(house.clock.now(), BATCH)
        done = sum(settle_one(house, id) for id in due)
        lapsed += done
        if len(due) < BATCH or not done:
            break
    sealed = seal(house)
    relay = Relay.of(house, found)
    relay.run()
    followed = follow_due(house)  # last: no notice waits for a server that is slow or gone
    if followed.closures:
        sealed += seal(house)
        relay.run()
    return Settled(
        lapsed=lapsed,
        sealed=sealed,
        told=relay.sent,
        unreached=relay.unreached,
        to_call=relay.to_call,
        followed=followed.closures,
        stale=followed.stale,
    )


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
                notices=lapse_notices(house, loaded, written, now),
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
