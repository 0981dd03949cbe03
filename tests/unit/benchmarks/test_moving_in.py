"""The import that is measured does what it says, at the smallest size that meets every rule."""

from __future__ import annotations

from pathlib import Path

from benchmarks.moving_in import EVERY, PLANTED, moving_in


def test_each_planted_row_is_refused_by_its_own_rule(tmp_path: Path) -> None:
    rows = EVERY * (len(PLANTED) + 1)
    preview, written, again = moving_in(lambda: str(tmp_path / "book.db"), rows=rows)
    refused = len(PLANTED) + 1
    assert preview.note == f"{rows - refused} booked, {refused} refused as planted"
    assert written.note == preview.note
    assert again.note == f"0 booked, {refused} refused as planted"
    assert {figure.bound for figure in (preview, written, again)} == {"at least 3000"}
