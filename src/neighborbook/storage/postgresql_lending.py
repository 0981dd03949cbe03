"""Borrowing connections from a pool, for no longer than until a deadline.

A pool has one timeout for all who ask, and the pool of a host's engine has the host's. So nobody of
ours asks while it has nothing to give: who comes then waits here, until something is given back.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import attrs
import psycopg
import sqlalchemy.exc
from sqlalchemy.pool import QueuePool

from neighborbook.errors import Busy, StorageError
from neighborbook.storage.postgresql_errors import said

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine
    from sqlalchemy.pool import PoolProxiedConnection

PAUSE = 0.01
"""Seconds after which one looks again: what the host gives back is not told here."""


@attrs.define(eq=False)
class _Waiting:
    """Who waits before one pool.

    Attributes:
        asking: how many are asking the pool at this moment.
    """

    turn: threading.Condition = attrs.field(factory=threading.Condition)
    asking: int = 0


_waiting: WeakKeyDictionary[Engine, _Waiting] = WeakKeyDictionary()
"""By engine, since several stores may share one."""


def lend(engine: Engine, until: float) -> PoolProxiedConnection:
    """Borrow a connection.

    Args:
        until: of ``time.monotonic``.

    Raises:
        Busy: all of them were in use until then.
        StorageError: the server cannot be reached.
    """
    waiting = _before(engine)
    with waiting.turn:
        while _left(engine) <= waiting.asking:
            left = until - time.monotonic()
            if left <= 0:
                raise _spent()
            waiting.turn.wait(min(left, PAUSE))
        waiting.asking += 1
    try:
        return _connected(engine)
    finally:
        with waiting.turn:
            waiting.asking -= 1
            waiting.turn.notify()


def take_back(engine: Engine, lent: PoolProxiedConnection, *, fit: bool) -> None:
    """Give a connection back to its pool, or drop it if it is not fit to be lent again."""
    if fit:
        lent.close()
    else:
        lent.invalidate()
    waiting = _before(engine)
    with waiting.turn:
        waiting.turn.notify()


def forget(engine: Engine) -> None:
    """Forget in a child process who of its parent's threads were waiting."""
    _waiting.pop(engine, None)


def _before(engine: Engine) -> _Waiting:
    found = _waiting.get(engine)
    return _waiting.setdefault(engine, _Waiting()) if found is None else found


def _left(engine: Engine) -> float:
    """Return how many connections the pool could give at once."""
    pool = engine.pool
    if not isinstance(pool, QueuePool):
        return float("inf")  # no other kind lets anybody wait
    most = pool._max_overflow  # noqa: SLF001  # how many are out is public, but not how many may be
    return float("inf") if most < 0 else pool.checkedin() + most - pool.overflow()


def _connected(engine: Engine) -> PoolProxiedConnection:
    try:
        return engine.raw_connection()
    except sqlalchemy.exc.TimeoutError:
        # Something of the host's was faster.
        raise _spent() from None
    except (psycopg.Error, sqlalchemy.exc.DBAPIError) as error:
        cause = error.orig if isinstance(error, sqlalchemy.exc.DBAPIError) else error
        what = said(cause) if isinstance(cause, psycopg.Error) else type(cause).__name__
        raise StorageError(
            f"the database cannot be reached ({what})",
            remedy="See that the server runs and the address is right; nothing was written.",
        ) from error


def _spent() -> Busy:
    return Busy("every connection to the database was in use")
