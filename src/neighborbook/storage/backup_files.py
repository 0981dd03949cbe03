"""Files that hold a database at rest: named by their moment, durable, with a digest beside them.

A backup is one SQLite file, whatever it was made of, and ``NAME.sha256`` as ``sha256sum -c`` reads
it. It gets its name last: what has one is whole.
"""

from __future__ import annotations

import glob
import hashlib
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from neighborbook.errors import Corrupt, Full, NotOurs, ReadOnly, StorageError
from neighborbook.storage.inspecting import Inspection, StoredInspection
from neighborbook.storage.migrations import HERE
from neighborbook.storage.queries import on_entry
from neighborbook.storage.sqlite_channel import SqliteChannel
from neighborbook.storage.sqlite_errors import translated
from neighborbook.storage.sqlite_file import APPLICATION_ID, is_sqlite, refuse_unfit
from neighborbook.storage.sqlite_inspection import flaws_of_sqlite
from neighborbook.storage.sqlite_opening import migrate_connection
from neighborbook.storage.statements import prepared
from neighborbook.storage.tables import REVISIONS
from neighborbook.storage.versions import compared

_MOMENT = r"\d{8}T\d{6}Z(?:-\d+)?"
CHUNK = 1 << 20


def named(folder: Path, stem: str, moment: str) -> Path:
    """Return a name that is free for a backup of this moment: ``20261201T030000Z``."""
    number, path = 0, folder / f"{stem}-{moment}.db"
    while path.exists():
        number += 1
        path = folder / f"{stem}-{moment}-{number}.db"
    return path


def backups_in(folder: Path, stem: str) -> tuple[Path, ...]:
    """Return the backups of one database in a folder, the oldest first; others are left alone."""
    ours = re.compile(rf"{re.escape(stem)}-({_MOMENT})\.db")
    found = ((ours.fullmatch(path.name), path) for path in folder.iterdir())
    dated = ((name[1].partition("-"), path) for name, path in found if name)
    return tuple(
        path for _, path in sorted(dated, key=lambda one: (one[0][0], int(one[0][2] or 0)))
    )


def sweep(folder: Path, stem: str, before: int) -> None:
    """Remove what backups of this database left that were cut off long ago."""
    for part in folder.glob(f".{glob.escape(stem)}-*.part*"):
        if part.stat().st_mtime < before:
            part.unlink(missing_ok=True)


def remove(backup: Path) -> None:
    """Remove a backup with its digest."""
    for path in (backup, digest_file(backup)):
        path.unlink(missing_ok=True)


def digest_file(backup: Path) -> Path:
    """Return where the digest of a backup stands."""
    return backup.with_name(f"{backup.name}.sha256")


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            found.update(chunk)
    return found.hexdigest()


def publish(part: Path, backup: Path) -> str:
    """Make a finished file durable under its name, its digest first; return the digest."""
    digest = digest_of(part)
    _sync(part)
    beside = digest_file(backup)
    beside.write_text(f"{digest}  {backup.name}\n", encoding="utf-8")
    _sync(beside)
    part.replace(backup)
    _sync(backup.parent)
    return digest


def refuse_torn(backup: Path) -> None:
    """See that a backup is what it was when it was made, where its digest lies beside it.

    Raises:
        NotOurs: there is no such file.
        Corrupt: its digest is another one.
    """
    if not backup.is_file():
        raise NotOurs(f"there is no backup {backup.name}", remedy="Name one that is there.")
    with suppress(FileNotFoundError):
        kept = digest_file(backup).read_text(encoding="utf-8").split(" ", 1)[0].strip()
        if kept != digest_of(backup):
            raise Corrupt(
                f"the backup {backup.name} is torn, or was altered: its digest is not the one "
                "beside it",
                remedy="Take an older one; nothing was restored.",
            )


def copied_beside(backup: Path, target: Path) -> Path:
    """Copy a backup to a hidden file beside a target, durable; return that file."""
    part = target.with_name(f".{target.name}.restoring")
    with _telling(part):
        shutil.copyfile(backup, part)
        _sync(part)
    return part


