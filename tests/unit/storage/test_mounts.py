"""Which paths lie on network drives."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath

import pytest

from neighborbook.storage.mounts import file_system, is_network, is_network_path

TABLE = r"""
sysfs /sys sysfs rw,nosuid 0 0
/dev/vda1 / ext4 rw,relatime 0 0
nas:/export /srv nfs4 rw,vers=4.2 0 0
/dev/vdb1 /srv/local xfs rw 0 0
//nas/our\040books /mnt/our\040books cifs rw 0 0
clerk@host:/ /home/clerk/host fuse.sshfs rw 0 0
old:/x /data nfs rw 0 0
/dev/vdc1 /data btrfs rw 0 0
""".strip()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/book.db", "ext4"),
        ("/home/clerk/book.db", "ext4"),
        ("/srv/book.db", "nfs4"),
        ("/srv/deep/er/book.db", "nfs4"),
        ("/srv/local/book.db", "xfs"),
        ("/srv/locality/book.db", "nfs4"),
        ("/mnt/our books/book.db", "cifs"),
        ("/home/clerk/host/book.db", "fuse.sshfs"),
        ("/data/book.db", "btrfs"),
        ("/sys", "sysfs"),
    ],
)
def test_the_deepest_and_latest_mount_counts(path: str, kind: str) -> None:
    assert file_system(PurePosixPath(path), TABLE) == kind


@pytest.mark.parametrize("table", ["", "nonsense", "one two", "/dev/sda1 /elsewhere ext4 rw 0 0"])
def test_a_table_that_says_nothing_of_a_path_leaves_it_unknown(table: str) -> None:
    assert file_system(PurePosixPath("/home/book.db"), table) == ""


@pytest.mark.parametrize(
    "kind", ["nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "fuse.rclone", "vboxsf"]
)
def test_network_drives_are_known(kind: str) -> None:
    assert is_network(kind)


@pytest.mark.parametrize(
    "kind", ["", "ext4", "xfs", "btrfs", "zfs", "tmpfs", "overlay", "apfs", "fuse.ntfs-3g"]
)
def test_local_disks_are_let_be(kind: str) -> None:
    assert not is_network(kind)


def test_a_share_of_windows_is_a_network_drive() -> None:
    assert is_network_path(PureWindowsPath(r"\\nas\center\book.db"))
    assert not is_network_path(PureWindowsPath(r"C:\center\book.db"))
    assert not is_network_path(PurePosixPath("/center/book.db"))
