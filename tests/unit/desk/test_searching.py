"""Slots of any offering that fits, when none is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import pytest

import neighborbook as nb

HOUSE = """
hours.day = { daily = "08:00-10:00" }
resource.A = { hours = "day", features = ["step-free"] }
resource.B = { hours = "day" }
resource.C = { hours = "day", features = ["step-free", "piano"] }
offering.talks = { places = ["A", "B"], room_type = "talk" }
offering.music = { places = ["C"] }
offering.long = { places = ["A"], shortest = "2h" }
"""
WINDOW: Any = {"start": "2026-12-02", "end": "2026-12-03", "length": "1h"}

Opened = Callable[..., nb.Desk]


@nb.details
class TalkDetails:
    """What a talk is asked."""

    topic: str = nb.asks(label="Topic", label_zh="主题", privacy=nb.Privacy.BUSY, default="")


class Talk(nb.RoomType):
    """A room with a topic."""

    name = "talk"
    details = TalkDetails


def found(slots: Iterator[nb.Slot]) -> list[str]:
    return [f"{slot.start:%H:%M} {slot.offering} {slot.resource}" for slot in slots]


def faulty(call: Callable[[], object]) -> dict[str, str]:
    with pytest.raises(nb.InvalidRequest) as no:
        call()
    return {fault.path: fault.code for fault in no.value.faults}


def test_any_offering_of_a_room_type_is_found(opened: Opened) -> None:
    desk = opened(HOUSE, Talk())
    assert found(desk.slots(room_type="talk", **{**WINDOW, "length": "2h"})) == [
        "08:00 talks A",
        "08:00 talks B",
    ]


def test_any_offering_with_the_features_is_found_by_start(opened: Opened) -> None:
    desk = opened(HOUSE, Talk())
    assert found(desk.slots(features={"step-free"}, **{**WINDOW, "length": "90m"})) == [
        "08:00 talks A",
        "08:00 music C",
        "08:30 talks A",
        "08:30 music C",
    ]


def test_room_type_and_features_and_place_all_narrow(opened: Opened) -> None:
    desk = opened(HOUSE, Talk())
    two: Any = {**WINDOW, "length": "2h"}
    assert found(desk.slots(room_type="room", features={"step-free"}, **two)) == [
        "08:00 music C",
        "08:00 long A",
    ]
    assert found(desk.slots(room_type="room", resource="A", **two)) == ["08:00 long A"]
    assert found(desk.slots(room_type="talk", features={"piano"}, **two)) == []
    assert found(desk.slots(room_type="talk", resource="C", **two)) == []


def test_each_slot_can_be_booked_as_it_is_and_takes_the_others_of_its_place(
    opened: Opened,
) -> None:
    desk = opened(HOUSE, Talk())
    search: Any = {"features": {"step-free"}, **WINDOW, "length": "2h"}
    first = next(desk.slots(**search))
    assert desk.book(first, organizer="acme").resource == "A"
    assert found(desk.slots(**search)) == ["08:00 music C"]


def test_details_are_of_a_room_type(opened: Opened) -> None:
    desk = opened(HOUSE, Talk())
    search: Any = {"details": {"topic": "tea"}, **WINDOW}
    slot = next(desk.slots(room_type="talk", **search))
    assert desk.book(slot, organizer="acme").details == TalkDetails(topic="tea")
    assert faulty(lambda: desk.slots(features={"piano"}, **search)) == {"details": "INPUT_INVALID"}
    assert faulty(lambda: desk.slots(room_type="room", **search)) == {
        "details.topic": "UNKNOWN_KEY"
    }


def test_exactly_one_kind_of_search_is_asked_for(opened: Opened) -> None:
    desk = opened(HOUSE, Talk())
    assert faulty(lambda: desk.slots(**WINDOW)) == {"offering": "INPUT_MISSING"}
    assert faulty(lambda: desk.slots("music", room_type="room", **WINDOW)) == {
        "room_type": "INPUT_INVALID"
    }
    unknown = {"room_type": "UNKNOWN_ROOM_TYPE", "resource": "UNKNOWN_RESOURCE"}
    assert faulty(lambda: desk.slots(room_type="pool", resource="Z", **WINDOW)) == unknown


def test_what_is_wrong_for_every_offering_is_a_fault(opened: Opened) -> None:
    desk = opened(HOUSE, Talk())
    wrong: Any = {**WINDOW, "length": "0s"}
    assert faulty(lambda: desk.slots(room_type="room", headcount=0, **wrong)) == {
        "length": "INPUT_INVALID",
        "headcount": "INPUT_INVALID",
    }
    assert faulty(lambda: desk.slots(features={"garden"}, **WINDOW)) == {
        "features": "UNKNOWN_FEATURE"
    }


class Counting(Talk):
    """A talk that counts how often it is asked what it takes."""

    def __init__(self) -> None:
        self.asked = 0

    def demand(self, ask: nb.Ask) -> nb.Demand:
        self.asked += 1
        return super().demand(ask)


class Timeless(Counting):
    """One that takes the same at any time, and says so where it says what it takes."""

    timeless = True

    def demand(self, ask: nb.Ask) -> nb.Demand:
        return super().demand(ask)


class Heir(Timeless):
    """One that inherits the promise, and does not keep it: B is not to be had at nine."""

    def demand(self, ask: nb.Ask) -> nb.Demand:
        late = ask.local(ask.request.start).hour == 9
        return nb.Demand() if late and ask.request.resource == "B" else super().demand(ask)


def test_a_timeless_room_type_is_asked_for_each_place_and_no_other_for_each_time(
    opened: Opened,
) -> None:
    asked, slots = [], []
    for kind in (Counting(), Timeless(), Heir()):
        slots.append(found(opened(HOUSE, kind).slots(room_type="talk", **WINDOW)))
        asked.append(kind.asked)
    assert asked == [4 * 2, 2 * 2, 4 * 2 - 2]  # four starts in two rooms, read in two pages
    assert slots[0] == slots[1]
    assert slots[2] == [slot for slot in slots[0] if slot != "09:00 talks B"] != slots[0]


def test_an_offering_whose_plugin_fails_hides_no_other(opened: Opened) -> None:
    class Broken(Talk):
        def demand(self, ask: nb.Ask) -> nb.Demand:
            raise RuntimeError("out of order")

    desk = opened(HOUSE, Broken())
    assert found(desk.slots(features={"step-free"}, **{**WINDOW, "length": "2h"})) == [
        "08:00 music C",
        "08:00 long A",
    ]


@pytest.mark.parametrize("begun", [0, 1])
def test_a_search_goes_on_until_its_offering_is_renamed_and_then_says_so(
    opened: Opened, reloaded: Callable[[nb.Desk, str], object], begun: int
) -> None:
    desk = opened(HOUSE, Talk())
    slots = desk.slots("music", **{**WINDOW, "length": "30m"})
    assert len(list(islice(slots, begun))) == begun
    reloaded(desk, HOUSE.replace("offering.music = {", 'offering.songs = { was = "music",'))
    assert faulty(lambda: list(slots)) == {"offering": "UNKNOWN_OFFERING"}
