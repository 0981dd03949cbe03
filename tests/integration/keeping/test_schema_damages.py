"""What has become of the file itself, its guards, and its references is found too."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

import neighborbook as nb
from neighborbook.desk.opening import open_to_check
from neighborbook.domain.audit import Damage
from neighborbook.storage.guards import SQLITE
from tests.integration.keeping.planting import Book, filled

GUARD = "claim_after_is_clear_on_insert"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """A book in a file."""
    book = filled(f"sqlite:///{tmp_path / 'book.db'}")
    yield book
    book.desk.close_database()


def behind_its_back(book: Book, *statements: str) -> None:
    path = book.url.removeprefix("sqlite:///")
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        for statement in statements:
            other.execute(statement)


def test_a_trigger_that_was_dropped_is_found(book: Book) -> None:
    behind_its_back(book, f"DROP TRIGGER {GUARD}")
    [found] = book.desk.check().findings
    assert (found.code, found.id) == (Damage.GUARD_MISSING, GUARD)


def test_a_trigger_that_guards_less_than_it_did_is_found(book: Book) -> None:
    less = SQLITE[GUARD].replace("c.capacity = 1", "c.capacity = 2")
    behind_its_back(book, f"DROP TRIGGER {GUARD}", less)
    [found] = book.desk.check().findings
    assert (found.code, found.id) == (Damage.GUARD_CHANGED, GUARD)


def test_an_index_that_was_dropped_is_found(book: Book) -> None:
    behind_its_back(book, "DROP INDEX booking_by_start")
    [found] = book.desk.check().findings
    assert (found.code, found.id) == (Damage.SCHEMA_CHANGED, "booking_by_start")


def test_rows_that_refer_to_nothing_are_found(book: Book) -> None:
    behind_its_back(
        book,
        "PRAGMA foreign_keys = OFF",
        "INSERT INTO catalog_item VALUES ('elsewhere', 'resource', 'X', 0, '{}', 0)",
    )
    [found] = book.desk.check().findings
    assert (found.code, found.table) == (Damage.REFERENCE_BROKEN, "catalog_item")
    assert dict(found.facts) == {"rows": 1, "parent": "center"}


def test_a_page_that_was_overwritten_is_found(book: Book) -> None:
    path = Path(book.url.removeprefix("sqlite:///"))
    with contextlib.closing(sqlite3.connect(path)) as other:
        (root,) = other.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'booking_by_start'"
        ).fetchone()
        (size,) = other.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((root - 1) * size + size - 64)
        file.write(b"\x7f" * 64)
    assert Damage.FILE_DAMAGED.value in book.codes()


def test_a_database_without_its_guards_does_not_open_but_can_be_checked(book: Book) -> None:
    behind_its_back(book, f"DROP TRIGGER {GUARD}")
    with pytest.raises(nb.Corrupt):
        nb.open(book.url)
    with open_to_check(book.url) as desk:
        assert [found.code for found in desk.check().findings] == [Damage.GUARD_MISSING]


@pytest.mark.postgres
def test_on_postgresql_guards_and_indexes_are_missed_too(postgres_url: str) -> None:
    book = filled(postgres_url)
    with psycopg.connect(postgres_url, autocommit=True) as other:
        other.execute("ALTER TABLE claim DROP CONSTRAINT claim_before_is_clear")
        other.execute("DROP INDEX booking_by_start")
        other.execute("ALTER TABLE limit_use DROP CONSTRAINT limit_use_amount")
    assert {(found.code, found.id) for found in book.desk.check().findings} == {
        (Damage.GUARD_MISSING, "claim_before_is_clear"),
        (Damage.SCHEMA_CHANGED, "booking_by_start"),
        (Damage.SCHEMA_CHANGED, "limit_use_amount"),
    }
    with psycopg.connect(postgres_url, autocommit=True) as other:
        other.execute(
            "ALTER TABLE claim ADD CONSTRAINT claim_before_is_clear EXCLUDE USING gist "
            "(center WITH =, leaf WITH =, int8range(start_at, end_at) WITH &&) WHERE (capacity = 7)"
        )
    assert Damage.GUARD_CHANGED.value in book.codes()
    with pytest.raises(nb.Corrupt):
        nb.open(postgres_url)
    with open_to_check(postgres_url) as desk:
        assert not desk.check().clean
    book.desk.close_database()
