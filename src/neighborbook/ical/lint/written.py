"""What the linter looks at: content lines and components as they were written, without mercy.

A library that reads calendars mends and normalizes; what must be seen here is what stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

_LINE = re.compile(
    r'(?P<name>[A-Za-z0-9-]+)(?P<parameters>(?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:])*)*):(?P<value>.*)',
    re.DOTALL,
)
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:])*)')


@attrs.frozen(kw_only=True)
class Finding:
    """One thing that is wrong with a written calendar.

    Attributes:
        rule: which check found it, as in ``"line-length"``.
        line: the line it begins in, counted from 1 as an editor does; 0: the whole.
        what: what stands there and what should.
    """

    rule: str
    line: int
    what: str


@attrs.frozen(kw_only=True)
class ContentLine:
    """One unfolded line; ``name`` and the names of parameters are in capitals."""

    number: int
    name: str
    parameters: tuple[tuple[str, str], ...]
    value: str

    def parameter(self, name: str) -> str:
        """Return the value of a parameter without its quotes; empty if it is not there."""
        return dict(self.parameters).get(name, "").strip('"')


@attrs.frozen(kw_only=True)
class Component:
    """What stands between BEGIN and END: properties, and components within."""

    name: str
    number: int
    properties: tuple[ContentLine, ...]
    parts: tuple[Component, ...]

    def all(self, name: str) -> tuple[ContentLine, ...]:
        """Return every property of that name."""
        return tuple(line for line in self.properties if line.name == name)

    def first(self, name: str) -> ContentLine | None:
        """Return the first property of that name, if there is one."""
        return next((line for line in self.properties if line.name == name), None)

    def value(self, name: str) -> str:
        """Return the value of the first property of that name; empty if there is none."""
        found = self.first(name)
        return found.value if found else ""

    def walk(self) -> Iterator[Component]:
        """Yield this component and every one within."""
        yield self
        for part in self.parts:
            yield from part.walk()

    def dated(self) -> Iterator[Component]:
        """Yield the components whose times are a calendar's matter."""
        return (part for part in self.parts if part.name in {"VEVENT", "VFREEBUSY"})


@attrs.frozen(kw_only=True)
class Written:
    """A calendar as octets, as lines and as components.

    Attributes:
        payload: the octets.
        root: holds what stands outermost, which should be one VCALENDAR.
        unread: lines that are no content lines, or that close or open nothing.
        alarms: whether VALARM is allowed.
        people: whether ATTENDEE and ORGANIZER are allowed.
    """

    payload: bytes
    root: Component
    unread: tuple[Finding, ...]
    alarms: bool = False
    people: bool = False

    def calendars(self) -> tuple[Component, ...]:
        """Return the outermost VCALENDARs."""
        return tuple(part for part in self.root.parts if part.name == "VCALENDAR")

    def named(self, name: str) -> Iterator[Component]:
        """Yield every component of that name, wherever it stands."""
        return (part for part in self.root.walk() if part.name == name)


class _Open:
    """A component that was begun and not yet ended."""

    def __init__(self, name: str, number: int) -> None:
        self.name = name
        self.number = number
        self.properties: list[ContentLine] = []
        self.parts: list[Component] = []

    def closed(self) -> Component:
        return Component(
            name=self.name,
            number=self.number,
            properties=tuple(self.properties),
            parts=tuple(self.parts),
        )


def read(payload: bytes, *, alarms: bool = False, people: bool = False) -> Written:
    """Read a calendar as it stands; whatever cannot be read is in ``unread``."""
    unread: list[Finding] = []
    stack = [_Open("", 0)]
    for number, text in _unfolded(payload):
        line = content_line(number, text)
        if line is None:
            unread.append(Finding(rule="syntax", line=number, what="not NAME;PARAMETER=…:VALUE"))
        elif line.name == "BEGIN":
            stack.append(_Open(line.value.upper(), number))
        elif line.name == "END":
            unread += _end(stack, line)
        else:
            stack[-1].properties.append(line)
    while len(stack) > 1:
        what = f"BEGIN:{stack[-1].name} has no END"
        unread.append(Finding(rule="nesting", line=stack[-1].number, what=what))
        component = stack.pop().closed()
        stack[-1].parts.append(component)
    return Written(
        payload=payload,
        root=stack[0].closed(),
        unread=tuple(unread),
        alarms=alarms,
        people=people,
    )


def content_line(number: int, text: str) -> ContentLine | None:
    """Take one unfolded line apart; None if it is none."""
    found = _LINE.fullmatch(text)
    if found is None:
        return None
    parameters = ((name.upper(), value) for name, value in _PARAMETER.findall(found["parameters"]))
    return ContentLine(
        number=number,
        name=found["name"].upper(),
        parameters=tuple(parameters),
        value=found["value"],
    )


def _end(stack: list[_Open], line: ContentLine) -> list[Finding]:
    if len(stack) == 1 or stack[-1].name != line.value.upper():
        what = f"END:{line.value} ends nothing that is open"
        return [Finding(rule="nesting", line=line.number, what=what)]
    component = stack.pop().closed()
    stack[-1].parts.append(component)
    return []


def _unfolded(payload: bytes) -> Iterator[tuple[int, str]]:
    """Each unfolded line with the number of its first part; empty ones are left out."""
    parts: list[bytes] = []
    began = 1
    for number, part in enumerate(payload.replace(b"\r\n", b"\n").split(b"\n"), 1):
        if part[:1] in {b" ", b"\t"} and parts:
            parts.append(part[1:])
            continue
        if parts:
            yield began, b"".join(parts).decode("utf-8", "replace")
        parts, began = ([part] if part else []), number
    if parts:
        yield began, b"".join(parts).decode("utf-8", "replace")
