"""What a store must do, in prose and types; SQLite and PostgreSQL both do it.

Terminology
-----------
A *scope* is a name under which writers of the same things wait for one another: ``leaf:A``,
``limit:training-room/hours/acme``, ``party:acme``, ``booking:<id>``, ``log``.
A *transaction* is one atomic write of one center: it takes its key, locks its scopes, and only then
reads. Lock and read are never one statement: a statement's snapshot is older than its lock.
A *snapshot* is one consistent read; what it gives is fetched whole, so nothing of it stays open.
A *frozen* store shows one moment for as long as it is wanted, and can only be read.

The contract
------------
- ``transaction`` does, in this order: the center's row is locked ``FOR KEY SHARE`` (``FOR UPDATE``
  if ``exclusive``) and its revisions read; the key is inserted with ON CONFLICT DO NOTHING
  (a duplicate waits there, holding no scope); missing scope rows are inserted in sorted order;
  scopes are locked in sorted order. The caller reads its clock after that. SQLite has one writer:
  there everything waits for that one, and scopes lock nothing more.
- If the key was used before, ``answer`` says for what; the caller writes nothing then.
- Leaving the ``with`` block by an exception rolls back; by ``commit`` commits; by neither, rolls
  back. After ``commit`` nothing more may be called.
- ``write`` may keep what it is given until the next read or the commit, so ``Stale`` and
  ``InvariantBroken`` are raised by ``commit`` at the latest. Nothing is written then. Reads see
  what the transaction itself has written.
- Waiting for others ends at the deadline with ``Busy``, however many things are waited for one
  after another (a connection, the center, the key, scopes); nothing is written then. A connection
  that is lost before the commit is ``Busy`` too.
- An ``exclusive`` transaction is let in however many others keep coming: they queue behind it.
- If the answer to COMMIT is lost, ``OutcomeUnknown`` is raised.
- ``InvariantBroken`` is raised if a guard of the database fires.
- Everything is per center; no call sees another's rows. One that does not exist is ``NotFound``, at
  the latest at the first read.
- A thread has one transaction or snapshot at a time; a second one would wait for the first, so it
  is a ``RuntimeError``. On SQLite writers wait for snapshots: keep them short.
- Texts that PostgreSQL cannot keep (NUL, half a surrogate pair) and numbers of more than 64 bits
  are ``InvalidRequest`` on both databases.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

import attrs

from neighborbook.domain.booking import Booking, State
from neighborbook.domain.change import Change
from neighborbook.domain.claim import Claim
from neighborbook.domain.closure import Closure
from neighborbook.domain.delivery import Delivery
from neighborbook.domain.demand import Question
from neighborbook.domain.limit import LimitUse
from neighborbook.storage.batches import KeepsBatches, ReadsBatches
from neighborbook.storage.deliveries_abc import DeliveryReader
from neighborbook.storage.following_abc import KeepsFollowing, ReadsFollowing
from neighborbook.storage.people_abc import PeopleReader, PeopleWriter
from neighborbook.storage.scrubbing_abc import Scrubs

if TYPE_CHECKING:
    from neighborbook.storage.inspecting import Inspection
    from neighborbook.storage.receiving import Receiver


@attrs.frozen(kw_only=True)
class Key:
    """A caller's own name for a write, so that sending it twice writes once.

    Attributes:
        actor: ``Actor.key``; never empty.
        key: as given.
        hash: digest of the call and its arguments; another digest under the same key is an error.
        answer: id of what the call makes (booking or closure), known before it is written.
    """

    actor: str
    key: str
    hash: str
    answer: str


@attrs.frozen(kw_only=True)
class Wanted:
    """What to read under the lock.

    Attributes:
        leaves: their claims that reach into ``[start, end)``; a claim's reach includes its buffers.
            Lapsed ones are included: the caller judges, and settles them before it writes.
        limits: (key, start, end): uses with ``start <= at < end``.
        questions: each is answered with bookings.
        offering: whose closures overlapping ``[start, end)`` are wanted; "" for none.
        wide: fetch every claim of the leaves, whatever its time: the verdict must be the same.

    No claim of ``[start, end)`` is missed however long it is: the store knows the longest reach of
    each leaf and kind.
    """

    start: int
    end: int
    leaves: tuple[str, ...] = ()
    limits: tuple[tuple[str, int, int], ...] = ()
    questions: tuple[Question, ...] = ()
    offering: str = ""
    wide: bool = False


@attrs.frozen(kw_only=True)
class Found:
    """What was read: claims by leaf, uses by limit key, bookings by question, closures.

    Every leaf, key, and question of the ``Wanted`` is present, with an empty tuple if there is
    nothing. Claims are sorted by (start, order), uses by ``at``, bookings and closures by start.
    ``closures`` are not reopened ones.
    """

    claims: Mapping[str, tuple[Claim, ...]] = attrs.field(factory=dict)
    limit_uses: Mapping[str, tuple[LimitUse, ...]] = attrs.field(factory=dict)
    answers: Mapping[Question, tuple[Booking, ...]] = attrs.field(factory=dict)
    closures: tuple[Closure, ...] = ()


@attrs.frozen(kw_only=True)
class Notice:
    """Something to be told after the commit: a row of the outbox."""

    id: str
    kind: str
    booking: str
    version: int
    due_at: int


@attrs.frozen(kw_only=True)
class Writes:
    """One batch of writes, applied in the order of its attributes, each old row before its new one.

    Attributes:
        insert: new bookings.
        update: bookings with the version that is expected in the database; if another is there,
            ``Stale`` is raised and nothing is written.
        claims: by owner: all claims of that owner from now on (old ones are removed first; an empty
            tuple removes them). ``Claim.order`` is given by the caller: one more than the
            highest it saw on its leaves, so that who was accepted first stays when capacity
            shrinks.
        limit_uses: by owner, likewise.
        closures: inserted, or replaced if the id exists.
        changes: unsealed.
        told: ids of notices that are done with; they leave the outbox.
        delivered: ids of deliveries that are done with.
        deliveries: inserted, or replaced if the id exists.
        notices: for the outbox.
    """

    insert: tuple[Booking, ...] = ()
    update: tuple[tuple[Booking, int], ...] = ()
    claims: Mapping[str, tuple[Claim, ...]] = attrs.field(factory=dict)
    limit_uses: Mapping[str, tuple[LimitUse, ...]] = attrs.field(factory=dict)
    closures: tuple[Closure, ...] = ()
    changes: tuple[Change, ...] = ()
    told: tuple[str, ...] = ()
    delivered: tuple[str, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    notices: tuple[Notice, ...] = ()


class Stale(Exception):
    """A booking's version in the database is not the expected one: read again and start over."""


