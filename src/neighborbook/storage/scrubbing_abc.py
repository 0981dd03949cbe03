"""Leaving nothing of what was deleted: part of the port in ``abc``."""

from __future__ import annotations

from typing import Protocol


class Scrubs(Protocol):
    """What a store does so that nobody reads in its files what it no longer holds."""

    def scrub(self) -> bool:
        """Leave nothing readable in the files of what was deleted; return whether that was done.

        SQLite writes its file anew, and who writes waits for it; it is not done while somebody
        reads for longer than the deadline, or where the disk has no room for the copy. PostgreSQL
        leaves it to whoever operates it: never done.
        """
        ...
