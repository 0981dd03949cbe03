"""Whether a notice is to be told now, and to whom: by the booking as it stands this moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from neighborbook.desk.channels.channel import NotYet
from neighborbook.desk.displacing import present
from neighborbook.desk.house import House
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.notices.address_book import AddressBook
from neighborbook.desk.showing import standing_to
from neighborbook.domain.booking import Booking
from neighborbook.domain.change import Change
from neighborbook.domain.delivery import Delivery
from neighborbook.domain.notice import Addressee, Told, Topic
from neighborbook.domain.party import PROGRAM, Actor, ActorKind, Facts, is_reserved
from neighborbook.engine.notices import is_superseded, is_true, tells
from neighborbook.redaction import is_shown
from neighborbook.rights import audience
from neighborbook.room_type import Audience
from neighborbook.storage.abc import Reader

PHONE = "phone"
"""The kind of address that whoever calls needs."""


@attrs.frozen(kw_only=True)
class Known:
    """A booking as it stands now, with its details and all that was done to it."""

    booking: Booking
    changes: tuple[Change, ...]
    now: int

    def tells(self, topic: Topic, version: int) -> bool:
        """Whether a notice is still true, and nothing later is told in its place.

        Args:
            version: of the booking when the notice was written.
        """
        return (
            is_true(topic, self.booking, self.now)
            and tells(topic, version, self.changes)
            and not is_superseded(topic, version, self.changes)
        )


def known_of(reader: Reader, loaded: Loaded, id: str, now: int) -> Known | None:
    """Return what is known of a booking at an instant, or ``None`` if there is none."""
    stored = reader.booking(id)
    if stored is None:
        return None
    [booking] = present(reader, loaded, (stored,), now)
    return Known(booking=booking, changes=reader.history(id), now=now)


@attrs.frozen(kw_only=True)
class Recipient:
    """One who is told: as what, seen as whom, and how to be reached.

    Attributes:
        told_by: the only kinds of address by which the room type lets the party be told, if any.
    """

    party: str
    told: Told
    audience: Audience
    addressee: Addressee
    language: str
    told_by: frozenset[str] | None = None

    def may_be_told_by(self, kind: str) -> bool:
        """Whether a kind of address may be used."""
        return self.told_by is None or kind in self.told_by


@attrs.frozen(kw_only=True)
class Recipients:
    """Finds out who is told of a booking; asks plugins and address books, so before any lock."""

    house: House
    loaded: Loaded
    book: AddressBook

    def of(self, topic: Topic, booking: Booking) -> tuple[Recipient, ...]:
        """Return who is told under a topic, each party once; whoever may not know is left out.

        Raises:
            NotYet: a plugin or an address book that may know them raises.
        """
        named = dict[str, Told]()
        for told, party in self._named(topic, booking):
            named.setdefault(party, told)
        known = self._look_up(tuple(named))
        for party, told in tuple(named.items()):
            managers = known[party].managers if party in known else ()
            if managers:
                del named[party]
                for each in managers:
                    named.setdefault(each, told)
        for gone in erased(self.house, self.loaded, named):
            del named[gone]
        known = {**known, **self._look_up(tuple(set(named) - known.keys()))}
        provided = self.house.facts(PROGRAM, named)
        if provided.failed:
            raise NotYet(f"plugin {provided.failed[0]} failed")
        found = (
            self._recipient(party, told, booking, known, provided.facts)
            for party, told in named.items()
        )
        return tuple(each for each in found if each is not None)

    def ways_to(self, booking: Booking) -> tuple[tuple[str, str], ...]:
        """Return how those can be reached whom a booking is about: kind and address, phones first.

        Only by what its room type lets them be told; nothing, if it lets them be told by nothing.

        Raises:
            NotYet: a plugin or an address book that may know it raises.
        """
        allowed = self.loaded.told_by(booking)
        parties = self._served(booking)
        known = self._look_up(parties)
        found = (
            (kind, address)
            for party in parties
            if party in known
            for kind, address in sorted(known[party].addresses.items())
            if address and (allowed is None or kind in allowed)
        )
        return tuple(sorted(dict.fromkeys(found), key=lambda way: way[0] != PHONE))

    def _served(self, booking: Booking) -> tuple[str, ...]:
        """Return those whom a booking is about, and who wrote it for them, such as a guardian."""
        named = {booking.actor: Told.AUTHOR, booking.organizer: Told.ORGANIZER}
        named |= {one.party: Told.ATTENDEES for one in booking.attendees}
        provided = self.house.facts(PROGRAM, named)
        if provided.failed:
            raise NotYet(f"plugin {provided.failed[0]} failed")
        gone = erased(self.house, self.loaded, named)
        found = []
        for party, told in reversed(named.items()):
            own = provided.facts.get(party) or Facts(party=party)
            seen_as = _audience(party, told, booking, own)
            if party and party not in gone and not is_reserved(party):
                found += [party] if _is_served(party, told, seen_as, booking) else []
        return tuple(found)

    def may_be_called(self, delivery: Delivery, booking: Booking) -> bool:
        """Whether somebody may call the party that a delivery could not reach.

        Raises:
            NotYet: as for ``of``.
        """
        if not delivery.party or self._is_told_by_all(booking):
            return True
        found = self.of(delivery.topic, booking)
        return any(one.party == delivery.party and one.may_be_told_by(PHONE) for one in found)

    def _is_told_by_all(self, booking: Booking) -> bool:
        known = booking.room_type in self.loaded.room_types
        return known and self.loaded.told_by(booking) is None

    def _named(self, topic: Topic, booking: Booking) -> Iterator[tuple[Told, str]]:
        table = self.loaded.catalog.notices
        parties = {
            Told.ORGANIZER: (booking.organizer,),
            Told.ATTENDEES: tuple(one.party for one in booking.attendees),
            Told.AUTHOR: (booking.actor,),
            Told.APPROVERS: table.approvers,
            Told.DEPUTIES: table.deputies,
            Told.DUTY: table.on_call,
        }
        for told in table.rule(topic).to:
            for party in parties[told]:
                if party and not is_reserved(party):
                    yield told, party

    def _look_up(self, parties: tuple[str, ...]) -> dict[str, Addressee]:
        return dict(self.book.look_up(self.house.center, tuple(sorted(parties))))

    def _recipient(
        self,
        party: str,
        told: Told,
        booking: Booking,
        known: Mapping[str, Addressee],
        facts: Mapping[str, Facts],
    ) -> Recipient | None:
        own = facts.get(party) or Facts(party=party)
        seen_as = _audience(party, told, booking, own)
        kind = self.loaded.room_types.get(booking.room_type)
        if seen_as is Audience.PUBLIC or not is_shown(booking, seen_as, kind):
            return None
        served = _is_served(party, told, seen_as, booking)
        told_by = self.loaded.told_by(booking) if served else None
        if told_by is not None and not told_by:
            return None
        if served and kind is None:  # nobody knows by what they may be told
            raise NotYet(f"room type {booking.room_type} is gone")
        addressee = known.get(party) or Addressee()
        return Recipient(
            party=party,
            told=told,
            audience=seen_as,
            addressee=addressee,
            language=addressee.language or own.language,
            told_by=told_by,
        )


def erased(house: House, loaded: Loaded, parties: Iterable[str]) -> tuple[str, ...]:
    """Return those who were erased: whoever still names them, nothing is for them any more."""
    asked = tuple(parties)
    if not (loaded.keeps_people and asked):
        return ()
    with house.store.snapshot(house.center) as reader:
        return erased_of(reader, asked)


def erased_of(reader: Reader, parties: Iterable[str]) -> tuple[str, ...]:
    """Return those who were erased, as a reader sees it."""
    kept = reader.known(tuple(parties)).parties
    return tuple(id for id, party in kept.items() if party.erased_at is not None)


def _is_served(party: str, told: Told, seen_as: Audience, booking: Booking) -> bool:
    """Whether a booking is about one who is told, so that the room type says by what.

    Who wrote it is somebody's guardian or kin, unless she works here and has referred somebody.
    """
    if told not in {Told.ORGANIZER, Told.ATTENDEES, Told.AUTHOR}:
        return False
    own = {booking.organizer, *(one.party for one in booking.attendees)}
    works = seen_as in {Audience.STAFF, Audience.CARER}
    return told is not Told.AUTHOR or party in own or not works


def _audience(party: str, told: Told, booking: Booking, facts: Facts) -> Audience:
    """Return as whom one who is told looks at the booking.

    The center file says who approves, and an address book who speaks for an organization: to the
    approver it is shown as to staff, to the manager as to a member. Who is on call for a crisis
    hears of it as who cares for the person does, or what is sealed would reach nobody.
    """
    if told in {Told.APPROVERS, Told.DEPUTIES}:
        return Audience.STAFF
    if told is Told.DUTY:
        return Audience.CARER
    actor = Actor(kind=ActorKind.PERSON, party=party)
    found = audience(standing_to(actor, facts, booking))
    speaks = told is Told.ORGANIZER and party != booking.organizer
    return Audience.MEMBER if speaks and found is Audience.PUBLIC else found
