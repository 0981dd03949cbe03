"""What SQLite says, in the words of the tree of errors."""

from __future__ import annotations

import sqlite3

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

_DISK = "Look after the disk or the drive. Nothing was written; once it works again, ask again."
_DISK_AT_COMMIT = "Look after the disk or the drive, then ask again with the same key."


def translated(error: sqlite3.Error, *, committing: bool = False) -> NeighborbookError:
    """Return the error of ours for an error of SQLite.

    Args:
        committing: it came from COMMIT. What SQLite surely rolls back then (busy, full, a
            constraint) is said as such; after a failed sync nobody can know.
    """
    # The last byte is the kind of error, the rest its details.
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    text = str(error)
    if isinstance(error, sqlite3.IntegrityError):
        return InvariantBroken(guard=text.rpartition(": ")[2])
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Busy("others were using the book until the deadline")
    if code == sqlite3.SQLITE_FULL:
        return Full("there is no space left for the book")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return ReadOnly("the book or its folder is read-only")
    if code == sqlite3.SQLITE_CANTOPEN:
        return ReadOnly("the book, or a file beside it, cannot be opened")
    if code == sqlite3.SQLITE_CORRUPT:
        return Corrupt(f"the book is damaged ({text})")
    if code == sqlite3.SQLITE_NOTADB:
        return NotOurs("the file is not a SQLite database, or its first page is damaged")
    if committing:
        return OutcomeUnknown(f"the commit failed ({text})", remedy=_DISK_AT_COMMIT)
    if code == sqlite3.SQLITE_IOERR:
        return StorageError(f"the disk reported an error ({text})", remedy=_DISK)
    return StorageError(f"SQLite refused: {text}")
