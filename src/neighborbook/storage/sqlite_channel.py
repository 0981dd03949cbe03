"""One transaction on one connection to SQLite."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress

import attrs

from neighborbook.errors import InvariantBroken, NotFound
from neighborbook.storage.abc import Key, Stale
from neighborbook.storage.channel import Call, arguments
from neighborbook.storage.queries import on_entry
from neighborbook.storage.sqlite_errors import translated
from neighborbook.storage.statement_log import StatementLog
from neighborbook.storage.statements import Row, Value, prepared

EMPTY = "[]"
_NOTICEABLE = 0.001
"""Seconds of waiting that are worth a statement to take them off what is left."""


class SqliteChannel:
    """Sends every statement at once: there is no trip to save, so each one counts as a trip."""

    def __init__(self, connection: sqlite3.Connection, log: StatementLog | None) -> None:
        self._connection = connection
        self._log = log
        self._trip = 0
        self._prepared = prepared("sqlite", None)
        self.revision = self.directory = 0

    def begin(self, statement: str, until: float) -> None:
        """Open the transaction; what waits for others later on waits until then as well."""
        try:
            begun = self._wait_until(until)
            self._hear(statement, ())
            self._connection.execute(statement)
            if time.monotonic() - begun > _NOTICEABLE:
                self._wait_until(until)
        except sqlite3.Error as error:
            raise translated(error) from error

    def _wait_until(self, until: float) -> float:
        """Let each statement wait for others until then; return now."""
        now = time.monotonic()
        left = max(int((until - now) * 1000), 0)
        self._connection.execute(f"PRAGMA busy_timeout = {left}")
        return now

    def enter(self, center: str, key: Key | None) -> bool:
        """Read the revisions and take a key; return whether it was used before."""
        if key is None:
            self._read_revisions(center)
            return False
        taking: dict[str, Value] = {"center": center, **attrs.asdict(key)}
        try:
            (taken,) = self.ask([(on_entry.TAKE_KEY_AND_REVISIONS, taking)])
        except InvariantBroken:
            # The key refers to its center; nothing else can be wrong with it.
            raise NotFound(kind="center", id=center) from None
        if taken:
            self.revision, self.directory = taken[0]
            return False
        self._read_revisions(center)
        return True

    def ask(self, calls: Sequence[Call]) -> list[list[Row]]:
        return [self._run(call).fetchall() for call in calls]

    def each(self, calls: Sequence[Call]) -> list[Iterator[Row]]:
        return [self._run(call) for call in calls]

    def send(self, calls: Sequence[Call]) -> None:
        for query, values in calls:
            if query.parts:
                self.send([(part, values) for name, part in query.parts if values[name] != EMPTY])
            elif self._run((query, values)).rowcount == 0 and query.must_change_a_row:
                raise Stale

    def commit(self) -> None:
        self._hear("COMMIT", ())
        try:
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise translated(error, committing=True) from error

    def roll_back(self) -> bool:
        """End the transaction if it is open; return whether the connection can be used again."""
        if self._connection.in_transaction:
            self._hear("ROLLBACK", ())
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")
        return not self._connection.in_transaction

    def _read_revisions(self, center: str) -> None:
        (found,) = self.ask([(on_entry.REVISIONS, {"center": center})])
        if not found:
            raise NotFound(kind="center", id=center)
        self.revision, self.directory = found[0]

    def _run(self, call: Call) -> sqlite3.Cursor:
        query, values = call
        prepared = self._prepared[query]
        given = arguments(prepared, values)
        self._hear(prepared.sql, given)
        try:
            return self._connection.execute(prepared.sql, given)
        except sqlite3.Error as error:
            raise translated(error) from error

    def _hear(self, sql: str, given: object) -> None:
        self._trip += 1
        if self._log is not None:
            self._log(sql, given, self._trip)
