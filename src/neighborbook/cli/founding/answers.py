"""What is asked of who founds a center, and what can be answered."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

import attrs

from neighborbook.cli.founding.machine import country_of, zone_of_machine
from neighborbook.cli.founding.slugs import free_slug, slug
from neighborbook.desk.faults import unfit
from neighborbook.domain.hours_text import parse_hours
from neighborbook.domain.times import TimeFault, zone
from neighborbook.domain.working_days import working_days
from neighborbook.errors import Fault

MOST_NAME = 100
MOST_PLACES = 100_000
MOST_ROOMS = 100
QUESTIONS = ("name", "id", "zone", "country", "hours", "room")
USUAL_HOURS = "08:00-20:00"

_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_ROOM = re.compile(r"(?P<name>[^:：]*)[:：]\s*(?P<places>\S+)")


@attrs.frozen
class Room:
    """A room: its id, how people call it, and how many it holds."""

    id: str
    name: str
    places: int


@attrs.frozen(kw_only=True)
class Answers:
    """What a center is, as far as it must be known to begin; ``hours`` by days."""

    id: str
    name: str
    zone: str
    country: str
    hours: Mapping[str, str]
    rooms: tuple[Room, ...]


Told = Mapping[str, tuple[str, ...]]
"""Answers as they were written, by question; of ``room`` there are several."""


def faults_of(question: str, written: tuple[str, ...]) -> tuple[Fault, ...]:
    """Return what is wrong with an answer as it was written."""
    if question != "room":
        return _faults(question, written[0], question)
    if len(written) > MOST_ROOMS:
        given = f"{len(written)} rooms"
        return (
            Fault(
                path="room", code="INPUT_TOO_LONG", given=given, expected=f"at most {MOST_ROOMS}"
            ),
        )
    many = len(written) > 1
    found = (
        _faults("room", text, f"room.{number}" if many else "room")
        for number, text in enumerate(written)
    )
    return tuple(fault for faults in found for fault in faults)


def missing(question: str) -> Fault:
    """Return the fault of an answer that was not given."""
    return Fault(
        path=question, code="INPUT_MISSING", expected=f"--{question}, {_EXPECTED[question]}"
    )


def suggestion(question: str, told: Told) -> str | None:
    """Return what is taken for an answer that is not given, or ``None`` if nobody can know it."""
    match question:
        case "id":
            return slug(told["name"][0]) or "center" if "name" in told else None
        case "zone":
            return zone_of_machine()
        case "country":
            found = country_of(told["zone"][0]) if "zone" in told else ""
            return "" if found and _wrong_country(found) else found
        case "hours":
            return USUAL_HOURS
        case _:
            return None


def answers(told: Told) -> Answers:
    """Return the answers as values; each was found to be without faults before."""
    rooms: dict[str, Room] = {}
    for text in told["room"]:
        name, places = _room(text)
        id = free_slug(name, rooms, "room")
        rooms[id] = Room(id, name, places)
    return Answers(
        id=told["id"][0],
        name=told["name"][0].strip(),
        zone=told["zone"][0],
        country=_country(told["country"][0]),
        hours=_hours(told["hours"][0]),
        rooms=tuple(rooms.values()),
    )


def _faults(question: str, text: str, path: str) -> tuple[Fault, ...]:
    wrong = _WRONG[question]
    if unfit(text) is None and not wrong(text):
        return ()
    code = "INPUT_INVALID" if text.strip() else "INPUT_MISSING"
    given = text[:60] if unfit(text) is None else ""
    return (Fault(path=path, code=code, given=given, expected=_EXPECTED[question]),)


def _wrong_name(text: str) -> bool:
    return not 0 < len(text.strip()) <= MOST_NAME


def _wrong_id(text: str) -> bool:
    return _SLUG.fullmatch(text) is None


def _wrong_zone(text: str) -> bool:
    try:
        return zone(text).key != text
    except TimeFault:
        return True


def _country(text: str) -> str:
    return "" if text.strip() == "-" else text.strip()


def _wrong_country(text: str) -> bool:
    try:
        working_days(_country(text), years=(2026,))
    except TimeFault:
        return True
    return False


def _hours(text: str) -> Mapping[str, str]:
    """Read hours of every day, or of some days: ``mon-fri 08:00-20:00; sat 09:00-17:00``."""
    found = {}
    for part in text.split(";"):
        days, _, ranges = part.strip().partition(" ")
        if days[:1].isalpha() and ranges:
            found[days] = ranges.strip()
        else:
            found["daily"] = part.strip()
    return found


def _wrong_hours(text: str) -> bool:
    return bool(parse_hours("open", _hours(text))[1])


def _room(text: str) -> tuple[str, int]:
    found = _ROOM.fullmatch(text.strip())
    if found is None or not found["places"].isdecimal():
        return "", 0
    return found["name"].strip(), int(found["places"][:9])


def _wrong_room(text: str) -> bool:
    name, places = _room(text)
    return _wrong_name(name) or not 1 <= places <= MOST_PLACES


_WRONG: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {
        "name": _wrong_name,
        "id": _wrong_id,
        "zone": _wrong_zone,
        "country": _wrong_country,
        "hours": _wrong_hours,
        "room": _wrong_room,
    }
)
_EXPECTED = MappingProxyType(
    {
        "name": f"how people call the center, in at most {MOST_NAME} characters",
        "id": "a short name that never changes, of letters a-z, digits and '-': corner-house",
        "zone": "the time zone of the center: Asia/Shanghai",
        "country": "two capital letters, CN, whose public holidays are known; or - for none",
        "hours": "08:00-20:00, or for some days: mon-fri 08:00-20:00; sat 09:00-17:00",
        "room": "a name and how many people it holds: 'Training room:40'",
    }
)
