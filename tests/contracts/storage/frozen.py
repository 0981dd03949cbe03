"""The contract: a frozen store shows one moment, and nobody waits for it."""

from __future__ import annotations

import time

import pytest

from neighborbook.errors import NotFound, ReadOnly
from neighborbook.storage.abc import BookingFilter, Store, Wanted, Writes
from tests.contracts.storage.values import CENTER, HOUR, booking, claim
from tests.contracts.storage.writing import fresh_center, write

EVERYTHING = BookingFilter()
FIRST_DAY = Wanted(start=0, end=24 * HOUR, leaves=("A",))


class Frozen:
    def test_what_is_written_meanwhile_is_not_there(self, store: Store) -> None:
        write(store, Writes(insert=(booking("before"),), claims={"before": (claim("before"),)}))
        with store.frozen(CENTER) as still:
            write(store, Writes(insert=(booking("after"),)))
            for _ in range(2):
                with still.snapshot(CENTER) as reader:
                    assert [b.id for b in reader.bookings(EVERYTHING)] == ["before"]
                    assert len(reader.read(FIRST_DAY).claims["A"]) == 1
        with store.snapshot(CENTER) as reader:
            assert {b.id for b in reader.bookings(EVERYTHING)} == {"before", "after"}

    def test_the_moment_is_that_of_the_opening(self, store: Store) -> None:
        with store.frozen(CENTER) as still:
            write(store, Writes(insert=(booking("after"),)))
            with still.snapshot(CENTER) as reader:
                assert reader.bookings(EVERYTHING) == ()

    def test_writers_do_not_wait_while_it_is_read(self, store: Store) -> None:
        write(store, Writes(insert=(booking("before"),)))
        with store.frozen(CENTER) as still, still.snapshot(CENTER) as reader:
            reader.bookings(EVERYTHING)
            begun = time.monotonic()
            write(store, Writes(insert=(booking("after"),)))
            assert time.monotonic() - begun < 2

    def test_it_cannot_be_written(self, store: Store) -> None:
        with store.frozen(CENTER) as still:
            with pytest.raises(ReadOnly, match="by the desk that it came from"):
                still.transaction(CENTER, scopes=frozenset())
            with pytest.raises(ReadOnly):
                still.create_center("other")

    def test_it_shows_one_center(self, store: Store) -> None:
        other = fresh_center(store)
        with store.frozen(CENTER) as still:
            assert still.centers() == (CENTER,)
            with pytest.raises(NotFound), still.snapshot(other):
                pass
            with still.frozen(CENTER) as again, again.snapshot(CENTER) as reader:
                assert reader.revision == 0

    def test_a_center_that_is_not_there_is_not_found(self, store: Store) -> None:
        with pytest.raises(NotFound), store.frozen("nowhere"):
            pass

    def test_the_store_goes_on_as_before(self, store: Store) -> None:
        with store.frozen(CENTER):
            pass
        write(store, Writes(insert=(booking("after"),)))
        with store.frozen(CENTER) as still, still.snapshot(CENTER) as reader:
            assert [b.id for b in reader.bookings(EVERYTHING)] == ["after"]
