"""Closures brought in and taken back on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import neighborbook as nb
from neighborbook.desk.importing import closures
from neighborbook.desk.importing.closure_values import ClosureRow
from neighborbook.desk.importing.values import Did, Outcome, Stayed, Why
from tests.unit.transfer.conftest import CENTER, Clock

MANY = 30


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(database_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[nb.Desk]:
    monkeypatch.setattr(closures, "PAGE", 7)
    with nb.open(database_url, center="center", clock=clock) as desk:
        desk.load(CENTER)
        yield desk


def row(n: int, **given: Any) -> ClosureRow:
    """Closes the hall for an hour of its own."""
    day, hour = divmod(n, 12)
    at = f"2026-12-{day + 1:02} {hour + 8:02}"
    words: dict[str, Any] = {"subject": "A", "start": f"{at}:00", "end": f"{at}:59", **given}
    return ClosureRow(line=n + 1, key=f"old:{n}", **words)


def rows(many: int = MANY) -> Iterator[ClosureRow]:
    return map(row, range(many))


def bad(n: int = MANY) -> ClosureRow:
    return row(n, subject="cellar")


def booked(desk: nb.Desk, at: str = "2026-12-01 10:00") -> str:
    return desk.book("hall", start=at, length="1h", organizer="choir", resource="A").id


def test_closures_come_in_together_once_and_are_listed(desk: nb.Desk) -> None:
    outcomes: list[Outcome] = []
    done = desk.bring_closures_in(rows(), source="old.csv", told=outcomes.append)
    assert (done.closed, done.written) == (MANY, True)
    assert [one.line for one in outcomes] == [n + 1 for n in range(MANY)]
    assert {one.booking for one in outcomes} == {one.id for one in desk.closures()}
    [batch] = desk.imports()
    assert (batch.id, batch.kind.value, batch.source) == (done.batch, "closures", "old.csv")
    assert (batch.brought, batch.refused, batch.taken_back) == (MANY, 0, 0)
    again = desk.bring_closures_in(rows())
    assert (again.unchanged, again.closed, again.batch) == (MANY, 0, "")
    assert (len(desk.closures()), len(desk.imports())) == (MANY, 1)


def test_the_id_of_a_closure_of_this_book_changes_nothing_and_what_was_reopened_is_left(
    desk: nb.Desk,
) -> None:
    id = desk.close("A", start="2026-12-05", end="2026-12-06").id
    given = [
        ClosureRow(line=1, key=id, subject="gone", reopened=True),
        row(2, reopened=True, subject="gone"),
    ]
    done = desk.bring_closures_in(given)
    assert (done.unchanged, done.left, done.bad, done.written) == (1, 1, 0, True)


def test_nothing_is_written_if_the_last_of_a_thousand_is_bad(
    desk: nb.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closures, "PAGE", 1000)
    made, last = booked(desk), desk.changes().token
    thousand = [row(n % 300, subject="A" if n % 2 else "B") for n in range(999)]
    given = [
        ClosureRow(line=n, key=f"k{n}", subject=one.subject, start=one.start, end=one.end)
        for n, one in enumerate(thousand)
    ]
    done = desk.bring_closures_in([*given, bad(999)])
    assert (done.closed, done.bad, done.written, done.batch) == (999, 1, False, "")
    assert desk.closures() == ()
    assert desk.imports() == ()
    assert not desk.booking(made).needs_move
    assert desk.changes().token == last
    done = desk.bring_closures_in([*given, bad(999)], skip=True)
    assert (done.closed, done.bad, len(desk.closures())) == (999, 1, 999)
    assert (desk.imports()[0].brought, desk.imports()[0].refused) == (999, 1)
    assert desk.undo_import(done.batch).taken_back == 999


def test_a_preview_says_what_would_be_displaced_and_writes_nothing(desk: nb.Desk) -> None:
    made = booked(desk)
    outcomes: list[Outcome] = []
    for skip in (False, True):
        given = [*rows(3), bad(3)]
        done = desk.bring_closures_in(given, preview=True, skip=skip, told=outcomes.append)
        assert (done.closed, done.bad, done.written, done.batch) == (3, 1, False, "")
    assert desk.closures() == ()
    assert desk.imports() == ()
    assert [[each.id for each in one.beside] for one in outcomes[:4]] == [[], [], [made], []]
    assert not desk.booking(made).needs_move


def test_who_is_displaced_is_told_as_by_closing_and_again_when_it_is_taken_back(
    desk: nb.Desk,
) -> None:
    made = booked(desk)
    batch = desk.bring_closures_in(rows()).batch
    assert desk.booking(made).needs_move
    assert desk.history(made)[-1].act == "close"
    assert desk.undo_import(batch).taken_back == MANY
    assert not desk.booking(made).needs_move
    assert desk.history(made)[-1].act == "reopen"


def test_what_skips_leaves_out_what_is_bad_page_by_page(desk: nb.Desk) -> None:
    given = [bad(n) if n % 10 == 9 else row(n) for n in range(MANY)]
    outcomes: list[Outcome] = []
    done = desk.bring_closures_in(given, skip=True, told=outcomes.append)
    assert (done.closed, done.bad, done.written) == (MANY - 3, 3, True)
    assert [one.line for one in outcomes if one.did is Did.BAD] == [10, 20, 30]
    [batch] = desk.imports()
    assert (batch.brought, batch.refused) == (MANY - 3, 3)
    assert desk.undo_import(done.batch).taken_back == MANY - 3


def test_with_skip_others_write_between_the_pages(desk: nb.Desk, database_url: str) -> None:
    with nb.open(database_url, center="center", clock=Clock()) as other:
        came = other.bring_closures_in(rows(), skip=True, preview=True)
        assert came.closed == MANY

        def torn(outcome: Outcome) -> None:
            if outcome.line == 10:
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            other.bring_closures_in(rows(), skip=True, told=torn)
        assert len(desk.closures()) == 7
        with pytest.raises(ZeroDivisionError):
            other.bring_closures_in(rows(), told=torn)
        assert len(desk.closures()) == 7
    assert desk.bring_closures_in(rows()).closed == MANY - 7


def test_an_import_is_taken_back_and_may_come_again(desk: nb.Desk) -> None:
    done = desk.bring_closures_in(rows())
    undone = desk.undo_import(done.batch)
    assert (undone.taken_back, undone.stayed, undone.touched) == (MANY, (), ())
    assert undone.kind.value == "closures"
    assert desk.closures() == ()
    assert desk.undo_import(done.batch).taken_back == 0
    assert desk.imports()[0].taken_back == MANY
    assert desk.bring_closures_in(rows()).closed == MANY
    assert len(desk.closures()) == MANY


def test_what_was_reopened_since_stays_so_and_is_named(desk: nb.Desk) -> None:
    outcomes: list[Outcome] = []
    done = desk.bring_closures_in(rows(3), told=outcomes.append)
    second = outcomes[1].booking
    since = desk.reopen(second).reopened_at
    for taken_back in (2, 0):
        undone = desk.undo_import(done.batch)
        assert undone.taken_back == taken_back
        assert undone.stayed == (Stayed(id=second, why=Why.REOPENED),)
    [kept] = [one for one in desk.exported_closures() if one.id == second]
    assert kept.reopened_at == since
    again = desk.bring_closures_in(rows(3))
    assert (again.closed, again.unchanged) == (2, 1)


def test_what_is_over_is_taken_back_too(desk: nb.Desk, clock: Clock) -> None:
    done = desk.bring_closures_in(rows(3))
    made = booked(desk, "2026-12-02 12:00")
    clock.at += 60 * 86_400
    assert desk.settle().lapsed == 1
    assert desk.booking(made).state is nb.State.DONE
    assert desk.undo_import(done.batch).taken_back == 3
    assert all(one.reopened_at == clock.at for one in desk.exported_closures())


def test_whoever_brings_closures_in_is_named_in_them(desk: nb.Desk) -> None:
    desk.people.register("boss", name="Boss")
    for role in ("staff", "administrator"):
        desk.people.grant("boss", role)
    desk.acting_as("boss").bring_closures_in(rows(1))
    assert [one.actor for one in desk.exported_closures()] == ["boss"]
