"""What a call gives back is what reading it again would give, to the same eyes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

import neighborbook as nb
from tests.unit.desk.conftest import WallClock

TABLES = """
resource.A = {}
offering.room = { places = ["A"] }
offering.asked = { places = ["A"], approval = true }
"""
TEN: Any = {"start": "2026-12-01 10:00", "length": "2h", "organizer": "acme"}
DAY: Any = {"start": "2026-12-01 00:00", "end": "2026-12-02 00:00"}
Opened = Callable[..., nb.Desk]
Verb = Callable[[nb.Desk, str], nb.Booking]

VERBS: dict[str, tuple[str, Verb]] = {
    "a title": ("room", lambda desk, id: desk.change(id, title="Choir")),
    "checked in": ("room", lambda desk, id: desk.check_in(id)),
    "approved": ("asked", lambda desk, id: desk.approve(id)),
    "cancelled": ("room", lambda desk, id: desk.cancel(id)),
}


@pytest.mark.parametrize(("offering", "verb"), VERBS.values(), ids=list(VERBS))
def test_a_verb_says_whether_the_booking_needs_a_move(
    opened: Opened, offering: str, verb: Verb
) -> None:
    desk = opened(TABLES)
    made = desk.book(offering, **TEN)
    desk.close("A", **DAY)
    done = verb(desk, made.id)
    assert done.needs_move is (done.state != "void")
    assert done == desk.booking(made.id)


def test_a_hold_that_is_confirmed_says_so_too(opened: Opened) -> None:
    desk = opened(TABLES)
    held = desk.hold("room", **TEN)
    desk.close("A", **DAY)
    done = desk.confirm(held.id, key="once")
    assert done.needs_move
    assert done == desk.booking(held.id) == desk.confirm(held.id, key="once")


def test_who_books_reads_in_the_answer_what_she_reads_later(opened: Opened) -> None:
    li = opened(TABLES).acting_as("li-wei")
    made = li.book("room", title="Choir", key="once", **TEN)
    assert made == li.booking(made.id) == li.book("room", title="Choir", key="once", **TEN)


class Firm:
    """Zoe belongs to it as long as the test says so."""

    name = "firm"
    api = 1
    members = frozenset({"zoe"})

    @nb.hookimpl
    def provide_facts(self, center: nb.Center, parties: tuple[str, ...]) -> Mapping[str, nb.Facts]:
        firm = frozenset({"zed"})
        found = [each for each in parties if each in self.members]
        return {each: nb.Facts(party=each, organizations=firm) for each in found}


def test_a_key_tells_who_has_left_the_firm_no_more_than_a_stranger(clock: WallClock) -> None:
    firm = Firm()
    asked: Any = {**TEN, "organizer": "zed", "title": "Plans", "key": "once"}
    with nb.open(center="center", clock=clock, plugins=(firm,)) as desk:
        desk.load(f'center = {{ id = "center", zone = "UTC" }}\n{TABLES}')
        zoe = desk.acting_as("zoe")
        made = zoe.book("room", **asked)
        desk.change(made.id, title="Other plans")
        firm.members = frozenset()
        assert zoe.booking(made.id).title == ""
        assert zoe.book("room", **asked).title == ""


def test_who_is_too_many_hears_in_the_same_breath_that_it_is_closed(
    opened: Callable[..., nb.Desk],
) -> None:
    desk = opened(
        'hours.day = { daily = "08:00-12:00" }\n'
        'resource.court = { hours = "day" }\n'
        'offering.court = { places = [{ resource = "court", most = 6 }] }\n'
    )
    asked: Any = {"start": "2026-12-02 19:00", "length": "1h", "organizer": "acme"}
    assert desk.explain("court", **asked, headcount=99).codes == ("LAYOUT_TOO_SMALL", "CLOSED")
    assert desk.explain("court", **asked).codes == ("CLOSED",)
