"""The relay: at least once under one id, each alone, and what fails goes on or is given up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

import neighborbook as nb
from neighborbook.desk.notices import listing
from neighborbook.desk.notices.judging import Recipients
from neighborbook.desk.notices.relay import FAILS_IN_A_ROW, LEASE, PAUSES
from tests.unit.desk.notices.conftest import Told

LI, WANG = "li-wei", "wang-fang"
Telling = Callable[..., Told]


class Broken:
    """A channel that fails as often as it is told to, and keeps what it was given."""

    needs, shared, sender = "", False, ""

    def __init__(self, error: BaseException, times: int = 10**6) -> None:
        self.error, self.times = error, times
        self.tried: list[str] = []

    def deliver(self, message: nb.Message) -> None:
        self.tried.append(message.id)
        if len(self.tried) <= self.times:
            raise self.error


@pytest.fixture
def told(telling: Telling, database_url: str) -> Told:
    return telling(at=database_url)


def settle(told: Told, **channels: Any) -> nb.Settled:
    return told.desk.settle(channels=channels)


def test_what_failed_is_tried_again_later_under_the_same_id(told: Told) -> None:
    told.book()
    broken = Broken(ValueError(), times=1)
    assert settle(told, program=broken).told == 0
    assert settle(told, program=broken).told == 0
    told.clock.instant += PAUSES[0]
    assert settle(told, program=broken).told == 1
    assert len(broken.tried) == 2
    assert len(set(broken.tried)) == 1


def test_who_dies_between_sending_and_marking_sends_again_after_the_lease(told: Told) -> None:
    told.book()
    dying = Broken(KeyboardInterrupt(), times=1)
    with pytest.raises(KeyboardInterrupt):
        settle(told, program=dying)
    assert settle(told, program=dying).told == 0
    told.clock.instant += LEASE
    assert settle(told, program=dying).told == 1
    assert len(set(dying.tried)) == 1


def test_what_was_cancelled_between_two_tries_is_not_sent(told: Told) -> None:
    made = told.book()
    broken = Broken(ValueError(), times=1)
    settle(told, program=broken)
    told.desk.acting_as(LI).cancel(made.id)
    told.clock.instant += PAUSES[0]
    assert told.settle() == [(LI, "cancellation")]


def test_who_never_answers_is_given_up_and_stands_on_the_call_list(told: Told) -> None:
    told.book()
    broken = Broken(OSError("the password is 1234"))
    for pause in (*PAUSES, 0):
        settle(told, program=broken)
        assert not told.desk.notices(unreached=True) or not pause
        told.clock.instant += pause
    [untold] = told.desk.notices(unreached=True)
    assert (untold.party, untold.phone, untold.fault) == (LI, "+86 555 0101", "OSError")
    assert len(broken.tried) == len(PAUSES) + 1
    assert settle(told, program=broken) == nb.Settled(to_call=1)


def test_a_channel_that_raises_harms_nobody_else(telling: Telling, database_url: str) -> None:
    table = 'channels = ["program"]\nneeds_move = { channels = ["bad"] }'
    told = telling(table, at=database_url)
    for day in range(8, 12):
        told.book(start=f"2026-12-{day:02} 10:00")
    told.settle()
    told.desk.close("hall", start="2026-12-08", end="2026-12-12")
    told.book(start="2026-12-14 10:00")
    bad = Broken(RuntimeError())
    assert settle(told, bad=bad, program=told.messages.append).told == 1
    assert len(bad.tried) == FAILS_IN_A_ROW
    assert [each.channel for each in told.desk.notices()] == ["bad"] * 4


def test_the_next_channel_is_tried_once_the_first_is_given_up(
    telling: Telling, database_url: str
) -> None:
    told = telling('channels = ["first", "second"]', at=database_url)
    told.book()
    first = Broken(nb.Undeliverable("gone for good"))
    assert settle(told, first=first, second=told.messages.append).told == 1
    assert len(first.tried) == 1
    assert told.messages[0].id != first.tried[0]


def test_who_has_no_address_by_any_channel_is_to_be_called(told: Told) -> None:
    told.desk.acting_as("chen-jie").book(
        "hall", start="2026-12-09 10:00", length="1h", organizer="bolt"
    )

    class Mailing(Broken):
        needs = "mail"

    settle(told, program=Mailing(ValueError()))
    parties = {(each.party, each.fault) for each in told.desk.notices(unreached=True)}
    assert parties == {("bolt", "no address"), ("chen-jie", "no address")}


def test_the_program_knows_addresses_before_the_center_file(telling: Telling) -> None:
    def book(center: str, parties: tuple[str, ...]) -> Mapping[str, nb.Addressee]:
        known = {LI: nb.Addressee(addresses={"program": "door 3"}, language="zh")}
        return {party: known[party] for party in parties if party in known}

    told = telling(addresses=book)
    told.book()
    told.settle()
    assert [(each.address, each.language) for each in told.messages] == [("door 3", "zh")]


def test_an_address_book_that_raises_makes_nobody_unreachable(telling: Telling) -> None:
    failing = [True]

    def book(center: str, parties: tuple[str, ...]) -> Mapping[str, nb.Addressee]:
        if failing:
            raise OSError
        return {}

    told = telling(addresses=book)
    told.book()
    assert told.settle() == []
    assert told.desk.notices() == ()
    failing.clear()
    assert told.settle() == [(LI, "confirmation")]


def test_a_process_without_the_channel_leaves_it_to_those_that_have_it(telling: Telling) -> None:
    told = telling('channels = ["program"]')
    told.book()
    assert told.desk.settle().told == 0
    assert told.desk.settle(channels={"other": told.messages.append}).told == 0
    assert told.settle() == [(LI, "confirmation")]


def test_the_list_forgets_what_is_no_longer_true_and_what_was_told(told: Told) -> None:
    made = told.book()
    never = Broken(nb.Undeliverable("never"))
    settle(told, program=never)
    [untold] = told.desk.notices(unreached=True)
    assert told.desk.acting_as("clerk").notices(unreached=True) == (untold,)
    told.desk.told(untold.id)
    assert told.desk.notices() == ()
    with pytest.raises(nb.NotFound):
        told.desk.told(untold.id)
    told.book(start="2026-12-09 10:00")
    settle(told, program=never)
    assert len(told.desk.notices()) == 1
    told.clock.set("2026-12-09 04:00")
    assert told.desk.notices() == ()
    assert made.id


def test_what_nobody_sends_for_days_is_left_to_somebody_who_calls(told: Told) -> None:
    told.book()
    settle(told, program=Broken(ValueError()))
    told.clock.set("2026-12-05 00:00")
    told.desk.settle()
    assert [each.fault for each in told.desk.notices(unreached=True)] == ["the channel is gone"]


def test_what_somebody_told_while_it_was_sorted_out_does_not_come_back(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    told.book()
    settle(told, program=Broken(ValueError()))
    told.clock.set("2026-12-05 00:00")
    sorted_out = listing._sorted_out

    def and_then(recipients: Recipients, now: int) -> object:
        found = sorted_out(recipients, now)
        monkeypatch.undo()
        told.desk.told(told.desk.notices()[0].id)
        return found

    monkeypatch.setattr(listing, "_sorted_out", and_then)
    told.desk.settle()
    assert told.desk.notices() == ()


@pytest.mark.parametrize("who", [LI, None])
def test_only_the_desk_sees_the_list(told: Told, who: str | None) -> None:
    with pytest.raises(nb.Refused):
        told.desk.acting_as(who).notices()
    with pytest.raises(nb.Refused):
        told.desk.acting_as(who).told("x")
