"""What SQLite says of its own file, and whether its schema is the one that we made."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from neighborbook.domain.audit import Damage, Finding
from neighborbook.storage import guards
from neighborbook.storage.migrations import HERE

MOST_SAID = 100


def flaws_of_sqlite(connection: sqlite3.Connection, folder: Path = HERE) -> Iterator[Finding]:
    """Yield what is wrong with a database besides its rows."""
    yield from _damages(connection)
    yield from _schema(connection, folder)
    yield from _references(connection)


def _damages(connection: sqlite3.Connection) -> Iterator[Finding]:
    try:
        said = connection.execute(f"PRAGMA integrity_check({MOST_SAID})").fetchall()
    except sqlite3.DatabaseError as error:
        said = [(str(error),)]
    for (line,) in said:
        if line != "ok":
            # It may quote a row: what it is about is enough.
            facts = {"said": str(line).partition(":")[0][:80]}
            yield Finding(code=Damage.FILE_DAMAGED, table="sqlite_master", facts=facts)


def _schema(connection: sqlite3.Connection, folder: Path) -> Iterator[Finding]:
    from neighborbook.storage.sqlite_opening import blank_schema

    found = schema_of(connection)
    for (kind, name), sql in blank_schema(folder).items():
        there = found.get((kind, name))
        if there == sql:
            continue
        facts = {"kind": kind, "name": name}
        if name in guards.SQLITE:
            code = Damage.GUARD_MISSING if there is None else Damage.GUARD_CHANGED
        else:
            code = Damage.SCHEMA_CHANGED
        yield Finding(code=code, table="claim" if kind == "trigger" else name, id=name, facts=facts)


def schema_of(connection: sqlite3.Connection) -> dict[tuple[str, str], str]:
    """Return what the schema says, by kind and name; SQLite's own parts are left out."""
    found = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {(kind, name): sql for kind, name, sql in found if not name.startswith("sqlite_")}


def _references(connection: sqlite3.Connection) -> Iterator[Finding]:
    try:
        broken = Counter(
            (table, parent)
            for table, _, parent, _ in connection.execute("PRAGMA foreign_key_check")
        )
    except sqlite3.DatabaseError:
        return  # said already: its pages are damaged
    for (table, parent), count in sorted(broken.items()):
        facts = {"rows": count, "parent": parent}
        yield Finding(code=Damage.REFERENCE_BROKEN, table=table, facts=facts)
