"""What every reader of calendars gives: the entries, in its own understanding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import attrs


@attrs.frozen(kw_only=True, order=True)
class Entry:
    """One VEVENT as a reader understands it.

    Attributes:
        start, end: UTC seconds; of dates, their midnights in UTC.
        properties: the names of all that the reader found in the VEVENT, in its own words, sorted.
    """

    start: int
    end: int
    uid: str
    summary: str
    status: str
    sequence: int
    properties: tuple[str, ...]


class Reader(Protocol):
    """An implementation of RFC 5545 that is not ours."""

    @property
    def name(self) -> str:
        """What it is known as."""

    @property
    def reads_zones(self) -> bool:
        """Whether it takes the rules of a zone out of the calendar's VTIMEZONE.

        Others look them up by name, in a list that came with them or with the system.
        """

    def missing(self) -> str | None:
        """Say why it cannot be asked here, and what would bring it; ``None`` if it can."""

    def read(self, payloads: Sequence[bytes]) -> list[list[Entry]]:
        """Return the entries of each calendar, sorted."""
