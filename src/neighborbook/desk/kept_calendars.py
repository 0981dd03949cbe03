"""Calendars as they were written out, kept for whoever asks for the very same again.

Subscribers ask every few minutes and mostly nothing has changed. A kept calendar is given only to
one who stands to the center exactly as its reader did, on the same civil day, while the book bears
the same stamp, and before time alone would change anything in it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable

import attrs

MOST_BYTES = 32 * 1024 * 1024
"""How much is kept in one process; what was asked for longest ago goes first."""


@attrs.frozen(kw_only=True)
class Kept:
    """A calendar with all that bounds its use.

    Attributes:
        stamp: of the book, read together with what it was made of.
        made_at: UTC seconds; before that it need not have been so.
        until: UTC seconds; from then on time may have changed something. ``None`` for no end.
    """

    payload: bytes
    stamp: tuple[int, ...]
    made_at: int
    until: int | None

    def serves(self, stamp: tuple[int, ...], now: int) -> bool:
        """Whether it would come out the same, made now from a book with this stamp."""
        timely = self.made_at <= now and (self.until is None or now < self.until)
        return timely and stamp == self.stamp


class KeptCalendars:
    """The calendars kept for one house; threads may share it."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._size = 0
        self._found: OrderedDict[Hashable, Kept] = OrderedDict()
        self._turn = threading.Lock()

    def get(self, asked: Hashable) -> Kept | None:
        """Return what was kept under all that was asked, and by whom; it may have had its time."""
        with self._turn:
            found = self._found.get(asked)
            if found is not None:
                self._found.move_to_end(asked)
            return found

    def keep(self, asked: Hashable, made: Kept) -> None:
        """Keep a calendar, and let go of others as far as there is no room for all."""
        with self._turn:
            before = self._found.pop(asked, None)
            self._size -= 0 if before is None else len(before.payload)
            if len(made.payload) > self._most:
                return
            self._found[asked] = made
            self._size += len(made.payload)
            while self._size > self._most:
                _, gone = self._found.popitem(last=False)
                self._size -= len(gone.payload)
