"""What comes back from void, by whom, and as what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import neighborbook as nb

ROOM = """
resource.A = {}
[offering.room]
room_type = "watched"
places = ["A"]
[offering.asked]
places = ["A"]
approval = true
"""
AT: Any = {"start": "2026-12-01 10:00", "length": "1h", "organizer": "acme"}
LATER: Any = {**AT, "start": "2026-12-09 10:00"}
CHECKING_IN = ', check_in = "desk"'

Opened = Callable[..., nb.Desk]
Turn = Callable[[str], None]


class Watched(nb.RoomType):
    """Released when nobody has come by 90 minutes; or sooner, if a test says so."""

    name = "watched"
    checks_in = True
    minutes = 90

    def auto_release(self, ask: nb.Ask) -> int:
        return self.minutes * 60


def test_what_was_declined_comes_back_by_who_may_approve_alone(opened: Opened) -> None:
    desk = opened(ROOM, Watched())
    li, chief, clerk = map(desk.acting_as, ("li-wei", "chief", "clerk"))
    booking = li.book("asked", **LATER)
    chief.decline(booking.id)
    for other in (li, clerk):
        with pytest.raises(nb.Refused) as no:
            other.restore(booking.id)
        assert no.value.refusals[0].code == "NOT_ALLOWED"
    assert chief.restore(booking.id).state == "pending"


def test_who_may_only_approve_brings_back_nothing_else(opened: Opened) -> None:
    desk = opened(ROOM, Watched())
    booking = desk.acting_as("li-wei").book("asked", **LATER)
    desk.cancel(booking.id)
    with pytest.raises(nb.Refused):
        desk.acting_as("chief").restore(booking.id)
    assert desk.acting_as("li-wei").restore(booking.id).state == "pending"


def test_a_no_show_that_was_none_is_done_once_it_is_restored(opened: Opened, turn: Turn) -> None:
    desk = opened(ROOM, Watched(), head=CHECKING_IN)
    booking = desk.book("room", **AT)
    turn("2026-12-01 12:00")
    assert desk.booking(booking.id).void_reason == "no_show"
    restored = desk.restore(booking.id, override="they were there all the time")
    assert restored.state == desk.booking(booking.id).state == "done"


def test_what_has_ended_is_never_released(opened: Opened, turn: Turn) -> None:
    desk = opened(ROOM, Watched(), head=CHECKING_IN)
    booking = desk.book("room", **AT)
    assert booking.lapses_at is None
    turn("2026-12-01 11:00")
    assert desk.booking(booking.id).void_reason == "no_show"
    turn("2026-12-01 12:00")
    assert desk.booking(booking.id).void_reason == "no_show"


@pytest.mark.parametrize("settling", [False, True])
def test_nobody_is_released_for_an_outage_that_lasted_until_the_end(
    opened: Opened, turn: Turn, settling: bool
) -> None:
    kind = Watched()
    kind.minutes = 15
    desk = opened(ROOM, kind, head=CHECKING_IN)
    booking = desk.book("room", **AT)
    assert booking.lapses_at is not None
    turn("2026-12-01 13:05")
    desk.outage(start="2026-12-01 10:00", end="2026-12-01 13:00")
    for now in ("2026-12-01 13:05", "2026-12-01 14:00"):
        turn(now)
        if settling:
            desk.settle()
        assert desk.booking(booking.id).state == "done"
