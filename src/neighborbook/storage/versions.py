"""Whether a database is as old as this neighborbook, older, or newer."""

from __future__ import annotations

from pathlib import Path

from neighborbook.errors import NotOurs, TooNew
from neighborbook.storage.migrations import HERE, revisions


def compared(found: str, *, where: str, folder: Path = HERE) -> int:
    """Return 0 if the revision found is the newest one, and -1 if it is an older one.

    Args:
        where: what the database is called in an error.
        folder: where the revisions are.

    Raises:
        TooNew: a newer neighborbook made it.
        NotOurs: no neighborbook made it.
    """
    known = revisions(folder)
    if found in known:
        return 0 if found == known[-1] else -1
    if found.isdigit() and found > known[-1]:
        raise TooNew(f"{where} was made by a newer neighborbook (revision {found})")
    raise NotOurs(f"{where} has no revision of neighborbook's")
