"""What is still to be told, and the list of those whom somebody has to call."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from neighborbook.desk.channels.channel import NotYet
from neighborbook.desk.details import hydrated
from neighborbook.desk.house import House
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.moving import require, require_still
from neighborbook.desk.notices.address_book import AddressBook, JoinedBooks, StatedBook
from neighborbook.desk.notices.directory_book import DirectoryBook
from neighborbook.desk.notices.judging import PHONE, Recipients, known_of
from neighborbook.desk.notices.planning import SCOPE
from neighborbook.domain.booking import Booking
from neighborbook.domain.delivery import Delivery, DeliveryState
from neighborbook.domain.notice import Addressee, Topic
from neighborbook.domain.party import Actor, ActorKind
from neighborbook.domain.times import to_pendulum, zone
from neighborbook.engine.notices import MOST_LATE
from neighborbook.errors import NotFound
from neighborbook.redaction import privacy_of
from neighborbook.rights import Right
from neighborbook.room_type import Privacy
from neighborbook.storage.abc import Transaction, Writes

if TYPE_CHECKING:
    import pendulum

PAGE = 500
CHANNEL_GONE = "the channel is gone"


@attrs.frozen(kw_only=True)
class Untold:
    """One notice that has not arrived yet, or never will by itself.

    Attributes:
        id: of the delivery; party: who is to be told ("" for everybody who reads the channel).
        topic: what it is about.
        state: ``waiting``, or ``unreached``: somebody has to call.
        channel: by which it was tried last; "" if there is none by which to reach the party.
        tries: how often; fault: why it did not arrive, in English.
        phone: under which number the party can be called, or "".
        booking: id of it; offering: what it is of, "" where that is sensitive.
        start_at, end_at, zone: when it is.
        due_at: since when it is to be told.
    """

    id: str
    party: str
    topic: Topic
    state: DeliveryState
    channel: str
    tries: int
    fault: str
    phone: str
    booking: str
    offering: str
    start_at: int
    end_at: int
    zone: str
    due_at: int

    @property
    def start(self) -> pendulum.DateTime:
        """When the booking begins, in the center's zone."""
        return to_pendulum(self.start_at, zone(self.zone))


def untold(house: House, actor: Actor, *, unreached: bool) -> tuple[Untold, ...]:
    """Return what has not arrived and is still true, by the start of its booking.

    Args:
        unreached: only what nobody tries any more.
    """
    loaded, now = house.current(), house.clock.now()
    book = address_book(house, loaded)
    found, _ = _sorted_out(Recipients(house=house, loaded=loaded, book=book), now)
    found = [each for each in found if _may_see(actor, each.booking, loaded)]
    if unreached:
        found = [each for each in found if each.delivery.state is DeliveryState.UNREACHED]
    parties = tuple(sorted({each.delivery.party for each in found} - {""}))
    numbers = book.look_up(house.center, parties) if parties else {}
    listed = (_untold(each, numbers, loaded) for each in found)
    return tuple(sorted(listed, key=lambda each: (each.start_at, each.party, each.id)))


def told(house: House, actor: Actor, id: str) -> None:
    """Take one off the list: somebody has told the party in another way.

    Raises:
        NotFound: nothing of that id is on it.
        Refused: the actor may not.
    """
    asks = require(house, actor, Right.SEE_NOTICES)

    def work(tx: Transaction, now: int, loaded: Loaded) -> None:
        require_still(tx, now, loaded, asks, Right.SEE_NOTICES)
        found = tx.delivery(id)
        booking = None if found is None else tx.booking(found.booking)
        if booking is None or not _may_see(actor, booking, loaded):
            raise NotFound(kind="notice", id=id[:64])
        tx.write(Writes(delivered=(id,)))
        tx.commit()

    house.write(SCOPE, work)


