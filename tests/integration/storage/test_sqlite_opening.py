"""Which files are opened, which are made, and what is said of the others."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from neighborbook.errors import (
    Corrupt,
    NeighborbookError,
    NotOurs,
    ReadOnly,
    StorageError,
    TooNew,
)
from neighborbook.storage import open_store
from neighborbook.storage.abc import Writes
from neighborbook.storage.sqlite_file import APPLICATION_ID, journal_mode
from tests.contracts.storage.values import CENTER, booking, everything
from tests.contracts.storage.writing import write


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book with one booking."""
    path = tmp_path / "book.db"
    store = open_store(path)
    store.create_center(CENTER)
    write(store, Writes(insert=(booking("b"),)))
    store.close()
    return path


def alter(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def asked(path: Path, question: str) -> object:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(question).fetchone()[0]
    finally:
        connection.close()


def test_a_missing_or_empty_file_is_made_into_a_book(tmp_path: Path) -> None:
    empty = tmp_path / "empty.db"
    empty.touch()
    for path in (empty, tmp_path / "new.db", tmp_path / "neu 新 ?#%.db"):
        store = open_store(path)
        assert store.centers() == ()
        store.close()
        assert asked(path, "PRAGMA application_id") == APPLICATION_ID
        assert asked(path, "PRAGMA integrity_check") == "ok"


def test_opening_again_changes_nothing(book: Path) -> None:
    before = book.read_bytes()
    for where in (book, str(book), f"sqlite:///{book}"):
        store = open_store(where)
        with store.snapshot(CENTER) as reader:
            assert reader.booking("b") is not None
        store.close()
    assert book.read_bytes() == before


def test_an_engine_lends_its_file(book: Path) -> None:
    store = open_store(engine=sa.create_engine(f"sqlite:///{book}"))
    assert store.centers() == (CENTER,)
    store.close()


def test_a_database_in_an_engine_s_memory_is_refused() -> None:
    with pytest.raises(NotOurs, match="memory"):
        open_store(engine=sa.create_engine("sqlite://"))


@pytest.mark.parametrize("where", [None, ":memory:", "sqlite://"])
def test_books_in_memory_are_apart(where: str | None) -> None:
    one, other = open_store(where), open_store(where)
    one.create_center(CENTER)
    assert other.centers() == ()
    one.close()
    other.close()


def test_arguments_that_exclude_one_another_are_said(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not both"):
        open_store(tmp_path / "x.db", engine=sa.create_engine("sqlite://"))
    with pytest.raises(ValueError, match="schemas"):
        open_store(tmp_path / "x.db", schema="house")


def test_a_book_keeps_its_journal_so_that_no_commit_is_lost(book: Path) -> None:
    heard: list[str] = []
    store = open_store(book, statement_log=lambda sql, _parameters, _trip: heard.append(sql))
    write(store, Writes(update=((booking("b"), 1),)))
    store.close()
    assert heard[0] == "BEGIN IMMEDIATE"
    assert heard[-1] == "COMMIT"
    if journal_mode() == "truncate":
        assert book.with_name("book.db-journal").stat().st_size == 0
        assert not book.with_name("book.db-wal").exists()


@pytest.mark.skipif(journal_mode() == "wal", reason="this SQLite is to be trusted with WAL")
def test_a_journal_that_could_lose_commits_is_given_up(book: Path) -> None:
    alter(book, "PRAGMA journal_mode = wal")
    store = open_store(book)
    assert store.centers() == (CENTER,)
    store.close()
    assert asked(book, "PRAGMA journal_mode") == "delete"  # which is what a closed file says


def foreign_tables(path: Path) -> None:
    alter(path, "CREATE TABLE wp_posts (id INTEGER)")


def foreign_application(path: Path) -> None:
    alter(path, "PRAGMA application_id = 77", "VACUUM")


def ours_without_tables(path: Path) -> None:
    alter(path, f"PRAGMA application_id = {APPLICATION_ID}", "CREATE TABLE x (y)")


def a_text(path: Path) -> None:
    path.write_text("name,start,end\nGala,10:00,12:00\n" * 10)


@pytest.mark.parametrize(
    "make", [foreign_tables, foreign_application, ours_without_tables, a_text, Path.mkdir]
)
def test_what_is_not_ours_is_left_alone(tmp_path: Path, make: Callable[[Path], None]) -> None:
    path = tmp_path / "other.db"
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(NotOurs):
        open_store(path)
    with pytest.raises(NotOurs):
        open_store(path, upgrade=True)
    assert before == (path.read_bytes() if path.is_file() else b"")


def test_a_folder_that_does_not_exist_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotOurs, match="Make the folder"):
        open_store(tmp_path / "none" / "book.db")


def test_a_newer_book_is_left_alone(book: Path) -> None:
    alter(book, "UPDATE neighborbook_revision SET version_num = '9000'")
    for upgrade in (False, True):
        with pytest.raises(TooNew, match="9000"):
            open_store(book, upgrade=upgrade)


@pytest.mark.parametrize("revision", ["", "abc", "0000"])
def test_a_revision_that_never_was_is_not_ours(book: Path, revision: str) -> None:
    alter(book, f"UPDATE neighborbook_revision SET version_num = '{revision}'")
    with pytest.raises(NotOurs):
        open_store(book)


ON_UPDATE = "claim_before_is_clear_on_update"
DOES_NOTHING = "BEFORE UPDATE ON claim BEGIN SELECT 1; END"


@pytest.mark.parametrize(
    "damage",
    [
        ("DROP TRIGGER claim_after_is_clear_on_insert",),
        (f"DROP TRIGGER {ON_UPDATE}", f"CREATE TRIGGER {ON_UPDATE} {DOES_NOTHING}"),
    ],
    ids=["dropped", "altered"],
)
def test_a_book_without_its_guards_is_not_opened(book: Path, damage: tuple[str, ...]) -> None:
    alter(book, *damage)
    with pytest.raises(Corrupt, match="guards"):
        open_store(book)


def test_a_damaged_page_is_said_when_it_is_read(book: Path) -> None:
    pages = bytearray(book.read_bytes())
    root = asked(book, "SELECT rootpage FROM sqlite_master WHERE name = 'booking'")
    assert isinstance(root, int)
    pages[(root - 1) * 4096 : root * 4096] = b"\xff" * 4096
    book.write_bytes(pages)
    store = open_store(book)
    with pytest.raises(Corrupt), store.snapshot(CENTER) as reader:
        reader.bookings(everything)
    store.close()


def test_a_file_that_was_cut_off_is_damaged(book: Path) -> None:
    with book.open("r+b") as file:
        file.truncate(3 * 4096)
    with pytest.raises(Corrupt):
        open_store(book)


def test_many_threads_may_make_one_new_file(tmp_path: Path) -> None:
    path = tmp_path / "book.db"

    def use(n: int) -> None:
        store = open_store(path, deadline=30)
        store.create_center(f"center-{n}")
        store.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(use, range(12)))
    assert asked(path, "SELECT count(*) FROM center") == 12


