"""What a store must do for the directory; a part of the contract in ``abc``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from neighborbook.domain.fields import Keeping
from neighborbook.domain.person import AnyParty, Known


class PeopleReader(Protocol):
    """What can be read of the directory."""

    @property
    def directory(self) -> int:
        """The revision of the center's directory, by which rights are known; 0: there is none."""
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

    def party_ids(self, after: str, limit: int) -> tuple[str, ...]:
        """Return a page of the ids of all parties, erased ones too, those after an id."""
        ...

    def linked_to(self, others: Sequence[str]) -> tuple[tuple[str, str], ...]:
        """Return who has a link to one of these, each with whom it is to."""
        ...

    def named(self, parties: Sequence[str]) -> frozenset[str]:
        """Return which of these any booking, closure, batch, or row of the history names."""
        ...

    def rows_about(
        self, party: str, bookings: Sequence[str]
    ) -> Mapping[str, tuple[Mapping[str, int | str | None], ...]]:
        """Return every row about a party or its bookings, by table, each as column and value."""
        ...

    def changed(self, changes: Sequence[str]) -> Mapping[str, str]:
        """Return which booking each of these changes is of, by id."""
        ...

    def past(self, keeping: Keeping, before: int) -> int:
        """Return how many rows of a class have been past their time since before an instant."""
        ...

    def persons_past(self, before: int) -> tuple[str, ...]:
        """Return ids of persons of whom nothing was heard since, and who hold no role."""
        ...


class PeopleWriter(Protocol):
    """What can be written of the directory."""

    def move_directory(self) -> None:
        """Make the next revision of the directory: whoever locks later learns that it moved.

        Nobody else may be writing by what was known before, so the transaction must be exclusive.

        Raises:
            Shared: it is not.
        """
        ...

    def save_party(self, party: AnyParty, expected: int | None) -> None:
        """Write a party with all its facts, links, and grants.

        Args:
            expected: the version that must be in the database, else ``Stale``; ``None`` for a new
                party.
        """
        ...

    def drop_parties(self, parties: Sequence[str]) -> None:
        """Drop parties that nothing names, with their facts, links, grants, and batch."""
        ...

    def erase_about(
        self,
        party: str,
        new: str,
        *,
        bookings: Sequence[str],
        organized: Sequence[str],
    ) -> None:
        """Take out what is not written anew: payloads, notices, keys, links, closures.

        Args:
            new: what stands where its id stood.
            bookings: ids of those in which it appears; organized: of those that were its own.
        """
        ...

    def forget_scopes(self, party: str) -> None:
        """Drop the rows for locking whose names hold a party's id; nobody else may be writing."""
        ...

    def drop_past(self, keeping: Keeping, before: int) -> None:
        """Drop the rows of a class that have been past their time since before an instant."""
        ...
