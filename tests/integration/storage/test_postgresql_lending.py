"""PostgreSQL where connections are few, and where much is sent at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import attrs
import psycopg
import pytest
import sqlalchemy as sa

from neighborbook.errors import Busy
from neighborbook.storage import open_store
from neighborbook.storage.abc import Store, Writes
from tests.contracts.storage.values import CENTER, HOUR, booking, change, claim
from tests.contracts.storage.writing import write

pytestmark = pytest.mark.postgres
DEADLINE = 0.4
A_LITTLE = 0.3
LARGE = 5_000_000


@pytest.fixture
def engine(postgres_url: str) -> Iterator[sa.Engine]:
    """An engine of the host's, whose own patience is far longer than ours."""
    url = postgres_url.replace("postgresql://", "postgresql+psycopg://")
    engine = sa.create_engine(url, pool_size=1, max_overflow=1, pool_timeout=9)
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: sa.Engine) -> Store:
    store = open_store(engine=engine, schema="book", deadline=DEADLINE)
    store.create_center(CENTER)
    return store


@contextmanager
def held(engine: sa.Engine, number: int) -> Iterator[ExitStack]:
    """Hold connections, as the host may; closing the stack gives them back."""
    with ExitStack() as stack:
        for _ in range(number):
            stack.enter_context(engine.connect())
        yield stack


def write_something(store: Store) -> None:
    with store.transaction(CENTER, scopes=frozenset({"leaf:A"}), deadline=DEADLINE) as transaction:
        transaction.commit()


def read_something(store: Store) -> None:
    with store.snapshot(CENTER) as reader:
        assert reader.booking("b") is None


def list_centers(store: Store) -> None:
    assert store.centers() == (CENTER,)


@pytest.mark.parametrize("ask", [write_something, read_something, list_centers])
def test_nobody_waits_for_a_connection_longer_than_the_deadline(
    store: Store, engine: sa.Engine, ask: Callable[[Store], None]
) -> None:
    with held(engine, 2):
        begun = time.monotonic()
        with pytest.raises(Busy, match="every connection") as busy:
            ask(store)
        assert 0.9 * DEADLINE < time.monotonic() - begun < DEADLINE + A_LITTLE
        assert str(busy.value).endswith("ask again.")
    ask(store)


def test_threads_that_wait_for_one_connection_all_end_at_the_deadline(
    store: Store, engine: sa.Engine
) -> None:
    def late(_: int) -> float:
        begun = time.monotonic()
        with pytest.raises(Busy):
            write_something(store)
        return time.monotonic() - begun

    with held(engine, 2), ThreadPoolExecutor(8) as pool:
        assert max(pool.map(late, range(8))) < DEADLINE + A_LITTLE


def test_one_connection_given_back_lets_one_in_and_the_others_still_end_at_the_deadline(
    store: Store, engine: sa.Engine
) -> None:
    inside = threading.Event()

    def ask(_: int) -> tuple[bool, float]:
        begun = time.monotonic()
        try:
            with store.snapshot(CENTER) as reader:
                assert reader.revision == 0
                inside.set()
                time.sleep(3 * DEADLINE)
        except Busy:
            return False, time.monotonic() - begun
        return True, 0

    with held(engine, 1), held(engine, 1) as last, ThreadPoolExecutor(6) as pool:
        asking = [pool.submit(ask, n) for n in range(6)]
        time.sleep(DEADLINE / 4)
        last.close()
        assert inside.wait(DEADLINE)
        answers = [each.result() for each in asking]
    assert [served for served, _ in answers].count(True) == 1
    assert max(waited for _, waited in answers) < DEADLINE + A_LITTLE


def test_two_stores_of_one_engine_wait_before_the_same_pool(
    store: Store, engine: sa.Engine
) -> None:
    other = open_store(engine=engine, schema="book", deadline=DEADLINE)
    rounds, number = 25, 6

    def ask(n: int) -> None:
        for _ in range(rounds):
            read_something((store, other)[n % 2])

    begun = time.monotonic()
    with ThreadPoolExecutor(number) as pool:
        list(pool.map(ask, range(number)))
    assert time.monotonic() - begun < number * rounds * 0.05
    assert engine.pool.status().endswith("Current Checked out connections: 0")


def test_a_pool_without_bounds_lets_nobody_wait(postgres_url: str) -> None:
    url = postgres_url.replace("postgresql://", "postgresql+psycopg://")
    for engine in (
        sa.create_engine(url, poolclass=sa.pool.NullPool),
        sa.create_engine(url, pool_size=1, max_overflow=-1),
    ):
        store = open_store(engine=engine, schema="book", deadline=DEADLINE)
        store.create_center(CENTER)
        with held(engine, 3):
            read_something(store)
        engine.dispose()


def in_time(url: str, work: Callable[[], None]) -> None:
    """Do what would otherwise hang for ever, and fail then."""
    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(work)
        try:
            working.result(timeout=30)
        except TimeoutError:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            pytest.fail("we waited for the server, and the server for us")


def test_a_text_larger_than_the_socket_takes_at_once_is_written_and_read(
    postgres_url: str,
) -> None:
    store = open_store(postgres_url)
    store.create_center(CENTER)
    large = attrs.evolve(booking("b"), title="x" * LARGE)

    def work() -> None:
        write(store, Writes(insert=(large,)))
        changed = attrs.evolve(large, title="y" * LARGE)
        with store.transaction(CENTER, scopes=frozenset({"leaf:A"})) as transaction:
            transaction.write(Writes(update=((changed, large.version),)))
            assert transaction.booking("b") == changed
            transaction.commit()
        names = ["b", *(f"{n:032x}" for n in range(LARGE // 32))]
        with store.snapshot(CENTER) as reader:
            assert list(reader.bookings_by_id(names)) == ["b"]

    in_time(postgres_url, work)
    store.close()


def test_four_thousand_bookings_are_written_in_one_transaction(postgres_url: str) -> None:
    store = open_store(postgres_url)
    store.create_center(CENTER)
    number = 4000
    many = [attrs.evolve(booking(f"b{n}", n * HOUR), title="x" * 2000) for n in range(number)]

    def work() -> None:
        with store.transaction(CENTER, scopes=frozenset({"leaf:A"})) as transaction:
            transaction.write(
                Writes(
                    insert=tuple(many),
                    claims={b.id: (claim(b.id, b.start_at),) for b in many},
                    changes=tuple(
                        attrs.evolve(change(f"c{b.id}", b.id), reason="x" * 999) for b in many
                    ),
                )
            )
            assert len(transaction.bookings_by_id([b.id for b in many])) == number
            transaction.commit()

    in_time(postgres_url, work)
    store.close()
