"""The contract: a stamp differs once anything was committed that a calendar may show."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import pytest

from neighborbook.domain.booking import State
from neighborbook.domain.closure import Closure, ClosureKind
from neighborbook.storage.abc import CatalogItem, Store, Writes
from tests.contracts.storage.values import CENTER, booking, change
from tests.contracts.storage.writing import seal, write

CLOSED = Closure(
    id="shut",
    center=CENTER,
    kind=ClosureKind.RESOURCE,
    subject="A",
    start_at=0,
    end_at=10,
    zone="UTC",
    reason="",
    actor="~program",
    created_at=0,
)
MADE = Writes(insert=(booking("b"),), changes=(change("c1", "b"),), closures=(CLOSED,))
LATER = attrs.evolve(booking("b"), version=2, title="Choir")


def load(store: Store) -> None:
    with store.transaction(CENTER, scopes=frozenset(), exclusive=True) as transaction:
        item = CatalogItem(kind="resource", id="A", body="{}")
        transaction.save_catalog((item,), transaction.revision + 1)
        transaction.commit()


WRITES: dict[str, Callable[[Store], object]] = {
    "a booking": lambda store: write(
        store, Writes(insert=(booking("new"),), changes=(change("c2", "new"),))
    ),
    "a changed booking": lambda store: write(
        store, Writes(update=((LATER, 1),), changes=(change("c2", "b", 2),))
    ),
    "a closure": lambda store: write(store, Writes(closures=(attrs.evolve(CLOSED, id="more"),))),
    "a reopening": lambda store: write(
        store, Writes(closures=(attrs.evolve(CLOSED, reopened_at=5),))
    ),
    "a catalog": load,
}


def stamp(store: Store) -> tuple[int, ...]:
    with store.snapshot(CENTER) as reader:
        return reader.stamp()


class Stamps:
    @pytest.mark.parametrize("sealed", [False, True])
    @pytest.mark.parametrize("writing", WRITES.values(), ids=WRITES)
    def test_whatever_a_calendar_may_show_changes_the_stamp(
        self, store: Store, writing: Callable[[Store], object], sealed: bool
    ) -> None:
        write(store, MADE)
        if sealed:
            seal(store)
        before = stamp(store)
        writing(store)
        assert stamp(store) != before

    def test_sealing_and_other_centers_leave_the_stamp(self, store: Store) -> None:
        write(store, MADE)
        before = stamp(store)
        assert seal(store) == 1
        store.create_center("other")
        other = attrs.evolve(booking("b"), center="other")
        write(store, Writes(insert=(other,), changes=(change("c1", "b"),)), center="other")
        assert stamp(store) == before

    def test_the_next_lapse_is_the_first_one_after_an_instant(self, store: Store) -> None:
        held = [attrs.evolve(booking(f"b{at}"), lapses_at=at, state=State.HELD) for at in (10, 20)]
        write(store, Writes(insert=(booking("firm"), *held)))
        with store.snapshot(CENTER) as reader:
            assert [reader.next_lapse(at) for at in (9, 10, 20)] == [10, 20, None]
