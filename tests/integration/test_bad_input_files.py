"""Files that are no book, or that cannot be written: said by ``nb.open``, and left as they were."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path, PurePosixPath

import pytest

import neighborbook as nb
from neighborbook.storage.mounts import file_system, is_network
from tests.integration.bad_input import all_rows, opened

ROOT = Path(__file__).parents[2]
NOBODY = 65534


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a book in it: one booking, closed properly."""
    with opened(tmp_path) as desk:
        desk.book("hall", start="2026-11-05 10:00", length="1h", organizer="acme", title="kept")
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.name: path.read_bytes() for path in found if path.suffix != ".lock"}


def text_file(path: Path) -> None:
    path.write_text("Dear neighbors,\n", encoding="utf-8")


def empty_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def another_program(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipe (name TEXT)")


def half_of_it(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def first_page_gone(path: Path) -> None:
    path.write_bytes(b"\0" * 4096 + path.read_bytes()[4096:])


def made_by_a_newer_one(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        table = connection.execute(
            "SELECT name FROM sqlite_master WHERE sql LIKE '%version_num%' AND type = 'table'"
        ).fetchone()[0]
        connection.execute(f"UPDATE {table} SET version_num = '9999'")
        connection.commit()


SPOILED: list[tuple[Callable[[Path], object], type[nb.StorageError]]] = [
    (text_file, nb.NotOurs),
    (empty_folder, nb.NotOurs),
    (another_program, nb.NotOurs),
    (half_of_it, nb.Corrupt),
    (first_page_gone, nb.NotOurs),
    (made_by_a_newer_one, nb.TooNew),
]


@pytest.mark.parametrize(("spoil", "error"), SPOILED, ids=lambda value: value.__name__)
def test_a_file_that_is_no_book_is_said_and_left_as_it_is(
    spoil: Callable[[Path], object], error: type[nb.StorageError], folder: Path
) -> None:
    spoil(folder / "book.db")
    before = contents(folder)
    with pytest.raises(error) as no, nb.open(folder / "book.db", center="anping") as desk:
        list(desk.bookings())
    assert no.value.remedy in str(no.value)
    assert str(folder) not in str(no.value), "a path may name a person"
    assert contents(folder) == before


def test_an_empty_file_becomes_a_book(tmp_path: Path) -> None:
    (tmp_path / "book.db").touch()
    with opened(tmp_path) as desk:
        assert desk.offerings()


@pytest.mark.parametrize("name", ["a\0b.db", "\ud800.db", "x" * 5000])
def test_a_name_that_no_file_can_have_is_said(name: str, tmp_path: Path) -> None:
    with pytest.raises((nb.StorageError, nb.InvalidRequest)):
        nb.open(tmp_path / name)


@pytest.mark.parametrize("center", ["", " ", "a/b", "a\0b", "\ud800", "x" * 300])
def test_a_center_that_can_be_none_is_never_opened_for_writing(center: str) -> None:
    with pytest.raises(nb.NeighborbookError), nb.open(center=center) as desk:
        desk.load('center = { id = "anping", zone = "UTC" }\n')


MOUNTS = """\
/dev/vda1 / ext4 rw,relatime 0 0
nas:/export /srv/shared nfs4 rw 0 0
//nas/home /srv/my\\040drive cifs rw 0 0
me@nas:/home /srv/ssh fuse.sshfs rw 0 0
tmpfs /srv/shared/local tmpfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "shared"),
    [
        ("/srv/book.db", False),
        ("/srv/shared/book.db", True),
        ("/srv/shared/local/book.db", False),
        ("/srv/my drive/book.db", True),
        ("/srv/ssh/deep/er/book.db", True),
        ("/srv/sharedbook.db", False),
    ],
)
def test_a_network_drive_is_told_by_the_mount_that_holds_the_path(path: str, shared: bool) -> None:
    assert is_network(file_system(PurePosixPath(path), MOUNTS)) is shared


# Where nothing can be written ------------------------------------------------------------------

READ_ONLY = """
import os, sys
sys.path[:0] = {path!r}
import neighborbook as nb
from pathlib import Path
from tempfile import TemporaryDirectory
from tests.integration.bad_input import Songs, Stopped, opened

def book(folder):
    with nb.open(folder / "book.db", center="anping", clock=Stopped(), plugins=[Songs()]) as desk:
        desk.book("hall", start="2026-11-06 10:00", length="1h", organizer="acme")

with TemporaryDirectory() as other:  # imports what root alone may read
    opened(Path(other)).close_database()
    book(Path(other))
os.setgroups([]); os.setgid({nobody}); os.setuid({nobody})
try:
    book(Path({folder!r}))
except nb.ReadOnly as no:
    print("ReadOnly", no)
"""


def as_nobody(folder: Path) -> str:
    """Open a book and write in it as a user who owns nothing; root may write everywhere."""
    path = [str(ROOT), *sys.path]
    code = READ_ONLY.format(nobody=NOBODY, path=path, folder=str(folder))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


@pytest.fixture
def reachable(folder: Path) -> Iterator[Path]:
    """The folder with the book, on a path that any user may walk."""
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody else")
    above = [parent for parent in folder.parents if not parent.stat().st_mode & 0o001]
    for parent in above:
        parent.chmod(parent.stat().st_mode | 0o011)
    yield folder
    for parent in above:
        parent.chmod(parent.stat().st_mode & ~0o011)


def test_a_file_that_may_not_be_written_is_said(reachable: Path) -> None:
    reachable.chmod(0o777)
    (reachable / "book.db").chmod(0o444)
    said = as_nobody(reachable)
    assert said.startswith("ReadOnly the file book.db may not be written"), said
    assert len(all_rows(reachable)["booking"]) == 1


def test_a_folder_that_may_not_be_written_is_said(reachable: Path) -> None:
    for path in reachable.iterdir():
        path.chmod(0o666)
    reachable.chmod(0o555)
    said = as_nobody(reachable)
    assert said.startswith("ReadOnly the folder of book.db may not be written"), said
    assert len(all_rows(reachable)["booking"]) == 1


# Where there is no more space ------------------------------------------------------------------

FULL = """
import sys
sys.path[:0] = {path!r}
import neighborbook as nb
from datetime import date, timedelta
from tests.integration.bad_input import Songs, Stopped
kept = []
with nb.open({book!r}, center="anping", clock=Stopped(), plugins=[Songs()]) as desk:
    try:
        for number in range(2000):
            day, half = divmod(number, 40)
            start = f"{{date(2026, 11, 6) + timedelta(day)}} {{half // 2:02}}:{{half % 2 * 30:02}}"
            organizer = f"org-{{number}}"
            kept.append(desk.book("hall", start=start, length="30m", organizer=organizer,
                                  title="x" * 300).id)
    except nb.Full as no:
        print("Full", len(kept), no)
with nb.open({book!r}, center="anping", clock=Stopped(), plugins=[Songs()]) as desk:
    assert {{booking.id for booking in desk.bookings()}} == set(kept), "what was acknowledged"
    print("kept")
"""


def test_on_a_full_disk_everything_that_was_acknowledged_is_kept(
    folder: Path, tmp_path: Path
) -> None:
    small = tmp_path / "small"
    small.mkdir()
    code = FULL.format(path=[str(ROOT), *sys.path], book=str(small / "book.db"))
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("no unshare, so no small disk can be made")
    (tmp_path / "probe.py").write_text(code, encoding="utf-8")
    (folder / "book.db").unlink()
    with opened(folder):
        pass
    steps = 'mount -t tmpfs -o size=900k tmpfs "$1" && cp "$2" "$1/book.db" && exec "$3" "$4"'
    given = [str(small), str(folder / "book.db"), sys.executable, str(tmp_path / "probe.py")]
    done = subprocess.run(
        [unshare, "--mount", "sh", "-c", steps, "sh", *given],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    if "mount:" in done.stderr or "unshare:" in done.stderr:
        pytest.skip(f"no small disk can be mounted here: {done.stderr.strip()}")
    assert "Full " in done.stdout, done.stdout + done.stderr
    assert "kept" in done.stdout, done.stdout + done.stderr


ARGUMENTS = [
    *(("database", value) for value in (5, b"book.db", True, "mysql://host/book", "http://x")),
    *(("center", value) for value in (5, "", "a\nb", "x" * 300)),
    *(("deadline", value) for value in (0, -1, True, "5", float("nan"))),
    *(("upgrade", value) for value in (1, "yes", None)),
    *(("plugins", value) for value in (5, "meeting-room", None)),
]


@pytest.mark.parametrize(("name", "value"), ARGUMENTS, ids=repr)
def test_an_argument_of_open_that_has_no_sense_is_a_fault_of_its_name(
    name: str, value: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(nb.InvalidRequest) as wrong:
        nb.open(**{name: value})  # type: ignore[arg-type]
    assert [fault.path for fault in wrong.value.faults] == [name]
    assert not list(tmp_path.iterdir())


def test_a_message_about_an_address_holds_no_password() -> None:
    with pytest.raises(nb.InvalidRequest) as wrong:
        nb.open("mysql://me:secret@host/book")
    assert "secret" not in str(wrong.value)
