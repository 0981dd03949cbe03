"""Batches in the store: what is read and written of them, and their rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from neighborbook.storage import rows
from neighborbook.storage.batches import Batch, BatchItem, BatchKind
from neighborbook.storage.channel import Channel
from neighborbook.storage.queries import on_batches
from neighborbook.storage.statements import Query, Row, Value


class StoredBatches:
    """A ``KeepsBatches`` over a channel."""

    _channel: Channel
    _center: str

    def batches(self) -> tuple[Batch, ...]:
        """Return every batch, the newest first."""
        return tuple([to_batch(row) for row in self._of_batches(on_batches.BATCHES)])

    def batch(self, id: str) -> Batch | None:
        """Return a batch, or ``None``."""
        found = self._of_batches(on_batches.BATCH, id=id)
        return to_batch(found[0]) if found else None

    def batch_items(
        self, batch: str, *, after: str = "", limit: int = 500
    ) -> tuple[BatchItem, ...]:
        """Return a page of what a batch brought, by booking, those after a booking's id."""
        found = self._of_batches(on_batches.ITEMS, batch=batch, after=after, most=limit)
        return tuple([to_batch_item(row) for row in found])

    def imported(self, keys: Sequence[str]) -> Mapping[str, str]:
        """Return the bookings that rows with these keys have become, by key."""
        return dict(self._of_batches(on_batches.IMPORTED, keys=rows.names_json(keys)))

    def brought(self, bookings: Sequence[str]) -> frozenset[str]:
        """Return those of some bookings that an import has brought."""
        found = self._of_batches(on_batches.BROUGHT, owners=rows.names_json(bookings))
        return frozenset(id_ for (id_,) in found)

    def lapses(self, bookings: Sequence[str]) -> Mapping[str, int]:
        """Return how many changes of each of some bookings time has made; none: it is not there."""
        return dict(self._of_batches(on_batches.LAPSES, owners=rows.names_json(bookings)))

    def batch_parties(self, batch: str) -> Mapping[str, int]:
        """Return whom a batch brought, each with the version in which it came."""
        return dict(self._of_batches(on_batches.BATCH_PARTIES, batch=batch))

    def batch_closures(self, batch: str) -> Mapping[str, str]:
        """Return the closures that a batch brought, by the keys of their rows."""
        return dict(self._of_batches(on_batches.BATCH_CLOSURES, batch=batch))

    def closed_before(self, keys: Sequence[str]) -> Mapping[str, str]:
        """Return the closures that rows with these keys have become, or whose ids these are."""
        return dict(self._of_batches(on_batches.CLOSED_BEFORE, keys=rows.names_json(keys)))

    def save_batch(self, batch: Batch) -> None:
        """Write a batch, before its items; one that exists stays as it is."""
        self._tell_batches(on_batches.SAVE_BATCH, **batch_row(batch))

    def save_items(self, items: Sequence[BatchItem]) -> None:
        """Write which bookings a batch brought."""
        listed = rows.to_json([batch_item_row(item) for item in items])
        self._tell_batches(on_batches.INSERT_ITEMS, rows=listed)

    def forget_items(self, keys: Sequence[str]) -> None:
        """Forget that rows with these keys came."""
        self._tell_batches(on_batches.FORGET_ITEMS, keys=rows.names_json(keys))

    def save_batch_parties(self, batch: str, parties: Mapping[str, int]) -> None:
        """Write whom a batch brought, by id and version."""
        listed = rows.to_json([[id_, batch, version] for id_, version in parties.items()])
        self._tell_batches(on_batches.INSERT_PARTIES, rows=listed)

    def forget_batch_parties(self, parties: Sequence[str]) -> None:
        """Forget by which batch these came."""
        self._tell_batches(on_batches.FORGET_PARTIES, parties=rows.names_json(parties))

    def save_batch_closures(self, batch: str, closures: Mapping[str, str]) -> None:
        """Write which closures a batch brought, by the keys of their rows."""
        listed = rows.to_json([[key, batch, closure] for key, closure in closures.items()])
        self._tell_batches(on_batches.INSERT_BATCH_CLOSURES, rows=listed)

    def forget_batch_closures(self, keys: Sequence[str]) -> None:
        """Forget that rows of closures with these keys came."""
        self._tell_batches(on_batches.FORGET_BATCH_CLOSURES, keys=rows.names_json(keys))

    def tally(self, batch: str, *, brought: int, refused: int) -> None:
        """Write how many rows of a batch came in, and how many did not."""
        self._tell_batches(on_batches.TALLY, id=batch, brought=brought, refused=refused)

    def tally_undone(self, batch: str, taken_back: int) -> None:
        """Add to how many of a batch are taken back."""
        self._tell_batches(on_batches.TALLY_UNDONE, id=batch, more=taken_back)

    def _of_batches(self, query: Query, **values: Value) -> list[Row]:
        (found,) = self._channel.ask([(query, {"center": self._center, **values})])
        return found

    def _tell_batches(self, query: Query, **values: Value) -> None:
        self._channel.send([(query, {"center": self._center, **values})])


def batch_row(batch: Batch) -> Mapping[str, Value]:
    """Return the columns of a batch."""
    return {**attrs.asdict(batch), "kind": batch.kind.value}


def to_batch(row: Row) -> Batch:
    """Make a batch of its row."""
    id_, source, actor, made_at, kind, brought, refused, taken_back = row
    return Batch(
        id=id_,
        source=source,
        actor=actor,
        made_at=made_at,
        kind=BatchKind(kind),
        brought=brought,
        refused=refused,
        taken_back=taken_back,
    )


def batch_item_row(item: BatchItem) -> list[Value]:
    """Return the columns of what a batch brought."""
    return [item.key, item.batch, item.booking, item.version]


def to_batch_item(row: Row) -> BatchItem:
    """Make what a batch brought of its row."""
    key, batch, booking, version = row
    return BatchItem(key=key, batch=batch, booking=booking, version=version)
