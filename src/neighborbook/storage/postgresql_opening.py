"""Opening a PostgreSQL schema: whose it is, how old, whether its guards stand."""

from __future__ import annotations

import logging
import math
from pathlib import Path

import psycopg
import sqlalchemy as sa
import sqlalchemy.exc
from sqlalchemy.engine import Connection, Engine

from neighborbook.errors import (
    Busy,
    Corrupt,
    NeighborbookError,
    NotOurs,
    SchemaOutdated,
    StorageError,
)
from neighborbook.storage import guards
from neighborbook.storage.migrations import HERE, migrate, revisions
from neighborbook.storage.postgresql import PostgresStore
from neighborbook.storage.postgresql_errors import said, translated
from neighborbook.storage.statement_log import StatementLog
from neighborbook.storage.tables import REVISIONS
from neighborbook.storage.versions import compared

log = logging.getLogger(__name__)

POOL = 10
_TURN_TO_MIGRATE = 0x6E626F6B
"""The advisory lock under which one process at a time makes or upgrades a schema."""


def open_postgresql(
    where: str | Engine,
    *,
    upgrade: bool,
    schema: str | None,
    deadline: float,
    statement_log: StatementLog | None,
    folder: Path = HERE,
    guarded: bool = True,
) -> PostgresStore:
    """Open a schema, or make what is missing if it is empty; revisions are in ``folder``."""
    owned = isinstance(where, str)
    engine = _engine(where, deadline) if isinstance(where, str) else where
    if engine.dialect.driver != "psycopg" or engine.dialect.name != "postgresql":
        raise NotOurs(
            f"the engine speaks {engine.dialect.name}+{engine.dialect.driver}",
            remedy="Give one of postgresql+psycopg, or of sqlite.",
        )
    try:
        with engine.connect() as connection:
            connection.execution_options(isolation_level="READ COMMITTED")
            with connection.begin():
                _wait_for_turn(connection, deadline)
                found = _prepare(
                    connection, schema, upgrade=upgrade, folder=folder, guarded=guarded
                )
    except (sqlalchemy.exc.DBAPIError, psycopg.Error) as error:
        if owned:
            engine.dispose()
        raise _opening_error(error) from error
    except BaseException:
        if owned:
            engine.dispose()
        raise
    return PostgresStore(
        engine=engine, schema=found, deadline=deadline, log=statement_log, owns_engine=owned
    )


def _engine(address: str, deadline: float) -> Engine:
    url = sa.make_url(address.replace("postgres://", "postgresql://", 1))
    url = url.set(drivername="postgresql+psycopg")
    # A network that swallows everything is noticed within half a minute, not within hours.
    patience = {
        "connect_timeout": str(max(math.ceil(deadline), 2)),
        "keepalives_idle": "10",
        "keepalives_interval": "5",
        "keepalives_count": "3",
        "tcp_user_timeout": "25000",
    }
    engine = sa.create_engine(
        url.update_query_dict({**patience, **url.query}),
        isolation_level="AUTOCOMMIT",
        pool_size=POOL,
        max_overflow=POOL,
        pool_timeout=deadline,
        pool_use_lifo=True,
    )
    sa.event.listen(engine, "connect", _prepare_at_once)
    return engine


def _prepare_at_once(connection: psycopg.Connection[object], _: object) -> None:
    # There are few statements, each sent often: the second time is often enough to be prepared.
    connection.prepare_threshold = 1


def _wait_for_turn(connection: Connection, deadline: float) -> None:
    wait = f"{max(int(deadline * 1000), 1)}ms"
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{wait}'")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_TURN_TO_MIGRATE})")


def _prepare(
    connection: Connection, schema: str | None, *, upgrade: bool, folder: Path, guarded: bool
) -> str:
    schema = _chosen_schema(connection, schema)
    tables = set(sa.inspect(connection).get_table_names(schema))
    if not tables:
        _ensure_extension(connection)
        _migrate(connection, schema, folder)
        return schema
    if REVISIONS not in tables:
        raise NotOurs(
            f"the schema {schema} holds tables of another program",
            remedy="Give an empty schema, or the name of a new one: schema=…",
        )
    quoted = connection.dialect.identifier_preparer.quote(schema)
    version = connection.exec_driver_sql(f"SELECT version_num FROM {quoted}.{REVISIONS}").scalar()
    found = str(version or "")
    if compared(found, where=f"the schema {schema}", folder=folder) < 0:
        if not upgrade:
            raise SchemaOutdated(f"the schema {schema} was made by an older neighborbook")
        _upgrade(connection, schema, found, folder)
    if guarded:
        _verify_guards(connection, schema)
    return schema


