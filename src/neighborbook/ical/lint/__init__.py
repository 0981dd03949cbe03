"""A linter for the calendars that we write.

Each check is a function that looks for one thing and says in its docstring why. Tests lint every
calendar that is produced anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from neighborbook.ical.lint import components, head, octets, reading, times
from neighborbook.ical.lint.written import Finding, Written, read

__all__ = ["CHECKS", "Finding", "lint"]

CHECKS: tuple[Callable[[Written], Iterable[Finding]], ...] = (
    *octets.CHECKS,
    *head.CHECKS,
    *components.CHECKS,
    *times.CHECKS,
    *reading.CHECKS,
)


def lint(payload: bytes, *, alarms: bool = False, people: bool = False) -> tuple[Finding, ...]:
    """Return everything that is wrong with a written calendar, in order of lines; empty if good.

    Args:
        payload: the whole calendar.
        alarms: whether its owner asked for alarms.
        people: whether it may name ATTENDEE and ORGANIZER; a feed may not.

    >>> "nesting" in {finding.rule for finding in lint(b"BEGIN:VCALENDAR")}
    True
    """
    written = read(payload, alarms=alarms, people=people)
    found = [finding for check in CHECKS for finding in check(written)]
    return tuple(sorted(found, key=lambda finding: (finding.line, finding.rule)))
