"""Leaving nothing readable in a SQLite file of what was deleted or written over."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_WORDS = {0: "OFF", 1: "ON", 2: "FAST"}
"""What ``PRAGMA secure_delete`` answers, and what it takes."""


@contextmanager
def overwriting(connection: sqlite3.Connection) -> Iterator[None]:
    """Have what is deleted meanwhile written over with zeros, in whatever way SQLite was built."""
    (before,) = connection.execute("PRAGMA secure_delete").fetchone()
    connection.execute("PRAGMA secure_delete = ON")
    try:
        yield
    finally:
        with suppress(sqlite3.Error):
            connection.execute(f"PRAGMA secure_delete = {_WORDS[before]}")


def scrub_file(connection: sqlite3.Connection, patience: float) -> bool:
    """Write a database anew, without what it no longer holds; return whether no old byte is left.

    A row that goes leaves its bytes in free space of the file, and so does each row that was
    changed before: only a file that is written anew has neither. A write-ahead log has the old
    pages once more, and is cut to nothing, for which whoever reads must come to an end.

    Args:
        patience: seconds to wait for those who read.
    """
    try:
        connection.execute(f"PRAGMA busy_timeout = {max(int(patience * 1000), 0)}")
        # The copy that is made on the way may be too large for memory.
        connection.execute("PRAGMA temp_store = FILE")
        try:
            connection.execute("VACUUM")
        finally:
            connection.execute("PRAGMA temp_store = MEMORY")
        (is_read, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error:
        # What was deleted is deleted all the same: the caller is told what remains.
        return False
    return not is_read
