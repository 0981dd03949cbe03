"""The relay: what is due is judged once more, sent, and only then taken off the list.

At least once: whoever dies between sending and taking off has sent, and it is sent again under the
same id. A delivery is *claimed* before it is sent, by moving on the time at which it is tried next;
who claims it knows by the number of tries whether it is still his. So two relays send each thing
once, and what a dead one had claimed is taken over when its time has passed.
"""

from __future__ import annotations

import contextlib
import logging
from collections import Counter
from collections.abc import Callable, Mapping

import attrs

from neighborbook.desk.channels.channel import Channel, Message, NotYet, Undeliverable
from neighborbook.desk.house import House
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.notices.composing import Reader, compose
from neighborbook.desk.notices.judging import Recipient, Recipients, known_of
from neighborbook.desk.notices.listing import address_book, clear
from neighborbook.desk.notices.planning import SCOPE, Planner
from neighborbook.domain.booking import Booking
from neighborbook.domain.delivery import Delivery, DeliveryState, delivery_id
from neighborbook.domain.notice import Topic
from neighborbook.domain.offering import HOUR, MINUTE
from neighborbook.engine.notices import is_too_late
from neighborbook.room_type import Audience
from neighborbook.storage.abc import Transaction, Writes

LEASE = 5 * MINUTE
"""For so long a delivery belongs to who has claimed it; no channel of ours takes so long."""

PAUSES = (MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR)
"""How long to wait after the first try, the second, …; after the last one nobody tries again."""

FAILS_IN_A_ROW = 3
"""A channel that fails so often within one round is left alone until the next."""

_log = logging.getLogger("neighborbook")


