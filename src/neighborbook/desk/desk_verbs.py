"""The calls that act on a booking or a closure that exists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from neighborbook.desk import changing, closing, lifecycle, outages
from neighborbook.desk.asking import Length, When
from neighborbook.desk.faults import MOST_REASON, Faults, id_of
from neighborbook.desk.holidays import Holidays, holidays
from neighborbook.desk.house import House
from neighborbook.desk.moving import Verb
from neighborbook.desk.people.people import People
from neighborbook.domain.booking import Booking
from neighborbook.domain.change import Act
from neighborbook.domain.closure import Closure, ClosureKind
from neighborbook.domain.party import Actor, Attendee
from neighborbook.rights import Right

MOST_LABEL = 64


class DeskVerbs:
    """The half of the desk that moves bookings through their lives.

    Every call takes ``version`` (only if the booking is still of that version; else STALE_VERSION)
    and ``key`` (sent twice, it is done once), and raises NotFound for a booking that does not exist
    as far as the actor may see, and Refused with its reasons.
    """

    def __init__(self, house: House, actor: Actor) -> None:
        self._house = house
        self._actor = actor

    @property
    def people(self) -> People:
        """The persons and organizations that the center keeps, in the name of this actor."""
        return People(self._house, self._actor)

    def _verb(
        self,
        act: Act,
        right: Right,
        id: str,
        version: int | None,
        key: str | None,
        *,
        reason: str = "",
        arguments: tuple[object, ...] = (),
        faults: Faults | None = None,
    ) -> Verb:
        """Read what all verbs share; raise what is wrong with it and with the rest of the call."""
        faults = faults or Faults()
        verb = self._read(
            act, right, id, version, key, reason=reason, arguments=arguments, faults=faults
        )
        faults.stop()
        return verb

    def _read(
        self,
        act: Act,
        right: Right,
        id: str,
        version: int | None,
        key: str | None,
        *,
        reason: str,
        arguments: tuple[object, ...],
        faults: Faults,
    ) -> Verb:
        checked = faults.text("reason", reason, MOST_REASON)
        return Verb(
            act=act,
            right=right,
            id=faults.id("id", id),
            actor=self._actor,
            reason=checked,
            version=faults.version(version),
            key=faults.key(key),
            arguments=(*arguments, reason, version),
        )

    def _instant(self, path: str, value: When | None, faults: Faults) -> int | None:
        return None if value is None else faults.time(path, value, self._house.loaded().catalog)

    def extend(
        self,
        id: str,
        *,
        ttl: Length | None = None,
        version: int | None = None,
        key: str | None = None,
    ) -> Booking:
        """Lengthen a hold: ``ttl`` from now, at most the offering's longest from its making."""
        faults = Faults()
        seconds = None if ttl is None else faults.some_time("ttl", ttl)
        verb = self._verb(Act.EXTEND, Right.BOOK, id, version, key, arguments=(ttl,), faults=faults)
        return lifecycle.extend(self._house, verb, seconds)

    def confirm(
        self,
        id: str,
        *,
        title: str | None = None,
        version: int | None = None,
        key: str | None = None,
    ) -> Booking:
        """Make a hold a booking, or a request if something must be approved."""
        faults = Faults()
        named = None if title is None else faults.title(title)
        verb = self._verb(
            Act.CONFIRM, Right.BOOK, id, version, key, arguments=(title,), faults=faults
        )
        return lifecycle.confirm(self._house, verb, named)

    def change(
        self,
        id: str,
        *,
        start: When | None = None,
        end: When | None = None,
        length: Length | None = None,
        resource: str | None = None,
        headcount: int | None = None,
        title: str | None = None,
        attendees: Iterable[Attendee | str | Mapping[str, object]] | None = None,
        features: Iterable[str] | None = None,
        details: object = None,
        override: str | None = None,
        reason: str = "",
        version: int | None = None,
        key: str | None = None,
    ) -> Booking:
        """Change a booking in one step; refused, it stays as it was.

        A new start alone keeps the length, and ``length`` (instead of ``end``) the start; a title
        alone is not judged. What leaves the start where it is need not be made as long ahead as a
        booking, and can be done while it runs. What newly needs approval makes it pending again;
        once it has begun, that is refused. What says only what it is already writes nothing.

        Raises:
            InvalidRequest: with every fault of the call.
            Refused: with every reason, and alternatives that can be booked.
        """
        changed = changing.Changed(
            start=start,
            end=end,
            length=length,
            resource=resource,
            headcount=headcount,
            title=title,
            attendees=attendees,
            features=features,
            details=details,
            override=override,
        )
        faults = Faults()
        verb = self._read(
            Act.CHANGE,
            Right.CHANGE,
            id,
            version,
            key,
            reason=reason,
            arguments=(changed,),
            faults=faults,
        )
        if not verb.id:  # which booking would be changed is not known
            faults.stop()
        return changing.change(self._house, verb, changed, faults)

    def approve(self, id: str, *, version: int | None = None, key: str | None = None) -> Booking:
        """Confirm a request that waits for approval."""
        return lifecycle.approve(
            self._house, self._verb(Act.APPROVE, Right.APPROVE, id, version, key)
        )

    def decline(
        self, id: str, *, reason: str = "", version: int | None = None, key: str | None = None
    ) -> Booking:
        """Turn down a request that waits for approval; its places and limits come back."""
        verb = self._verb(Act.DECLINE, Right.APPROVE, id, version, key, reason=reason)
        return lifecycle.decline(self._house, verb)

    def cancel(
        self, id: str, *, reason: str = "", version: int | None = None, key: str | None = None
    ) -> Booking:
        """Cancel a booking, a request, or a hold; its places are free at once.

        Cancelled late (``late_after``), its hours stay spent.
        """
        verb = self._verb(Act.CANCEL, Right.CANCEL, id, version, key, reason=reason)
        return lifecycle.cancel(self._house, verb)

    def restore(
        self,
        id: str,
        *,
        reason: str = "",
        override: str = "",
        version: int | None = None,
        key: str | None = None,
    ) -> Booking:
        """Bring a void booking back, if it would be accepted today: the only way back."""
        faults = Faults()
        why = faults.text("override", override, MOST_REASON, needed=override != "")
        verb = self._verb(
            Act.RESTORE,
            Right.RESTORE,
            id,
            version,
            key,
            reason=reason,
            arguments=(override,),
            faults=faults,
        )
        return changing.restore(self._house, verb, why)

    def check_in(
        self,
        id: str,
        *,
        at: When | None = None,
        version: int | None = None,
        key: str | None = None,
    ) -> Booking:
        """Note that they have come (now, or at an instant that has passed)."""
        faults = Faults()
        came = self._instant("at", at, faults)
        verb = self._verb(
            Act.CHECK_IN, Right.CHECK_IN, id, version, key, arguments=(at,), faults=faults
        )
        return lifecycle.check_in(self._house, verb, came)

    def complete(
        self,
        id: str,
        *,
        at: When | None = None,
        version: int | None = None,
        key: str | None = None,
    ) -> Booking:
        """Note that they are done; ended early, the rest of the time is free again."""
        faults = Faults()
        ended = self._instant("at", at, faults)
        verb = self._verb(
            Act.COMPLETE, Right.MARK, id, version, key, arguments=(at,), faults=faults
        )
        return lifecycle.complete(self._house, verb, ended)

    def no_show(self, id: str, *, version: int | None = None, key: str | None = None) -> Booking:
        """Note that nobody came; the rest of the time is free, the hours stay spent."""
        return lifecycle.no_show(self._house, self._verb(Act.NO_SHOW, Right.MARK, id, version, key))

    def advance(
        self, id: str, label: str, *, version: int | None = None, key: str | None = None
    ) -> Booking:
        """Move a booking on to one of its room type's own labels.

        To one that says they have come at the earliest on the day of the start, to one that says it
        is over after the start. One that leaves it confirmed is of what is prepared ahead.
        """
        faults = Faults()
        onward = faults.text("label", label, MOST_LABEL, needed=True)
        verb = self._verb(
            Act.ADVANCE, Right.MARK, id, version, key, arguments=(label,), faults=faults
        )
        return lifecycle.advance(self._house, verb, onward)

    def close(
        self,
        subject: str,
        *,
        start: When,
        end: When,
        reason: str = "",
        public_reason: str = "",
        amount: int | None = None,
        preview: bool = False,
        kind: ClosureKind | str | None = None,
        key: str | None = None,
    ) -> Closure:
        """Close a resource, the whole center, or an offering for ``[start, end)``.

        It cancels nothing: ``displaces`` of the answer lists the bookings that need a move.

        Args:
            subject: id of a resource or of the center (blocks on the leaves), or of an offering
                (CLOSED for that offering alone).
            reason: for staff; ``public_reason`` is what everybody may read.
            amount: of a pool, how many are out of use; all of them if not given.
            kind: ``resource``, ``offering`` or ``center``, where several have that id; if it is not
                given the resource comes first, then the offering.
            preview: write nothing, say whom it would displace; the answer has no id.
        """
        asked = closing.Closing(
            subject=subject,
            start=start,
            end=end,
            reason=reason,
            public_reason=public_reason,
            amount=amount,
            preview=preview,
            kind=kind,
            key=key,
        )
        return closing.close(self._house, self._actor, asked)

    def affected(self, closure: str) -> tuple[Booking, ...]:
        """Return the bookings that need a move now because of a closure.

        Raises:
            NotFound: there is no such closure.
            Refused: the actor may not close.
        """
        return closing.affected(self._house, self._actor, id_of("closure", closure))

    def reopen(self, closure: str, *, key: str | None = None) -> Closure:
        """Take a closure back; bookings that it displaced stand again."""
        faults = Faults()
        id, named = faults.id("closure", closure), faults.key(key)
        faults.stop()
        return closing.reopen(self._house, self._actor, id, named)

    def outage(
        self, *, start: When, end: When, reason: str = "", key: str | None = None
    ) -> Closure:
        """Note that the center could not be reached: nobody is a no-show for it.

        What would have lapsed in that time gets the time back, unless its place is gone.

        Raises:
            Refused: it has not begun yet; until when it lasts may be told before it is over.
        """
        return outages.outage(self._house, self._actor, start, end, reason, key)

    def holidays(self, *, year: int | None = None, published: date | str | None = None) -> Holidays:
        """Return the days that are not as their weekday says, and the bookings they may upset.

        Args:
            year: which one; from today to the end of the next year if not given.
            published: when the year was published: who booked later knew. The first day of each
                year if not given.

        Raises:
            InvalidRequest: with every fault of the call.
            Refused: the actor may not close.
        """
        return holidays(self._house, self._actor, year, published)
