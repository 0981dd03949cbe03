"""PostgreSQL where connections die, extensions lack, and schemas are shared."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
import sqlalchemy as sa

from neighborbook.errors import (
    Busy,
    Corrupt,
    NotFound,
    NotOurs,
    OutcomeUnknown,
    ReadOnly,
    StorageError,
    TooNew,
)
from neighborbook.storage import open_store
from neighborbook.storage.abc import Key, Store, Wanted, Writes
from tests.contracts.storage.values import CENTER, HOUR, booking, change, claim, everything
from tests.contracts.storage.writing import write
from tests.integration.storage.proxy import wired
from tests.postgres import PostgresServer

pytestmark = pytest.mark.postgres
KEY = Key(actor="li-wei", key="req-1", hash="h", answer="b")
WHOLE = Writes(insert=(booking("b"),), claims={"b": (claim("b"),)}, changes=(change("c", "b"),))


@pytest.fixture
def store(postgres_url: str) -> Iterator[Store]:
    store = open_store(postgres_url)
    store.create_center(CENTER)
    yield store
    store.close()


def ids(store: Store) -> list[str]:
    with store.snapshot(CENTER) as reader:
        return [found.id for found in reader.bookings(everything)]


def book_whole(store: Store) -> None:
    with store.transaction(CENTER, scopes=frozenset({"leaf:A"}), key=KEY) as transaction:
        transaction.write(WHOLE)
        transaction.commit()


def execute(url: str, *statements: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url, autocommit=True) as connection, connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def kill_all(url: str) -> None:
    execute(
        url,
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )


def test_entering_reading_and_writing_are_one_trip_each(postgres_url: str) -> None:
    with wired(postgres_url) as (wire, url):
        store = open_store(url)
        store.create_center(CENTER)
        for n in range(3):
            scopes = frozenset({"leaf:A", "limit:hours/acme"})
            key = Key(actor="li-wei", key=f"k{n}", hash="h", answer="b")
            before = wire.trips
            with store.transaction(CENTER, scopes=scopes, key=key) as transaction:
                assert wire.trips == before + 1
                found = transaction.read(Wanted(start=0, end=HOUR, leaves=("A",), offering="x"))
                assert wire.trips == before + 2
                one = booking(f"b{n}", n * HOUR)
                transaction.write(
                    Writes(insert=(one,), claims={one.id: (claim(one.id, n * HOUR),)})
                )
                transaction.commit()
                assert wire.trips == before + 3
            assert wire.trips == before + 3
            assert len(found.claims["A"]) == min(n, 1)
        before = wire.trips
        with store.snapshot(CENTER) as reader:
            reader.booking("b")
        assert wire.trips <= before + 2
        store.close()


def test_a_lost_answer_to_the_commit_is_unknown_and_the_key_tells(postgres_url: str) -> None:
    with wired(postgres_url) as (wire, url):
        store = open_store(url)
        store.create_center(CENTER)
        wire.cut_at = b"COMMIT\0"
        with pytest.raises(OutcomeUnknown):
            book_whole(store)
        wire.cut_at = None
        with store.transaction(CENTER, scopes=frozenset({"leaf:A"}), key=KEY) as transaction:
            assert transaction.answer == KEY
        assert ids(store) == ["b"]
        store.close()


def test_a_commit_that_never_arrived_is_unknown_and_nothing_is_written(postgres_url: str) -> None:
    with wired(postgres_url) as (wire, url):
        store = open_store(url)
        store.create_center(CENTER)
        wire.cut_before = b"COMMIT\0"
        with pytest.raises(OutcomeUnknown):
            book_whole(store)
        wire.cut_before = None
        with store.transaction(CENTER, scopes=frozenset({"leaf:A"}), key=KEY) as transaction:
            assert transaction.answer is None
        book_whole(store)
        assert ids(store) == ["b"]
        store.close()


def test_a_connection_lost_before_the_commit_writes_nothing(
    store: Store, postgres_url: str
) -> None:
    def lose() -> None:
        with store.transaction(CENTER, scopes=frozenset({"leaf:A"})) as transaction:
            transaction.write(WHOLE)
            kill_all(postgres_url)
            transaction.booking("b")

    with pytest.raises(Busy, match="lost"):
        lose()
    assert ids(store) == []
    write(store, WHOLE)


def test_pooled_connections_that_died_are_replaced_unnoticed(
    store: Store, postgres_url: str
) -> None:
    with ThreadPoolExecutor(5) as pool:
        list(pool.map(lambda _: ids(store), range(20)))
    kill_all(postgres_url)
    write(store, WHOLE)
    kill_all(postgres_url)
    assert ids(store) == ["b"]
    kill_all(postgres_url)
    assert store.centers() == (CENTER,)
    kill_all(postgres_url)
    store.create_center("other")


def test_a_crash_of_the_server_loses_nothing_that_was_acknowledged() -> None:
    with PostgresServer(durable=True) as server:
        store = open_store(server.create_database())
        store.create_center(CENTER)
        write(store, WHOLE)
        server.crash()
        assert ids(store) == ["b"]
        write(store, Writes(insert=(booking("after", HOUR),)))
        server._control("stop", "-m", "immediate")
        begun = time.monotonic()
        with pytest.raises(StorageError, match="cannot be reached"):
            ids(store)
        assert time.monotonic() - begun < 5
        server._control("start")
        assert ids(store) == ["b", "after"]
        store.close()


def test_who_waits_for_a_duplicate_holds_no_scope(store: Store) -> None:
    inside, leave = threading.Event(), threading.Event()

    def first() -> None:
        with store.transaction(CENTER, scopes=frozenset({"leaf:A"}), key=KEY) as transaction:
            inside.set()
            leave.wait(10)
            transaction.commit()

    def duplicate() -> Key | None:
        with store.transaction(CENTER, scopes=frozenset({"leaf:B"}), key=KEY) as transaction:
            return transaction.answer

    with ThreadPoolExecutor(2) as pool:
        held = pool.submit(first)
        assert inside.wait(10)
        waiting = pool.submit(duplicate)
        time.sleep(0.2)
        with store.transaction(CENTER, scopes=frozenset({"leaf:B"}), deadline=1) as transaction:
            transaction.commit()
        leave.set()
        held.result()
        assert waiting.result() == KEY


def test_scopes_taken_in_any_order_never_deadlock(store: Store) -> None:
    names = ["leaf:é", "leaf:Z", "leaf:a", "leaf:礼", "party:B", "leaf:_", "limit:ß"]

    def take(n: int) -> None:
        chosen = frozenset(names[n % len(names) :] + names[: n % 3])
        with store.transaction(CENTER, scopes=chosen, deadline=30) as transaction:
            transaction.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(take, range(80)))


def test_a_scope_whose_row_vanished_is_made_again(store: Store, postgres_url: str) -> None:
    write(store, WHOLE)
    execute(postgres_url, "DELETE FROM scope")
    write(store, Writes(insert=(booking("other", HOUR),)))
    assert execute(postgres_url, "SELECT key FROM scope") == [("leaf:A",)]


def test_schemas_of_one_database_are_apart(postgres_url: str) -> None:
    house, garden = "house", 'the "garden"'
    stores = [open_store(postgres_url, schema=schema) for schema in (house, garden)]
    for store, id in zip(stores, ("h", "g"), strict=True):
        store.create_center(CENTER)
        write(store, Writes(insert=(booking(id),), claims={id: (claim(id),)}))
    assert [ids(store) for store in stores] == [["h"], ["g"]]
    for store in stores:
        store.close()
    again = open_store(postgres_url, schema=garden)
    assert ids(again) == ["g"]
    again.close()
    assert execute(postgres_url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [
        (0,)
    ]


def test_an_engine_of_the_host_is_given_back_as_it_was(postgres_url: str) -> None:
    engine = sa.create_engine(
        postgres_url.replace("postgresql://", "postgresql+psycopg://"), pool_size=1, max_overflow=0
    )
    store = open_store(engine=engine, schema="book")
    store.create_center(CENTER)
    write(store, WHOLE)
    assert ids(store) == ["b"]
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT 1")).scalar() == 1
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        assert not driver.autocommit
        assert connection.execute(sa.text("SHOW lock_timeout")).scalar() == "0"
    store.close()
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM book.booking")).scalar() == 1
    engine.dispose()


def test_tables_of_another_program_are_left_alone(postgres_url: str) -> None:
    execute(postgres_url, "CREATE TABLE wp_posts (id int)")
    with pytest.raises(NotOurs, match="schema"):
        open_store(postgres_url)
    assert execute(postgres_url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == [
        ("wp_posts",)
    ]
    open_store(postgres_url, schema="book").close()


def test_a_newer_schema_is_left_alone(store: Store, postgres_url: str) -> None:
    execute(postgres_url, "UPDATE neighborbook_revision SET version_num = '9000'")
    with pytest.raises(TooNew, match="9000"):
        open_store(postgres_url, upgrade=True)


DROPPED = "ALTER TABLE claim DROP CONSTRAINT claim_before_is_clear"
ALTERED = f"""{DROPPED}, ADD CONSTRAINT claim_before_is_clear EXCLUDE USING gist
    (leaf WITH =, int8range(start_at, end_at) WITH &&) WHERE (kind = 'block')"""


@pytest.mark.parametrize("damage", [DROPPED, ALTERED], ids=["dropped", "altered"])
def test_a_schema_without_its_guards_is_not_opened(
    store: Store, postgres_url: str, damage: str
) -> None:
    execute(postgres_url, damage)
    with pytest.raises(Corrupt, match="guards"):
        open_store(postgres_url)


def test_a_missing_extension_is_said_with_its_remedy(postgres: PostgresServer) -> None:
    url = postgres.create_database()
    execute(
        url,
        "DROP EXTENSION btree_gist",
        "DROP ROLE IF EXISTS clerk",
        "CREATE ROLE clerk LOGIN",
        "GRANT CREATE ON SCHEMA public TO clerk",
    )
    clerk = url.replace("postgres@", "clerk@")
    with pytest.raises(StorageError, match="CREATE EXTENSION btree_gist;"):
        open_store(clerk)
    execute(url, "CREATE EXTENSION btree_gist")
    store = open_store(clerk)
    store.create_center(CENTER)
    write(store, WHOLE)
    assert ids(store) == ["b"]
    store.close()
    postgres.drop_database(url)


def test_a_database_that_may_only_be_read_says_so(postgres_url: str, store: Store) -> None:
    name = execute(postgres_url, "SELECT current_database()")[0][0]
    execute(postgres_url, f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    with pytest.raises(ReadOnly):
        open_store(postgres_url, schema="new")


def test_a_wrong_address_is_said() -> None:
    for url in ("postgresql://nobody@localhost:1/none", "postgres:///none?host=/nowhere"):
        with pytest.raises(StorageError, match="cannot be reached"):
            open_store(url)


def test_only_psycopg_will_do(postgres_url: str) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(NotOurs, match="postgresql"):
        open_store(engine=sa.create_engine("postgresql+pg8000://", module=psycopg))


def test_a_center_that_vanished_is_not_found(store: Store) -> None:
    with (
        pytest.raises(NotFound),
        store.transaction("nowhere", scopes=frozenset({"leaf:A"})),
    ):
        pass


def test_many_may_make_one_schema_at_once(postgres_url: str) -> None:
    def use(n: int) -> None:
        store = open_store(postgres_url, deadline=30)
        store.create_center(f"center-{n}")
        store.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(use, range(8)))
    assert execute(postgres_url, "SELECT count(*) FROM center") == [(8,)]


def test_a_change_that_was_numbered_first_and_committed_last_changes_the_stamp(
    store: Store,
) -> None:
    def stamp() -> tuple[int, ...]:
        with store.snapshot(CENTER) as reader:
            return reader.stamp()

    def book_another() -> None:
        other = Writes(insert=(booking("later"),), changes=(change("d", "later"),))
        write(store, other, scopes="leaf:B")

    stamps = [stamp()]
    with ThreadPoolExecutor(1) as pool:
        with store.transaction(CENTER, scopes=frozenset({"leaf:A"})) as transaction:
            transaction.write(WHOLE)
            assert transaction.history("b")  # so it has its number
            pool.submit(book_another).result()
            stamps.append(pool.submit(stamp).result())
            transaction.commit()
        stamps.append(stamp())
    assert len(set(stamps)) == 3
