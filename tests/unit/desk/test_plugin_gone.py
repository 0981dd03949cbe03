"""A plugin that is gone or broken does not lock its center: only what is new is refused."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import attrs
import pytest

import neighborbook as nb
from neighborbook.testing import SetClock

FILE = """
center = {{ id = "center", zone = "UTC"{plugins} }}
resource.A = {{}}
resource.B = {{}}
[offering.lesson]
name = "Piano lesson"
room_type = "lesson"
places = ["A"]
strings = 88
[offering.room]
places = ["B"]
"""
NAMED = FILE.format(plugins=', plugins = ["lessons"]')
HANDED_IN = FILE.format(plugins="")
TEN: Any = {"start": "2026-12-02 10:00", "length": "1h", "organizer": "acme"}


@attrs.frozen
class Settings:
    strings: int = 6


@nb.details
class Details:
    piece: str = nb.asks(label="Piece", label_zh="曲目", privacy=nb.Privacy.BUSY, default="")


class Lesson(nb.RoomType):
    name = "lesson"
    settings = Settings
    details = Details


class Lessons:
    name = "lessons"
    api = 1

    @nb.hookimpl
    def register_room_types(self) -> Iterable[nb.RoomType]:
        return [Lesson()]


class Broken(Lessons):
    @nb.hookimpl
    def register_room_types(self) -> Iterable[nb.RoomType]:
        raise RuntimeError("li-wei's own words")


Again = Callable[..., nb.Desk]


@pytest.fixture
def clock() -> SetClock:
    return SetClock(1_796_112_000)


@pytest.fixture
def booked(database_url: str, clock: SetClock) -> list[str]:
    """A lesson, then a room, at a center whose plugin is there."""
    with nb.open(database_url, center="center", clock=clock, plugins=[Lessons()]) as desk:
        desk.load(NAMED)
        lesson = desk.book("lesson", title="Etude", details={"piece": "op. 10"}, **TEN)
        return [lesson.id, desk.book("room", **TEN).id]


@pytest.fixture(params=["gone", "broken"])
def desk(
    request: pytest.FixtureRequest, database_url: str, clock: SetClock, booked: list[str]
) -> Iterable[nb.Desk]:
    """The same center, opened without it."""
    plugins = [] if request.param == "gone" else [Broken()]
    with nb.open(database_url, center="center", clock=clock, plugins=plugins) as desk:
        yield desk


def subjects(no: nb.Refused) -> list[tuple[str, str]]:
    return [(one.code, one.subject) for one in no.decision.refusals]


def test_what_was_booked_goes_on(desk: nb.Desk, booked: list[str], clock: SetClock) -> None:
    lesson, room = booked
    assert [offering.id for offering in desk.offerings()] == ["lesson", "room"]
    assert desk.offerings()[0].name.in_("en") == "Piano lesson"
    assert {each.id for each in desk.bookings()} == {lesson, room}
    assert desk.booking(lesson).title == "Etude"
    assert [change.act for change in desk.history(lesson)] == ["book"]
    assert b"UID" in desk.calendar(resource="A")
    assert desk.day("2026-12-02").rows
    assert [b.id for b in desk.close("A", start="2026-12-02", end="2026-12-03").displaces] == [
        lesson
    ]
    assert desk.settle().sealed == 3
    assert desk.cancel(lesson).state is nb.State.VOID
    clock.at += 3 * 86_400
    assert desk.booking(room).state is nb.State.DONE


def test_it_stands_under_a_neutral_title_for_everybody(desk: nb.Desk, booked: list[str]) -> None:
    seen = desk.acting_as("acme").booking(booked[0])
    assert (seen.title, seen.details, seen.resource) == ("", None, "A")


@pytest.mark.parametrize("offering", ["lesson", "room"])
def test_nothing_new_is_admitted_for_it_may_have_had_rules(desk: nb.Desk, offering: str) -> None:
    words: Any = {**TEN, "start": "2026-12-02 14:00"}
    for call in (desk.book, desk.hold):
        with pytest.raises(nb.Refused) as no:
            call(offering, **words)
        assert subjects(no.value) == [("PLUGIN_ERROR", "lessons")]
    decision = desk.explain(offering, **words)
    assert (decision.verdict, decision.codes) == (nb.Verdict.REFUSED, ("PLUGIN_ERROR",))
    with pytest.raises(nb.Refused) as no:
        list(desk.slots(offering, start="2026-12-02", end="2026-12-03", length="1h"))
    assert subjects(no.value) == [("PLUGIN_ERROR", "lessons")]


def test_what_is_booked_is_neither_changed_nor_restored(desk: nb.Desk, booked: list[str]) -> None:
    with pytest.raises(nb.Refused) as no:
        desk.change(booked[1], start="2026-12-02 14:00")
    assert subjects(no.value) == [("PLUGIN_ERROR", "lessons")]
    desk.cancel(booked[1])
    with pytest.raises(nb.Refused):
        desk.restore(booked[1])


def test_loading_a_file_that_names_it_stays_strict(desk: nb.Desk, booked: list[str]) -> None:
    with pytest.raises(nb.PluginError):
        desk.load(NAMED.replace("Piano lesson", "Lesson"))
    assert desk.offerings()[0].name.in_("en") == "Piano lesson"


def test_a_file_without_it_opens_the_center_again(
    database_url: str, clock: SetClock, booked: list[str]
) -> None:
    without = NAMED.replace(', plugins = ["lessons"]', "")
    head, _, tail = without.partition("[offering.lesson]")
    with nb.open(database_url, center="center", clock=clock) as desk:
        desk.load(head + "[offering.room]" + tail.partition("[offering.room]")[2])
        assert desk.book("room", **{**TEN, "start": "2026-12-02 14:00"}).resource == "B"
        assert desk.booking(booked[0]).resource == "A"
        with pytest.raises(nb.Refused):
            desk.book("lesson", **{**TEN, "start": "2026-12-02 14:00"})


def test_it_comes_back_with_its_plugin(
    database_url: str, clock: SetClock, booked: list[str]
) -> None:
    nb.open(database_url, center="center", clock=clock).close_database()
    with nb.open(database_url, center="center", clock=clock, plugins=[Lessons()]) as desk:
        assert desk.booking(booked[0]).details == Details(piece="op. 10")
        assert desk.book("lesson", **{**TEN, "start": "2026-12-02 14:00"}).resource == "A"


def test_a_room_type_that_nobody_brings_stands_for_its_plugin(
    clock: SetClock, tmp_path: Path
) -> None:
    at = tmp_path / "book.db"
    with nb.open(at, center="center", clock=clock, plugins=[Lessons()]) as desk:
        desk.load(HANDED_IN)
    with nb.open(at, center="center", clock=clock) as desk, pytest.raises(nb.Refused) as no:
        desk.book("room", **TEN)
    assert subjects(no.value) == [("PLUGIN_ERROR", "lesson")]


def test_it_is_logged_once_for_each_opening_and_without_what_it_said(
    desk: nb.Desk, booked: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "neighborbook"):
        desk.booking(booked[0])
        desk._house.reload()
        desk._house._loaded = None
        desk.booking(booked[0])
    [line] = [record.getMessage() for record in caplog.records]
    assert "'lessons'" in line
    assert "li-wei" not in line
