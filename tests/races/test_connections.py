"""A connection on which somebody has lost a race is as good as any other afterwards."""

from __future__ import annotations

from contextlib import ExitStack

import attrs
import pytest

import neighborbook as nb
from neighborbook.storage.abc import Stale, Writes
from tests.races.harness import HEAD, NOW, POLICY, Round
from tests.races.shots import HandedClock
from tests.races.test_places import ROOM

ROUNDS = 12


@pytest.mark.postgres
def test_who_came_too_late_can_write_again_on_the_same_connection(postgres_url: str) -> None:
    # How often a connection was used before decides which statements psycopg prepares just when
    # the server passes them over.
    days = map(Round, range(1000))
    with ExitStack() as stack:
        desk = stack.enter_context(nb.open(postgres_url, center="late", clock=HandedClock(NOW)))
        desk.load(HEAD.format(center="late") + ROOM.replace("POLICY", POLICY))

        def book_and_cancel() -> str:
            made = desk.book("room", **next(days).hours(9, 10), organizer="acme")
            return desk.cancel(made.id).id

        id = book_and_cancel()
        for used in range(ROUNDS):
            other = stack.enter_context(
                nb.open(postgres_url, center="late", clock=HandedClock(NOW))
            )
            desk = other
            for _ in range(used % 4):
                desk.booking(id)
            for _ in range(used // 4):
                book_and_cancel()
            with pytest.raises(Stale):
                come_too_late(desk, id)
            for _ in range(4):
                book_and_cancel()


def come_too_late(desk: nb.Desk, id: str) -> None:
    """Write a version of a booking that was never current, and read on."""
    with desk._house.store.transaction("late", scopes=frozenset({"leaf:room"})) as tx:
        kept = tx.booking(id)
        assert kept is not None
        late = attrs.evolve(kept, version=99)
        tx.write(Writes(update=((late, 98),), claims={id: ()}, limit_uses={id: ()}))
        tx.booking(id)
