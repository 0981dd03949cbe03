"""The checks that follow each crash can fail."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.crash.center import CENTER_FILE, life, opened
from tests.crash.wholeness import HALVES, Acknowledged, assert_whole, contents, damages, halves

DAMAGES = {
    "a live booking without its two claims": "DELETE FROM claim WHERE leaf = 'A'",
    "a live booking without its use of the limits": "DELETE FROM limit_use",
    "a void booking that still has claims": (
        "UPDATE booking SET state = 'void', void_reason = 'cancelled' WHERE state = 'confirmed'"
    ),
    "a claim at another time than its booking": (
        "UPDATE booking SET start_at = start_at - 60 WHERE version = 1"
    ),
    "a use of a limit at another time than its booking": "UPDATE limit_use SET at = at - 1",
    "a booking without its attendee": "DELETE FROM booking_link WHERE role = 'attendee'",
    "a version without its change": "UPDATE booking SET version = version + 1",
    "a change of a version that is not there": "UPDATE booking SET version = 1",
    "a change without its payload": "DELETE FROM change_payload",
    "an announced change without its notice": "DELETE FROM outbox WHERE kind = 'book'",
    "a change without the key of its call": "DELETE FROM idempotency_key WHERE key LIKE 'ch%'",
    "a key of nothing": "UPDATE idempotency_key SET answer = 'x' WHERE key = 'book-0'",
    "a claim of nobody": "UPDATE claim SET owner = 'x' WHERE leaf = 'A' AND rowid_is_first",
    "a use of a limit of nobody": "UPDATE limit_use SET owner = owner || 'x'",
    "a notice of a version that is not there": "UPDATE outbox SET version = 9",
    "a payload of no change": "UPDATE change_payload SET change = change || 'x'",
    "two live bookings at one time": (
        "UPDATE booking SET start_at = 1800000000, end_at = 1900000000 WHERE state = 'confirmed'"
    ),
    "a gap in the log": "DELETE FROM change WHERE position = 1",
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
    damage = DAMAGES[half].replace("rowid_is_first", "owner = (SELECT min(owner) FROM claim)")
    with closing(sqlite3.connect(book_file)) as file:
        file.execute(damage)
        assert half in halves(file.cursor())


def test_a_torn_page_is_found(book_file: Path) -> None:
    image = bytearray(book_file.read_bytes())
    image[4096 * 20 : 4096 * 40] = bytes(4096 * 20)
    book_file.write_bytes(image)
    with closing(sqlite3.connect(book_file)) as file:
        assert damages(file.cursor())


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
