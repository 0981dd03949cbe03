"""Whatever happens: nothing is sent that is void at that moment, and what is due is sent once."""

from __future__ import annotations

import contextlib
from collections import Counter
from datetime import UTC, datetime
from random import Random

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import neighborbook as nb
from neighborbook.domain.booking import Booking
from tests.crash.center import FixedClock

HOUR, DAY = 3600, 86_400
BEGIN = 1_796_083_200  # 1 December 2026, 08:00 in Shanghai
FILE = """
center = { id = "anping", zone = "Asia/Shanghai", check_in = "desk" }
resource.A = {}
resource.B = {}
resource.C = {}
offering.free = { places = ["A"], horizon = "none", shortest = "1h" }
offering.asked = { places = ["B"], horizon = "none", approval = true, pending_days = 1 }
offering.checked = { places = ["C"], horizon = "none", shortest = "1h", room_type = "checked" }
[notices]
approvers = ["chief"]
deputies = ["deputy"]
"""
WHAT = ("asked", "free", "checked")
NEWS = {
    "book": {"confirmation", "approval"},
    "confirm": {"confirmation", "approval"},
    "restore": {"confirmation", "approval"},
    "approve": {"confirmation"},
    "change": {"change", "approval"},
    "cancel": {"cancellation"},
    "decline": {"decline"},
    "no_show": {"no_show"},
}
"""What may be told first of a booking after the last thing that was done to it."""

VOID = {
    "cancellation": "cancelled",
    "decline": "declined",
    "expired": "expired",
    "no_show": "no_show",
}
OPEN = {"approval", "approval_reminder", "approval_deputy", "expiry"}


class Checked(nb.RoomType):
    """People check in, and time tells who did not come."""

    name = "checked"
    checks_in = True


class Bringing:
    """The plugin that brings it."""

    name = "bringing"
    api = 1

    @nb.hookimpl
    def register_room_types(self) -> list[nb.RoomType]:
        return [Checked()]


@attrs.define
class Kept:
    """What the model knows of a booking: last agreed on when, for when, and what is untold."""

    agreed_at: int
    start_at: int
    untold: str = ""
    reminded: bool = False
    missed: bool = False


@attrs.define
class History:
    """A desk, what happens to it, and the verdict on each message at the moment of sending."""

    desk: nb.Desk
    clock: FixedClock
    kept: dict[str, Kept] = attrs.field(factory=dict)
    sent: list[nb.Message] = attrs.field(factory=list)
    ids: Counter[str] = attrs.field(factory=Counter)
    closed: list[str] = attrs.field(factory=list)
    settled_at: int = BEGIN
    missed: int = 0
    wrong: list[AssertionError] = attrs.field(factory=list)

    def do(self, act: str, which: int, number: int, hours: int, settles: bool) -> None:
        """Do one thing, if it can be done; then tell what is due."""
        with contextlib.suppress(nb.Refused, nb.InvalidRequest, nb.NotFound):
            self.step(act, which, number)
        self.clock.at += hours * HOUR
        # What is three days late is dropped, which is told elsewhere.
        if settles or self.clock.at - self.settled_at > DAY:
            self.settle()

    def step(self, act: str, which: int, number: int) -> None:
        start = self.clock.at + number * 5 * HOUR
        if act in {"book", "hold"}:
            verb = self.desk.book if act == "book" else self.desk.hold
            made = verb(WHAT[which], start=_iso(start), length="2h", organizer="li-wei")
            if act == "hold":
                made = self.desk.confirm(made.id, title="t")
            return self.agreed(made, "confirm" if act == "hold" else "book")
        if act == "close":
            begins, ends = _iso(self.clock.at), _iso(self.clock.at + 10 * DAY)
            self.closed.append(self.desk.close("A", start=begins, end=ends).id)
        elif act == "reopen":
            self.desk.reopen(self.closed[which % len(self.closed)] if self.closed else "none")
        elif act != "wait" and self.kept:
            id = sorted(self.kept, key=list(self.kept).index)[which % len(self.kept)]
            self.change(act, id, start)
        return None

    def change(self, act: str, id: str, start: int) -> None:
        desk = self.desk
        if act == "title":
            desk.change(id, title=f"other {start}")
            self.kept[id].untold = self.kept[id].untold or "change"
        elif act == "change":
            self.agreed(desk.change(id, start=_iso(start)), act)
        elif act in {"restore", "approve"}:
            verb = desk.restore if act == "restore" else desk.approve
            self.agreed(verb(id), act)
        elif act == "check_in":
            desk.check_in(id)
            self.kept[id].untold = ""  # who is there needs no confirmation any more
        elif act == "no_show":
            desk.no_show(id)
            self.kept[id].untold = act
        else:
            verb = desk.cancel if act == "cancel" else desk.decline
            verb(id, reason="r")
            self.kept[id].untold = act

    def agreed(self, made: Booking, act: str) -> None:
        self.kept[made.id] = Kept(agreed_at=self.clock.at, start_at=made.start_at, untold=act)

    def settle(self) -> None:
        """Tell what is due, judge each message as it is sent, and see that none is missing."""
        self.sent.clear()
        self.settled_at = self.clock.at
        expected = {id for id, kept in self.kept.items() if self.to_remind(id, kept)}
        missed = {id for id, kept in self.kept.items() if self.was_missed(id, kept)}
        self.missed += len(missed)
        self.desk.settle(channels={"program": self.deliver})
        if self.wrong:
            raise self.wrong[0]
        assert sorted(missed) == sorted(e.booking for e in self.sent if e.topic == "no_show")
        reminded = [each.booking for each in self.sent if each.topic == "reminder"]
        assert sorted(reminded) == sorted(expected)
        for id, kept in self.kept.items():
            self.no_news_is_missing(id, kept)
            kept.untold = ""

    def to_remind(self, id: str, kept: Kept) -> bool:
        due, now = kept.start_at - DAY, self.clock.at
        if kept.reminded or not kept.agreed_at < due <= now:
            return False
        kept.reminded = True  # told now, or never: it is judged when it is due
        booking = self.desk.booking(id)
        return booking.state == "confirmed" and not booking.needs_move and now < kept.start_at

    def was_missed(self, id: str, kept: Kept) -> bool:
        """Whether it is news that nobody came; whoever had it back is missed anew."""
        now, known = self.desk.booking(id).void_reason == "no_show", kept.missed
        kept.missed = now
        return now and not known

    def no_news_is_missing(self, id: str, kept: Kept) -> None:
        booking = self.desk.booking(id)
        over = booking.end_at <= self.clock.at or booking.needs_move
        lapsed = booking.lapsed_at is not None
        if not kept.untold or over or lapsed or kept.untold == "change":
            return
        told = {each.topic.value for each in self.sent if each.booking == id}
        assert told & NEWS[kept.untold], (kept.untold, booking.state, told)

    def deliver(self, message: nb.Message) -> None:
        """Judge a message; the relay goes on whatever a channel raises, so it is kept for later."""
        try:
            self.judge(message)
        except AssertionError as wrong:
            self.wrong.append(wrong)

    def judge(self, message: nb.Message) -> None:
        """Judge a message by the booking as it stands at this very moment."""
        booking, now = self.desk.booking(message.booking), self.clock.at
        topic = message.topic.value
        assert (message.start_at, message.end_at) == (booking.start_at, booking.end_at)
        late = 3 * DAY if topic == "no_show" else 0
        assert now < (booking.start_at if topic == "reminder" else booking.end_at + late)
        if topic in VOID:
            assert booking.state == "void"
            assert str(booking.void_reason).startswith(VOID[topic])
        elif topic in OPEN:
            assert booking.state == "pending"
        elif topic == "needs_move":
            assert booking.needs_move
        else:
            there = {"arrived"} if topic in {"change", "has_place"} else set()
            assert booking.state in {"confirmed", *there}
            assert not booking.needs_move
        self.ids[message.id] += 1
        assert self.ids[message.id] == 1
        self.sent.append(message)


