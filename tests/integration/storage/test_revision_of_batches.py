"""A book of before batches of people and of closures: its batches count what they still hold."""

from __future__ import annotations

import shutil
from pathlib import Path

import sqlalchemy as sa

from neighborbook.storage.batches import BatchKind
from neighborbook.storage.migrations import HERE
from tests.integration.storage.test_migrations import open_at

BEFORE = """
INSERT INTO center (id, revision) VALUES ('center', 1);
INSERT INTO batch (center, id, source, actor, made_at) VALUES ('center', 'b', 'old.csv', 'li', 7);
INSERT INTO batch (center, id, source, actor, made_at) VALUES ('center', 'c', 'new.csv', 'li', 8)
"""


def test_older_batches_are_of_bookings_and_count_what_they_hold(
    database_url: str, tmp_path: Path
) -> None:
    before = tmp_path / "before"
    shutil.copytree(HERE, before, ignore=shutil.ignore_patterns("__pycache__", "000[7-9]_*"))
    open_at(database_url, before).close()
    engine = sa.create_engine(database_url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        for statement in BEFORE.split(";"):
            connection.execute(sa.text(statement))
    engine.dispose()
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
