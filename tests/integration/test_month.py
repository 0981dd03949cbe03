"""A month at the reference center: the same for a seed, and its book keeps its rule."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import attrs
import pytest

import neighborbook as nb
from neighborbook.cli.demo.acts import Ask, Outage, Reopen, Settle, Shut, Step, Way
from neighborbook.cli.demo.city import HOUSEHOLDS, RESIDENTS, city
from neighborbook.cli.demo.month import Month, month
from neighborbook.cli.demo.playing import Played, played_month
from neighborbook.domain.claim import ClaimKind
from neighborbook.engine.as_of import as_of
from neighborbook.engine.occupancy import over_capacity
from tests.months import CENTER_FILE, all_changes, canonical, claims_by_leaf, stored

pytest.importorskip("neighborbook_meeting_room")

SHARE = 0.1
SMALL_SHARE = 0.03
"""Enough of a month to compare databases by; each wish in a file waits for the disk."""


@attrs.frozen(kw_only=True)
class Book:
    desk: nb.Desk
    plan: Month
    played: Played


@pytest.fixture(scope="module")
def book() -> Iterator[Book]:
    with played_month(CENTER_FILE, share=SHARE) as (desk, plan, played):
        yield Book(desk=desk, plan=plan, played=played)


def whole(seed: int = 1) -> Month:
    with nb.open(center="anping") as desk:
        desk.load(CENTER_FILE)
        return month(desk.offerings(), ZoneInfo("Asia/Shanghai"), seed=seed)


def test_people_live_in_households_of_one_to_nine() -> None:
    households = city(1).households
    assert len(households) == HOUSEHOLDS
    assert sum(household.size for household in households) == RESIDENTS
    assert {household.size for household in households} == set(range(1, 10))
    assert all(0 < len(h.adults) + len(h.elders) <= h.size for h in households)
    booking = [person for h in households for person in (*h.adults, *h.elders)]
    assert len(set(booking)) == len(booking)


def test_the_same_seed_is_the_same_plan_and_another_seed_another() -> None:
    assert whole(1) == whole(1)
    assert whole(1).acts != whole(2).acts


def test_a_plan_is_in_the_order_of_time_and_knows_every_kind_of_act() -> None:
    plan = whole()
    assert [act.at for act in plan.acts] == sorted(act.at for act in plan.acts)
    assert {type(act) for act in plan.acts} == {Ask, Shut, Reopen, Outage, Settle}
    asks = [act for act in plan.acts if isinstance(act, Ask)]
    assert len(asks) > 2500
    assert {ask.way for ask in asks} == set(Way)
    assert {later.step for ask in asks for later in ask.then} == set(Step)
    assert any(ask.weekly for ask in asks)
    assert any(ask.override for ask in asks)


def test_tuesdays_and_wednesdays_and_mornings_are_the_busiest() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    asks = [act for act in whole().acts if isinstance(act, Ask)]
    rooms = [ask for ask in asks if ask.offering in ("training-room", "workers-room")]
    days = [0] * 7
    for ask in rooms:
        days[_local(ask.start, zone).weekday()] += 1
    assert min(days[1], days[2]) > max(days[0], days[4], days[5], days[6])
    mornings = sum(_local(ask.at, zone).hour < 12 for ask in asks)
    assert mornings > len(asks) / 2


def _local(instant: int, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(instant, zone)


def test_every_kind_of_thing_has_happened(book: Book) -> None:
    did = book.played.did
    missing = [step.value for step in Step if not did[step.value]]
    assert missing == []
    for name in (
        "asked by habit",
        "confirmed at once",
        "sent for approval",
        "took an alternative",
        "searched in vain",
        "overridden",
        "lapsed or ended by time",
        "reopened",
        "outage noted",
    ):
        assert did[name], name
    assert did["closed"] == 5
    assert did["asked"] == sum(isinstance(act, Ask) for act in book.plan.acts)


def test_the_book_tells_what_the_player_has_counted(book: Book) -> None:
    did, acts = book.played.did, [change.act for change in all_changes(book.desk)]
    assert acts.count(nb.Act.CANCEL) == did["cancel"]
    assert acts.count(nb.Act.CHECK_IN) == did["check in"]
    assert acts.count(nb.Act.APPROVE) == did["approve"]
    assert acts.count(nb.Act.HOLD) == did["held"] - _refused_holds(book)
    assert acts.count(nb.Act.RESTORE) == did["restore"]
    assert len(list(book.desk.bookings())) == acts.count(nb.Act.BOOK) + acts.count(nb.Act.HOLD)


def _refused_holds(book: Book) -> int:
    asks = [act for act in book.plan.acts if isinstance(act, Ask)]
    holds = {ask.number for ask in asks if ask.way in (Way.HOLD, Way.FORGET)}
    made = {change.booking for change in all_changes(book.desk) if change.act is nb.Act.HOLD}
    held = {number for number in holds if _id(book, number) in made}
    return len(holds) - len(held)


def _id(book: Book, number: int) -> str:
    booking = book.played.booked.get(number)
    return "" if booking is None else booking.id


def test_no_leaf_was_ever_given_twice(book: Book) -> None:
    _keeps_its_rule(book.desk)


def _keeps_its_rule(desk: nb.Desk) -> None:
    laid = claims_by_leaf(desk)
    assert sum(map(len, laid.values())) > 100
    for leaf, claims in laid.items():
        assert over_capacity(claims) == (), leaf
    owners = {booking.id: booking for booking in desk.bookings()}
    for claim in (claim for claims in laid.values() for claim in claims):
        if claim.kind is ClaimKind.USE:
            booking = owners[claim.owner]
            assert booking.state is not nb.State.VOID or _was_missed(booking)
            assert claim.start == booking.start_at


def _was_missed(booking: nb.Booking) -> bool:
    """Whether time told, after its end, that nobody came: what was kept for him stays spent."""
    missed = booking.void_reason is nb.VoidReason.NO_SHOW
    return missed and (booking.lapsed_at or 0) >= booking.end_at


def test_at_the_end_every_booking_is_over_and_written_down(book: Book) -> None:
    now = int(book.desk.now.timestamp())
    found = list(stored(book.desk))
    assert len(found) > 200
    for booking in found:
        assert booking.state in (nb.State.DONE, nb.State.VOID)
        assert as_of(booking, now, checks_in=False) == booking


def test_in_the_midst_of_it_every_booking_reads_as_of_now() -> None:
    plan = whole()
    middle = plan.acts[len(plan.acts) * 2 // 3].at + 1
    with played_month(CENTER_FILE, share=SHARE, until=middle) as (desk, _, _):
        loaded, now = desk._house.loaded(), int(desk.now.timestamp())
        assert now == middle
        kept = {booking.id: booking for booking in stored(desk)}
        shown = {booking.id: booking for booking in desk.bookings()}
        assert kept.keys() == shown.keys()
        states = {booking.state for booking in shown.values()}
        assert states >= {nb.State.CONFIRMED, nb.State.DONE, nb.State.VOID}
        for id, booking in shown.items():
            expected = loaded.as_of(kept[id], now)
            assert (booking.state, booking.void_reason) == (expected.state, expected.void_reason)
        _keeps_its_rule(desk)


@pytest.fixture(scope="module")
def small_book() -> Iterator[Book]:
    with played_month(CENTER_FILE, share=SMALL_SHARE) as (desk, plan, played):
        yield Book(desk=desk, plan=plan, played=played)


def test_the_same_seed_is_the_same_book_on_every_database(
    small_book: Book, database_url: str
) -> None:
    with played_month(CENTER_FILE, database_url, share=SMALL_SHARE) as (desk, _, played):
        _is_the_same(desk, played, small_book)


def _is_the_same(desk: nb.Desk, played: Played, book: Book) -> None:
    assert played.did == book.played.did
    assert played.refused == book.played.refused
    assert canonical(desk) == canonical(book.desk)


@pytest.fixture(scope="module")
def whole_book() -> Iterator[Book]:
    with played_month(CENTER_FILE) as (desk, plan, played):
        yield Book(desk=desk, plan=plan, played=played)


@pytest.mark.prove
def test_a_whole_month_keeps_its_rule(whole_book: Book) -> None:
    _keeps_its_rule(whole_book.desk)
    did = whole_book.played.did
    assert did["found another place"] > 0
    assert did["confirmed at once"] + did["sent for approval"] > 2000
    assert whole_book.played.refused.keys() >= {
        nb.Code.CONFLICT_RESOURCE,
        nb.Code.FULL,
        nb.Code.CLOSED,
        nb.Code.LAYOUT_TOO_SMALL,
        nb.Code.TOO_FAR,
        nb.Code.TOO_SOON,
        nb.Code.CANCEL_TOO_LATE,
        nb.Code.QUOTA,
    }


@pytest.mark.prove
def test_a_whole_month_is_the_same_book_on_every_database(
    whole_book: Book, database_url: str
) -> None:
    with played_month(CENTER_FILE, database_url) as (desk, _, played):
        _is_the_same(desk, played, whole_book)


def test_an_audit_of_the_month_finds_nothing(book: Book) -> None:
    audit = book.desk.check()
    assert list(map(str, audit.findings)) == []
    assert audit.bookings == sum(1 for _ in stored(book.desk))
    assert audit.position == audit.changes == sum(1 for _ in all_changes(book.desk))
