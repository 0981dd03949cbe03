"""The whole desk against a stupid model, step by step, whatever is done in whatever order."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from itertools import count, cycle
from pathlib import Path
from typing import ClassVar

import attrs
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

import neighborbook as nb
from neighborbook.domain.civil import day_of, day_span
from neighborbook.domain.claim import ClaimKind
from neighborbook.domain.zones import zone
from neighborbook.engine.occupancy import over_capacity
from neighborbook.storage.abc import Wanted
from neighborbook.testing import CountedIds, SetClock
from tests.stateful.minutes import (
    AFTER,
    BEFORE,
    CANCEL_NOTICE,
    CAPACITY,
    HOLD_MOST,
    HOUR,
    HOURS_A_DAY,
    LIVE,
    MINUTE,
    PLACES,
    Kept,
    Minutes,
    cells,
    center_of,
)

SHANGHAI = zone("Asia/Shanghai")
MONDAY = 1_796_000_400
HALF_HOUR = 30 * MINUTE
KINDS = {
    "CONFLICT_RESOURCE": "place",
    "HELD_BY_OTHER": "place",
    "FULL": "place",
    "INSUFFICIENT": "place",
    "QUOTA": "quota",
    "CLOSED": "closed",
    "PAST": "past",
    "STATE": "state",
    "NEEDS_APPROVAL": "approval",
}
OFFERINGS = st.sampled_from(sorted(PLACES))
ORGANIZERS = st.sampled_from(["acme", "zeta"])
SOON = st.integers(0, 7)
"""Half hours from now."""
LENGTHS = st.sampled_from([HALF_HOUR, HALF_HOUR, HOUR, 2 * HOUR, 3 * HOUR])
WHICH = st.integers(0, 120)
SHORT = st.sampled_from([5 * MINUTE, 10 * MINUTE, 25 * MINUTE, HOUR])
FINE: frozenset[str] = frozenset()
STATE = frozenset({"state"})


class Listed(nb.RoomType):
    """Its people check in; who does not come is a no-show."""

    name = "listed"
    checks_in = True


class Released(nb.RoomType):
    """Nobody there half an hour after the start: somebody else may have it."""

    name = "released"
    checks_in = True

    def auto_release(self, ask: nb.Ask) -> int:
        return HALF_HOUR


class Sealed(nb.RoomType):
    """Whose it is nobody may know but who serves it."""

    name = "sealed"
    privacy = nb.Privacy.SEALED


class Types:
    """The plugin that brings them."""

    name = "types"
    api = 1

    @nb.hookimpl
    def register_room_types(self) -> Iterable[nb.RoomType]:
        return [Listed(), Released(), Sealed()]


def moment(instant: int) -> datetime:
    return datetime.fromtimestamp(instant, UTC)


@attrs.frozen
class Told:
    """What calendars were told of a booking, one step ago and now."""

    status: str
    times: tuple[int, int]
    sequence: int
    published_at: int

    @classmethod
    def of(cls, booking: nb.Booking) -> Told:
        """Return what they are told now."""
        status = {"held": "", "pending": "TENTATIVE", "void": "CANCELLED"}
        times = booking.start_at, booking.end_at
        return cls(
            status.get(booking.state.value, "CONFIRMED"),
            times,
            booking.sequence,
            booking.published_at,
        )

    def follows(self, before: Told) -> bool:
        """Whether the version rose with what it must rise with, and never fell."""
        shown = self.status and not (not before.status and self.status == "CANCELLED")
        changed = shown and (before.status, before.times) != (self.status, self.times)
        if changed:
            return self.sequence > before.sequence and self.published_at >= before.published_at
        return self.sequence >= before.sequence and self.published_at >= before.published_at


class DeskMachine(RuleBasedStateMachine):
    """Two desks on one database, and the model of both."""

    places: ClassVar[Callable[[], str]]
    """Makes the address of an empty database."""
    processes: ClassVar[int] = 0
    """How many other processes may write in one run."""

    def __init__(self) -> None:
        super().__init__()
        self.where = type(self).places()
        self.clock = SetClock(MONDAY)
        self.numbers = count(1)
        self.leaves = cycle(sorted(CAPACITY))
        self.told: dict[str, Told] = {}
        self.others = 0
        self.desks = [self.opened(), self.opened()]
        self.desks[0].load(center_of(CAPACITY["P"]))
        self.model = Minutes(MONDAY)
        self.keys = count()

    def opened(self) -> nb.Desk:
        ids = CountedIds(next(self.numbers) << 64)
        return nb.open(self.where, center="c", clock=self.clock, ids=ids, plugins=[Types()])

    def teardown(self) -> None:
        for desk in self.desks:
            desk.close_database()

    # Ways to ask --------------------------------------------------------------------------------

    def desk(self, who: int) -> nb.Desk:
        return self.desks[who % 2]

    def id_of(self, which: int, *states: str) -> str:
        """A booking, mostly one in a state in which something can be done with it."""
        apt = [id for id, b in self.model.bookings.items() if b.state in states]
        among = sorted(apt if apt and which % 6 else self.model.bookings)
        return among[which // 6 % len(among)]

    def from_now(self, soon: int) -> int:
        return -(-self.model.now // HALF_HOUR) * HALF_HOUR + soon * HALF_HOUR

    def tried(self, call: Callable[[], nb.Booking]) -> tuple[frozenset[str], nb.Booking | None]:
        try:
            return FINE, call()
        except nb.Refused as no:
            return frozenset(KINDS[code] for code in no.decision.codes or ("NO_REASON",)), None

    def verb(
        self, expected: frozenset[str], call: Callable[[], nb.Booking], then: Callable[[], None]
    ) -> None:
        got, _ = self.tried(call)
        assert got == expected
        if not expected:
            then()

    def in_state(self, b: Kept, *states: str) -> frozenset[str]:
        return FINE if b.state in states else STATE

    # Booking and holding ------------------------------------------------------------------------

    @rule(
        offering=OFFERINGS,
        soon=SOON,
        length=LENGTHS,
        organizer=ORGANIZERS,
        place=st.none() | st.integers(0, 2),
        hold=st.sampled_from([None, None, *(5 * MINUTE, 30 * MINUTE, HOLD_MOST)]),
        who=WHICH,
        again=st.booleans(),
    )
    def book(
        self,
        *,
        offering: str,
        soon: int,
        length: int,
        organizer: str,
        place: int | None,
        hold: int | None,
        who: int,
        again: bool,
    ) -> None:
        made, call = self.ask_for(offering, soon, length, organizer, place, hold, who)
        if made is not None and again:
            assert call(self.desk(who + 1)).id == made.id

    def ask_for(
        self,
        offering: str,
        soon: int,
        length: int,
        organizer: str,
        place: int | None,
        hold: int | None,
        who: int,
    ) -> tuple[nb.Booking | None, Callable[[nb.Desk], nb.Booking]]:
        """Book or hold, as the model says that it should end."""
        named = None if place is None else PLACES[offering][place % len(PLACES[offering])]
        asked = self.model.asked(offering, self.from_now(soon), length, organizer)
        places = PLACES[offering] if named is None else (named,)
        expected, at = self.model.judge(asked, places, hold=hold is not None)
        start, end, key = moment(asked.start), moment(asked.end), f"key-{next(self.keys)}"

        def call(desk: nb.Desk) -> nb.Booking:
            if hold is not None:
                return desk.hold(
                    offering,
                    start=start,
                    end=end,
                    organizer=organizer,
                    resource=named,
                    ttl=f"{hold}s",
                    key=key,
                )
            return desk.book(
                offering, start=start, end=end, organizer=organizer, resource=named, key=key
            )

        got, made = self.tried(lambda: call(self.desk(who)))
        assert got == expected
        if made is None:
            return None, call
        assert made.resource == at
        state = "held" if hold is not None else "pending" if offering == "gated" else "confirmed"
        self.model.accept(made.id, asked, at, state)
        if hold is not None:
            asked.lapses = self.model.now + hold
        return made, call

    @initialize(
        asked=st.lists(
            st.tuples(OFFERINGS, SOON, LENGTHS, ORGANIZERS, st.none() | st.just(HOUR), WHICH),
            min_size=3,
            max_size=9,
        )
    )
    def begin(self, asked: list[tuple[str, int, int, str, int | None, int]]) -> None:
        """Without bookings there is nothing to do; most rules act on one."""
        for offering, soon, length, organizer, hold, who in asked:
            self.ask_for(offering, soon, length, organizer, None, hold, who)

    @rule(offering=OFFERINGS, soon=SOON, length=LENGTHS, organizer=ORGANIZERS, who=WHICH)
    def book_again(
        self, *, offering: str, soon: int, length: int, organizer: str, who: int
    ) -> None:
        self.ask_for(offering, soon, length, organizer, None, None, who)

    @precondition(lambda self: self.others < self.processes)
    @rule(offering=OFFERINGS, soon=SOON, length=LENGTHS, organizer=ORGANIZERS)
    def another_process_books(self, offering: str, soon: int, length: int, organizer: str) -> None:
        self.others += 1
        asked = self.model.asked(offering, self.from_now(soon), length, organizer)
        expected, at = self.model.judge(asked, PLACES[offering])
        first = next(self.numbers) << 64
        said = in_another_process(self.where, self.clock.at, first, asked)
        if said[0] == "refused":
            assert frozenset(KINDS[code] for code in said[1:]) == expected
            return
        assert not expected
        state = "pending" if offering == "gated" else "confirmed"
        self.model.accept(said[1], asked, at, state)

    # The life of a booking ----------------------------------------------------------------------

    @precondition(lambda self: self.model.bookings)
    @rule(which=WHICH, ttl=SHORT, who=WHICH)
    def extend(self, which: int, ttl: int, who: int) -> None:
        b = self.model.bookings[id := self.id_of(which, "held")]

        def then() -> None:
            until = min(self.model.now + ttl, b.made + HOLD_MOST)
            b.lapses = max(until, b.lapses or 0)

        self.verb(self.in_state(b, "held"), lambda: self.desk(who).extend(id, ttl=f"{ttl}s"), then)

    @precondition(lambda self: self.model.bookings)
    @rule(which=WHICH, who=WHICH)
    def confirm(self, which: int, who: int) -> None:
        b = self.model.bookings[id := self.id_of(which, "held")]
        state = "pending" if b.offering == "gated" else "confirmed"
        self.verb(
            self.in_state(b, "held"),
            lambda: self.desk(who).confirm(id),
            lambda: self.model.enter(b, state),
        )

    @precondition(lambda self: self.model.bookings)
    @rule(which=WHICH, who=WHICH)
    def approve(self, which: int, who: int) -> None:
        b = self.model.bookings[id := self.id_of(which, "pending")]

        def then() -> None:
            b.approved = True
            self.model.enter(b, "confirmed")

        self.verb(self.in_state(b, "pending"), lambda: self.desk(who).approve(id), then)

    @precondition(lambda self: self.model.bookings)
    @rule(which=WHICH, who=WHICH)
    def decline(self, which: int, who: int) -> None:
        b = self.model.bookings[id := self.id_of(which, "pending")]
        self.verb(
            self.in_state(b, "pending"),
            lambda: self.desk(who).decline(id),
            lambda: self.model.void(b, "declined", spends=False),
        )

    @precondition(lambda self: self.model.bookings)
    @rule(which=WHICH, soon=SOON, length=st.none() | LENGTHS, who=WHICH)
    def change(self, which: int, soon: int, length: int | None, who: int) -> None:
        b = self.model.bookings[id := self.id_of(which, *LIVE)]
        start = self.from_now(soon)
        end = start + (length or b.end - b.start)
        new = attrs.evolve(b, start=start, end=end, until=end)
        came = b.state == "arrived"
        if (start, end) == (b.start, b.end):
            return self.changes_nothing(b, lambda: self.desk(who).change(id, start=moment(start)))
        expected = STATE if came and start != b.start else self.in_state(b, *LIVE)
        if not expected:
            expected, _ = self.model.judge(new, (b.place,), but=id)
            expected = expected or self.begun(b, start, end)
        until = None if length is None else moment(end)

        def then() -> None:
            held, lapses = b.state == "held", b.lapses
            new.approved = b.approved and start == b.start and end <= b.end
            pends = b.offering == "gated" and not new.approved
            state = b.state if held or came else "pending" if pends else "confirmed"
            self.model.accept(id, new, b.place, state, was=b)
            if held:
                new.lapses = lapses

        self.verb(expected, lambda: self.desk(who).change(id, start=moment(start), end=until), then)
        return None

    def changes_nothing(self, b: Kept, call: Callable[[], nb.Booking]) -> None:
        """What it is already is not judged, and nothing follows from it."""
        self.verb(self.in_state(b, *LIVE), call, lambda: None)

    def begun(self, b: Kept, start: int, end: int) -> frozenset[str]:
        """What has begun is not sent to approval: it would lapse at once."""
        approved = b.approved and start == b.start and end <= b.end
        waits = b.offering == "gated" and b.state != "held" and not approved
        runs = start <= self.model.now or b.state == "arrived"
        return frozenset({"approval"}) if waits and runs else FINE

    @precondition(lambda self: self.model.bookings)
    @rule(which=WHICH, place=st.integers(0, 2), who=WHICH)
    def move(self, which: int, place: int, who: int) -> None:
        b = self.model.bookings[id := self.id_of(which, *LIVE)]
        named = PLACES[b.offering][place % len(PLACES[b.offering])]
        if named == b.place:
            return self.changes_nothing(b, lambda: self.desk(who).change(id, resource=named))
        new = attrs.evolve(b, until=b.end)
        expected = self.in_state(b, *LIVE)
        if not expected:
            expected, _ = self.model.judge(new, (named,), but=id)
            expected = expected or self.begun(b, b.start, b.end)

        def then() -> None:
            held, lapses = b.state == "held", b.lapses
            pends = b.offering == "gated" and not b.approved
            goes_on = held or b.state == "arrived"
            state = b.state if goes_on else "pending" if pends else "confirmed"
            self.model.accept(id, new, named, state, was=b)
            if held:
                new.lapses = lapses

        self.verb(expected, lambda: self.desk(who).change(id, resource=named), then)
        return None

    @precondition(lambda self: self.model.bookings)
    @rule(which=WHICH, who=WHICH)
    def cancel(self, which: int, who: int) -> None:
        b = self.model.bookings[id := self.id_of(which, *LIVE)]
        late = (
            b.state in ("confirmed", "arrived")
            and self.model.now > b.start - CANCEL_NOTICE[b.offering]
            and id not in self.model.displaced()
        )
        reason = "cancelled_late" if late else "cancelled"
        self.verb(
            self.in_state(b, *LIVE),
            lambda: self.desk(who).cancel(id),
            lambda: self.model.void(b, reason, spends=late),
        )

    @precondition(lambda self: self.model.bookings)
    @rule(which=WHICH, who=WHICH)
    def restore(self, which: int, who: int) -> None:
        b = self.model.bookings[id := self.id_of(which, "void")]
        new = attrs.evolve(b, until=b.end)
        expected = self.in_state(b, "void")
        if not expected:
            expected, _ = self.model.judge(new, (b.place,), but=id, anew=True)
        state = "pending" if b.offering == "gated" and not b.approved else "confirmed"
        self.verb(
            expected,
            lambda: self.desk(who).restore(id),
            lambda: self.model.accept(id, new, b.place, state),
        )

    @precondition(lambda self: self.model.bookings)
    @rule(which=WHICH, who=WHICH)
    def check_in(self, which: int, who: int) -> None:
        b = self.model.bookings[id := self.id_of(which, "confirmed")]
        expected = self.in_state(b, "confirmed") if self.model.is_its_day(b) else STATE
        self.verb(
            expected,
            lambda: self.desk(who).check_in(id),
            lambda: self.model.enter(b, "arrived"),
        )

    @precondition(lambda self: self.model.bookings)
    @rule(which=WHICH, who=WHICH)
    def complete(self, which: int, who: int) -> None:
        b = self.model.bookings[id := self.id_of(which, "confirmed", "arrived")]
        begun = self.model.now > b.start
        expected = self.in_state(b, "confirmed", "arrived") if begun else STATE

        def then() -> None:
            self.model.enter(b, "done")
            b.until = min(b.end, self.model.now)

        self.verb(expected, lambda: self.desk(who).complete(id), then)

    @precondition(lambda self: self.model.bookings)
    @rule(which=WHICH, who=WHICH)
    def no_show(self, which: int, who: int) -> None:
        b = self.model.bookings[id := self.id_of(which, "confirmed")]
        begun = self.model.now >= b.start
        missed = begun and id not in self.model.displaced()
        expected = self.in_state(b, "confirmed") if missed else STATE
        self.verb(
            expected,
            lambda: self.desk(who).no_show(id),
            lambda: self.model.void(b, "no_show", spends=True),
        )

    # Closures -----------------------------------------------------------------------------------

    @rule(
        subject=st.sampled_from(["A", "B", "AB", "P", "c"]),
        soon=st.integers(-3, 7),
        length=LENGTHS,
        amount=st.none() | st.integers(1, 2),
        who=WHICH,
        preview=st.booleans(),
    )
    def close(
        self, subject: str, soon: int, length: int, amount: int | None, who: int, preview: bool
    ) -> None:
        # More than there is of a pool, a closure cannot take.
        most = self.model.capacity["P"]
        amount = min(amount, most) if amount is not None and subject == "P" else None
        start = self.from_now(soon)
        words = {"start": moment(start), "end": moment(start + length), "amount": amount}
        seen = self.desk(who).close(subject, preview=True, **words) if preview else None  # type: ignore[arg-type]
        laid = self.desk(who).close(subject, **words)  # type: ignore[arg-type]
        before = self.model.displaced()
        self.model.blocks[laid.id] = (subject, start, start + length, amount)
        self.model.lay(laid.id)
        self.model.settle_moves(before)
        assert {b.id for b in laid.displaces} == self.model.under(laid.id)
        assert seen is None or {b.id for b in seen.displaces} == {b.id for b in laid.displaces}

    @rule(offering=OFFERINGS, soon=SOON, length=LENGTHS, who=WHICH)
    def close_offering(self, offering: str, soon: int, length: int, who: int) -> None:
        start = self.from_now(soon)
        laid = self.desk(who).close(offering, start=moment(start), end=moment(start + length))
        before = self.model.displaced()
        self.model.shut[laid.id] = (offering, start, start + length)
        self.model.settle_moves(before)
        assert {b.id for b in laid.displaces} == self.model.under(laid.id)

    @precondition(lambda self: self.model.blocks or self.model.shut)
    @rule(which=WHICH, who=WHICH)
    def reopen(self, which: int, who: int) -> None:
        ids = sorted([*self.model.blocks, *self.model.shut])
        id = ids[which % len(ids)]
        affected = {b.id for b in self.desk(who).affected(id)}
        assert affected == self.model.under(id)
        self.desk(who).reopen(id)
        before = self.model.displaced()
        self.model.blocks.pop(id, None)
        self.model.shut.pop(id, None)
        self.model.settle_moves(before)

    @rule(pool=st.integers(1, 4), who=WHICH, preview=st.booleans())
    def load(self, pool: int, who: int, preview: bool) -> None:
        desk, before = self.desk(who), self.model.displaced()
        seen = desk.load(center_of(pool), preview=True) if preview else None
        done = desk.load(center_of(pool))
        self.model.enlarge(pool)
        newly = self.model.displaced() - before
        assert {b.id for b in done.needs_move} == newly
        assert seen is None or {b.id for b in seen.needs_move} == newly

    # Time and machines --------------------------------------------------------------------------

    @rule(cells=st.sampled_from([1, 2, 3, 6, 6, 7, 12, 12, 30, 300]), settle=st.booleans())
    def wait(self, cells: int, settle: bool) -> None:
        self.clock.at += cells * 5 * MINUTE
        self.model.pass_time(cells * 5 * MINUTE)
        if settle:
            self.desks[0].settle()

    @precondition(lambda self: self.model.bookings)
    @rule(which=WHICH, early=st.booleans())
    def wait_for_the_next_lapse(self, which: int, early: bool) -> None:
        """To the very second, or to the one before it."""
        due = sorted(b.lapses for b in self.model.bookings.values() if b.lapses is not None)
        if due:
            later = due[which % len(due)] - self.model.now - early
            if later > 0 and (self.model.now + later) % 300 == 0:
                self.clock.at += later
                self.model.pass_time(later)

    @rule(who=WHICH)
    def settle(self, who: int) -> None:
        self.desk(who).settle()

    @rule(back=st.integers(0, 12), ahead=st.integers(1, 12), who=WHICH)
    def outage(self, back: int, ahead: int, who: int) -> None:
        low, high = self.model.now - back * 5 * MINUTE, self.model.now + ahead * 5 * MINUTE
        self.desk(who).outage(start=moment(low), end=moment(high))
        self.model.give_time_back(low, high)

    @rule(who=WHICH)
    def reopen_the_database(self, who: int) -> None:
        self.desk(who).close_database()
        self.desks[who % 2] = self.opened()

    # What must be alike after every step --------------------------------------------------------

    @invariant()
    def states_are_alike(self) -> None:
        moves, found = self.model.displaced(), list(self.desks[0].bookings())
        expected = {
            id: (b.state, b.reason, b.lapses, b.excused, id in moves, b.place, b.start, b.end)
            for id, b in self.model.bookings.items()
        }
        got = {
            b.id: (
                b.state.value,
                b.void_reason.value if b.void_reason else "",
                b.lapses_at,
                b.excused,
                b.needs_move,
                b.resource,
                b.start_at,
                b.end_at,
            )
            for b in found
        }
        assert got == expected
        self.no_calendar_goes_back(found)

    def no_calendar_goes_back(self, found: list[nb.Booking]) -> None:
        for b in found:
            before, self.told[b.id] = self.told.get(b.id), Told.of(b)
            assert before is None or self.told[b.id].follows(before), b

    @invariant()
    def places_are_alike(self) -> None:
        with self.desks[1]._house.store.snapshot("c") as reader:
            found = reader.read(Wanted(start=0, end=1 << 40, leaves=tuple(CAPACITY), wide=True))
        for leaf, laid in found.claims.items():
            live = [claim for claim in laid if claim.live(self.clock.at)]
            levels: Counter[int] = Counter()
            for claim in live:
                for cell in cells(claim.start - claim.before, claim.end + claim.after):
                    levels[cell] += claim.amount
            assert levels == self.model.levels(leaf)
            assert over_capacity(live) == ()
            uses = [claim for claim in live if claim.kind is ClaimKind.USE]
            for claim in uses:
                offering = self.model.bookings[claim.owner].offering
                assert (claim.before, claim.after) == (BEFORE[offering], AFTER[offering])

    @invariant()
    def the_board_tells_what_cannot_be_had(self) -> None:
        leaf, board = next(self.leaves), self.desks[1].day(day_of(self.clock.at, SHANGHAI))
        [row] = [row for row in board.rows if row.resource.id == leaf]
        day = day_span(board.day, SHANGHAI)
        full = {
            c for c, level in self.model.levels(leaf).items() if level >= self.model.capacity[leaf]
        }
        got = {cell for span in row.occupied for cell in cells(span.start, span.end)}
        assert got == full & set(cells(day.start, day.end))

    @invariant()
    def hours_are_alike(self) -> None:
        for organizer in ("acme", "zeta"):
            found = self.desks[1].usage(organizer)
            got = {usage.offering: usage.used for usage in found}
            assert got == {
                offering: self.model.hours(offering, organizer, self.model.now)
                for offering in HOURS_A_DAY
            }


SCRIPT = """
import sys
from datetime import UTC, datetime
import neighborbook as nb
from neighborbook.testing import CountedIds, SetClock
from tests.stateful.test_desk_machine import Types
where, now, first, offering, start, end, organizer = sys.argv[1:]
start, end = (datetime.fromtimestamp(int(at), UTC) for at in (start, end))
ids = CountedIds(int(first))
with nb.open(where, center="c", clock=SetClock(int(now)), ids=ids, plugins=[Types()]) as desk:
    try:
        print("made", desk.book(offering, start=start, end=end, organizer=organizer).id)
    except nb.Refused as no:
        print("refused", *no.decision.codes)
