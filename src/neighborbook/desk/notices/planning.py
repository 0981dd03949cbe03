"""From a row of the outbox to deliveries: one for each party, and one for each shared channel."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping

import attrs

from neighborbook.center_file.notices import is_address
from neighborbook.desk.channels.channel import Channel, NotYet
from neighborbook.desk.house import House
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.notices.judging import PHONE, Recipient, Recipients, erased_of, known_of
from neighborbook.domain.booking import Booking
from neighborbook.domain.delivery import Delivery, DeliveryState, delivery_id
from neighborbook.domain.notice import Told, Topic
from neighborbook.engine.notices import MOST_LATE, MOST_PATIENCE, is_too_late, topics_of
from neighborbook.redaction import is_shown
from neighborbook.room_type import Audience
from neighborbook.storage.abc import Notice, Reader, Transaction, Writes

BATCH = 200
NO_ADDRESS = "no address"
NOBODY = "nobody is on duty"
NO_CHANNEL = "there is no channel"
SCOPE = frozenset({"notices"})
"""Under which relays wait for one another."""


@attrs.frozen(kw_only=True)
class Planner:
    """Takes what is due out of the outbox, and writes down who is to be told it, by what."""

    house: House
    recipients: Recipients
    channels: Mapping[str, Channel]

    def plan(self) -> int:
        """Take everything that is due by now; what is no longer true goes without a word.

        Returns:
            How many can be told by no channel: somebody has to call.
        """
        stuck = set[str]()  # what nobody can judge yet holds up nothing that is due after it
        total, more = 0, True
        while more:
            unreached, more = self._plan_some(self.house.clock.now(), stuck)
            total += unreached
        return total

    def _plan_some(self, now: int, stuck: set[str]) -> tuple[int, bool]:
        """Take a batch; return how many cannot be told, and whether there may be more to take.

        What nobody can judge yet is added to what is stuck.
        """
        most = BATCH + len(stuck)
        with self.house.store.snapshot(self.house.center) as reader:
            due = self._due(reader, now, most)
        planned = dict[str, tuple[Delivery, ...]]()
        for notice in due:
            if notice.id not in stuck:
                with contextlib.suppress(NotYet):
                    planned[notice.id] = tuple(self._deliveries(notice, due, now))
        stuck |= {notice.id for notice in due} - planned.keys()

        def work(tx: Transaction, at: int, loaded: Loaded) -> int:
            # Whoever was here before has taken some of them; whom somebody was erased from
            # meanwhile is judged anew next time.
            gone = _erased_since(tx, loaded, planned)
            there = [
                notice.id
                for notice in self._due(tx, now, most)
                if notice.id in planned and notice.id not in gone
            ]
            made = tuple(each for id in there for each in planned[id])
            tx.write(Writes(told=tuple(there), deliveries=made))
            tx.commit()
            return sum(each.state is DeliveryState.UNREACHED for each in made)

        unreached = self.house.write(SCOPE, work) if planned else 0
        return unreached, len(due) == most

    def _due(self, reader: Reader, now: int, most: int) -> tuple[Notice, ...]:
        """Return what is to be planned now.

        Without its channels a notice stays: who has them, or adds one in time, still tells the
        truth. Only who is on duty is not kept waiting for that, and where nobody has any there is
        nothing to wait for.
        """
        if self._has_all():
            return reader.notices(now, most)
        stale = reader.notices(now - MOST_LATE, most)
        patience = MOST_PATIENCE if self.channels or self._named() else 0
        urgent = reader.notices(now - patience, most, kind=Topic.DUTY_CONTACT)
        return (*stale, *(each for each in urgent if each not in stale))[:most]

    def _has_all(self) -> bool:
        """Whether this process has every channel that the center file names, and any at all."""
        return bool(self.channels) and self._named() <= self.channels.keys()

    def _named(self) -> frozenset[str]:
        """Return the channels that the center file names, be they its own or a program's."""
        table = self.recipients.loaded.catalog.notices
        named = {name for topic in Topic for name in table.rule(topic).channels}
        return frozenset({*named, *table.channels})

    def _deliveries(self, notice: Notice, due: tuple[Notice, ...], now: int) -> Iterator[Delivery]:
        topics = topics_of(notice.kind)
        if not topics or _repeats(notice, due):
            return
        with self.house.store.snapshot(self.house.center) as reader:
            known = known_of(reader, self.recipients.loaded, notice.booking, now)
        for topic in topics:
            late = is_too_late(topic, notice.due_at, now)
            if known is not None and not late and known.tells(topic, notice.version):
                yield from self._about(notice, topic, known.booking, now)

    def _about(
        self, notice: Notice, topic: Topic, booking: Booking, now: int
    ) -> Iterator[Delivery]:
        names = self.names(topic)
        shared = [name for name in names if self.channels[name].shared]
        alone = [name for name in names if not self.channels[name].shared]
        to = self.recipients.loaded.catalog.notices.rule(topic).to
        for name in shared if to else ():
            yield _delivery(notice, topic, ("", to[0]), (name,), now)
        urgent = topic is Topic.DUTY_CONTACT
        found = self.recipients.of(topic, booking) if alone or urgent else ()
        if urgent and not (found or (shared and self._all_may_know(booking))):
            nobody = _delivery(notice, topic, ("", Told.DUTY), (), now)
            yield attrs.evolve(nobody, fault=NOBODY if names else NO_CHANNEL)
        for one in found:
            ways = tuple(name for name in alone if reaches(self.channels[name], name, one))
            if ways or one.may_be_told_by(PHONE):
                made = _delivery(notice, topic, (one.party, one.told), ways, now)
                yield made if alone else attrs.evolve(made, fault=NO_CHANNEL)

    def _all_may_know(self, booking: Booking) -> bool:
        """Whether a group's robot says anything of it: of what is sealed it says nothing."""
        kind = self.recipients.loaded.room_types.get(booking.room_type)
        return is_shown(booking, Audience.PUBLIC, kind)

    def names(self, topic: Topic) -> tuple[str, ...]:
        """Return the channels of a topic that exist, the preferred one first."""
        table = self.recipients.loaded.catalog.notices
        named = table.rule(topic).channels or table.channels or tuple(self.channels)
        return tuple(name for name in named if name in self.channels)


