"""Opening a SQLite database: whose it is, how old, whether its guards stand."""

from __future__ import annotations

import functools
import logging
import sqlite3
import time
from collections.abc import Mapping
from pathlib import Path

import sqlalchemy as sa

from neighborbook.errors import Corrupt, NotOurs, ReadOnly, SchemaOutdated
from neighborbook.storage import guards
from neighborbook.storage.file_lock import WriterLock
from neighborbook.storage.migrations import HERE, migrate, revisions
from neighborbook.storage.sqlite import SqliteStore
from neighborbook.storage.sqlite_connections import FileConnections, MemoryConnection
from neighborbook.storage.sqlite_errors import translated
from neighborbook.storage.sqlite_file import APPLICATION_ID, connect, refuse_unfit
from neighborbook.storage.sqlite_inspection import schema_of
from neighborbook.storage.statement_log import StatementLog
from neighborbook.storage.tables import REVISIONS
from neighborbook.storage.versions import compared

log = logging.getLogger(__name__)


def open_memory(*, deadline: float, statement_log: StatementLog | None) -> SqliteStore:
    """Make an empty database in memory; it is gone when the store is closed."""
    connection = connect(":memory:")
    _copy_blank(connection)
    return SqliteStore(
        connections=MemoryConnection(connection), deadline=deadline, log=statement_log
    )


def open_file(
    path: Path,
    *,
    upgrade: bool,
    deadline: float,
    statement_log: StatementLog | None,
    folder: Path = HERE,
    guarded: bool = True,
) -> SqliteStore:
    """Open a file, or make it if there is none or it is empty; revisions are in ``folder``."""
    try:
        refuse_unfit(path)
    except PermissionError as error:
        raise ReadOnly(f"{path.name} may not be read") from error
    except (OSError, ValueError) as error:  # too long, or with signs that no name has
        raise NotOurs("no file can be opened at that path", remedy="Name another one.") from error
    try:
        with WriterLock(path).held(time.monotonic() + deadline):
            _prepare(path, upgrade=upgrade, deadline=deadline, folder=folder, guarded=guarded)
    except sqlite3.Error as error:
        raise translated(error) from error
    connections = FileConnections(path, deadline=deadline)
    return SqliteStore(connections=connections, deadline=deadline, log=statement_log)


def _prepare(path: Path, *, upgrade: bool, deadline: float, folder: Path, guarded: bool) -> None:
    connection = connect(str(path), timeout=deadline)
    try:
        tables = _names(connection, "table")
        (owner,) = connection.execute("PRAGMA application_id").fetchone()
        if not tables and owner == 0:
            _copy_blank(connection, folder)
            return
        if owner != APPLICATION_ID or REVISIONS not in tables:
            raise NotOurs(f"{path.name} belongs to another program")
        found = connection.execute(f"SELECT version_num FROM {REVISIONS}").fetchone()
        if compared(found[0] if found else "", where=path.name, folder=folder) < 0:
            if not upgrade:
                raise SchemaOutdated(f"{path.name} was made by an older neighborbook")
            _upgrade(connection, path, found[0], folder)
        if guarded:
            _verify_guards(connection, path.name)
    finally:
        connection.close()


def _names(connection: sqlite3.Connection, kind: str) -> dict[str, str]:
    found = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = ?", (kind,))
    return {name: sql for name, sql in found if not name.startswith("sqlite_")}


def _verify_guards(connection: sqlite3.Connection, name: str) -> None:
    """Compare the triggers word by word: one that was altered guards as little as one dropped."""
    found = _names(connection, "trigger")
    missing = [guard for guard, sql in guards.SQLITE.items() if found.get(guard) != sql]
    if missing:
        raise Corrupt(f"{name} has lost its guards ({', '.join(missing)})")


def _upgrade(connection: sqlite3.Connection, path: Path, revision: str, folder: Path) -> None:
    """Back the file up beside it, then migrate it in one transaction."""
    backup = _free_name(path, revision)
    with sqlite3.connect(backup) as copy:
        connection.backup(copy)
    copy.close()
    migrate_connection(connection, folder)
    log.warning(
        "%s was upgraded from revision %s to %s. To go back: close every program that uses it, put "
        "%s in its place, and install the neighborbook that you had.",
        path,
        revision,
        revisions(folder)[-1],
        backup,
    )


def _free_name(path: Path, revision: str) -> Path:
    number = 0
    while True:
        suffix = f".{number}" if number else ""
        name = path.with_name(f"{path.name}.before-upgrade-of-{revision}{suffix}")
        if not name.exists():
            return name
        number += 1


def migrate_connection(connection: sqlite3.Connection, folder: Path = HERE) -> None:
    """Migrate a database in one transaction; foreign keys rest meanwhile and are checked after."""
    engine = sa.create_engine("sqlite://", creator=lambda: connection, poolclass=sa.StaticPool)
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        # Without a transaction of SQLAlchemy's own, Alembic would commit after each revision; and
        # connecting rolls back what was begun before.
        with engine.connect() as wrapped, wrapped.begin():
            connection.execute("BEGIN IMMEDIATE")
            migrate(wrapped, folder)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            broken = connection.execute("PRAGMA foreign_key_check").fetchone()
            if broken:
                raise Corrupt(f"after the upgrade a row of {broken[0]} refers to nothing")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        connection.execute("PRAGMA foreign_keys = ON")


@functools.cache
def _blank(folder: Path) -> bytes:
    """Return a database without rows: migrating once a process is enough."""
    connection = connect(":memory:")
    migrate_connection(connection, folder)
    connection.execute("VACUUM")  # what a revision has made anew leaves pages behind
    image = connection.serialize()
    connection.close()
    return image


@functools.cache
def blank_schema(folder: Path = HERE) -> Mapping[tuple[str, str], str]:
    """Return what the schema of a database says that was made just now, by kind and name."""
    blank = sqlite3.connect(":memory:")
    blank.deserialize(_blank(folder))
    found = schema_of(blank)
    blank.close()
    return found


def _copy_blank(connection: sqlite3.Connection, folder: Path = HERE) -> None:
    blank = sqlite3.connect(":memory:")
    blank.deserialize(_blank(folder))
    blank.backup(connection)
    blank.close()
