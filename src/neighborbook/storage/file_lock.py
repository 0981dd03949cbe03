"""The queue of writers before a SQLite file.

SQLite lets writers try again after growing pauses, so that who comes late may go first and some
wait for seconds. So a lock on a file beside the database is taken before ``BEGIN IMMEDIATE``.

Whoever wants it tries again and again, for no system lets one wait with a deadline; but then the
writer that has just left is there again before the others wake, and takes it all the time. So there
are two locks: only who holds the place at the head of the queue may try for the database, and gives
that place up when it has it. Until it has noticed that it may, nobody writes; so it tries more
often than those behind it. The files stay; empty files do no harm, removing them would.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock

from neighborbook.errors import Busy, Full, ReadOnly, StorageError

PAUSE = 0.001
"""Seconds between two tries of those behind in the queue."""

SHORTEST_PAUSE = 0.0001
"""Seconds between the first tries of the one at the head; they grow to those of the others."""

PATIENCE = 20
"""How many times its next pause the one at the head has waited by then."""


class WriterLock:
    """A lock of one database file, for threads and processes alike: each writer opens it anew."""

    def __init__(self, database: Path) -> None:
        self._lock = database.with_name(f"{database.name}.lock")
        self._head_of_queue = database.with_name(f"{database.name}.lock-queue")

    @contextmanager
    def held(self, until: float) -> Iterator[None]:
        """Hold the lock inside a ``with`` block.

        Raises:
            Busy: it was not to be had until then (of ``time.monotonic``).
        """
        head = _locked(self._head_of_queue, until, shortest=PAUSE)
        try:
            lock = _locked(self._lock, until, shortest=SHORTEST_PAUSE)
        finally:
            _unlock(head)
        try:
            yield
        finally:
            _unlock(lock)


def _locked(path: Path, until: float, *, shortest: float) -> int:
    """Open and lock a file, waiting for others; return its descriptor."""
    descriptor = _opened(path)
    try:
        begun = time.monotonic()
        while not filelock.lock_descriptor(descriptor, blocking=False):
            _pause(begun, until, shortest)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _pause(begun: float, until: float, shortest: float) -> None:
    now = time.monotonic()
    if now >= until:
        raise Busy("others were writing until the deadline")
    time.sleep(min(max(shortest, (now - begun) / PATIENCE), PAUSE, until - now))


def _unlock(descriptor: int) -> None:
    # A child process may have inherited the descriptor: closing alone would not unlock it then.
    filelock.unlock_descriptor(descriptor)
    os.close(descriptor)


def _opened(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Full(f"there is no space left for {path.name}") from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise ReadOnly(f"{path.name} cannot be made or opened") from error
        raise StorageError(
            f"{path.name} cannot be opened ({error.strerror})",
            remedy="See to the folder of the book; nothing was written.",
        ) from error
