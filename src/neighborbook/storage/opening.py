"""Opening a store by its address."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from neighborbook.errors import NotOurs, StorageError

if TYPE_CHECKING:
    from os import PathLike

    from sqlalchemy.engine import Engine

    from neighborbook.storage.abc import Store
    from neighborbook.storage.statement_log import StatementLog

_POSTGRESQL = ("postgresql://", "postgres://", "postgresql+psycopg://")
_MEMORY = ("", ":memory:", "sqlite://", "sqlite:///:memory:")


def open_store(
    where: str | PathLike[str] | None = None,
    *,
    upgrade: bool = False,
    schema: str | None = None,
    engine: Engine | None = None,
    deadline: float = 5.0,
    statement_log: StatementLog | None = None,
    guarded: bool = True,
) -> Store:
    """Open the database at an address; an empty place is made into one, nothing else is changed.

    Args:
        where: a path or ``sqlite:///path`` for a SQLite file, ``postgresql://…`` for PostgreSQL;
            ``None`` is a database in memory, gone when it is closed.
        upgrade: bring a database of an older neighborbook up to date, after a backup.
        schema: of PostgreSQL; made if missing. ``None`` is the connection's own.
        engine: a SQLAlchemy engine of the host's (``postgresql+psycopg``, or SQLite with a file) to
            use instead of an address; it stays the host's to dispose of.
        deadline: seconds that a call waits for other writers, unless it says otherwise.
        statement_log: hears every statement of transactions and snapshots.
        guarded: refuse a database that has lost its guards; who audits it wants to see more.

    Raises:
        NotOurs: the place belongs to another program, or is unfit.
        SchemaOutdated: an older neighborbook made it, and ``upgrade`` is not given.
        TooNew: a newer neighborbook made it.
        ReadOnly: it may not be written.
        Corrupt: it is damaged, or has lost its guards.

    >>> store = open_store()
    >>> store.create_center("anping")
    >>> store.centers()
    ('anping',)
    """
    if engine is not None:
        if where is not None:
            raise ValueError("give an address or an engine, not both")
        if engine.dialect.name == "sqlite":
            where = engine.url.database or ":memory:"
            if where == ":memory:":
                raise NotOurs(
                    "the engine keeps its database in memory, where nothing else can reach it",
                    remedy="Give an engine with a file, or no engine for a book in memory.",
                )
    address = "" if where is None else str(where)
    if is_on_server(address, engine):
        if find_spec("psycopg") is None:
            raise StorageError(
                "PostgreSQL is spoken to by psycopg, which is not installed",
                remedy="Run: pip install 'neighborbook[postgres]'.",
            )
        from neighborbook.storage.postgresql_opening import open_postgresql

        return open_postgresql(
            engine or address,
            upgrade=upgrade,
            schema=schema,
            deadline=deadline,
            statement_log=statement_log,
            guarded=guarded,
        )
    from neighborbook.storage.sqlite_opening import open_file, open_memory

    if schema is not None:
        raise ValueError("SQLite has no schemas: name another file instead")
    path = file_of(address)
    if path is None:
        return open_memory(deadline=deadline, statement_log=statement_log)
    return open_file(
        path, upgrade=upgrade, deadline=deadline, statement_log=statement_log, guarded=guarded
    )


def is_on_server(address: str, engine: Engine | None = None) -> bool:
    """Whether a database is one of PostgreSQL, by its address or by the engine given instead.

    >>> is_on_server("postgresql://db.example/anping"), is_on_server("sqlite:///anping.db")
    (True, False)
    """
    if engine is not None:
        return engine.dialect.name != "sqlite"
    return address.startswith(_POSTGRESQL)


def file_of(address: str) -> Path | None:
    """Return the file in which a database lies; ``None`` if it is on a server, or in memory.

    >>> str(file_of("sqlite:///anping.db")), file_of("postgresql://db.example/anping")
    ('anping.db', None)
    """
    if address in _MEMORY or is_on_server(address):
        return None
    return Path(address.removeprefix("sqlite:///"))


def is_there(address: str) -> bool:
    """Whether opening an address makes no new file; whether a server answers is not asked."""
    path = address.removeprefix("sqlite:///")
    return "://" in path or Path(path).exists()
