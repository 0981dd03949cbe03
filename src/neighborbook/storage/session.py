"""Reading and writing one center, once for both databases: what differs lies in the channel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import attrs

from neighborbook.domain.booking import Booking
from neighborbook.domain.change import Change
from neighborbook.domain.claim import Claim, ClaimKind
from neighborbook.domain.closure import Closure
from neighborbook.domain.delivery import Delivery
from neighborbook.domain.demand import Question
from neighborbook.domain.limit import LimitUse
from neighborbook.storage import rows
from neighborbook.storage.abc import (
    BookingFilter,
    CatalogItem,
    Found,
    Key,
    Notice,
    Shared,
    Wanted,
    Writes,
)
from neighborbook.storage.batch_rows import StoredBatches
from neighborbook.storage.channel import Call, Channel
from neighborbook.storage.delivery_rows import to_delivery
from neighborbook.storage.erasing import StoredErasure
from neighborbook.storage.following import StoredFollowing
from neighborbook.storage.log import first_broken, first_hash, sealed
from neighborbook.storage.people import StoredPeople
from neighborbook.storage.queries import (
    on_bookings,
    on_changes,
    on_claims,
    on_closures,
    on_deliveries,
    on_entry,
)
from neighborbook.storage.queries.listing import listing
from neighborbook.storage.statements import Query, Row, Value
from neighborbook.storage.writing import calls_of

EARLIEST, LATEST = -(1 << 62), 1 << 62
PAGE = 1000


def calls_for(center: str, wanted: Wanted) -> dict[str, Call]:
    """Return what a read asks: each table once, however many leaves, limits, and questions."""
    window: dict[str, Value] = {
        "center": center,
        "start": wanted.start,
        "end": wanted.end,
    }
    calls: dict[str, Call] = {}
    if wanted.leaves:
        leaves = rows.to_json(
            [[leaf, kind] for leaf in dict.fromkeys(wanted.leaves) for kind in ClaimKind]
        )
        query = on_claims.CLAIMS_ON if wanted.wide else on_claims.CLAIMS_NEAR
        calls["claims"] = query, {**window, "leaves": leaves}
    if wanted.limits:
        limits = rows.to_json([[n, *limit] for n, limit in enumerate(wanted.limits)])
        calls["limits"] = on_claims.LIMIT_USES_IN, {"center": center, "limits": limits}
    if wanted.questions:
        asked = rows.to_json([[n, x.party, x.start, x.end] for n, x in enumerate(wanted.questions)])
        calls["questions"] = (
            on_bookings.BOOKINGS_OF_PARTIES,
            {"center": center, "questions": asked},
        )
    if wanted.offering:
        calls["closures"] = (
            on_closures.CLOSURES_OF_OFFERING,
            {**window, "offering": wanted.offering},
        )
    return calls


class StoredReader(StoredPeople, StoredErasure, StoredBatches, StoredFollowing):
    """A ``Reader`` over a channel."""

    def __init__(self, channel: Channel, center: str) -> None:
        self._channel = channel
        self._center = center

    @property
    def revision(self) -> int:
        return self._channel.revision

    @property
    def directory(self) -> int:
        return self._channel.directory

    def stamp(self) -> tuple[int, ...]:
        ((changes, closures, reopened),) = self._rows(on_changes.STAMP)
        return self.revision, changes, closures, reopened

    def next_lapse(self, after: int) -> int | None:
        ((found,),) = self._rows(on_bookings.NEXT_LAPSE, after=after)
        first: int | None = found
        return first

    def read(self, wanted: Wanted) -> Found:
        calls = calls_for(self._center, wanted)
        answers = dict(zip(calls, self._channel.each(list(calls.values())), strict=True))
        claims: dict[str, list[Claim]] = {leaf: [] for leaf in wanted.leaves}
        for claim in map(rows.to_claim, answers.get("claims", ())):
            claims[claim.leaf].append(claim)
        # By owner and number: windows of one key may overlap, a use counts once all the same.
        uses: dict[str, dict[object, LimitUse]] = {key: {} for key, _, _ in wanted.limits}
        for place, *row in answers.get("limits", ()):
            uses[wanted.limits[place][0]][tuple(row[:2])] = rows.to_limit_use(tuple(row))
        return Found(
            claims={leaf: tuple(sorted(found, key=_by_start)) for leaf, found in claims.items()},
            limit_uses={
                key: tuple(sorted(found.values(), key=_by_at)) for key, found in uses.items()
            },
            answers=self._answers(wanted.questions, answers.get("questions", ())),
            closures=tuple(self._closures(answers.get("closures", ()))),
        )

    def _answers(
        self, questions: Sequence[Question], found: Iterable[Row]
    ) -> Mapping[Question, tuple[Booking, ...]]:
        answers: dict[Question, list[Booking]] = {question: [] for question in questions}
        for place, *row in found:
            booking = rows.to_booking(self._center, tuple(row))
            question = questions[place]
            if not question.room_types or booking.room_type in question.room_types:
                answers[question].append(booking)
        return {question: tuple(bookings) for question, bookings in answers.items()}

    def booking(self, id: str) -> Booking | None:
        found = self._rows(on_bookings.BOOKING, id=id)
        return rows.to_booking(self._center, found[0]) if found else None

    def bookings_by_id(self, ids: Sequence[str]) -> Mapping[str, Booking]:
        found = self._rows(on_bookings.BOOKINGS_BY_ID, owners=rows.names_json(ids))
        bookings = [rows.to_booking(self._center, row) for row in found]
        return {booking.id: booking for booking in bookings}

    def key(self, actor: str, key: str) -> Key | None:
        found = self._rows(on_entry.KEY, actor=actor, key=key)
        if not found:
            return None
        return Key(actor=actor, key=key, hash=found[0][0], answer=found[0][1])

    def bookings(
        self, wanted: BookingFilter, *, after: tuple[int, str] | None = None, limit: int = 500
    ) -> tuple[Booking, ...]:
        query, values = listing(wanted, after, limit)
        (found,) = self._channel.each([(query, {"center": self._center, **values})])
        return tuple([rows.to_booking(self._center, row) for row in found])

    def claims_of(self, owners: Sequence[str]) -> Mapping[str, tuple[Claim, ...]]:
        found: dict[str, list[Claim]] = {owner: [] for owner in owners}
        for claim in map(
            rows.to_claim, self._rows(on_claims.CLAIMS_OF, owners=rows.names_json(found))
        ):
            found[claim.owner].append(claim)
        return {owner: tuple(claims) for owner, claims in found.items()}

    def limit_uses_of(self, owners: Sequence[str]) -> Mapping[str, tuple[LimitUse, ...]]:
        found: dict[str, list[LimitUse]] = {owner: [] for owner in owners}
        answer = self._rows(on_claims.LIMIT_USES_OF, owners=rows.names_json(found))
        for use in map(rows.to_limit_use, answer):
            found[use.owner].append(use)
        return {owner: tuple(uses) for owner, uses in found.items()}

    def closures(self, start: int | None, end: int | None) -> tuple[Closure, ...]:
        found = self._rows(
            on_closures.CLOSURES,
            start=EARLIEST if start is None else start,
            end=LATEST if end is None else end,
        )
        return tuple(self._closures(found))

    def closure(self, id: str) -> Closure | None:
        found = self._closures(self._rows(on_closures.CLOSURE, id=id))
        return found[0] if found else None

    def history(self, booking: str) -> tuple[Change, ...]:
        return tuple([rows.to_change(row) for row in self._rows(on_changes.HISTORY, id=booking)])

    def changes(
        self, after: int, limit: int, organizers: Sequence[str] | None = None
    ) -> tuple[Change, ...]:
        if organizers is None:
            found = self._rows(on_changes.SEALED, after=after, most=limit)
        else:
            whose = rows.names_json(organizers)
            found = self._rows(on_changes.SEALED_OF, after=after, most=limit, organizers=whose)
        return tuple([rows.to_change(row) for row in found])

    def position_of(self, change: str) -> int | None:
        found = self._rows(on_changes.POSITION, id=change)
        return found[0][0] if found else None

    def last_change(self) -> int:
        found = self._rows(on_changes.LAST_SEALED)
        return int(found[0][0]) if found else 0

    def broken_link(self, after: int = 0) -> int | None:
        last = (0, first_hash(self._center))
        if after:
            before = self._rows(on_changes.CHAIN, after=after, most=1)
            if not before or before[0][7] != after:
                return after
            last = (after, before[0][8])
        while page := self._rows(on_changes.CHAIN, after=last[0] + 1, most=PAGE):
            broken = first_broken(last, page)
            if broken is not None:
                return broken
            last = (page[-1][7], page[-1][8])
        return None

    def notices(self, now: int, limit: int, *, kind: str = "") -> tuple[Notice, ...]:
        found = (
            self._rows(on_changes.NOTICES_OF, now=now, most=limit, kind=kind)
            if kind
            else self._rows(on_changes.NOTICES, now=now, most=limit)
        )
        return tuple([rows.to_notice(row) for row in found])

    def delivery(self, id: str) -> Delivery | None:
        found = self._rows(on_deliveries.DELIVERY, id=id)
        return to_delivery(found[0]) if found else None

    def waiting(self, channels: Sequence[str], now: int, limit: int) -> tuple[Delivery, ...]:
        named = rows.names_json(channels)
        found = self._rows(on_deliveries.WAITING, owners=named, now=now, most=limit)
        return tuple([to_delivery(row) for row in found])

    def deliveries(self, after: str, limit: int) -> tuple[Delivery, ...]:
        found = self._rows(on_deliveries.DELIVERIES, after=after, most=limit)
        return tuple([to_delivery(row) for row in found])

    def due(self, now: int, limit: int) -> tuple[str, ...]:
        return tuple([id_ for (id_,) in self._rows(on_bookings.DUE, now=now, most=limit)])

    def catalog(self) -> tuple[CatalogItem, ...]:
        return tuple([rows.to_catalog_item(row) for row in self._rows(on_entry.CATALOG)])

    def _rows(self, query: Query, **values: Value) -> list[Row]:
        (found,) = self._channel.ask([(query, {"center": self._center, **values})])
        return found

    def _closures(self, found: Iterable[Row]) -> list[Closure]:
        return [rows.to_closure(self._center, row) for row in found]


class Committing(Channel, Protocol):
    """A channel whose sends can be made durable."""

    def commit(self) -> None:
        """Send what is waiting and the commit."""
        ...


class StoredTransaction(StoredReader):
    """A ``Transaction`` over a channel that holds its locks."""

    def __init__(
        self,
        channel: Committing,
        center: str,
        *,
        scopes: frozenset[str],
        exclusive: bool,
        used_before: Key | None = None,
    ) -> None:
        super().__init__(channel, center)
        self._committing = channel
        self._scopes = scopes
        self._exclusive = exclusive
        self._answer = used_before and self.key(used_before.actor, used_before.key)
        self._saved: int | None = None
        self._moved = 0

    @property
    def revision(self) -> int:
        return super().revision if self._saved is None else self._saved

    @property
    def directory(self) -> int:
        return super().directory + self._moved

    @property
    def answer(self) -> Key | None:
        return self._answer

    def write(self, writes: Writes) -> None:
        self._channel.send(list(calls_of(self._center, writes)))

    def save_catalog(self, items: tuple[CatalogItem, ...], revision: int) -> None:
        if not self._exclusive:
            raise RuntimeError("a catalog is saved in an exclusive transaction")
        center: Mapping[str, Value] = {"center": self._center}
        listed = rows.to_json([rows.catalog_row(n, item) for n, item in enumerate(items)])
        self._channel.send(
            [
                (on_entry.SET_REVISION, {**center, "new_revision": revision}),
                (on_entry.CLEAR_CATALOG, center),
                (on_entry.INSERT_CATALOG, {**center, "rows": listed}),
            ]
        )
        self._saved = revision

    def move_directory(self) -> None:
        if not self._exclusive:
            raise Shared
        self._channel.send([(on_entry.MOVE_DIRECTORY, {"center": self._center})])
        self._moved += 1

    def seal(self, limit: int) -> int:
        if "log" not in self._scopes:
            raise RuntimeError("sealing needs the scope 'log'")
        center: Mapping[str, Value] = {"center": self._center}
        last, unsealed = self._channel.ask(
            [(on_changes.LAST_SEALED, center), (on_changes.UNSEALED, {**center, "most": limit})]
        )
        position, previous = last[0] if last else (0, first_hash(self._center))
        seals = sealed((position, previous), unsealed)
        self._channel.send([(on_changes.SEAL, {**center, **attrs.asdict(s)}) for s in seals])
        return len(seals)

    def commit(self) -> None:
        self._committing.commit()


def _by_start(claim: Claim) -> tuple[int, int, str]:
    return claim.start, claim.order, claim.owner


def _by_at(use: LimitUse) -> tuple[int, str]:
    return use.at, use.owner
