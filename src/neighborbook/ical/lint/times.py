"""Checks of times: every one means one instant, and the same to every reader."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo

from dateutil.tz import tzical

from neighborbook.domain.civil import instant_of, two_readings
from neighborbook.domain.zones import zone, zone_keys
from neighborbook.ical.lint.written import Component, ContentLine, Finding, Written
from neighborbook.ical.vtimezone import is_fixed

_TIMES = ("DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE")
_DATE = re.compile(r"\d{8}", re.ASCII)
_DATE_TIME = re.compile(r"\d{8}T\d{6}Z?", re.ASCII)
_UNTIL = re.compile(r";UNTIL=([^;]*)")


def times_have_their_form(written: Written) -> Iterator[Finding]:
    """A DATE says VALUE=DATE; a DATE-TIME ends with Z or names a zone, so none is floating."""
    for line in _times(written):
        if line.parameter("VALUE") == "DATE":
            good = _DATE.fullmatch(line.value) and not line.parameter("TZID")
        else:
            good = _DATE_TIME.fullmatch(line.value) and line.value.endswith("Z") != bool(
                line.parameter("TZID")
            )
        if not good:
            what = f"{line.name}: write VALUE=DATE, or UTC with Z, or a wall time with its TZID"
            yield Finding(rule="time-form", line=line.number, what=what)


def ends_come_after_starts(written: Written) -> Iterator[Finding]:
    """DTEND is later than DTSTART, never the same; both are dates or neither is."""
    for component in (part for calendar in written.calendars() for part in calendar.dated()):
        start, end = (_moment(component.first(name)) for name in ("DTSTART", "DTEND"))
        if start is None or end is None:
            continue
        if _is_date(component.first("DTSTART")) != _is_date(component.first("DTEND")):
            what = "DTSTART and DTEND are not of one type; write both as dates or neither"
            yield Finding(rule="end", line=component.number, what=what)
        elif end <= start:
            what = "DTEND is not later than DTSTART; leave it out or mend it"
            yield Finding(rule="end", line=component.number, what=what)


def there_is_no_duration(written: Written) -> Iterator[Finding]:
    """DTEND says when it ends; DURATION beside it is forbidden (RFC 5545 §3.6.1)."""
    for component in written.named("VEVENT"):
        for line in component.all("DURATION"):
            what = "DURATION in a VEVENT; write DTEND alone"
            yield Finding(rule="duration", line=line.number, what=what)


def zones_are_told(written: Written) -> Iterator[Finding]:
    """Each TZID has its VTIMEZONE in the same calendar, once."""
    told = [component.value("TZID") for component in written.named("VTIMEZONE")]
    for key in sorted({key for key in told if told.count(key) > 1}):
        yield Finding(rule="zone-twice", line=0, what=f"two VTIMEZONEs of {key}; write one")
    for line in _times(written):
        if line.parameter("TZID") and line.parameter("TZID") not in told:
            what = f"no VTIMEZONE of {line.parameter('TZID')[:40]}; write it"
            yield Finding(rule="zone-untold", line=line.number, what=what)


def zones_have_iana_names(written: Written) -> Iterator[Finding]:
    """Never an offset as a TZID, and times in a zone that is but an offset are in UTC."""
    for component in written.named("VTIMEZONE"):
        key = component.value("TZID")
        if key not in zone_keys():
            what = f"TZID {key[:40]!r} is no IANA name; write UTC instead"
            yield Finding(rule="zone-name", line=component.number, what=what)
    for line in _times(written):
        key = line.parameter("TZID")
        if key in zone_keys() and is_fixed(key):
            what = f"{key} is but an offset; write UTC with Z"
            yield Finding(rule="zone-name", line=line.number, what=what)


def every_change_of_a_zone_is_an_observance(written: Written) -> Iterator[Finding]:
    """No RDATE: of its comma lists some readers take the first value alone."""
    for component in written.named("VTIMEZONE"):
        for part in component.walk():
            for line in part.all("RDATE"):
                what = "RDATE in a VTIMEZONE; write an observance for each change"
                yield Finding(rule="zone-rdate", line=line.number, what=what)


def wall_times_exist(written: Written) -> Iterator[Finding]:
    """No reader agrees with another about an hour that the clocks skip."""
    for line in _times(written):
        wall, key = _wall(line), line.parameter("TZID")
        if wall is None or key not in zone_keys() or line.value.endswith("Z"):
            continue
        first, second = two_readings(wall, zone(key))
        if first > second:
            what = f"{line.value} never was shown in {key}; write an instant that is"
            yield Finding(rule="wall-skipped", line=line.number, what=what)


def wall_times_are_shown_once(written: Written) -> Iterator[Finding]:
    """Of an hour that the clocks show twice some readers take the first pass, others the second.

    But a series must start on the wall clock, and RECURRENCE-ID and EXDATE are like its start.
    """
    for component in (part for calendar in written.calendars() for part in calendar.dated()):
        names = ("DTEND",) if component.first("RRULE") is not None else ("DTSTART", "DTEND")
        for line in (line for line in component.properties if line.name in names):
            wall, key = _wall(line), line.parameter("TZID")
            if wall is None or key not in zone_keys():
                continue
            first, second = two_readings(wall, zone(key))
            if first < second:
                what = f"{line.value} was shown twice in {key}; write UTC with Z"
                yield Finding(rule="wall-twice", line=line.number, what=what)


def zones_tell_the_truth(written: Written) -> Iterator[Finding]:
    """By its VTIMEZONE each wall time means what it means by tzdata."""
    told = {part.value("TZID"): part for part in written.named("VTIMEZONE")}
    for key in sorted(told.keys() & zone_keys()):
        try:
            by_calendar = _as_told(told[key])
        except (ValueError, KeyError, IndexError, TypeError) as fault:
            what = f"VTIMEZONE of {key} cannot be read: {type(fault).__name__}"
            yield Finding(rule="zone-wrong", line=told[key].number, what=what)
            continue
        for wall in sorted({wall for line in _times(written) for wall in _walls_in(line, key)}):
            first, second = two_readings(wall, zone(key))
            if first <= second and instant_of(wall.replace(tzinfo=by_calendar)) != first:
                what = f"by this VTIMEZONE {wall.isoformat()} in {key} is another instant"
                yield Finding(rule="zone-wrong", line=told[key].number, what=what)


def series_end_in_the_form_of_their_start(written: Written) -> Iterator[Finding]:
    """UNTIL is a date for dates, else in UTC with Z (RFC 5545 §3.3.10)."""
    for component in written.named("VEVENT"):
        for line in component.all("RRULE"):
            found = _UNTIL.search(f";{line.value}")
            if found is None:
                continue
            form = _DATE if _is_date(component.first("DTSTART")) else re.compile(r"\d{8}T\d{6}Z")
            if form.fullmatch(found[1]) is None or "COUNT=" in line.value:
                what = f"UNTIL={found[1][:20]}; write UTC with Z, a date for dates, and no COUNT"
                yield Finding(rule="until", line=line.number, what=what)


def exceptions_have_the_form_of_their_start(written: Written) -> Iterator[Finding]:
    """EXDATE and RECURRENCE-ID have the type and the zone of the master's DTSTART, one a line."""
    for calendar in written.calendars():
        masters = {
            part.value("UID"): part for part in calendar.dated() if part.first("RRULE") is not None
        }
        for component in calendar.dated():
            master = masters.get(component.value("UID"))
            start = master.first("DTSTART") if master is not None else None
            if start is None:
                continue
            for line in component.all("RECURRENCE-ID") + component.all("EXDATE"):
                if _form(line) != _form(start) or "," in line.value:
                    what = f"{line.name} is not in the form of its master's DTSTART"
                    yield Finding(rule="series-form", line=line.number, what=what)


