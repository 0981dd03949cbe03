"""What a refusal offers instead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import attrs
import pytest

import neighborbook as nb
from tests.unit.desk.conftest import Directory, WallClock, file_of

HOUSE = """
hours.daily = { daily = "08:00-20:00" }
resource.A = { hours = "daily" }
resource.B = { hours = "daily" }
offering.only = { places = ["A"], horizon = 30 }
offering.either = { places = ["A", "B"], horizon = 30 }
"""
NOON: Any = {"start": "2026-12-03 12:00", "length": "2h", "organizer": "acme"}

Opened = Callable[..., nb.Desk]


def instead(call: Callable[[], object]) -> tuple[nb.Slot, ...]:
    with pytest.raises(nb.Refused) as no:
        call()
    return no.value.alternatives


def hours(slots: tuple[nb.Slot, ...]) -> list[str]:
    return [f"{slot.start:%d %H:%M} {slot.resource}" for slot in slots]


def test_the_nearest_times_come_first_and_none_overlaps_another(opened: Opened) -> None:
    desk = opened(HOUSE)
    desk.book("only", **NOON)
    found = instead(lambda: desk.book("only", **{**NOON, "organizer": "zeta"}))
    assert hours(found) == ["03 10:00 A", "03 14:00 A", "03 08:00 A", "03 16:00 A", "03 18:00 A"]


def test_the_same_time_in_another_place_comes_before_other_times(opened: Opened) -> None:
    desk = opened(HOUSE)
    desk.book("either", resource="A", **NOON)
    found = instead(lambda: desk.book("either", resource="A", **{**NOON, "organizer": "zeta"}))
    assert hours(found)[:2] == ["03 12:00 B", "03 10:00 A"]


def test_where_no_other_time_is_free_every_other_place_is_named(opened: Opened) -> None:
    places = [f"R{n}" for n in range(8)]
    desk = opened(
        'hours.noon = { daily = "12:00-14:00" }\n'
        + "".join(f'resource.{place} = {{ hours = "noon" }}\n' for place in places)
        + f"offering.many = {{ places = {places} }}"
    )
    for day in range(1, 11):
        wanted = {**NOON, "start": f"2026-12-{day:02} 12:00"}
        for place in places if day != 3 else places[:1]:
            desk.book("many", resource=place, **wanted)
    found = instead(lambda: desk.book("many", resource="R0", **NOON))
    assert hours(found) == [f"03 12:00 R{n}" for n in range(1, 6)]


def test_a_room_that_is_too_small_in_one_layout_is_offered_in_another(opened: Opened) -> None:
    class Laid(nb.RoomType):
        """Set up as is asked for."""

        name = "laid"
        details = Layout

        def layout(self, ask: nb.Ask) -> str | None:
            asked = ask.request.details
            return asked.layout if isinstance(asked, Layout) and asked.layout else None

        def variations(self, ask: nb.Ask) -> Iterator[nb.Request]:
            yield attrs.evolve(ask.request, details=Layout(layout="rows"))

    desk = opened(
        "resource.A = {}\n[offering.room]\nroom_type = 'laid'\n"
        "places = [{ resource = 'A', layouts = { rows = 40, table = 12 } }]",
        Laid(),
    )
    table: Any = {"details": {"layout": "table"}, "headcount": 30}
    found = instead(lambda: desk.book("room", **table, **NOON))
    assert (found[0].layout, found[0].start.hour) == ("rows", 12)
    assert desk.book(found[0]).headcount == 30


@nb.details
class Layout:
    """How it is set up."""

    layout: str = nb.asks(label="Layout", label_zh="布置", privacy=nb.Privacy.BUSY, default="")


def test_at_most_five_are_offered_all_within_seven_days_and_each_can_be_booked(
    opened: Opened,
) -> None:
    desk = opened(HOUSE)
    desk.close("A", start="2026-12-02", end="2026-12-08")
    found = instead(lambda: desk.book("only", **NOON))
    assert len(found) == 5
    noon = datetime(2026, 12, 3, 12, tzinfo=UTC)
    for slot in found:
        assert abs(slot.request.start - noon.timestamp()) <= 7 * 86_400
        assert desk.explain(slot).verdict is nb.Verdict.ACCEPTED
        desk.book(slot)


def test_one_that_is_free_at_the_far_end_is_found(opened: Opened) -> None:
    desk = opened(HOUSE)
    desk.close("A", start="2026-12-01", end="2026-12-10 10:00")
    desk.close("A", start="2026-12-10 12:00", end="2026-12-30")
    assert hours(instead(lambda: desk.book("only", **NOON))) == ["10 10:00 A"]


def test_nothing_beyond_seven_days_is_offered(opened: Opened) -> None:
    desk = opened(HOUSE)
    desk.close("A", start="2026-12-01", end="2026-12-10 12:30")
    assert instead(lambda: desk.book("only", **NOON)) == ()


def test_what_only_an_override_could_book_is_no_alternative(opened: Opened) -> None:
    desk = opened(HOUSE)
    far = {**NOON, "start": "2027-06-03 12:00"}
    assert instead(lambda: desk.book("only", **far)) == ()
    soon = {**NOON, "start": "2026-12-31 18:00"}  # the last day that is open
    desk.book("only", **soon)
    found = instead(lambda: desk.book("only", **soon))
    assert all(slot.start.day <= 31 and slot.start.month == 12 for slot in found)
    assert len(found) == 5


@attrs.frozen
class Counting:
    """A plugin that notes what is judged."""

    judged: list[nb.Candidate] = attrs.field(factory=list)
    name: str = "counting"
    api: int = 1

    @nb.hookimpl
    def check_booking(
        self, ask: nb.Ask, candidates: tuple[nb.Candidate, ...], seen: nb.Seen
    ) -> tuple[()]:
        self.judged.extend(candidates)
        return ()


@pytest.fixture
def counting(clock: WallClock) -> Iterator[tuple[nb.Desk, list[nb.Candidate]]]:
    """A desk, and what it has judged so far."""
    plugin = Counting()
    with nb.open(center="center", clock=clock, plugins=[Directory(), plugin]) as desk:
        desk.load(file_of(HOUSE))
        yield desk, plugin.judged


def test_for_what_is_retired_nothing_is_sought(
    counting: tuple[nb.Desk, list[nb.Candidate]],
) -> None:
    desk, judged = counting
    booking = desk.book("only", **NOON)
    desk.load(file_of(HOUSE.replace("offering.only", "offering.other")))
    judged.clear()
    assert instead(lambda: desk.book("only", **NOON)) == ()
    assert instead(lambda: desk.change(booking.id, start="2026-12-04 12:00")) == ()
    assert list(desk.slots("only", start="2026-12-01", end="2026-12-20", length="1h")) == []
    assert len(judged) == 2  # the two that were asked for


def test_where_facts_are_missing_nothing_is_sought(clock: WallClock) -> None:
    class Silent(Directory):
        """Cannot say who anybody is."""

        @nb.hookimpl
        def provide_facts(
            self, center: nb.Center, parties: tuple[str, ...]
        ) -> Mapping[str, nb.Facts]:
            raise OSError("the directory is down")

    plugin = Counting()
    with nb.open(center="center", clock=clock, plugins=[Silent(), plugin]) as desk:
        desk.load(file_of(HOUSE))
        assert list(desk.slots("only", start="2026-12-01", end="2026-12-20", length="1h")) == []
        assert plugin.judged == []


def test_far_beyond_the_horizon_nothing_is_judged(
    counting: tuple[nb.Desk, list[nb.Candidate]],
) -> None:
    desk, judged = counting
    far: Any = {"start": "2027-06-01", "end": "2028-06-01", "length": "1h"}
    assert list(desk.slots("either", **far)) == []
    assert judged == []
    found = list(desk.slots("either", start="2026-12-30", end="2027-12-30", length="1h"))
    last = int(datetime(2027, 1, 1, tzinfo=UTC).timestamp())
    assert found
    assert all(candidate.start < last for candidate in judged)
