"""How much a file may hold: whatever is in it, reading it ends soon and within little memory."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

from neighborbook.desk.faults import Faults

MOST_BYTES = 256 << 20
"""Of a file that is read line by line."""

MOST_LINE = 1 << 20
"""Characters of a line."""

MOST_COLUMNS = 200
MOST_CELL = 10_000
"""Characters of a cell."""


def refuse_file(path: str, code: str, given: object, expected: str) -> NoReturn:
    """Raise one fault of a file.

    Raises:
        InvalidRequest: always.
    """
    faults = Faults()
    faults.add(path, code, given, expected)
    faults.stop()
    raise AssertionError("a fault was noted")


def check_size(path: Path, most: int) -> None:
    """Refuse a file that is not there, is none, or is too large.

    Raises:
        InvalidRequest: with the fault.
    """
    if not path.is_file():
        refuse_file("file", "INPUT_INVALID", path.name, "a file that exists")
    size = path.stat().st_size
    if size > most:
        refuse_file("file", "INPUT_TOO_LONG", f"{size >> 20} MB", f"at most {most >> 20} MB")
