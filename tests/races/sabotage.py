"""Desks that are broken on purpose: a harness that finds nothing wrong with these finds nothing.

Each function breaks the desk of the process that calls it, for good.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, cast

import attrs

from neighborbook.desk.house import House
from neighborbook.desk.loaded import Loaded
from neighborbook.storage.abc import Found, Reader, Transaction, Wanted
from neighborbook.storage.postgresql import PostgresStore
from neighborbook.storage.session import StoredTransaction

Work = Callable[[Transaction, int, Loaded], Any]


class _Rehearsed(Exception):
    """All has been read; what would be written now is left."""


@attrs.define
class _Remembering:
    """Reads and remembers, and writes nothing."""

    reader: Reader
    seen: dict[Wanted, Found]

    def read(self, wanted: Wanted) -> Found:
        self.seen[wanted] = self.reader.read(wanted)
        return self.seen[wanted]

    def write(self, _: object) -> None:
        raise _Rehearsed

    def __getattr__(self, name: str) -> object:
        return getattr(self.reader, name)


@attrs.define
class _Recalling:
    """Answers from memory what was read before the lock; all else is as it should be."""

    reader: Transaction
    seen: dict[Wanted, Found]

    def read(self, wanted: Wanted) -> Found:
        return self.seen.get(wanted) or self.reader.read(wanted)

    def __getattr__(self, name: str) -> object:
        return getattr(self.reader, name)


def reads_before_it_locks() -> None:
    """Judge by what was read before the scopes were locked."""
    honest = House.write

    def write(self: House, scopes: frozenset[str], work: Work, **rest: Any) -> object:
        seen: dict[Wanted, Found] = {}
        with suppress(Exception), self.store.snapshot(self.center) as reader:
            rehearsal = cast("Transaction", _Remembering(reader, seen))
            work(rehearsal, self.clock.now(), self.loaded())

        def late(tx: Transaction, now: int, loaded: Loaded) -> object:
            return work(cast("Transaction", _Recalling(tx, seen)), now, loaded)

        return honest(self, scopes, late, **rest)

    House.write = write  # type: ignore[method-assign,assignment]


def locks_no_scopes() -> None:
    """Lock nothing but the center, on PostgreSQL."""
    honest = PostgresStore.transaction

    @contextmanager
    def transaction(self: PostgresStore, center: str, **rest: Any) -> Iterator[Transaction]:
        with honest(self, center, **{**rest, "scopes": frozenset()}) as tx:
            yield tx

    PostgresStore.transaction = transaction  # type: ignore[method-assign]


def locks_leaves_alone() -> None:
    """Lock leaves, but neither limits nor persons nor bookings, on PostgreSQL."""
    honest = PostgresStore.transaction

    @contextmanager
    def transaction(self: PostgresStore, center: str, **rest: Any) -> Iterator[Transaction]:
        leaves = frozenset(
            scope
            for scope in rest["scopes"]
            if scope.startswith("leaf:") and not scope.startswith("leaf:person:")
        )
        with honest(self, center, **{**rest, "scopes": leaves}) as tx:
            yield tx

    PostgresStore.transaction = transaction  # type: ignore[method-assign]


def forgets_keys() -> None:
    """Write as if no key had been given."""
    honest = House.write

    def write(self: House, scopes: frozenset[str], work: Work, **rest: Any) -> object:
        return honest(self, scopes, work, **{**rest, "key": None})

    House.write = write  # type: ignore[method-assign,assignment]


def keeps_its_catalog() -> None:
    """Never notice, when writing, that somebody else has loaded a new center file."""
    honest, told = House.write, StoredTransaction.revision
    known: list[int] = [0]

    def write(self: House, scopes: frozenset[str], work: Work, **rest: Any) -> object:
        known[:] = [self.loaded().catalog.revision]
        return honest(self, scopes, work, **rest)

    def revision(self: StoredTransaction) -> int:
        return cast("int", told.__get__(self)) if self._exclusive else known[0]

    House.write = write  # type: ignore[method-assign,assignment]
    StoredTransaction.revision = property(revision)  # type: ignore[method-assign,assignment]


SABOTAGES: dict[str, Callable[[], None]] = {
    broken.__name__: broken
    for broken in (
        reads_before_it_locks,
        locks_no_scopes,
        locks_leaves_alone,
        forgets_keys,
        keeps_its_catalog,
    )
}
