"""Play a month through the desk, in the order of time, and count what became of it."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path

import attrs

import neighborbook as nb
from neighborbook.cli.demo.acts import (
    Act,
    Ask,
    Later,
    Outage,
    Reopen,
    Settle,
    Shut,
    Since,
    Step,
    Way,
)
from neighborbook.cli.demo.city import APPROVER, CLERK, Directory, city, stream
from neighborbook.cli.demo.fixed import SeededIds, StoryClock
from neighborbook.cli.demo.month import SEED, Month, month
from neighborbook.cli.demo.registering import register
from neighborbook.domain.times import zone

_PENDING_ONLY = frozenset({Step.APPROVE, Step.DECLINE})
_HELD_ONLY = frozenset({Step.EXTEND, Step.CONFIRM})
_BY_THE_HOUSE = _PENDING_ONLY | {Step.CHECK_IN, Step.COMPLETE, Step.NO_SHOW}
_LATER_THAN_HELD = frozenset({Step.CANCEL, Step.SHIFT, Step.RESIZE, Step.MOVE, Step.RENAME})
_DAY = 86_400


@attrs.define(kw_only=True)
class Played:
    """What became of a month.

    Attributes:
        did: how often each thing happened, by its name.
        refused: by the weightiest code of each refusal.
        booked: the booking of each wish that was accepted, as it was last seen; by its number.
    """

    did: Counter[str] = attrs.field(factory=Counter)
    refused: Counter[str] = attrs.field(factory=Counter)
    booked: dict[int, nb.Booking] = attrs.field(factory=dict)


@attrs.define(kw_only=True)
class Player:
    """Performs acts; each call is made by whom the act names, or the clerk, or the approver."""

    desk: nb.Desk
    clock: StoryClock
    played: Played = attrs.field(factory=Played)
    _agenda: list[tuple[int, int, Callable[[], None]]] = attrs.field(factory=list)
    _turns: count[int] = attrs.field(factory=count)
    _closures: dict[str, nb.Closure] = attrs.field(factory=dict)
    _wishes: dict[str, Ask] = attrs.field(factory=dict)

    def play(self, plan: Month, *, until: int | None = None) -> Played:
        """Let everything happen, in the order of time, up to an instant or to the end."""
        last = plan.last_at if until is None else min(until, plan.last_at)
        for act in plan.acts:
            self._at(act.at, partial(self._perform, act))
        while self._agenda and self._agenda[0][0] <= last:
            instant, _, happen = heapq.heappop(self._agenda)
            self.clock.move_to(instant)
            happen()
        self.clock.move_to(last)
        self._perform(Settle(at=last))
        return self.played

    def _at(self, instant: int, happen: Callable[[], None]) -> None:
        heapq.heappush(self._agenda, (instant, next(self._turns), happen))

    def _perform(self, act: Act) -> None:
        match act:
            case Ask():
                self._ask(act)
            case Shut():
                self._shut(act)
            case Reopen():
                self.desk.acting_as(CLERK).reopen(self._closures[act.name].id)
                self.played.did["reopened"] += 1
            case Outage():
                clerk = self.desk.acting_as(CLERK)
                clerk.outage(start=_time(act.start), end=_time(act.end), reason=act.reason)
                self.played.did["outage noted"] += 1
            case Settle():
                self.played.did["lapsed or ended by time"] += self.desk.settle().lapsed

    def _ask(self, ask: Ask) -> None:
        self.played.did["asked"] += 1
        self.played.did["asked by habit"] += ask.weekly
        person = self.desk.acting_as(ask.person)
        try:
            booking = self._first(person, ask)
        except nb.Refused as no:
            self._refused(no)
            booking = self._instead(person, ask, no)
        if booking is None:
            return
        self.played.booked[ask.number] = booking
        self._wishes[booking.id] = ask
        for later in ask.then:
            self._plan(ask, later)

    def _first(self, person: nb.Desk, ask: Ask) -> nb.Booking | None:
        if ask.way is Way.SEARCH:
            slot = next(self._slots(person, ask), None)
            if slot is None:
                self.played.did["searched in vain"] += 1
                return None
            return self._booked(person.book(slot, title=ask.title))
        if ask.way in (Way.HOLD, Way.FORGET):
            self.played.did["held"] += 1
            return person.hold(
                ask.offering,
                start=_time(ask.start),
                length=f"{ask.length}s",
                organizer=ask.organizer,
                headcount=ask.headcount,
                details=ask.details,
            )
        self.played.did["overridden"] += bool(ask.override)
        return self._booked(
            person.book(
                ask.offering,
                start=_time(ask.start),
                length=f"{ask.length}s",
                organizer=ask.organizer,
                headcount=ask.headcount,
                title=ask.title,
                details=ask.details,
                override=ask.override or None,
            )
        )

    def _slots(self, person: nb.Desk, ask: Ask) -> Iterator[nb.Slot]:
        return person.slots(
            ask.offering,
            start=_time(ask.start),
            end=_time(ask.start + _DAY // 2),
            length=f"{ask.length}s",
            organizer=ask.organizer,
            headcount=ask.headcount,
            details=ask.details,
        )

    def _instead(self, person: nb.Desk, ask: Ask, no: nb.Refused) -> nb.Booking | None:
        if not ask.takes_other or not no.alternatives:
            return None
        self.played.did["took an alternative"] += 1
        return self._booked(person.book(no.alternatives[0], title=ask.title))

    def _booked(self, booking: nb.Booking) -> nb.Booking:
        waits = booking.state is nb.State.PENDING
        self.played.did["sent for approval" if waits else "confirmed at once"] += 1
        return booking

    def _refused(self, no: nb.Refused) -> None:
        self.played.refused[no.refusals[0].code] += 1

    def _plan(self, ask: Ask, later: Later) -> None:
        booking = self.played.booked[ask.number]
        since = {
            Since.ASKED: ask.at,
            Since.START: booking.start_at,
            Since.END: booking.end_at,
        }[later.since]
        self._at(since + later.seconds, partial(self._follow, ask, later, booking.start_at))

    def _follow(self, ask: Ask, later: Later, planned_for: int) -> None:
        booking = self.played.booked[ask.number]
        if later.since is not Since.ASKED and booking.start_at > planned_for:
            self._plan(ask, later)  # it has moved on meanwhile
            return
        if _pointless(booking, later.step):
            return
        try:
            self.played.booked[ask.number] = self._done(ask, later, booking)
        except nb.Refused as no:
            self._refused(no)
            self.played.did[f"{later.step.value}, refused"] += 1
        else:
            self.played.did[later.step.value] += 1

    def _done(self, ask: Ask, later: Later, booking: nb.Booking) -> nb.Booking:
        id, step = booking.id, later.step
        if step in _BY_THE_HOUSE:
            return self._done_by_the_house(step, id)
        person = self.desk.acting_as(ask.person)
        match step:
            case Step.CONFIRM:
                return self._booked(person.confirm(id, title=ask.title))
            case Step.EXTEND:
                return person.extend(id)
            case Step.SHIFT:
                return person.change(id, start=_time(booking.start_at + later.by))
            case Step.RESIZE:
                return person.change(id, headcount=max(1, booking.headcount + later.by))
            case Step.MOVE:
                return person.change(id, resource=self._elsewhere(booking))
            case Step.RENAME:
                return person.change(id, title=f"{ask.title} (2)")
            case Step.RESTORE:
                return person.restore(id, reason=self._why(ask, "it takes place after all"))
            case _:
                return person.cancel(id, reason=self._why(ask, "something came up"))

    def _why(self, ask: Ask, words: str) -> str:
        """Return why something is done: in these words, or in a code where there are only codes."""
        [room_type] = [one.room_type for one in self.desk.offerings() if one.id == ask.offering]
        return next(iter(self.desk.room_types()[room_type].reasons), words)

    def _done_by_the_house(self, step: Step, id: str) -> nb.Booking:
        clerk, approver = self.desk.acting_as(CLERK), self.desk.acting_as(APPROVER)
        match step:
            case Step.APPROVE:
                return approver.approve(id)
            case Step.DECLINE:
                return approver.decline(id, reason="the evening team is short")
            case Step.CHECK_IN:
                return clerk.check_in(id)
            case Step.COMPLETE:
                return clerk.complete(id)
            case _:
                return clerk.no_show(id)

    def _elsewhere(self, booking: nb.Booking) -> str:
        """Return the next place of the offering; where there is but one, that one."""
        [offering] = [each for each in self.desk.offerings() if each.id == booking.offering]
        places = [place.resource for place in offering.places]
        return places[(places.index(booking.resource) + 1) % len(places)]

    def _shut(self, act: Shut) -> None:
        clerk = self.desk.acting_as(CLERK)
        closure = clerk.close(
            act.subject,
            start=_time(act.start),
            end=_time(act.end),
            reason=act.reason,
            public_reason=act.public_reason,
            amount=act.amount,
        )
        self._closures[act.name] = closure
        self.played.did["closed"] += 1
        for booking in clerk.affected(closure.id) if act.rehouses else ():
            self._rehouse(clerk, booking)

    def _rehouse(self, clerk: nb.Desk, booking: nb.Booking) -> None:
        ask = self._wishes.get(booking.id)
        found = clerk.slots(
            booking.offering,
            start=_time(booking.start_at),
            end=_time(booking.start_at + 3 * _DAY),
            length=f"{booking.end_at - booking.start_at}s",
            organizer=booking.organizer,
            headcount=booking.headcount,
            details=booking.details,
        )
        for slot in found:
            try:
                moved = clerk.change(booking.id, start=slot.start, resource=slot.resource)
            except nb.Refused as no:
                self._refused(no)
                continue
            self.played.did["found another place"] += 1
            if ask is not None:
                self.played.booked[ask.number] = moved
            return
        self.played.did["found no other place"] += 1


def _pointless(booking: nb.Booking, step: Step) -> bool:
    """Whether nobody would even try it, by what was last heard of the booking."""
    state = booking.state
    if step in _PENDING_ONLY:
        return state is not nb.State.PENDING
    if step in _HELD_ONLY:
        return state is not nb.State.HELD
    if step is Step.RESTORE:
        return state is not nb.State.VOID
    if step in _LATER_THAN_HELD:
        return state in (nb.State.HELD, nb.State.VOID, nb.State.DONE)
    return state is not nb.State.CONFIRMED and not (
        step is Step.COMPLETE and state is nb.State.ARRIVED
    )


def _time(instant: int) -> datetime:
    return datetime.fromtimestamp(instant, UTC)


@contextmanager
def played_month(
    center_file: Path,
    database: str | Path | None = None,
    *,
    seed: int = SEED,
    share: float = 1.0,
    until: int | None = None,
) -> Iterator[tuple[nb.Desk, Month, Played]]:
    """Open a database (in memory, if none is named), play a month in it, and give its desk.

    Ids come from the seed. The clock stands where the month ends, when everything is over, or at
    ``until`` (UTC seconds), in the midst of it.
    """
    clock = StoryClock(0)
    with nb.open(
        database,
        center="anping",
        clock=clock,
        ids=SeededIds(stream(seed, "ids")),
        plugins=[Directory(city(seed).firms)],
    ) as desk:
        desk.load(center_file)
        plan = month(desk.offerings(), zone(desk.center.zone), seed=seed, share=share)
        clock.move_to(plan.first_at)
        register(desk, plan.neighbors)
        yield desk, plan, Player(desk=desk, clock=clock).play(plan, until=until)