def _iso(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat()


NAMES = (
    *("book", "book", "hold", "change", "change", "title", "cancel", "restore"),
    *("approve", "approve", "decline", "close", "reopen", "wait", "wait", "wait"),
    *("no_show", "check_in"),
)
ACTS = st.sampled_from(NAMES)
Step = tuple[str, int, int, int, bool]
STEPS: st.SearchStrategy[list[Step]] = st.lists(
    # What is done to which booking, how far ahead; how long to wait then, and whether to settle.
    st.tuples(
        ACTS,
        st.integers(0, 2),
        st.integers(3, 20),
        st.sampled_from([0, 0, 0, 6, 12, 24]),
        st.booleans(),
    ),
    min_size=12,
    max_size=30,
)
QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large]


def play(steps: list[Step]) -> History:
    clock = FixedClock(BEGIN)
    with nb.open(center="anping", clock=clock, plugins=[Bringing()]) as desk:
        desk.load(FILE)
        history = History(desk, clock)
        for step in steps:
            history.do(*step)
        history.settle()
        return history


@settings(max_examples=50, deadline=None, suppress_health_check=QUIET)
@given(steps=STEPS)
def test_nothing_void_is_sent_and_what_is_due_is_sent_once(
    steps: list[Step],
) -> None:
    play(steps)


def history_of(seed: int) -> list[Step]:
    """A long history by chance: Hypothesis likes short ones, which shrink well and find less."""
    chance = Random(seed)
    return [
        (
            chance.choice(NAMES),
            chance.randint(0, 2),
            chance.randint(3, 20),
            chance.choice([0, 0, 0, 6, 12, 24]),
            chance.random() < 0.5,
        )
        for _ in range(25)
    ]


@pytest.mark.parametrize("first", [0])
def test_nothing_void_is_sent_in_some_long_histories(first: int) -> None:
    lived = [play(history_of(seed)) for seed in range(first, first + 40)]
    # Else nobody would ever have been missed.
    assert sum(history.missed for history in lived) > 10


@pytest.mark.prove
@pytest.mark.parametrize("first", range(0, 1000, 100))
def test_nothing_void_is_sent_in_a_thousand_long_histories(first: int) -> None:
    for seed in range(first, first + 100):
        play(history_of(seed))


@pytest.mark.prove
@settings(max_examples=1000, deadline=None, suppress_health_check=QUIET)
@given(steps=STEPS)
def test_nothing_void_is_sent_in_a_thousand_histories(steps: list[Step]) -> None:
    play(steps)
