"""How transactions on PostgreSQL queue for a center, and for how long in all."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import psycopg
import pytest
import sqlalchemy as sa

from neighborbook.errors import Busy
from neighborbook.storage import open_store
from neighborbook.storage.abc import Key, Store, Transaction, Writes
from neighborbook.storage.postgresql_opening import POOL
from neighborbook.storage.queries import on_entry
from neighborbook.storage.session import StoredTransaction
from neighborbook.storage.statements import Query, prepared
from tests.contracts.storage.values import CENTER, booking
from tests.contracts.storage.writing import write

pytestmark = pytest.mark.postgres
KEY = Key(actor="li-wei", key="req-1", hash="h", answer="b")
DEADLINE = 1.0
TURN = "SELECT pg_advisory_xact_lock(CAST(tableoid AS integer), hashtext(id)) FROM center"
ROW = "SELECT 1 FROM center FOR UPDATE"
TAKEN_KEY = "INSERT INTO idempotency_key VALUES ('anping', 'li-wei', 'req-1', 'h', 'b')"
NEW_SCOPE = "INSERT INTO scope VALUES ('anping', 'leaf:new')"
LOCKED = "SELECT 1 FROM scope WHERE key = 'leaf:{}' FOR NO KEY UPDATE"


@pytest.fixture
def store(postgres_url: str) -> Iterator[Store]:
    store = open_store(postgres_url)
    store.create_center(CENTER)
    write(store, Writes(), scopes="leaf:A leaf:B leaf:C")
    yield store
    store.close()


@contextmanager
def strangers(url: str, *statements: str, each: float) -> Iterator[None]:
    """Let a stranger hold what each statement locks, and release them one after the other."""
    with ExitStack() as stack:
        holders = [stack.enter_context(psycopg.connect(url)) for _ in statements]
        for holder, statement in zip(holders, statements, strict=True):
            holder.execute(statement.encode())
        done = threading.Event()

        def release() -> None:
            for holder in holders:
                done.wait(each)
                holder.rollback()

        with ThreadPoolExecutor(1) as pool:
            releasing = pool.submit(release)
            try:
                yield
            finally:
                done.set()
                releasing.result()


@pytest.mark.parametrize(
    ("each", "held"),
    [
        pytest.param(0.8, [TURN, ROW], id="turn, row"),
        pytest.param(0.8, [ROW, LOCKED.format("A")], id="row, scope"),
        pytest.param(0.8, [TAKEN_KEY, NEW_SCOPE], id="key, new scope"),
        pytest.param(0.8, [NEW_SCOPE, LOCKED.format("A")], id="new scope, old one"),
        pytest.param(0.4, [LOCKED.format(leaf) for leaf in "ABC"], id="scopes"),
        pytest.param(0.4, [TURN, TAKEN_KEY, NEW_SCOPE, LOCKED.format("A")], id="everything"),
    ],
)
def test_several_waits_one_after_another_end_at_the_one_deadline(
    store: Store, postgres_url: str, each: float, held: list[str]
) -> None:
    scopes = frozenset({"leaf:A", "leaf:B", "leaf:C", "leaf:new"})
    with strangers(postgres_url, *held, each=each * DEADLINE):
        begun = time.monotonic()
        with (
            pytest.raises(Busy),
            store.transaction(CENTER, scopes=scopes, key=KEY, deadline=DEADLINE),
        ):
            pass
        assert 0.9 * DEADLINE < time.monotonic() - begun < 1.2 * DEADLINE + 0.2


def test_who_makes_a_center_waits_for_another_who_does_until_the_deadline(
    postgres_url: str,
) -> None:
    store = open_store(postgres_url, deadline=DEADLINE)
    with strangers(postgres_url, "INSERT INTO center VALUES ('anping', 0)", each=5):
        begun = time.monotonic()
        with pytest.raises(Busy):
            store.create_center(CENTER)
        assert 0.9 * DEADLINE < time.monotonic() - begun < 1.2 * DEADLINE + 0.2
    store.create_center(CENTER)
    assert store.centers() == (CENTER,)
    store.close()


def test_the_wait_for_a_connection_counts(postgres_url: str) -> None:
    store = open_store(postgres_url, deadline=DEADLINE)
    store.create_center(CENTER)
    connections = 2 * POOL
    inside, leave = threading.Semaphore(0), threading.Event()

    def hold(_: int) -> None:
        with store.snapshot(CENTER) as reader:
            assert reader.revision == 0
            inside.release()
            leave.wait(0.8 * DEADLINE)

    with ThreadPoolExecutor(connections) as pool, strangers(postgres_url, ROW, each=9):
        holders = [pool.submit(hold, n) for n in range(connections)]
        for _ in holders:
            assert inside.acquire(timeout=10)
        begun = time.monotonic()
        with (
            pytest.raises(Busy),
            store.transaction(CENTER, scopes=frozenset({"leaf:A"}), deadline=DEADLINE),
        ):
            pass
        assert time.monotonic() - begun < 1.2 * DEADLINE + 0.2
        leave.set()
        for holder in holders:
            holder.result()
    store.close()


def patience_of(transaction: Transaction) -> str:
    """Return how long its next statement may take."""
    assert isinstance(transaction, StoredTransaction)
    asked = Query(sa.select(sa.func.current_setting(sa.literal_column("'statement_timeout'"))))
    ((found,),) = transaction._channel.ask([(asked, {})])[0]
    return str(found)


@pytest.mark.parametrize("key", [None, KEY])
@pytest.mark.parametrize("scopes", ["", "leaf:A leaf:B leaf:new"])
@pytest.mark.parametrize("exclusive", [False, True])
def test_what_comes_after_the_waits_has_all_the_patience(
    store: Store, postgres_url: str, key: Key | None, scopes: str, exclusive: bool
) -> None:
    with (
        strangers(postgres_url, TURN, TAKEN_KEY, LOCKED.format("A"), each=0.5),
        store.transaction(
            CENTER, scopes=frozenset(scopes.split()), key=key, exclusive=exclusive, deadline=10
        ) as transaction,
    ):
        # Of ten seconds a part went for the connection, and none for the waits.
        assert patience_of(transaction) == "10s" or int(patience_of(transaction)[:-2]) > 9900


@pytest.mark.parametrize("name", ["ENTER_SHARING", "ENTER_ALONE"])
def test_the_turn_is_taken_before_the_row_and_the_time_is_taken_after_it(
    store: Store, postgres_url: str, name: str
) -> None:
    query = prepared("postgresql", "public")[getattr(on_entry, name)]
    with psycopg.connect(postgres_url) as connection:
        cursor = psycopg.RawCursor(connection)
        # A plan for any parameters: what is known beforehand would be left out.
        cursor.execute(b"SET plan_cache_mode = force_generic_plan")
        cursor.execute(f"PREPARE entering AS {query.sql}".encode())
        given = ", ".join(["1"] * (len(query.names) - 1) + ["'anping'"])
        cursor.execute(f"EXPLAIN (VERBOSE, COSTS off) EXECUTE entering ({given})".encode())
        plan = [str(line).strip(" ->") for (line,) in cursor.fetchall()]
    nodes = [line.split(" on ")[0] for line in plan if " on " in line or line == "LockRows"]
    assert nodes[:2] == ["Subquery Scan", "LockRows"]
    outputs = [line for line in plan if line.startswith("Output: ")]
    above, _, below = outputs
    assert "statement_timeout" in above
    order = ["$2", "pg_advisory_xact_lock", "clock_timestamp"]
    found = [below.index(part) for part in order]
    assert found == sorted(found)


def test_centers_whose_locks_have_one_name_wait_for_one_another_and_stay_apart(
    store: Store, postgres_url: str
) -> None:
    with psycopg.connect(postgres_url) as connection:
        twins = connection.execute(
            "SELECT min(id), max(id) FROM (SELECT 'c-' || n AS id"
            " FROM generate_series(1, 400000) AS numbers (n)) AS centers"
            " GROUP BY hashtext(id) HAVING count(*) > 1 LIMIT 1"
        ).fetchone()
    assert twins is not None
    one, other = twins
    for center in twins:
        store.create_center(center)
    with ThreadPoolExecutor(1) as pool:
        with store.transaction(one, scopes=frozenset(), exclusive=True) as transaction:
            late = pool.submit(
                write, store, Writes(insert=(booking("b", center=other),)), center=other
            )
            time.sleep(0.2)
            assert not late.done()
            transaction.commit()
        late.result()
    with store.snapshot(one) as reader:
        assert reader.booking("b") is None
    with store.snapshot(other) as reader:
        assert reader.booking("b") is not None