@attrs.define(kw_only=True)
class Relay:
    """One round of telling whatever is due.

    Attributes:
        sent: how many were delivered; unreached: how many nobody will try again.
        to_call: how many stood on the call list at its end.
    """

    house: House
    loaded: Loaded
    channels: Mapping[str, Channel]
    recipients: Recipients
    sent: int = 0
    unreached: int = 0
    to_call: int = 0
    _failed: Counter[str] = attrs.field(factory=Counter, init=False)

    @classmethod
    def of(cls, house: House, channels: Mapping[str, Channel]) -> Relay:
        """Return a relay by the catalog of now."""
        loaded = house.loaded()
        book = address_book(house, loaded)
        recipients = Recipients(house=house, loaded=loaded, book=book)
        return cls(house=house, loaded=loaded, channels=channels, recipients=recipients)

    def run(self) -> None:
        """Tell what is due now, each alone: one that fails holds up none of the others."""
        planner = Planner(house=self.house, recipients=self.recipients, channels=self.channels)
        self.unreached += planner.plan()
        while self._is_anything_due() and (claimed := self._claim()) is not None:
            self._tell(claimed)
        stuck, self.to_call = clear(self.recipients)
        self.unreached += stuck

    def _is_anything_due(self) -> bool:
        with self.house.store.snapshot(self.house.center) as reader:
            return bool(reader.waiting(tuple(self.channels), self.house.clock.now(), 1))

    def _claim(self) -> Delivery | None:
        def work(tx: Transaction, now: int, loaded: Loaded) -> Delivery | None:
            due = tx.waiting(tuple(self.channels), now, 1)
            if not due:
                return None
            mine = attrs.evolve(due[0], next_at=now + LEASE, tries=due[0].tries + 1)
            tx.write(Writes(deliveries=(mine,)))
            tx.commit()
            return mine

        return self.house.write(SCOPE, work)

    def _tell(self, claimed: Delivery) -> None:
        """Send one if it is still true, and write down what came of it."""
        if self._failed[claimed.channel] >= FAILS_IN_A_ROW:
            return self._later(claimed, "the channel fails", counted=False)
        try:
            message = self._message(claimed)
            if message is None:
                return self._done(claimed)
            self.channels[claimed.channel].deliver(message)
        except Undeliverable as never:
            return self._next_way(claimed, never.what)
        except NotYet as not_yet:
            self._failed[claimed.channel] += 1
            return self._later(claimed, not_yet.what)
        except Exception as error:  # noqa: BLE001 - a foreign channel may raise anything
            self._failed[claimed.channel] += 1
            return self._later(claimed, type(error).__name__)
        self._failed[claimed.channel] = 0
        self.sent += 1
        return self._done(claimed)

    def _message(self, claimed: Delivery) -> Message | None:
        """Return what to send, judged and worded by the booking as it stands this moment.

        Raises:
            Undeliverable: the address is gone, or may not be used any more.
        """
        now = self.house.clock.now()
        late = claimed.tries == 1 and is_too_late(claimed.topic, claimed.due_at, now)
        with self.house.store.snapshot(self.house.center) as reader:
            known = known_of(reader, self.loaded, claimed.booking, now)
        if late or known is None or not known.tells(claimed.topic, claimed.version):
            return None
        channel = self.channels[claimed.channel]
        reader_ = self._reader(claimed, known.booking, channel)
        if reader_ is None:
            return None
        if claimed.topic is Topic.DUTY_CONTACT and reader_.audience is Audience.CARER:
            ways = self.recipients.ways_to(known.booking)
            reader_ = attrs.evolve(reader_, ways=ways)
        return compose(self.loaded, known.booking, claimed, channel, reader_)

    def _reader(self, claimed: Delivery, booking: Booking, channel: Channel) -> Reader | None:
        """Return who reads it, or ``None`` if the party has nothing to do with it any more."""
        if channel.shared:
            return Reader(audience=Audience.PUBLIC, language=self._language(claimed, ""))
        found = self.recipients.of(claimed.topic, booking)
        one = next((each for each in found if each.party == claimed.party), None)
        if one is None:
            return None
        if not one.may_be_told_by(channel.needs or claimed.channel):
            raise Undeliverable("the party must not be told by this channel")
        return Reader(
            audience=one.audience,
            language=self._language(claimed, one.language),
            address=_address(one, claimed, channel),
        )

    def _language(self, claimed: Delivery, own: str) -> str:
        table = self.loaded.catalog.notices
        named = (own, table.rule(claimed.topic).language, table.language, "en")
        found = next(filter(None, named)).lower().partition("-")[0]
        return "zh" if found == "zh" else "en"

    def _done(self, claimed: Delivery) -> None:
        def work(tx: Transaction, now: int, loaded: Loaded) -> None:
            tx.write(Writes(delivered=(claimed.id,)))
            tx.commit()

        self.house.write(SCOPE, work)

    def _later(self, claimed: Delivery, why: str, *, counted: bool = True) -> None:
        """Try again after a pause, or by another channel once there were enough tries."""
        if counted and claimed.tries > len(PAUSES):
            return self._next_way(claimed, why)
        tries = claimed.tries if counted else claimed.tries - 1
        pause = PAUSES[max(tries - 1, 0)]
        _log.warning("notice %s by %s: %s", claimed.id, claimed.channel, why)

        def after(now: int) -> Delivery:
            return attrs.evolve(claimed, next_at=now + pause, tries=tries, fault=why)

        return self._replace(claimed, after)

    def _next_way(self, claimed: Delivery, why: str) -> None:
        """Go on with the next channel, or leave it to somebody who calls."""
        _log.warning("notice %s by %s: %s; given up", claimed.id, claimed.channel, why)
        if claimed.left:
            channel, *left = claimed.left

            def otherwise(now: int) -> Delivery:
                id = delivery_id(claimed.notice, claimed.party, channel)
                return attrs.evolve(
                    claimed, id=id, channel=channel, left=tuple(left), next_at=now, tries=0
                )

            return self._replace(claimed, otherwise)
        if not self._may_be_called(claimed):
            return self._done(claimed)
        self.unreached += 1
        return self._replace(
            claimed, lambda now: attrs.evolve(claimed, state=DeliveryState.UNREACHED, fault=why)
        )

    def _may_be_called(self, claimed: Delivery) -> bool:
        """Whether it may stand on the call list, which looks again whenever it is read."""
        with self.house.store.snapshot(self.house.center) as reader:
            known = known_of(reader, self.loaded, claimed.booking, self.house.clock.now())
        with contextlib.suppress(NotYet):
            return known is None or self.recipients.may_be_called(claimed, known.booking)
        return True

    def _replace(self, claimed: Delivery, after: Callable[[int], Delivery]) -> None:
        """Write what becomes of a delivery, unless somebody else has taken it over meanwhile."""

        def work(tx: Transaction, now: int, loaded: Loaded) -> None:
            stored = tx.delivery(claimed.id)
            if stored is None or stored.tries != claimed.tries:
                return
            made = after(now)
            gone = () if made.id == claimed.id else (claimed.id,)
            tx.write(Writes(delivered=gone, deliveries=(made,)))
            tx.commit()

        self.house.write(SCOPE, work)


def _address(one: Recipient, claimed: Delivery, channel: Channel) -> str:
    addresses: Mapping[str, str] = one.addressee.addresses
    found = addresses.get(channel.needs or claimed.channel, "")
    if channel.needs and not found:
        raise Undeliverable("the address is gone")
    return found
