"""One transaction on one connection to PostgreSQL, in round trips.

Statements that need no answer of one another travel together, by psycopg's pipeline. Leaving the
pipeline sends what is waiting and awaits every answer, so it is the last trip itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import psycopg
from psycopg.generators import send
from psycopg.rows import tuple_row

from neighborbook.errors import Busy, NotFound, StorageError
from neighborbook.storage.abc import Stale
from neighborbook.storage.channel import Call, arguments
from neighborbook.storage.postgresql_errors import (
    DIVISION_BY_ZERO,
    is_lost,
    telling,
    translated,
    unknown,
)
from neighborbook.storage.postgresql_lending import lend, take_back
from neighborbook.storage.statement_log import StatementLog
from neighborbook.storage.statements import Row, Value, prepared

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

    Driver = psycopg.Connection[Row]
    Cursor = psycopg.RawCursor[Row]

BEGIN = "BEGIN ISOLATION LEVEL READ COMMITTED"  # whatever the database's own default is
BEGIN_READING = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


class PostgresChannel:
    """A borrowed connection and its one transaction; ``close`` gives the connection back.

    Raises:
        Busy: every connection was in use until then (of ``time.monotonic``).
    """

    def __init__(
        self, engine: Engine, schema: str, log: StatementLog | None, *, until: float
    ) -> None:
        self._log = log
        self._trip = 1
        self._prepared = prepared("postgresql", schema)
        self._waiting: list[Call] = []
        self._foreseen: tuple[Sequence[Call], Sequence[Cursor]] | None = None
        self._engine = engine
        self._borrowed = lend(engine, until)
        driver = self._borrowed.driver_connection
        if not isinstance(driver, psycopg.Connection):
            take_back(engine, self._borrowed, fit=True)
            raise StorageError(
                "the engine does not use psycopg", remedy="Make it with postgresql+psycopg://."
            )
        self._driver: Driver = driver
        # An engine of the host's may open transactions by itself; ours begin when we say so.
        self._autocommit = driver.autocommit
        if not self._autocommit:
            driver.autocommit = True
        self._inside = driver.pipeline()
        self._pipeline = self._inside.__enter__()
        self._open = True
        self._failed = False
        self.committed = False
        self.revision = self.directory = 0

    @property
    def lost(self) -> bool:
        """Whether the connection is gone."""
        return self._driver.closed

    def ask(self, calls: Sequence[Call]) -> list[list[Row]]:
        foreseen, self._foreseen = self._foreseen, None
        if foreseen is not None and foreseen[0] == calls:
            return [cursor.fetchall() for cursor in foreseen[1]]
        return [cursor.fetchall() for cursor in self.run(calls)]

    def each(self, calls: Sequence[Call]) -> list[Iterator[Row]]:
        return [iter(answer) for answer in self.ask(calls)]

    def send(self, calls: Sequence[Call]) -> None:
        self._foreseen = None
        self._waiting.extend(calls)

    def foresee(self, calls: Sequence[Call], cursors: Sequence[Cursor]) -> None:
        """Keep answers that were fetched along, in case that the next question is just this."""
        self._foreseen = calls, cursors

    def run(self, calls: Sequence[Call], *, begin: str = "") -> list[Cursor]:
        """Send what is waiting and these calls; return the cursors of these."""
        waiting, self._waiting = self._waiting, []
        try:
            if begin:
                self._execute(begin, ())
            for call in waiting:
                self._call(call)
            cursors = [self._call(call) for call in calls]
            self._sync()
        except psycopg.Error as error:
            raise self._failure(error) from telling(error)
        self._trip += 1
        return cursors

    def commit(self) -> None:
        try:
            for call in self._waiting:
                self._call(call)
        except psycopg.Error as error:
            raise self._failure(error) from telling(error)
        # From here on the server may have got the COMMIT, whatever becomes of its answer.
        try:
            self._execute("COMMIT", ())
            self._leave()
        except psycopg.Error as error:
            if is_lost(error, self._driver):
                raise unknown(error) from telling(error)
            raise self._failure(error) from telling(error)
        self.committed = True

    def close(self) -> None:
        """Roll back what is open, and give the connection back, or drop it if it is of no use."""
        if self._open:
            with suppress(psycopg.Error):
                self._execute("ROLLBACK", ())
            with suppress(psycopg.Error):
                self._leave()
        idle = psycopg.pq.TransactionStatus.IDLE
        unfit = self._failed or self._driver.info.transaction_status != idle
        fit = not (self._driver.closed or unfit)
        if fit and not self._autocommit:
            self._driver.autocommit = False
        take_back(self._engine, self._borrowed, fit=fit)

    def _sync(self) -> None:
        self._push()
        self._pipeline.sync()

    def _push(self) -> None:
        """Send all that psycopg has taken: while it awaits answers it sends nothing more.

        Of what does not go into the socket at once (one text of a megabyte, or thousands of rows)
        the server would wait for the rest, and we for its answer, for ever.
        """
        self._driver.wait(send(self._driver.pgconn))

    def _leave(self) -> None:
        self._open = False
        try:
            self._push()
        finally:
            self._inside.__exit__(None, None, None)
        self._trip += 1

    def _failure(self, error: psycopg.Error) -> Exception:
        """Bring the pipeline to rest, so that it can be rolled back, and name the error."""
        # The server has passed over what came after; psycopg may take some of it for prepared.
        self._failed = True
        if self._open:
            with suppress(psycopg.Error):
                self._sync()
        if error.sqlstate == DIVISION_BY_ZERO:
            return Stale()
        return translated(error)

    def _call(self, call: Call) -> Cursor:
        query, values = call
        prepared = self._prepared[query]
        return self._execute(prepared.sql, arguments(prepared, values))

    def _execute(self, sql: str, given: tuple[Value, ...]) -> Cursor:
        if self._log is not None:
            self._log(sql, given, self._trip)
        cursor = psycopg.RawCursor(self._driver, row_factory=tuple_row)
        cursor.execute(sql, given)
        return cursor


def entered(
    make: Callable[[float], PostgresChannel],
    begin: str,
    calls: Callable[[float], Sequence[Call]],
    until: float,
) -> tuple[PostgresChannel, list[Cursor]]:
    """Borrow a connection and make the first trip; pooled connections may have died meanwhile.

    Args:
        make: borrows until an instant.
        calls: returns what to send when so many seconds are left.
    """
    while True:
        channel = make(until)
        try:
            return channel, channel.run(calls(until - time.monotonic()), begin=begin)
        except Busy:
            lost = channel.lost
            channel.close()
            if not lost or time.monotonic() >= until:
                raise
        except BaseException:
            channel.close()
            raise


class SnapshotChannel:
    """A snapshot that begins with its first question, so that a single one costs one trip."""

    def __init__(
        self, center: str, begin: Callable[[Sequence[Call]], tuple[PostgresChannel, list[Cursor]]]
    ) -> None:
        self._center = center
        self._begin = begin
        self._channel: PostgresChannel | None = None
        self._revisions = 0, 0

    @property
    def revision(self) -> int:
        if self._channel is None:
            self.ask([])
        return self._revisions[0]

    @property
    def directory(self) -> int:
        if self._channel is None:
            self.ask([])
        return self._revisions[1]

    def ask(self, calls: Sequence[Call]) -> list[list[Row]]:
        if self._channel is not None:
            return self._channel.ask(calls)
        self._channel, (entry, *cursors) = self._begin(calls)
        self._revisions = revisions_in(entry, self._center)
        return [cursor.fetchall() for cursor in cursors]

    def each(self, calls: Sequence[Call]) -> list[Iterator[Row]]:
        return [iter(answer) for answer in self.ask(calls)]

    def send(self, calls: Sequence[Call]) -> None:
        raise RuntimeError("a snapshot only reads")

    def close(self) -> None:
        """End the snapshot."""
        if self._channel is not None:
            self._channel.close()


def revisions_in(cursor: Cursor, center: str) -> tuple[int, int]:
    """Return what the first statement said of the center: revisions of catalog and directory.

    Raises:
        NotFound: there is no such center.
    """
    row = cursor.fetchone()
    if row is None:
        raise NotFound(kind="center", id=center)
    revision, directory, *_ = row
    return revision, directory
