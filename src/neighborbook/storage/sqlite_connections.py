"""Who may use which connection to SQLite, and when."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Protocol

from neighborbook.errors import Busy, StorageError
from neighborbook.storage.file_lock import WriterLock
from neighborbook.storage.sqlite_errors import translated
from neighborbook.storage.sqlite_file import connect

IDLE_CONNECTIONS = 8


class Connections(Protocol):
    """Gives connections to one database, and the turn to write."""

    def reading(self, until: float) -> AbstractContextManager[sqlite3.Connection]:
        """Lend a connection for one snapshot."""
        ...

    def writing(self, until: float) -> AbstractContextManager[sqlite3.Connection]:
        """Lend a connection when it is this writer's turn, or raise ``Busy``."""
        ...

    def drop(self, connection: sqlite3.Connection) -> None:
        """Close a connection that failed, instead of lending it again."""
        ...

    def close(self) -> None:
        """Close all of them."""
        ...


class FileConnections:
    """Connections to a file, each lent to one transaction at a time; a child opens its own."""

    def __init__(self, path: Path, *, deadline: float) -> None:
        self._path = path
        self._deadline = deadline
        self._lock = WriterLock(path)
        self._pid = os.getpid()
        self._idle: list[sqlite3.Connection] = []
        self._inherited: list[sqlite3.Connection] = []
        self._dropped: set[int] = set()
        self._closed = False

    @contextmanager
    def reading(self, until: float) -> Iterator[sqlite3.Connection]:
        connection = self._take()
        try:
            yield connection
        finally:
            self._give_back(connection)

    @contextmanager
    def writing(self, until: float) -> Iterator[sqlite3.Connection]:
        with self._lock.held(until), self.reading(until) as connection:
            yield connection

    def drop(self, connection: sqlite3.Connection) -> None:
        self._dropped.add(id(connection))

    def close(self) -> None:
        self._closed = True
        self._leave_to_parent()
        while self._idle:
            self._idle.pop().close()

    def _leave_to_parent(self) -> None:
        """In a child process keep what the parent opened, untouched, for good."""
        if self._pid != os.getpid():
            self._inherited, self._idle, self._pid = self._idle, [], os.getpid()

    def _take(self) -> sqlite3.Connection:
        if self._closed:
            raise StorageError("the store is closed", remedy="Open it again.")
        self._leave_to_parent()
        try:
            return self._idle.pop()
        except IndexError:
            pass
        try:
            return connect(str(self._path), timeout=self._deadline)
        except sqlite3.Error as error:
            raise translated(error) from error

    def _give_back(self, connection: sqlite3.Connection) -> None:
        kept = id(connection) not in self._dropped
        self._dropped.discard(id(connection))
        if kept and not self._closed and len(self._idle) < IDLE_CONNECTIONS:
            self._idle.append(connection)
        else:
            with suppress(sqlite3.Error):
                connection.close()


class MemoryConnection:
    """The one connection to a database in memory, lent to one thread after another."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._turn = threading.Lock()
        self._pid = os.getpid()
        self._closed = False

    @contextmanager
    def reading(self, until: float) -> Iterator[sqlite3.Connection]:
        if self._closed:
            raise StorageError("the store is closed", remedy="Open it again.")
        if self._pid != os.getpid():
            raise StorageError(
                "a book in memory does not go along into a child process",
                remedy="Open it after the fork, or keep it in a file.",
            )
        if not self._turn.acquire(timeout=max(until - time.monotonic(), 0)):
            raise Busy("others were using the book until the deadline")
        try:
            yield self._connection
        finally:
            self._turn.release()

    writing = reading

    def drop(self, connection: sqlite3.Connection) -> None:
        """Keep it: without it the database would be gone."""

    def close(self) -> None:
        self._closed = True
        self._connection.close()
