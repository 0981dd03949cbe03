"""Exports: whole, neutral to spreadsheets, and read again without any change."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

import neighborbook as nb
from neighborbook.desk import exporting
from neighborbook.desk.importing.values import Imported
from neighborbook.transfer.exporting import export_bookings, export_closures
from neighborbook.transfer.importing import Wish, import_bookings
from neighborbook.transfer.writing import Format
from tests.unit.transfer.conftest import CENTER, Clock


def filled(desk: nb.Desk) -> None:
    """Book one of each kind."""
    desk.book(
        "room",
        start="2026-12-01 10:00",
        length="1h",
        organizer="acme",
        title='=HYPERLINK("https://x")',
        headcount=12,
        attendees=[nb.Attendee(party="li", role="speaker", details={"note": "-1"}), "wu"],
        details={"layout": "theatre", "purpose": '@合唱, "quoted"'},
    )
    gone = desk.book("hall", start="2026-12-02 10:00", length="1h", organizer="li", title="'90s")
    desk.cancel(gone.id)
    desk.book("desk", start="2026-12-03 10:00", length="1h", organizer="wu")


@pytest.mark.parametrize("form", list(Format))
@pytest.mark.parametrize("bom", [False, True])
def test_importing_our_own_export_changes_nothing(
    form: Format, bom: bool, desk: nb.Desk, tmp_path: Path
) -> None:
    filled(desk)
    path = tmp_path / f"book.{form.value}"
    assert export_bookings(desk, path, form, bom=bom) == 3
    before = list(desk.bookings())
    assert import_bookings(desk, path, Wish()) == Imported(unchanged=3, written=True)
    assert list(desk.bookings()) == before


@pytest.mark.parametrize("form", list(Format))
def test_an_export_makes_the_same_bookings_in_another_book(
    form: Format, desk: nb.Desk, clock: Clock, tmp_path: Path
) -> None:
    filled(desk)
    path = tmp_path / f"book.{form.value}"
    export_bookings(desk, path, form)
    with nb.open(center="center", clock=clock) as other:
        other.load(CENTER)
        done = import_bookings(other, path, Wish())
        assert (done.booked, done.left, done.bad) == (2, 1, 0)
        live = [booking for booking in desk.bookings() if booking.state is not nb.State.VOID]
        assert list(other.bookings()) == live


def test_no_cell_of_a_csv_file_is_run_as_a_formula(desk: nb.Desk, tmp_path: Path) -> None:
    filled(desk)
    path = tmp_path / "book.csv"
    export_bookings(desk, path, Format.CSV, bom=True)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["title"] == '\'=HYPERLINK("https://x")'
    assert not any(cell[:1] in "=+-@\t\r" for row in rows for cell in row.values() if cell)


def test_only_what_overlaps_the_window_is_written(desk: nb.Desk, tmp_path: Path) -> None:
    filled(desk)
    path = tmp_path / "book.jsonl"
    many = export_bookings(desk, path, Format.JSONL, start="2026-12-03", end="2026-12-04")
    assert many == 1
    assert json.loads(path.read_text("utf-8"))["offering"] == "desk"


def test_closures_are_exported_with_both_reasons(desk: nb.Desk, tmp_path: Path) -> None:
    laid = desk.close("A", start="2026-12-05", end="2026-12-06", reason="pipe", public_reason="x")
    path = tmp_path / "closures.jsonl"
    assert export_closures(desk, path, Format.JSONL) == 1
    found = json.loads(path.read_text("utf-8"))
    assert (found["id"], found["subject"], found["reason"]) == (laid.id, "A", "pipe")
    assert found["start"] == "2026-12-05T00:00:00+08:00"


def test_an_administrator_exports_what_staff_see_and_others_nothing(
    desk: nb.Desk, tmp_path: Path
) -> None:
    filled(desk)
    path = tmp_path / "book.jsonl"
    assert export_bookings(desk.acting_as("keeper"), path, Format.JSONL) == 3
    for stranger in ("clerk", "li", None):
        with pytest.raises(nb.Refused):
            export_bookings(desk.acting_as(stranger), path, Format.JSONL)
        with pytest.raises(nb.Refused):
            export_closures(desk.acting_as(stranger), path, Format.JSONL)


def test_a_file_that_cannot_be_written_is_said_so_and_leaves_nothing(
    desk: nb.Desk, tmp_path: Path
) -> None:
    with pytest.raises(nb.StorageError):
        export_bookings(desk, tmp_path / "no" / "book.csv", Format.CSV)
    old = tmp_path / "book.csv"
    old.write_text("old")
    with pytest.raises(nb.InvalidRequest):
        export_bookings(desk, old, Format.CSV, start="when")
    assert [path.name for path in tmp_path.iterdir()] == ["book.csv"]
    assert old.read_text() == "old"


def test_a_long_book_is_read_page_by_page(
    desk: nb.Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in range(1, 25):
        desk.book("desk", start=f"2026-12-{day:02} 10:00", length="1h", organizer="li")
    monkeypatch.setattr(exporting, "PAGE", 5)
    path = tmp_path / "book.jsonl"
    assert export_bookings(desk, path, Format.JSONL) == 24
    ids = [json.loads(line)["id"] for line in path.read_text("utf-8").splitlines()]
    assert ids == [booking.id for booking in desk.bookings()]
