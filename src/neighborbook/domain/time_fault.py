"""What is wrong with a time, length, date or zone that somebody wrote.

Kept apart so that zones, civil days and the reading of times can all raise it.
"""

from __future__ import annotations

from datetime import date

from neighborbook.errors import Fault

_SHOWN = 60


def printable(given: object) -> str:
    """Return what was given as short, printable text for a message.

    >>> printable("10:00"), printable(3.5), printable("x" * 100)[-3:], printable(date(2026, 1, 2))
    ('10:00', '3.5', 'xx…', '2026-01-02')
    """
    try:
        if isinstance(given, date):  # a datetime is one, too
            given = given.isoformat()
        text = given if isinstance(given, str) else repr(given)
    except Exception:  # noqa: BLE001  a foreign __repr__ may raise anything; the fault survives
        text = type(given).__name__
    shown = "".join(letter if letter.isprintable() else "\ufffd" for letter in text[:_SHOWN])
    return shown if len(text) <= _SHOWN else shown[:-1] + "…"


class TimeFault(ValueError):
    """A time, length, date or zone cannot be understood, or means two instants, or none.

    Attributes:
        code: always ``INPUT_INVALID``.
        given: what was given, shortened, printable.
        expected: what would be accepted, in words.
        readings: the two ways to read a wall time that the clock shows twice or skips, earlier
            first, each with its offset, so that either can be given instead. Empty otherwise.
    """

    code = "INPUT_INVALID"

    def __init__(self, *, given: object, expected: str, readings: tuple[str, ...] = ()) -> None:
        self.given = printable(given)
        self.expected = expected
        self.readings = readings
        super().__init__(f"{self.given!r} cannot be used: give {expected}")

    def fault(self, path: str) -> Fault:
        """Return the same as a Fault at the place where it was written.

        >>> TimeFault(given="soon", expected="a date").fault("start").path
        'start'
        """
        return Fault(path=path, code=self.code, given=self.given, expected=self.expected)


class UnknownZone(TimeFault):
    """The tzdata package knows no zone of that name."""
