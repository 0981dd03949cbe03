"""A book of before batches of people and of closures: its batches count what they still hold."""

from __future__ import annotations

from pathlib import Path

from neighborbook.domain.person import Person
from neighborbook.storage.batches import BatchKind
from neighborbook.storage.migrations import HERE
from tests.contracts.storage.batches import BATCH, keep, keep_parties
from tests.contracts.storage.values import CENTER
from tests.integration.storage.older import book_before, migrations_before
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


def test_whom_an_older_batch_brought_is_still_known(database_url: str, tmp_path: Path) -> None:
    old = open_at(database_url, migrations_before("0011", tmp_path / "before"))
    old.create_center(CENTER)
    with old.transaction(CENTER, scopes=frozenset(), exclusive=True) as tx:
        for id in ("li", "wu"):
            tx.save_party(Person(id=id, name=id, version=1), None)
        tx.commit()
    keep(old, BATCH)
    keep_parties(old, {"wu": 1, "li": 1})
    old.close()
    store = open_at(database_url, HERE, upgrade=True)
    with store.snapshot(CENTER) as reader:
        assert list(reader.batch_parties(BATCH.id).items()) == [("li", 1), ("wu", 1)]
    store.close()
