"""The verbs of a booking's life, one sentence for each rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import pytest

import neighborbook as nb

TABLES = """
resource.A = {}
resource.B = {}
offering.plain = { places = ["A"], hold_ttl = "10m", hold_most = "30m" }
offering.asked = { places = ["A"], approval = true }
offering.counter = { room_type = "counter", places = ["B"] }
offering.timed = { places = ["A"], quota = { amount = "4h", per = "day" } }
"""
TEN: Any = {"start": "2026-12-01 10:00", "length": "2h", "organizer": "li-wei"}
Opened = Callable[..., nb.Desk]
Turn = Callable[[str], None]


class Counter(nb.RoomType):
    name = "counter"
    labels: ClassVar[Mapping[str, nb.State]] = {
        "queued": nb.State.CONFIRMED,
        "called": nb.State.ARRIVED,
        "served": nb.State.DONE,
    }
    moves = frozenset({("confirmed", "queued"), ("queued", "called"), ("called", "served")})


@pytest.fixture
def desk(opened: Opened, database_url: str) -> nb.Desk:
    return opened(TABLES, Counter(), at=database_url, head=', check_in = "desk"')


def codes(call: Callable[[], object]) -> list[tuple[str, str]]:
    with pytest.raises(nb.Refused) as no:
        call()
    return [(refusal.code, refusal.rule) for refusal in no.value.decision.refusals]


# Holds ------------------------------------------------------------------------------------------


def test_who_wants_a_hold_for_too_long_is_told_the_longest(desk: nb.Desk) -> None:
    held = desk.hold("plain", ttl="30m", **TEN)
    slot = next(desk.slots("plain", start="2026-12-02", end="2026-12-03", length="1h"))
    calls: tuple[Callable[[], object], ...] = (
        lambda: desk.hold("plain", ttl="30m1s", **TEN),
        lambda: desk.hold(slot, organizer="li-wei", ttl="31m"),
        lambda: desk.extend(held.id, ttl="10h"),
    )
    for call in calls:
        with pytest.raises(nb.InvalidRequest, match=r"ttl: .*: expected a length from 1s to 30m"):
            call()
    assert len(list(desk.bookings())) == 1


def test_extending_a_hold_counts_from_now_and_never_shortens_it(desk: nb.Desk, turn: Turn) -> None:
    held = desk.hold("plain", ttl="20m", **TEN)
    turn("2026-12-01 08:05")
    assert desk.extend(held.id, ttl="5m").lapses_at == held.created_at + 20 * 60
    assert desk.extend(held.id, ttl="18m").lapses_at == held.created_at + 23 * 60


def test_a_hold_is_never_extended_past_the_longest_from_its_making(
    desk: nb.Desk, turn: Turn
) -> None:
    held = desk.hold("plain", **TEN)
    turn("2026-12-01 08:09")
    assert desk.extend(held.id, ttl="30m").lapses_at == held.created_at + 30 * 60


def test_only_a_hold_is_extended_or_confirmed(desk: nb.Desk) -> None:
    made = desk.book("plain", **TEN)
    assert codes(lambda: desk.extend(made.id)) == [("STATE", "state")]
    assert codes(lambda: desk.confirm(made.id)) == [("STATE", "state")]


def test_a_hold_that_is_confirmed_no_longer_lapses_and_takes_its_title(
    desk: nb.Desk, turn: Turn
) -> None:
    held = desk.hold("plain", **TEN)
    done = desk.confirm(held.id, title="Choir")
    assert (done.state, done.title, done.lapses) == (nb.State.CONFIRMED, "Choir", None)
    turn("2026-12-01 09:00")
    assert desk.booking(held.id).state is nb.State.CONFIRMED


def test_a_hold_that_needs_approval_becomes_a_request(desk: nb.Desk) -> None:
    held = desk.hold("asked", **TEN)
    asked = desk.confirm(held.id)
    assert (asked.state, asked.waits_for) == (nb.State.PENDING, ("approval",))
    assert asked.lapses == asked.start
    done = desk.approve(held.id)
    assert (done.state, done.approved, done.waits_for) == (nb.State.CONFIRMED, ("approval",), ())


def test_what_is_declined_gives_its_place_back(desk: nb.Desk) -> None:
    made = desk.book("asked", **TEN)
    assert desk.decline(made.id).void_reason is nb.VoidReason.DECLINED
    assert desk.book("plain", **TEN).resource == "A"


def test_only_a_request_is_approved_or_declined(desk: nb.Desk) -> None:
    made = desk.book("plain", **TEN)
    assert codes(lambda: desk.approve(made.id)) == [("STATE", "state")]
    assert codes(lambda: desk.decline(made.id)) == [("STATE", "state")]


# Cancelling -------------------------------------------------------------------------------------


def test_after_its_start_only_staff_may_cancel(desk: nb.Desk, turn: Turn) -> None:
    made = desk.book("plain", **TEN)
    turn("2026-12-01 10:00")
    assert codes(lambda: desk.acting_as("li-wei").cancel(made.id)) == [
        ("CANCEL_TOO_LATE", "cancel_late")
    ]
    assert desk.acting_as("clerk").cancel(made.id).state is nb.State.VOID


def test_what_needs_a_move_is_never_cancelled_late(desk: nb.Desk, turn: Turn) -> None:
    made = desk.book("timed", **TEN)
    turn("2026-12-01 10:30")
    desk.close("A", start="2026-12-01", end="2026-12-02")
    assert desk.cancel(made.id).void_reason is nb.VoidReason.CANCELLED
    [usage] = desk.usage("li-wei")
    assert usage.used == 0


# Coming -----------------------------------------------------------------------------------------


def test_where_the_desk_checks_in_only_staff_do(desk: nb.Desk) -> None:
    made = desk.book("plain", **TEN)
    assert codes(lambda: desk.acting_as("li-wei").check_in(made.id))[0][0] == "NOT_ALLOWED"
    assert desk.acting_as("clerk").check_in(made.id).state is nb.State.ARRIVED


@pytest.mark.parametrize("way", ["door", "page"])
def test_where_people_check_in_by_themselves_they_do_so_only_now(
    opened: Opened, turn: Turn, way: str
) -> None:
    desk = opened(TABLES, Counter(), head=f', check_in = "{way}"')
    made = desk.book("plain", **TEN)
    turn("2026-12-01 10:05")
    li = desk.acting_as("li-wei")
    assert codes(lambda: li.check_in(made.id, at="2026-12-01 10:00"))[0][0] == "NOT_ALLOWED"
    came = li.check_in(made.id)
    assert came.state is nb.State.ARRIVED
    assert desk.booking(made.id).checked_in_at == made.start_at + 300


def test_nobody_checks_in_before_the_civil_day_of_the_booking(desk: nb.Desk, turn: Turn) -> None:
    made = desk.book("plain", **{**TEN, "start": "2026-12-02 10:00"})
    turn("2026-12-01 23:59")
    assert codes(lambda: desk.check_in(made.id)) == [("STATE", "not_begun")]
    turn("2026-12-02 00:00")
    assert desk.check_in(made.id).state is nb.State.ARRIVED


def test_what_is_noted_has_happened(desk: nb.Desk, turn: Turn) -> None:
    made = desk.book("plain", **TEN)
    turn("2026-12-01 10:30")
    ahead = "2026-12-01 10:31"
    assert codes(lambda: desk.check_in(made.id, at=ahead)) == [("STATE", "noted_ahead")]
    assert codes(lambda: desk.complete(made.id, at=ahead)) == [("STATE", "noted_ahead")]
    assert desk.check_in(made.id, at="2026-12-01 10:10").checked_in_at == made.start_at + 600


# Ending -----------------------------------------------------------------------------------------


def test_what_ends_early_gives_the_rest_of_its_time_back_and_keeps_its_hours(
    desk: nb.Desk, turn: Turn
) -> None:
    made = desk.book("timed", **TEN)
    turn("2026-12-01 11:00")
    assert desk.complete(made.id, at="2026-12-01 10:30").state is nb.State.DONE
    words: Any = {**TEN, "length": "30m", "organizer": "zeta"}
    assert desk.book("plain", **{**words, "start": "2026-12-01 11:00"}).resource == "A"
    [usage] = desk.usage("li-wei")
    assert usage.used == 2 * 3600


def test_nothing_is_completed_before_it_began(desk: nb.Desk, turn: Turn) -> None:
    made = desk.book("plain", **TEN)
    turn("2026-12-01 10:00")
    assert codes(lambda: desk.complete(made.id)) == [("STATE", "not_begun")]
    turn("2026-12-01 10:01")
    assert desk.complete(made.id).state is nb.State.DONE


def test_nobody_is_missed_before_the_start(desk: nb.Desk, turn: Turn) -> None:
    made = desk.book("plain", **TEN)
    turn("2026-12-01 09:59")
    assert codes(lambda: desk.no_show(made.id)) == [("STATE", "not_begun")]


def test_a_no_show_frees_the_rest_of_the_time_and_leaves_the_hours_spent(
    desk: nb.Desk, turn: Turn
) -> None:
    made = desk.book("timed", **TEN)
    turn("2026-12-01 10:00")
    assert desk.no_show(made.id).void_reason is nb.VoidReason.NO_SHOW
    assert desk.book("plain", **{**TEN, "start": "2026-12-01 10:30"}).resource == "A"
    [usage] = desk.usage("li-wei")
    assert usage.used == 2 * 3600


def test_who_has_come_is_not_missed(desk: nb.Desk, turn: Turn) -> None:
    made = desk.book("plain", **TEN)
    turn("2026-12-01 10:00")
    desk.check_in(made.id)
    assert codes(lambda: desk.no_show(made.id)) == [("STATE", "state")]


# Labels -----------------------------------------------------------------------------------------


def test_a_label_follows_only_where_its_room_type_says(desk: nb.Desk) -> None:
    made = desk.book("counter", **TEN)
    assert codes(lambda: desk.advance(made.id, "called")) == [("STATE", "label")]
    queued = desk.advance(made.id, "queued")
    assert (queued.label, queued.state) == ("queued", nb.State.CONFIRMED)
    called = desk.advance(made.id, "called")
    assert (called.label, called.state) == ("called", nb.State.ARRIVED)


def test_a_plain_room_has_no_labels(desk: nb.Desk) -> None:
    made = desk.book("plain", **TEN)
    assert codes(lambda: desk.advance(made.id, "called")) == [("STATE", "label")]


def test_nobody_is_called_before_the_civil_day_of_the_booking(desk: nb.Desk) -> None:
    made = desk.book("counter", **{**TEN, "start": "2026-12-02 10:00"})
    desk.advance(made.id, "queued")
    assert codes(lambda: desk.advance(made.id, "called")) == [("STATE", "not_begun")]


def test_nobody_is_served_before_the_booking_has_begun(desk: nb.Desk, turn: Turn) -> None:
    made = desk.book("counter", **TEN)
    desk.advance(made.id, "queued")
    desk.advance(made.id, "called")
    assert codes(lambda: desk.advance(made.id, "served")) == [("STATE", "not_begun")]
    turn("2026-12-01 10:30")
    assert desk.advance(made.id, "served").state == "done"


def test_nobody_is_missed_where_nobody_could_come(desk: nb.Desk, turn: Turn) -> None:
    made = desk.book("plain", **TEN)
    closed = desk.close("A", start="2026-12-01 09:00", end="2026-12-01 18:00")
    turn("2026-12-01 10:30")
    assert codes(lambda: desk.no_show(made.id)) == [("STATE", "needs_move")]
    desk.reopen(closed.id)
    assert desk.no_show(made.id).void_reason == "no_show"


def test_what_is_cancelled_has_no_label_any_more_and_comes_back_without(desk: nb.Desk) -> None:
    made = desk.book("counter", **TEN)
    assert desk.advance(made.id, "queued").label == "queued"
    assert desk.cancel(made.id).label == ""
    assert desk.restore(made.id, reason="mistake").label == ""
