"""The entries of a calendar that others wrote, each occurrence of a series for itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import attrs

from neighborbook.domain.civil import instant_of
from neighborbook.domain.time_fault import TimeFault
from neighborbook.domain.times import parse_date, parse_instant, parse_length, zone
from neighborbook.domain.zones import zone_keys
from neighborbook.ical.lines import Component, Property, components_of, refuse_line
from neighborbook.ical.recurrence import Rule, Steps, days_of, rule_of

_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)")
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(Z?)")
_MAIL = re.compile(r"mailto:", re.IGNORECASE)


@attrs.frozen(kw_only=True)
class Entry:
    """One occurrence.

    Attributes:
        uid: of the series, or of the lone entry; ``occurrence`` is when this one was to begin by
            the rule, "" for a lone one.
        start_at, end_at: UTC seconds; ``end_at`` is ``None`` where none is said.
        status: ``CONFIRMED``, ``TENTATIVE``, ``CANCELLED``, or "".
        organizer: an address without its ``mailto:``.
        is_free: it is noted, and takes up no time (``TRANSP:TRANSPARENT``).
    """

    line: int
    uid: str
    occurrence: str
    start_at: int
    end_at: int | None
    title: str
    place: str
    organizer: str
    status: str
    is_free: bool = False


@attrs.frozen(kw_only=True)
class Window:
    """Of which time entries are wanted, and by which clock those without a zone are meant.

    Attributes:
        since_at: occurrences of a series that begin before it are left out; ``None``: none is.
        until_at: no occurrence was to begin at or after it; one that was moved may.
    """

    zone: str
    until_at: int
    since_at: int | None = None

    def has(self, instant: int) -> bool:
        """Whether what begins then is wanted."""
        return instant < self.until_at and (self.since_at is None or instant >= self.since_at)


def entries_of(payload: bytes, window: Window) -> Iterator[Entry]:
    """Yield the entries of a file; a series up to the end of the window.

    Zones are those of IANA, by their own names or by those that Windows has for them; one that a
    calendar brings along is taken by the place that it names, never by its name alone.

    Raises:
        InvalidRequest: it is no calendar, larger than it may be, or holds what is not understood;
            the fault names the line.
    """
    steps = Steps()
    for calendar in components_of(payload):
        if calendar.name != "VCALENDAR":
            refuse_line(
                calendar.line,
                "INPUT_INVALID",
                calendar.name,
                "a calendar that begins with BEGIN:VCALENDAR",
            )
        reader = _Reader(zones=_zones(calendar), window=window, own=zone(window.zone))
        events = [each for each in calendar.components if each.name == "VEVENT"]
        moved = {
            (_uid(event), reader.instant(changed)): event
            for event in events
            if (changed := _alone(event.first("RECURRENCE-ID")))
        }
        masters = [event for event in events if event.first("RECURRENCE-ID") is None]
        told: set[tuple[str, int]] = set()
        for event in masters:
            for entry, key in reader.occurrences(event, steps):
                told.add(key)
                yield reader.entry(moved[key], key) if key in moved else entry
        here = {_uid(master) for master in masters}
        for key, event in moved.items():
            if key in told:
                continue
            entry = reader.entry(event, key)
            came_in = window.has(entry.start_at) and not window.has(key[1])
            if key[0] not in here or came_in:  # or of a series that stands elsewhere
                yield entry


def _alone(changed: Property | None) -> Property | None:
    """Return which occurrence is changed; that all later ones are, too, is not understood."""
    if changed is not None and "RANGE" in changed.parameters:
        refuse_line(changed.line, "INPUT_INVALID", "RANGE", "a change of one occurrence alone")
    return changed


def _uid(event: Component) -> str:
    found = event.first("UID")
    if found is None or not found.value.strip():
        refuse_line(event.line, "INPUT_MISSING", "UID", "a UID for each entry")
    return found.value.strip()


def _zones(calendar: Component) -> Mapping[str, ZoneInfo]:
    """Return the zones that a calendar brings along, by its own names for them."""
    found = {}
    for each in calendar.components:
        if each.name != "VTIMEZONE" or (name := each.first("TZID")) is None:
            continue
        place = each.first("X-LIC-LOCATION")
        known = _known_zone(place.value.strip()) if place else None
        if known is not None:
            found[name.value.strip()] = known
    return found


def _known_zone(name: str) -> ZoneInfo | None:
    """Return a zone by its IANA name, by that of Windows, or by one that ends in an IANA name."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    name = name.strip('"')
    parts = name.strip("/").split("/")
    for candidate in (
        name,
        WINDOWS_TO_OLSON.get(name, ""),
        "/".join(parts[-2:]),
        "/".join(parts[-3:]),
    ):
        if candidate in zone_keys():
            return zone(candidate)
    return None


