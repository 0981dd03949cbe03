"""A folder of files that others read at any time: each is whole, whatever happens to the writer."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import attrs

from neighborbook.errors import FolderError

UNFINISHED = ".neighborbook-"
"""What names of files begin with that are not whole yet; readers pass over hidden files."""

TRIES = 3


@attrs.frozen(kw_only=True)
class Written:
    """What became of the files of one run.

    Attributes:
        written: names of files that are new or have other bytes than before.
        removed: names of files that are no longer published.
        unchanged: how many were left alone.
    """

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0


@attrs.define
class Folder:
    """A published folder while one run writes it.

    Files are replaced whole, and only when their bytes have changed, so that what copies the folder
    on copies what is new. What lies in ``owned`` folders and was not written by this run is removed
    at its end; everything else in the folder, and every hidden file, is somebody else's and stays.

    Args:
        root: made if it is missing.
        owned: names of the folders below it that hold published files alone.
        unnamed: of these, those in which names are secrets; messages do not tell them.
    """

    root: Path
    owned: tuple[str, ...]
    unnamed: tuple[str, ...] = ()
    _kept: set[str] = attrs.field(factory=set, init=False)
    _written: list[str] = attrs.field(factory=list, init=False)

    def put(self, name: str, content: bytes) -> bool:
        """Write a file if its bytes are new; return whether it was.

        Args:
            name: its path below the root, with ``/``.

        Raises:
            ValueError: the name leads out of the root.
            FolderError: it cannot be written.
        """
        path = self._inside(name)
        self._kept.add(name)
        for left in reversed(range(TRIES)):
            try:
                if path.is_file() and path.read_bytes() == content:
                    return False
                path.parent.mkdir(parents=True, exist_ok=True)
                _replace(path, content)
                break
            except OSError as error:
                if left and isinstance(error, FileNotFoundError):
                    continue  # another run has tidied it away meanwhile
                raise failure(self._shown(name), error) from error
        self._written.append(name)
        return True

    def rename(self, name: str, other: str) -> None:
        """Give a file another name, if it is there.

        Raises:
            ValueError: a name leads out of the root.
            FolderError: it cannot be written.
        """
        path, wanted = self._inside(name), self._inside(other)
        try:
            path.replace(wanted)
        except FileNotFoundError:
            return
        except OSError as error:
            raise failure(self._shown(name), error) from error

    def close(self) -> Written:
        """Remove what is no longer published, and what an earlier run left unfinished."""
        removed = []
        for name, path in sorted(self.found()):
            if name in self._kept:
                continue
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise failure(self._shown(name), error) from error
            if not path.name.startswith(UNFINISHED):
                removed.append(name)
        return Written(
            written=tuple(sorted(self._written)),
            removed=tuple(removed),
            unchanged=len(self._kept) - len(self._written),
        )

    def _shown(self, name: str) -> Path:
        folder = PurePosixPath(name).parts[0]
        return self.root / (folder if folder in self.unnamed else name)

    def found(self) -> Iterator[tuple[str, Path]]:
        """Yield name and path of every file that a run may remove; hidden ones are not its own."""
        yield from ((path.name, path) for path in self.root.glob(f"{UNFINISHED}*"))
        for owned in self.owned:
            for path in (self.root / owned).rglob("*"):
                name = path.relative_to(self.root)
                hidden = any(part.startswith(".") for part in name.parts)
                if path.is_file() and (not hidden or path.name.startswith(UNFINISHED)):
                    yield name.as_posix(), path

    def _inside(self, name: str) -> Path:
        parts = PurePosixPath(name).parts
        if not parts or any(part in ("..", "/") or part.startswith(".") for part in parts):
            raise ValueError(f"{name!r} is no name of a published file")
        return self.root.joinpath(*parts)


def _replace(path: Path, content: bytes) -> None:
    """Write beside, sync, and rename: readers see the old file or the new one, never a part."""
    descriptor, beside = tempfile.mkstemp(prefix=UNFINISHED, dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).chmod(0o644)  # a web server is another user
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def failure(path: Path, error: OSError) -> FolderError:
    """Return what an error of the system means to who publishes."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        why = "full"
    elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        why = "denied"
    elif error.errno in (errno.ENOTDIR, errno.EISDIR, errno.EEXIST):
        why = "in_the_way"
    else:
        why = "failed"
    return FolderError(path=str(path), why=why)
