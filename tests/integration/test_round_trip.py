"""An export of one book in another, empty book, and that one's export again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import neighborbook as nb
from neighborbook.desk.asking import Asked
from neighborbook.desk.importing.values import Imported, ImportRow, Outcome
from neighborbook.transfer.closures import import_closures
from neighborbook.transfer.exporting import export_bookings, export_closures
from neighborbook.transfer.importing import Wish, import_bookings
from neighborbook.transfer.people import import_people
from neighborbook.transfer.people_exporting import export_people
from neighborbook.transfer.reporting import codes_of
from neighborbook.transfer.writing import Format
from tests.unit.transfer.conftest import CENTER, Clock

CLINIC = """
[offering.station]
room_type = "clinic"
places = ["desks"]
services.general = { length = "15m" }
practitioners.desks = { role = "doctor", services = ["general"] }
"""
WITH_CLINIC = CENTER.replace('"meeting-room"]', '"meeting-room", "clinic"]') + CLINIC
DAY = 86_400
Lines = dict[str, dict[str, object]]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(database_url: str, clock: Clock) -> Iterator[nb.Desk]:
    with nb.open(database_url, center="center", clock=clock) as desk:
        desk.load(WITH_CLINIC)
        for person in ("li", "wu"):
            desk.people.register(person, name=person.title())
        yield desk


@pytest.fixture
def other(tmp_path: Path, clock: Clock) -> Iterator[nb.Desk]:
    """The same center in a book with nothing in it."""
    with nb.open(tmp_path / "other.db", center="center", clock=clock) as other:
        other.load(WITH_CLINIC)
        yield other


def room(desk: nb.Desk, start: str, organizer: str, *attendees: str) -> str:
    return desk.book(
        "room",
        start=start,
        length="1h",
        organizer=organizer,
        attendees=attendees,
        headcount=3,
        title="Talk",
        details={"layout": "theatre"},
    ).id


def erased(desk: nb.Desk, tmp_path: Path) -> None:
    desk.settle()
    desk.people.erase("li", reason="asked", ledger=tmp_path / "erased")


def exported(desk: nb.Desk, path: Path) -> Lines:
    export_bookings(desk, path, Format.JSONL)
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return {row["id"]: row for row in rows}


def moved(
    desk: nb.Desk, other: nb.Desk, tmp_path: Path, wish: Wish
) -> tuple[Imported, list[Outcome], Lines, Lines]:
    """Take everything out of one book into another, and that one's out again."""
    outcomes: list[Outcome] = []
    before = exported(desk, tmp_path / "one.jsonl")
    done = import_bookings(other, tmp_path / "one.jsonl", wish, outcomes.append)
    return done, outcomes, before, exported(other, tmp_path / "other.jsonl")


def test_an_export_with_erased_people_comes_in_as_it_stood(
    desk: nb.Desk, other: nb.Desk, clock: Clock, tmp_path: Path
) -> None:
    room(desk, "2026-11-24 10:00", "li", "li", "wu")
    room(desk, "2026-11-25 10:00", "wu", "li")
    cancelled = room(desk, "2026-11-25 12:00", "li")
    desk.cancel(cancelled)
    room(desk, "2026-12-03 10:00", "wu", "li")
    called_off = room(desk, "2026-12-04 10:00", "wu")
    desk.cancel(called_off)
    held = desk.hold("desk", start="2026-12-05 10:00", length="1h", organizer="wu", ttl="10m").id
    clock.at += 3 * DAY
    erased(desk, tmp_path)
    done, _, before, after = moved(desk, other, tmp_path, Wish(as_history=True))
    assert (done.booked, done.left, done.bad, done.written) == (4, 2, 0, True)
    assert before.keys() - after.keys() == {called_off, held}
    for id, row in after.items():
        differs = {name for name in row if row[name] != before[id][name]}
        assert differs <= {"created", "changed"}, row
    assert sum(str(row["organizer"]).startswith("~erased-") for row in after.values()) == 2
    assert other.check().findings == ()
    again = import_bookings(other, tmp_path / "one.jsonl", Wish(as_history=True))
    assert (again.unchanged, again.left, again.bad) == (4, 2, 0)


def test_what_erasing_has_taken_the_details_of_is_left_and_named(
    desk: nb.Desk, other: nb.Desk, clock: Clock, tmp_path: Path
) -> None:
    details = {"service": "general"}
    for organizer, hour in (("li", 10), ("wu", 11)):
        start = f"2026-11-24 {hour}:00"
        desk.book("station", start=start, length="15m", organizer=organizer, details=details)
    clock.at += 3 * DAY
    erased(desk, tmp_path)
    done, [of_li, of_wu], _, after = moved(desk, other, tmp_path, Wish(as_history=True))
    assert (done.booked, done.left, done.bad, done.written) == (1, 1, 0, True)
    assert (of_li.did, of_wu.did) == ("left", "booked")
    assert [fault.path for fault in of_li.faults] == ["details.service"]
    assert list(after) == [of_wu.booking]