def clear(recipients: Recipients) -> tuple[int, int]:
    """Take off the list whatever is no longer true: its booking is over, moved, or cancelled.

    What nobody has tried to send for days, its channel being gone, is left to somebody who calls.

    Returns:
        How many were left so just now, and how many somebody has to call about by now.
    """
    house = recipients.house
    now = house.clock.now()
    listed, over = _sorted_out(recipients, now)
    gone, kept = tuple(each.id for each in over), [each.delivery for each in listed]
    waiting = {each.id: each for each in kept}
    stuck = tuple(
        attrs.evolve(each, state=DeliveryState.UNREACHED, fault=CHANNEL_GONE)
        for each in kept
        if each.state is DeliveryState.WAITING and each.next_at + MOST_LATE <= now
    )

    def work(tx: Transaction, now: int, loaded: Loaded) -> int:
        # What somebody has sent, called about or erased meanwhile does not come back.
        still = tuple(each for each in stuck if tx.delivery(each.id) == waiting[each.id])
        tx.write(Writes(delivered=gone, deliveries=still))
        tx.commit()
        return len(still)

    left = house.write(SCOPE, work) if gone or stuck else 0
    return left, left + sum(each.state is DeliveryState.UNREACHED for each in kept)


def address_book(house: House, loaded: Loaded) -> AddressBook:
    """Return where parties can be reached.

    The program knows it better than the directory, and the directory better than the center file.
    """
    books: list[AddressBook] = [] if house.addresses is None else [house.addresses]
    if loaded.keeps_people:
        books.append(DirectoryBook(house=house))
    return JoinedBooks(books=(*books, StatedBook(stated=loaded.catalog.notices.addresses)))


def _may_see(actor: Actor, booking: Booking, loaded: Loaded) -> bool:
    """Staff must not learn whose a sealed booking is; the program calls on its own."""
    kind = loaded.room_types.get(booking.room_type)
    sealed = privacy_of(hydrated(kind, booking), kind) is Privacy.SEALED
    return actor.kind is ActorKind.PROGRAM or not sealed


@attrs.frozen(kw_only=True)
class _Listed:
    """What has not arrived, with its booking, and whether anybody may call about it."""

    delivery: Delivery
    booking: Booking
    may_be_called: bool


def _sorted_out(recipients: Recipients, now: int) -> tuple[list[_Listed], list[Delivery]]:
    """Return what has not arrived: what is still true, and what is not or is not to be called.

    Of whom nobody can say now whether to call, that is neither.
    """
    house, loaded = recipients.house, recipients.loaded
    found: list[tuple[Delivery, Booking]] = []
    over: list[Delivery] = []
    after = ""
    while page := _page(house, after):
        after = page[-1].id
        with house.store.snapshot(house.center) as reader:
            for each in page:
                known = known_of(reader, loaded, each.booking, now)
                if known is not None and known.tells(each.topic, each.version):
                    found.append((each, known.booking))
                else:
                    over.append(each)
    kept: list[_Listed] = []
    for each, booking in found:
        with contextlib.suppress(NotYet):
            may = recipients.may_be_called(each, booking)
            if may or each.state is DeliveryState.WAITING:
                kept.append(_Listed(delivery=each, booking=booking, may_be_called=may))
            else:
                over.append(each)
    return kept, over


def _page(house: House, after: str) -> tuple[Delivery, ...]:
    with house.store.snapshot(house.center) as reader:
        return reader.deliveries(after, PAGE)


def _untold(each: _Listed, numbers: Mapping[str, Addressee], loaded: Loaded) -> Untold:
    delivery, booking = each.delivery, each.booking
    addressee = numbers.get(delivery.party, Addressee()) if each.may_be_called else Addressee()
    kind = loaded.room_types.get(booking.room_type)
    hidden = privacy_of(booking, kind).is_sensitive
    return Untold(
        id=delivery.id,
        party=delivery.party,
        topic=delivery.topic,
        state=delivery.state,
        channel=delivery.channel,
        tries=delivery.tries,
        fault=delivery.fault,
        phone=addressee.addresses.get(PHONE, ""),
        booking=booking.id,
        offering="" if hidden else booking.offering,
        start_at=booking.start_at,
        end_at=booking.end_at,
        zone=booking.zone,
        due_at=delivery.due_at,
    )