def _erased_since(
    tx: Transaction, loaded: Loaded, planned: Mapping[str, tuple[Delivery, ...]]
) -> frozenset[str]:
    """Return the notices that would go to somebody who was erased since they were judged."""
    parties = {each.party for made in planned.values() for each in made if each.party}
    if not (loaded.keeps_people and parties):
        return frozenset()
    gone = erased_of(tx, sorted(parties))
    return frozenset(id for id, made in planned.items() if any(each.party in gone for each in made))


def reaches(channel: Channel, name: str, one: Recipient) -> bool:
    """Whether a channel may be used, and has the address it needs; a mail address must be one."""
    if not one.may_be_told_by(channel.needs or name):
        return False
    found = one.addressee.addresses.get(channel.needs, "")
    return not channel.needs or (is_address(found) if channel.needs == "mail" else bool(found))


def _repeats(notice: Notice, due: tuple[Notice, ...]) -> bool:
    """Whether the same is due again already: two reminders at once are one too many."""
    return notice.kind == Topic.REMINDER and any(
        each.kind == notice.kind
        and (each.booking, each.version) == (notice.booking, notice.version)
        and (each.due_at, each.id) > (notice.due_at, notice.id)
        for each in due
    )


def _delivery(
    notice: Notice, topic: Topic, to: tuple[str, Told], ways: tuple[str, ...], now: int
) -> Delivery:
    party, told = to
    channel = ways[0] if ways else ""
    # One row may be about two topics, but never for the same party by the same channel.
    return Delivery(
        id=delivery_id(notice.id, party, channel),
        notice=notice.id,
        topic=topic,
        told=told,
        booking=notice.booking,
        version=notice.version,
        party=party,
        channel=channel,
        left=ways[1:],
        due_at=notice.due_at,
        next_at=now,
        state=DeliveryState.WAITING if ways else DeliveryState.UNREACHED,
        fault="" if ways else NO_ADDRESS,
    )
