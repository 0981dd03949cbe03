"""A backup becomes the database again, audited before and after; what was there is kept."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import neighborbook as nb
from neighborbook.desk.keeping import backing_up
from neighborbook.desk.keeping.backing_up import back_up, restore
from neighborbook.testing import SetClock
from tests.integration.keeping.planting import NOW, Book, filled
from tests.integration.storage.older import migrations_before
from tests.integration.storage.test_migrations import open_at


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """A file with a morning in it."""
    book = filled(f"sqlite:///{tmp_path / 'book.db'}")
    yield book
    book.desk.close_database()


@pytest.fixture
def backup(book: Book, tmp_path: Path) -> Path:
    """A backup of it."""
    return Path(back_up(book.url, tmp_path / "kept", now=NOW).path)


def audit(url: str | Path) -> nb.Audit:
    with nb.open(url, clock=SetClock(NOW)) as desk:
        return desk.check()


def truncated(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2 + 100)


def flipped(path: Path) -> None:
    text = path.read_bytes()
    path.write_bytes(text.replace(b"Choir", b"Chair"))


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def test_restored_it_is_what_it_was(book: Book, backup: Path, tmp_path: Path) -> None:
    done = restore(backup, str(tmp_path / "again.db"), now=NOW)
    assert done.aside is None
    assert audit(tmp_path / "again.db") == audit(book.url)
    with nb.open(tmp_path / "again.db") as desk:
        assert desk.people.person("li-wei") == book.desk.people.person("li-wei")
    assert sorted(path.name for path in tmp_path.glob("*again*")) == [
        "again.db",
        "again.db.lock",
        "again.db.lock-queue",
    ]


@pytest.mark.parametrize("tear", [truncated, flipped, emptied])
def test_a_torn_backup_is_refused_by_its_digest(
    backup: Path, tmp_path: Path, tear: Callable[[Path], None]
) -> None:
    tear(backup)
    with pytest.raises(nb.Corrupt, match="digest"):
        restore(backup, str(tmp_path / "again.db"), now=NOW)
    assert list(tmp_path.glob("*again*")) == []


@pytest.mark.parametrize("tear", [truncated, emptied])
def test_a_torn_backup_is_refused_without_its_digest_too(
    backup: Path, tmp_path: Path, tear: Callable[[Path], None]
) -> None:
    backup.with_name(f"{backup.name}.sha256").unlink()
    tear(backup)
    with pytest.raises((nb.Corrupt, nb.NotOurs), match=f"^(the backup )?{backup.name} is ") as told:
        restore(backup, str(tmp_path / "again.db"), now=NOW)
    assert "restoring" not in str(told.value)
    assert list(tmp_path.glob("*again*")) == []


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / "foreign.db")) as file:
        file.execute("CREATE TABLE t (a)")
    for name in ("foreign.db", "missing.db"):
        with pytest.raises(nb.NotOurs):
            restore(tmp_path / name, str(tmp_path / "again.db"), now=NOW)
    assert not (tmp_path / "again.db").exists()


def test_a_database_that_is_there_is_not_replaced_unasked(book: Book, backup: Path) -> None:
    book.desk.cancel(book.confirmed)
    with pytest.raises(nb.InvalidRequest, match="--replace"):
        restore(backup, book.url, now=NOW)
    assert book.desk.booking(book.confirmed).state is nb.State.VOID


def test_replaced_what_was_there_lies_beside_and_an_open_desk_sees_the_old_times(
    book: Book, backup: Path
) -> None:
    book.desk.cancel(book.confirmed)
    done = restore(backup, book.url, now=NOW, replace=True)
    assert done.aside is not None
    assert book.desk.booking(book.confirmed).state is nb.State.CONFIRMED
    assert book.codes() == set()
    with nb.open(done.aside, clock=SetClock(NOW)) as before:
        assert before.booking(book.confirmed).state is nb.State.VOID
    book.desk.cancel(book.confirmed)


@pytest.mark.parametrize("tear", [truncated, emptied])
def test_a_torn_database_is_replaced_and_kept_aside(
    book: Book, backup: Path, tmp_path: Path, tear: Callable[[Path], None]
) -> None:
    book.desk.close_database()
    path = tmp_path / "book.db"
    tear(path)
    done = restore(backup, str(path), now=NOW, replace=True)
    assert done.aside is not None
    assert Path(done.aside).exists()
    assert audit(path).findings == ()


@pytest.mark.postgres
def test_a_backup_of_either_kind_is_restored_into_the_other(
    book: Book, backup: Path, postgres_url: str, tmp_path: Path
) -> None:
    restore(backup, postgres_url, now=NOW)
    assert audit(postgres_url) == audit(book.url)
    with pytest.raises(nb.InvalidRequest, match="--replace"):
        restore(backup, postgres_url, now=NOW)
    with nb.open(postgres_url, clock=SetClock(NOW)) as desk:
        desk.cancel(book.confirmed)
    again = back_up(postgres_url, tmp_path / "kept", now=NOW)
    assert again.sound
    restore(Path(again.path), str(tmp_path / "again.db"), now=NOW)
    assert audit(tmp_path / "again.db") == audit(postgres_url)
    restore(backup, postgres_url, now=NOW, replace=True)
    assert audit(postgres_url) == audit(book.url)


def test_nothing_is_restored_if_erasing_again_fails_or_breaks_something(
    book: Book, backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(restored: Path, *_: object, **__: object) -> tuple[()]:
        with contextlib.closing(sqlite3.connect(restored)) as file:
            file.execute("DELETE FROM limit_use")
            file.execute("DELETE FROM claim")
            file.commit()
        return ()

    def fails(*_: object, **__: object) -> tuple[()]:
        raise nb.StorageError("the ledger cannot be read")

    for step in (breaks, fails):
        monkeypatch.setattr(backing_up, "forget_again", step)
        with pytest.raises(nb.StorageError):
            restore(backup, str(tmp_path / "again.db"), now=NOW)
    assert list(tmp_path.glob("*again*")) == []
    assert book.codes() == set()


def test_a_backup_is_not_changed_by_restoring_it(backup: Path, tmp_path: Path) -> None:
    shutil.copy(backup, tmp_path / "same")
    restore(backup, str(tmp_path / "again.db"), now=NOW)
    assert backup.read_bytes() == (tmp_path / "same").read_bytes()


def test_a_backup_of_an_older_neighborbook_is_brought_up_to_date(tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    store = open_at(f"sqlite:///{old}", migrations_before("0002", tmp_path / "first"))
    store.create_center("corner")
    store.close()
    with pytest.raises(nb.SchemaOutdated):
        nb.open(old)
    before = old.read_bytes()
    restore(old, str(tmp_path / "again.db"), now=NOW)
    assert nb.centers(tmp_path / "again.db") == ("corner",)
    assert old.read_bytes() == before