"""


def in_another_process(where: str, now: int, first: int, asked: Kept) -> list[str]:
    """Book in another process, by the same clock; answer what it said."""
    words = [where, now, first, asked.offering, asked.start, asked.end, asked.organizer]
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *map(str, words)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


QUICK = settings(
    deadline=None,
    max_examples=40,
    stateful_step_count=30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    print_blob=True,
)
LONG = settings(QUICK, max_examples=200, stateful_step_count=60)


def on_files(folder: Path) -> Callable[[], str]:
    numbers = count()
    return lambda: str(folder / f"book-{next(numbers)}.db")


def machine(places: Callable[[], str], processes: int = 0) -> type[DeskMachine]:
    return type("Machine", (DeskMachine,), {"places": staticmethod(places), "processes": processes})


@pytest.fixture
def folder() -> Iterable[Path]:
    path = Path(tempfile.mkdtemp(prefix="neighborbook-"))
    yield path
    shutil.rmtree(path)


def test_the_desk_does_what_the_model_does(folder: Path) -> None:
    run_state_machine_as_test(machine(on_files(folder)), settings=QUICK)


@pytest.mark.postgres
def test_the_desk_does_what_the_model_does_on_postgresql(postgres: object) -> None:
    from tests.postgres import PostgresServer

    assert isinstance(postgres, PostgresServer)
    made: list[str] = []

    def place() -> str:
        if made:
            postgres.drop_database(made.pop())
        made.append(postgres.create_database())
        return made[-1]

    run_state_machine_as_test(machine(place), settings=settings(QUICK, max_examples=4))


@pytest.mark.prove
def test_the_desk_does_what_the_model_does_for_long(folder: Path) -> None:
    run_state_machine_as_test(machine(on_files(folder), processes=1), settings=LONG)
