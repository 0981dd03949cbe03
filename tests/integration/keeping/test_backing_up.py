"""A backup of a living database is whole, or is none; older ones go only for a sound one."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

import neighborbook as nb
from neighborbook.desk.keeping.backing_up import Backup, back_up, restore
from neighborbook.storage.backup_files import backups_in
from neighborbook.testing import SetClock
from tests.integration.keeping.planting import NOW, Book, damage_file, filled

DAY = 86_400


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """A file with a morning in it."""
    book = filled(f"sqlite:///{tmp_path / 'book.db'}")
    yield book
    book.desk.close_database()


def backed_up(book: Book, folder: Path, *, day: int = 0, keep: int = 30) -> Backup:
    return back_up(book.url, folder, now=NOW + day * DAY, keep=keep)


@attrs.define
class Writer:
    """A process that books, and what it has promised so far."""

    process: subprocess.Popen[str]
    promised: list[str] = attrs.field(factory=list)
    listener: threading.Thread | None = None

    def listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.promised.append(line.strip())


@contextlib.contextmanager
def writers(url: str, many: int) -> Iterator[list[Writer]]:
    """Let processes write until the block ends."""
    started = []
    for n in range(many):
        words = [sys.executable, "-m", "tests.integration.keeping.writer", url, str(n)]
        process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        writer = Writer(process)
        writer.listener = threading.Thread(target=writer.listen)
        writer.listener.start()
        started.append(writer)
    try:
        yield started
    finally:
        for writer in started:
            writer.process.terminate()
            writer.process.wait()
            assert writer.listener is not None
            writer.listener.join()
            assert writer.process.stdout is not None
            writer.process.stdout.close()


def waited_for(writers: list[Writer], many: int) -> None:
    """Wait until each has promised so many bookings."""
    event = threading.Event()
    for _ in range(600):
        if all(len(writer.promised) >= many for writer in writers):
            return
        event.wait(0.05)
    raise AssertionError("the writers do not write")


def test_a_backup_among_writers_is_sound_and_has_all_that_was_promised_before(
    database_url: str, tmp_path: Path
) -> None:
    filled(database_url).desk.close_database()
    made = back_up(database_url, tmp_path / "kept", now=NOW - 1)
    with writers(database_url, 2) as writing:
        for n in range(3):
            waited_for(writing, (n + 1) * 5)
            promised = [id for writer in writing for id in list(writer.promised)]
            made = back_up(database_url, tmp_path / "kept", now=NOW + n)
            assert made.sound
            assert len(promised) >= (n + 1) * 10
            with contextlib.closing(sqlite3.connect(made.path)) as file:
                there = {id for (id,) in file.execute("SELECT id FROM booking")}
                assert set(promised) <= there
                assert file.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert all(writer.process.poll() is None for writer in writing)
    restored = restore(Path(made.path), str(tmp_path / "again.db"), now=NOW)
    assert restored.audits[0] == attrs.evolve(made.audits[0], at=NOW)
    assert [path.suffix for path in (tmp_path / "kept").glob("[!.]*")].count(".db") == 4
    assert list((tmp_path / "kept").glob(".*")) == []


def test_a_backup_is_named_by_its_moment_with_its_digest_beside_it(
    book: Book, tmp_path: Path
) -> None:
    made = backed_up(book, tmp_path / "kept")
    path = Path(made.path)
    assert path.name == "book-20261130T005320Z.db"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert made.sha256 == digest
    beside = path.with_name(f"{path.name}.sha256").read_text(encoding="utf-8")
    assert beside == f"{digest}  {path.name}\n"
    assert Path(backed_up(book, tmp_path / "kept").path).name == "book-20261130T005320Z-1.db"


def test_only_so_many_are_kept_and_others_files_are_left_alone(book: Book, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    for name in ("notes.txt", "other-20200101T000000Z.db", "book.db"):
        (kept / name).write_text("mine", encoding="utf-8")
    made = [backed_up(book, kept, day=day, keep=3) for day in range(5)]
    assert [Path(path).name for path in made[4].removed] == [Path(made[1].path).name]
    assert [str(path) for path in backups_in(kept, "book")] == [each.path for each in made[2:]]
    assert len(list(kept.glob("*.sha256"))) == 3
    assert (kept / "notes.txt").exists()
    assert (kept / "other-20200101T000000Z.db").exists()


def test_one_of_a_damaged_database_is_kept_and_takes_no_older_one_away(
    book: Book, tmp_path: Path
) -> None:
    sound = [backed_up(book, tmp_path / "kept", day=day, keep=2) for day in range(2)]
    book.damage("DELETE FROM claim WHERE owner = '{confirmed}'")
    made = backed_up(book, tmp_path / "kept", day=2, keep=2)
    assert not made.sound
    assert made.removed == ()
    assert all(Path(each.path).exists() for each in (*sound, made))
    with pytest.raises(nb.Corrupt, match="claim_missing"):
        restore(Path(made.path), str(tmp_path / "again.db"), now=NOW)
    assert not (tmp_path / "again.db").exists()


def test_a_torn_database_gives_no_backup(book: Book, tmp_path: Path) -> None:
    sound = backed_up(book, tmp_path / "kept")
    path = Path(book.url.removeprefix("sqlite:///"))
    with contextlib.closing(sqlite3.connect(path)) as file:
        named = "SELECT rootpage FROM sqlite_master WHERE name = 'booking_by_start'"
        (root,) = file.execute(named).fetchone()
    with path.open("r+b") as raw:
        raw.seek(root * 4096 - 64)
        raw.write(b"\x7f" * 64)
    with pytest.raises(nb.Corrupt, match="torn"):
        backed_up(book, tmp_path / "kept", day=1, keep=1)
    assert backups_in(tmp_path / "kept", "book") == (Path(sound.path),)
    assert list((tmp_path / "kept").glob(".*")) == []


def test_a_database_that_lost_its_guards_is_backed_up_and_told(book: Book, tmp_path: Path) -> None:
    path = book.url.removeprefix("sqlite:///")
    damage_file(path, [])
    with contextlib.closing(sqlite3.connect(path)) as file:
        file.execute("DROP TRIGGER claim_after_is_clear_on_insert")
    assert not backed_up(book, tmp_path / "kept").sound


def test_one_that_was_cut_off_leaves_no_name_and_is_swept_up_in_the_end(
    book: Book, tmp_path: Path
) -> None:
    code = (
        "import sys; from pathlib import Path; "
        "from neighborbook.desk.keeping import backing_up as b; import os; "
        "b._audits = lambda *_: os._exit(9); "
        f"b.back_up({book.url!r}, Path({str(tmp_path / 'kept')!r}), now={NOW})"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9
    [left] = (tmp_path / "kept").iterdir()
    assert left.name.startswith(".")
    assert backups_in(tmp_path / "kept", "book") == ()
    os.utime(left, (NOW - 2 * DAY, NOW - 2 * DAY))
    made = backed_up(book, tmp_path / "kept")
    kept = sorted(path.name for path in (tmp_path / "kept").iterdir())
    assert kept == [Path(made.path).name, f"{Path(made.path).name}.sha256"]


def test_the_clock_of_a_desk_is_not_needed_to_read_a_backup(book: Book, tmp_path: Path) -> None:
    made = backed_up(book, tmp_path / "kept")
    with nb.open(made.path, clock=SetClock(NOW)) as desk:
        assert desk.booking(book.confirmed).title == "Choir"
