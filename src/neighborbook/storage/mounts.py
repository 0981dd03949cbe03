"""Whether a path lies on a network drive, told from the table of mounts."""

from __future__ import annotations

from pathlib import PurePath, PurePosixPath

NETWORK = frozenset(
    {
        "9p", "afs", "beegfs", "ceph", "cifs", "davfs", "glusterfs", "lustre", "ncpfs", "nfs",
        "nfs4", "ocfs2", "smb", "smb2", "smb3", "smbfs", "vboxsf", "virtiofs",
    }
)  # fmt: skip
"""File systems whose locks or syncs do not reach all who use the file."""

NETWORK_IN_USERSPACE = frozenset(
    {"ceph", "cifs", "davfs", "davfs2", "gcsfuse", "glusterfs", "goofys", "nfs", "rclone", "s3fs",
     "smbnetfs", "sshfs"}
)  # fmt: skip


def file_system(path: PurePosixPath, mounts: str) -> str:
    r"""Return the type of the file system that holds an absolute path; "" if unknown.

    Args:
        mounts: the text of ``/proc/mounts``: device, mount point, type, options; of several mounts
            on one point the last one counts.

    >>> table = "/dev/sda1 / ext4 rw 0 0\nnas:/data /srv/center nfs4 rw 0 0"
    >>> file_system(PurePosixPath("/srv/center/book.db"), table)
    'nfs4'
    """
    found, depth = "", -1
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = PurePosixPath(_unescaped(fields[1]))
        if len(point.parts) >= depth and (path == point or point in path.parents):
            found, depth = fields[2], len(point.parts)
    return found


def is_network(kind: str) -> bool:
    """Whether a type of file system is a network drive.

    >>> is_network("fuse.sshfs"), is_network("ext4")
    (True, False)
    """
    if kind.startswith("fuse."):
        return kind.removeprefix("fuse.") in NETWORK_IN_USERSPACE
    return kind in NETWORK


def is_network_path(path: PurePath) -> bool:
    """Whether a Windows path names a share.

    >>> from pathlib import PureWindowsPath
    >>> is_network_path(PureWindowsPath("//nas/center/book.db"))
    True
    """
    return path.drive.startswith("\\\\")


def _unescaped(field: str) -> str:
    for code, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        field = field.replace(code, character)
    return field
