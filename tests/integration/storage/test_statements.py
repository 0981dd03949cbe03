"""What a booking costs in statements and trips, and that no read goes through a whole table."""

from __future__ import annotations

import importlib
import pkgutil
import re
import sqlite3
from pathlib import Path

import attrs
import pytest
from sqlalchemy.sql import visitors

from neighborbook.domain.booking import Booking, State
from neighborbook.domain.claim import Chosen, Option
from neighborbook.domain.demand import PartyBookings
from neighborbook.domain.limit import LimitUse
from neighborbook.domain.party import Attendee
from neighborbook.storage import open_store, queries
from neighborbook.storage.abc import BookingFilter, Key, Notice, Store, Wanted, Writes
from neighborbook.storage.queries import on_changes
from neighborbook.storage.queries.listing import listing
from neighborbook.storage.statements import Prepared, Query, prepared
from tests.contracts.storage.values import CENTER, HOUR, booking, change, claim
from tests.contracts.storage.writing import seal

Heard = list[tuple[str, object, int]]


def plain(id: str, start: int) -> Writes:
    """What a booking of an exclusive room writes."""
    return Writes(
        insert=(booking(id, start),),
        claims={id: (claim(id, start),)},
        limit_uses={id: (LimitUse(owner=id, key="hours/acme", at=start, amount=HOUR),)},
        changes=(change(f"{id}-1", id),),
        notices=(Notice(id=f"{id}-n", kind="booked", booking=id, version=1, due_at=0),),
    )


def full(id: str, start: int) -> Writes:
    """The same with attendees, a device, and a joint room: whatever a booking can write."""
    device = Chosen(role="device", option=Option(resource="projector", takes=()))
    people = tuple(Attendee(party=f"party-{n}") for n in range(20))
    one = attrs.evolve(booking(id, start), attendees=people, chosen=(device,))
    leaves = tuple(claim(id, start, leaf=leaf) for leaf in "ABCDEFGH")
    return attrs.evolve(plain(id, start), insert=(one,), claims={id: leaves})


def book(store: Store, id: str, start: int, writes: Writes) -> None:
    wanted = Wanted(
        start=start,
        end=start + HOUR,
        leaves=tuple("ABCDEFGH"),
        limits=(("hours/acme", 0, 10**9), ("open/acme", 0, 10**9)),
        questions=(PartyBookings("acme", 0, 10**9),),
        offering="training-room",
    )
    scopes = frozenset({"leaf:A", "limit:hours/acme", "party:acme"})
    key = Key(actor="li-wei", key=id, hash="h", answer=id)
    with store.transaction(CENTER, scopes=scopes, key=key) as transaction:
        assert transaction.answer is None
        transaction.read(wanted)
        transaction.write(writes)
        transaction.commit()


@pytest.mark.parametrize("make", [plain, full])
def test_a_booking_takes_at_most_fourteen_statements_and_five_trips(
    database_url: str, make: object
) -> None:
    assert callable(make)
    heard: Heard = []
    store = open_store(
        database_url,
        statement_log=lambda sql, given, trip: heard.append((sql, given, trip)),
    )
    store.create_center(CENTER)
    book(store, "first", 0, make("first", 0))
    heard.clear()
    book(store, "second", 2 * HOUR, make("second", 2 * HOUR))
    store.close()
    assert len(heard) <= 14
    assert heard[0][0].startswith("BEGIN")
    assert heard[-1][0] == "COMMIT"
    if database_url.startswith("postgresql"):
        assert max(trip for _, _, trip in heard) <= 5


def test_what_was_heard_can_be_sent_bare(tmp_path: Path) -> None:
    heard: Heard = []
    store = open_store(
        tmp_path / "one.db", statement_log=lambda *statement: heard.append(statement)
    )
    store.create_center(CENTER)
    book(store, "b", 0, full("b", 0))
    store.close()
    open_store(tmp_path / "other.db").close()
    bare = sqlite3.connect(tmp_path / "other.db", isolation_level=None)
    for sql, given, _ in heard:
        assert isinstance(given, tuple)
        bare.execute(sql, given)
    assert bare.execute("SELECT count(*) FROM claim").fetchone() == (8,)
    bare.close()


OF_POSTGRESQL = {
    "LIMIT",
    "ENTER",
    "ENTER_SHARING",
    "ENTER_ALONE",
    "TAKE_KEY",
    "MAKE_SCOPES",
    "LOCK_SCOPES",
}
"""SQLite has one writer: there these are never sent."""


