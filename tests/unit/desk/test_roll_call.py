"""Roll call: who is in the building, floor by floor, and of whom only that somebody is there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import neighborbook as nb
from tests.unit.desk.conftest import Bringing, WallClock

CENTER = """
center = { id = "center", zone = "UTC", check_in = "desk" }
resource.hall = { floor = "10" }
resource.a = { floor = "2" }
resource.b = {}
resource.ab = { parts = ["a", "b"] }
resource.doctor = {}
resource.surgery = { floor = "2" }
offering.hall = { places = ["hall"] }
offering.ab = { places = ["ab"] }
offering.visit = { room_type = "care", places = ["doctor"] }
"""


class Care(nb.RoomType):
    """Nobody else's business."""

    name = "care"
    privacy = nb.Privacy.CARE
    checks_in = True
    where: tuple[str, ...] = ("surgery", "nowhere")

    def ends_at(self, booking: nb.Booking, offering: nb.Offering) -> int:
        return booking.end_at + 1800

    def rooms_of(
        self, booking: nb.Booking, offering: nb.Offering, catalog: nb.Catalog
    ) -> tuple[str, ...]:
        return self.where


@pytest.fixture
def desk(clock: WallClock) -> Iterator[nb.Desk]:
    with nb.open(clock=clock, plugins=[Bringing(Care())]) as desk:
        desk.load(CENTER)
        desk.people.register("clerk", name="Clerk")
        desk.people.register("li", name="Li Wei")
        desk.people.grant("clerk", "staff")
        yield desk


def book(desk: nb.Desk, what: str, start: str = "10:00", **more: object) -> str:
    times = {"start": f"2026-12-01 {start}", "length": "1h", "organizer": "li", **more}
    return desk.book(what, **times).id  # type: ignore[arg-type]


def test_everybody_is_counted_by_floor_and_named_where_the_desk_may_know(
    desk: nb.Desk, clock: WallClock
) -> None:
    hall = book(desk, "hall", headcount=30, organizer="choir")
    book(desk, "ab", attendees=["li", "wang"])
    visit = book(desk, "visit")
    book(desk, "hall", start="11:00")
    void = book(desk, "hall", start="09:00")
    desk.cancel(void)
    clock.set("2026-12-01 09:59")
    desk.check_in(visit)
    clock.set("2026-12-01 10:00")
    desk.check_in(hall)
    found = desk.acting_as("clerk").people.roll_call()
    assert [(each.floor, each.rooms, each.names) for each in found.present] == [
        ("2", ("ab",), ("Li Wei", "wang")),
        ("2", ("surgery",), ()),  # with the doctor, who is no place and has no floor
        ("10", ("hall",), ("choir",)),
    ]
    assert found.present[1].resource == "doctor"
    assert [(each.checked_in, each.headcount) for each in found.present] == [
        (False, 2),
        (True, 1),
        (True, 30),
    ]
    assert (found.headcount, found.expected) == (31, 2)


def test_who_has_left_is_not_called(desk: nb.Desk, clock: WallClock) -> None:
    hall = book(desk, "hall")
    clock.set("2026-12-01 10:00")
    desk.check_in(hall)
    clock.set("2026-12-01 10:20")
    assert [each.booking for each in desk.people.roll_call().present] == [hall]
    desk.complete(hall)
    assert desk.people.roll_call().present == ()


def test_who_came_early_and_who_still_waits_is_called(desk: nb.Desk, clock: WallClock) -> None:
    early, late = book(desk, "visit"), book(desk, "visit", start="08:30", organizer="wang")
    clock.set("2026-12-01 09:20")
    desk.check_in(late)
    assert [each.booking for each in desk.people.roll_call().present] == [late]
    desk.check_in(early)
    clock.set("2026-12-01 09:45")
    found = desk.people.roll_call().present
    assert sorted(each.booking for each in found) == sorted([early, late])
    clock.set("2026-12-01 10:00")
    assert [each.booking for each in desk.people.roll_call().present] == [early]


def test_whose_room_nobody_can_say_comes_last(
    desk: nb.Desk, clock: WallClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    book(desk, "hall")
    book(desk, "visit", organizer="wang")
    clock.set("2026-12-01 10:00")
    monkeypatch.setattr(Care, "where", ())
    found = desk.people.roll_call().present
    assert [(each.floor, each.rooms, each.resource) for each in found] == [
        ("10", ("hall",), "hall"),
        ("", (), "doctor"),
    ]


def test_a_room_type_that_fails_hides_nobody(
    desk: nb.Desk, clock: WallClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    book(desk, "visit")
    clock.set("2026-12-01 10:00")
    monkeypatch.setattr(Care, "where", None)
    [found] = desk.people.roll_call().present
    assert (found.rooms, found.headcount) == (("doctor",), 1)


def test_the_roll_is_for_staff_alone(desk: nb.Desk) -> None:
    for nobody in ("li", None):
        with pytest.raises(nb.Refused):
            desk.acting_as(nobody).people.roll_call()


def test_of_care_the_roll_names_nobody_to_staff_and_everybody_to_the_program(
    desk: nb.Desk, clock: WallClock
) -> None:
    book(desk, "visit")
    clock.set("2026-12-01 10:30")
    rolls = [each.people.roll_call().present for each in (desk.acting_as("clerk"), desk)]
    assert [[one.names for one in roll] for roll in rolls] == [[()], [("Li Wei",)]]