def bring_up_to_date(path: Path, *, called: str = "") -> None:
    """Bring a file at rest to the newest revision, if an older neighborbook made it.

    Args:
        called: the name by which people know it, where it is a copy.

    Raises:
        Corrupt: it is torn, or no database.
        NotOurs, TooNew: it is another program's, or of a newer neighborbook.
    """
    called = called or path.name
    with _reading(path, called) as connection:
        try:
            (owner,) = connection.execute("PRAGMA application_id").fetchone()
            found = connection.execute(f"SELECT version_num FROM {REVISIONS}").fetchone()
        except sqlite3.OperationalError as error:
            raise NotOurs(f"{called} is no backup of neighborbook") from error
        if owner != APPLICATION_ID:
            raise NotOurs(f"{called} is no backup of neighborbook")
        if compared(found[0] if found else "", where=called, folder=HERE) < 0:
            migrate_connection(connection)
        connection.execute("PRAGMA journal_mode = DELETE")
    _sync(path)


def compact(path: Path) -> None:
    """Write a file at rest anew, so that what was taken out stands in no page of it any more."""
    with _reading(path) as connection:
        connection.execute("VACUUM")
        connection.execute("PRAGMA journal_mode = DELETE")
    _sync(path)


def remove_locks(path: Path) -> None:
    """Remove what a store that was open on a file at rest has left beside it."""
    for suffix in ("lock", "lock-queue"):
        path.with_name(f"{path.name}.{suffix}").unlink(missing_ok=True)


def centers_in(path: Path, *, called: str = "") -> tuple[str, ...]:
    """Return the ids of the centers in a file at rest; ``called`` as for ``bring_up_to_date``."""
    with _reading(path, called) as connection:
        found = connection.execute(prepared("sqlite", None)[on_entry.CENTERS].sql).fetchall()
    return tuple([center for (center,) in found])


@contextmanager
def inspecting_file(path: Path, center: str, *, called: str = "") -> Iterator[Inspection]:
    """Open a reading of one center in a file at rest, which nobody writes meanwhile."""
    with _reading(path, called) as connection:
        channel = SqliteChannel(connection, None)
        yield StoredInspection(channel, center, lambda: flaws_of_sqlite(connection))


@contextmanager
def _reading(path: Path, called: str = "") -> Iterator[sqlite3.Connection]:
    try:
        # Without our own journal mode, which would stay in the file.
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise _torn(called or path.name, error) from error
    finally:
        for suffix in ("-wal", "-shm", "-journal"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


def _torn(name: str, error: sqlite3.Error) -> StorageError:
    found = translated(error)
    if isinstance(found, Corrupt):
        return Corrupt(f"the backup {name} is torn or damaged", remedy="Take an older one.")
    return found if isinstance(found, StorageError) else StorageError(str(found))


def is_readable(target: Path) -> bool:
    """Whether a database is there that SQLite would open; else it can only be moved aside."""
    return target.exists() and is_sqlite(target)


def refuse_bad_place(target: Path) -> None:
    """See that a database can lie at a path at which there is none yet.

    Raises:
        NotOurs, ReadOnly: it cannot.
    """
    if not target.exists():
        refuse_unfit(target)


def put_in_place(part: Path, target: Path) -> None:
    """Give a finished file the name of a database that is not there."""
    part.replace(target)
    _sync(target.parent)


def move_aside(target: Path, moment: str) -> Path:
    """Rename a damaged database with all that belongs to it; return what it is called now."""
    aside = free_name(target, moment)
    for suffix in ("-wal", "-shm", "-journal", ""):
        with suppress(FileNotFoundError):
            target.with_name(target.name + suffix).replace(aside.with_name(aside.name + suffix))
    _sync(target.parent)
    return aside


def free_name(target: Path, moment: str) -> Path:
    """Return a free name for what a database was before something else took its place."""
    number, path = 0, target.with_name(f"{target.name}.before-restore-{moment}")
    while path.exists():
        number += 1
        path = target.with_name(f"{target.name}.before-restore-{moment}-{number}")
    return path


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    """Say what a full disk or a folder that may not be written means."""
    import errno

    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Full(f"there is no space left for {path.name}") from error
        raise ReadOnly(f"{path.name} cannot be written ({error.strerror})") from error


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return  # Windows cannot; it keeps the order of renames itself
    flags = os.O_RDONLY if path.is_dir() or os.name != "nt" else os.O_RDWR
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
