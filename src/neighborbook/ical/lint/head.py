"""Checks of the calendar as a whole: how it is built, and what its head says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from neighborbook.ical.lint.written import Component, Finding, Written

_NEEDED = ("VERSION", "PRODID", "NAME", "X-WR-CALNAME", "REFRESH-INTERVAL", "X-PUBLISHED-TTL")
# RFC 7986 §5.7 and §5.8 want the value type said; a reader may drop the property otherwise.
_TYPED = {"REFRESH-INTERVAL": "DURATION", "SOURCE": "URI"}
_SAME = (("NAME", "X-WR-CALNAME"), ("REFRESH-INTERVAL", "X-PUBLISHED-TTL"))
_COLOR = re.compile(r"[a-z]+", re.IGNORECASE)


def every_line_can_be_read(written: Written) -> Iterator[Finding]:
    """Each is NAME;PARAMETER=…:VALUE, and each BEGIN has its END."""
    yield from written.unread


def there_is_one_calendar_with_something_in_it(written: Written) -> Iterator[Finding]:
    """RFC 5545 §3.6 wants at least one component in a VCALENDAR."""
    if len(written.calendars()) != 1 or len(written.root.parts) != 1 or written.root.properties:
        yield Finding(rule="one-calendar", line=0, what="write one VCALENDAR and nothing beside it")
    for calendar in written.calendars():
        if not calendar.parts:
            what = "a VCALENDAR without a component; write its VTIMEZONE at least"
            yield Finding(rule="one-calendar", line=calendar.number, what=what)


def the_head_says_what_readers_need(written: Written) -> Iterator[Finding]:
    """Version, product, name and how often to read, each in the old and in the new way."""
    for calendar in written.calendars():
        for name in _NEEDED:
            if len(calendar.all(name)) != 1:
                what = f"{name} stands {len(calendar.all(name))} times; write it once"
                yield Finding(rule="head", line=calendar.number, what=what)
        if calendar.value("VERSION") not in {"2.0", ""}:
            yield Finding(rule="head", line=calendar.number, what="VERSION is not 2.0")


def both_ways_to_say_it_agree(written: Written) -> Iterator[Finding]:
    """NAME and X-WR-CALNAME, REFRESH-INTERVAL and X-PUBLISHED-TTL."""
    for calendar in written.calendars():
        for new, old in _SAME:
            if calendar.value(new) != calendar.value(old):
                what = f"{new} and {old} differ; write the same value"
                yield Finding(rule="head-differs", line=calendar.number, what=what)


def value_types_are_said(written: Written) -> Iterator[Finding]:
    """REFRESH-INTERVAL;VALUE=DURATION and SOURCE;VALUE=URI."""
    for calendar in written.calendars():
        for name, kind in _TYPED.items():
            for line in calendar.all(name):
                if line.parameter("VALUE").upper() != kind:
                    what = f"write {name};VALUE={kind}"
                    yield Finding(rule="value-type", line=line.number, what=what)


def there_is_no_method(written: Written) -> Iterator[Finding]:
    """A published calendar is no message: METHOD would change what DTSTAMP means."""
    for calendar in written.calendars():
        for line in calendar.all("METHOD"):
            yield Finding(rule="method", line=line.number, what="METHOD in a feed; leave it out")


def colors_have_names(written: Written) -> Iterator[Finding]:
    """RFC 7986 §5.9: a CSS3 name, never #rrggbb."""
    for component in written.root.walk():
        for line in component.all("COLOR"):
            if _COLOR.fullmatch(line.value) is None:
                what = f"COLOR:{line.value[:20]}; write a CSS3 name such as teal"
                yield Finding(rule="color", line=line.number, what=what)


def busy_times_are_merged_and_in_order(written: Written) -> Iterator[Finding]:
    """One FREEBUSY for each period, in UTC; periods of one type never touch (RFC 5545 §3.8.2.6)."""
    for component in written.named("VFREEBUSY"):
        yield from _unmerged(component)


def _unmerged(component: Component) -> Iterator[Finding]:
    latest: dict[str, str] = {}
    for line in component.all("FREEBUSY"):
        kind = line.parameter("FBTYPE")
        start, _, end = line.value.partition("/")
        if not (start.endswith("Z") and end.endswith("Z") and "," not in line.value):
            what = "write one period in UTC, start/end"
            yield Finding(rule="busy-period", line=line.number, what=what)
        elif start >= end or start <= latest.get(kind, ""):
            what = "touches or precedes the period before it, or is empty; merge and sort"
            yield Finding(rule="busy-period", line=line.number, what=what)
        latest[kind] = end


CHECKS = (
    every_line_can_be_read,
    there_is_one_calendar_with_something_in_it,
    the_head_says_what_readers_need,
    both_ways_to_say_it_agree,
    value_types_are_said,
    there_is_no_method,
    colors_have_names,
    busy_times_are_merged_and_in_order,
)
