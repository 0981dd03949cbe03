"""The board of a day: booked times, occupied times, and what is no longer offered."""

from __future__ import annotations

from collections.abc import Callable

import neighborbook as nb
from neighborbook.domain.civil import to_local
from neighborbook.domain.spans import Span
from neighborbook.domain.zones import zone
from tests.unit.desk.conftest import Bringing, WallClock
from tests.unit.desk.feeds import told

ROOMS = """
resource.A = {}
resource.B = {}
resource.AB = { parts = ["A", "B"] }
resource.bikes = { capacity = 2 }
offering.bikes = { places = ["bikes"] }
[offering.A]
before = "30m"
after = "15m"
places = ["A"]
[offering.B]
places = ["B"]
[offering.hall]
places = ["AB"]
"""
WITHOUT_B = """
resource.A = {}
resource.bikes = { capacity = 2 }
offering.bikes = { places = ["bikes"] }
[offering.A]
places = ["A"]
"""

Opened = Callable[..., nb.Desk]


class Care(nb.RoomType):
    """Nobody else may know of it."""

    name = "care"
    privacy = nb.Privacy.CARE


def row(desk: nb.Desk, resource: str, day: str = "2026-12-02") -> nb.BoardRow:
    [found] = [row for row in desk.day(day).rows if row.resource.id == resource]
    return found


def times(spans: tuple[Span, ...]) -> list[str]:
    utc = zone("UTC")
    return [f"{to_local(s.start, utc):%H:%M}-{to_local(s.end, utc):%H:%M}" for s in spans]


DAY = "2026-12-02"


def booked(desk: nb.Desk, what: str, start: str, end: str, **more: str) -> nb.Booking:
    words = {"organizer": "acme", **more}
    return desk.book(what, start=f"{DAY} {start}", end=f"{DAY} {end}", **words)  # type: ignore[arg-type]


def test_a_row_tells_the_booked_and_the_occupied_time(opened: Opened) -> None:
    desk = opened(ROOMS)
    booked(desk, "A", "10:00", "11:00")
    here = row(desk.acting_as(None), "A")
    assert [(f"{b.start:%H:%M}", f"{b.end:%H:%M}") for b in here.bookings] == [("10:00", "11:00")]
    assert times(here.occupied) == ["09:30-11:15"]
    assert times(row(desk, "AB").occupied) == ["09:30-11:15"]
    assert times(row(desk, "B").occupied) == []


def test_setup_before_midnight_stands_on_the_board_of_that_day(opened: Opened) -> None:
    desk = opened(ROOMS)
    booked(desk, "A", "00:00", "01:00")
    before = row(desk, "A", "2026-12-01")
    assert (before.bookings, times(before.occupied)) == ((), ["23:30-00:00"])


def test_a_pool_is_occupied_when_nothing_of_it_is_left(opened: Opened) -> None:
    desk = opened(ROOMS)
    booked(desk, "bikes", "10:00", "12:00")
    booked(desk, "bikes", "11:00", "13:00")
    assert times(row(desk, "bikes").occupied) == ["11:00-12:00"]


def test_a_pool_tells_when_how_many_are_taken_and_closed(opened: Opened) -> None:
    desk = opened(ROOMS)
    booked(desk, "bikes", "10:00", "12:00")
    part = desk.close("bikes", start="2026-12-02 11:00", end="2026-12-03 11:00", amount=1)
    here = row(desk, "bikes")
    assert [(each.taken, each.shut) for each in here.pool] == [(1, 0), (1, 1), (0, 1)]
    assert times(tuple(each.span for each in here.pool)) == [
        "10:00-11:00",
        "11:00-12:00",
        "12:00-00:00",
    ]
    assert (here.capacity, here.shut_by(part)) == (2, 1)
    assert str(part).endswith(", 1 closed")
    assert row(desk, "A").pool == ()


def test_a_closed_room_is_occupied(opened: Opened) -> None:
    desk = opened(ROOMS)
    closure = desk.close("B", start="2026-12-02 10:00", end="2026-12-02 12:00")
    assert times(row(desk, "B").occupied) == ["10:00-12:00"]
    desk.reopen(closure.id)
    assert times(row(desk, "B").occupied) == []


CARE = '[offering.care]\nroom_type = "care"\nplaces = ["B", "C"]\n[resource.C]\n'


def test_what_one_must_not_know_of_is_taken_and_no_more_is_said(opened: Opened) -> None:
    desk = opened(ROOMS + CARE, Care())
    booked(desk, "care", "10:10", "10:50", override="an example")
    assert times(row(desk, "B").occupied) == ["10:10-10:50"]
    assert row(desk, "B").unnamed == ()
    here = row(desk.acting_as(None), "B")
    # On the grid on which a search tells it: how long something takes tells what it is.
    assert times(here.occupied) == times(here.unnamed) == ["10:00-11:00"]
    assert (here.bookings, here.is_whole) == ((), True)
    found = desk.acting_as(None).slots("B", start=DAY, end="2026-12-03", length="30m")
    starts = [f"{slot.start:%H:%M}" for slot in found]
    assert [start for start in ("09:30", "10:00", "10:30", "11:00") if start in starts] == [
        "09:30",
        "11:00",
    ]


