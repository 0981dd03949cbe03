"""The day itself: wishes, and what becomes of them, played through the desk in their order."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable
from functools import partial
from itertools import count

import attrs

import neighborbook as nb
from neighborbook.cli.demo.acts import Way
from neighborbook.cli.demo.city import APPROVER
from neighborbook.cli.demo.fixed import StoryClock
from neighborbook.cli.demo.wishes import TODAY, Then, Wanted

MINUTE = 60
HOUR = 60 * MINUTE


@attrs.define(kw_only=True)
class Day:
    """One day of asking, confirming, cancelling, and approving, with a tally of it all."""

    desk: nb.Desk
    clock: StoryClock
    tally: Counter[str] = attrs.field(factory=Counter)
    refusals: Counter[str] = attrs.field(factory=Counter)
    _opening: int = 0
    _agenda: list[tuple[int, int, Callable[[], None]]] = attrs.field(factory=list)
    _numbers: count[int] = attrs.field(factory=count)

    def play(self, wanted: tuple[Wanted, ...]) -> None:
        """Let everything happen, in the order of time."""
        self._opening = self.clock.now()
        for wish in wanted:
            self._at(self._opening + wish.minute * MINUTE, partial(self._ask, wish))
        for hour in range(1, 11):
            self._at(self._opening + hour * HOUR, self._decide)
        while self._agenda:
            instant, _, happen = heapq.heappop(self._agenda)
            self.clock.move_to(instant)
            happen()
        self.desk.settle()

    def _at(self, instant: int, happen: Callable[[], None]) -> None:
        heapq.heappush(self._agenda, (instant, next(self._numbers), happen))

    def _ask(self, wish: Wanted) -> None:
        self.tally["wishes"] += 1
        person = self.desk.acting_as(wish.person)
        ways = {Way.ASK: self._book, Way.SEARCH: self._search}
        try:
            ways.get(wish.way, self._hold)(person, wish)
        except nb.Refused as no:
            self._refused(person, wish, no)

    def _book(self, person: nb.Desk, wish: Wanted) -> None:
        booking = person.book(
            wish.offering,
            start=wish.start,
            length=wish.length,
            organizer=wish.firm,
            headcount=wish.headcount,
            details=wish.details,
            title=wish.title,
        )
        self._booked(person, wish, booking)

    def _search(self, person: nb.Desk, wish: Wanted) -> None:
        found = person.slots(
            wish.offering,
            start=f"{wish.day} 00:00",
            end=f"{wish.day} 23:00",
            length=wish.length,
            organizer=wish.firm,
            headcount=wish.headcount,
            details=wish.details,
        )
        slot = next(found, None)
        if slot is None:
            self.tally["searched in vain"] += 1
        else:
            self._booked(person, wish, person.book(slot, title=wish.title))

    def _hold(self, person: nb.Desk, wish: Wanted) -> None:
        hold = person.hold(
            wish.offering,
            start=wish.start,
            length=wish.length,
            organizer=wish.firm,
            headcount=wish.headcount,
            details=wish.details,
        )
        self.tally["held first"] += 1
        if wish.way is Way.FORGET:
            self.tally["holds forgotten, so they lapsed"] += 1
        else:
            self._at(self.clock.now() + 4 * MINUTE, partial(self._confirm, person, wish, hold.id))

    def _confirm(self, person: nb.Desk, wish: Wanted, id: str) -> None:
        self._booked(person, wish, person.confirm(id, title=wish.title))

    def _refused(self, person: nb.Desk, wish: Wanted, no: nb.Refused) -> None:
        self.tally["refused"] += 1
        self.refusals[no.refusals[0].code] += 1
        if wish.takes_other and no.alternatives:
            self.tally["content with an alternative"] += 1
            self._booked(person, wish, person.book(no.alternatives[0], title=wish.title))

    def _booked(self, person: nb.Desk, wish: Wanted, booking: nb.Booking) -> None:
        waits = booking.state is nb.State.PENDING
        self.tally["sent for approval" if waits else "confirmed at once"] += 1
        match wish.then:
            case Then.KEEP:
                return
            case Then.CANCEL_LATE if f"{booking.start:%Y-%m-%d}" == TODAY:
                later = booking.start_at - HOUR
            case _:
                later = self.clock.now() + 40 * MINUTE
        act = self._change if wish.then is Then.CHANGE else self._cancel
        self._at(later, partial(act, person, booking.id))

    def _cancel(self, person: nb.Desk, id: str) -> None:
        try:
            gone = person.cancel(id)
        except nb.Refused:
            self.tally["too late to cancel or change"] += 1
            return
        late = gone.void_reason is nb.VoidReason.CANCELLED_LATE
        self.tally["cancelled late: the hours stay spent" if late else "cancelled in time"] += 1

    def _change(self, person: nb.Desk, id: str) -> None:
        """Come an hour later; a change that is refused leaves the booking as it was."""
        try:
            booking = person.booking(id)
            person.change(id, start=booking.start.add(hours=1))
        except nb.Refused:
            self.tally["changes refused"] += 1
        else:
            self.tally["changed"] += 1

    def _decide(self) -> None:
        approver = self.desk.acting_as(APPROVER)
        for number, booking in enumerate(list(approver.bookings(state=nb.State.PENDING))):
            if number % 5 == 4:
                approver.decline(booking.id, reason="the evening team is short today")
                self.tally["declined"] += 1
            else:
                approver.approve(booking.id)
                self.tally["approved"] += 1
