"""Channels that fail, and people who act while others are told: what is void is sent to nobody."""

from __future__ import annotations

from random import Random

import attrs
import pytest

import neighborbook as nb
from tests.crash.center import FixedClock
from tests.properties.test_notices import BEGIN, FILE, HOUR, Bringing, History, history_of

ACTS = ("cancel", "cancel", "change", "decline", "restore", "approve")


@attrs.define(kw_only=True)
class Meanwhile(History):
    """A history in which every other message fails, and some come between planning and sending.

    Attributes:
        failed: deliveries that did not arrive so far.
        overtaken: how many of them were dropped, since they had become untrue meanwhile.
    """

    chance: Random
    failed: set[str] = attrs.field(factory=set)
    overtaken: int = 0

    def settle(self) -> None:
        """Tell what is due; what fails is tried again whenever that is."""
        self.sent.clear()
        self.settled_at = self.clock.at
        self.desk.settle(channels={"program": self.deliver})
        waiting = {each.id for each in self.desk.notices()}
        sent = {id for id, times in self.ids.items() if times}
        self.overtaken += len(self.failed - waiting - sent)
        self.failed &= waiting
        if self.wrong:
            raise self.wrong[0]

    def deliver(self, message: nb.Message) -> None:
        """Judge a message, fail, or let somebody do something before the next one goes out."""
        super().deliver(message)
        if self.chance.random() < 0.4:
            self.ids[message.id] -= 1  # it did not arrive
            self.failed.add(message.id)
            raise ConnectionError
        if self.kept and self.chance.random() < 0.5:
            self.do(self.chance.choice(ACTS), self.chance.randint(0, 2), 9, 0, settles=False)


def play(seed: int) -> Meanwhile:
    """Live through a history, and go on until nothing is to be told any more."""
    clock = FixedClock(BEGIN)
    with nb.open(center="anping", clock=clock, plugins=[Bringing()]) as desk:
        desk.load(FILE)
        history = Meanwhile(desk, clock, chance=Random(seed))
        for step in history_of(seed):
            history.do(*step)
        for _ in range(12):
            clock.at += 8 * HOUR
            history.settle()
        return history


def test_nothing_void_is_sent_though_channels_fail_and_people_act_meanwhile() -> None:
    lived = [play(seed) for seed in range(25)]
    # Else nothing would have been tried again, and nothing become untrue in between.
    assert sum(history.overtaken for history in lived) > 10


@pytest.mark.prove
@pytest.mark.parametrize("first", range(0, 1000, 100))
def test_nor_in_a_thousand_such_histories(first: int) -> None:
    for seed in range(first, first + 100):
        play(seed)
