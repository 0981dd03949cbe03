"""The checks that follow each crash can fail."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest

import neighborbook as nb
from tests.crash.center import CENTER_FILE, life, opened
from tests.crash.wholeness import (
    HALVES,
    Acknowledged,
    assert_whole,
    contents,
    found_by_audit,
    halves,
)

DAMAGES = {
    "a live booking without its use of the limits": "DELETE FROM limit_use",
    "a change without its payload": "DELETE FROM change_payload",
    "an announced change without its notice": "DELETE FROM outbox WHERE kind = 'book'",
    "a change without the key of its call": "DELETE FROM idempotency_key WHERE key LIKE 'ch%'",
}


@pytest.fixture
def book_file(tmp_path: Path) -> Path:
    path = tmp_path / "book.db"
    with opened(str(path)) as desk:
        desk.load(CENTER_FILE)
        for _, _ in zip(range(14), life(desk, 0), strict=False):
            pass
    return path


def test_a_book_that_nothing_happened_to_is_whole(book_file: Path) -> None:
    assert_whole(str(book_file))


@pytest.mark.parametrize("half", HALVES)
def test_what_is_there_by_half_is_found(book_file: Path, half: str) -> None:
    with closing(sqlite3.connect(book_file)) as file:
        file.execute(DAMAGES[half])
        assert half in halves(file.cursor())


def test_what_an_audit_finds_is_found(book_file: Path) -> None:
    with closing(sqlite3.connect(book_file)) as file:
        file.execute("DELETE FROM claim WHERE leaf = 'A'")
        file.commit()
    assert {found.partition(" ")[0] for found in found_by_audit(str(book_file))} == {
        "claim_missing"
    }


def test_a_torn_page_is_found(book_file: Path) -> None:
    image = bytearray(book_file.read_bytes())
    image[4096 * 20 : 4096 * 40] = bytes(4096 * 20)
    book_file.write_bytes(image)
    with suppress(nb.Corrupt):
        assert found_by_audit(str(book_file))


def test_a_promise_that_was_not_kept_is_found() -> None:
    promised = Acknowledged()
    promised.hear_lines([{"id": "a", "version": 1}, {"id": "b", "version": 1}])
    promised.hear("a", 2)
    assert promised.lost({"a": 2, "b": 1}) == []
    assert promised.lost({"a": 1}) == ["a", "b"]
    assert promised.surplus({"a": 2, "b": 1, "c": 1}) == 1


def test_the_same_done_twice_compares_equal_and_something_else_does_not(tmp_path: Path) -> None:
    for name, steps in (("one.db", 6), ("two.db", 6), ("three.db", 7)):
        with opened(str(tmp_path / name), counted_from=0) as desk:
            desk.load(CENTER_FILE)
            for _, _ in zip(range(steps), life(desk, 0), strict=False):
                pass
    assert contents(tmp_path / "one.db") == contents(tmp_path / "two.db")
    assert contents(tmp_path / "one.db") != contents(tmp_path / "three.db")
