"""Everything that is kept of one center, streamed for an audit, and what the database says itself.

A row that cannot be read is named, not raised: a damaged database is what an audit is for.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any, Protocol, TypeVar

import attrs

from neighborbook.domain.audit import (
    DeliveryDossier,
    Dossier,
    Finding,
    ItemDossier,
    LaidDossier,
    PartyDossier,
)
from neighborbook.domain.claim import Claim, ClaimKind
from neighborbook.domain.limit import LimitUse
from neighborbook.errors import NotFound
from neighborbook.storage import rows
from neighborbook.storage.abc import CatalogItem
from neighborbook.storage.channel import Channel
from neighborbook.storage.delivery_rows import to_delivery
from neighborbook.storage.inspecting_people import party_dossier
from neighborbook.storage.log import Flaw, first_hash, flaws
from neighborbook.storage.queries import on_changes, on_entry, on_everything
from neighborbook.storage.queries import on_inspection as ask
from neighborbook.storage.statements import Query, Row, Value
from neighborbook.storage.tables import metadata

PAGE = 1000

T = TypeVar("T")
Part = tuple[str, str, Row]
"""A row, with the id of its owner and the table in which it lies."""


@attrs.frozen(kw_only=True)
class Pointing:
    """A notice or a key, and whether what it points to is there.

    Attributes:
        version: of the booking that a notice is about; 0 for a key.
    """

    id: str
    of: str
    version: int = 0
    there: bool


class Inspection(Protocol):
    """One consistent reading of everything in a center; nothing of it is held at once."""

    revision: int
    directory: int

    def centers(self) -> tuple[str, ...]:
        """Return the ids of all centers in the same moment, sorted."""
        ...

    def of(self, center: str) -> Inspection:
        """Return the reading of another center in the same moment."""
        ...

    def rows_of(self, table: str) -> Iterator[list[Row]]:
        """Yield the rows of a table of ``on_everything`` as they are kept, page by page."""
        ...

    def catalog(self) -> tuple[CatalogItem, ...]:
        """Return the catalog as it is kept."""
        ...

    def flaws_of_schema(self) -> Iterator[Finding]:
        """Yield what is wrong with the file, its guards, and its references."""
        ...

    def dossiers(self) -> Iterator[Dossier]:
        """Yield the rows of each owner, by id."""
        ...

    def parties(self) -> Iterator[PartyDossier]:
        """Yield the rows of each party of the directory, by id."""
        ...

    def uses_by_leaf(self) -> Iterator[Claim]:
        """Yield the claims of bookings by leaf, then by the start of their reach."""
        ...

    def limit_uses_by_key(self) -> Iterator[tuple[LimitUse, frozenset[str]]]:
        """Yield uses of limits by key and instant, each with the rules its booking passed."""
        ...

    def notices(self) -> Iterator[Pointing]:
        """Yield every notice."""
        ...

    def deliveries(self) -> Iterator[DeliveryDossier]:
        """Yield every delivery, by id."""
        ...

    def told_twice(self) -> Iterator[tuple[str, str, int]]:
        """Yield id, notice, and number of deliveries that tell a party one notice."""
        ...

    def items(self) -> Iterator[ItemDossier]:
        """Yield every booking that a batch brought."""
        ...

    def laid(self) -> Iterator[LaidDossier]:
        """Yield every closure that a batch brought."""
        ...

    def batches(self) -> Iterator[tuple[str, int, int]]:
        """Yield id of every batch, how many it brought, and how many were taken back."""
        ...

    def brought_twice(self) -> Iterator[tuple[str, int]]:
        """Yield each booking that several rows have become, with how many."""
        ...

    def writes(self) -> Iterator[Pointing]:
        """Yield every key by which a write is known."""
        ...

    def log(self) -> Iterator[Flaw]:
        """Yield what is wrong with the sealed change log."""
        ...

    def head(self) -> tuple[int, str]:
        """Return position and hash of the last sealed change; position 0 if there is none."""
        ...

    def hash_at(self, position: int) -> str | None:
        """Return the hash of a sealed change, or ``None``."""
        ...

    def unsealed(self) -> tuple[int, int | None]:
        """Return how many changes have no number yet, and when the oldest was written."""
        ...


class StoredInspection:
    """An ``Inspection`` over a channel.

    Args:
        schema: yields what the database finds wrong with itself.
    """

    def __init__(
        self, channel: Channel, center: str, schema: Callable[[], Iterable[Finding]]
    ) -> None:
        self._channel = channel
        self._center = center
        self._schema = schema
        found = self._rows(on_everything.CENTER_ROW)
        if not found:
            raise NotFound(kind="center", id=center)
        self.revision, self.directory = found[0]

    def centers(self) -> tuple[str, ...]:
        return tuple([center for (center,) in self._rows(on_entry.CENTERS)])

    def of(self, center: str) -> StoredInspection:
        return StoredInspection(self._channel, center, self._schema)

    def rows_of(self, table: str) -> Iterator[list[Row]]:
        order = on_everything.order_of(metadata.tables[table])
        numbers = tuple(n for n, column in enumerate(order) if ask.is_number(column))
        first = ask.first_of(len(order), numbers)
        for page in self._by_page(on_everything.PAGES[table], first):
            yield [row[: -len(order)] for row in page]

    def catalog(self) -> tuple[CatalogItem, ...]:
        return tuple([rows.to_catalog_item(row) for row in self._rows(on_entry.CATALOG)])

    def flaws_of_schema(self) -> Iterator[Finding]:
        yield from self._schema()

    def dossiers(self) -> Iterator[Dossier]:
        streams = [
            self._parts("booking", ask.BOOKINGS, 1),
            self._parts("closure", ask.CLOSURES, 1),
            self._parts("claim", ask.CLAIMS, 2, (1,)),
            self._parts("limit_use", ask.LIMIT_USES, 2, (1,)),
            self._parts("booking_link", ask.LINKS, 3),
            self._parts("change", ask.VERSIONS, 2, (1,)),
        ]
        together = heapq.merge(*streams, key=itemgetter(0))
        for owner, parts in groupby(together, key=itemgetter(0)):
            yield _dossier(self._center, owner, parts)

    def parties(self) -> Iterator[PartyDossier]:
        streams = [
            self._parts("party", ask.PARTIES, 1),
            self._parts("party_fact", ask.FACTS, 2, (1,)),
            self._parts("party_link", ask.TIES, 2, (1,)),
            self._parts("party_grant", ask.GRANTS, 2, (1,)),
        ]
        together = heapq.merge(*streams, key=itemgetter(0))
        for party, parts in groupby(together, key=itemgetter(0)):
            yield party_dossier(party, parts)

    def uses_by_leaf(self) -> Iterator[Claim]:
        for row in self._pages(ask.CLAIMS_BY_LEAF, ask.first_of(5, (2, 4))):
            claim = _read(rows.to_claim, row[:-5])
            if claim is not None and claim.kind is ClaimKind.USE:
                yield claim

    def limit_uses_by_key(self) -> Iterator[tuple[LimitUse, frozenset[str]]]:
        for row in self._pages(ask.LIMIT_USES_BY_KEY, ask.first_of(4, (1, 3))):
            *use, overridden, approved = row[:-4]
            found = _read(rows.to_limit_use, tuple(use))
            passed = [_read(rows.to_names, text) or () for text in (overridden, approved) if text]
            if found is not None:
                yield found, frozenset(rule for rules in passed for rule in rules)

    def notices(self) -> Iterator[Pointing]:
        for booking, version, known, id_ in self._pages(ask.NOTICES, ask.first_of(1, ())):
            there = known is not None and version <= known
            yield Pointing(id=id_, of=booking, version=version, there=there)

    def deliveries(self) -> Iterator[DeliveryDossier]:
        for *row, reached, untaken, erased, id_ in self._pages(ask.DELIVERIES, ask.first_of(1, ())):
            yield DeliveryDossier(
                id=id_,
                delivery=_read(to_delivery, row),
                reached=reached,
                untaken=untaken is not None,
                to_erased=erased is not None,
            )

    def told_twice(self) -> Iterator[tuple[str, str, int]]:
        yield from self._rows(ask.TOLD_TWICE, most=PAGE)

    def items(self) -> Iterator[ItemDossier]:
        for booking, batch, version, reached, kind, _ in self._pages(
            ask.ITEMS, ask.first_of(1, ())
        ):
            yield ItemDossier(
                booking=booking,
                batch=batch,
                version=version,
                reached=reached,
                kind=kind or "",
            )

    def laid(self) -> Iterator[LaidDossier]:
        for closure, batch, kind, closes, _ in self._pages(ask.BATCH_CLOSURES, ask.first_of(1, ())):
            yield LaidDossier(closure=closure, batch=batch, kind=kind or "", closes=closes or "")

    def batches(self) -> Iterator[tuple[str, int, int]]:
        for brought, taken_back, id_ in self._pages(ask.BATCHES, ask.first_of(1, ())):
            yield id_, brought, taken_back

    def brought_twice(self) -> Iterator[tuple[str, int]]:
        yield from self._rows(ask.BROUGHT_TWICE, most=PAGE)

    def writes(self) -> Iterator[Pointing]:
        for answer, known, _, key in self._pages(ask.KEYS, ask.first_of(2, ())):
            yield Pointing(id=key, of=answer, there=known is not None)

    def log(self) -> Iterator[Flaw]:
        last = (0, first_hash(self._center))
        while page := self._rows(on_changes.CHAIN, after=last[0] + 1, most=PAGE):
            yield from flaws(last, page)
            last = (page[-1][7], page[-1][8])

    def head(self) -> tuple[int, str]:
        found = self._rows(on_changes.LAST_SEALED)
        return (found[0][0], found[0][1]) if found else (0, first_hash(self._center))

    def hash_at(self, position: int) -> str | None:
        if position == 0:
            return first_hash(self._center)
        found = self._rows(ask.HASH_AT, position=position)
        return str(found[0][0]) if found else None

    def unsealed(self) -> tuple[int, int | None]:
        ((count, oldest),) = self._rows(ask.UNSEALED)
        return count, oldest

    def _parts(
        self, table: str, query: Query, order: int, numbers: tuple[int, ...] = ()
    ) -> Iterator[Part]:
        for row in self._pages(query, ask.first_of(order, numbers)):
            yield row[-order], table, row[:-order]

    def _pages(self, query: Query, first: tuple[Value, ...]) -> Iterator[Row]:
        for page in self._by_page(query, first):
            yield from page

    def _by_page(self, query: Query, first: tuple[Value, ...]) -> Iterator[list[Row]]:
        after = first
        while True:
            given = {f"after_{n}": value for n, value in enumerate(after)}
            page = self._rows(query, most=PAGE, **given)
            if page:
                yield page
            if len(page) < PAGE:
                return
            after = tuple(page[-1][-len(first) :])

    def _rows(self, query: Query, **values: Value) -> list[Row]:
        (found,) = self._channel.ask([(query, {"center": self._center, **values})])
        return found


def _read(make: Callable[[Any], T], row: object) -> T | None:
    """Make a value of a row, or nothing of one that somebody has written past us."""
    try:
        return make(row)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _dossier(center: str, owner: str, parts: Iterable[Part]) -> Dossier:
    found: dict[str, list[Any]] = {}
    unreadable: dict[str, None] = {}
    for _, table, row in parts:
        value = _read(partial(_MAKE[table], center), row)
        if value is None:
            unreadable[table] = None
        else:
            found.setdefault(table, []).append(value)
    return Dossier(
        id=owner,
        booking=next(iter(found.get("booking", ())), None),
        closure=next(iter(found.get("closure", ())), None),
        claims=tuple(found.get("claim", ())),
        limit_uses=tuple(found.get("limit_use", ())),
        links=tuple(found.get("booking_link", ())),
        versions=tuple(found.get("change", ())),
        unreadable=tuple(unreadable),
    )


_MAKE: dict[str, Callable[[str, Row], Any]] = {
    "booking": rows.to_booking,
    "closure": rows.to_closure,
    "claim": lambda _, row: rows.to_claim(row),
    "limit_use": lambda _, row: rows.to_limit_use(row),
    "booking_link": lambda _, row: tuple(row),
    "change": lambda _, row: row[0],
}
