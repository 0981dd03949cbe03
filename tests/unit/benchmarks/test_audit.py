"""The large book of the benchmark is one that an audit could find fault with, and does not."""

from __future__ import annotations

from pathlib import Path

import neighborbook as nb
from benchmarks.audit import audit_cost, fill
from benchmarks.large_book import CENTER
from tests.integration.keeping.planting import damage_file


def test_an_audit_of_the_large_book_finds_nothing_and_is_measured() -> None:
    cost = audit_cost(300)
    assert (cost.bookings, cost.changes, cost.found) == (350, 350, 0)
    assert cost.holds
    assert cost.memory > 20


def test_damage_in_it_is_found(tmp_path: Path) -> None:
    fill(str(tmp_path / "large.db"), 100)
    damage_file(str(tmp_path / "large.db"), ["DELETE FROM claim WHERE leaf = 'room-03'"])
    with nb.open(tmp_path / "large.db", center=CENTER) as desk:
        assert {found.code for found in desk.check().findings} == {nb.Damage.CLAIM_MISSING}