def _times(written: Written) -> Iterator[ContentLine]:
    for calendar in written.calendars():
        for component in calendar.dated():
            yield from (line for line in component.properties if line.name in _TIMES)


def _is_date(line: ContentLine | None) -> bool:
    return line is not None and line.parameter("VALUE") == "DATE"


def _form(line: ContentLine) -> tuple[bool, str, bool]:
    return _is_date(line), line.parameter("TZID"), line.value.endswith("Z")


def _wall(line: ContentLine) -> datetime | None:
    """The value as a naive moment, whatever zone it is in; None if it is none."""
    form = "%Y%m%d" if _DATE.fullmatch(line.value) else "%Y%m%dT%H%M%S"
    try:
        # The zone is looked at by who calls; both readings of a wall time are wanted there.
        return datetime.strptime(line.value.removesuffix("Z"), form)  # noqa: DTZ007
    except ValueError:
        return None


def _walls_in(line: ContentLine, key: str) -> tuple[datetime, ...]:
    wall = _wall(line)
    return (wall,) if wall is not None and line.parameter("TZID") == key else ()


def _moment(line: ContentLine | None) -> int | None:
    """The instant that a time means; dates and unknown zones count as UTC."""
    wall = _wall(line) if line is not None else None
    if line is None or wall is None:
        return None
    key = line.parameter("TZID")
    if key in zone_keys() and not line.value.endswith("Z"):
        return instant_of(wall.replace(tzinfo=zone(key)))
    return instant_of(wall.replace(tzinfo=UTC))


def _as_told(component: Component) -> tzinfo:
    """The zone as an independent reader understands this VTIMEZONE."""
    text = "\n".join(_lines_of(component))
    told = tzical(io.StringIO(text)).get()
    if told is None:
        raise ValueError(component.name)
    return told


def _lines_of(component: Component) -> Iterator[str]:
    yield f"BEGIN:{component.name}"
    for line in component.properties:
        yield f"{line.name}:{line.value}"
    for part in component.parts:
        yield from _lines_of(part)
    yield f"END:{component.name}"


CHECKS = (
    times_have_their_form,
    ends_come_after_starts,
    there_is_no_duration,
    zones_are_told,
    zones_have_iana_names,
    every_change_of_a_zone_is_an_observance,
    wall_times_exist,
    wall_times_are_shown_once,
    zones_tell_the_truth,
    series_end_in_the_form_of_their_start,
    exceptions_have_the_form_of_their_start,
)
