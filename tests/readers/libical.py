"""libical, the C library under GNOME's and KDE's calendars, by way of ctypes."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from ctypes import c_char_p, c_int, c_long, c_void_p
from typing import Any

import attrs

from tests.readers.entries import Entry

LIBRARIES = ("libical.so.3", "libical.3.dylib")
ANY_PROPERTY = 0
"""ICAL_ANY_PROPERTY; kinds of components are asked for by name."""


class Time(ctypes.Structure):
    """struct icaltimetype of libical 3."""

    _fields_ = [
        *((name, c_int) for name in ("year", "month", "day", "hour", "minute", "second")),
        ("is_date", c_int),
        ("is_daylight", c_int),
        ("zone", c_void_p),
    ]


SIGNATURES: dict[str, tuple[Any, ...]] = {
    "icalparser_parse_string": (c_void_p, c_char_p),
    "icalcomponent_free": (None, c_void_p),
    "icalcomponent_count_errors": (c_int, c_void_p),
    "icalcomponent_string_to_kind": (c_int, c_char_p),
    "icalcomponent_get_first_component": (c_void_p, c_void_p, c_int),
    "icalcomponent_get_next_component": (c_void_p, c_void_p, c_int),
    "icalcomponent_get_first_property": (c_void_p, c_void_p, c_int),
    "icalcomponent_get_next_property": (c_void_p, c_void_p, c_int),
    "icalproperty_get_property_name": (c_char_p, c_void_p),
    "icalcomponent_get_uid": (c_char_p, c_void_p),
    "icalcomponent_get_summary": (c_char_p, c_void_p),
    "icalcomponent_get_sequence": (c_int, c_void_p),
    "icalcomponent_get_status": (c_int, c_void_p),
    "icalproperty_status_to_string": (c_char_p, c_int),
    "icalcomponent_get_dtstart": (Time, c_void_p),
    "icalcomponent_get_dtend": (Time, c_void_p),
    "icaltime_as_timet_with_zone": (c_long, Time, c_void_p),
}


@attrs.frozen
class Libical:
    """Reads zones out of the calendar: DTSTART and DTEND come with the VTIMEZONE of their TZID."""

    name: str = "libical"
    reads_zones: bool = True

    def missing(self) -> str | None:
        return None if _library() is not None else "no libical 3 (Debian: apt-get install libical3)"

    def read(self, payloads: Sequence[bytes]) -> list[list[Entry]]:
        library = _library()
        assert library is not None
        call = {name: _function(library, name) for name in SIGNATURES}
        return [sorted(_entries(call, payload)) for payload in payloads]


def _library() -> ctypes.CDLL | None:
    for name in LIBRARIES:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None


def _function(library: ctypes.CDLL, name: str) -> Callable[..., Any]:
    found = getattr(library, name)
    found.restype, *found.argtypes = SIGNATURES[name]
    return found  # type: ignore[no-any-return]


def _entries(call: dict[str, Callable[..., Any]], payload: bytes) -> Iterator[Entry]:
    assert b"\x00" not in payload, "a text of C ends at a NUL"
    calendar = call["icalparser_parse_string"](payload)
    assert calendar, "libical reads nothing at all"
    try:
        assert call["icalcomponent_count_errors"](calendar) == 0, "libical finds errors"
        kind = call["icalcomponent_string_to_kind"](b"VEVENT")
        for event in _each(call, "component", calendar, kind):
            yield _entry(call, event)
    finally:
        call["icalcomponent_free"](calendar)


def _each(call: dict[str, Callable[..., Any]], what: str, within: int, kind: int) -> Iterator[int]:
    found = call[f"icalcomponent_get_first_{what}"](within, kind)
    while found:
        yield found
        found = call[f"icalcomponent_get_next_{what}"](within, kind)


def _entry(call: dict[str, Callable[..., Any]], event: int) -> Entry:
    def instant(name: str) -> int:
        found = call[f"icalcomponent_get_{name}"](event)
        return int(call["icaltime_as_timet_with_zone"](found, found.zone))

    names = [
        call["icalproperty_get_property_name"](each).decode()
        for each in _each(call, "property", event, ANY_PROPERTY)
    ]
    return Entry(
        start=instant("dtstart"),
        end=instant("dtend"),
        uid=call["icalcomponent_get_uid"](event).decode(),
        summary=call["icalcomponent_get_summary"](event).decode(),
        status=call["icalproperty_status_to_string"](
            call["icalcomponent_get_status"](event)
        ).decode(),
        sequence=call["icalcomponent_get_sequence"](event),
        properties=tuple(sorted(names)),
    )
