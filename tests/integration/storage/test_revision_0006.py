"""A book whose people had moved its catalog, brought up to date: its file counts as loaded once."""

from __future__ import annotations

from pathlib import Path

from neighborbook.storage.migrations import HERE
from tests.integration.storage.older import book_before
from tests.integration.storage.test_migrations import open_at

BEFORE = """
INSERT INTO center (id, revision) VALUES ('kept', 2);
INSERT INTO center (id, revision) VALUES ('often', 5);
INSERT INTO center (id, revision) VALUES ('empty', 2);
INSERT INTO party (center, id, kind, version, name, language, phone, email, disabled,
 disabled_reason, grid, organization_kind, sought, created_at, changed_at)
 SELECT id, 'li', 'person', 1, 'Li', '', '', '', 0, '', '', '', 'li', 0, 0
 FROM center WHERE id <> 'empty'
"""


def test_who_keeps_people_has_a_directory_and_the_revision_of_its_file(
    database_url: str, tmp_path: Path
) -> None:
    book_before("0006", database_url, tmp_path, BEFORE)
    store = open_at(database_url, HERE, upgrade=True)
    found = {}
    for center in ("kept", "often", "empty"):
        with store.snapshot(center) as reader:
            found[center] = reader.revision, reader.directory
    store.close()
    assert found == {"kept": (1, 1), "often": (4, 1), "empty": (2, 0)}
