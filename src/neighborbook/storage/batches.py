"""Batches of imported bookings, as a store keeps them: part of the port in ``abc``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import attrs


@attrs.frozen(kw_only=True)
class Batch:
    """One import.

    Attributes:
        source: what was imported, for people: the name of a file.
        actor: who did it; ``made_at`` is UTC seconds.
    """

    id: str
    source: str
    actor: str
    made_at: int


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
