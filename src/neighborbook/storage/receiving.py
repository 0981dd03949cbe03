"""Receiving whole centers from another database, all of them or nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from neighborbook.errors import Fault, InvalidRequest
from neighborbook.storage.queries import on_changes, on_everything
from neighborbook.storage.queries.on_everything import copied_columns
from neighborbook.storage.sqlite_errors import translated
from neighborbook.storage.statements import Query, Row, Value, prepared
from neighborbook.storage.tables import metadata

if TYPE_CHECKING:
    import psycopg
    from sqlalchemy.engine import Engine


class Receiver(Protocol):
    """One open transaction that takes whole rows; nothing stays of it unless it is committed."""

    def clear(self) -> None:
        """Remove every row of every center."""
        ...

    def found(self, center: str, revision: int, directory: int) -> None:
        """Make the row of a center, which must not be there yet, with both its revisions.

        Raises:
            InvalidRequest: it is there, and something was loaded into it.
        """
        ...

    def insert(self, table: str, rows: Sequence[Row]) -> None:
        """Insert rows as they were read, ``copied_columns`` each.

        Raises:
            InvariantBroken: a guard of the database refuses one.
        """
        ...

    def count(self, table: str, center: str) -> int:
        """Return how many rows of a center a table has by now."""
        ...

    def head(self, center: str) -> tuple[int, str] | None:
        """Return position and hash of the last sealed change by now."""
        ...

    def commit(self) -> None:
        """Make it durable."""
        ...


def refuse_known(center: str) -> InvalidRequest:
    """Return the error for a center that the target has already."""
    expected = "a database without this center"
    fault = Fault(path="target", code="INPUT_INVALID", given=center, expected=expected)
    return InvalidRequest([fault])


class SqliteReceiver:
    """Receives into SQLite, in a transaction that is begun already."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def clear(self) -> None:
        for table in reversed(metadata.sorted_tables):
            self._run(f"DELETE FROM {table.name}", ())

    def found(self, center: str, revision: int, directory: int) -> None:
        known = self._run("SELECT revision FROM center WHERE id = ?", (center,)).fetchone()
        if known is not None and known[0] > 0:
            raise refuse_known(center)
        self._run(
            "INSERT INTO center (id, revision, directory) VALUES (?, ?, ?) ON CONFLICT (id) "
            "DO UPDATE SET revision = excluded.revision, directory = excluded.directory",
            (center, revision, directory),
        )

    def insert(self, table: str, rows: Sequence[Row]) -> None:
        columns = copied_columns(metadata.tables[table])
        marks = ", ".join("?" * len(columns))
        into = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
        try:
            self._connection.executemany(into, rows)
        except sqlite3.Error as error:
            raise translated(error) from error

    def count(self, table: str, center: str) -> int:
        found: int = self._ask(on_everything.COUNTS[table], center)[0][0]
        return found

    def head(self, center: str) -> tuple[int, str] | None:
        found = self._ask(on_changes.LAST_SEALED, center)
        return (found[0][0], found[0][1]) if found else None

    def commit(self) -> None:
        try:
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise translated(error, committing=True) from error

    def _ask(self, query: Query, center: str) -> list[Row]:
        statement = prepared("sqlite", None)[query]
        return self._run(statement.sql, statement.arguments({"center": center})).fetchall()

    def _run(self, statement: str, given: tuple[Value, ...]) -> sqlite3.Cursor:
        try:
            return self._connection.execute(statement, given)
        except sqlite3.Error as error:
            raise translated(error) from error


class PostgresReceiver:
    """Receives into a schema of PostgreSQL, by COPY."""

    def __init__(self, driver: psycopg.Connection[Row], schema: str) -> None:
        self._driver = driver
        self._schema = schema

    def clear(self) -> None:
        for table in reversed(metadata.sorted_tables):
            self._run(f"DELETE FROM {self._named(table.name)}", ())

    def found(self, center: str, revision: int, directory: int) -> None:
        table = self._named("center")
        known = self._run(f"SELECT revision FROM {table} WHERE id = $1", (center,))
        if known and known[0][0] > 0:
            raise refuse_known(center)
        self._run(
            f"INSERT INTO {table} (id, revision, directory) VALUES ($1, $2, $3) ON CONFLICT (id) "
            "DO UPDATE SET revision = excluded.revision, directory = excluded.directory",
            (center, revision, directory),
        )

    def insert(self, table: str, rows: Sequence[Row]) -> None:
        import psycopg

        from neighborbook.storage.postgresql_errors import translated as from_postgresql

        columns = ", ".join(copied_columns(metadata.tables[table]))
        into = f"COPY {self._named(table)} ({columns}) FROM STDIN"
        try:
            with self._driver.cursor() as cursor, cursor.copy(into.encode()) as copy:
                for row in rows:
                    copy.write_row(row)
        except psycopg.Error as error:
            raise from_postgresql(error) from error

    def count(self, table: str, center: str) -> int:
        found: int = self._ask(on_everything.COUNTS[table], center)[0][0]
        return found

    def head(self, center: str) -> tuple[int, str] | None:
        found = self._ask(on_changes.LAST_SEALED, center)
        return (found[0][0], found[0][1]) if found else None

    def commit(self) -> None:
        self._run("COMMIT", ())

    def _named(self, table: str) -> str:
        quoted = self._schema.replace('"', '""')
        return f'"{quoted}".{table}'

    def _ask(self, query: Query, center: str) -> list[Row]:
        statement = prepared("postgresql", self._schema)[query]
        return self._run(statement.sql, statement.arguments({"center": center}))

    def _run(self, statement: str, given: tuple[Value, ...]) -> list[Row]:
        import psycopg

        from neighborbook.storage.postgresql_errors import translated as from_postgresql

        try:
            cursor = psycopg.RawCursor(self._driver)
            cursor.execute(statement.encode(), given)
            return cursor.fetchall() if cursor.description else []
        except psycopg.Error as error:
            raise from_postgresql(error) from error


@contextmanager
def receiving_postgresql(engine: Engine, schema: str) -> Iterator[PostgresReceiver]:
    """Open a transaction on a connection of its own; it is rolled back unless committed."""
    borrowed = engine.raw_connection()
    driver = borrowed.driver_connection
    before = driver.autocommit  # type: ignore[union-attr]
    driver.autocommit = True  # type: ignore[union-attr]
    try:
        receiver = PostgresReceiver(driver, schema)  # type: ignore[arg-type]
        receiver._run("BEGIN", ())  # noqa: SLF001  begun here, and ended here if nobody commits
        yield receiver
    finally:
        if driver.info.transaction_status:  # type: ignore[union-attr]
            driver.execute(b"ROLLBACK")  # type: ignore[union-attr]
        driver.autocommit = before  # type: ignore[union-attr]
        borrowed.close()
