"""Content lines of a calendar that others wrote: bytes in, within limits, nothing guessed.

What is read here goes no further than a tree of names and texts; no library sees the bytes, so
nothing of one import, such as a zone of its own making, is left for the next one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NoReturn

import attrs

from neighborbook.errors import Fault, InvalidRequest

MOST_BYTES = 1 << 20
MOST_COMPONENTS = 5_000
DEEPEST = 8
LONGEST_LINE = 64 << 10
"""Octets of an unfolded line."""

_NAME = re.compile(r"[A-Za-z0-9-]+")
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=("[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*')
_ESCAPED = re.compile(r"\\([\\;,nN])")


@attrs.frozen(kw_only=True)
class Property:
    """One content line: its value as it stands, and its parameters by name, in capitals."""

    line: int
    value: str
    parameters: Mapping[str, str]

    @property
    def text(self) -> str:
        """The value of a TEXT, its escapes read."""
        return _ESCAPED.sub(lambda found: " " if found[1] in "nN" else found[1], self.value)


@attrs.frozen(kw_only=True)
class Component:
    """A component, with its properties by name, in capitals, and those within it."""

    name: str
    line: int
    properties: Mapping[str, list[Property]] = attrs.field(factory=dict)
    components: list[Component] = attrs.field(factory=list)

    def first(self, name: str) -> Property | None:
        """Return the first property of that name, or ``None``."""
        found = self.properties.get(name)
        return found[0] if found else None

    def all(self, name: str) -> list[Property]:
        """Return the properties of that name."""
        return self.properties.get(name, [])


def refuse_line(line: int, code: str, given: str, expected: str) -> NoReturn:
    """Raise one fault of a calendar.

    Raises:
        InvalidRequest: always.
    """
    raise InvalidRequest([Fault(path=f"line {line}", code=code, given=given, expected=expected)])


def components_of(payload: bytes) -> list[Component]:
    """Return the outermost components of a file of calendars.

    Raises:
        InvalidRequest: it is no such file, or larger, longer, or deeper than it may be.
    """
    if len(payload) > MOST_BYTES:
        refuse_line(1, "INPUT_TOO_LONG", f"{len(payload) >> 20} MB", "at most 1 MB of a calendar")
    found: list[Component] = []
    path: list[Component] = []
    many = 0
    for number, text in _unfolded(payload):
        name, one = _property(number, text)
        if name == "BEGIN":
            many += 1
            if many > MOST_COMPONENTS:
                refuse_line(number, "INPUT_TOO_LONG", "", f"at most {MOST_COMPONENTS} components")
            if len(path) == DEEPEST:
                refuse_line(
                    number, "INPUT_TOO_LONG", "", f"at most {DEEPEST} components in one another"
                )
            made = Component(name=one.value.upper(), line=number)
            (path[-1].components if path else found).append(made)
            path.append(made)
        elif not path:
            refuse_line(number, "INPUT_INVALID", "", "a calendar that begins with BEGIN:VCALENDAR")
        elif name == "END":
            if path.pop().name != one.value.upper():
                refuse_line(number, "INPUT_INVALID", "", "the END of what began last")
        else:
            path[-1].properties.setdefault(name, []).append(one)  # type: ignore[attr-defined]
    if path or not found:
        refuse_line(
            1, "INPUT_INVALID", "", "a whole calendar, from BEGIN:VCALENDAR to END:VCALENDAR"
        )
    return found


def _unfolded(payload: bytes) -> Iterator[tuple[int, str]]:
    """Yield the number and the text of each content line (RFC 5545 §3.1)."""
    held, first = b"", 1
    for number, raw in enumerate(payload.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        line = raw.removesuffix(b"\r")
        if line[:1] in (b" ", b"\t"):
            held += line[1:]
            if len(held) > LONGEST_LINE:
                refuse_line(first, "INPUT_TOO_LONG", "", f"a line of at most {LONGEST_LINE} octets")
            continue
        if held:
            yield first, _decoded(first, held)
        held, first = line, number
        if len(held) > LONGEST_LINE:
            refuse_line(first, "INPUT_TOO_LONG", "", f"a line of at most {LONGEST_LINE} octets")
    if held:
        yield first, _decoded(first, held)


def _decoded(number: int, line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        refuse_line(number, "INPUT_INVALID", "", "a calendar in UTF-8")


def _property(number: int, text: str) -> tuple[str, Property]:
    name = _NAME.match(text)
    if name is None:
        refuse_line(number, "INPUT_INVALID", "", "a name, a colon, and a value")
    place, parameters = name.end(), {}
    while found := _PARAMETER.match(text, place):
        parameters[found[1].upper()] = found[2].strip('"')
        place = found.end()
    if text[place : place + 1] != ":":
        refuse_line(number, "INPUT_INVALID", "", "a name, a colon, and a value")
    made = Property(line=number, value=text[place + 1 :], parameters=parameters)
    return name[0].upper(), made
