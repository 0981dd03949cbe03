"""Batches of what was imported, as a store keeps them: part of the port in ``abc``."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from typing import Protocol

import attrs


class BatchKind(enum.StrEnum):
    """What a batch brought."""

    BOOKINGS = "bookings"
    PEOPLE = "people"
    CLOSURES = "closures"


@attrs.frozen(kw_only=True)
class Batch:
    """One import.

    Attributes:
        source: what was imported, for people: the name of a file.
        actor: who did it; ``made_at`` is UTC seconds.
        brought: how many rows came in; refused: how many were left out.
        taken_back: how many of those that came in are undone.
    """

    id: str
    source: str
    actor: str
    made_at: int
    kind: BatchKind = BatchKind.BOOKINGS
    brought: int = 0
    refused: int = 0
    taken_back: int = 0


@attrs.frozen(kw_only=True)
class BatchItem:
    """One booking that a batch brought.

    Attributes:
        key: by which its row is known when it comes again; once in a center.
        version: of the booking as it was brought.
    """

    key: str
    batch: str
    booking: str
    version: int


class ReadsBatches(Protocol):
    """What can be read of batches."""

    def batches(self) -> tuple[Batch, ...]:
        """Return every batch, the newest first."""
        ...

    def batch(self, id: str) -> Batch | None:
        """Return a batch, or ``None``."""
        ...

    def batch_items(
        self, batch: str, *, after: str = "", limit: int = 500
    ) -> tuple[BatchItem, ...]:
        """Return a page of what a batch brought, by booking, those after a booking's id."""
        ...

    def imported(self, keys: Sequence[str]) -> Mapping[str, str]:
        """Return the bookings that rows with these keys have become, by key."""
        ...

    def lapses(self, bookings: Sequence[str]) -> Mapping[str, int]:
        """Return how many changes of each of some bookings time has made; none: it is not there."""
        ...

    def batch_parties(self, batch: str) -> Mapping[str, int]:
        """Return whom a batch brought, each with the version in which it came."""
        ...

    def brought(self, bookings: Sequence[str]) -> frozenset[str]:
        """Return those of some bookings that an import has brought."""
        ...

    def batch_closures(self, batch: str) -> Mapping[str, str]:
        """Return the closures that a batch brought, by the keys of their rows."""
        ...

    def closed_before(self, keys: Sequence[str]) -> Mapping[str, str]:
        """Return the closures that rows with these keys have become, or whose ids these are."""
        ...


class KeepsBatches(ReadsBatches, Protocol):
    """What can be written of batches, in a transaction."""

    def save_batch(self, batch: Batch) -> None:
        """Write a batch, before its items; one that exists stays as it is."""
        ...

    def save_items(self, items: Sequence[BatchItem]) -> None:
        """Write which bookings a batch brought; those must have been written before."""
        ...

    def forget_items(self, keys: Sequence[str]) -> None:
        """Forget that rows with these keys came: they are new ones if they come again."""
        ...

    def save_batch_parties(self, batch: str, parties: Mapping[str, int]) -> None:
        """Write whom a batch brought, by id and version; they must have been written before."""
        ...

    def forget_batch_parties(self, parties: Sequence[str]) -> None:
        """Forget by which batch these came."""
        ...

    def save_batch_closures(self, batch: str, closures: Mapping[str, str]) -> None:
        """Write which closures a batch brought, by key; they must have been written before."""
        ...

    def forget_batch_closures(self, keys: Sequence[str]) -> None:
        """Forget that rows of closures with these keys came."""
        ...

    def tally(self, batch: str, *, brought: int, refused: int) -> None:
        """Write how many rows of a batch came in, and how many did not."""
        ...

    def tally_undone(self, batch: str, taken_back: int) -> None:
        """Add to how many of a batch are taken back."""
        ...
