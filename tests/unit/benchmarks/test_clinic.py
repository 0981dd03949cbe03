"""The health station is measured with appointments that its patients really get."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from benchmarks.book_cost import MOST_RATIO
from benchmarks.clinic import MOST_DAY_MS, clinics

pytest.importorskip("neighborbook_clinic")


def test_a_day_and_two_kinds_of_appointments_are_measured_against_their_bounds(
    tmp_path: Path,
) -> None:
    numbers = itertools.count()
    found = list(
        clinics("SQLite", lambda: str(tmp_path / f"{next(numbers)}.db"), patients=4, rounds=1)
    )
    assert [(one.of, one.most) for one in found] == [
        ("SQLite, check-up, 5 resources", MOST_RATIO),
        ("SQLite, consultation, 2 resources", MOST_RATIO),
        ("SQLite, a day's slots of a service", MOST_DAY_MS),
    ]
    assert all(one.value > 0 for one in found)