class Shared(Exception):
    """Others may be writing, who must not be: start over in an exclusive transaction."""


@attrs.frozen(kw_only=True)
class CatalogItem:
    """One table of a center file as it was loaded: kind ``resource``, id ``A``, its JSON body."""

    kind: str
    id: str
    body: str
    retired: bool = False


@attrs.frozen(kw_only=True)
class BookingFilter:
    """Which bookings to list; every attribute that is given narrows.

    Attributes:
        start, end: bookings that overlap ``[start, end)``.
        resources: bookings of which some claim lies, or lay, on one of these places (``resource``).
        leaves: bookings with a claim on one of these leaves.
        organizers: whose.
        party: organizer, actor, or attendee.
        states: stored states; time may have moved them on (``as_of``).
        changed_since: ``changed_at`` not before.
    """

    start: int | None = None
    end: int | None = None
    resources: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    offerings: tuple[str, ...] = ()
    organizers: tuple[str, ...] = ()
    party: str | None = None
    states: tuple[State, ...] = ()
    changed_since: int | None = None


class Reader(PeopleReader, DeliveryReader, ReadsBatches, ReadsFollowing, Protocol):
    """What can be read, inside a transaction or a snapshot."""

    @property
    def revision(self) -> int:
        """The catalog revision of the center."""
        ...

    def stamp(self) -> tuple[int, ...]:
        """Return numbers that differ once anything was committed that a calendar may show.

        They count what is never taken back: changes, closures, and reopenings, beside the revision
        of the catalog. So a booking that is written brings its change with it, and a closure once
        written is reopened at most, or renamed along with the catalog.
        """
        ...

    def next_lapse(self, after: int) -> int | None:
        """Return the first instant after the given one at which a booking lapses, or ``None``."""
        ...

    def read(self, wanted: Wanted) -> Found:
        """Read what a decision needs, in as few round trips as possible."""
        ...

    def booking(self, id: str) -> Booking | None:
        """Return a booking as stored, or ``None``."""
        ...

    def bookings_by_id(self, ids: Sequence[str]) -> Mapping[str, Booking]:
        """Return bookings as stored, by id; one that does not exist is left out."""
        ...

    def key(self, actor: str, key: str) -> Key | None:
        """Return what an actor's key was used for, or ``None`` if it is free as yet.

        A key is used once what it stands for is committed. In a snapshot a free one may be taken a
        moment later: only a transaction takes it for good.
        """
        ...

    def bookings(
        self, wanted: BookingFilter, *, after: tuple[int, str] | None = None, limit: int = 500
    ) -> tuple[Booking, ...]:
        """Return a page of bookings ordered by (start, id), those after ``(start, id)``."""
        ...

    def claims_of(self, owners: Sequence[str]) -> Mapping[str, tuple[Claim, ...]]:
        """Return the claims of bookings or closures."""
        ...

    def limit_uses_of(self, owners: Sequence[str]) -> Mapping[str, tuple[LimitUse, ...]]:
        """Return the limit uses of bookings."""
        ...

    def closures(self, start: int | None, end: int | None) -> tuple[Closure, ...]:
        """Return closures overlapping ``[start, end)``, reopened ones too, ordered by start."""
        ...

    def closure(self, id: str) -> Closure | None:
        """Return a closure, or ``None``."""
        ...

    def history(self, booking: str) -> tuple[Change, ...]:
        """Return the changes of a booking, oldest first, sealed or not.

        Actor and reason are empty where they were erased.
        """
        ...

    def changes(
        self, after: int, limit: int, organizers: Sequence[str] | None = None
    ) -> tuple[Change, ...]:
        """Return sealed changes above a position, in order; of whose bookings alone, if named."""

    def position_of(self, change: str) -> int | None:
        """Return the position of a change, or ``None`` if there is none or it is not sealed yet."""

    def last_change(self) -> int:
        """Return the position of the newest sealed change; 0 if none is sealed yet."""
        ...

    def due(self, now: int, limit: int) -> tuple[str, ...]:
        """Return ids of bookings that lapsed or ended by ``now`` and were not settled, by id."""
        ...

    def notices(self, now: int, limit: int, *, kind: str = "") -> tuple[Notice, ...]:
        """Return notices with ``due_at <= now``, of one kind or all, the earliest first."""
        ...

    def broken_link(self, after: int = 0) -> int | None:
        """Return the first sealed position above ``after`` that is missing or was altered.

        Reads the whole log above ``after``: on SQLite writers wait for it meanwhile.
        """
        ...

    def catalog(self) -> tuple[CatalogItem, ...]:
        """Return the catalog of the center, ordered by kind and by the order of loading."""
        ...


