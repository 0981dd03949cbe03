"""Books as older revisions made them."""

from __future__ import annotations

import shutil
from pathlib import Path

import sqlalchemy as sa

from neighborbook.storage.migrations import HERE
from tests.integration.storage.test_migrations import open_at


def migrations_before(revision: str, into: Path) -> Path:
    """Make a folder with the migrations that are older than one."""

    def newer(folder: str, names: list[str]) -> set[str]:
        return {name for name in names if name == "__pycache__" or revision <= name[:4] < "9999"}

    shutil.copytree(HERE, into, ignore=newer)
    return into


def book_before(revision: str, url: str, folder: Path, rows: str) -> None:
    """Make a book as it was before a revision, with rows by statements of SQL."""
    open_at(url, migrations_before(revision, folder / "before")).close()
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        for statement in rows.split(";"):
            connection.execute(sa.text(statement.replace(":", r"\:")))
    engine.dispose()
