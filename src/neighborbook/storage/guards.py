"""The guards: what the database itself refuses, whatever wrote it.

On a leaf of capacity 1 two uses may not come closer than their buffers, which is exactly two
conditions: ``[start, end + after)`` of any two are apart, and so are ``[start - before, end)``.
PostgreSQL has a constraint for that. SQLite has triggers, which Alembic's batch mode drops without
a word: they are made again after each upgrade, looked for at each opening, and tried.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from neighborbook.errors import InvariantBroken

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

AFTER_IS_CLEAR = "claim_after_is_clear"
BEFORE_IS_CLEAR = "claim_before_is_clear"
GUARDS = (AFTER_IS_CLEAR, BEFORE_IS_CLEAR)
"""Names by which ``InvariantBroken`` reports them, the same on both databases."""

_GUARDED = "kind = 'use' AND capacity = 1"

POSTGRESQL = {
    AFTER_IS_CLEAR: (
        f"EXCLUDE USING gist (center WITH =, leaf WITH =, "
        f"int8range(start_at, end_at + after) WITH &&) WHERE ({_GUARDED})"
    ),
    BEFORE_IS_CLEAR: (
        f"EXCLUDE USING gist (center WITH =, leaf WITH =, "
        f"int8range(start_at - before, end_at) WITH &&) WHERE ({_GUARDED})"
    ),
}


def plain(definition: str) -> str:
    """Return a definition without the brackets, casts, and spaces that PostgreSQL puts into it.

    >>> plain("WHERE (kind = 'use'::text)") == plain("WHERE kind = 'use'")
    True
    """
    return re.sub(r"::\w+|[()\s]", "", definition)


def _trigger(name: str, event: str, overlap: str) -> str:
    # The seek among earlier uses is bounded by the longest reach, as in CLAIMS_NEAR.
    itself = "" if event == "INSERT" else "AND NOT (c.owner = OLD.owner AND c.n = OLD.n) "
    return (
        f"CREATE TRIGGER {name}_on_{event.lower()} BEFORE {event} ON claim "
        "WHEN NEW.kind = 'use' AND NEW.capacity = 1 BEGIN "
        f"SELECT RAISE(ABORT, '{name}') WHERE EXISTS ("
        "SELECT 1 FROM claim AS c WHERE c.center = NEW.center AND c.leaf = NEW.leaf "
        "AND c.kind = 'use' AND c.capacity = 1 "
        "AND c.reach_start < NEW.end_at + NEW.after "
        "AND c.reach_start > NEW.start_at - NEW.before - (SELECT max(m.reach) FROM claim AS m "
        "WHERE m.center = NEW.center AND m.leaf = NEW.leaf AND m.kind = 'use') "
        f"{itself}AND {overlap}); END"
    )


SQLITE = {
    f"{name}_on_{event.lower()}": _trigger(name, event, overlap)
    for name, overlap in (
        (
            AFTER_IS_CLEAR,
            "c.start_at < NEW.end_at + NEW.after AND NEW.start_at < c.end_at + c.after",
        ),
        (
            BEFORE_IS_CLEAR,
            "c.start_at - c.before < NEW.end_at AND NEW.start_at - NEW.before < c.end_at",
        ),
    )
    for event in ("INSERT", "UPDATE")
}
"""The triggers by name, exactly as the catalog of SQLite keeps them."""


def make_guards(connection: Connection) -> None:
    """Make every guard that is missing, on the search path of an open transaction."""
    if connection.dialect.name == "sqlite":
        statements = [f"DROP TRIGGER IF EXISTS {name}" for name in SQLITE]
        statements += SQLITE.values()
    else:
        statements = [f"ALTER TABLE claim DROP CONSTRAINT IF EXISTS {name}" for name in POSTGRESQL]
        statements += [f"ALTER TABLE claim ADD CONSTRAINT {n} {d}" for n, d in POSTGRESQL.items()]
    for statement in statements:
        connection.exec_driver_sql(statement)


_TRIAL = "~trial"
_CLAIM = (
    "INSERT INTO claim (center, owner, n, leaf, kind, start_at, end_at, before, after, amount, "
    "capacity, held, room_type, accepted) "
    f"VALUES ('{_TRIAL}', 'trial', {{n}}, 'trial', 'use', {{start}}, {{end}}, {{before}}, "
    "{after}, 1, 1, 0, '', 0)"
)
_FIRST = _CLAIM.format(n=0, start=1000, end=2000, before=100, after=100)
_APART = _CLAIM.format(n=1, start=9000, end=9100, before=0, after=0)
_TRIALS = (
    _CLAIM.format(n=2, start=2050, end=3000, before=0, after=0),
    _CLAIM.format(n=2, start=500, end=950, before=0, after=0),
    _CLAIM.format(n=2, start=1400, end=1500, before=0, after=0),
    "UPDATE claim SET start_at = 1500, end_at = 2500 WHERE owner = 'trial' AND n = 1",
    "UPDATE claim SET start_at = 950, end_at = 951 WHERE owner = 'trial' AND n = 1",
)


def try_guards(connection: Connection) -> None:
    """Lay uses over one another and see that each is refused; nothing of it stays.

    Raises:
        InvariantBroken: one was not refused.
    """
    whole = connection.begin_nested()
    connection.exec_driver_sql(f"INSERT INTO center (id, revision) VALUES ('{_TRIAL}', 0)")
    connection.exec_driver_sql(_FIRST)
    connection.exec_driver_sql(_APART)
    for trial in _TRIALS:
        part = connection.begin_nested()
        try:
            connection.exec_driver_sql(trial)
        except IntegrityError:
            part.rollback()
        else:
            raise InvariantBroken(guard=f"untried: {trial}")
    whole.rollback()
