"""The guards: what the database itself refuses, whatever wrote it.

On a leaf of capacity 1 two uses may not come closer than their buffers, which is exactly two
conditions: ``[start, end + after)`` of any two are apart, and so are ``[start - before, end)``.
PostgreSQL has a constraint for that. SQLite has triggers, which Alembic's batch mode drops without
a word: they are made again after each upgrade, looked for at each opening, and tried.
"""

from __future__ import annotations

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


def postgresql_statements() -> tuple[str, ...]:
    """Return what makes the constraints, on the search path."""
    return tuple(
        f"ALTER TABLE claim ADD CONSTRAINT {name} {definition}"
        for name, definition in POSTGRESQL.items()
    )


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


def sqlite_statements() -> tuple[str, ...]:
    """Return what makes the triggers, whether or not they are there."""
    dropped = [f"DROP TRIGGER IF EXISTS {name}" for name in SQLITE]
    return (*dropped, *SQLITE.values())
