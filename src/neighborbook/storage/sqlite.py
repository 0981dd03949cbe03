"""The store in one SQLite file, or in memory."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path

import attrs

from neighborbook.errors import Busy
from neighborbook.storage.abc import Key, Reader, Store, Transaction, Wanted
from neighborbook.storage.frozen import FrozenStore
from neighborbook.storage.inspecting import Inspection, StoredInspection
from neighborbook.storage.one_at_a_time import OneAtATime
from neighborbook.storage.queries import on_entry
from neighborbook.storage.receiving import Receiver, SqliteReceiver
from neighborbook.storage.scrubbing import overwriting, scrub_file
from neighborbook.storage.session import StoredReader, StoredTransaction
from neighborbook.storage.sqlite_channel import SqliteChannel
from neighborbook.storage.sqlite_connections import Connections
from neighborbook.storage.sqlite_errors import translated
from neighborbook.storage.sqlite_inspection import flaws_of_sqlite
from neighborbook.storage.statement_log import StatementLog

BEGIN = "BEGIN IMMEDIATE"
BEGIN_READING = "BEGIN"


@attrs.frozen(kw_only=True)
class SqliteStore:
    """A ``Store`` in SQLite: one writer at a time, any number of readers."""

    connections: Connections
    deadline: float = 5.0
    log: StatementLog | None = None
    _once: OneAtATime = attrs.field(factory=OneAtATime, init=False)

    @contextmanager
    def transaction(
        self,
        center: str,
        *,
        scopes: frozenset[str],
        key: Key | None = None,
        exclusive: bool = False,
        deadline: float | None = None,
        foreseen: Wanted | None = None,
    ) -> Iterator[Transaction]:
        patience = self.deadline if deadline is None else deadline
        with self._writing(patience, exclusive=exclusive) as channel:
            used_before = channel.enter(center, key)
            yield StoredTransaction(
                channel,
                center,
                scopes=scopes,
                exclusive=exclusive,
                used_before=key if used_before else None,
            )

    @contextmanager
    def snapshot(self, center: str) -> Iterator[Reader]:
        with self._reading() as channel:
            channel.enter(center, None)
            yield StoredReader(channel, center)

    @contextmanager
    def frozen(self, center: str) -> Iterator[Store]:
        until = time.monotonic() + self.deadline
        with self._copied(until) as copy:
            channel = SqliteChannel(copy, self.log)
            channel.begin(BEGIN_READING, until)
            channel.enter(center, None)
            yield FrozenStore(center=center, reader=StoredReader(channel, center))

    @contextmanager
    def inspecting(self, center: str) -> Iterator[Inspection]:
        until = time.monotonic() + self.deadline
        with self._copied(until) as copy:
            channel = SqliteChannel(copy, self.log)
            channel.begin(BEGIN_READING, until)
            channel.enter(center, None)
            yield StoredInspection(channel, center, lambda: flaws_of_sqlite(copy))

    @contextmanager
    def receiving(self) -> Iterator[Receiver]:
        until = time.monotonic() + self.deadline
        with self._once.inside(), self.connections.writing(until) as connection:
            try:
                connection.execute(BEGIN)
                yield SqliteReceiver(connection)
            except sqlite3.Error as error:
                raise translated(error) from error
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def copy_into(self, path: Path) -> None:
        """Copy the whole database of this moment into a file that is not there yet."""
        until = time.monotonic() + self.deadline
        try:
            with closing(sqlite3.connect(path, isolation_level=None)) as copy:
                with self._once.inside(), self.connections.writing(until) as connection:
                    connection.execute("PRAGMA shrink_memory")
                    _copy(connection, copy)
                copy.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.Error as error:
            raise translated(error) from error

    def replace_by(self, path: Path) -> None:
        """Put the whole database of a file in the place of this one, in one transaction.

        Whoever has it open sees the new one from then on.
        """
        until = time.monotonic() + self.deadline
        try:
            with (
                closing(sqlite3.connect(path, isolation_level=None)) as source,
                self._once.inside(),
                self.connections.writing(until) as connection,
            ):
                source.backup(connection)
        except sqlite3.Error as error:
            raise translated(error) from error

    def scrub(self) -> bool:
        until = time.monotonic() + self.deadline
        try:
            with self._once.inside(), self.connections.writing(until) as connection:
                return scrub_file(connection, until - time.monotonic())
        except Busy:
            return False

    def create_center(self, center: str) -> None:
        with self._writing(self.deadline) as channel:
            channel.send([(on_entry.CREATE_CENTER, {"center": center})])
            channel.commit()

    def centers(self) -> tuple[str, ...]:
        with self._reading() as channel:
            (found,) = channel.ask([(on_entry.CENTERS, {})])
        return tuple([center for (center,) in found])

    def close(self) -> None:
        self.connections.close()

    @contextmanager
    def _copied(self, until: float) -> Iterator[sqlite3.Connection]:
        """Lend a copy of the database of this moment."""
        # Without a name: it grows into a file that nobody else sees, and is gone when it is closed.
        with closing(sqlite3.connect("", isolation_level=None, check_same_thread=False)) as copy:
            with self._once.inside(), self.connections.writing(until) as connection:
                # What lies on the disk is copied, not what is remembered of it.
                connection.execute("PRAGMA shrink_memory")
                _copy(connection, copy)
            yield copy

    @contextmanager
    def _writing(self, patience: float, *, exclusive: bool = False) -> Iterator[SqliteChannel]:
        until = time.monotonic() + patience
        with (
            self._once.inside(),
            self.connections.writing(until) as connection,
            # Erasing is among what is done alone; who books is not slowed down.
            overwriting(connection) if exclusive else nullcontext(),
            self._begun(connection, BEGIN, until) as channel,
        ):
            yield channel

    @contextmanager
    def _reading(self) -> Iterator[SqliteChannel]:
        until = time.monotonic() + self.deadline
        with (
            self._once.inside(),
            self.connections.reading(until) as connection,
            self._begun(connection, BEGIN_READING, until) as channel,
        ):
            yield channel

    @contextmanager
    def _begun(
        self, connection: sqlite3.Connection, begin: str, until: float
    ) -> Iterator[SqliteChannel]:
        channel = SqliteChannel(connection, self.log)
        try:
            channel.begin(begin, until)
            yield channel
        finally:
            if not channel.roll_back():
                self.connections.drop(connection)


def _copy(connection: sqlite3.Connection, copy: sqlite3.Connection) -> None:
    try:
        connection.backup(copy)
    except sqlite3.Error as error:
        raise translated(error) from error
