"""What each verb means to calendars: SEQUENCE rises, LAST-MODIFIED moves, or neither."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import attrs
import pytest

import neighborbook as nb

ROOMS = """
resource.A = {}
resource.B = {}
[offering.room]
places = ["A", "B"]
after = "10m"
[offering.asked]
places = ["A"]
approval = true
[offering.hall]
room_type = "hall"
places = ["A"]
"""
CHECKS_IN = ', check_in = "desk"'
AT: Any = {"start": "2026-12-02 10:00", "length": "1h", "organizer": "acme"}
BOTH, SHOWN, NEITHER = (1, True), (0, True), (0, False)
TWICE = (2, True)  # once by time, and once because it was taken back

Opened = Callable[..., nb.Desk]
Turn = Callable[[str], None]
Made = Callable[[nb.Desk], nb.Booking]
Done = Callable[[nb.Desk, str], object]


@attrs.frozen
class Evening:
    """What a hall asks: a note for the house, and what stands on the poster."""

    note: str = nb.asks(default="", label="Note", label_zh="备注", privacy=nb.Privacy.BUSY)
    poster: str = nb.asks(default="", label="Poster", label_zh="海报", privacy=nb.Privacy.PUBLIC)


class Hall(nb.RoomType):
    """Its title is made of the poster, and of its own label."""

    name = "hall"
    checks_in = True
    details = Evening
    privacy = nb.Privacy.PUBLIC
    labels: ClassVar[Mapping[str, nb.State]] = {
        "doors": nb.State.CONFIRMED,
        "lit": nb.State.CONFIRMED,
    }
    moves = frozenset({("confirmed", "lit"), ("lit", "doors")})

    def title(self, booking: nb.Booking, audience: nb.Audience) -> str:
        poster = booking.details.poster if isinstance(booking.details, Evening) else ""
        return poster + (" (doors open)" if booking.label == "doors" else "")


def booked(what: str, **more: Any) -> Made:
    return lambda desk: desk.book(what, **AT, **more)


def held(desk: nb.Desk) -> nb.Booking:
    return desk.hold("room", **AT)


def asked_and_approved(desk: nb.Desk) -> nb.Booking:
    return desk.approve(desk.book("asked", headcount=2, **AT).id)


def cancelled(desk: nb.Desk) -> nb.Booking:
    return desk.cancel(desk.book("room", **AT).id)


def lit(desk: nb.Desk) -> nb.Booking:
    return desk.advance(desk.book("hall", **AT).id, "lit")


def close(desk: nb.Desk, _: str) -> object:
    return desk.close("A", start="2026-12-02", end="2026-12-03", public_reason="Painting")


def closed_over(desk: nb.Desk) -> nb.Booking:
    booking = desk.book("room", **AT, resource="A")
    close(desk, booking.id)
    return desk.booking(booking.id)


def reopen(desk: nb.Desk, _: str) -> object:
    [closure] = desk.closures()
    return desk.reopen(closure.id)


def outage(start: str, end: str) -> Done:
    return lambda desk, _: desk.outage(start=f"2026-12-{start}", end=f"2026-12-{end}", reason="")


OF_THE_DAY = outage("02 09:00", "02 12:00")
OF_THE_HOUR = outage("01 09:00", "01 10:30")


TABLE: tuple[tuple[str, Made, str, Done, tuple[int, bool]], ...] = (
    ("extend a hold", held, "01 08:01", lambda d, i: d.extend(i), NEITHER),
    ("confirm a hold", held, "01 08:01", lambda d, i: d.confirm(i, title="Talk"), BOTH),
    ("cancel a hold", held, "01 08:01", lambda d, i: d.cancel(i), NEITHER),
    ("let a hold lapse", held, "01 09:00", lambda d, i: d.settle(), NEITHER),
    ("approve", booked("asked"), "01 09:00", lambda d, i: d.approve(i), BOTH),
    ("decline", booked("asked"), "01 09:00", lambda d, i: d.decline(i), BOTH),
    ("ask for more", asked_and_approved, "01 09:00", lambda d, i: d.change(i, headcount=9), BOTH),
    ("let a request lapse", booked("asked"), "02 11:00", lambda d, i: d.settle(), BOTH),
    ("cancel", booked("room"), "01 09:00", lambda d, i: d.cancel(i), BOTH),
    ("restore", cancelled, "01 09:00", lambda d, i: d.restore(i), BOTH),
    (
        "another time",
        booked("room"),
        "01 09:00",
        lambda d, i: d.change(i, start="2026-12-03 10:00"),
        BOTH,
    ),
    (
        "a longer time",
        booked("room"),
        "01 09:00",
        lambda d, i: d.change(i, end="2026-12-02 12:00"),
        BOTH,
    ),
    (
        "another place",
        booked("room"),
        "01 09:00",
        lambda d, i: d.change(i, resource="B"),
        SHOWN,
    ),
    ("another title", booked("room"), "01 09:00", lambda d, i: d.change(i, title="Talk"), SHOWN),
    (
        "the same title",
        booked("room", title="Talk"),
        "01 09:00",
        lambda d, i: d.change(i, title="Talk"),
        NEITHER,
    ),
    ("more people", booked("room"), "01 09:00", lambda d, i: d.change(i, headcount=3), NEITHER),
    (
        "who comes",
        booked("room"),
        "01 09:00",
        lambda d, i: d.change(i, attendees=["zhang-min"]),
        NEITHER,
    ),
    (
        "an inner note",
        booked("hall"),
        "01 09:00",
        lambda d, i: d.change(i, details={"note": "two ladders"}),
        NEITHER,
    ),
    (
        "a detail that is a title",
        booked("hall"),
        "01 09:00",
        lambda d, i: d.change(i, details={"poster": "Jazz"}),
        SHOWN,
    ),
    ("a label", booked("hall"), "01 09:00", lambda d, i: d.advance(i, "lit"), NEITHER),
    ("a label that is read", lit, "01 09:00", lambda d, i: d.advance(i, "doors"), SHOWN),
    ("check in", booked("room"), "02 10:00", lambda d, i: d.check_in(i), NEITHER),
    ("complete", booked("room"), "02 10:30", lambda d, i: d.complete(i), NEITHER),
    ("no show", booked("room"), "02 10:30", lambda d, i: d.no_show(i), BOTH),
    ("nobody came", booked("hall"), "02 11:00", lambda d, i: d.settle(), BOTH),
    ("close", booked("room", resource="A"), "01 09:00", close, SHOWN),
    ("reopen", closed_over, "01 09:00", reopen, SHOWN),
    ("an outage", booked("room"), "02 10:30", OF_THE_DAY, NEITHER),
    ("an outage that gives time back", booked("asked"), "01 09:30", OF_THE_HOUR, NEITHER),
    ("an outage after which nobody is missing", booked("hall"), "02 13:00", OF_THE_DAY, TWICE),
)


@pytest.mark.parametrize(
    ("made", "when", "done", "told"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_sequence_and_last_modified_follow_what_calendars_show(
    opened: Opened, turn: Turn, made: Made, when: str, done: Done, told: tuple[int, bool]
) -> None:
    desk = opened(ROOMS, Hall(), head=CHECKS_IN)
    before = made(desk)
    turn(f"2026-12-{when}")
    done(desk, before.id)
    after = desk.booking(before.id)
    assert (after.sequence - before.sequence, after.published_at > before.published_at) == told


@pytest.mark.parametrize(("what", "when"), [("asked", "01 11:00"), ("hall", "02 11:00")])
def test_what_time_does_is_told_alike_before_and_after_it_is_settled(
    opened: Opened, turn: Turn, what: str, when: str
) -> None:
    desk = opened(ROOMS, Hall(), head=CHECKS_IN)
    booking = desk.book(what, **AT)
    turn(f"2026-12-{when}")
    before, feed = desk.booking(booking.id), desk.calendar(resource="A")
    assert (before.state, before.sequence) == ("void", 1)
    turn("2026-12-02 11:30")
    desk.settle()
    after = desk.booking(booking.id)
    assert (after.sequence, after.published_at) == (before.sequence, before.published_at)
    assert desk.calendar(resource="A") == feed


def test_what_comes_back_after_it_lapsed_is_newer_than_its_lapse(
    opened: Opened, turn: Turn
) -> None:
    desk = opened(ROOMS, Hall())
    booking = desk.book("asked", **AT)
    turn("2026-12-01 11:00")
    lapsed = desk.booking(booking.id)
    assert (lapsed.state, lapsed.sequence) == ("void", 1)
    desk.outage(start="2026-12-01 09:00", end="2026-12-01 10:59", reason="no power")
    back = desk.booking(booking.id)
    assert (back.state, back.sequence) == ("pending", 2)
