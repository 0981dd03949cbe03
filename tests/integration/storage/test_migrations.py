"""The schema's revisions: what they make, how a book is brought up to date, and the way back."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from neighborbook.errors import InvariantBroken, SchemaOutdated, TooNew
from neighborbook.storage import open_store
from neighborbook.storage.abc import Store, Writes
from neighborbook.storage.migrations import HERE, revisions
from neighborbook.storage.postgresql_opening import open_postgresql
from neighborbook.storage.sqlite_opening import open_file
from neighborbook.storage.tables import REVISIONS, metadata
from tests.contracts.storage.values import CENTER, booking, change, claim, everything
from tests.contracts.storage.writing import write

NEWEST = revisions(HERE)[-1]
SECOND = '''
"""A revision that rebuilds a table, by which SQLite loses its triggers."""
import sqlalchemy as sa
from alembic import op
from neighborbook.storage.tables import claim

revision = "{next}"
down_revision = "{newest}"

def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        bind = op.get_bind()
        kept = "SELECT sql FROM sqlite_master WHERE tbl_name = 'claim' AND sql <> '' AND type = "
        (table,) = bind.exec_driver_sql(kept + "'table'").scalars().all()
        indexes = bind.exec_driver_sql(kept + "'index'").scalars().all()
        op.execute(table.replace("CREATE TABLE claim", "CREATE TABLE rebuilt"))
        names = ", ".join(column.name for column in claim.columns if column.computed is None)
        op.execute("INSERT INTO rebuilt (" + names + ") SELECT " + names + " FROM claim")
        op.drop_table("claim")
        op.rename_table("rebuilt", "claim")
        for index in indexes:
            op.execute(index)
    op.add_column("claim", sa.Column("note", sa.Text(), nullable=False, server_default=""))
    {then}
'''
NEWEST = revisions()[-1]
NEXT = f"{int(NEWEST) + 1:04}"


def revised(folder: Path, *, then: str = "") -> Path:
    """A neighborbook of the future, with one more revision."""
    shutil.copytree(HERE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    written = SECOND.format(then=then, next=NEXT, newest=NEWEST)
    (folder / "versions" / f"{NEXT}_note.py").write_text(written)
    return folder


def open_at(url: str, folder: Path, *, upgrade: bool = False) -> Store:
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        return open_file(path, upgrade=upgrade, deadline=5, statement_log=None, folder=folder)
    return open_postgresql(
        url, upgrade=upgrade, schema=None, deadline=5, statement_log=None, folder=folder
    )


@pytest.fixture
def book_url(database_url: str) -> str:
    """A book of today with one booking."""
    store = open_store(database_url)
    store.create_center(CENTER)
    whole = Writes(insert=(booking("b"),), claims={"b": (claim("b"),)}, changes=(change("c", "b"),))
    write(store, whole)
    store.close()
    return database_url


def told(index: Mapping[str, Any]) -> str:
    """An index in words; the condition of a partial one is an object without."""
    options = {name: str(value) for name, value in index.get("dialect_options", {}).items()}
    return str({**index, "dialect_options": options})


def schema_of(engine: sa.Engine) -> dict[str, Any]:
    """All that the database knows of its tables, in an order of its own."""
    found: dict[str, Any] = {}
    inspector = sa.inspect(engine)
    for name in inspector.get_table_names():
        if name == REVISIONS:
            continue
        checks = inspector.get_check_constraints(name)
        columns = [
            {part: str(value) for part, value in column.items() if part != "comment"}
            for column in inspector.get_columns(name)
        ]
        found[name] = {
            "columns": columns,
            "key": inspector.get_pk_constraint(name)["constrained_columns"],
            "refers": sorted(str(key) for key in inspector.get_foreign_keys(name)),
            "unique": sorted(str(key) for key in inspector.get_unique_constraints(name)),
            "indexes": sorted(told(index) for index in inspector.get_indexes(name)),
            "checks": sorted((str(each["name"]), str(each["sqltext"])) for each in checks),
        }
    return found


def test_the_revisions_make_the_tables_that_the_statements_expect(
    database_url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    open_store(database_url).close()
    if database_url.startswith("sqlite"):
        other = f"sqlite:///{tmp_path / 'declared.db'}"
        engines = [sa.create_engine(database_url), sa.create_engine(other)]
    else:
        database_url = database_url.replace("postgresql:", "postgresql+psycopg:")
        options = {"options": "-c search_path=declared,public"}
        engines = [
            sa.create_engine(database_url),
            sa.create_engine(database_url, connect_args=options),
        ]
        with engines[0].begin() as connection:
            connection.execute(sa.schema.CreateSchema("declared"))
    metadata.create_all(engines[1])
    made, declared = [schema_of(engine) for engine in engines]
    assert made.keys() == declared.keys()
    for table, parts in made.items():
        for part, found in parts.items():
            assert found == declared[table][part], (table, part)
    if database_url.startswith("sqlite"):
        options_of = "SELECT name, wr, strict FROM pragma_table_list WHERE type = 'table'"
        kinds = []
        for engine in engines:
            with engine.connect() as connection:
                kinds.append(set(connection.exec_driver_sql(options_of)))
        (extra,) = kinds[0] - kinds[1]
        assert extra[0] == REVISIONS
        assert all(strict for name, _, strict in kinds[1] if not name.startswith("sqlite_"))
    for engine in engines:
        engine.dispose()


def test_a_new_book_is_of_the_newest_revision(database_url: str, tmp_path: Path) -> None:
    open_at(database_url, revised(tmp_path / "future")).close()
    with pytest.raises(TooNew):
        open_store(database_url)


def test_an_older_book_is_left_alone_until_asked(book_url: str, tmp_path: Path) -> None:
    future = revised(tmp_path / "future")
    with pytest.raises(SchemaOutdated, match="upgrade=True"):
        open_at(book_url, future)
    open_store(book_url).close()


def test_an_upgrade_keeps_the_rows_restores_the_guards_and_says_the_way_back(
    book_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    future = revised(tmp_path / "future")
    with caplog.at_level(logging.WARNING):
        store = open_at(book_url, future, upgrade=True)
    assert "To go back" in caplog.text
    with store.snapshot(CENTER) as reader:
        assert reader.bookings(everything) == (booking("b"),)
        assert reader.claims_of(["b"]) == {"b": (claim("b"),)}
        assert len(reader.history("b")) == 1
    with pytest.raises(InvariantBroken):
        write(store, Writes(claims={"other": (claim("other"),)}))
    store.close()
    open_at(book_url, future).close()
    with pytest.raises(TooNew):
        open_store(book_url)


def test_the_backup_of_a_file_is_the_way_back(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'book.db'}"
    for expected in (
        f"book.db.before-upgrade-of-{NEWEST}",
        f"book.db.before-upgrade-of-{NEWEST}.1",
    ):
        store = open_store(url)
        store.create_center(CENTER)
        store.close()
        future = revised(tmp_path / expected.replace(".", "_"))
        open_at(url, future, upgrade=True).close()
        backup = tmp_path / expected
        assert backup.exists()
        shutil.copy(backup, tmp_path / "book.db")
        again = open_store(url)
        assert again.centers() == (CENTER,)
        again.close()


@pytest.mark.postgres
def test_the_backup_of_a_schema_holds_its_rows(postgres_url: str, tmp_path: Path) -> None:
    store = open_store(postgres_url)
    store.create_center(CENTER)
    write(store, Writes(insert=(booking("b"),)))
    store.close()
    open_at(postgres_url, revised(tmp_path / "future"), upgrade=True).close()
    engine = sa.create_engine(postgres_url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        kept = connection.exec_driver_sql(
            f"SELECT id FROM public_before_upgrade_of_{NEWEST}.booking"
        ).all()
    engine.dispose()
    assert [tuple(row) for row in kept] == [("b",)]


@pytest.mark.parametrize(
    "then",
    [
        'op.execute("SELECT * FROM nothing_of_that_name")',
        "op.execute(\"INSERT INTO booking_link VALUES ('x', 'y', 'place', 'z', 0)\")",
    ],
    ids=["fails", "breaks a reference"],
)
def test_an_upgrade_that_fails_changes_nothing(book_url: str, tmp_path: Path, then: str) -> None:
    future = revised(tmp_path / "future", then=then)
    with pytest.raises(Exception):  # noqa: B017, PT011  whatever the database says
        open_at(book_url, future, upgrade=True)
    store = open_store(book_url)
    with store.snapshot(CENTER) as reader:
        assert reader.bookings(everything) == (booking("b"),)
    store.close()


def test_an_upgrade_without_a_way_to_refuse_overlaps_is_undone(
    book_url: str, tmp_path: Path
) -> None:
    blind = (
        'op.execute("DELETE FROM claim"); '
        'op.execute("ALTER TABLE claim RENAME COLUMN kind TO sort")'
    )
    with pytest.raises(Exception):  # noqa: B017, PT011  the guard can no longer be made
        open_at(book_url, revised(tmp_path / "future", then=blind), upgrade=True)
    store = open_store(book_url)
    with store.snapshot(CENTER) as reader:
        assert reader.claims_of(["b"]) == {"b": (claim("b"),)}
    store.close()
