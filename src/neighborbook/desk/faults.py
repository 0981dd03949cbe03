"""What is wrong with one call, gathered to the end, while its words are read one by one."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any

import attrs

from neighborbook.domain.catalog import Catalog
from neighborbook.domain.party import is_erased, is_reserved
from neighborbook.domain.time_fault import printable
from neighborbook.domain.times import TimeFault, format_length, parse_instant, parse_length, zone
from neighborbook.errors import Fault, InvalidRequest

MOST_TITLE = 300
MOST_REASON = 500
MOST_PARTY = 128
MOST_ID = 200
MOST_VERSION = 2**31
MOST_HEADCOUNT = 100_000
MOST_ATTENDEES = 500
MOST_FEATURES = 100
MOST_TOLD = 50
MOST_LISTED = 20
LAST = 7_289_654_400
"""The end of the year 2200, and some hours: no time that can be written lies later."""


@attrs.define
class Faults:
    """Collects what is wrong with one call."""

    found: list[Fault] = attrs.field(factory=list)

    def add(self, path: str, code: str, given: object = "", expected: str = "") -> None:
        """Note one fault; what was given is shortened and made printable."""
        self.found.append(Fault(path=path, code=code, given=printable(given), expected=expected))

    def stop(self) -> None:
        """Raise them all, if there are any."""
        if self.found:
            raise InvalidRequest(dict.fromkeys(self.found))

    def time(self, path: str, value: object, catalog: Catalog) -> int:
        """Read an instant; a fault counts as 0 until ``stop``."""
        try:
            return parse_instant(value, zone(catalog.center.zone))
        except TimeFault as fault:
            self.found.append(fault.fault(path))
            return 0

    def length(self, path: str, value: object) -> int:
        """Read a length in seconds; a fault counts as 0 until ``stop``."""
        try:
            return parse_length(value)
        except TimeFault as fault:
            self.found.append(fault.fault(path))
            return 0

    def text(self, path: str, value: object, most: int, *, needed: bool = False) -> str:
        """Read a text: one line, no control characters, at most so many characters."""
        if not isinstance(value, str):
            self.add(path, "INPUT_INVALID", type(value).__name__, "a text")
            return ""
        if needed and not value.strip():
            self.add(path, "INPUT_MISSING", "", "a text that is not empty")
        if len(value) > most:
            self.add(path, "INPUT_TOO_LONG", f"{len(value)} characters", f"at most {most}")
            return ""
        place = unfit(value)
        if place is not None:
            # Not the text itself: it may be what a person wrote.
            given = f"U+{ord(value[place]):04X} at {place}"
            self.add(path, "INPUT_INVALID", given, "one line without control characters")
            return ""
        return str.__str__(value)  # as ``plain`` does

    def title(self, value: object) -> str:
        """Read a title; one of blanks alone is none."""
        found = self.text("title", value, MOST_TITLE)
        return found if found.strip() else ""

    def period(self, start: int | None, end: int | None, given: object) -> None:
        """Note an end that does not lie after its start; what was a fault before is left alone."""
        if start is not None and end is not None and not self.found and end <= start:
            self.add("end", "INPUT_INVALID", given, "an end after the start")

    def count(self, path: str, value: object, most: int) -> int:
        """Read a whole number from 1 to ``most``."""
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
            self.add(path, "INPUT_INVALID", value, f"a whole number from 1 to {most}")
            return 1
        return int(value)

    def flag(self, path: str, value: object) -> bool:
        """Read true or false; what merely counts as such is a fault."""
        if not isinstance(value, bool):
            self.add(path, "INPUT_INVALID", value, "true or false")
        return value is True

    def id(self, path: str, value: object) -> str:
        """Read an id of something that was made here."""
        return self.text(path, value, MOST_ID, needed=True)

    def some_time(self, path: str, value: object) -> int:
        """Read a length in seconds; no time at all is a fault too."""
        before = len(self.found)
        seconds = self.length(path, value)
        if not seconds and len(self.found) == before:
            self.add(path, "INPUT_INVALID", value, "a length of at least a second")
        return seconds

    def hold(self, path: str, seconds: int | None, longest: int) -> None:
        """Note a hold that is to last longer than any may; ``None`` leaves it to the offering."""
        if isinstance(seconds, int) and seconds > longest:
            expected = f"a length from 1s to {format_length(longest)}"
            self.add(path, "INPUT_INVALID", format_length(seconds), expected)

    def key(self, value: object) -> str | None:
        """Read the caller's own name for a write, if there is one."""
        return None if value is None else self.text("key", value, MOST_ID, needed=True)

    def version(self, value: object) -> int | None:
        """Read the version of a booking, if one is given."""
        return None if value is None else self.count("version", value, MOST_VERSION)


_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They turn the direction of what follows, in the lines of others too; no script needs them."""


def unfit(value: str) -> int | None:
    """Return where a text holds a control character, a line end, or half of a surrogate pair."""
    if value.isprintable():  # at once for nearly every text; what is not printable may still do
        return None
    found = (
        n
        for n, c in enumerate(value)
        if c in _TURNING or unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")
    )
    return next(found, None)


def plain(given: str | None) -> str | None:
    """Return a text as a plain one: databases do not know what inherits from str."""
    return str.__str__(given) if isinstance(given, str) else given


def kept(given: Iterable[Any] | None) -> Iterable[Any] | None:
    """Keep what can be gone through only once: a call may have to be read twice."""
    return tuple(islice(given, MOST_ATTENDEES + 1)) if isinstance(given, Iterator) else given


def id_of(path: str, value: object) -> str:
    """Read an id that is all a call says.

    Raises:
        InvalidRequest: it is no text that could be one.
    """
    faults = Faults()
    found = faults.id(path, value)
    faults.stop()
    return found


def known(given: object, among: Collection[str], path: str, code: str, faults: Faults) -> str:
    """Return an id that exists; a fault names the likes of it."""
    if not isinstance(given, str):
        faults.add(path, "INPUT_MISSING" if given is None else "INPUT_INVALID", given, "an id")
        return ""
    if given not in among:
        close = difflib.get_close_matches(given[:MOST_ID], list(map(str, among)), n=1)
        meant = f"; did you mean {close[0]!r}?" if close else ""
        if among:
            faults.add(path, code, given, f"one of {listed(among)}{meant}")
        else:
            faults.add(path, code, given, "none: there are none here")
        return ""
    return str.__str__(given)


def listed(ids: Collection[str]) -> str:
    """Return some ids in their order; that there are more is said at the end.

    >>> listed(["B", "A"])
    'A, B'
    """
    more = ", …" if len(ids) > MOST_LISTED else ""
    return ", ".join(sorted(ids)[:MOST_LISTED]) + more


def party(path: str, given: object, faults: Faults, *, erased_too: bool = False) -> str:
    """Read the opaque id of a party.

    Args:
        erased_too: it may stand for somebody who was erased: nobody books so, but it was booked.
    """
    value = faults.text(path, given, MOST_PARTY, needed=True)
    if is_reserved(value) and not (erased_too and is_erased(value)):
        faults.add(path, "INPUT_INVALID", value, "an id that does not begin with ~")
    return value
