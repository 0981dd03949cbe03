"""The ledger of erasures: a file beside the database, by which a restored backup repeats them.

One JSON line for each erasure, with the center, the opaque id, and when; nothing else of anybody.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import attrs

from neighborbook.errors import StorageError

LEDGER = ".erased"
"""What the name of a database file is followed by."""


@attrs.frozen(kw_only=True)
class Erased:
    """That somebody was erased.

    Attributes:
        at: UTC seconds.
    """

    center: str
    party: str
    at: int


def ledger_of(database: Path) -> Path:
    """Return where the erasures of a database file are noted: beside it."""
    return database.with_name(f"{database.name}{LEDGER}")


def note(ledger: Path, erased: Erased) -> None:
    """Add an erasure to a ledger, and see that it is on the disk.

    Raises:
        StorageError: it cannot be written.
    """
    line = json.dumps(attrs.asdict(erased), ensure_ascii=False, sort_keys=True)
    try:
        with ledger.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StorageError(
            f"the ledger of erasures cannot be written ({error.strerror})",
            remedy="See that its folder is there and may be written; nobody was erased.",
        ) from error


def erased_by(ledger: Path | None, center: str) -> frozenset[str]:
    """Return whom a ledger names; one that is not there names nobody.

    Raises:
        StorageError: it is there and cannot be read: whoever it names must not come back for that.
    """
    if ledger is None:
        return frozenset()
    try:
        return frozenset(erased.party for erased in noted(ledger, center))
    except FileNotFoundError:
        return frozenset()
    except OSError as error:
        raise StorageError(
            f"the ledger of erasures cannot be read ({error.strerror})",
            remedy="See that it may be read; nobody was brought in.",
        ) from error


def noted(ledger: Path, center: str) -> Iterator[Erased]:
    """Yield the erasures of a center; half a line at the end, from a lost power, is left out.

    Raises:
        OSError: it cannot be read.
    """
    for line in ledger.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            found = json.loads(line)
            erased = Erased(center=found["center"], party=found["party"], at=found["at"])
        except (ValueError, KeyError, TypeError):
            continue
        if erased.center == center:
            yield erased
