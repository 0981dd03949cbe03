"""What a store must do for the directory; a part of the contract in ``abc``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from neighborbook.domain.person import AnyParty, Known


class PeopleReader(Protocol):
    """What can be read of the directory."""

    def has_people(self) -> bool:
        """Whether the center keeps any parties."""
        ...

    def known(self, parties: Sequence[str]) -> Known:
        """Return what is kept of these parties, with all it takes to know what they may.

        One statement, however many they are.
        """
        ...

    def sought(self, text: str, limit: int) -> tuple[str, ...]:
        """Return ids of those whose name holds a text, or whose phone ends in these digits."""
        ...

    def tied_to(self, other: str) -> tuple[str, ...]:
        """Return ids of those who have a link to a party or resource, sorted."""
        ...


class PeopleWriter(Protocol):
    """What can be written of the directory."""

    def save_party(self, party: AnyParty, expected: int | None) -> None:
        """Write a party with all its facts, links, and grants.

        Args:
            expected: the version that must be in the database, else ``Stale``; ``None`` for a new
                party.
        """
        ...
