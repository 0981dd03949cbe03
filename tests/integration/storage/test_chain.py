"""Whoever alters the log in the database itself is found out; whoever is erased is not missed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import attrs
import psycopg
import pytest

from neighborbook.storage import open_store
from neighborbook.storage.abc import Store, Writes
from tests.contracts.storage.values import CENTER, booking, change
from tests.contracts.storage.writing import seal, write


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """A book whose log has five sealed changes."""
    store = open_store(database_url)
    store.create_center(CENTER)
    made = tuple(
        attrs.evolve(change(f"c{n}", "b", n), actor="li-wei", reason="rain") for n in range(1, 6)
    )
    write(store, Writes(insert=(booking("b"),), changes=made))
    seal(store)
    yield store
    store.close()


def behind_its_back(url: str, statement: str) -> None:
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        connection.execute(statement)
        connection.commit()
        connection.close()
    else:
        with psycopg.connect(url, autocommit=True) as other:
            other.execute(statement.encode())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE change SET act = 'cancel' WHERE id = 'c3'",
        "UPDATE change SET at = at - 1 WHERE id = 'c3'",
        "UPDATE change SET hash = 'x' WHERE id = 'c3'",
        "UPDATE change_payload SET actor = 'zhao' WHERE change = 'c3'",
        "UPDATE change_payload SET reason = 'sun' WHERE change = 'c3'",
    ],
)
def test_an_altered_change_is_found(store: Store, database_url: str, statement: str) -> None:
    behind_its_back(database_url, statement)
    with store.snapshot(CENTER) as reader:
        assert reader.broken_link() == 3
        assert reader.broken_link(after=2) == 3
        assert reader.broken_link(after=5) is None


def test_a_change_taken_out_is_found(store: Store, database_url: str) -> None:
    behind_its_back(database_url, "DELETE FROM change_payload WHERE change = 'c3'")
    with store.snapshot(CENTER) as reader:
        assert reader.broken_link() is None
    behind_its_back(database_url, "DELETE FROM change WHERE id = 'c3'")
    with store.snapshot(CENTER) as reader:
        assert reader.broken_link() == 3
        assert reader.broken_link(after=3) == 3


def test_who_was_erased_is_not_missed_by_the_chain(store: Store, database_url: str) -> None:
    behind_its_back(database_url, "DELETE FROM change_payload WHERE change IN ('c2', 'c4')")
    with store.snapshot(CENTER) as reader:
        assert reader.broken_link() is None
        told = [(found.actor, found.reason) for found in reader.history("b")]
    assert told == [("li-wei", "rain"), ("", ""), ("li-wei", "rain"), ("", ""), ("li-wei", "rain")]
