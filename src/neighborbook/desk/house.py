"""What every call of the desk stands on: the store, the catalog of now, and one way to write.

``write`` is the only loop that opens a transaction. It starts over with wider scopes when the work
turns out to need them, with a fresh catalog when somebody has loaded one, and when a booking moved
on between the reading and the lock.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TypeVar

import attrs

from neighborbook.center_file import Document, Item, enabled_plugins, join, rebuild
from neighborbook.codes import Code
from neighborbook.desk.clock import Clock, Ids
from neighborbook.desk.core_rules import CoreRules
from neighborbook.desk.revising import by_time
from neighborbook.domain.booking import Booking
from neighborbook.domain.catalog import Catalog
from neighborbook.domain.decision import Decision, Verdict
from neighborbook.domain.offering import Offering
from neighborbook.domain.party import Actor, Facts
from neighborbook.domain.refusal import Refusal
from neighborbook.domain.seen import Ask, Candidate, Seen
from neighborbook.domain.slot import Request
from neighborbook.domain.text import Text
from neighborbook.engine.admission import Plan, admissible, admit, prepare
from neighborbook.engine.as_of import as_of
from neighborbook.engine.assignment import oversized
from neighborbook.engine.reasons import no
from neighborbook.errors import (
    Busy,
    Fault,
    InvalidRequest,
    NeighborbookError,
    NotFound,
    Refused,
)
from neighborbook.plugins import PluginSet, Provided, plugin_refusal
from neighborbook.room_type import RoomType
from neighborbook.storage.abc import (
    CatalogItem,
    Found,
    Key,
    Reader,
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


@attrs.frozen(kw_only=True, slots=False)
class Loaded:
    """The catalog of one revision, with the plugins that its center file enables."""

    catalog: Catalog
    plugins: PluginSet

    @property
    def room_types(self) -> Mapping[str, RoomType]:
        """By name."""
        return self.plugins.room_types

    def room_type(self, offering: Offering) -> RoomType:
        """Return the type of an offering; asking for one whose plugin is gone is refused."""
        found = self.room_types.get(offering.room_type)
        if found is None:
            raise refused(plugin_refusal(offering.room_type), self.catalog.center.zone)
        return found

    def told(self, kind: RoomType, say: Callable[[], T]) -> T:
        """Return what a room type says; one that raises refuses, like any plugin.

        Raises:
            Refused: with PLUGIN_ERROR.
        """
        try:
            return say()
        except NeighborbookError:
            raise
        except Exception as error:
            _log.error("room type %s raised %s", kind.name, type(error).__name__)
            raise refused(plugin_refusal(kind.name), self.catalog.center.zone) from error

    def judge(
        self, candidates: tuple[Candidate, ...], seen: Seen
    ) -> tuple[tuple[Candidate, Decision], ...]:
        """Judge candidates of one offering, with the words to say the answer in."""
        judged = admit(
            candidates, seen, checks=self.plugins.check_booking, room_types=self.room_types
        )
        kind = candidates[0].ask.offering.room_type if candidates else ""
        return tuple((candidate, self.worded(decision, kind)) for candidate, decision in judged)

    def admissible(
        self, candidates: tuple[Candidate, ...], seen: Seen
    ) -> tuple[tuple[Candidate, Decision], ...]:
        """Return the candidates that can be booked, at once or after approval."""
        return admissible(
            candidates, seen, checks=self.plugins.check_booking, room_types=self.room_types
        )

    def worded(self, decision: Decision, room_type: str) -> Decision:
        """Return a Decision that can be said with the room type's words and the center's names."""
        if decision.verdict is Verdict.ACCEPTED and not decision.warnings:
            return decision
        kind = self.room_types.get(room_type)
        texts = tuple(kind.texts.items()) if kind is not None else ()
        return attrs.evolve(decision, texts=texts, names=self._names)

    @cached_property
    def _names(self) -> tuple[tuple[str, Text], ...]:
        resources, offerings = self.catalog.resources.values(), self.catalog.offerings.values()
        # Of a resource and an offering of one id the last one counts: the place, if it has a name.
        return (
            *((offering.id, offering.name) for offering in offerings if offering.name),
            *((resource.id, resource.name) for resource in resources if resource.name),
        )

    def as_of(self, booking: Booking, now: int) -> Booking:
        """Return a booking as it stands now."""
        return by_time(booking, as_of(booking, now, checks_in=self.checks_in(booking.room_type)))

    def checks_in(self, room_type: str) -> bool:
        """Whether people of a room type check in here, so that missing it can be told."""
        kind = self.room_types.get(room_type)
        return bool(self.catalog.center.check_in) and kind is not None and kind.checks_in


@attrs.frozen(kw_only=True)
class Caller:
    """Who asks, what is known of everybody concerned, and which booking the request replaces."""

    actor: Actor
    provided: Provided
    replaces: Booking | None = None


@attrs.define(kw_only=True)
class House:
    """One center in one database, shared by all desks that act in it; threads may share it.

    Attributes:
        adopts: no center was named and there is none yet: the first file that is loaded says which.
    """

    store: Store
    center: str
    clock: Clock
    ids: Ids
    extra: tuple[object, ...] = ()
    deadline: float = 5.0
    adopts: bool = False
    _loaded: Loaded | None = None

    def adopt(self, center: str) -> None:
        """Be of this center from now on."""
        self.center, self.adopts = center, False

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
        if not items:
            raise NotFound(kind="center", id=self.center)
        known = self._loaded
        if known is None or known.catalog.revision != revision:
            kept = tuple(as_item(item) for item in items)
            plugins = self.plugins(join(kept))
            catalog = rebuild(kept, plugins.room_types, revision=revision)
            self._loaded = known = Loaded(catalog=catalog, plugins=plugins)
        return known

    def current(self) -> Loaded:
        """Return the catalog of now, asking the database whether it has moved on."""
        known = self.loaded()
        with self.store.snapshot(self.center) as reader:
            revision = reader.revision
        return known if revision == known.catalog.revision else self.reload()

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
                    if tx.revision == loaded.catalog.revision:
                        earlier = tx.answer
                        if earlier is None:
                            return work(tx, self.clock.now(), loaded)
                    else:
                        earlier = None
            except Wider as wider:
                scopes |= wider.scopes
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
        provided = self.facts(actor, request.parties)
        return Caller(actor=actor, provided=provided, replaces=replaces)

    def facts(self, actor: Actor, parties: Iterable[str]) -> Provided:
        """Ask the plugins what they know of these parties; before the lock."""
        loaded = self.loaded()
        named = {party for party in (actor.party, *parties) if party}
        return loaded.plugins.provide_facts(loaded.catalog.center, tuple(sorted(named)))

    def actor_facts(self, actor: Actor) -> Facts:
        """Return what is known of the one who calls."""
        return self.facts(actor, ()).facts.get(actor.party) or Facts(party=actor.party)

    def ask(self, loaded: Loaded, request: Request, caller: Caller, now: int) -> Ask:
        """Return a request with all that may be known before the book is read.

        Raises:
            InvalidRequest: somebody has renamed its offering meanwhile.
        """
        if request.offering not in loaded.catalog.offerings:
            expected = "an offering of this center"
            raise InvalidRequest(
                [
                    Fault(
                        path="offering",
                        code="UNKNOWN_OFFERING",
                        given=request.offering,
                        expected=expected,
                    )
                ]
            )
        return Ask(
            request=request,
            offering=loaded.catalog.offerings[request.offering],
            catalog=loaded.catalog,
            actor=caller.actor,
            now=now,
            facts=caller.provided.facts,
            failed=caller.provided.failed,
            replaces=caller.replaces,
        )

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
                question: tuple(loaded.as_of(booking, now) for booking in bookings)
                for question, bookings in found.answers.items()
            },
            closures=found.closures,
        )


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


def refused(refusal: Refusal, zone: str) -> Refused:
    """Return the error for a single reason."""
    return Refused(Decision(verdict=Verdict.REFUSED, refusals=(refusal,), zone=zone))


def as_item(kept: CatalogItem) -> Item:
    """Return a catalog row as the center file knows it."""
    return Item(kind=kept.kind, id=kept.id, body=kept.body, retired=kept.retired)