@attrs.frozen(kw_only=True)
class _Reader:
    zones: Mapping[str, ZoneInfo]
    window: Window
    own: ZoneInfo

    def occurrences(
        self, event: Component, steps: Steps
    ) -> Iterator[tuple[Entry, tuple[str, int]]]:
        """Yield an entry with its UID and the instant at which it was to begin."""
        start = event.first("DTSTART")
        if start is None:
            refuse_line(event.line, "INPUT_MISSING", "DTSTART", "a start for each entry")
        uid, first = _uid(event), self.instant(start)
        rules = event.all("RRULE")
        if len(rules) > 1 or event.all("EXRULE"):
            refuse_line(event.line, "INPUT_INVALID", "RRULE", "one rule for each entry")
        added = [self.instant(one) for listed in event.all("RDATE") for one in _each(listed)]
        if not rules and not added:
            yield self.entry(event, (uid, first), lone=True), (uid, first)
            return
        without = {self.instant(one) for listed in event.all("EXDATE") for one in _each(listed)}
        by_rule = (
            self._by_rule(start, rule_of(rules[0].value, rules[0].line), steps)
            if rules
            else [first]
        )
        for instant in dict.fromkeys((*by_rule, *added)):
            if instant not in without and self.window.has(instant):
                key = (uid, instant)
                yield self.entry(event, key, shift=instant - first), key

    def _by_rule(self, start: Property, rule: Rule, steps: Steps) -> Iterator[int]:
        """Yield the instants of a rule by the wall clock; a time that it never shows is none."""
        where = self._zone(start)
        first = self.instant(start)
        wall = datetime.fromtimestamp(first, where)
        until = self._until(rule, where)
        last = datetime.fromtimestamp(
            min(self.window.until_at, until or self.window.until_at), where
        )
        counted = 0
        for day in days_of(rule, wall.date(), last.date(), steps):
            local = datetime.combine(day, wall.time(), tzinfo=where)
            instant = instant_of(local)
            if datetime.fromtimestamp(instant, where).replace(tzinfo=None) != local.replace(
                tzinfo=None
            ):
                continue
            counted += 1
            if (until is not None and instant > until) or (rule.count or counted) < counted:
                return
            yield first if day == wall.date() else instant

    def _until(self, rule: Rule, where: ZoneInfo) -> int | None:
        if not rule.until:
            return None
        written = Property(line=rule.line, value=rule.until, parameters={})
        if _DATE.fullmatch(rule.until):  # the whole of that day
            return self._day(written, where) + 86_399
        return self.instant(attrs.evolve(written), where)

    def entry(
        self, event: Component, key: tuple[str, int], *, shift: int = 0, lone: bool = False
    ) -> Entry:
        """Return one occurrence, so many seconds after the one that stands there."""
        start = event.first("DTSTART")
        if start is None:
            refuse_line(event.line, "INPUT_MISSING", "DTSTART", "a start for each entry")
        begins = self.instant(start)
        ends = self._end(event, start, begins)
        occurrence = "" if lone else datetime.fromtimestamp(key[1], UTC).strftime("%Y%m%dT%H%M%SZ")
        return Entry(
            line=event.line,
            uid=key[0],
            occurrence=occurrence,
            start_at=begins + shift,
            end_at=None if ends is None else ends + shift,
            title=_text(event, "SUMMARY"),
            place=_text(event, "LOCATION"),
            organizer=_MAIL.sub("", _text(event, "ORGANIZER")),
            status=_text(event, "STATUS").upper(),
            is_free=_text(event, "TRANSP").upper() == "TRANSPARENT",
        )

    def _end(self, event: Component, start: Property, begins: int) -> int | None:
        if (end := event.first("DTEND")) is not None:
            return self.instant(end)
        if (length := event.first("DURATION")) is not None:
            try:
                return begins + parse_length(length.value.strip().removeprefix("+"))
            except TimeFault:
                refuse_line(
                    length.line, "INPUT_INVALID", length.value[:40], "a length such as PT2H"
                )
        if _DATE.fullmatch(start.value.strip()):
            day = parse_date("-".join(_DATE.fullmatch(start.value.strip()).groups()))  # type: ignore[union-attr]
            return parse_instant(day + timedelta(days=1), self.own)
        return None

    def instant(self, given: Property, floating: ZoneInfo | None = None) -> int:
        """Return the instant of a date or a time; a date is the first instant of that day here."""
        text = given.value.strip()
        if _DATE.fullmatch(text):
            return self._day(given, self.own)
        found = _TIME.fullmatch(text)
        if found is None:
            refuse_line(given.line, "INPUT_INVALID", text[:40], "a time such as 20261201T100000Z")
        year, month, day, hour, minute, second = (int(part) for part in found.groups()[:6])
        where = self._zone(given) if "TZID" in given.parameters else floating or self.own
        try:
            wall = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
            if found[7]:
                return parse_instant(wall, self.own)
            return parse_instant(wall.replace(tzinfo=None).isoformat(), where, ambiguous="earlier")
        except (ValueError, TimeFault):
            refuse_line(given.line, "INPUT_INVALID", text[:40], "a time such as 20261201T100000Z")

    def _day(self, given: Property, where: ZoneInfo) -> int:
        parts = _DATE.fullmatch(given.value.strip())
        try:
            return parse_instant(date(*map(int, parts.groups())), where)  # type: ignore[union-attr]
        except (ValueError, TimeFault):
            refuse_line(given.line, "INPUT_INVALID", given.value[:40], "a date such as 20261201")

    def _zone(self, given: Property) -> ZoneInfo:
        """Return the zone that a time names, or the center's; one that nobody knows is a fault."""
        name = given.parameters.get("TZID", "")
        if not name:
            return zone("UTC") if given.value.strip().endswith("Z") else self.own
        known = self.zones.get(name) or _known_zone(name)
        if known is None:
            expected = "a zone of IANA or of Windows, or a VTIMEZONE with its X-LIC-LOCATION"
            refuse_line(given.line, "UNKNOWN_ZONE", name[:60], expected)
        return known


def _each(listed: Property) -> Iterable[Property]:
    return [attrs.evolve(listed, value=value) for value in listed.value.split(",")]


def _text(event: Component, name: str) -> str:
    found = event.first(name)
    return " ".join(found.text.split()) if found else ""
