"""A call with a key is answered again, even when by now its words no longer make sense."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pendulum
import pytest

import neighborbook as nb
from neighborbook.desk.keys import canonical
from neighborbook.testing import CountedIds, SetClock

HOUSE = """
center = { id = "center", zone = "Asia/Shanghai" }
resource.hall = {}
offering.hall = { places = ["hall"] }
"""
RENAMED = HOUSE.replace(
    'offering.hall = { places = ["hall"] }', 'offering.big = { was = "hall", places = ["hall"] }'
)
RETIRED = HOUSE.replace("offering.hall", "offering.other")
AT: Any = {"start": "2026-12-01 14:00", "length": "1h", "organizer": "choir", "key": "k"}
CALLS = {
    "book": lambda desk: desk.book("hall", **AT),
    "hold": lambda desk: desk.hold("hall", **AT),
}


@pytest.fixture
def desk(database_url: str) -> Iterator[nb.Desk]:
    clock = SetClock(int(datetime(2026, 11, 30, tzinfo=UTC).timestamp()))
    with nb.open(database_url, center="center", clock=clock, ids=CountedIds()) as opened:
        opened.load(HOUSE)
        yield opened


def codes(call: Callable[[], object]) -> tuple[str, ...]:
    with pytest.raises(nb.Refused) as no:
        call()
    return no.value.decision.codes


@pytest.mark.parametrize("file", [RENAMED, RETIRED])
@pytest.mark.parametrize("call", CALLS)
def test_an_offering_that_is_renamed_or_retired_makes_no_new_answer(
    desk: nb.Desk, call: str, file: str
) -> None:
    first = CALLS[call](desk)
    desk.load(file)
    again = CALLS[call](desk)
    assert (again.id, again.state) == (first.id, first.state)
    assert len(list(desk.bookings())) == 1


def test_a_slot_that_was_booked_is_answered_again_when_its_offering_is_gone(desk: nb.Desk) -> None:
    window: Any = {"start": "2026-12-01", "end": "2026-12-02", "length": "1h"}
    slot = next(desk.slots("hall", **window))
    first = desk.book(slot, organizer="choir", key="k")
    desk.load(RENAMED)
    assert desk.book(slot, organizer="choir", key="k").id == first.id


def test_a_key_that_is_free_leaves_the_fault_as_it_is(desk: nb.Desk) -> None:
    desk.load(RENAMED)
    with pytest.raises(nb.InvalidRequest, match="UNKNOWN_OFFERING"):
        desk.book("hall", **AT)
    with pytest.raises(nb.NotFound):
        desk.cancel("nothing", key="k")


def test_a_refusal_uses_no_key_and_stays_a_refusal(desk: nb.Desk) -> None:
    desk.book("hall", **{**AT, "key": "other"})
    assert codes(lambda: desk.book("hall", **AT)) == ("CONFLICT_RESOURCE",)
    assert codes(lambda: desk.book("hall", **AT)) == ("CONFLICT_RESOURCE",)


def test_other_words_under_a_used_key_are_refused_even_when_they_are_at_fault(
    desk: nb.Desk,
) -> None:
    desk.book("hall", **AT)
    assert codes(lambda: desk.book("nowhere", **AT)) == ("KEY_REUSED",)
    assert codes(lambda: desk.hold("hall", **AT)) == ("KEY_REUSED",)
    assert codes(lambda: desk.cancel("nothing", key="k")) == ("KEY_REUSED",)


def test_a_key_is_its_owners_own(desk: nb.Desk) -> None:
    desk.book("hall", **AT)
    li = desk.acting_as("li-wei")
    with pytest.raises(nb.NotFound):
        li.cancel("nothing", key="k")


def test_a_change_is_answered_again_when_its_booking_has_moved_on(desk: nb.Desk) -> None:
    booking = desk.book("hall", **{**AT, "key": None})

    def longer() -> nb.Booking:
        return desk.change(booking.id, end="2026-12-01 16:00", key="k")

    assert longer().end.hour == 16
    moved = desk.change(booking.id, start="2026-12-02 10:00")
    assert longer() == moved  # an end before the start would be a fault today


def test_a_change_of_what_is_void_by_now_is_answered_as_it_stands(desk: nb.Desk) -> None:
    booking = desk.book("hall", **{**AT, "key": None})
    desk.change(booking.id, headcount=2, key="k")
    desk.cancel(booking.id, key="c")
    assert desk.change(booking.id, headcount=2, key="k").state == "void"
    assert desk.cancel(booking.id, key="c").state == "void"


def test_who_may_no_longer_close_is_told_what_he_closed(database_url: str) -> None:
    roles = {"keeper": frozenset({"staff"})}

    class Staff:
        name = "staff"
        api = 1

        @nb.hookimpl
        def provide_facts(self, center: nb.Center, parties: tuple[str, ...]) -> dict[str, nb.Facts]:
            return {p: nb.Facts(party=p, roles=roles[p]) for p in parties if p in roles}

    clock = SetClock(int(datetime(2026, 11, 30, tzinfo=UTC).timestamp()))
    with nb.open(database_url, center="center", clock=clock, plugins=[Staff()]) as desk:
        desk.load(HOUSE)
        keeper = desk.acting_as("keeper")

        def close() -> nb.Closure:
            return keeper.close("hall", start="2026-12-01", end="2026-12-02", key="k")

        def reopen() -> nb.Closure:
            return keeper.reopen(shut.id, key="r")

        shut = close()
        opened = reopen()
        roles.clear()
        assert close().id == shut.id
        assert reopen() == opened
        assert codes(lambda: keeper.reopen(shut.id)) == ("NOT_ALLOWED",)


@pytest.mark.parametrize("call", ["close", "outage"])
def test_what_was_closed_is_told_again_when_its_subject_has_another_name(
    desk: nb.Desk, call: str
) -> None:
    words: Any = {"start": "2026-11-30", "end": "2026-12-02", "key": "k"}

    def close() -> nb.Closure:
        return desk.outage(**words) if call == "outage" else desk.close("hall", **words)

    first = close()
    desk.load(HOUSE.replace("resource.hall = {}", 'resource.aula = { was = "hall" }').replace(
        'places = ["hall"]', 'places = ["aula"]'
    ))  # fmt: skip
    assert close().id == first.id


def test_the_same_words_are_the_same_whatever_their_zone_order_or_class() -> None:
    noon = datetime(2026, 12, 1, 12, tzinfo=UTC)
    assert canonical(noon) == canonical(pendulum.instance(noon).in_timezone("Asia/Shanghai"))
    assert canonical(noon) != canonical(noon + timedelta(seconds=1))
    assert canonical(noon.date()) == canonical(pendulum.date(2026, 12, 1))
    assert canonical(timedelta(hours=2)) == canonical(pendulum.duration(minutes=120))
    assert canonical(timedelta(days=30)) != canonical(pendulum.duration(months=1))
    assert canonical({"b", "a"}) == canonical(frozenset({"a", "b"}))
    assert canonical({"b": 1, "a": (2,)}) == canonical({"a": [2], "b": 1})
    attendee = nb.Attendee(party="li-wei")
    assert canonical(attendee) == canonical(nb.Attendee(party="li-wei"))
    assert canonical(attendee) != canonical(nb.Attendee(party="wang-fang"))


def test_words_that_cannot_be_read_are_a_fault_and_no_crash(desk: nb.Desk) -> None:
    knot: list[object] = []
    knot.append(knot)
    with pytest.raises(nb.InvalidRequest):
        desk.book("hall", details=knot, **AT)
