"""Where now and new ids come from; both are handed to the desk, so that tests can say them."""

from __future__ import annotations

import secrets
import time
from typing import Protocol

import attrs


class Clock(Protocol):
    """Tells the time. The desk reads it once a transaction, when its scopes are locked."""

    def now(self) -> int:
        """Return UTC seconds since 1970."""
        ...


class Ids(Protocol):
    """Makes ids and UIDs."""

    def new(self) -> str:
        """Return 128 random bits as 32 hexadecimal digits."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> int:
        """Return UTC seconds since 1970."""
        return int(time.time())


@attrs.frozen(kw_only=True)
class StoppedClock:
    """A clock that has stopped, of a desk that shows one moment; ``at`` is UTC seconds."""

    at: int

    def now(self) -> int:
        """Return UTC seconds since 1970."""
        return self.at


class RandomIds:
    """Ids from the operating system's random source."""

    def new(self) -> str:
        """Return 128 random bits as 32 hexadecimal digits."""
        return secrets.token_hex(16)
