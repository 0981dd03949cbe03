from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from neighborbook.errors import FolderError
from neighborbook.publish.folder import UNFINISHED, Folder, Written


def open_folder(root: Path) -> Folder:
    return Folder(root, owned=("rooms",))


def test_a_file_is_written_whole_and_readable_by_others(tmp_path: Path) -> None:
    folder = open_folder(tmp_path / "public")
    assert folder.put("rooms/A.ics", b"one")
    assert (tmp_path / "public/rooms/A.ics").read_bytes() == b"one"
    assert (tmp_path / "public/rooms/A.ics").stat().st_mode & 0o777 == 0o644
    assert folder.close() == Written(written=("rooms/A.ics",))


def test_a_file_whose_bytes_are_the_same_is_left_alone(tmp_path: Path) -> None:
    open_folder(tmp_path).put("rooms/A.ics", b"one")
    os.utime(tmp_path / "rooms/A.ics", (1, 1))
    again = open_folder(tmp_path)
    assert not again.put("rooms/A.ics", b"one")
    assert again.close() == Written(unchanged=1)
    assert (tmp_path / "rooms/A.ics").stat().st_mtime == 1


def test_what_is_no_longer_published_is_removed_and_nothing_else(tmp_path: Path) -> None:
    first = open_folder(tmp_path)
    first.put("rooms/A.ics", b"one")
    first.put("index.html", b"index")
    (tmp_path / "robots.txt").write_text("mine", encoding="ascii")
    second = open_folder(tmp_path)
    second.put("rooms/B.ics", b"two")
    assert second.close() == Written(written=("rooms/B.ics",), removed=("rooms/A.ics",))
    assert sorted(p.name for p in tmp_path.rglob("*") if p.is_file()) == [
        "B.ics",
        "index.html",
        "robots.txt",
    ]


def test_what_a_killed_run_left_unfinished_is_removed_without_a_word(tmp_path: Path) -> None:
    (tmp_path / "rooms").mkdir()
    (tmp_path / "rooms" / f"{UNFINISHED}x").write_bytes(b"half")
    (tmp_path / f"{UNFINISHED}y").write_bytes(b"half")
    assert open_folder(tmp_path).close() == Written()
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_hidden_files_of_others_stay(tmp_path: Path) -> None:
    (tmp_path / "rooms/.git").mkdir(parents=True)
    (tmp_path / "rooms/.htaccess").write_text("mine", encoding="ascii")
    (tmp_path / "rooms/.git/config").write_text("mine", encoding="ascii")
    assert open_folder(tmp_path).close() == Written()
    assert len([p for p in tmp_path.rglob("*") if p.is_file()]) == 2


def test_a_file_gets_another_name_if_it_is_there(tmp_path: Path) -> None:
    folder = open_folder(tmp_path)
    folder.put("rooms/A.ics", b"one")
    folder.rename("rooms/A.ics", "rooms/B.ics")
    folder.rename("rooms/A.ics", "rooms/C.ics")
    assert [path.name for path in (tmp_path / "rooms").iterdir()] == ["B.ics"]


def test_a_message_does_not_tell_a_name_that_is_a_secret(tmp_path: Path) -> None:
    (tmp_path / "private/abc.ics").mkdir(parents=True)  # cannot be replaced by a file
    folder = Folder(tmp_path, owned=("private",), unnamed=("private",))
    with pytest.raises(FolderError) as failed:
        folder.put("private/abc.ics", b"x")
    assert failed.value.path == str(tmp_path / "private")
    assert "abc" not in str(failed.value)


@pytest.mark.parametrize("name", ["../A.ics", "/etc/A.ics", "rooms/../../A.ics", ".htaccess", ""])
def test_a_name_never_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="no name of a published file"):
        open_folder(tmp_path).put(name, b"x")


def test_a_folder_that_cannot_be_written_is_said_with_the_file(tmp_path: Path) -> None:
    (tmp_path / "rooms").write_text("a file where a folder should be", encoding="ascii")
    with pytest.raises(FolderError) as failed:
        open_folder(tmp_path).put("rooms/A.ics", b"x")
    assert (failed.value.why, failed.value.path) == ("in_the_way", str(tmp_path / "rooms/A.ics"))
    assert str(failed.value).endswith("Move it away, or name another place.")


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (errno.ENOSPC, "full"),
        (errno.EROFS, "denied"),
        (errno.EACCES, "denied"),
        (errno.EIO, "failed"),
    ],
)
def test_a_write_that_fails_says_why_and_leaves_the_file_of_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, why: str
) -> None:
    open_folder(tmp_path).put("rooms/A.ics", b"before")

    def broken(descriptor: int) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(FolderError) as failed:
        open_folder(tmp_path).put("rooms/A.ics", b"after")
    assert (failed.value.why, failed.value.passes) == (why, why == "full")
    assert [p.read_bytes() for p in (tmp_path / "rooms").iterdir()] == [b"before"]


def test_a_run_that_ends_while_another_writes_does_not_break_it_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync, ends = os.fsync, iter([open_folder(tmp_path).close])

    def another_ends(descriptor: int) -> None:
        sync(descriptor)
        for close in ends:
            close()

    monkeypatch.setattr(os, "fsync", another_ends)
    folder = open_folder(tmp_path)
    assert folder.put("rooms/A.ics", b"one")
    assert folder.close() == Written(written=("rooms/A.ics",))
    assert [p.read_bytes() for p in (tmp_path / "rooms").iterdir()] == [b"one"]
