"""The store in one SQLite file, or in memory."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Protocol

import attrs

from neighborbook.errors import Busy, NotFound, StorageError
from neighborbook.storage import queries as q
from neighborbook.storage.abc import Key, Reader, Stale, StatementLog, Transaction
from neighborbook.storage.channel import Call, arguments
from neighborbook.storage.file_lock import WriterLock
from neighborbook.storage.session import StoredReader, StoredTransaction
from neighborbook.storage.sqlite_errors import translated
from neighborbook.storage.sqlite_file import connect
from neighborbook.storage.statements import Row

IDLE_CONNECTIONS = 8


class SqliteChannel:
    """One transaction on one connection. Every statement goes at once; there is no trip to save."""

    def __init__(self, connection: sqlite3.Connection, log: StatementLog | None) -> None:
        self.connection = connection
        self.open = False
        self.revision = 0
        self._log = log
        self._trip = 0
        self._prepared = q.prepared("sqlite", None)

    def ask(self, calls: Sequence[Call]) -> list[list[Row]]:
        return [self._run(call).fetchall() for call in calls]

    def send(self, calls: Sequence[Call]) -> None:
        for call in calls:
            changed = self._run(call).rowcount
            if changed == 0 and call[0].must_change_a_row:
                raise Stale

    def changed(self, call: Call) -> int:
        """Send a call and return how many rows it changed."""
        return self._run(call).rowcount

    def begin(self, statement: str, until: float) -> None:
        """Open the transaction, waiting for others until then (of ``time.monotonic``)."""
        # The pause bounds each later wait as well: for readers, at the commit.
        left = max(int((until - time.monotonic()) * 1000), 0)
        try:
            self.connection.execute(f"PRAGMA busy_timeout = {left}")
            self._hear(statement, ())
            self.connection.execute(statement)
        except sqlite3.Error as error:
            raise translated(error) from error
        self.open = True

    def commit(self) -> None:
        self._hear("COMMIT", ())
        try:
            self.connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise translated(error, committing=True) from error
        self.open = False

    def roll_back(self) -> bool:
        """End the transaction if it is open; return whether the connection can be used again."""
        if self.open or self.connection.in_transaction:
            self._hear("ROLLBACK", ())
            with suppress(sqlite3.Error):
                self.connection.execute("ROLLBACK")
        self.open = False
        return not self.connection.in_transaction

    def _run(self, call: Call) -> sqlite3.Cursor:
        query, values = call
        prepared = self._prepared[query]
        given = arguments(prepared, values)
        self._hear(prepared.sql, given)
        try:
            return self.connection.execute(prepared.sql, given)
        except sqlite3.Error as error:
            raise translated(error) from error

    def _hear(self, sql: str, given: object) -> None:
        self._trip += 1
        if self._log is not None:
            self._log(sql, given, self._trip)


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
    """Connections to a file: each is lent to one transaction at a time; a child process opens anew."""

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
        while self._idle:
            self._idle.pop().close()

    def _take(self) -> sqlite3.Connection:
        if self._closed:
            raise StorageError("the store is closed", remedy="Open it again.")
        if self._pid != os.getpid():
            # Closing what the parent opened would disturb it; it is kept, untouched, for good.
            self._inherited, self._idle, self._pid = self._idle, [], os.getpid()
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

    @contextmanager
    def reading(self, until: float) -> Iterator[sqlite3.Connection]:
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
        self._connection.close()


@attrs.frozen(kw_only=True)
class SqliteStore:
    """A ``Store`` in SQLite: one writer at a time, any number of readers."""

    connections: Connections
    deadline: float = 5.0
    log: StatementLog | None = None

    @contextmanager
    def transaction(
        self,
        center: str,
        *,
        scopes: frozenset[str],
        key: Key | None = None,
        exclusive: bool = False,
        deadline: float | None = None,
    ) -> Iterator[Transaction]:
        until = time.monotonic() + (self.deadline if deadline is None else deadline)
        with self.connections.writing(until) as connection, self._channel(connection) as channel:
            channel.begin("BEGIN IMMEDIATE", until)
            channel.revision = _revision(channel, center)
            yield StoredTransaction(
                channel,
                center,
                scopes=scopes,
                exclusive=exclusive,
                answer=_take_key(channel, center, key),
            )

    @contextmanager
    def snapshot(self, center: str) -> Iterator[Reader]:
        until = time.monotonic() + self.deadline
        with self.connections.reading(until) as connection, self._channel(connection) as channel:
            channel.begin("BEGIN", until)
            channel.revision = _revision(channel, center)
            yield StoredReader(channel, center)

    def create_center(self, center: str) -> None:
        until = time.monotonic() + self.deadline
        with self.connections.writing(until) as connection, self._channel(connection) as channel:
            channel.begin("BEGIN IMMEDIATE", until)
            channel.send([(q.CREATE_CENTER, {"center": center})])
            channel.commit()

    def centers(self) -> tuple[str, ...]:
        until = time.monotonic() + self.deadline
        with self.connections.reading(until) as connection, self._channel(connection) as channel:
            channel.begin("BEGIN", until)
            (found,) = channel.ask([(q.CENTERS, {})])
            return tuple([center for (center,) in found])

    def close(self) -> None:
        self.connections.close()

    @contextmanager
    def _channel(self, connection: sqlite3.Connection) -> Iterator[SqliteChannel]:
        channel = SqliteChannel(connection, self.log)
        try:
            yield channel
        finally:
            if not channel.roll_back():
                self.connections.drop(connection)


def _revision(channel: SqliteChannel, center: str) -> int:
    (found,) = channel.ask([(q.REVISION, {"center": center})])
    if not found:
        raise NotFound(kind="center", id=center)
    revision: int = found[0][0]
    return revision


def _take_key(channel: SqliteChannel, center: str, key: Key | None) -> Key | None:
    """Take a key for this write, or return what it was used for before."""
    if key is None:
        return None
    named = {"center": center, "actor": key.actor, "key": key.key}
    if channel.changed((q.TAKE_KEY, {**named, "hash": key.hash, "answer": key.answer})):
        return None
    (found,) = channel.ask([(q.KEY, named)])
    return attrs.evolve(key, hash=found[0][0], answer=found[0][1])
