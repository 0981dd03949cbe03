"""Checks through the eyes of a library: icalendar reads what we wrote."""

from __future__ import annotations

from collections.abc import Iterator

from icalendar import Calendar

from neighborbook.ical.lint.written import Finding, Written


def icalendar_reads_it_without_errors(written: Written) -> Iterator[Finding]:
    """Broken properties do not raise there: they land in ``component.errors``."""
    try:
        calendar = Calendar.from_ical(written.payload)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as fault:
        what = f"icalendar refuses it: {type(fault).__name__}: {str(fault)[:80]}"
        yield Finding(rule="unreadable", line=0, what=what)
        return
    for component in calendar.walk():
        for name, error in component.errors:
            what = f"icalendar cannot read {name} of {component.name}: {error[:80]}"
            yield Finding(rule="unreadable", line=0, what=what)


CHECKS = (icalendar_reads_it_without_errors,)
