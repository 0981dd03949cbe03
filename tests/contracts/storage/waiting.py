"""The contract: who waits for whom, how long, and in which thread or process."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import attrs
import pytest

from neighborbook.errors import Busy
from neighborbook.storage.abc import Key, Store, Wanted, Writes
from tests.contracts.storage.values import CENTER, HOUR, booking, claim, everything
from tests.contracts.storage.writing import write

A = frozenset({"leaf:A"})
FIRST_HOUR = Wanted(start=0, end=HOUR, leaves=("A",))
KEY = Key(actor="li-wei", key="req-1", hash="h", answer="b")


class Waiting:
    @pytest.mark.parametrize("exclusive", [False, True])
    def test_who_cannot_begin_before_the_deadline_is_told_so(
        self, store: Store, exclusive: bool
    ) -> None:
        inside, leave = threading.Event(), threading.Event()

        def hold() -> None:
            with store.transaction(CENTER, scopes=A, exclusive=exclusive) as transaction:
                transaction.write(Writes(insert=(booking("b"),)))
                inside.set()
                leave.wait(10)
                transaction.commit()

        with ThreadPoolExecutor(1) as pool:
            holding = pool.submit(hold)
            assert inside.wait(10)
            begun = time.monotonic()
            with pytest.raises(Busy), store.transaction(CENTER, scopes=A, deadline=0.3):
                pass
            assert 0.2 < time.monotonic() - begun < 3
            leave.set()
            holding.result()
        with store.transaction(CENTER, scopes=A) as transaction:
            assert transaction.booking("b") is not None

    def test_a_duplicate_waits_and_finds_the_answer(self, store: Store) -> None:
        inside, leave = threading.Event(), threading.Event()

        def first() -> None:
            with store.transaction(CENTER, scopes=A, key=KEY) as transaction:
                transaction.write(Writes(insert=(booking("b"),)))
                inside.set()
                leave.wait(10)
                transaction.commit()

        def second() -> Key | None:
            again = attrs.evolve(KEY, answer="unused")
            with store.transaction(CENTER, scopes=A, key=again) as transaction:
                return transaction.answer

        with ThreadPoolExecutor(2) as pool:
            holding = pool.submit(first)
            assert inside.wait(10)
            waiting = pool.submit(second)
            time.sleep(0.1)
            assert not waiting.done()
            leave.set()
            holding.result()
            assert waiting.result() == KEY

    @pytest.mark.parametrize("foreseen", [None, FIRST_HOUR])
    def test_of_many_threads_that_want_one_place_one_gets_it(
        self, store: Store, foreseen: Wanted | None
    ) -> None:
        def attempt(n: int) -> bool:
            with store.transaction(CENTER, scopes=A, deadline=30, foreseen=foreseen) as transaction:
                found = transaction.read(FIRST_HOUR)
                if found.claims["A"]:
                    return False
                one = booking(f"b{n}")
                transaction.write(Writes(insert=(one,), claims={one.id: (claim(one.id),)}))
                transaction.commit()
                return True

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(attempt, range(24))) == 1

    def test_what_was_foreseen_is_as_it_stands_once_the_lock_is_there(self, store: Store) -> None:
        inside, leave = threading.Event(), threading.Event()
        one = booking("b")

        def first() -> None:
            with store.transaction(CENTER, scopes=A) as transaction:
                transaction.write(Writes(insert=(one,), claims={one.id: (claim(one.id),)}))
                inside.set()
                leave.wait(10)
                transaction.commit()

        def second() -> int:
            with store.transaction(CENTER, scopes=A, foreseen=FIRST_HOUR) as transaction:
                return len(transaction.read(FIRST_HOUR).claims["A"])

        with ThreadPoolExecutor(2) as pool:
            holding = pool.submit(first)
            assert inside.wait(10)
            waiting = pool.submit(second)
            time.sleep(0.1)
            assert not waiting.done()
            leave.set()
            holding.result()
            assert waiting.result() == 1

    def test_what_was_foreseen_answers_nothing_else_and_nothing_later(self, store: Store) -> None:
        one = booking("b")
        with store.transaction(CENTER, scopes=A, foreseen=FIRST_HOUR) as transaction:
            other = transaction.read(attrs.evolve(FIRST_HOUR, leaves=("B",)))
            assert other.claims == {"B": ()}
            transaction.commit()
        with store.transaction(CENTER, scopes=A, foreseen=FIRST_HOUR) as transaction:
            transaction.write(Writes(insert=(one,), claims={one.id: (claim(one.id),)}))
            assert len(transaction.read(FIRST_HOUR).claims["A"]) == 1

    def test_readers_and_writers_in_many_threads_hinder_nobody_for_long(self, store: Store) -> None:
        def write_some(n: int) -> None:
            for m in range(5):
                id = f"b{n}-{m}"
                write(store, Writes(insert=(booking(id),)), scopes=f"booking:{id}")

        def read_some(_: int) -> None:
            for _ in range(20):
                with store.snapshot(CENTER) as reader:
                    for found in reader.bookings(everything, limit=50):
                        assert reader.booking(found.id) == found

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(write_some, range(4)))
            tasks = [pool.submit(read_some, n) for n in range(4)]
            tasks += [pool.submit(write_some, n) for n in range(4, 8)]
            for task in tasks:
                task.result(60)
        with store.snapshot(CENTER) as reader:
            assert len(reader.bookings(everything)) == 40

    def test_closing_twice_does_no_harm(self, store: Store) -> None:
        store.close()
        store.close()