def test_without_as_history_what_is_past_is_bad(
    desk: nb.Desk, other: nb.Desk, clock: Clock, tmp_path: Path
) -> None:
    room(desk, "2026-11-24 10:00", "wu")
    clock.at += 3 * DAY
    done, [one], _, after = moved(desk, other, tmp_path, Wish())
    assert (done.bad, done.written, after) == (1, False, {})
    assert one.decision is not None
    assert [refusal.code for refusal in one.decision.refusals] == [nb.Code.PAST]


def test_a_hold_is_none_in_another_book(desk: nb.Desk, other: nb.Desk, tmp_path: Path) -> None:
    desk.hold("desk", start="2026-12-05 10:00", length="1h", organizer="wu", ttl="10m")
    done, _, before, after = moved(desk, other, tmp_path, Wish())
    assert [row["state"] for row in before.values()] == ["held"]
    assert (done.left, done.bad, after) == (1, 0, {})


def test_a_row_is_judged_by_the_policy_that_holds_for_its_request(desk: nb.Desk) -> None:
    """Who walks in needs no notice: the room type says so of each request."""
    start = "2026-11-23 09:15"
    words: dict[str, Any] = {"start": start, "length": "15m", "organizer": "li"}
    for channel, codes in (("walk-in", ()), ("desk", ("TOO_SOON",))):
        details = {"service": "general", "channel": channel}
        said = desk.explain("station", **words, details=details)
        outcomes: list[Outcome] = []
        row = ImportRow(line=1, key=channel, asked=Asked(what="station", **words, details=details))
        done = desk.bring_in([row], preview=True, told=outcomes.append)
        assert (said.codes, done.booked) == (codes, 0 if codes else 1)
        assert codes_of(outcomes[0]) == codes


def test_an_export_comes_back_in_its_order_with_what_is_displaced(
    desk: nb.Desk, other: nb.Desk, tmp_path: Path
) -> None:
    """People, bookings, closures: a closure displaces again what it has displaced."""
    displaced = room(desk, "2026-12-03 10:00", "wu", "li")
    room(desk, "2026-12-04 10:00", "wu", "li")
    desk.close("B", start="2026-12-03", end="2026-12-04", reason="pipe")
    assert [one.id for one in desk.bookings() if one.needs_move] == [displaced]
    export_people(desk, tmp_path / "people.csv", Format.CSV)
    export_closures(desk, tmp_path / "closures.csv", Format.CSV)
    before = exported(desk, tmp_path / "one.jsonl")
    with nb.open(tmp_path / "third.db", center="center", clock=Clock()) as third:
        third.load(WITH_CLINIC)
        import_people(third, tmp_path / "people.csv")
        import_closures(third, tmp_path / "closures.csv")
        assert import_bookings(third, tmp_path / "one.jsonl", Wish()).bad == 1
    assert import_people(other, tmp_path / "people.csv").written
    assert import_bookings(other, tmp_path / "one.jsonl", Wish(as_history=True)).booked == 2
    assert import_closures(other, tmp_path / "closures.csv").closed == 1
    assert [one.id for one in other.bookings() if one.needs_move] == [displaced]
    after = exported(other, tmp_path / "other.jsonl")
    differs = {name for id in before for name in before[id] if before[id][name] != after[id][name]}
    assert differs <= {"created", "changed"}
    assert other.check().findings == ()


@pytest.mark.parametrize("name", ["~erased-03f54b1d1984", "~program", "~anybody"])
def test_nobody_books_as_a_reserved_id_nor_brings_it_in_from_elsewhere(
    name: str, desk: nb.Desk, tmp_path: Path
) -> None:
    for parties in ({"organizer": name}, {"organizer": "wu", "attendees": [name]}):
        with pytest.raises(nb.InvalidRequest, match="does not begin with ~"):
            desk.book("hall", start="2026-12-01 10:00", length="1h", **parties)
    rows = "offering,start,length,organizer\n" + f"hall,2026-12-01 10:00,1h,{name}\n"
    if name != "~erased-03f54b1d1984":
        rows = "id," + rows.replace("\n", f"\n{'a' * 32},", 1)
    path = tmp_path / "old.csv"
    path.write_text(rows, "utf-8")
    outcomes: list[Outcome] = []
    assert not import_bookings(desk, path, Wish(), outcomes.append).written
    assert [fault.path for one in outcomes for fault in one.faults] == ["organizer"]
