"""SQLite where others are in the way, the disk is full, or the disk fails."""

from __future__ import annotations

import os
import resource
import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import attrs
import pytest

from neighborbook.errors import Busy, Full, OutcomeUnknown, StorageError
from neighborbook.storage import open_store
from neighborbook.storage.abc import Store, Writes
from neighborbook.storage.sqlite import SqliteStore
from neighborbook.storage.sqlite_connections import MemoryConnection
from neighborbook.storage.sqlite_file import journal_mode
from tests.contracts.storage.values import CENTER, booking, everything
from tests.contracts.storage.writing import write

LONG = "x" * 10_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "book.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    store = open_store(path)
    store.create_center(CENTER)
    yield store
    store.close()


def ids(store: Store) -> list[str]:
    with store.snapshot(CENTER) as reader:
        return [found.id for found in reader.bookings(everything)]


def try_to_write(store: Store, deadline: float) -> None:
    with store.transaction(CENTER, scopes=frozenset(), deadline=deadline) as transaction:
        transaction.write(Writes(insert=(booking("late"),)))
        transaction.commit()


def test_a_writer_that_knows_nothing_of_our_queue_is_waited_for(store: Store, path: Path) -> None:
    stranger = sqlite3.connect(path, isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")
    begun = time.monotonic()
    with pytest.raises(Busy):
        try_to_write(store, 0.3)
    assert 0.2 < time.monotonic() - begun < 3
    stranger.execute("ROLLBACK")
    stranger.close()
    try_to_write(store, 5)
    assert ids(store) == ["late"]


def test_a_row_that_nobody_can_read_keeps_no_writer_out(store: Store, path: Path) -> None:
    # Rows are read one at a time, so that others are still to come when the first one fails.
    write(store, Writes(insert=tuple(booking(f"b{n}", n) for n in range(300))))
    with closing(sqlite3.connect(path)) as stranger, stranger:
        stranger.execute("UPDATE booking SET approved = 'no JSON' WHERE start_at = 0")
    with pytest.raises(ValueError, match="Expecting value"):
        ids(store)
    try_to_write(store, 0.3)


@pytest.mark.skipif(journal_mode() == "wal", reason="in WAL readers do not hinder writers")
def test_a_commit_waits_for_readers_and_is_busy_at_the_deadline(store: Store) -> None:
    reading, leave = threading.Event(), threading.Event()

    def read() -> int:
        with store.snapshot(CENTER) as reader:
            reading.set()
            leave.wait(10)
            return len(reader.bookings(everything))

    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(read)
        assert reading.wait(10)
        with pytest.raises(Busy):
            try_to_write(store, 0.3)
        leave.set()
        assert held.result() == 0
    assert ids(store) == []
    try_to_write(store, 5)
    assert ids(store) == ["late"]


@pytest.mark.skipif(journal_mode() == "wal", reason="in WAL readers do not hinder writers")
def test_a_wait_to_begin_and_another_to_commit_end_at_the_one_deadline(
    store: Store, path: Path
) -> None:
    deadline, inside, leave = 1.0, threading.Event(), threading.Event()

    def read() -> None:
        with store.snapshot(CENTER):
            inside.set()
            leave.wait(10)

    stranger = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    with ThreadPoolExecutor(2) as pool:
        reading = pool.submit(read)
        assert inside.wait(10)
        stranger.execute("BEGIN IMMEDIATE")
        begun = time.monotonic()
        ending = threading.Timer(0.8 * deadline, stranger.execute, ["ROLLBACK"])
        ending.start()
        with pytest.raises(Busy):
            try_to_write(store, deadline)
        assert 0.9 * deadline < time.monotonic() - begun < 1.2 * deadline + 0.2
        ending.join()
        leave.set()
        reading.result()
    stranger.close()


def test_readers_without_pause_do_not_starve_a_writer(store: Store) -> None:
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            ids(store)

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(4)]
        for n in range(10):
            write(store, Writes(insert=(booking(f"b{n}"),)))
        stop.set()
        for reader in readers:
            reader.result(30)
    assert len(ids(store)) == 10


def test_a_full_disk_writes_nothing_and_is_got_over() -> None:
    store = open_store()
    assert isinstance(store, SqliteStore)
    assert isinstance(store.connections, MemoryConnection)
    store.create_center(CENTER)
    with store.connections.reading(time.monotonic() + 1) as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + 1}")
    with pytest.raises(Full):
        write(store, Writes(insert=(attrs.evolve(booking("b"), title=LONG),)))
    assert ids(store) == []
    with store.connections.reading(time.monotonic() + 1) as connection:
        connection.execute("PRAGMA max_page_count = 100000")
    write(store, Writes(insert=(attrs.evolve(booking("b"), title=LONG),)))
    store.close()


def in_child_with_small_files(path: Path, limit: int) -> list[str]:
    """Write long bookings in a child process whose files may not grow, then without that limit."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        said = []
        try:
            store = open_store(path, deadline=2)
            allowed = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, allowed[1]))
            for n in range(3):
                long = attrs.evolve(booking(f"long{n}"), title=LONG * 20)
                try:
                    write(store, Writes(insert=(long,)))
                    said.append("written")
                except StorageError as error:
                    said.append(type(error).__name__)
            resource.setrlimit(resource.RLIMIT_FSIZE, allowed)
            write(store, Writes(insert=(booking("after"),)))
            said.append(",".join(ids(store)))
        except BaseException as error:  # noqa: BLE001  the parent is to see whatever it was
            said.append(repr(error))
        finally:
            os.write(theirs, "\n".join(said).encode())
            os._exit(0)
    os.close(theirs)
    with os.fdopen(ours) as pipe:
        said = pipe.read().split("\n")
    os.waitpid(child, 0)
    return said


def test_a_disk_that_fails_loses_a_connection_and_no_booking(store: Store, path: Path) -> None:
    write(store, Writes(insert=(booking("before"),)))
    said = in_child_with_small_files(path, path.stat().st_size + 8192)
    failed, kept = said[:-1], said[-1]
    assert set(failed) <= {StorageError.__name__, Full.__name__, OutcomeUnknown.__name__}
    assert kept == "after,before"
    assert ids(store) == ["after", "before"]


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    with pytest.raises(StorageError, match="closed"):
        ids(store)
    with pytest.raises(StorageError, match="closed"):
        write(store)
