"""Which center a file is about, before anything else of it is judged."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from neighborbook.center_file import read
from neighborbook.errors import CenterFileError, Fault


def center_id(center_file: Path) -> str:
    """Return the id that a center file gives itself.

    Raises:
        CenterFileError: it cannot be read, or does not say.
    """
    center = read(center_file).get("center")
    found = center.get("id") if isinstance(center, Mapping) else None
    if isinstance(found, str) and found:
        return found
    fault = Fault(path="center.id", code="INPUT_MISSING", expected="a slug: anping")
    raise CenterFileError([fault], source=str(center_file))
