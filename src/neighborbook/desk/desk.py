"""The desk: every public call, in the name of one actor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from neighborbook.desk import booking as booking_calls
from neighborbook.desk import change_pages, looking, searching
from neighborbook.desk.asking import Asked, Length, When
from neighborbook.desk.desk_transfers import DeskTransfers
from neighborbook.desk.faults import Faults, id_of
from neighborbook.desk.faults import party as read_party
from neighborbook.desk.house import House
from neighborbook.desk.loading import Loading, load
from neighborbook.desk.naming import known_now
from neighborbook.domain.booking import Booking, State
from neighborbook.domain.catalog import Center
from neighborbook.domain.change import Change
from neighborbook.domain.closure import Closure
from neighborbook.domain.decision import Decision
from neighborbook.domain.offering import Offering
from neighborbook.domain.party import PUBLIC, Actor, ActorKind, Attendee
from neighborbook.domain.resource import Resource
from neighborbook.domain.slot import Mode, Slot
from neighborbook.domain.times import to_pendulum, zone
from neighborbook.room_type import RoomType

if TYPE_CHECKING:
    import pendulum

Attendees = Iterable[Attendee | str | Mapping[str, object]]


class Desk(DeskTransfers):
    """The front desk of one center, in the name of one actor.

    Get one from ``nb.open``; it acts as the trusted program. ``acting_as`` returns another for a
    person, whose every call is judged and redacted as hers. Threads may share a desk. Close it, or
    use it as a context manager.
    """

    def __init__(self, house: House, actor: Actor) -> None:
        super().__init__(house, actor)

    def __enter__(self) -> Desk:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close_database()

    def close_database(self) -> None:
        """Close every connection to the database; all desks of this ``nb.open`` end with it."""
        self._house.store.close()

    @property
    def center(self) -> Center:
        """The center as its file describes it, with its name, zone, and address.

        Raises:
            NotFound: no center file was loaded yet.
        """
        return known_now(self._house, self._actor).catalog.center

    @property
    def now(self) -> pendulum.DateTime:
        """The desk's own time, in the center's zone."""
        house = self._house
        return to_pendulum(house.clock.now(), zone(house.loaded().catalog.center.zone))

    def acting_as(self, party: str | None) -> Desk:
        """Return a desk judged and redacted as a person's; ``None`` is the public.

        Raises:
            InvalidRequest: it is no id of a party.
        """
        if party is None:
            return Desk(self._house, PUBLIC)
        faults = Faults()
        person = read_party("party", party, faults)
        faults.stop()
        return Desk(self._house, Actor(kind=ActorKind.PERSON, party=person))

    @contextmanager
    def frozen(self) -> Iterator[Desk]:
        """Give a desk that shows this one moment for as long as it is wanted, and only reads.

        Whatever is read of it fits together, however much is written meanwhile, and no writer waits
        for it. It is for one thread. What would write raises ``ReadOnly``.

        >>> import neighborbook as nb
        >>> with nb.open() as desk:
        ...     _ = desk.load('''
        ... center = { id = "center", zone = "Asia/Shanghai" }
        ... resource.hall = {}
        ... offering.hall = { places = ["hall"] }
        ... ''')
        ...     with desk.frozen() as still:
        ...         _ = desk.book("hall", start="2026-12-01 10:00", length="1h", organizer="choir",
        ...             override="an example")
        ...         len(list(still.bookings())), len(list(desk.bookings()))
        (0, 1)
        """
        with self._house.frozen() as house:
            yield Desk(house, self._actor)

    def load(self, center_file: str | bytes | Path, *, preview: bool = False) -> Loading:
        """Load a center file; loading it again changes nothing more.

        Nothing that has a history is deleted: what the file no longer names is retired. Closures
        made at the desk survive.

        Args:
            center_file: a path, or the text itself (it has line ends).
            preview: say what would change and whom it would displace; write nothing.

        Raises:
            CenterFileError: with every fault of the file; nothing was changed.
        """
        faults = Faults()
        faults.flag("preview", preview)
        faults.stop()
        return load(self._house, self._actor, center_file, preview=preview)

    def offerings(self) -> tuple[Offering, ...]:
        """Return what can be asked for, in the order of the center file.

        The public does not find what is sealed.
        """
        return looking.offerings(self._house, self._actor)

    def resources(self) -> tuple[Resource, ...]:
        """Return what exists, in the order of the center file.

        The public does not find what only sealed offerings are given in.
        """
        return looking.resources(self._house, self._actor)

    def room_types(self) -> Mapping[str, RoomType]:
        """Return how offerings behave, by the names that they give for it."""
        return looking.room_types(self._house, self._actor)

    def slots(
        self,
        offering: str | None = None,
        *,
        room_type: str | None = None,
        start: When,
        end: When,
        length: Length,
        organizer: str | None = None,
        headcount: int | None = None,
        attendees: Attendees | None = None,
        resource: str | None = None,
        features: Iterable[str] | None = None,
        details: object = None,
    ) -> Iterator[Slot]:
        """Yield what can be booked in ``[start, end)``, by start and then by preference of place.

        Of one offering; or, instead of it, of any that is of a ``room_type``, has the ``features``,
        or both. ``details`` are of one offering or room type.

        Each slot is judged by the function that books it: if nobody writes in between, it can be
        booked. Slots that make a request for approval say ``needs_approval``.

        Raises:
            InvalidRequest: with every fault of the call.
        """
        asked = Asked(
            what=offering,
            start=start,
            length=length,
            organizer=organizer,
            headcount=headcount,
            attendees=attendees,
            resource=resource,
            features=features,
            details=details,
            searching=True,
        )
        return searching.slots(self._house, self._actor, asked, end, room_type=room_type)

    def explain(
        self,
        what: str | Slot,
        *,
        start: When | None = None,
        end: When | None = None,
        length: Length | None = None,
        organizer: str | None = None,
        headcount: int | None = None,
        attendees: Attendees | None = None,
        resource: str | None = None,
        features: Iterable[str] | None = None,
        title: str | None = None,
        details: object = None,
        override: str | None = None,
    ) -> Decision:
        """Return the Decision that ``book`` would reach now; nothing is written.

        Raises:
            InvalidRequest: with every fault of the call.
        """
        asked = Asked(
            what=what,
            start=start,
            end=end,
            length=length,
            organizer=organizer,
            headcount=headcount,
            attendees=attendees,
            resource=resource,
            features=features,
            title=title,
            details=details,
            override=override,
        )
        return booking_calls.explain(self._house, self._actor, asked)

    def book(
        self,
        what: str | Slot,
        *,
        start: When | None = None,
        end: When | None = None,
        length: Length | None = None,
        organizer: str | None = None,
        headcount: int | None = None,
        attendees: Attendees | None = None,
        resource: str | None = None,
        features: Iterable[str] | None = None,
        title: str | None = None,
        details: object = None,
        override: str | None = None,
        key: str | None = None,
    ) -> Booking:
        """Book an offering, or a slot as it is; pending if it needs approval.

        Args:
            what: id of an offering, or a Slot (then start, end, and place are its own).
            start, end: half-open; aware datetimes, ISO strings, or dates. ``length`` instead of
                ``end`` is elapsed time.
            organizer: whom it belongs to; the acting person if not given.
            headcount: how many come.
            resource: only there.
            features: what the place and its way in must have.
            details: what the room type asks, as its class or a mapping.
            override: the reason for passing soft rules, for who may.
            key: your own name for this write: sent twice, it books once.

        Returns:
            It; ``decision`` holds what is said besides: show its ``remarks`` to who has asked.

        Raises:
            InvalidRequest: with every fault of the call.
            Refused: with every reason, and alternatives that can be booked.
            StorageError: Busy, OutcomeUnknown (ask again with the same key), Full, …
        """
        asked = Asked(
            what=what,
            start=start,
            end=end,
            length=length,
            organizer=organizer,
            headcount=headcount,
            attendees=attendees,
            resource=resource,
            features=features,
            title=title,
            details=details,
            override=override,
            key=key,
        )
        return booking_calls.book(self._house, self._actor, asked)

    def hold(
        self,
        what: str | Slot,
        *,
        start: When | None = None,
        end: When | None = None,
        length: Length | None = None,
        organizer: str | None = None,
        headcount: int | None = None,
        attendees: Attendees | None = None,
        resource: str | None = None,
        features: Iterable[str] | None = None,
        details: object = None,
        ttl: Length | None = None,
        key: str | None = None,
    ) -> Booking:
        """Hold a place for a while; ``confirm`` makes it a booking, time takes it back.

        The way to commit together with something else: hold, commit yours, then confirm with a
        ``key``.

        Raises:
            InvalidRequest, Refused, StorageError: as ``book``.
        """
        asked = Asked(
            what=what,
            start=start,
            end=end,
            length=length,
            organizer=organizer,
            headcount=headcount,
            attendees=attendees,
            resource=resource,
            features=features,
            details=details,
            ttl=ttl,
            mode=Mode.HOLD,
            key=key,
        )
        return booking_calls.book(self._house, self._actor, asked)

    def booking(self, id: str) -> Booking:
        """Return one booking as the actor may see it.

        Raises:
            NotFound: there is none, as far as the actor may see.
        """
        return looking.booking(self._house, self._actor, id_of("id", id))

    def bookings(
        self,
        *,
        start: When | None = None,
        end: When | None = None,
        resource: str | None = None,
        offering: str | None = None,
        organizer: str | None = None,
        party: str | None = None,
        state: State | str | None = None,
    ) -> Iterator[Booking]:
        """Yield the bookings that the actor may know of, by start; everything given narrows.

        Raises:
            InvalidRequest: with every fault of the call.
        """
        asked = looking.Looking(
            start=start,
            end=end,
            resource=resource,
            offering=offering,
            organizer=organizer,
            party=party,
            state=state,
        )
        return looking.bookings(self._house, self._actor, asked)

    def history(self, id: str) -> tuple[Change, ...]:
        """Return what was done to a booking, oldest first.

        Raises:
            NotFound: there is none, as far as the actor may see.
        """
        return looking.history(self._house, self._actor, id_of("id", id))

    def changes(self, *, since: str | None = None, limit: int = 500) -> change_pages.Changes:
        """Return the changes after a token, in one order, each once; give its token next time.

        Tokens are for whom they were given to. But for the trusted program they count nothing, nor
        do the changes say their position, and nobody hears that there is what she may not see.

        Raises:
            InvalidRequest: the token is not one of this center, or beyond its newest change.
        """
        return change_pages.changes(self._house, self._actor, since, limit)

    def closures(
        self, *, start: When | None = None, end: When | None = None
    ) -> tuple[Closure, ...]:
        """Return the closures that overlap ``[start, end)``."""
        return looking.closures(self._house, self._actor, start, end)

    def usage(self, organizer: str, *, at: When | None = None) -> tuple[looking.Usage, ...]:
        """Return how much of its quotas an organizer has used in the window that holds ``at``.

        Raises:
            Refused: the actor may not see it.
        """
        return looking.usage(self._house, self._actor, organizer, at)
