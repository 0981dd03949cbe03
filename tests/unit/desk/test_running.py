"""What can be changed shortly before a booking begins, and while it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

import neighborbook as nb

ROOM = """
resource.A = {}
resource.B = {}
[offering.room]
places = ["A", "B"]
notice = "2h"
[offering.asked]
places = ["A"]
room_type = "long"
"""
AT: Any = {"start": "2026-12-01 12:00", "length": "2h", "organizer": "acme"}

Opened = Callable[..., nb.Desk]
Turn = Callable[[str], None]


class Long(nb.RoomType):
    """What lasts more than two hours must be approved."""

    name = "long"

    def check(
        self, ask: nb.Ask, candidates: tuple[nb.Candidate, ...], seen: nb.Seen
    ) -> Iterator[tuple[nb.Candidate, nb.Refusal]]:
        for candidate in candidates:
            if candidate.end - candidate.start > 7200:
                yield (
                    candidate,
                    nb.Refusal(code="NEEDS_APPROVAL", rule="x", severity=nb.Severity.APPROVAL),
                )


@pytest.mark.parametrize("now", ["2026-12-01 11:00", "2026-12-01 12:30"])
@pytest.mark.parametrize(
    "change",
    [
        {"end": "2026-12-01 15:00"},
        {"end": "2026-12-01 13:00"},
        {"headcount": 3},
        {"attendees": ["wang-fang"]},
        {"resource": "B"},
        {"start": "2026-12-01 12:00", "end": "2026-12-01 15:00"},
    ],
)
def test_what_leaves_the_start_where_it_is_can_be_changed_until_the_end(
    opened: Opened, turn: Turn, now: str, change: dict[str, Any]
) -> None:
    desk = opened(ROOM, Long())
    li = desk.acting_as("li-wei")
    booking = li.book("room", resource="A", **AT)
    turn(now)
    assert li.change(booking.id, **change).state == "confirmed"


def test_a_length_is_said_instead_of_an_end(opened: Opened) -> None:
    li = opened(ROOM, Long()).acting_as("li-wei")
    booking = li.book("room", **AT)
    longer = li.change(booking.id, length="3h")
    assert (longer.start, longer.end) == (booking.start, booking.start.add(hours=3))
    moved = li.change(booking.id, start="2026-12-02 10:00", length="90m")
    assert (moved.start.day, moved.end_at - moved.start_at) == (2, 5400)
    assert li.history(booking.id)[-1].fields == ("start", "end")


def test_a_length_beside_an_end_or_of_nothing_is_a_fault(opened: Opened) -> None:
    li = opened(ROOM, Long()).acting_as("li-wei")
    booking = li.book("room", **AT)
    for given in ({"length": "1h", "end": "2026-12-01 13:00"}, {"length": "0s"}, {"length": "x"}):
        with pytest.raises(nb.InvalidRequest) as no:
            li.change(booking.id, **given)  # type: ignore[arg-type]
        assert [fault.path for fault in no.value.faults] == ["length"]
    with pytest.raises(nb.InvalidRequest):
        li.change(booking.id, length="11000d")


def test_what_the_place_must_have_can_be_changed_and_stays_asked_for(opened: Opened) -> None:
    li = opened(
        ROOM.replace("resource.A = {}", 'resource.A = { features = ["step-free", "piano"] }'),
        Long(),
    ).acting_as("li-wei")
    booking = li.book("room", resource="A", **AT)
    changed = li.change(booking.id, features=["step-free"])
    assert changed.features == frozenset({"step-free"})
    with pytest.raises(nb.Refused) as no:
        li.change(booking.id, resource="B")
    assert no.value.decision.codes == ("FEATURE_MISSING",)
    assert li.change(booking.id, features=[], resource="B").resource == "B"
    with pytest.raises(nb.InvalidRequest, match="UNKNOWN_FEATURE"):
        li.change(booking.id, features=["garden"])


def test_another_start_needs_the_notice_of_a_new_booking(opened: Opened, turn: Turn) -> None:
    li = opened(ROOM, Long()).acting_as("li-wei")
    booking = li.book("room", **AT)
    turn("2026-12-01 11:00")
    with pytest.raises(nb.Refused) as no:
        li.change(booking.id, start="2026-12-01 12:30")
    assert no.value.decision.codes == ("TOO_SOON",)


def test_what_was_void_is_judged_as_new(opened: Opened, turn: Turn) -> None:
    li = opened(ROOM, Long()).acting_as("li-wei")
    booking = li.book("room", **AT)
    li.cancel(booking.id)
    turn("2026-12-01 11:00")
    with pytest.raises(nb.Refused) as no:
        li.restore(booking.id)
    assert no.value.decision.codes == ("TOO_SOON",)


def test_a_hold_that_has_lapsed_comes_back_as_new_before_anybody_has_noted_it(
    opened: Opened, turn: Turn
) -> None:
    desk = opened(ROOM, Long())
    held = desk.acting_as("li-wei").hold("room", **AT)
    turn("2026-12-01 11:00")
    with pytest.raises(nb.Refused) as no:
        desk.restore(held.id)
    assert no.value.decision.codes == ("TOO_SOON",)


def test_a_running_meeting_is_not_cut_to_before_now(opened: Opened, turn: Turn) -> None:
    li = opened(ROOM, Long()).acting_as("li-wei")
    booking = li.book("room", **AT)
    turn("2026-12-01 13:10")
    with pytest.raises(nb.Refused) as no:
        li.change(booking.id, end="2026-12-01 13:00")
    assert no.value.decision.codes == ("PAST",)


def test_what_runs_is_not_sent_to_approval_where_it_would_lapse_at_once(
    opened: Opened, turn: Turn
) -> None:
    desk = opened(ROOM, Long())
    li = desk.acting_as("li-wei")
    booking = li.book("asked", **AT)
    turn("2026-12-01 12:00")
    with pytest.raises(nb.Refused) as no:
        li.change(booking.id, end="2026-12-01 15:00")
    assert no.value.decision.codes == ("NEEDS_APPROVAL",)
    assert li.booking(booking.id).state == "confirmed"
    longer = desk.acting_as("clerk").change(
        booking.id, end="2026-12-01 15:00", override="the speaker came late"
    )
    assert (longer.state, longer.end.hour) == ("confirmed", 15)


def test_before_it_begins_it_is_asked_for_again(opened: Opened, turn: Turn) -> None:
    li = opened(ROOM, Long()).acting_as("li-wei")
    booking = li.book("asked", **AT)
    turn("2026-12-01 11:59")
    assert li.change(booking.id, end="2026-12-01 15:00").state == "pending"


# Who has come -----------------------------------------------------------------------------------

KITS = """
resource.kit = { capacity = 3, units = ["k1", "k2", "k3"] }
resource.A = {}
offering.kits = { places = ["kit"] }
[offering.asked]
places = ["A"]
room_type = "long"
"""


def test_a_meeting_that_runs_can_last_longer_and_hold_more(opened: Opened, turn: Turn) -> None:
    desk = opened(KITS, Long())
    first, mine = (desk.book("kits", **AT) for _ in range(2))
    turn("2026-12-01 12:05")
    desk.check_in(first.id)
    came = desk.check_in(mine.id)
    longer = desk.change(mine.id, length="3h", headcount=9)
    assert (longer.state, longer.headcount, longer.end.hour) == ("arrived", 9, 15)
    assert (longer.units, longer.checked_in_at) == ((("kit", "k2"),), came.checked_in_at)
    turn("2026-12-01 14:30")
    assert desk.settle().lapsed == 1  # the first one
    assert desk.booking(mine.id).state == "arrived"
    turn("2026-12-01 15:00")
    assert desk.booking(mine.id).state == "done"


def test_who_has_come_goes_on_when_he_began(opened: Opened, turn: Turn) -> None:
    desk = opened(KITS, Long())
    made = desk.book("kits", **AT)
    turn("2026-12-01 11:55")
    desk.check_in(made.id)
    with pytest.raises(nb.Refused) as no:
        desk.change(made.id, start="2026-12-01 13:00")
    assert no.value.decision.codes == ("STATE",)


def test_who_came_early_is_not_sent_to_approval_either(opened: Opened, turn: Turn) -> None:
    desk = opened(KITS, Long())
    made = desk.book("asked", **AT)
    turn("2026-12-01 11:55")
    desk.check_in(made.id)
    with pytest.raises(nb.Refused) as no:
        desk.change(made.id, length="4h")
    assert no.value.decision.codes == ("NEEDS_APPROVAL",)
    assert desk.booking(made.id).state == "arrived"
