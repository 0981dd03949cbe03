"""The store in a PostgreSQL schema.

Entering, reading, and writing with the commit are one round trip each. Locks and reads are never
one statement, nor one trip: a statement's snapshot is older than its lock.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING

import attrs

from neighborbook.errors import Busy, InvariantBroken, NotFound, StorageError
from neighborbook.storage import rows
from neighborbook.storage.abc import Key, Reader, Store, Transaction, Wanted
from neighborbook.storage.channel import Call
from neighborbook.storage.frozen import FrozenStore
from neighborbook.storage.inspecting import Inspection, StoredInspection
from neighborbook.storage.one_at_a_time import OneAtATime
from neighborbook.storage.postgresql_channel import (
    BEGIN,
    BEGIN_READING,
    PostgresChannel,
    SnapshotChannel,
    entered,
    revisions_in,
)
from neighborbook.storage.postgresql_inspection import flaws_of_postgresql
from neighborbook.storage.postgresql_lending import forget
from neighborbook.storage.queries import on_entry
from neighborbook.storage.receiving import Receiver, receiving_postgresql
from neighborbook.storage.session import StoredReader, StoredTransaction, calls_for
from neighborbook.storage.statement_log import StatementLog
from neighborbook.storage.statements import Value

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

    from neighborbook.storage.postgresql_channel import Cursor

SILENCE = 60_000
"""Milliseconds after which the server ends a transaction whose caller says nothing more."""

REMEMBERED = 100_000
"""How many scopes a process remembers to have rows; then it forgets them all."""


@attrs.frozen(kw_only=True)
class Entry:
    """What a transaction locks before it reads."""

    center: str
    scopes: tuple[str, ...]
    key: Key | None
    exclusive: bool
    patience: float
    foreseen: tuple[Call, ...] = ()

    def calls(self, *, making: Sequence[str], left: float) -> list[Call]:
        """Return the first trip: center, key, rows for scopes that may lack one, locks.

        Args:
            left: seconds for which all of it may wait.
        """
        given: dict[str, Value] = {"center": self.center, **patience(left)}
        scopes = {**given, "waits_on": 1 if self.scopes else 0}
        key = {} if self.key is None else attrs.asdict(self.key)
        enter = on_entry.ENTER_ALONE if self.exclusive else on_entry.ENTER_SHARING
        calls: list[Call] = [(enter, {**scopes, "waits_on": 1 if self.scopes or key else 0})]
        if key:
            calls.append((on_entry.TAKE_KEY, {**scopes, **key}))
        if making:
            calls.append((on_entry.MAKE_SCOPES, {**scopes, "scopes": rows.names_json(making)}))
        if self.scopes:
            calls.append((on_entry.LOCK_SCOPES, {**given, "scopes": rows.names_json(self.scopes)}))
        return calls


def patience(seconds: float) -> dict[str, Value]:
    """Return how long a transaction waits for others, and the server for it."""
    # 0 would mean for ever.
    return {"patience": max(int(seconds * 1000), 1), "silence": SILENCE}


def refuse_late(until: float) -> None:
    """Raise ``Busy`` past the deadline: each of several waits may have ended just before it."""
    if time.monotonic() > until:
        raise Busy("others were writing until the deadline")


@attrs.define(kw_only=True)
class PostgresStore:
    """A ``Store`` in a schema of PostgreSQL, for any number of machines.

    Attributes:
        owns_engine: ``close`` disposes of it.
    """

    engine: Engine
    schema: str
    deadline: float = 5.0
    log: StatementLog | None = None
    owns_engine: bool = True
    _once: OneAtATime = attrs.field(factory=OneAtATime, init=False)
    _known: set[tuple[str, str]] = attrs.field(factory=set, init=False)
    _pid: int = attrs.field(factory=os.getpid, init=False)
    _closed: bool = attrs.field(default=False, init=False)

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
        entry = Entry(
            center=center,
            scopes=tuple(sorted(scopes)),
            key=key,
            exclusive=exclusive,
            patience=self.deadline if deadline is None else deadline,
            foreseen=() if foreseen is None else tuple(calls_for(center, foreseen).values()),
        )
        with self._once.inside():
            channel, used_before = self._entered(entry)
            try:
                yield StoredTransaction(
                    channel,
                    center,
                    scopes=scopes,
                    exclusive=exclusive,
                    used_before=key if used_before else None,
                )
            finally:
                if channel.committed:
                    self._remember(entry)
                channel.close()

    @contextmanager
    def snapshot(self, center: str) -> Iterator[Reader]:
        channel = SnapshotChannel(center, lambda calls: self._begin_reading(center, calls))
        with self._once.inside():
            try:
                yield StoredReader(channel, center)
            finally:
                channel.close()

    @contextmanager
    def frozen(self, center: str) -> Iterator[Store]:
        channel = SnapshotChannel(center, lambda calls: self._begin_reading(center, calls))
        try:
            # Asked at once: the moment is now, not when somebody first reads.
            channel.ask([])
            yield FrozenStore(center=center, reader=StoredReader(channel, center))
        finally:
            channel.close()

    @contextmanager
    def inspecting(self, center: str) -> Iterator[Inspection]:
        channel = SnapshotChannel(center, lambda calls: self._begin_reading(center, calls))
        try:
            channel.ask([])
            yield StoredInspection(
                channel, center, lambda: flaws_of_postgresql(self.engine, self.schema)
            )
        finally:
            channel.close()

    def receiving(self) -> AbstractContextManager[Receiver]:
        return receiving_postgresql(self.engine, self.schema)

    def scrub(self) -> bool:
        return False

    def create_center(self, center: str) -> None:
        until = time.monotonic() + self.deadline
        making: Call = (on_entry.CREATE_CENTER, {"center": center})
        channel, _ = entered(
            self._channel, BEGIN, lambda left: [(on_entry.LIMIT, patience(left)), making], until
        )
        try:
            channel.commit()
        finally:
            channel.close()

    def centers(self) -> tuple[str, ...]:
        channel, (cursor,) = entered(
            self._channel,
            BEGIN_READING,
            lambda _: [(on_entry.CENTERS, {})],
            time.monotonic() + self.deadline,
        )
        channel.close()
        return tuple([center for (center,) in cursor.fetchall()])

    def close(self) -> None:
        self._closed = True
        if self.owns_engine:
            # What a parent process opened is not the child's to close.
            self.engine.dispose(close=self._pid == os.getpid())

    def _channel(self, until: float) -> PostgresChannel:
        if self._closed:
            raise StorageError("the store is closed", remedy="Open it again.")
        if self._pid != os.getpid():
            # The parent goes on using its connections; the child must not even close them.
            self._pid = os.getpid()
            self.engine.dispose(close=False)
            forget(self.engine)
        return PostgresChannel(self.engine, self.schema, self.log, until=until)

    def _begin_reading(
        self, center: str, calls: Sequence[Call]
    ) -> tuple[PostgresChannel, list[Cursor]]:
        enter: Call = (on_entry.ENTER, {"center": center, **patience(self.deadline)})
        until = time.monotonic() + self.deadline
        return entered(self._channel, BEGIN_READING, lambda _: [enter, *calls], until)

    def _entered(self, entry: Entry) -> tuple[PostgresChannel, bool]:
        """Lock what an entry names, and say whether its key was used before.

        The rows of scopes that are known need not be made again.
        """
        until = time.monotonic() + entry.patience
        making = [scope for scope in entry.scopes if (entry.center, scope) not in self._known]
        while True:
            channel, cursors = self._first_trip(entry, making, until)
            try:
                channel.revision, channel.directory = revisions_in(cursors[0], entry.center)
                refuse_late(until)
                entering = len(cursors) - len(entry.foreseen)
                if not entry.scopes or cursors[entering - 1].rowcount == len(entry.scopes):
                    channel.foresee(list(entry.foreseen), cursors[entering:])
                    return channel, entry.key is not None and cursors[1].fetchall()[0][0] == 0
            except BaseException:
                channel.close()
                raise
            # A row that we knew is gone: the database is not the one that it was.
            channel.close()
            self._known.clear()
            making = list(entry.scopes)

    def _first_trip(
        self, entry: Entry, making: Sequence[str], until: float
    ) -> tuple[PostgresChannel, list[Cursor]]:
        try:
            return entered(
                self._channel,
                BEGIN,
                lambda left: [*entry.calls(making=making, left=left), *entry.foreseen],
                until,
            )
        except InvariantBroken as error:
            # Keys and scopes refer to their center, so without it they fail before it is looked at.
            if error.guard.endswith("_center_fkey"):
                raise NotFound(kind="center", id=entry.center) from None
            raise

    def _remember(self, entry: Entry) -> None:
        """Remember which scopes have rows, but for those of single bookings."""
        if len(self._known) > REMEMBERED:
            self._known.clear()
        self._known.update(
            (entry.center, scope) for scope in entry.scopes if not scope.startswith("booking:")
        )
