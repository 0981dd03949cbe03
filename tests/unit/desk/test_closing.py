"""Closures and the catalog they are laid on, which somebody may load anew at any moment."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

import neighborbook as nb
from neighborbook.storage.abc import Writes
from neighborbook.testing import CountedIds, SetClock

FILE = """
center = {{ id = "center", zone = "UTC" }}
resource.pool = {{ capacity = {capacity} }}
offering.pool = {{ places = ["pool"] }}
{more}
"""
DAY: Any = {"start": "2026-12-02", "end": "2026-12-03"}


@attrs.define
class IdsMeanwhile(CountedIds):
    """Calls something once, just before the next id is made."""

    meanwhile: Callable[[], object] | None = None

    def new(self) -> str:
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            meanwhile()
        return super().new()


@pytest.mark.parametrize("subject", ["pool", "center"])
def test_a_closure_takes_all_of_what_somebody_has_just_enlarged(
    tmp_path: Path, subject: str
) -> None:
    clock, ids, at = SetClock(1_796_112_000), IdsMeanwhile(), tmp_path / "book.db"
    with (
        nb.open(at, center="center", clock=clock, ids=ids) as desk,
        nb.open(at, center="center", clock=clock, ids=CountedIds(first=1000)) as other,
    ):
        desk.load(FILE.format(capacity=1, more=""))
        larger = FILE.format(capacity=3, more='resource.new = {}\noffering.new.places = ["new"]')
        ids.meanwhile = lambda: other.load(larger)
        closure = desk.close(subject, **DAY)
        assert closure.takes[0] == nb.Take(leaf="pool", amount=3)
        assert list(desk.slots("pool", **DAY, length="1h", organizer="acme")) == []
        assert bool(list(desk.slots("new", **DAY, length="1h", organizer="acme"))) == (
            subject == "pool"
        )


def test_a_place_whose_name_now_means_an_offering_is_not_closed(tmp_path: Path) -> None:
    clock, ids, at = SetClock(1_796_112_000), IdsMeanwhile(), tmp_path / "book.db"
    with (
        nb.open(at, center="center", clock=clock, ids=ids) as desk,
        nb.open(at, center="center", clock=clock, ids=CountedIds(first=1000)) as other,
    ):
        file = FILE.format(capacity=1, more="")
        desk.load(file)
        renamed = file.replace("resource.pool = {", 'resource.basin = { was = "pool",')
        ids.meanwhile = lambda: other.load(
            renamed.replace('places = ["pool"]', 'places = ["basin"]')
        )
        with pytest.raises(nb.InvalidRequest) as no:
            desk.close("pool", **DAY)
        assert [fault.expected for fault in no.value.faults] == ["the resource that had this name"]
        assert desk.closures() == ()
        # Asked again, it is what the name means now.
        assert desk.close("pool", **DAY).kind is nb.ClosureKind.OFFERING


def test_the_closure_of_an_offering_that_is_gone_can_be_taken_back(
    opened: Callable[..., nb.Desk], reloaded: Callable[[nb.Desk, str], object]
) -> None:
    rooms = 'resource.A = {}\noffering.one.places = ["A"]\n'
    desk = opened(f'{rooms}offering.two.places = ["A"]\n')
    closure = desk.close("two", **DAY)
    reloaded(desk, rooms)
    assert desk.reopen(closure.id).reopened_at is not None


@pytest.mark.parametrize("other", ["one", "A"])
def test_a_booking_is_told_that_it_stands_again_when_nothing_else_displaces_it(
    opened: Callable[..., nb.Desk], other: str
) -> None:
    desk = opened('resource.A = {}\noffering.one.places = ["A"]\n')
    booking = desk.book("one", start="2026-12-02 10:00", length="1h", organizer="acme")
    first, second = desk.close("one", **DAY), desk.close(other, **DAY)
    desk.reopen(first.id)
    assert "reopen" not in [change.act for change in desk.history(booking.id)]
    assert desk.booking(booking.id).needs_move
    desk.reopen(second.id)
    assert [change.act for change in desk.history(booking.id)][-1] == "reopen"
    assert not desk.booking(booking.id).needs_move


def test_what_was_booked_over_a_closed_offering_by_decision_takes_place(
    opened: Callable[..., nb.Desk],
) -> None:
    desk = opened('resource.A = {}\noffering.room = { places = ["A"] }')
    day: Any = {"start": "2026-12-01 09:00", "end": "2026-12-01 18:00"}
    closure = desk.close("room", **day)
    gala = desk.book(
        "room",
        start="2026-12-01 10:00",
        length="2h",
        organizer="acme",
        override="opened for the gala",
    )
    assert not desk.booking(gala.id).needs_move
    assert desk.affected(closure.id) == ()
    assert [each.id for each in desk.close("A", **day).displaces] == [gala.id]
    assert desk.booking(gala.id).needs_move


def test_a_later_closure_of_the_offering_displaces_what_passed_an_earlier_one(
    opened: Callable[..., nb.Desk], database_url: str
) -> None:
    desk = opened('resource.A = {}\noffering.room = { places = ["A"] }', at=database_url)
    day: Any = {"start": "2026-12-01 09:00", "end": "2026-12-01 18:00"}
    at: Any = {"start": "2026-12-01 10:00", "length": "2h", "organizer": "acme"}
    first = desk.close("room", **day)
    gala = desk.book("room", override="opened for the gala", **at)
    later = desk.close("room", **day)
    assert [each.id for each in later.displaces] == [gala.id]
    assert desk.booking(gala.id).needs_move
    assert desk.history(gala.id)[-1].act == "close"
    assert desk.affected(first.id) == ()
    assert desk.change(gala.id, headcount=3, override="in spite of both").needs_move is False
    assert not desk.booking(gala.id).needs_move
    assert desk.affected(later.id) == ()


def test_taking_a_later_closure_back_leaves_the_decision_about_the_earlier_one(
    opened: Callable[..., nb.Desk],
) -> None:
    desk = opened('resource.A = {}\noffering.room = { places = ["A"] }')
    day: Any = {"start": "2026-12-01 09:00", "end": "2026-12-01 18:00"}
    desk.close("room", **day)
    at: Any = {"start": "2026-12-01 10:00", "length": "2h", "organizer": "acme"}
    gala = desk.book("room", override="opened for the gala", **at)
    desk.reopen(desk.close("room", **day).id)
    assert not desk.booking(gala.id).needs_move


def test_nobody_passes_the_closure_of_a_place_and_everybody_in_it_needs_a_move(
    opened: Callable[..., nb.Desk],
) -> None:
    desk = opened('resource.A = {}\noffering.room = { places = ["A"] }')
    at: Any = {"start": "2026-12-01 10:00", "length": "2h", "organizer": "acme"}
    day: Any = {"start": "2026-12-01 09:00", "end": "2026-12-01 18:00"}
    desk.close("A", **day)
    with pytest.raises(nb.Refused) as refused:
        desk.book("room", override="opened for the gala", **at)
    assert [(one.rule, one.severity) for one in refused.value.refusals] == [
        ("blocked", nb.Severity.HARD)
    ]


def test_what_an_older_book_says_of_a_passed_rule_holds_for_every_closure(
    opened: Callable[..., nb.Desk],
) -> None:
    desk = opened('resource.A = {}\noffering.room = { places = ["A"] }')
    day: Any = {"start": "2026-12-01 09:00", "end": "2026-12-01 18:00"}
    at: Any = {"start": "2026-12-01 10:00", "length": "2h", "organizer": "acme"}
    closure = desk.close("room", **day)
    gala = desk.book("room", override="opened for the gala", **at)
    assert gala.overridden == ("offering_closed", f"offering_closed:{closure.id}")
    store = desk._house.store
    with store.transaction("center", scopes=frozenset({f"booking:{gala.id}"})) as tx:
        stored = tx.booking(gala.id)
        assert stored is not None
        older = attrs.evolve(stored, version=2, overridden=("offering_closed",))
        tx.write(Writes(update=((older, 1),)))
        tx.commit()
    desk.close("room", **day)
    assert not desk.booking(gala.id).needs_move


def test_what_is_meant_can_be_said_where_several_have_that_id(
    opened: Callable[..., nb.Desk],
) -> None:
    desk = opened("resource.hall = {}\noffering.hall = { places = ['hall'] }\nresource.center = {}")
    when: Any = {"start": "2026-12-02 09:00", "end": "2026-12-02 10:00"}
    assert desk.close("hall", **when).kind == "resource"
    assert desk.close("hall", kind="offering", **when).kind == "offering"
    assert desk.close("hall", kind=nb.ClosureKind.RESOURCE, **when).takes
    assert desk.close("center", kind="center", **when).kind == "center"
    for kind in ("center", "outage", "room"):
        with pytest.raises(nb.InvalidRequest):
            desk.close("hall", kind=kind, **when)
