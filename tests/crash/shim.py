"""The library between SQLite and the kernel (``shim.c``): made when needed, steered by ctypes."""

from __future__ import annotations

import ctypes
import enum
import shutil
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")


class ShimUnavailable(Exception):
    """It cannot be had here; the text says why."""


class Deed(enum.IntEnum):
    """What is done at the chosen call."""

    NOTHING = 0
    KILL_BEFORE = 1
    KILL_WITHIN = 2
    FAIL = 3


def compiled(folder: Path) -> Path:
    """Compile the library into a folder.

    Raises:
        ShimUnavailable: there is no compiler, or nothing can be preloaded.
    """
    if sys.platform != "linux":
        raise ShimUnavailable("the library that fails on purpose is preloaded as on Linux")
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        raise ShimUnavailable("no C compiler for the library that fails on purpose")
    made = folder / "shim.so"
    words = [compiler, "-shared", "-fPIC", "-O1", "-o", str(made), str(SOURCE), "-ldl"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise ShimUnavailable(f"the C compiler failed: {done.stderr.strip()[-300:]}")
    return made


class Shim:
    """The preloaded library, as the process that lives under it steers it."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(None)
        self._library.crash_seen.restype = ctypes.c_long

    def watch(self, folder: Path) -> None:
        """Count what is done to the files of this folder."""
        self._library.crash_watch(str(folder.resolve()).encode())

    def arm(
        self, deed: Deed, at: int = 0, *, error: int = 0, times: int = -1, only: str = "\0"
    ) -> None:
        """Do it at the n-th call from now on.

        Args:
            error: the ``errno`` of calls that fail.
            times: how many calls fail; -1 for all until disarmed.
            only: count calls of one kind: ``W`` write, ``S`` sync, ``T`` truncate, ``U`` unlink.
        """
        self._library.crash_arm(
            int(deed), ctypes.c_long(at), error, ctypes.c_long(times), ctypes.c_char(only.encode())
        )

    def disarm(self) -> int:
        """Let all calls through; return how many were counted."""
        seen: int = self._library.crash_seen()
        self.arm(Deed.NOTHING)
        return seen

    def trace(self, file: int) -> None:
        """Write every call down in an open file."""
        self._library.crash_trace(file)

    def note(self, text: str) -> None:
        """Write a word down among the calls."""
        self._library.crash_note(text.encode())
