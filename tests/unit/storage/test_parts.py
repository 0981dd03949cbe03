"""The small parts: parameters, statements, versions, guards, the queue of writers."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from neighborbook.errors import Busy, InvalidRequest, NotOurs, ReadOnly, StorageError, TooNew
from neighborbook.storage import file_lock, guards
from neighborbook.storage import tables as t
from neighborbook.storage.channel import arguments
from neighborbook.storage.file_lock import WriterLock
from neighborbook.storage.one_at_a_time import OneAtATime
from neighborbook.storage.rows import names_json
from neighborbook.storage.sqlite_file import refuse_old, wal_is_sound
from neighborbook.storage.statements import Prepared, Query, dialect_of, prepare
from neighborbook.storage.versions import compared


@given(st.text())
def test_a_text_is_refused_exactly_if_postgresql_could_not_keep_it(text: str) -> None:
    kept = "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)
    one = Prepared("…", ("title",))
    many = Prepared("…", ("leaves",))
    for prepared, values in ((one, {"title": text}), (many, {"leaves": names_json([text])})):
        if kept:
            assert arguments(prepared, values) == tuple(values.values())
        else:
            with pytest.raises(InvalidRequest):
                arguments(prepared, values)


def test_parameters_go_into_the_order_of_the_statement() -> None:
    statement = Prepared("…", ("b", "a", "b"))
    assert arguments(statement, {"a": None, "b": 2, "c": "unused"}) == (2, None, 2)


def test_a_constant_may_not_travel_as_a_parameter() -> None:
    query = Query(sa.select(t.center.c.id).limit(5))
    with pytest.raises(ValueError, match="literal"):
        prepare(query, dialect_of("sqlite"), None)


def test_only_an_update_can_fail_for_changing_nothing() -> None:
    query = Query(sa.delete(t.center), must_change_a_row=True)
    with pytest.raises(TypeError, match="UPDATE"):
        prepare(query, dialect_of("postgresql"), "public")


def test_every_key_begins_with_the_center() -> None:
    for table in t.metadata.tables.values():
        keys = [list(table.primary_key.columns.keys())]
        keys += [list(index.columns.keys()) for index in table.indexes]
        keys += [
            list(constraint.columns.keys())
            for constraint in table.constraints
            if isinstance(constraint, sa.UniqueConstraint)
        ]
        first = "id" if table.name == "center" else "center"
        # The order of writing is one for the whole database, and no reader may follow it.
        assert [key for key in keys if key[0] != first and key != ["seq"]] == []


@pytest.mark.parametrize(
    ("version", "sound"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_wal_is_used_only_where_it_was_repaired(version: tuple[int, ...], sound: bool) -> None:
    assert wal_is_sound(version) is sound


def test_a_sqlite_that_is_too_old_is_told_with_the_oldest_that_will_do() -> None:
    refuse_old((3, 38, 0))
    with pytest.raises(StorageError, match=r"3\.37\.2.*3\.38\.0"):
        refuse_old((3, 37, 2))


def revisions_in(folder: Path, *names: str) -> Path:
    (folder / "versions").mkdir()
    for name in names:
        (folder / "versions" / f"{name}_x.py").touch()
    return folder


def test_a_revision_is_the_newest_or_older_or_newer_or_not_ours(tmp_path: Path) -> None:
    folder = revisions_in(tmp_path, "0001", "0002", "0003")
    assert compared("0003", where="it", folder=folder) == 0
    assert compared("0001", where="it", folder=folder) == -1
    with pytest.raises(TooNew, match="it was made by a newer neighborbook"):
        compared("0004", where="it", folder=folder)
    for strange in ("", "head", "0000", "-1"):
        with pytest.raises(NotOurs):
            compared(strange, where="it", folder=folder)


def test_a_guard_is_known_again_in_the_words_of_postgresql() -> None:
    said = (
        "EXCLUDE USING gist (center WITH =, leaf WITH =, int8range(start_at, (end_at + after)) "
        "WITH &&) WHERE (((kind = 'use'::text) AND (capacity = 1)))"
    )
    assert guards.plain(said) == guards.plain(guards.POSTGRESQL[guards.AFTER_IS_CLEAR])
    assert guards.plain(said) != guards.plain(guards.POSTGRESQL[guards.BEFORE_IS_CLEAR])


def test_threads_are_inside_independently() -> None:
    once = OneAtATime()
    entered = threading.Event()

    def other() -> None:
        with once.inside():
            entered.set()

    with once.inside():
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert entered.is_set()
    with once.inside():
        pass


def test_the_writers_lock_is_exclusive_and_has_a_deadline(tmp_path: Path) -> None:
    lock, same = (WriterLock(tmp_path / "book.db") for _ in range(2))
    with lock.held(time.monotonic()):
        begun = time.monotonic()
        with pytest.raises(Busy), same.held(begun + 0.1):
            pass
        assert 0.1 <= time.monotonic() - begun < 2
    with same.held(time.monotonic()):
        pass


def test_a_waiting_writer_comes_before_the_one_that_has_just_left(tmp_path: Path) -> None:
    lock = WriterLock(tmp_path / "book.db")
    turns: list[str] = []

    def waiting() -> None:
        with lock.held(time.monotonic() + 10):
            turns.append("waiting")

    with lock.held(time.monotonic()):
        thread = threading.Thread(target=waiting)
        thread.start()
        time.sleep(0.1)
    with lock.held(time.monotonic() + 10):
        turns.append("again")
    thread.join()
    assert turns == ["waiting", "again"]


def test_a_lock_that_cannot_be_made_says_why(tmp_path: Path) -> None:
    (tmp_path / "book.db.lock-queue").mkdir()
    with pytest.raises(StorageError) as error, WriterLock(tmp_path / "book.db").held(0):
        pass
    assert not isinstance(error.value, Busy | ReadOnly)


def test_the_head_of_the_queue_looks_often_at_first_and_those_behind_it_seldom(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, pauses = WriterLock(tmp_path / "book.db"), dict[str, list[float]]()
    slept = time.sleep

    def sleep(seconds: float) -> None:
        pauses.setdefault(threading.current_thread().name, []).append(seconds)
        slept(seconds)

    def waiting() -> None:
        with lock.held(time.monotonic() + 10):
            pass

    with lock.held(time.monotonic()):
        monkeypatch.setattr(time, "sleep", sleep)
        threads = [threading.Thread(target=waiting, name=name) for name in ("head", "behind")]
        for thread in threads:
            thread.start()
            slept(0.1)
    for thread in threads:
        thread.join()
    # The one behind becomes the head in the end, and finds the book free.
    head, behind = pauses["head"], pauses["behind"][:20]
    assert file_lock.SHORTEST_PAUSE <= head[0] < file_lock.PAUSE / 2
    assert max(head) == head[-1] == file_lock.PAUSE
    assert behind == [file_lock.PAUSE] * 20
