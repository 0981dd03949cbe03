"""Closures go out and come in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

import neighborbook as nb
from neighborbook.desk.importing.values import Did, Imported, Outcome
from neighborbook.transfer.closures import import_closures
from neighborbook.transfer.exporting import export_closures
from neighborbook.transfer.writing import Format
from tests.unit.transfer.conftest import CENTER, Clock


def told(desk: nb.Desk) -> list[tuple[str, str, str, int | None, str]]:
    """What stands closed, in an order of its own: ids are random."""
    return sorted(
        (one.kind.value, one.subject, str(one.start), one.amount, one.reason)
        for one in desk.closures()
    )


@pytest.fixture
def other(clock: Clock) -> Iterator[nb.Desk]:
    """Another book of the same center."""
    with nb.open(center="center", clock=clock) as other:
        other.load(CENTER)
        yield other


@pytest.mark.parametrize("form", list(Format))
def test_closures_come_into_another_book_once(
    form: Format, desk: nb.Desk, other: nb.Desk, tmp_path: Path
) -> None:
    desk.close("A", start="2026-12-05", end="2026-12-06", reason="pipe", public_reason="repair")
    desk.close("desks", start="2026-12-05", end="2026-12-06", amount=1)
    desk.close("hall", start="2026-12-07", end="2026-12-08")
    desk.reopen(desk.close("center", start="2026-12-09", end="2026-12-10").id)
    path = tmp_path / f"closures.{form.value}"
    assert export_closures(desk, path, form) == 4
    assert import_closures(desk, path) == Imported(unchanged=4, written=True)
    assert import_closures(other, path, preview=True) == Imported(closed=3, left=1)
    assert other.closures() == ()
    done = import_closures(other, path)
    assert attrs.evolve(done, batch="") == Imported(closed=3, left=1, written=True)
    assert told(other) == told(desk)
    assert import_closures(other, path) == Imported(unchanged=3, left=1, written=True)
    assert len(other.closures()) == 3


def test_what_is_closed_has_the_kind_that_the_file_says(
    desk: nb.Desk, other: nb.Desk, tmp_path: Path
) -> None:
    both = CENTER + '[offering.desks]\nplaces = ["desks"]\n'
    for one in (desk, other):
        one.load(both)
    desk.close("desks", start="2026-12-05", end="2026-12-06", kind="offering")
    desk.close("desks", start="2026-12-05", end="2026-12-06", kind="resource")
    path = tmp_path / "closures.csv"
    export_closures(desk, path, Format.CSV)
    import_closures(other, path)
    assert [kind for kind, *_ in told(other)] == ["offering", "resource"]


def test_a_bad_closure_is_named_with_all_that_is_wrong_and_keeps_the_others_out(
    desk: nb.Desk, tmp_path: Path
) -> None:
    path = tmp_path / "closures.csv"
    path.write_text(
        "id,kind,subject,start,end,amount\n"
        "1,resource,A,2026-12-05,2026-12-06,\n"
        "2,resource,cellar,2026-12-05,when,x\n"
        "3,outage,center,2026-11-05,2026-11-06,\n"
    )
    outcomes: list[Outcome] = []
    assert import_closures(desk, path, told=outcomes.append) == Imported(closed=1, bad=2)
    assert desk.closures() == ()
    assert desk.imports() == ()
    assert [one.did for one in outcomes] == [Did.CLOSED, Did.BAD, Did.BAD]
    assert [[fault.path for fault in one.faults] for one in outcomes[1:]] == [
        ["amount", "end", "subject"],
        ["kind"],
    ]
    done = import_closures(desk, path, skip=True)
    assert (done.closed, done.bad, done.written) == (1, 2, True)
    assert [closure.subject for closure in desk.closures()] == ["A"]


def test_a_row_without_an_id_is_known_by_what_it_says(desk: nb.Desk, tmp_path: Path) -> None:
    path = tmp_path / "closures.csv"
    head, row = "subject,start,end,amount,reason\n", "desks,2026-12-05,2026-12-06,1,"
    path.write_text(f"{head}{row}one\n{row}two\n")
    assert import_closures(desk, path).closed == 2
    path.write_text(f"{head}{row}One\n{row}Two\n{row}three\ndesks,2026-12-05,2026-12-06,2,\n")
    done = import_closures(desk, path)
    assert (done.unchanged, done.closed) == (2, 2)


def test_no_two_rows_have_one_id(desk: nb.Desk, tmp_path: Path) -> None:
    path = tmp_path / "closures.csv"
    row = "1,A,2026-12-05,2026-12-06\n"
    path.write_text(f"id,subject,start,end\n{row}{row}")
    for came in (0, 1):
        done = import_closures(desk, path, skip=True)
        assert (done.closed, done.unchanged, done.bad) == (1 - came, came, 1)


def test_no_calendar_holds_closures(desk: nb.Desk, tmp_path: Path) -> None:
    with pytest.raises(nb.InvalidRequest) as wrong:
        import_closures(desk, tmp_path / "closures.ics")
    assert wrong.value.faults[0].path == "file"


def test_only_who_may_import_and_close_brings_closures_in_and_takes_them_back(
    desk: nb.Desk, clock: Clock, tmp_path: Path
) -> None:
    path = tmp_path / "closures.csv"
    path.write_text("id,subject,start,end\n1,A,2026-12-05,2026-12-06\n")
    for role in ("staff", "administrator"):
        desk.people.register(role, name=role)
        desk.people.register("both", name="Both") if role == "staff" else None
        desk.people.grant(role, role)
        desk.people.grant("both", role)
    batch = import_closures(desk.acting_as("both"), path).batch
    assert desk.imports()[0].actor == "both"
    for party in ("clerk", "keeper", "staff", "administrator", "li"):
        with pytest.raises(nb.Refused):
            import_closures(desk.acting_as(party), path)
        with pytest.raises(nb.Refused):
            desk.acting_as(party).undo_import(batch)
    assert desk.acting_as("both").undo_import(batch).taken_back == 1
