"""An import on both databases: whole or not at all, seen by others when it is done, and undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import neighborbook as nb
from neighborbook.desk.asking import Asked
from neighborbook.desk.importing import bringing, undoing
from neighborbook.desk.importing.values import Did, ImportRow, Outcome
from neighborbook.transfer.exporting import export_bookings
from neighborbook.transfer.importing import Wish, import_bookings
from neighborbook.transfer.writing import Format
from tests.unit.transfer.conftest import CENTER, Clock

MANY = 60


WITH_DOOR = CENTER.replace('country = "CN"', 'country = "CN", check_in = "desk"')


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(database_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[nb.Desk]:
    monkeypatch.setattr(bringing, "PAGE", 7)
    monkeypatch.setattr(undoing, "PAGE", 7)
    with nb.open(database_url, center="center", clock=clock) as desk:
        desk.load(WITH_DOOR)
        yield desk


def rows(many: int = MANY) -> Iterator[ImportRow]:
    """One an hour in the same place, with another one upon the fifth."""
    for number in range(many):
        day, hour = divmod(number, 12)
        start = f"2026-12-{day + 1:02} {hour + 8:02}:00"
        asked = Asked(what="hall", resource="A", start=start, length="1h", organizer="li")
        yield ImportRow(line=number, key=f"k{number}", asked=asked)
        if number == 5:
            yield ImportRow(line=number, key="upon", asked=asked)


def test_rows_come_in_page_by_page_and_the_guards_hold(desk: nb.Desk) -> None:
    outcomes: list[Outcome] = []
    done = desk.bring_in(rows(), skip=True, told=outcomes.append)
    assert (done.booked, done.bad) == (MANY, 1)
    assert [one.key for one in outcomes if one.did is Did.BAD] == ["upon"]
    assert len(list(desk.bookings(resource="A"))) == MANY
    with pytest.raises(nb.Refused):
        desk.book("hall", start="2026-12-01 08:00", length="1h", organizer="wu", resource="A")
    undone = desk.undo_import(done.batch)
    assert undone.taken_back == MANY
    desk.book("hall", start="2026-12-01 08:00", length="1h", organizer="wu", resource="A")


def test_all_or_nothing_is_nothing_if_anything_is_bad(desk: nb.Desk) -> None:
    assert not desk.bring_in(rows()).written
    assert list(desk.bookings()) == []
    done = desk.bring_in(row for row in rows() if row.key != "upon")
    assert (done.booked, done.written) == (MANY, True)


def test_what_raises_halfway_leaves_nothing(desk: nb.Desk) -> None:
    def torn(outcome: Outcome) -> None:
        if outcome.key == "k9":
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        desk.bring_in((row for row in rows() if row.key != "upon"), told=torn)
    assert list(desk.bookings()) == []
    assert desk.imports() == ()


def test_an_export_read_again_changes_nothing(desk: nb.Desk, tmp_path: Path) -> None:
    desk.bring_in(rows(), skip=True)
    path = tmp_path / "book.csv"
    assert export_bookings(desk, path, Format.CSV) == MANY
    assert import_bookings(desk, path, Wish()).unchanged == MANY


def one_row(key: str = "1", *, source: str = "", **words: str) -> ImportRow:
    """A row by its key, which a file without a source numbers from 1."""
    said: dict[str, Any] = {
        "what": "hall",
        "resource": "A",
        "start": "2026-12-01 10:00",
        "organizer": "li",
    }
    asked = Asked(length="1h", **{**said, **words})
    return ImportRow(line=1, key=f"{source}:{key}", asked=asked)


OTHERS = {
    "place": {"what": "desk", "resource": "desks"},
    "part": {"resource": "AB"},
    "start": {"start": "2026-12-02 10:00"},
    "organizer": {"organizer": "wu"},
    "all": {"what": "desk", "resource": "desks", "start": "2026-12-02 10:00", "organizer": "wu"},
}


@pytest.mark.parametrize("other", OTHERS)
def test_a_key_that_has_brought_something_else_is_at_fault(desk: nb.Desk, other: str) -> None:
    assert desk.bring_in([one_row()]).booked == 1
    assert desk.bring_in([one_row()]).unchanged == 1
    outcomes: list[Outcome] = []
    done = desk.bring_in([one_row(**OTHERS[other])], told=outcomes.append)
    assert (done.unchanged, done.bad, done.written) == (0, 1, False)
    assert [fault.path for one in outcomes for fault in one.faults] == ["key"]
    assert desk.bring_in([one_row(source="other", **OTHERS["all"])]).booked == 1


def test_what_was_moved_here_since_is_still_the_row_that_came(desk: nb.Desk) -> None:
    outcomes: list[Outcome] = []
    desk.bring_in([one_row()], told=outcomes.append)
    desk.change(outcomes[0].booking, start="2026-12-03 10:00")
    assert desk.bring_in([one_row()]).unchanged == 1
    desk.cancel(outcomes[0].booking)
    assert desk.bring_in([one_row()]).unchanged == 1


def some_days(many: int = 12) -> Iterator[ImportRow]:
    """Six a day in the meeting room from 2 December on, for somebody else each time."""
    for n in range(many):
        start = f"2026-12-0{2 + n // 6} {8 + n % 6 * 2:02}:00"
        details = {"layout": "theatre"}
        asked = Asked(what="room", start=start, length="1h", organizer=f"p{n}", details=details)
        yield ImportRow(line=n, key=f"d{n}", asked=asked)


@pytest.mark.parametrize("as_history", [True, False])
def test_what_time_alone_has_ended_since_is_taken_back(
    desk: nb.Desk, clock: Clock, *, as_history: bool
) -> None:
    if as_history:
        clock.at += 30 * 86_400
    done = desk.bring_in(some_days(), as_history=as_history)
    clock.at += 30 * 86_400
    assert desk.settle().lapsed == 12
    ended = nb.State.DONE if as_history else nb.State.VOID  # nobody has come, but who was expected?
    assert {booking.state for booking in desk.bookings()} == {ended}
    undone = desk.undo_import(done.batch)
    assert (undone.taken_back, undone.touched) == (12, ())
    for booking in desk.bookings():
        assert (booking.state, booking.void_reason) == (nb.State.VOID, nb.VoidReason.CANCELLED)
        assert [one.act for one in desk.history(booking.id)] == ["book", "lapse", "cancel"]
    desk.settle()
    assert desk.check().findings == ()
    assert desk.bring_in(some_days(), as_history=True).booked == 12


def test_what_somebody_has_touched_stays_whatever_time_did_to_it(
    desk: nb.Desk, clock: Clock
) -> None:
    outcomes: list[Outcome] = []
    done = desk.bring_in(some_days(3), told=outcomes.append)
    renamed, cancelled, _ = (one.booking for one in outcomes)
    desk.change(renamed, title="Ours by now")
    desk.cancel(cancelled)
    clock.at += 30 * 86_400
    desk.settle()
    undone = desk.undo_import(done.batch)
    assert undone.taken_back == 1
    assert {booking.id for booking in undone.touched} == {renamed, cancelled}
    assert desk.booking(renamed).void_reason is nb.VoidReason.RELEASED
