"""Many values made at once, without the garbage collector looking through them over and over.

Whenever some hundreds of values more exist than before, Python looks for cycles among them, and
from time to time among all that the process holds. What a calendar is made of, or what a search
judges, has no cycles and is let go by its reference counts alone, so all that looking finds
nothing: of a calendar a fifth of the whole time.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_turn = threading.Lock()
_inside = 0
_was_on = False


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the collector of cycles out meanwhile; where it was off before, it stays off.

    It is one for the whole process: of several threads in here, the last one out turns it on again.
    """
    _enter()
    try:
        yield
    finally:
        _leave()


def _enter() -> None:
    global _inside, _was_on  # noqa: PLW0603  the collector is one for the process, too
    with _turn:
        if not _inside:
            _was_on = gc.isenabled()
            gc.disable()
        _inside += 1


def _leave() -> None:
    global _inside  # noqa: PLW0603
    with _turn:
        _inside -= 1
        if not _inside and _was_on:
            gc.enable()
