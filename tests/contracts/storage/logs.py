"""The contract: sealed changes are numbered without gaps, chained, and never move."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import attrs

from neighborbook.domain.change import Change
from neighborbook.storage.abc import Store, Writes
from tests.contracts.storage.values import CENTER, booking, change
from tests.contracts.storage.writing import seal, write


def all_changes(store: Store, center: str = CENTER) -> list[Change]:
    """Follow the sealed positions as a poller does."""
    seen: list[Change] = []
    while True:
        with store.snapshot(center) as reader:
            page = reader.changes(seen[-1].position or 0 if seen else 0, 7)
        if not page:
            return seen
        seen += page


class Log:
    def test_changes_are_not_seen_before_they_are_sealed(self, store: Store) -> None:
        write(store, Writes(insert=(booking("b"),), changes=(change("c", "b"),)))
        assert all_changes(store) == []
        with store.snapshot(CENTER) as reader:
            assert reader.history("b") == (change("c", "b"),)
        assert seal(store) == 1
        assert seal(store) == 0
        assert all_changes(store) == [attrs.evolve(change("c", "b"), position=1)]

    def test_sealing_takes_no_more_than_it_is_told(self, store: Store) -> None:
        made = tuple(change(f"c{n}", "b", n + 1) for n in range(5))
        write(store, Writes(insert=(booking("b"),), changes=made))
        assert [seal(store, limit=2) for _ in range(4)] == [2, 2, 1, 0]
        assert [found.id for found in all_changes(store)] == [one.id for one in made]
        assert [found.position for found in all_changes(store)] == [1, 2, 3, 4, 5]
        with store.snapshot(CENTER) as reader:
            assert reader.last_change() == 5

    def test_the_changes_of_some_organizers_are_read_alone(self, store: Store) -> None:
        whose = {"a": "acme", "b": "lin", "c": "zhou"}
        for id, organizer in whose.items():
            made = attrs.evolve(booking(id), organizer=organizer)
            write(store, Writes(insert=(made,), changes=(change(f"made-{id}", id),)))
        write(store, Writes(changes=(change("again", "a", 2),)))
        seal(store)
        with store.snapshot(CENTER) as reader:
            mine = reader.changes(0, 9, ("acme", "zhou", "nobody"))
            assert [found.id for found in mine] == ["made-a", "made-c", "again"]
            assert [found.id for found in reader.changes(1, 1, ("acme", "zhou"))] == ["made-c"]
            assert reader.changes(0, 9, ()) == ()
            assert [reader.position_of(found.id) for found in mine] == [1, 3, 4]
            assert reader.position_of("nothing") is None

    def test_what_was_not_committed_leaves_no_gap(self, store: Store) -> None:
        write(store, Writes(insert=(booking("b"),), changes=(change("c1", "b"),)))
        with store.transaction(CENTER, scopes=frozenset({"log"})) as transaction:
            transaction.write(Writes(changes=(change("lost", "b", 2),)))
            assert transaction.seal(10) == 2
        write(store, Writes(changes=(change("c2", "b", 2),)))
        assert seal(store) == 2
        assert [(found.position, found.id) for found in all_changes(store)] == [
            (1, "c1"),
            (2, "c2"),
        ]

    def test_each_center_counts_for_itself(self, store: Store) -> None:
        store.create_center("other")
        for center in (CENTER, "other"):
            one = booking("b", center=center)
            write(store, Writes(insert=(one,), changes=(change("c", "b"),)), center=center)
            assert seal(store, center=center) == 1
            assert [found.position for found in all_changes(store, center)] == [1]

    def test_an_unbroken_chain_has_no_broken_link(self, store: Store) -> None:
        made = tuple(change(f"c{n}", "b", n + 1) for n in range(9))
        write(store, Writes(insert=(booking("b"),), changes=made))
        seal(store, limit=4)
        seal(store)
        with store.snapshot(CENTER) as reader:
            assert reader.broken_link() is None
            assert reader.broken_link(after=5) is None
            assert reader.broken_link(after=9) is None

    def test_pollers_see_each_change_once_while_many_write_and_seal(self, store: Store) -> None:
        writers, each = 4, 6
        done = threading.Event()
        seen: list[Change] = []

        def write_some(n: int) -> None:
            id = f"b{n}"
            write(store, Writes(insert=(booking(id),)), scopes=f"booking:{id}")
            for version in range(1, each + 1):
                one = change(f"{id}-{version}", id, version)
                write(store, Writes(changes=(one,)), scopes=f"booking:{id}")

        def seal_some(_: int) -> None:
            while not done.is_set():
                seal(store, limit=5)

        def poll() -> None:
            while len(seen) < writers * each:
                with store.snapshot(CENTER) as reader:
                    seen.extend(reader.changes(seen[-1].position or 0 if seen else 0, 10))

        with ThreadPoolExecutor(writers + 3) as pool:
            polling = pool.submit(poll)
            sealing = [pool.submit(seal_some, n) for n in range(2)]
            for task in [pool.submit(write_some, n) for n in range(writers)]:
                task.result(60)
            polling.result(60)
            done.set()
            for task in sealing:
                task.result(60)
        assert [found.position for found in seen] == list(range(1, writers * each + 1))
        assert len({found.id for found in seen}) == writers * each
        for n in range(writers):
            versions = [found.version for found in seen if found.booking == f"b{n}"]
            assert versions == sorted(versions)
        with store.snapshot(CENTER) as reader:
            assert reader.broken_link() is None
