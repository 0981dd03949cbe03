"""An outage is the same whether what time ended in it was written down or not."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import attrs
import pytest

import neighborbook as nb
from neighborbook.domain.booking import Booking

ROOMS = """
[resource.A]
[resource.B]
[offering.room]
places = ["A", "B"]
room_type = "watched"
quota = { amount = "2h", per = "day" }
open_holds = 1
[offering.asked]
places = ["A"]
approval = true
"""
HEAD = ', check_in = "desk"'
SOON: Any = {"start": "2026-12-01 10:00", "length": "2h"}
GAP: Any = {"start": "2026-12-01 08:05", "end": "2026-12-01 11:00"}
Turn = Callable[[str], None]


class Watched(nb.RoomType):
    name = "watched"
    checks_in = True

    def auto_release(self, ask: nb.Ask) -> int:
        return 1800


@attrs.frozen
class Twice:
    """The same story at two desks, of which one settles whenever it can."""

    desks: tuple[nb.Desk, nb.Desk]
    turn: Turn

    def do(self, act: Callable[[nb.Desk], object]) -> None:
        for desk in self.desks:
            act(desk)

    def at(self, wall: str) -> None:
        self.turn(f"2026-12-01 {wall}")
        self.desks[0].settle()

    def end(self) -> list[tuple[Any, ...]]:
        """How all bookings stand, which must be alike at both."""
        said = [sorted(map(partial(told, desk), desk.bookings()), key=str) for desk in self.desks]
        assert said[0] == said[1]
        assert len({str(desk.usage("acme")) for desk in self.desks}) == 1
        return said[0]


def told(desk: nb.Desk, b: Booking) -> tuple[Any, ...]:
    with desk._house.store.snapshot("center") as reader:
        claims = reader.claims_of([b.id]).get(b.id, ())
        uses = reader.limit_uses_of([b.id]).get(b.id, ())
    now = desk._house.clock.now()
    live = [(c.leaf, c.start, c.end, c.lapses_at, c.held) for c in claims if c.live(now)]
    spent = [(use.key, use.amount, use.lapses_at) for use in uses if use.live(now)]
    ended = (b.lapsed_at, b.lapsed_from)
    return (
        b.organizer + b.title,
        b.state.value,
        b.void_reason,
        b.excused,
        b.lapses_at,
        ended,
        live,
        spent,
    )


@pytest.fixture
def twice(opened: Callable[..., nb.Desk], turn: Turn) -> Twice:
    desks = opened(ROOMS, Watched(), head=HEAD), opened(ROOMS, Watched(), head=HEAD)
    return Twice(desks, turn)


def hold(desk: nb.Desk, **more: Any) -> nb.Booking:
    return desk.hold("room", organizer="acme", resource="A", ttl="10m", **{**SOON, **more})


def book(desk: nb.Desk, **more: Any) -> nb.Booking:
    given = {"organizer": "acme", "resource": "A", "title": "first", **SOON, **more}
    return desk.book("room", **given)


def outage(desk: nb.Desk) -> None:
    desk.outage(**GAP)


def test_a_hold_that_lapsed_in_the_gap_has_its_time_again(twice: Twice) -> None:
    twice.do(hold)
    twice.at("09:00")
    twice.do(outage)
    [(_, state, reason, _, lapses, ended, live, spent)] = twice.end()
    assert (state, reason, ended) == ("held", None, (None, None))
    assert lapses == 1_796_112_000 + 600 + 175 * 60
    assert live == [("A", 1_796_119_200, 1_796_126_400, lapses, True)]
    assert {key.partition("/")[0] for key, *_ in spent} == {"~holds", "room"}


def test_a_request_that_expired_in_the_gap_can_be_approved_after_all(twice: Twice) -> None:
    twice.do(lambda desk: desk.book("asked", organizer="acme", title="first", **SOON))
    twice.at("10:30")
    twice.do(outage)
    [(_, state, *_)] = twice.end()
    assert state == "pending"
    twice.do(lambda desk: desk.approve(next(desk.bookings()).id))
    assert [each[1] for each in twice.end()] == ["confirmed"]


def test_who_was_released_in_the_gap_has_his_place_again(twice: Twice) -> None:
    twice.do(book)
    twice.at("10:40")
    twice.do(outage)
    [(_, state, _, excused, lapses, _, live, _)] = twice.end()
    assert (state, excused, lapses) == ("confirmed", True, None)
    assert len(live) == 1


def test_who_was_missed_is_done_with(twice: Twice) -> None:
    twice.do(lambda desk: book(desk, start="2026-12-01 10:30", length="30m"))
    twice.at("11:30")
    twice.do(outage)
    assert [(each[1], each[2], each[3]) for each in twice.end()] == [("done", None, True)]


def test_what_somebody_has_by_now_is_not_given_back(twice: Twice) -> None:
    twice.do(hold)
    twice.at("09:00")
    twice.do(lambda desk: book(desk, organizer="zeta", title="second"))
    twice.do(outage)
    assert sorted(str(each[1]) for each in twice.end()) == ["confirmed", "void"]


def test_hours_that_somebody_has_used_meanwhile_are_not_given_back(twice: Twice) -> None:
    twice.do(hold)
    twice.at("09:00")
    twice.do(lambda desk: book(desk, resource="B", title="second"))
    twice.do(outage)
    assert sorted(str(each[1]) for each in twice.end()) == ["confirmed", "void"]


def test_what_has_been_closed_meanwhile_is_not_given_back(twice: Twice) -> None:
    twice.do(hold)
    twice.at("09:00")
    twice.do(lambda desk: desk.close("A", start="2026-12-01", end="2026-12-02"))
    twice.do(outage)
    assert [each[1] for each in twice.end()] == ["void"]


def test_what_would_have_lapsed_by_now_all_the_same_stays_so(twice: Twice) -> None:
    twice.do(hold)
    twice.at("09:00")
    twice.do(lambda desk: desk.outage(start="2026-12-01 08:05", end="2026-12-01 08:15"))
    [(_, state, reason, *_, ended, _, spent)] = twice.end()
    assert (state, reason, spent) == ("void", "expired", [])
    assert ended == (1_796_112_000 + 1200, "held")


def test_of_two_that_had_one_place_in_turn_the_first_has_it_again(twice: Twice) -> None:
    twice.do(hold)
    twice.at("08:15")
    twice.do(lambda desk: desk.hold("room", organizer="zeta", resource="A", ttl="10m", **SOON))
    twice.at("09:00")
    twice.do(outage)
    found = twice.end()
    assert sorted(str(each[1]) for each in found) == ["held", "void"]
    organizers = {b.state.value: b.organizer for b in twice.desks[0].bookings()}
    assert organizers == {"held": "acme", "void": "zeta"}


def test_what_somebody_has_ended_stays_so(twice: Twice) -> None:
    twice.do(book)
    twice.at("08:30")
    twice.do(lambda desk: desk.cancel(next(desk.bookings()).id))
    twice.do(outage)
    assert [(each[1], each[2], each[3]) for each in twice.end()] == [("void", "cancelled", False)]


def test_what_is_given_back_where_the_offering_is_closed_is_spared(twice: Twice) -> None:
    twice.do(book)
    twice.at("10:40")
    twice.do(lambda desk: desk.close("room", start="2026-12-01", end="2026-12-02"))
    twice.do(lambda desk: desk.outage(start="2026-12-01 10:20", end="2026-12-01 10:35"))
    twice.at("11:30")
    assert [(each[1], each[3]) for each in twice.end()] == [("confirmed", True)]


def test_the_same_outage_noted_twice_changes_nothing_more(twice: Twice) -> None:
    twice.do(book)
    twice.at("10:40")
    twice.do(outage)
    before = twice.end()
    versions = [b.version for b in twice.desks[0].bookings()]
    twice.do(outage)
    assert twice.end() == before
    assert [b.version for b in twice.desks[0].bookings()] == versions


def test_a_place_given_back_is_told_to_calendars_and_holds_on_both_databases(
    opened: Callable[..., nb.Desk], turn: Turn, database_url: str
) -> None:
    desk = opened(ROOMS, Watched(), at=database_url, head=HEAD)
    made = book(desk)
    turn("2026-12-01 10:40")
    desk.settle()
    assert desk.booking(made.id).lapsed_from is nb.State.CONFIRMED
    gone = desk.booking(made.id).sequence
    outage(desk)
    again = desk.booking(made.id)
    assert (again.state, again.sequence) == (nb.State.CONFIRMED, gone + 1)
    assert [change.act for change in desk.history(made.id)] == ["book", "lapse", "outage"]
    with pytest.raises(nb.Refused):
        book(desk, organizer="zeta", start="2026-12-01 11:00", length="1h")


def test_who_was_excused_stays_so_when_something_is_changed(
    opened: Callable[..., nb.Desk], turn: Turn
) -> None:
    desk = opened(ROOMS, Watched(), head=HEAD)
    made = desk.book("room", organizer="acme", **SOON)
    turn("2026-12-01 10:15")
    desk.outage(start="2026-12-01 10:00", end="2026-12-01 13:00")
    changed = desk.change(made.id, headcount=3)
    assert (changed.excused, changed.lapses) == (True, None)
    turn("2026-12-01 12:00")
    assert desk.booking(made.id).state == "done"
