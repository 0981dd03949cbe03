"""What PostgreSQL says, in the words of the tree of errors."""

from __future__ import annotations

import psycopg

from neighborbook.errors import (
    Busy,
    Corrupt,
    Full,
    InvariantBroken,
    NeighborbookError,
    NotOurs,
    OutcomeUnknown,
    ReadOnly,
    StorageError,
)

DIVISION_BY_ZERO = "22012"
"""How an UPDATE that changed no row fails: see ``Query.must_change_a_row``."""

FOREIGN_KEY = "23503"

_BUSY = frozenset(
    {
        "40001",  # serialization failure
        "40P01",  # deadlock
        "53300",  # too many connections
        "55P03",  # lock_timeout
        "57014",  # statement_timeout
    }
)
_LOST = frozenset({"25P03", "57P01", "57P02", "57P03", "57P05"})
"""The server ended the connection: shutdown, crash, or silence."""


def is_lost(error: psycopg.Error, connection: psycopg.Connection[object]) -> bool:
    """Whether the connection is gone."""
    return connection.closed or error.sqlstate in _LOST or (error.sqlstate or "").startswith("08")


def translated(error: psycopg.Error) -> NeighborbookError:
    """Return the error of ours for an error that came before COMMIT was sent, or instead of it."""
    state = error.sqlstate or ""
    if isinstance(error, psycopg.IntegrityError):
        return InvariantBroken(guard=error.diag.constraint_name or error.diag.column_name or state)
    if state in _BUSY:
        return Busy("others were writing until the deadline")
    if state == "53100":
        return Full("the database server has no space left")
    if state in ("25006", "42501"):
        return ReadOnly(
            f"the database may not be written ({said(error)})",
            remedy="Connect to the primary server, as a user who may write the schema.",
        )
    if state.startswith("XX00"):
        return Corrupt(f"the database is damaged ({said(error)})")
    if state in ("42P01", "3F000", "42703"):
        return NotOurs(f"the schema is not what it was ({said(error)})")
    if state == "58030":
        return StorageError(
            f"the server's disk reported an error ({said(error)})",
            remedy="Look after the server's disk; nothing was written.",
        )
    if not state or state in _LOST or state.startswith("08"):
        return Busy("the connection to the database was lost")
    return StorageError(f"PostgreSQL refused: {said(error)}")


def unknown(error: psycopg.Error) -> OutcomeUnknown:
    """Return the error for a connection that was lost while the answer to COMMIT was awaited."""
    return OutcomeUnknown(f"the connection was lost at the commit ({said(error)})")


def telling(error: psycopg.Error) -> psycopg.Error | None:
    """Return the cause that a traceback may show: none with details, in which values stand."""
    return None if error.diag.message_detail else error


def said(error: psycopg.Error) -> str:
    """Return the server's own sentence, without the details, in which values stand."""
    return error.diag.message_primary or type(error).__name__
