"""What is changed without being moved keeps its turn and its deadline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
import pytest

import neighborbook as nb
from neighborbook.domain.limit import LimitUse
from neighborbook.engine.occupancy import over_capacity
from neighborbook.storage.abc import Wanted
from neighborbook.storage.sqlite import SqliteStore

Opened = Callable[..., nb.Desk]
Reloaded = Callable[[nb.Desk, str], object]
Turn = Callable[[str], None]

POOL = """
resource.pool = {{ capacity = {} }}
resource.other = {{ capacity = 2 }}
offering.place = {{ places = ["pool", "other"] }}
offering.seats = {{ room_type = "seats", places = ["pool", "other"] }}
"""
AT: Any = {"start": "2026-12-02 10:00", "length": "2h", "resource": "pool", "organizer": "acme"}
ROOMS = """
resource.A = {}
resource.B = {}
offering.room = { room_type = "watched", places = ["A", "B"], granularity = "5m", shortest = "5m" }
"""
HEAD = ', check_in = "desk"'
TEN: Any = {"start": "2026-12-02 10:00", "length": "2h", "resource": "A", "organizer": "acme"}


class Seats(nb.RoomType):
    """Each who comes takes a place."""

    name = "seats"

    def demand(self, ask: nb.Ask) -> nb.Demand:
        demand = super().demand(ask)

        def seated(option: nb.Option) -> nb.Option:
            takes = [attrs.evolve(take, amount=ask.request.headcount) for take in option.takes]
            return attrs.evolve(option, takes=tuple(takes))

        legs = [attrs.evolve(leg, options=tuple(map(seated, leg.options))) for leg in demand.legs]
        return attrs.evolve(demand, legs=tuple(legs))


class Watched(nb.RoomType):
    """Released half an hour after the start; the quiet ones never."""

    name = "watched"
    checks_in = True

    def auto_release(self, ask: nb.Ask) -> int | None:
        return None if "quiet" in ask.request.title else 1800


def who_moves(desk: nb.Desk, *bookings: nb.Booking) -> list[bool]:
    return [desk.booking(booking.id).needs_move for booking in bookings]


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Fire safety"},
        {"headcount": 7},
        {"title": "Fire safety", "attendees": ["li-wei"]},
        {"start": "2026-12-02 10:00"},
        {"resource": "pool"},
    ],
)
def test_who_changes_neither_time_nor_place_keeps_the_turn_in_which_he_was_accepted(
    opened: Opened, reloaded: Reloaded, database_url: str, change: dict[str, Any]
) -> None:
    desk = opened(POOL.format(2), Seats(), at=database_url)
    first, second = desk.book("place", **AT), desk.book("place", **AT)
    desk.change(first.id, **change)
    reloaded(desk, POOL.format(1))
    assert who_moves(desk, first, second) == [False, True]


@pytest.mark.parametrize(
    "moved",
    [
        [{"start": "2026-12-02 10:30"}],
        [{"end": "2026-12-02 12:30"}],
        [{"end": "2026-12-02 11:30"}],
        [{"start": "2026-12-03 10:00"}, {"start": "2026-12-02 10:00"}],
        [{"resource": "other"}, {"resource": "pool"}],
    ],
)
def test_who_takes_another_time_or_place_takes_his_turn_after_the_others(
    opened: Opened, reloaded: Reloaded, moved: list[dict[str, Any]]
) -> None:
    desk = opened(POOL.format(2), Seats())
    first, second = desk.book("place", **AT), desk.book("place", **AT)
    for change in moved:
        desk.change(first.id, **change)
    reloaded(desk, POOL.format(1))
    assert who_moves(desk, first, second) == [True, False]


@pytest.mark.parametrize(
    ("headcount", "later", "moves"),
    [
        pytest.param(1, 2, [False, True], id="less"),
        pytest.param(4, 5, [True, False], id="more"),
    ],
)
def test_who_takes_more_of_a_pool_takes_it_after_the_others_and_who_takes_less_keeps_his_turn(
    opened: Opened, reloaded: Reloaded, headcount: int, later: int, moves: list[bool]
) -> None:
    desk = opened(POOL.format(4), Seats())
    first = desk.book("seats", headcount=2, **AT)
    second = desk.book("seats", headcount=2, **AT)
    reloaded(desk, POOL.format(6))
    desk.change(first.id, headcount=headcount)
    with desk._house.store.snapshot("center") as reader:
        laid = reader.claims_of([first.id, second.id])
    assert over_capacity([claim for claims in laid.values() for claim in claims]) == ()
    reloaded(desk, POOL.format(later))
    assert who_moves(desk, first, second) == moves


def test_who_comes_back_from_void_takes_his_turn_after_the_others(
    opened: Opened, reloaded: Reloaded
) -> None:
    desk = opened(POOL.format(2), Seats())
    first = desk.book("place", **AT)
    desk.cancel(first.id)
    second = desk.book("place", **AT)
    desk.restore(first.id)
    reloaded(desk, POOL.format(1))
    assert who_moves(desk, first, second) == [True, False]


@pytest.mark.parametrize(
    "changes",
    [
        [{"headcount": 2}],
        [{"headcount": 2}, {"headcount": 3}],
        [{"resource": "B"}],
        [{"end": "2026-12-02 13:00"}],
        # Ended by then it would not be released: but it does not end by then after all.
        [{"end": "2026-12-02 10:25"}, {"end": "2026-12-02 12:00"}],
    ],
)
def test_nobody_puts_off_a_release_by_small_changes(
    opened: Opened, turn: Turn, database_url: str, changes: list[dict[str, Any]]
) -> None:
    desk = opened(ROOMS, Watched(), at=database_url, head=HEAD)
    made = desk.book("room", **TEN)
    assert made.lapses is not None
    turn("2026-12-02 10:20")
    for change in changes:
        desk.change(made.id, **change)
    assert desk.booking(made.id).lapses == made.lapses
    turn("2026-12-02 10:30")
    assert desk.booking(made.id).void_reason is nb.VoidReason.RELEASED


def test_who_was_written_down_late_keeps_his_deadline_too(opened: Opened, turn: Turn) -> None:
    desk = opened(ROOMS, Watched(), head=HEAD)
    turn("2026-12-02 10:20")
    made = desk.book("room", override="they stand at the door", **TEN)
    turn("2026-12-02 10:40")
    assert desk.change(made.id, headcount=2).lapses == made.lapses == made.start.add(minutes=50)


def test_another_time_has_another_deadline(opened: Opened) -> None:
    desk = opened(ROOMS, Watched(), head=HEAD)
    made = desk.book("room", **TEN)
    later = desk.change(made.id, start="2026-12-02 11:00")
    assert later.lapses == later.start.add(minutes=30)


def test_what_is_no_longer_released_is_not(opened: Opened) -> None:
    desk = opened(ROOMS, Watched(), head=HEAD)
    made = desk.book("room", **TEN)
    assert desk.change(made.id, title="quiet", headcount=2).lapses is None


def test_an_outage_puts_a_release_off_once(opened: Opened, turn: Turn) -> None:
    desk = opened(ROOMS, Watched(), head=HEAD)
    made = desk.book("room", **TEN)
    turn("2026-12-02 10:55")
    desk.outage(start="2026-12-02 10:50", end="2026-12-02 10:55", reason="the door")
    desk.outage(start="2026-12-02 10:20", end="2026-12-02 10:50", reason="the line")
    put_off = desk.booking(made.id)
    turn("2026-12-02 10:56")
    again = desk.change(made.id, headcount=2) if put_off.state == "confirmed" else put_off
    assert (again.lapses, again.excused) == (put_off.lapses, True)


def test_what_has_lapsed_is_settled_in_bulk(opened: Opened, turn: Turn) -> None:
    def statements(holds: int) -> int:
        turn("2026-12-01 08:00")
        desk = opened("resource.pool = { capacity = 99 }\noffering.place.places = ['pool']")
        at: Any = {"start": "2026-12-02 10:00", "length": "1h"}
        for n in range(holds):
            desk.hold("place", organizer=f"firm-{n}", **at)
        turn("2026-12-01 09:00")
        heard: list[str] = []
        store = desk._house.store
        assert isinstance(store, SqliteStore)
        desk._house.store = attrs.evolve(store, log=lambda sql, *_: heard.append(sql))
        desk.book("place", organizer="acme", **at)
        with store.snapshot("center") as reader:
            everything = Wanted(start=0, end=1 << 40, leaves=("pool",))
            assert len(reader.read(everything).claims["pool"]) == 1
        return len([sql for sql in heard if sql.startswith("SELECT")])

    assert statements(30) == statements(3)


def test_a_lapsed_hold_gives_back_its_limits_with_its_place(opened: Opened, turn: Turn) -> None:
    desk = opened(
        "resource.pool = { capacity = 9 }\n"
        "offering.place = { places = ['pool'], quota = { amount = '9h', per = 'month' } }"
    )
    at: Any = {"start": "2026-12-02 10:00", "length": "1h"}
    held = [desk.hold("place", organizer=f"firm-{n}", **at) for n in range(3)]
    turn("2026-12-01 09:00")
    desk.book("place", organizer="acme", **at)
    with desk._house.store.snapshot("center") as reader:
        left: list[LimitUse] = [
            use for uses in reader.limit_uses_of([h.id for h in held]).values() for use in uses
        ]
        assert left == []
    assert {desk.history(h.id)[-1].act.value for h in held} == {"lapse"}
