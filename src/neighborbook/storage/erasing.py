"""What is stored about a party, taking it out, and what is past its keeping time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from neighborbook.domain.fields import Keeping
from neighborbook.storage import rows
from neighborbook.storage.channel import Channel
from neighborbook.storage.people import escaped
from neighborbook.storage.queries import on_erasure
from neighborbook.storage.statements import Query, Value

PAST: Mapping[Keeping, tuple[tuple[Query, Query], ...]] = {
    Keeping.HISTORY: (
        (on_erasure.PAST_HISTORY, on_erasure.DROP_HISTORY),
        (on_erasure.PAST_ITEMS, on_erasure.DROP_ITEMS),
        (on_erasure.PAST_BATCH_PARTIES, on_erasure.DROP_BATCH_PARTIES),
    ),
    Keeping.NOTICE: (
        (on_erasure.PAST_NOTICES, on_erasure.DROP_NOTICES),
        (on_erasure.PAST_DELIVERIES, on_erasure.DROP_DELIVERIES),
    ),
    Keeping.KEY: ((on_erasure.PAST_KEYS, on_erasure.DROP_KEYS),),
    Keeping.TERM: (
        (on_erasure.PAST_FACTS, on_erasure.DROP_FACTS),
        (on_erasure.PAST_LINKS, on_erasure.DROP_LINKS),
        (on_erasure.PAST_GRANTS, on_erasure.DROP_GRANTS),
    ),
}
"""By class: how its rows that are past are counted, and how they are dropped."""


class StoredErasure:
    """Reads and writes for export, erasure, and retention, over a channel."""

    _channel: Channel
    _center: str

    def rows_about(
        self, party: str, bookings: Sequence[str]
    ) -> Mapping[str, tuple[Mapping[str, Value], ...]]:
        """Return every row about a party or its bookings, by table, each as column and value."""
        given: dict[str, Value] = {"center": self._center, "party": party}
        given["owners"] = rows.names_json(bookings)
        answers = self._channel.ask([(query, given) for _, _, query in on_erasure.ABOUT])
        found: dict[str, dict[tuple[Value, ...], Mapping[str, Value]]] = {}
        for (name, table, _), answer in zip(on_erasure.ABOUT, answers, strict=True):
            names = table.columns.keys()
            for row in answer:
                found.setdefault(name, {})[row] = dict(zip(names, row, strict=True))
        return {name: tuple(listed.values()) for name, listed in found.items()}

    def changed(self, changes: Sequence[str]) -> Mapping[str, str]:
        """Return which booking each of these changes is of, by id."""
        given: dict[str, Value] = {"center": self._center, "owners": rows.names_json(changes)}
        (found,) = self._channel.ask([(on_erasure.CHANGED, given)])
        return {str(id): str(booking) for id, booking in found}

    def past(self, keeping: Keeping, before: int) -> int:
        """Return how many rows of a class have been past their time since before an instant."""
        given: dict[str, Value] = {"center": self._center, "before": before}
        answers = self._channel.ask([(count, given) for count, _ in PAST[keeping]])
        return sum(answer[0][0] for answer in answers)

    def persons_past(self, before: int) -> tuple[str, ...]:
        """Return ids of persons of whom nothing was heard since, and who hold no role."""
        (found,) = self._channel.ask(
            [(on_erasure.PERSONS_PAST, {"center": self._center, "before": before})]
        )
        return tuple([id_ for (id_,) in found])

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
        given: dict[str, Value] = {
            "center": self._center,
            "party": party,
            "new_actor": new,
            "owners": rows.names_json(bookings),
            "organized": rows.names_json(organized),
        }
        self._channel.send([(query, given) for query in on_erasure.ERASING])

    def forget_scopes(self, party: str) -> None:
        """Drop the rows for locking whose names hold a party's id; nobody else may be writing."""
        id_ = escaped(party)
        patterns = {"after": f"%:{id_}", "within": f"%/{id_}/%", "last": f"%/{id_}"}
        self._channel.send([(on_erasure.FORGET_SCOPES, {"center": self._center, **patterns})])

    def drop_past(self, keeping: Keeping, before: int) -> None:
        """Drop the rows of a class that have been past their time since before an instant."""
        given: dict[str, Value] = {"center": self._center, "before": before}
        self._channel.send([(drop, given) for _, drop in PAST[keeping]])
