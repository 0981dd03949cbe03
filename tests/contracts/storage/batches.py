"""The contract: a batch keeps what it brought, each row by its key, and forgets it when told to."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
import pytest

from neighborbook.domain.change import Act
from neighborbook.domain.closure import Closure, ClosureKind
from neighborbook.domain.person import Person
from neighborbook.errors import InvariantBroken
from neighborbook.storage.abc import Store, Writes
from neighborbook.storage.batches import Batch, BatchItem, BatchKind
from tests.contracts.storage.values import CENTER, booking, change
from tests.contracts.storage.writing import write

NONE: frozenset[str] = frozenset()
BATCH = Batch(id="batch", source="old.csv", actor="~program", made_at=7)

CLOSURES = Batch(id="closures", source="", actor="li", made_at=9, kind=BatchKind.CLOSURES)


def item(id: str, *, batch: str = "batch") -> BatchItem:
    return BatchItem(key=f"old:{id}", batch=batch, booking=id, version=1)


def keep(store: Store, batch: Batch, *items: BatchItem) -> None:
    with store.transaction(CENTER, scopes=NONE, exclusive=True) as tx:
        tx.save_batch(batch)
        tx.save_items(items)
        tx.commit()


def keep_parties(store: Store, parties: Mapping[str, int]) -> None:
    with store.transaction(CENTER, scopes=NONE, exclusive=True) as tx:
        tx.save_batch_parties("batch", parties)
        tx.commit()


def keep_closures(store: Store, closures: Mapping[str, str]) -> None:
    with store.transaction(CENTER, scopes=NONE, exclusive=True) as tx:
        tx.save_batch_closures("closures", closures)
        tx.commit()


def closure(id: str) -> Closure:
    return Closure(
        id=id, center=CENTER, kind=ClosureKind.CENTER, subject=CENTER, start_at=0, end_at=1
    )


class Batches:
    def test_a_batch_is_read_as_it_was_written_the_newest_first(self, store: Store) -> None:
        newer = Batch(id="a", source="", actor="li-wei", made_at=8)
        keep(store, BATCH)
        keep(store, newer)
        keep(store, BATCH)
        with store.snapshot(CENTER) as reader:
            assert reader.batches() == (newer, BATCH)
            assert reader.batch("batch") == BATCH
            assert reader.batch("b") is None

    def test_what_a_batch_brought_is_paged_by_booking_and_known_by_its_key(
        self, store: Store
    ) -> None:
        write(store, Writes(insert=tuple(map(booking, "abc"))))
        keep(store, BATCH, *map(item, "cab"))
        with store.snapshot(CENTER) as reader:
            assert reader.batch_items("batch", limit=2) == (item("a"), item("b"))
            assert reader.batch_items("batch", after="b", limit=2) == (item("c"),)
            assert reader.imported(("old:b", "old:x")) == {"old:b": "b"}
            assert reader.brought(("b", "c", "x")) == {"b", "c"}

    def test_what_time_has_changed_is_counted(self, store: Store) -> None:
        made = tuple(map(booking, "abc"))
        at = [("d", "a"), ("e", "a"), ("f", "b"), ("g", "c")]
        lapsed = tuple(attrs.evolve(change(id, of), act=Act.LAPSE) for id, of in at[:3])
        write(store, Writes(insert=made, changes=(*lapsed, change(*at[3]))))
        with store.snapshot(CENTER) as reader:
            assert reader.lapses(("a", "b", "c")) == {"a": 2, "b": 1}
            assert reader.lapses(("c",)) == {}

    def test_what_is_forgotten_may_come_again(self, store: Store) -> None:
        write(store, Writes(insert=(booking("a"), booking("b"))))
        keep(store, BATCH, item("a"), item("b"))
        with store.transaction(CENTER, scopes=NONE, exclusive=True) as tx:
            tx.forget_items(("old:a",))
            assert tx.imported(("old:a", "old:b")) == {"old:b": "b"}
            tx.save_items((item("a"),))
            tx.commit()
        with store.snapshot(CENTER) as reader:
            assert reader.batch_items("batch") == (item("a"), item("b"))

    def test_no_row_is_brought_twice_and_none_without_its_booking(self, store: Store) -> None:
        write(store, Writes(insert=(booking("a"),)))
        keep(store, BATCH, item("a"))
        for wrong in (item("a"), item("nobody")):
            with pytest.raises(InvariantBroken):
                keep(store, BATCH, wrong)

    def test_batches_of_centers_are_apart(self, store: Store) -> None:
        keep(store, BATCH)
        store.create_center("other")
        with store.snapshot("other") as reader:
            assert reader.batches() == ()
            assert reader.batch("batch") is None

    def test_a_batch_keeps_whom_it_brought_and_how_many_rows_became_what(
        self, store: Store
    ) -> None:
        people = Batch(id="p", source="", actor="li", made_at=9, kind=BatchKind.PEOPLE, brought=2)
        with store.transaction(CENTER, scopes=NONE, exclusive=True) as tx:
            for id in ("a", "b"):
                tx.save_party(Person(id=id), None)
            tx.save_batch(people)
            tx.save_batch_parties("p", {"a": 1, "b": 3})
            tx.commit()
        with store.transaction(CENTER, scopes=NONE, exclusive=True) as tx:
            assert tx.batch_parties("p") == {"a": 1, "b": 3}
            tx.forget_batch_parties(("b",))
            tx.tally("p", brought=4, refused=5)
            tx.tally_undone("p", 1)
            tx.tally_undone("p", 2)
            tx.commit()
        with store.snapshot(CENTER) as reader:
            assert reader.batch_parties("p") == {"a": 1}
            told = attrs.evolve(people, brought=4, refused=5, taken_back=3)
            assert reader.batch("p") == told

    def test_a_batch_keeps_what_it_closed_by_the_keys_of_its_rows(self, store: Store) -> None:
        write(store, Writes(closures=tuple(map(closure, "abc"))))
        with store.transaction(CENTER, scopes=NONE, exclusive=True) as tx:
            tx.save_batch(BATCH)
            tx.save_batch(CLOSURES)
            tx.save_batch_closures("closures", {"old:2": "a", "old:1": "b"})
            tx.save_batch_closures("batch", {"old:3": "c"})
            assert tx.batch_closures("closures") == {"old:1": "b", "old:2": "a"}
            tx.commit()
        with store.transaction(CENTER, scopes=NONE, exclusive=True) as tx:
            asked = ("old:2", "old:3", "c", "x")
            assert tx.closed_before(asked) == {"old:2": "a", "old:3": "c", "c": "c"}
            tx.forget_batch_closures(("old:2", "old:3"))
            tx.commit()
        store.create_center("other")
        with store.snapshot(CENTER) as reader:
            assert reader.batch_closures("closures") == {"old:1": "b"}
            assert reader.batch_closures("batch") == {}
            assert reader.closed_before(asked) == {"c": "c"}
            assert reader.batch("closures") == CLOSURES
        with store.snapshot("other") as reader:
            assert reader.closed_before(("old:1", "c")) == reader.batch_closures("closures") == {}

    def test_no_row_closes_anything_twice_and_none_closes_what_is_not_there(
        self, store: Store
    ) -> None:
        write(store, Writes(closures=(closure("a"),)))
        keep(store, CLOSURES)
        keep_closures(store, {"k": "a"})
        for wrong in ({"k": "a"}, {"l": "nothing"}):
            with pytest.raises(InvariantBroken):
                keep_closures(store, wrong)

    def test_nobody_is_brought_who_is_not_kept(self, store: Store) -> None:
        keep(store, BATCH)
        with pytest.raises(InvariantBroken):
            keep_parties(store, {"nobody": 1})
