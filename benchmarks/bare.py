"""The limit: the same statements and nothing else, by the driver alone, as durable."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg.rows import tuple_row

from benchmarks.heard import Sent
from neighborbook.storage.sqlite_file import connect


class Bare(Protocol):
    """Sends what another sent, up to and including its COMMIT."""

    def send(self, sent: Sent) -> None:
        """Send it, and fetch what it answers."""
        ...

    def close(self) -> None:
        """Close the connection."""
        ...


class BareSqlite:
    """The module sqlite3, with the settings with which a book is opened."""

    def __init__(self, path: str) -> None:
        self._connection: sqlite3.Connection = connect(str(Path(path)))

    def send(self, sent: Sent) -> None:
        """Send statement by statement: there are no trips to save."""
        for trip in sent.trips:
            for sql, parameters in trip:
                self._connection.execute(sql, parameters).fetchall()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


class BarePostgres:
    """psycopg, with as many round trips and as readily prepared statements."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True, prepare_threshold=1)

    def send(self, sent: Sent) -> None:
        """Send trip by trip, by the pipeline; leaving it is the last trip."""
        *before, last = sent.trips
        with self._connection.pipeline() as pipeline:
            for trip in before:
                cursors = [self._execute(*statement) for statement in trip]
                pipeline.sync()
                for cursor in cursors:
                    if cursor.description is not None:
                        cursor.fetchall()
            for statement in last:
                self._execute(*statement)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _execute(
        self, sql: str, parameters: tuple[int | str | None, ...]
    ) -> psycopg.RawCursor[tuple[object, ...]]:
        cursor = psycopg.RawCursor(self._connection, row_factory=tuple_row)
        cursor.execute(sql, parameters)
        return cursor
