"""A thread has one transaction or snapshot at a time.

A second one would wait for the first: for ever on SQLite, whose writer waits for readers, and for
scopes on PostgreSQL. That is a mistake in the program, so it is said at once.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class OneAtATime:
    """Remembers which threads are inside.

    >>> once = OneAtATime()
    >>> with once.inside(), once.inside():
    ...     pass
    Traceback (most recent call last):
        ...
    RuntimeError: a transaction or snapshot of this thread is still open: leave it first
    """

    def __init__(self) -> None:
        self._threads: set[int] = set()
        self._pid = os.getpid()

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Enter, or raise ``RuntimeError`` if this thread is inside."""
        if self._pid != os.getpid():
            # A child process has none of its parent's other threads, but gives out their numbers.
            self._threads, self._pid = set(), os.getpid()
        thread = threading.get_ident()
        if thread in self._threads:
            raise RuntimeError(
                "a transaction or snapshot of this thread is still open: leave it first"
            )
        self._threads.add(thread)
        try:
            yield
        finally:
            self._threads.discard(thread)