class Transaction(Reader, PeopleWriter, KeepsBatches, KeepsFollowing, Protocol):
    """One atomic write of one center, with its scopes locked."""

    @property
    def answer(self) -> Key | None:
        """The key's earlier use if there was one (with its own hash and answer), else ``None``."""
        ...

    def write(self, writes: Writes) -> None:
        """Send a batch of writes. May be called more than once.

        Raises:
            Stale: a booking's version is not the expected one.
            InvariantBroken: a guard of the database fired.
        """
        ...

    def save_catalog(self, items: tuple[CatalogItem, ...], revision: int) -> None:
        """Replace the catalog and its revision; the transaction must be exclusive."""
        ...

    def seal(self, limit: int) -> int:
        """Number and chain up to that many unsealed committed changes; return how many were.

        The transaction must hold the scope ``log``; what it has written itself is sealed along.
        """
        ...

    def commit(self) -> None:
        """Make it durable.

        Raises:
            OutcomeUnknown: the answer was lost.
        """
        ...


class Store(Scrubs, Protocol):
    """A database that holds many centers. Threads may share it; after a fork it opens anew."""

    def transaction(
        self,
        center: str,
        *,
        scopes: frozenset[str],
        key: Key | None = None,
        exclusive: bool = False,
        deadline: float = 5.0,
        foreseen: Wanted | None = None,
    ) -> AbstractContextManager[Transaction]:
        """Open a transaction; waits at most ``deadline`` seconds in all for other writers.

        Args:
            foreseen: what will probably be read first, under the lock: where trips are dear it is
                fetched right after the locks, and serves the first ``read`` if that asks the same.
        """
        ...

    def snapshot(self, center: str) -> AbstractContextManager[Reader]:
        """Open one consistent read."""
        ...

    def frozen(self, center: str) -> AbstractContextManager[Store]:
        """Open a store of one moment, for reading much at leisure: writers do not wait for it.

        PostgreSQL keeps a snapshot open. SQLite, where writers would wait for that, copies the
        database first, which takes the writers' turn for as long as the copying takes.
        """
        ...

    def inspecting(self, center: str) -> AbstractContextManager[Inspection]:
        """Open one consistent reading of everything in a center, as ``frozen`` does."""
        ...

    def receiving(self) -> AbstractContextManager[Receiver]:
        """Open one transaction that receives whole centers; who writes waits for it."""
        ...

    def create_center(self, center: str) -> None:
        """Make the row of a center if it is missing, with revision 0."""
        ...

    def centers(self) -> tuple[str, ...]:
        """Return the ids of all centers, sorted."""
        ...

    def close(self) -> None:
        """Close every connection; idempotent."""
        ...
