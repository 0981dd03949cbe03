"""What ``print`` shows of a slot, a booking, a closure, and a usage."""

from __future__ import annotations

import attrs

from neighborbook.desk.looking import Usage
from neighborbook.domain.booking import Booking, State, VoidReason
from neighborbook.domain.closure import Closure, ClosureKind
from neighborbook.domain.offering import Unit
from neighborbook.domain.slot import Request, Slot
from neighborbook.domain.times import format_period, zone

TWO = 1796104800  # 2026-12-01 14:00 in Shanghai
FOUR = TWO + 7200
SHANGHAI = "Asia/Shanghai"
BOOKING = Booking(
    id="b1", uid="u1", center="c", offering="talks", room_type="room", start_at=TWO, end_at=FOUR,
    local_start="2026-12-01T14:00:00", zone=SHANGHAI, tzdata="", organizer="acme", actor="li-wei",
    resource="hall", title="Layoffs",
)  # fmt: skip
SLOT = Slot(
    request=Request(offering="talks", start=TWO, end=FOUR, organizer="acme", resource="hall"),
    zone=SHANGHAI,
)
CLOSURE = Closure(
    id="x", center="c", kind=ClosureKind.RESOURCE, subject="hall", start_at=TWO, end_at=FOUR,
    zone=SHANGHAI, reason="the caretaker is ill", public_reason="repairs",
)  # fmt: skip


def test_a_slot_says_where_and_when() -> None:
    assert str(SLOT) == "hall, 2026-12-01 14:00–16:00"
    laid = attrs.evolve(SLOT, layout="rows", needs_approval=True)
    assert str(laid) == "hall (rows), 2026-12-01 14:00–16:00, needs approval"


def test_a_booking_says_how_it_stands_and_names_nobody() -> None:
    assert str(BOOKING) == "hall, 2026-12-01 14:00–16:00, confirmed"
    assert str(attrs.evolve(BOOKING, needs_move=True)).endswith("confirmed, needs a move")
    void = attrs.evolve(BOOKING, state=State.VOID, void_reason=VoidReason.CANCELLED_LATE)
    assert str(void).endswith("void (cancelled_late)")


def test_a_booking_that_may_not_say_where_says_what_is_left() -> None:
    hidden = attrs.evolve(BOOKING, resource="", offering="")
    assert str(hidden) == "2026-12-01 14:00–16:00, confirmed"


def test_a_closure_says_only_what_everybody_may_read() -> None:
    assert str(CLOSURE) == "hall, 2026-12-01 14:00–16:00, closed (repairs)"
    assert "reopened" in str(attrs.evolve(CLOSURE, reopened_at=TWO))
    assert "outage" in str(attrs.evolve(CLOSURE, kind=ClosureKind.OUTAGE, public_reason=""))


def test_a_usage_says_how_much_of_what_is_used_and_left() -> None:
    hours = Usage(
        offering="talks", unit=Unit.HOURS, amount=28800, used=5400, left=23400, resets_at=None
    )
    assert str(hours) == "talks: 1h30m of 8h used, 6h30m left"
    number = attrs.evolve(hours, unit=Unit.BOOKINGS, amount=3, used=1, left=2)
    assert str(number) == "talks: 1 of 3 bookings used, 2 left"


def test_a_period_names_the_day_of_its_end_only_if_it_is_another() -> None:
    assert format_period(TWO, TWO + 86_400, zone(SHANGHAI)) == ("2026-12-01 14:00–2026-12-02 14:00")


def test_a_time_that_the_clock_shows_twice_is_shown_with_its_offset() -> None:
    first = 1792888200  # 2026-10-25 03:30 summer time
    assert format_period(first, first + 3600, zone("Europe/Helsinki")) == (
        "2026-10-25 03:30+0300–03:30+0200"
    )
