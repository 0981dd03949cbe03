"""Whether a schema of PostgreSQL still has every guard, key, reference, and index of ours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sqlalchemy.engine import Engine

from neighborbook.domain.audit import Damage, Finding
from neighborbook.storage import guards
from neighborbook.storage.tables import metadata

_CONSTRAINTS = (
    "SELECT t.relname, c.conname, c.contype, pg_get_constraintdef(c.oid), c.convalidated "
    "FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid "
    "JOIN pg_namespace n ON n.oid = t.relnamespace WHERE n.nspname = %s"
)
_INDEXES = "SELECT tablename, indexname FROM pg_indexes WHERE schemaname = %s"


def flaws_of_postgresql(engine: Engine, schema: str) -> Iterator[Finding]:
    """Yield what is wrong with a schema besides its rows: PostgreSQL looks after its pages."""
    with engine.connect() as connection:
        standing = [tuple(row) for row in connection.exec_driver_sql(_CONSTRAINTS, (schema,))]
        indexes = {tuple(row) for row in connection.exec_driver_sql(_INDEXES, (schema,))}
    yield from _guards({name: said for table, name, _, said, _ in standing if table == "claim"})
    named = {(table, name) for table, name, _, _, valid in standing if valid}
    references = Counter(table for table, _, kind, _, ok in standing if _said(kind) == "f" and ok)
    for table in metadata.sorted_tables:
        for constraint in table.constraints:
            name = str(constraint.name or "")
            if name and (table.name, name) not in named:
                yield _changed("constraint", table.name, name)
        if references[table.name] < len(table.foreign_key_constraints):
            yield _changed("reference", table.name, f"{table.name}_fkey")
        for index in table.indexes:
            if (table.name, str(index.name)) not in indexes:
                yield _changed("index", table.name, str(index.name))


def _said(kind: str | bytes) -> str:
    return kind.decode() if isinstance(kind, bytes) else kind


def _guards(standing: dict[str, str]) -> Iterator[Finding]:
    for name, definition in guards.POSTGRESQL.items():
        found = standing.get(name)
        if found is None:
            facts = {"name": name}
            yield Finding(code=Damage.GUARD_MISSING, table="claim", id=name, facts=facts)
        elif guards.plain(found) != guards.plain(definition):
            facts = {"name": name}
            yield Finding(code=Damage.GUARD_CHANGED, table="claim", id=name, facts=facts)


def _changed(kind: str, table: str, name: str) -> Finding:
    facts = {"kind": kind, "name": name}
    return Finding(code=Damage.SCHEMA_CHANGED, table=table, id=name, facts=facts)
