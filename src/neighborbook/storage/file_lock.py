"""The queue of writers before a SQLite file.

SQLite lets writers try again after growing pauses, so that who comes late may go first and some
wait for seconds. A lock on a file beside the database is taken before ``BEGIN IMMEDIATE``: whoever
waits tries every few milliseconds. The file stays; an empty file does no harm, removing it would.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock

from neighborbook.errors import Busy, ReadOnly

PAUSE = 0.002


class WriterLock:
    """A lock of one database file, for threads and processes alike; taken anew by each writer."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(f"{database.name}.lock")

    @contextmanager
    def held(self, until: float) -> Iterator[None]:
        """Hold the lock inside a ``with`` block."""
        lock = self.acquire(until)
        try:
            yield
        finally:
            lock.release()

    def acquire(self, until: float) -> filelock.BaseFileLock:
        """Take the lock, or raise ``Busy`` at ``until`` (of ``time.monotonic``)."""
        lock = filelock.FileLock(self._path, thread_local=False, fallback_to_soft=False)
        try:
            lock.acquire(timeout=max(until - time.monotonic(), 0), poll_interval=PAUSE)
        except filelock.Timeout:
            raise Busy("others were writing until the deadline") from None
        except PermissionError as error:
            raise ReadOnly(f"the lock file {self._path.name} cannot be made or opened") from error
        return lock