def _chosen_schema(connection: Connection, schema: str | None) -> str:
    if schema is None:
        found: str | None = connection.exec_driver_sql("SELECT current_schema()").scalar()
        if found is None:
            raise NotOurs("the connection has no schema", remedy="Name one: schema=…")
        return found
    if schema not in sa.inspect(connection).get_schema_names():
        connection.execute(sa.schema.CreateSchema(schema))
    return schema


def _ensure_extension(connection: Connection) -> None:
    """See that btree_gist is there: without it the database cannot refuse overlaps by itself."""
    there = "SELECT 1 FROM pg_extension WHERE extname = 'btree_gist'"
    if connection.exec_driver_sql(there).scalar():
        return
    attempt = connection.begin_nested()
    try:
        # In public, where dropping our schema does not take it from others.
        connection.exec_driver_sql("CREATE EXTENSION btree_gist WITH SCHEMA public")
    except sqlalchemy.exc.DBAPIError as error:
        attempt.rollback()
        cause = said(error.orig) if isinstance(error.orig, psycopg.Error) else ""
        raise StorageError(
            f"the database lacks the extension btree_gist ({cause})",
            remedy="Have its administrator run once: CREATE EXTENSION btree_gist;",
        ) from error


def _migrate(connection: Connection, schema: str, folder: Path) -> None:
    quoted = connection.dialect.identifier_preparer.quote(schema)
    connection.exec_driver_sql(f"SET LOCAL search_path TO {quoted}, public")
    migrate(connection, folder)


def _upgrade(connection: Connection, schema: str, revision: str, folder: Path) -> None:
    """Copy the schema's tables into another one, then migrate, all in one transaction."""
    backup = _free_name(connection, f"{schema}_before_upgrade_of_{revision}")
    quote = connection.dialect.identifier_preparer.quote
    connection.execute(sa.schema.CreateSchema(backup))
    for table in sa.inspect(connection).get_table_names(schema):
        connection.exec_driver_sql(
            f"CREATE TABLE {quote(backup)}.{quote(table)} AS TABLE {quote(schema)}.{quote(table)}"
        )
    _migrate(connection, schema, folder)
    log.warning(
        "Schema %s was upgraded from revision %s to %s; its rows as they were are in schema %s. To "
        "go back: stop every program that uses it, make an empty schema with the neighborbook that "
        "you had, and copy the rows into it.",
        schema,
        revision,
        revisions(folder)[-1],
        backup,
    )


def _free_name(connection: Connection, name: str) -> str:
    taken = set(sa.inspect(connection).get_schema_names())
    number, free = 0, name
    while free in taken:
        number += 1
        free = f"{name}_{number}"
    return free


def _verify_guards(connection: Connection, schema: str) -> None:
    found = connection.exec_driver_sql(
        "SELECT conname, pg_get_constraintdef(c.oid) FROM pg_constraint c "
        "JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace "
        "WHERE c.contype = 'x' AND t.relname = 'claim' AND n.nspname = %s",
        (schema,),
    )
    standing = {name: guards.plain(definition) for name, definition in found}
    missing = [
        name
        for name, definition in guards.POSTGRESQL.items()
        if standing.get(name) != guards.plain(definition)
    ]
    if missing:
        raise Corrupt(f"the schema {schema} has lost its guards ({', '.join(missing)})")


def _opening_error(error: Exception) -> NeighborbookError:
    cause = error.orig if isinstance(error, sqlalchemy.exc.DBAPIError) else error
    if not isinstance(cause, psycopg.Error):
        return StorageError(f"the database cannot be opened ({type(cause).__name__})")
    found = translated(cause)
    if isinstance(found, Busy) and not cause.sqlstate:
        return StorageError(
            "the database cannot be reached",
            remedy="See that the server runs and that the address and the password are right.",
        )
    return found
