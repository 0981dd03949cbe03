"""The catalog of one revision, with the plugins that judge by it and find the words for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TypeVar

import attrs

from neighborbook.desk.revising import by_time
from neighborbook.domain.booking import Booking
from neighborbook.domain.catalog import Catalog
from neighborbook.domain.decision import Decision, Verdict
from neighborbook.domain.offering import Offering
from neighborbook.domain.party import Actor, Facts
from neighborbook.domain.refusal import Refusal
from neighborbook.domain.seen import Ask, Candidate, Seen
from neighborbook.domain.text import Text
from neighborbook.domain.wording import OwnWords
from neighborbook.engine.admission import admissible, admit
from neighborbook.engine.as_of import as_of
from neighborbook.engine.book import Book
from neighborbook.errors import NeighborbookError, Refused
from neighborbook.plugins import PluginSet, note_raised, plugin_refusal
from neighborbook.rights import is_public
from neighborbook.room_type import Privacy, RoomType
from neighborbook.storage.abc import Reader

T = TypeVar("T")


@attrs.frozen(kw_only=True, slots=False)
class Loaded:
    """The catalog of one revision, with the plugins that its center file enables.

    Attributes:
        keeps_people: the center keeps a directory of persons: its revision is no longer 0.
        is_open: it is what the public may know of it.
    """

    catalog: Catalog
    plugins: PluginSet
    keeps_people: bool = False
    is_open: bool = False

    def is_of(self, reader: Reader) -> bool:
        """Whether this is the catalog of what is read, and people are kept there if they are here.

        That persons were registered for the first time, every process hears of by this.
        """
        return (self.catalog.revision, self.keeps_people) == (reader.revision, reader.directory > 0)

    @property
    def room_types(self) -> Mapping[str, RoomType]:
        """By name."""
        return self.plugins.room_types

    def room_type(self, offering: Offering) -> RoomType:
        """Return the type of an offering, by which something new can be asked for.

        Raises:
            Refused: with PLUGIN_ERROR, if any plugin of the center is gone: it may have had rules.
        """
        found = self.room_types.get(offering.room_type)
        if self.missing or found is None:
            names = self.missing or (offering.room_type,)
            refusals = tuple(plugin_refusal(name) for name in names)
            zone = self.catalog.center.zone
            raise Refused(Decision(verdict=Verdict.REFUSED, refusals=refusals, zone=zone))
        return found

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The plugins that are gone or broken; a room type that nobody brings stands for its own.

        An offering of an unknown room type was accepted once, with rules that nobody knows now.
        """
        if self.plugins.missing:
            return self.plugins.missing
        offered = (each for each in self.catalog.offerings.values() if not each.retired)
        return tuple(sorted({one.room_type for one in offered} - self.room_types.keys()))

    def told(self, kind: RoomType, say: Callable[[], T]) -> T:
        """Return what a room type says; one that raises refuses, like any plugin.

        Raises:
            Refused: with PLUGIN_ERROR.
        """
        try:
            return say()
        except NeighborbookError:
            raise
        except Exception as error:  # noqa: BLE001 - a foreign method may raise anything, and then refuses
            note_raised(f"room type {kind.name}", error)
            # Not from it: whoever logs the refusal would log the error's words too.
            raise refused(plugin_refusal(kind.name), self.catalog.center.zone) from None

    def judge(
        self, candidates: tuple[Candidate, ...], seen: Seen
    ) -> tuple[tuple[Candidate, Decision], ...]:
        """Judge candidates of one offering, with the words to say the answer in."""
        if not candidates:
            return ()
        ask = candidates[0].ask
        judged = admit(
            candidates,
            seen,
            checks=self.plugins.check_booking,
            room_types=self.room_types,
            preferred=self.preferred(ask, seen),
        )
        known = self.known_to(ask.actor, ask.facts_of(ask.actor.party))
        kind = ask.offering.room_type
        return tuple((candidate, known.worded(decision, kind)) for candidate, decision in judged)

    def preferred(self, ask: Ask, seen: Seen) -> tuple[str, ...]:
        """Return the resources that an organizer should rather have, the best first.

        Raises:
            Refused: with PLUGIN_ERROR, if the room type raises.
        """
        kind = self.room_type(ask.offering)
        if type(kind).prefers is RoomType.prefers:
            return ()
        return self.told(kind, lambda: tuple(kind.prefers(ask, seen)))

    def admissible(
        self, candidates: Iterable[Candidate], book: Book
    ) -> tuple[tuple[Candidate, Decision], ...]:
        """Return the candidates that can be booked, at once or after approval."""
        return admissible(candidates, book, checks=self.plugins.check_booking)

    def worded(self, decision: Decision, room_type: str) -> Decision:
        """Return a Decision that can be said with the room type's words and the center's names."""
        silent = not decision.warnings and not decision.overridden
        if decision.verdict is Verdict.ACCEPTED and silent:
            return decision
        kind = self.room_types.get(room_type)
        own = OwnWords()
        if kind is not None:
            own = OwnWords(
                texts=dict(kind.texts), remedies=dict(kind.remedies), words=dict(kind.words)
            )
        return attrs.evolve(decision, own=own, names=self._names)

    def refused(self, refusal: Refusal, room_type: str) -> Refused:
        """Return the error for a single reason, in the words of a room type."""
        no = Decision(verdict=Verdict.REFUSED, refusals=(refusal,), zone=self.catalog.center.zone)
        return Refused(self.worded(no, room_type))

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
        checks_in = self.checks_in(booking.room_type)
        ends_at = self.ends_at(booking)
        return by_time(booking, as_of(booking, now, checks_in=checks_in, ends_at=ends_at))

    def publishes(self, offering: str) -> bool:
        """Whether anybody may learn when it is free: not of what is CARE or SEALED."""
        return self._privacy(offering) not in {Privacy.CARE, Privacy.SEALED}

    def known_to(self, actor: Actor, facts: Facts) -> Loaded:
        """Return it with what somebody may know that there is: for the public nothing sealed.

        Who is locked out or was erased is the public; who is not known at all is not.

        The one rule by which lists are made, and by which what is named is found: what is hidden is
        answered like what does not exist. What is judged and redacted is so by the whole.
        """
        if self.is_open or not is_public(actor, facts):
            return self
        return self._open

    @property
    def named_types(self) -> Mapping[str, RoomType]:
        """The room types that may be named, by name; all others are there to redact by."""
        if not self.is_open:
            return self.room_types
        kinds = self.room_types.items()
        return {name: kind for name, kind in kinds if kind.privacy is not Privacy.SEALED}

    @cached_property
    def _open(self) -> Loaded:
        """Without offerings that are sealed, and without resources that no other names.

        Nor does its center say which plugins it has: their names tell what is offered.

        Which rooms a room type takes besides its places, its settings alone say: so what stays is
        listed, and not what goes.
        """
        catalog = self.catalog
        offerings = {id: o for id, o in catalog.offerings.items() if not self.is_sealed(id)}
        if len(offerings) == len(catalog.offerings):
            return attrs.evolve(self, is_open=True)
        named = {place.resource for each in offerings.values() for place in each.places}
        named |= {id for each in offerings.values() for id in each.equipment}
        leaves = frozenset(leaf for id in named for leaf in catalog.leaves(id))
        known = {id for id in catalog.resources if leaves.issuperset(catalog.leaves(id))}
        while ways := {way for id in known for way in catalog.resources[id].way_in} - known:
            known |= ways
        resources = {id: each for id, each in catalog.resources.items() if id in known}
        center = attrs.evolve(catalog.center, plugins=())
        smaller = attrs.evolve(catalog, center=center, offerings=offerings, resources=resources)
        return attrs.evolve(self, catalog=smaller, is_open=True)

    def is_sealed(self, offering: str) -> bool:
        """Whether an offering is not there for who cannot book it; one of a lost type may be so."""
        return self._privacy(offering) in {None, Privacy.SEALED}

    def _privacy(self, offering: str) -> Privacy | None:
        kind = self.room_types.get(self.catalog.offerings[offering].room_type)
        return None if kind is None else kind.privacy

    def ends_at(self, booking: Booking) -> int:
        """Return when a booking is over by itself; at its end, if its room type cannot say."""
        kind = self.room_types.get(booking.room_type)
        offering = self.catalog.offerings.get(booking.offering)
        if kind is None or offering is None or type(kind).ends_at is RoomType.ends_at:
            return booking.end_at
        try:
            return int(kind.ends_at(booking, offering))
        except Exception as error:  # noqa: BLE001 - a booking must be readable whatever its type says
            note_raised(f"room type {kind.name}", error)
            return booking.end_at

    def told_by(self, booking: Booking) -> frozenset[str] | None:
        """Return by which addresses whom it is about may be told; by none if its type cannot say.

        Args:
            booking: with its details.
        """
        kind = self.room_types.get(booking.room_type)
        if kind is None or type(kind).told_by is RoomType.told_by:
            return None
        try:
            said = kind.told_by(booking)
            return None if said is None else frozenset(said)
        except Exception as error:  # noqa: BLE001 - a foreign method may raise anything: nothing is sent
            note_raised(f"room type {kind.name}", error)
            return frozenset()

    def rooms_of(self, booking: Booking) -> tuple[str, ...]:
        """Return in which rooms its people are or may be; in what was booked, if nobody can say."""
        kind = self.room_types.get(booking.room_type)
        offering = self.catalog.offerings.get(booking.offering)
        own = (booking.resource,) if booking.resource else ()
        if kind is None or offering is None or type(kind).rooms_of is RoomType.rooms_of:
            return own
        try:
            said = tuple(kind.rooms_of(booking, offering, self.catalog))
            return tuple(room for room in said if room in self.catalog.resources)
        except Exception as error:  # noqa: BLE001 - people must be found whatever its type says
            note_raised(f"room type {kind.name}", error)
            return own

    def checks_in(self, room_type: str) -> bool:
        """Whether people of a room type check in here, so that missing it can be told."""
        kind = self.room_types.get(room_type)
        return bool(self.catalog.center.check_in) and kind is not None and kind.checks_in


def refused(refusal: Refusal, zone: str) -> Refused:
    """Return the error for a single reason."""
    return Refused(Decision(verdict=Verdict.REFUSED, refusals=(refusal,), zone=zone))
