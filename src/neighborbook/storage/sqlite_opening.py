"""Opening a SQLite database: whose it is, how old, whether its guards stand."""

from __future__ import annotations

from pathlib import Path
import time

from neighborbook.storage import guards
from neighborbook.storage.abc import StatementLog
from neighborbook.storage.sqlite import FileConnections, MemoryConnection, SqliteStore
from neighborbook.storage.sqlite_file import APPLICATION_ID, connect, refuse_unfit, application_id
from neighborbook.storage.tables import metadata
from neighborbook.storage.queries import dialect_of
from sqlalchemy.schema import CreateTable, CreateIndex


def _create(connection):
    d = dialect_of("sqlite")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    for table in metadata.sorted_tables:
        connection.execute(str(CreateTable(table).compile(dialect=d)))
        for index in table.indexes:
            connection.execute(str(CreateIndex(index).compile(dialect=d)))
    for s in guards.sqlite_statements():
        connection.execute(s)
    connection.execute("COMMIT")


def open_memory(*, deadline: float, log: StatementLog | None) -> SqliteStore:
    connection = connect(":memory:")
    _create(connection)
    return SqliteStore(connections=MemoryConnection(connection), deadline=deadline, log=log)


def open_file(path: Path, *, deadline: float, log: StatementLog | None, upgrade: bool) -> SqliteStore:
    refuse_unfit(path)
    c = connect(str(path))
    if not application_id(c):
        _create(c)
    c.close()
    return SqliteStore(connections=FileConnections(path, deadline=deadline), deadline=deadline, log=log)
