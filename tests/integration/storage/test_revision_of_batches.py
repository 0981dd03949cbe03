"""A book of before batches of people and of closures: its batches count what they still hold."""

from __future__ import annotations

from pathlib import Path

from neighborbook.storage.batches import BatchKind
from neighborbook.storage.migrations import HERE
from tests.integration.storage.older import book_before
from tests.integration.storage.test_migrations import open_at

BEFORE = """
INSERT INTO center (id, revision) VALUES ('center', 1);
INSERT INTO batch (center, id, source, actor, made_at) VALUES ('center', 'b', 'old.csv', 'li', 7);
INSERT INTO batch (center, id, source, actor, made_at) VALUES ('center', 'c', 'new.csv', 'li', 8)
"""


def test_older_batches_are_of_bookings_and_count_what_they_hold(
    database_url: str, tmp_path: Path
) -> None:
    book_before("0007", database_url, tmp_path, BEFORE)
    store = open_at(database_url, HERE, upgrade=True)
    with store.snapshot("center") as reader:
        found = reader.batches()
        assert reader.batch_parties("b") == {}
        assert reader.batch_closures("b") == {}
    store.close()
    assert [(one.id, one.kind, one.brought, one.taken_back) for one in found] == [
        ("c", BatchKind.BOOKINGS, 0, 0),
        ("b", BatchKind.BOOKINGS, 0, 0),
    ]