def all_queries() -> dict[str, Query]:
    found: dict[str, Query] = {}
    for module in pkgutil.iter_modules(queries.__path__):
        held = vars(importlib.import_module(f"neighborbook.storage.queries.{module.name}"))
        own = {name: query for name, query in held.items() if isinstance(query, Query)}
        # Two modules may have one name for different things: none may hide behind the other.
        found |= {f"{module.name}.{n}" if n in found else n: query for n, query in own.items()}
    found = {name: query for name, query in found.items() if name not in OF_POSTGRESQL}
    filters = (
        BookingFilter(start=1, end=2),
        BookingFilter(party="lin", start=1),
        BookingFilter(organizers=("acme", "lin"), end=5),
        BookingFilter(resources=("A",), start=1, end=2),
        BookingFilter(leaves=("A",), start=1, end=2, states=(State.HELD,)),
    )
    for n, wanted in enumerate(filters):
        found[f"listing {n}"] = listing(wanted, (1, "b"), 5)[0]
    return found


def parameters(query: Query, statement: Prepared) -> tuple[object, ...]:
    """Give each parameter a value of its type; lists are one row of five items."""
    kinds: dict[str, type] = {}
    visitors.traverse(
        query.statement,
        {},
        {"bindparam": lambda it: kinds.__setitem__(it.key, it.type.python_type)},
    )
    lists = ("leaves", "limits", "questions", "scopes", "owners", "organized", "rows")
    listed = {name for name in statement.names if name in lists or name.endswith("s")}
    return tuple(
        '[["1", "2", "3", "4", "5"]]' if name in listed and kinds.get(name) is not int else 5
        for name in statement.names
    )


@pytest.fixture(scope="module")
def empty_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plans") / "book.db"
    open_store(path).close()
    return path


SCANS_ALLOWED = {"CENTERS": "center"}
"""The list of centers is the whole table of them."""


@pytest.mark.parametrize("name", all_queries())
def test_every_statement_seeks(empty_book: Path, name: str) -> None:
    query = all_queries()[name]
    parts = [part for _, part in query.parts] or [query]
    connection = sqlite3.connect(empty_book)
    for part in parts:
        statement = prepared("sqlite", None)[part]
        plan = connection.execute(
            f"EXPLAIN QUERY PLAN {statement.sql}", parameters(part, statement)
        ).fetchall()
        scanned = {
            found.group(1)
            for *_, detail in plan
            if (found := re.match(r"SCAN (\w+)", detail)) and "VIRTUAL TABLE" not in detail
        }
        # What a subquery gave is small: it is the answer to the seeks inside it.
        assert scanned - {"found", "due", "CONSTANT", SCANS_ALLOWED.get(name)} == set()
        whole_center = [detail for *_, detail in plan if detail.endswith("(center=?)")]
        assert all("LENGTH" in d.upper() or name in WHOLE_CENTER for d in whole_center), plan
    connection.close()


WHOLE_CENTER = {
    *("CATALOG", "CLEAR_CATALOG", "STAMP", "BATCHES", "SOUGHT", "NAMED", "STATES"),
    *("ABOUT_BATCH_PARTIES", "PAST_BATCH_PARTIES", "DROP_BATCH_PARTIES"),
    *("ABOUT_LINKS_TO", "ABOUT_PAYLOADS_BY", "ABOUT_NOTICES", "ABOUT_CLOSURES"),
    *("ERASE_PAYLOADS_BY", "ERASE_NOTICES", "RENAME_IN_CLOSURES", "FORGET_SCOPES"),
    *("ABOUT_DELIVERIES", "ERASE_DELIVERIES", "PAST_DELIVERIES", "DROP_DELIVERIES"),
    *("ABOUT_BATCHES", "ABOUT_ITEMS", "RENAME_IN_BATCHES", "ERASE_ITEMS"),
    *("PAST_ITEMS", "DROP_ITEMS", "TOLD_TWICE", "BROUGHT_TWICE"),
    *("PAST_HISTORY", "PAST_KEYS", "PAST_FACTS", "PAST_LINKS", "PAST_GRANTS", "PERSONS_PAST"),
    *("DROP_HISTORY", "DROP_KEYS", "DROP_FACTS", "DROP_LINKS", "DROP_GRANTS"),
}
"""What is of the whole center by its nature; a stamp counts all closures, which are few.

A part of a name may stand anywhere in it; what is erased, taken back, or past its time is looked
through once in a while, and so is what an audit counts.
"""


