"""Checks of what a VEVENT says, and of what it must not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from neighborbook.ical.lint.written import Component, Finding, Written
from neighborbook.ical.status import CANCELLED_PREFIX, Status

_NEEDED = {
    "VEVENT": ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "TRANSP", "SUMMARY"),
    "VFREEBUSY": ("UID", "DTSTAMP", "DTSTART", "DTEND"),
}
_ONCE = frozenset(
    {
        "UID",
        "DTSTAMP",
        "DTSTART",
        "DTEND",
        "SEQUENCE",
        "STATUS",
        "TRANSP",
        "SUMMARY",
        "LOCATION",
        "DESCRIPTION",
        "URL",
        "COLOR",
        "CREATED",
        "LAST-MODIFIED",
        "RECURRENCE-ID",
        "RRULE",
        "CLASS",
    }
)
_PEOPLE = ("ATTENDEE", "ORGANIZER")
_TEXTS = frozenset(
    {"SUMMARY", "LOCATION", "DESCRIPTION", "NAME", "COMMENT", "CONTACT", "X-WR-CALNAME"}
)
_BADLY_ESCAPED = re.compile(r"(?<!\\)(?:\\\\)*(?:[;,]|\\(?![\\;,nN]))")


def needed_properties_are_there(written: Written) -> Iterator[Finding]:
    """UID, DTSTAMP, SEQUENCE, both ends, STATUS, TRANSP, SUMMARY."""
    for name, needed in _NEEDED.items():
        for component in written.named(name):
            for missing in (one for one in needed if component.first(one) is None):
                what = f"{name} without {missing}; write it"
                yield Finding(rule="missing", line=component.number, what=what)


def nothing_is_said_twice(written: Written) -> Iterator[Finding]:
    """RFC 5545 §3.6.1 allows most properties once; a second SUMMARY was smuggled in."""
    for component in written.root.walk():
        counted = Counter(line.name for line in component.properties)
        for name in sorted(_ONCE & counted.keys()):
            if counted[name] > 1:
                what = f"{name} stands {counted[name]} times; write it once"
                yield Finding(rule="repeated", line=component.number, what=what)


def uids_are_unique(written: Written) -> Iterator[Finding]:
    """A UID comes twice only with another RECURRENCE-ID."""
    seen: set[tuple[str, str]] = set()
    for component in (part for calendar in written.calendars() for part in calendar.dated()):
        identity = (component.value("UID"), component.value("RECURRENCE-ID"))
        if identity in seen:
            what = f"UID {identity[0][:40]} again; give each its own"
            yield Finding(rule="uid-twice", line=component.number, what=what)
        seen.add(identity)


def the_stamp_is_the_last_revision(written: Written) -> Iterator[Finding]:
    """Without METHOD, DTSTAMP means what LAST-MODIFIED means (RFC 5545 §3.8.7.2)."""
    for component in written.named("VEVENT"):
        modified = component.value("LAST-MODIFIED")
        if modified and modified != component.value("DTSTAMP"):
            what = "DTSTAMP is not LAST-MODIFIED; write the last revision in both"
            yield Finding(rule="stamp", line=component.number, what=what)


def stamps_and_sequence_have_their_form(written: Written) -> Iterator[Finding]:
    """Stamps are in UTC, SEQUENCE is a number from 0."""
    for component in (part for calendar in written.calendars() for part in calendar.dated()):
        for name in ("DTSTAMP", "LAST-MODIFIED", "CREATED"):
            if not re.fullmatch(r"(\d{8}T\d{6}Z)?", component.value(name), re.ASCII):
                what = f"{name} is no instant in UTC; write yyyymmddThhmmssZ"
                yield Finding(rule="stamp-form", line=component.number, what=what)
        if not re.fullmatch(r"\d*", component.value("SEQUENCE"), re.ASCII):
            what = "SEQUENCE is no whole number; write 0 or more"
            yield Finding(rule="stamp-form", line=component.number, what=what)


def states_are_known(written: Written) -> Iterator[Finding]:
    """STATUS is one of the three of a VEVENT, TRANSP one of its two."""
    for component in written.named("VEVENT"):
        for name, known in (("STATUS", tuple(Status)), ("TRANSP", ("OPAQUE", "TRANSPARENT"))):
            value = component.value(name)
            if value and value not in known:
                what = f"{name}:{value[:20]}; write one of {', '.join(known)}"
                yield Finding(rule="state", line=component.number, what=what)


def what_is_cancelled_takes_no_time(written: Written) -> Iterator[Finding]:
    """STATUS:CANCELLED goes with TRANSP:TRANSPARENT."""
    for component in _cancelled(written):
        if component.value("TRANSP") != "TRANSPARENT":
            what = "cancelled but OPAQUE; write TRANSP:TRANSPARENT"
            yield Finding(rule="cancelled-opaque", line=component.number, what=what)


def what_is_cancelled_says_so(written: Written) -> Iterator[Finding]:
    """SUMMARY begins with the word for it: some readers ignore STATUS."""
    prefixes = tuple(words for _, words in CANCELLED_PREFIX.by_language)
    for component in _cancelled(written):
        if not component.value("SUMMARY").startswith(prefixes):
            what = f"cancelled, but SUMMARY begins with none of {', '.join(prefixes)}"
            yield Finding(rule="cancelled-unsaid", line=component.number, what=what)


def alarms_ring_only_for_who_asked(written: Written) -> Iterator[Finding]:
    """No VALARM in a feed whose owner asked for none."""
    if not written.alarms:
        for component in written.named("VALARM"):
            what = "VALARM that nobody asked for; leave it out"
            yield Finding(rule="alarm", line=component.number, what=what)


def no_third_persons_are_named(written: Written) -> Iterator[Finding]:
    """No ATTENDEE and no ORGANIZER in a feed."""
    if not written.people:
        for component in written.root.walk():
            for line in (line for name in _PEOPLE for line in component.all(name)):
                what = f"{line.name} in a feed; leave it out"
                yield Finding(rule="people", line=line.number, what=what)


def texts_are_escaped(written: Written) -> Iterator[Finding]:
    r"""In a TEXT, separators stand behind a backslash, and a backslash before one or before n."""
    for component in written.root.walk():
        for line in component.properties:
            if line.name in _TEXTS and _BADLY_ESCAPED.search(line.value):
                what = f"{line.name} holds a bare separator or backslash; escape it"
                yield Finding(rule="escape", line=line.number, what=what)


def _cancelled(written: Written) -> Iterator[Component]:
    return (
        component
        for component in written.named("VEVENT")
        if component.value("STATUS") == Status.CANCELLED
    )


CHECKS = (
    needed_properties_are_there,
    nothing_is_said_twice,
    uids_are_unique,
    the_stamp_is_the_last_revision,
    stamps_and_sequence_have_their_form,
    states_are_known,
    what_is_cancelled_takes_no_time,
    what_is_cancelled_says_so,
    alarms_ring_only_for_who_asked,
    no_third_persons_are_named,
    texts_are_escaped,
)
