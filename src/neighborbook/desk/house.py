"""What every call of the desk stands on: the store, the catalog of now, and one way to write.

``write`` is the only loop that opens a transaction. It starts over with wider scopes when the work
turns out to need them, alone when nobody else may write meanwhile, with a fresh catalog when
somebody has loaded one, and when a booking moved on between the reading and the lock.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import attrs

from neighborbook.center_file import Document, Item, enabled_plugins, join, rebuild
from neighborbook.codes import Code
from neighborbook.desk.caller import Caller
from neighborbook.desk.clock import Clock, Ids, StoppedClock
from neighborbook.desk.core_rules import CoreRules
from neighborbook.desk.details import hydrated
from neighborbook.desk.directory import as_of
from neighborbook.desk.kept_calendars import KeptCalendars
from neighborbook.desk.loaded import Loaded, refused
from neighborbook.desk.notices.address_book import AddressBook
from neighborbook.domain.booking import Booking
from neighborbook.domain.offering import Offering
from neighborbook.domain.party import Actor, Facts
from neighborbook.domain.seen import Ask, Seen
from neighborbook.domain.slot import Request
from neighborbook.engine.admission import Plan, prepare
from neighborbook.engine.assignment import oversized
from neighborbook.engine.reasons import no
from neighborbook.errors import (
    Busy,
    Fault,
    InvalidRequest,
    NotFound,
)
from neighborbook.plugins import PluginSet, Provided, plugin_refusal
from neighborbook.room_type import RoomType
from neighborbook.storage.abc import (
    CatalogItem,
    Found,
    Key,
    Reader,
    Shared,
    Stale,
    Store,
    Transaction,
    Wanted,
)

T = TypeVar("T")
_log = logging.getLogger("neighborbook")


class Wider(Exception):
    """The work needs scopes that are not locked; it starts over with them."""

    def __init__(self, scopes: frozenset[str]) -> None:
        self.scopes = scopes
        super().__init__(scopes)


@attrs.define(kw_only=True)
class House:
    """One center in one database, shared by all desks that act in it; threads may share it.

    Attributes:
        adopts: no center was named and there is none yet: the first file that is loaded says which.
        ledger: the file in which erasures are noted, beside a database that is a file.
        on_server: nothing can lie beside the database: each erasure says where it is noted.
        addresses: where parties can be reached, if the program knows.
        calendars: those written out already, for who asks for the same again.
    """

    store: Store
    center: str
    clock: Clock
    ids: Ids
    extra: tuple[object, ...] = ()
    deadline: float = 5.0
    adopts: bool = False
    ledger: Path | None = None
    on_server: bool = False
    addresses: AddressBook | None = None
    _loaded: Loaded | None = None
    _complained: set[str] = attrs.field(factory=set)
    calendars: KeptCalendars = attrs.field(factory=KeptCalendars, init=False)

    def adopt(self, center: str) -> None:
        """Be of this center from now on."""
        self.center, self.adopts = center, False

    @contextmanager
    def frozen(self) -> Iterator[House]:
        """Give a house of this one moment: whatever is read in it, it is still now."""
        with self.store.frozen(self.center) as store:
            clock = StoppedClock(at=self.clock.now())
            yield attrs.evolve(self, store=store, clock=clock)

    def loaded(self) -> Loaded:
        """Return the catalog of now, as far as this process knows."""
        found = self._loaded
        return found if found is not None else self.reload()

    def reload(self) -> Loaded:
        """Read the catalog anew.

        Raises:
            NotFound: nothing has been loaded for this center yet.
        """
        with self.store.snapshot(self.center) as reader:
            revision, items = reader.revision, reader.catalog()
            keeps_people = reader.directory > 0
            known = self._loaded
            is_newest = known is not None and known.is_of(reader)
        if not items:
            raise NotFound(kind="center", id=self.center)
        if known is None or not is_newest:
            kept = tuple(as_item(item) for item in items)
            loaded = self.kept(kept, revision)
            self._loaded = known = attrs.evolve(loaded, keeps_people=keeps_people)
            self._complain(known.missing)
        return known

    def kept(self, items: tuple[Item, ...], revision: int) -> Loaded:
        """Return the catalog of items that were accepted before, whatever plugins have gone since.

        What was booked holds its place; it can be read, cancelled, and stands in calendars.
        """
        plugins = self.plugins_there(join(items))
        catalog = rebuild(items, plugins.room_types, revision=revision)
        return Loaded(catalog=catalog, plugins=plugins)

    def _complain(self, missing: tuple[str, ...]) -> None:
        """Log each plugin that is gone, once: nobody sees it in the answers that go on."""
        for name in missing:
            if name not in self._complained:
                self._complained.add(name)
                _log.error(
                    "center %r: %r is missing or broken; nothing new is booked until it is mended",
                    self.center,
                    name,
                )

    def current(self) -> Loaded:
        """Return the catalog of now, asking the database whether it has moved on."""
        known = self.loaded()
        with self.store.snapshot(self.center) as reader:
            is_newest = known.is_of(reader)
        return known if is_newest else self.reload()

    def understood(self, reading: Callable[[Loaded], T]) -> T:
        """Read the words of a call by the catalog that this process knows, else by that of now.

        Raises:
            InvalidRequest: what is named does not exist by the newest catalog either.
        """
        known = self.loaded()
        try:
            return reading(known)
        except InvalidRequest:
            newest = self.current()
            if newest is known:
                raise
            return reading(newest)

    def plugins(self, document: Document) -> PluginSet:
        """Return the core's own plugin, those that a center file enables, and those handed in."""
        return PluginSet.build(enabled_plugins(document), self.extra, (CoreRules(),))

    def plugins_there(self, document: Document) -> PluginSet:
        """Return the same, without those that are gone or broken."""
        return PluginSet.reopen(enabled_plugins(document), self.extra, (CoreRules(),))

    def write(
        self,
        scopes: frozenset[str],
        work: Callable[[Transaction, int, Loaded], T],
        *,
        key: Key | None = None,
        answered: Callable[[Key], T] | None = None,
        exclusive: bool = False,
        foreseen: Wanted | None = None,
    ) -> T:
        """Do one atomic piece of work under its scopes, starting over as long as it must.

        Args:
            work: gets the transaction, now (read under the lock), and the catalog; it commits.
            answered: what to answer if the key was used before with the same arguments.
            foreseen: what ``work`` will probably read first.

        Raises:
            Busy: it could not be done before the deadline; nothing was written.
        """
        until = time.monotonic() + self.deadline
        while (left := until - time.monotonic()) > 0:
            loaded = self.loaded()
            try:
                with self.store.transaction(
                    self.center,
                    scopes=scopes,
                    key=key,
                    exclusive=exclusive,
                    deadline=left,
                    foreseen=foreseen,
                ) as tx:
                    if loaded.is_of(tx):
                        earlier = tx.answer
                        if earlier is None:
                            return work(tx, self.clock.now(), loaded)
                    else:
                        earlier = None
            except Wider as wider:
                scopes |= wider.scopes
                continue
            except Shared:
                exclusive = True
                continue
            except Stale:
                continue
            if earlier is not None and key is not None and answered is not None:
                if earlier.hash != key.hash:
                    raise refused(no(Code.KEY_REUSED, "key"), loaded.catalog.center.zone)
                return answered(earlier)
            self.reload()
        raise Busy(f"center {self.center!r} was written by others for {self.deadline:g} s")

    def caller(self, actor: Actor, request: Request, replaces: Booking | None = None) -> Caller:
        """Return the one who asks, with the facts about everybody in the request."""
        return attrs.evolve(self.asking(actor, request.parties), replaces=replaces)

    def asking(self, actor: Actor, parties: Iterable[str] = ()) -> Caller:
        """Return the one who asks, with what is known of these parties; before the lock.

        The directory is read once for all of them, and not at all if the center keeps none.
        """
        loaded = self.loaded()
        named = tuple(sorted({party for party in (actor.party, *parties) if party}))
        told = loaded.plugins.provide_facts(loaded.catalog.center, named)
        now = self.clock.now()
        revision = loaded.catalog.revision
        caller = Caller(actor=actor, parties=named, told=told, revision=revision)
        if loaded.keeps_people and named:
            with self.store.snapshot(self.center) as reader:
                return caller.known_to(reader, now, loaded)
        return attrs.evolve(caller, provided=attrs.evolve(told, facts=as_of(told.facts, now)))

    def facts(self, actor: Actor, parties: Iterable[str]) -> Provided:
        """Return what is known of these parties and of the one who asks."""
        return self.asking(actor, parties).provided

    def actor_facts(self, actor: Actor) -> Facts:
        """Return what is known of the one who calls."""
        return self.asking(actor).facts

    def ask(self, loaded: Loaded, request: Request, caller: Caller, now: int) -> Ask:
        """Return a request with all that may be known before the book is read.

        Raises:
            InvalidRequest: somebody has renamed its offering meanwhile.
        """
        ask = Ask(
            request=request,
            offering=offering_of(loaded, request),
            catalog=loaded.catalog,
            actor=caller.actor,
            now=now,
            facts=as_of(caller.provided.facts, now),
            failed=caller.provided.failed,
            keeps_people=caller.provided.keeps_people,
            replaces=caller.replaces,
        )
        kind = loaded.room_types.get(ask.offering.room_type)
        if kind is None or type(kind).policy_for is RoomType.policy_for:
            return ask
        policy = loaded.told(kind, lambda: kind.policy_for(ask))
        if policy is ask.offering.policy:
            return ask
        return attrs.evolve(ask, offering=attrs.evolve(ask.offering, policy=policy))

    def plan(self, loaded: Loaded, ask: Ask) -> Plan:
        """Turn a request into what it takes; a room type that raises, or asks too much, refuses."""
        kind = loaded.room_type(ask.offering)
        plan = loaded.told(kind, lambda: prepare(ask, kind))
        if (what := oversized(plan.candidate.demand)) is not None:
            _log.error("room type %s: %s", kind.name, what)
            raise refused(plugin_refusal(kind.name), loaded.catalog.center.zone)
        return plan

    def see(self, reader: Reader, plan: Plan, loaded: Loaded, *, wide: bool = False) -> Seen:
        """Read what a plan declared, and nothing else."""
        found = reader.read(wanted_by(plan, wide=wide))
        return self.seen(found, loaded, plan.candidate.ask.now)

    def seen(self, found: Found, loaded: Loaded, now: int) -> Seen:
        """Return what was found as rules may see it: bookings as of now, details as classes."""
        return Seen(
            claims=found.claims,
            limit_uses=found.limit_uses,
            answers={
                question: tuple(
                    hydrated(loaded.room_types.get(one.room_type), loaded.as_of(one, now))
                    for one in bookings
                )
                for question, bookings in found.answers.items()
            },
            closures=found.closures,
        )


def offering_of(loaded: Loaded, request: Request) -> Offering:
    """Return the offering of a request that was read before, perhaps by an older catalog.

    Raises:
        InvalidRequest: somebody has renamed it meanwhile.
    """
    found = loaded.catalog.offerings.get(request.offering)
    if found is None:
        given, expected = request.offering, "an offering of this center"
        raise InvalidRequest(
            [Fault(path="offering", code="UNKNOWN_OFFERING", given=given, expected=expected)]
        )
    return found


def wanted_by(plan: Plan, *, wide: bool = False) -> Wanted:
    """Return what a plan declared that it must see."""
    return Wanted(
        start=plan.start,
        end=plan.end,
        leaves=plan.leaves,
        limits=plan.limits,
        questions=plan.questions,
        offering=plan.candidate.ask.offering.id,
        wide=wide,
    )


def as_item(kept: CatalogItem) -> Item:
    """Return a catalog row as the center file knows it."""
    return Item(kind=kept.kind, id=kept.id, body=kept.body, retired=kept.retired)