@pytest.mark.parametrize("known", [True, False], ids=["analyzed", "never analyzed"])
def test_a_claim_is_sought_at_both_ends_on_postgresql(postgres_url: str, *, known: bool) -> None:
    import psycopg

    from neighborbook.storage.queries import on_claims

    store = open_store(postgres_url)
    store.create_center(CENTER)
    claims = {
        f"b{n}": tuple(claim(f"b{n}", n * HOUR, leaf=f"L{leaf}") for leaf in range(4))
        for n in range(2500)
    }
    with store.transaction(CENTER, scopes=frozenset()) as transaction:
        transaction.write(Writes(claims=claims))
        transaction.commit()
    store.close()
    statement = prepared("postgresql", "public")[on_claims.CLAIMS_NEAR]
    values: dict[str, int | str | None] = {
        "center": CENTER,
        "leaves": '[["L1","use"],["L1","block"],["L2","use"]]',
        "start": 1000 * HOUR,
        "end": 1001 * HOUR,
    }
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        if known:
            connection.execute("ANALYZE")
        cursor = psycopg.RawCursor(connection)
        cursor.execute(f"EXPLAIN (ANALYZE) {statement.sql}", statement.arguments(values))
        plan = "\n".join(line for (line,) in cursor)
    assert "Seq Scan" not in plan
    assert re.search(r"Index Cond: .*reach_start > .*reach_start < ", plan)
    removed = [int(n) for n in re.findall(r"Rows Removed by \w+: (\d+)", plan)]
    assert sum(removed) <= 4


OWN_CHANGES: dict[str, int | str | None] = {
    "center": CENTER,
    "organizers": '[["lin"]]',
    "after": 0,
    "most": 501,
}


def test_whose_changes_they_are_is_sought_and_not_the_log(empty_book: Path) -> None:
    statement = prepared("sqlite", None)[on_changes.SEALED_OF]
    connection = sqlite3.connect(empty_book)
    plan = connection.execute(
        f"EXPLAIN QUERY PLAN {statement.sql}", statement.arguments(OWN_CHANGES)
    ).fetchall()
    connection.close()
    [how] = [detail for *_, detail in plan if " every " in detail]
    assert "INDEX change_by_booking (center=? AND booking=?)" in how


@pytest.mark.parametrize("known", [True, False], ids=["analyzed", "never analyzed"])
def test_so_it_is_on_postgresql(postgres_url: str, *, known: bool) -> None:
    import psycopg

    store = open_store(postgres_url)
    store.create_center(CENTER)
    made = [
        attrs.evolve(booking(f"b{n}", n * HOUR), organizer=f"firm-{n % 500}") for n in range(2000)
    ]
    made[5:7] = [attrs.evolve(one, organizer="lin") for one in made[5:7]]
    changes = tuple(change(f"{one.id}-1", one.id) for one in made)
    with store.transaction(CENTER, scopes=frozenset({"log"})) as transaction:
        transaction.write(Writes(insert=tuple(made), changes=changes))
        transaction.commit()
    seal(store)
    with store.snapshot(CENTER) as reader:
        assert [one.booking for one in reader.changes(0, 501, ("lin",))] == ["b5", "b6"]
    store.close()
    statement = prepared("postgresql", "public")[on_changes.SEALED_OF]
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        if known:
            connection.execute("ANALYZE")
        cursor = psycopg.RawCursor(connection)
        cursor.execute(f"EXPLAIN (ANALYZE) {statement.sql}", statement.arguments(OWN_CHANGES))
        plan = "\n".join(line for (line,) in cursor)
    assert "Seq Scan" not in plan, plan
    assert sum(map(int, re.findall(r"Rows Removed by \w+: (\d+)", plan))) == 0, plan


def test_a_booking_is_what_the_log_says_it_is(tmp_path: Path) -> None:
    trips: Heard = []
    store = open_store(tmp_path / "b.db", statement_log=lambda *heard: trips.append(heard))
    store.create_center(CENTER)
    trips.clear()
    with store.snapshot(CENTER) as reader:
        found: Booking | None = reader.booking("none")
    store.close()
    assert found is None
    assert [sql.split()[0] for sql, _, _ in trips] == ["BEGIN", "SELECT", "SELECT", "ROLLBACK"]
    assert [trip for _, _, trip in trips] == [1, 2, 3, 4]
