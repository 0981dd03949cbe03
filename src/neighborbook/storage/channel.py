"""The way to a database inside one transaction or snapshot, and what may be sent on it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from neighborbook.errors import Fault, InvalidRequest
from neighborbook.storage.statements import Prepared, Query, Row, Value

Call = tuple[Query, Mapping[str, Value]]
"""A query and its parameters by name."""

_ESCAPED_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
_LARGEST = 1 << 63


class Channel(Protocol):
    """Sends calls to the database, in order."""

    @property
    def revision(self) -> int:
        """The catalog revision of the center, as the first statement found it."""
        ...

    @property
    def directory(self) -> int:
        """The revision of the center's directory, as the first statement found it."""
        ...

    def ask(self, calls: Sequence[Call]) -> list[list[Row]]:
        """Send what is waiting, then these, in one round trip; return the rows of each."""
        ...

    def each(self, calls: Sequence[Call]) -> list[Iterator[Row]]:
        """Do as ``ask`` does, but give the rows one at a time, to be taken before anything else.

        Ten thousand rows that nobody keeps then never exist together.
        """
        ...

    def send(self, calls: Sequence[Call]) -> None:
        """Send these at the latest before the next ``ask`` or with the commit."""
        ...


def arguments(prepared: Prepared, values: Mapping[str, Value]) -> tuple[Value, ...]:
    """Put parameters into the order of the statement, and see that both databases can keep them.

    Raises:
        InvalidRequest: a text holds NUL or half a surrogate pair, which PostgreSQL cannot keep, or
            a number has more than 64 bits.
    """
    given = prepared.arguments(values)
    for value in given:
        if isinstance(value, str):
            if not _can_be_kept(value):
                raise _faults(prepared.names, given)
        elif value is not None and not -_LARGEST <= value < _LARGEST:
            raise _faults(prepared.names, given)
    return given


def _can_be_kept(text: str) -> bool:
    if "\0" in text or ("\\u0000" in text and text[0] == "[" and _ESCAPED_NUL.search(text)):
        return False
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _faults(names: Sequence[str], given: Sequence[Value]) -> InvalidRequest:
    """Name every parameter that cannot be kept; the texts themselves may be personal."""
    faults = {}
    for name, value in zip(names, given, strict=True):
        if isinstance(value, str) and not _can_be_kept(value):
            faults[name] = "text without NUL characters and half surrogate pairs"
        elif isinstance(value, int) and not -_LARGEST <= value < _LARGEST:
            faults[name] = "a number of at most 64 bits"
    return InvalidRequest(
        Fault(path=name.removeprefix("new_"), code="INPUT_INVALID", expected=expected)
        for name, expected in faults.items()
    )