def test_on_the_day_on_which_clocks_change_it_is_taken_on_the_grid_of_the_clocks(
    clock: WallClock,
) -> None:
    wide = ROOMS.replace("[offering.B]", '[offering.B]\nhorizon = 300\ngranularity = "2h"')
    wide = wide.replace("[offering.hall]", '[offering.hall]\ngranularity = "2h"')
    head = 'center = { id = "center", zone = "Europe/Berlin" }\n'
    with nb.open(center="center", clock=clock, plugins=(Bringing(Care()),)) as desk:
        desk.load(head + wide + CARE)
        day = "2027-03-28"
        words = {"organizer": "acme", "resource": "B", "override": "an example"}
        desk.book("care", start=f"{day} 10:10", end=f"{day} 10:50", **words)  # type: ignore[arg-type]
        public = desk.acting_as(None)
        [here] = row(public, "B", day).occupied
        berlin = zone("Europe/Berlin")
        assert [f"{to_local(at, berlin):%H:%M}" for at in (here.start, here.end)] == [
            "10:00",
            "12:00",
        ]
        found = public.slots("B", start=day, end="2027-03-29", length="2h")
        starts = [f"{slot.start:%H:%M}" for slot in found]
        assert "08:00" in starts
        assert "10:00" not in starts
        assert "12:00" in starts


def test_what_is_cared_for_in_stands_on_the_board_of_who_has_a_booking_there(
    opened: Opened,
) -> None:
    desk = opened(ROOMS + CARE, Care())
    booked(desk, "care", "10:00", "11:00", resource="C", organizer="li")
    booked(desk, "care", "12:00", "13:00", resource="C", organizer="wang")
    li = row(desk.acting_as("li"), "C")
    assert (times(li.occupied), times(li.unnamed)) == (
        ["10:00-11:00", "12:00-13:00"],
        ["12:00-13:00"],
    )
    assert "C" not in [row.resource.id for row in desk.acting_as("stranger").day(DAY).rows]


class Sealed(Care):
    """Nobody may know of it, at no time."""

    privacy = nb.Privacy.SEALED


def test_of_what_is_sealed_the_board_says_nothing_but_ones_own(opened: Opened) -> None:
    desk = opened(ROOMS + CARE, Sealed())
    for with_another in (False, True):
        if with_another:
            booked(desk, "care", "12:00", "13:00", resource="C", organizer="wang")
        else:
            booked(desk, "care", "10:00", "11:00", resource="C", organizer="li")
        li = row(desk.acting_as("li"), "C")
        assert (times(li.occupied), li.unnamed, li.is_whole) == (["10:00-11:00"], (), False)


def test_that_a_part_is_searched_says_nothing_of_the_part_that_is_sealed(opened: Opened) -> None:
    both = 'resource.CB = { parts = ["C", "B"] }\n'
    desk = opened(both + ROOMS + CARE.replace('"C"]', '"C", "CB"]'), Sealed())
    booked(desk, "care", "10:00", "11:00", resource="CB", organizer="li")
    booked(desk, "care", "12:00", "13:00", resource="C", organizer="wang")
    booked(desk, "B", "14:00", "15:00", organizer="wang")
    li = row(desk.acting_as("li"), "CB")
    assert (times(li.occupied), li.is_whole) == (["10:00-11:00", "14:00-15:00"], False)


class Expected(nb.RoomType):
    """Its people check in."""

    name = "expected"
    checks_in = True


def test_whoever_did_not_come_keeps_the_teardown_after_it(
    opened: Opened, turn: Callable[[str], None]
) -> None:
    expected = '[offering.expected]\nroom_type = "expected"\nplaces = ["B"]\nafter = "30m"\n'
    desk = opened(ROOMS + expected, Expected(), head=', check_in = "desk"')
    booking = booked(desk, "expected", "10:00", "11:00")
    turn("2026-12-02 11:10")
    assert desk.booking(booking.id).void_reason == "no_show"
    asked = desk.explain("B", start="2026-12-02 11:00", end="2026-12-02 11:30", organizer="acme")
    assert "CONFLICT_RESOURCE" in asked.codes
    assert times(row(desk, "B").occupied) == ["10:00-11:30"]
    assert told(desk, resource="B", busy=True) == ["02 10:00-11:30 Busy"]


def test_a_retired_room_stands_on_the_board_of_days_on_which_it_is_still_booked(
    opened: Opened, reloaded: Callable[[nb.Desk, str], object]
) -> None:
    desk = opened(ROOMS)
    booking = booked(desk, "B", "10:00", "11:00")
    reloaded(desk, WITHOUT_B)
    here = row(desk.acting_as(None), "B")
    assert (here.resource.retired, len(here.bookings)) == (True, 1)
    assert times(here.occupied) == ["10:00-11:00"]
    assert [row.resource.id for row in desk.day("2026-12-03").rows] == ["A", "bikes"]
    assert told(desk, resource="B") == ["02 10:00-11:00 Needs a new place: B"]
    desk.cancel(booking.id)
    assert "B" not in [row.resource.id for row in desk.day("2026-12-02").rows]
