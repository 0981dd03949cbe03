"""Closures go out and come in."""

from __future__ import annotations

from pathlib import Path

import pytest

import neighborbook as nb
from neighborbook.desk.importing.values import Imported
from neighborbook.transfer.closures import import_closures
from neighborbook.transfer.exporting import export_closures
from neighborbook.transfer.writing import Format
from tests.unit.transfer.conftest import CENTER, Clock


def told(desk: nb.Desk) -> list[tuple[str, str, int | None, str]]:
    """What stands closed, in an order of its own: ids are random."""
    return sorted((one.subject, str(one.start), one.amount, one.reason) for one in desk.closures())


@pytest.mark.parametrize("form", list(Format))
def test_closures_come_into_another_book_once(
    form: Format, desk: nb.Desk, clock: Clock, tmp_path: Path
) -> None:
    desk.close("A", start="2026-12-05", end="2026-12-06", reason="pipe", public_reason="repair")
    desk.close("desks", start="2026-12-05", end="2026-12-06", amount=1)
    desk.close("hall", start="2026-12-07", end="2026-12-08")
    desk.reopen(desk.close("center", start="2026-12-09", end="2026-12-10").id)
    path = tmp_path / f"closures.{form.value}"
    assert export_closures(desk, path, form) == 4
    assert import_closures(desk, path) == Imported(unchanged=4, written=True)
    with nb.open(center="center", clock=clock) as other:
        other.load(CENTER)
        assert import_closures(other, path, preview=True) == Imported(booked=3, left=1)
        assert other.closures() == ()
        assert import_closures(other, path) == Imported(booked=3, left=1, written=True)
        assert told(other) == told(desk)
        import_closures(other, path)
        assert len(other.closures()) == 3


def test_a_bad_closure_is_named_and_keeps_the_others_out(desk: nb.Desk, tmp_path: Path) -> None:
    path = tmp_path / "closures.csv"
    path.write_text(
        "id,kind,subject,start,end,amount\n"
        "1,resource,A,2026-12-05,2026-12-06,\n"
        "2,resource,cellar,2026-12-05,when,x\n"
        "3,outage,center,2026-11-05,2026-11-06,\n"
    )
    assert import_closures(desk, path) == Imported(booked=1, bad=2)
    assert desk.closures() == ()
    assert import_closures(desk, path, skip=True).booked == 1
    assert [closure.subject for closure in desk.closures()] == ["A"]


def test_only_who_may_export_and_close_brings_closures_in(desk: nb.Desk, tmp_path: Path) -> None:
    path = tmp_path / "closures.csv"
    path.write_text("id,subject,start,end\n1,A,2026-12-05,2026-12-06\n")
    for stranger in ("clerk", "keeper", "li"):
        with pytest.raises(nb.Refused):
            import_closures(desk.acting_as(stranger), path)