def as_nobody(work: Callable[[], object]) -> str:
    """Do something as a user who is not root, in a child process; return what it says or raises."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        said = ""
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            said = repr(work())
        except BaseException as error:  # noqa: BLE001  the parent is to see whatever it was
            said = type(error).__name__
        finally:
            os.write(theirs, said.encode())
            os._exit(0)
    os.close(theirs)
    with os.fdopen(ours) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return said


def open_up(folder: Path) -> None:
    """Let anybody reach a temporary folder."""
    for each in (folder, *folder.parents):
        if each.stat().st_uid == os.geteuid() and each != Path("/"):
            each.chmod(each.stat().st_mode | stat.S_IRWXO & 0o005 | 0o050)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="wants another user in a child process")
@pytest.mark.parametrize(
    ("file_mode", "folder_mode", "said"),
    [
        (0o666, 0o777, "('anping',)"),
        (0o444, 0o777, ReadOnly.__name__),
        (0o666, 0o555, ReadOnly.__name__),
    ],
)
def test_what_may_not_be_written_is_said_at_opening(
    book: Path, file_mode: int, folder_mode: int, said: str
) -> None:
    open_up(book.parent)
    for beside in book.parent.iterdir():
        beside.chmod(0o666)
    book.chmod(file_mode)
    book.parent.chmod(folder_mode)
    try:
        assert as_nobody(lambda: open_store(book).centers()) == said
    finally:
        book.parent.chmod(0o700)


def test_every_error_of_opening_names_a_remedy(tmp_path: Path) -> None:
    a_text(tmp_path / "text.db")
    with pytest.raises(NeighborbookError) as error:
        open_store(tmp_path / "text.db")
    assert str(error.value).endswith("Name another file or schema.")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="wants a child process")
def test_a_book_in_memory_does_not_go_into_a_child_process() -> None:
    store = open_store()
    store.create_center(CENTER)
    assert as_nobody(store.centers) == StorageError.__name__
    assert store.centers() == (CENTER,)
    store.close()
