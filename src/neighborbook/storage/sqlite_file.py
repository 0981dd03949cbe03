"""Opening a SQLite file so that what was acknowledged survives a power cut."""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path, PurePath, PurePosixPath

from neighborbook.errors import Busy, NotOurs, ReadOnly, StorageError
from neighborbook.storage.mounts import file_system, is_network, is_network_path

APPLICATION_ID = 0x6E626F6B
"""``nbok``: in the header of every file of ours."""

OLDEST = (3, 38, 0)
"""STRICT tables came with 3.37, the operator ``->>`` with 3.38."""

_MAGIC = b"SQLite format 3\0"


def wal_is_sound(version: tuple[int, ...]) -> bool:
    """Whether this SQLite has the repair of the WAL reset, without which commits can be lost.

    >>> wal_is_sound((3, 51, 2)), wal_is_sound((3, 50, 7)), wal_is_sound((3, 44, 6))
    (False, True, True)
    """
    major, minor, patch = version
    repaired = {(3, 44): 6, (3, 50): 7, (3, 51): 3}
    least = repaired.get((major, minor))
    return (major, minor) > (3, 51) if least is None else patch >= least


def journal_mode() -> str:
    """Return how this process keeps its journals."""
    return "wal" if wal_is_sound(sqlite3.sqlite_version_info) else "truncate"


def refuse_old(version: tuple[int, ...]) -> None:
    """See that this process has a SQLite that can do what we ask of it.

    Raises:
        StorageError: it is too old.
    """
    if version < OLDEST:
        has, wants = (".".join(map(str, each)) for each in (version, OLDEST))
        raise StorageError(
            f"this Python has SQLite {has}, and {wants} is the oldest that will do",
            remedy="Use a Python with a newer SQLite, or PostgreSQL.",
        )


def refuse_unfit(path: Path) -> None:
    """See that a book can be kept at this path.

    Raises:
        NotOurs: it lies on a network drive, is no SQLite file, or its folder is missing.
        ReadOnly: the file or its folder may not be written.
    """
    folder = path.parent
    if not folder.is_dir():
        raise NotOurs(f"the folder of {path.name} does not exist", remedy="Make the folder first.")
    _refuse_network(path)
    if path.exists():
        if not path.is_file():
            raise NotOurs(f"{path.name} is not a file")
        if path.stat().st_size and not is_sqlite(path) and not _is_to_be_repaired(path):
            raise NotOurs(f"{path.name} is not a SQLite database, or its first page is damaged")
        if not os.access(path, os.W_OK):
            raise ReadOnly(f"the file {path.name} may not be written")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ReadOnly(f"the folder of {path.name} may not be written")


def is_sqlite(path: Path) -> bool:
    """Whether a file begins like one of SQLite."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def _is_to_be_repaired(path: Path) -> bool:
    """Whether a journal lies beside it: SQLite takes back a first page that was half-written."""
    journal = path.with_name(f"{path.name}-journal")
    return journal.exists() and journal.stat().st_size > 0


def _refuse_network(path: Path) -> None:
    whole = path.resolve()
    shared = is_network_path(PurePath(whole))
    mounts = Path("/proc/mounts")
    if sys.platform == "linux" and mounts.exists():
        table = mounts.read_text(encoding="utf-8", errors="surrogateescape")
        shared = is_network(file_system(PurePosixPath(whole), table))
    if shared:
        raise NotOurs(
            f"{path.name} lies on a network drive, where locks and syncs cannot be relied upon",
            remedy="Keep the file on a local disk, or use PostgreSQL.",
        )


def connect(database: str, *, uri: bool = False, timeout: float = 5.0) -> sqlite3.Connection:
    """Open a connection on which every transaction is begun by us, usable by any thread."""
    refuse_old(sqlite3.sqlite_version_info)
    connection = sqlite3.connect(
        database,
        timeout=timeout,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
        uri=uri,
    )
    try:
        _prepare(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    # NORMAL and, in WAL, anything less than FULL lost acknowledged commits in simulated power cuts.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA fullfsync = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    wanted = journal_mode()
    (now,) = connection.execute("PRAGMA journal_mode").fetchone()
    if now not in (wanted, "memory"):
        (now,) = connection.execute(f"PRAGMA journal_mode = {wanted}").fetchone()
    if now not in (wanted, "memory"):
        raise Busy(
            "another program keeps the book open in a way that this SQLite cannot share",
            remedy="Close it there, or use the same version of SQLite in both.",
        )


def application_id(connection: sqlite3.Connection) -> int:
    """Return whose file it is; 0 if nobody's."""
    found: int = connection.execute("PRAGMA application_id").fetchone()[0]
    return found
