"""One table of a center file, read key by key; what nobody asked for is unknown."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date

from neighborbook.center_file.findings import Findings, joined, nearest
from neighborbook.domain.text import Text
from neighborbook.domain.time_fault import TimeFault
from neighborbook.domain.times import format_length, parse_date, parse_length

SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
A_SLUG = "1 to 64 letters a-z, digits, '.', '_' or '-', a letter or digit first"

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_WALL = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])(:00)?")


class Table:
    """A table with its path, and where faults go.

    Every method reads one key. It answers ``None``, or nothing, where the key is missing or
    wrong, and notes a fault where it is wrong.
    """

    def __init__(self, path: str, entries: Mapping[str, object], findings: Findings) -> None:
        self.path = path
        self.entries = {str(key): value for key, value in entries.items()}
        self.findings = findings
        self.known: set[str] = set()

    def at(self, key: object) -> str:
        """Return the path of a key."""
        return joined(self.path, key)

    def has(self, key: str) -> bool:
        """Whether the key is there, right or wrong."""
        self.known.add(key)
        return key in self.entries

    def wrong(self, key: str, expected: str, code: str = "INPUT_INVALID") -> None:
        """Note that what stands at a key cannot be taken."""
        given = self.entries.get(key, "")
        shown = "" if isinstance(given, Mapping | list) else given
        shown = str(shown).lower() if isinstance(shown, bool) else shown  # as TOML writes it
        self.findings.add(self.at(key), code, given=shown, expected=expected)

    def missing(self, key: str, expected: str) -> None:
        """Note that a key must be there."""
        self.findings.add(self.at(key), "INPUT_MISSING", expected=expected)

    def words(self, key: str) -> str | None:
        """Read a text of no particular form, not blank."""
        if not self.has(key):
            return None
        value = self.entries[key]
        if isinstance(value, str) and value.strip():
            return value
        self.wrong(key, "text in quotes, not empty")
        return None

    def text(self, key: str) -> Text | None:
        """Read a text, or a table of it by language."""
        if not self.has(key):
            return None
        value = self.entries[key]
        if not isinstance(value, Mapping):
            found = self.words(key)
            return None if found is None else Text.of(found)
        inner = Table(self.at(key), value, self.findings)
        if not value:
            self.wrong(key, "text by language, such as { en = 'Hall', zh = '大厅' }")
        for language in value:
            inner.words(language)
            if not _LANGUAGE.fullmatch(language):
                inner.wrong(language, "a language such as en or zh", "UNKNOWN_KEY")
        return Text.of({str(k): v for k, v in value.items() if isinstance(v, str)})

    def slug(self, key: str) -> str | None:
        """Read an id."""
        found = self.words(key)
        if found is not None and not SLUG.fullmatch(found):
            self.wrong(key, A_SLUG)
            return None
        return found

    def choice(self, key: str, allowed: Collection[str], code: str = "INPUT_INVALID") -> str | None:
        """Read one of some words."""
        found = self.words(key)
        if found is None or found in allowed:
            return found
        self.wrong(key, f"one of {', '.join(allowed)}{nearest(found, allowed)}", code)
        return None

    def flag(self, key: str) -> bool | None:
        """Read true or false."""
        if not self.has(key):
            return None
        value = self.entries[key]
        if isinstance(value, bool):
            return value
        self.wrong(key, "true or false, without quotes")
        return None

    def whole(self, key: str, least: int, most: int) -> int | None:
        """Read a whole number from ``least`` to ``most``."""
        if not self.has(key):
            return None
        value = self.entries[key]
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self.wrong(key, f"a whole number from {least} to {most}, without quotes")
        return None

    def length(self, key: str, least: int, most: int) -> int | None:
        """Read a length such as ``"2h"``, in seconds, from ``least`` to ``most``."""
        if not self.has(key):
            return None
        try:
            found = parse_length(self.entries[key])
        except TimeFault as fault:
            self.wrong(key, fault.expected)
            return None
        if least <= found <= most:
            return found
        bounds = f"from '{format_length(least)}' to '{format_length(most)}'"
        self.wrong(key, f"a length {bounds}")
        return None

    def minute_of_day(self, key: str) -> int | None:
        """Read a time on the clock such as ``"08:00"``, in minutes since midnight."""
        found = self.words(key)
        clock = None if found is None else _WALL.fullmatch(found)
        if clock is not None:
            return 60 * int(clock[1]) + int(clock[2])
        if found is not None:
            self.wrong(key, "a time on the clock such as '08:00'")
        return None

    def slugs(self, key: str, most: int) -> tuple[tuple[str, str], ...]:
        """Read an id or a list of ids, each with its path; an id given twice counts once."""
        if not self.has(key):
            return ()
        value = self.entries[key]
        if isinstance(value, str):
            found = self.slug(key)
            return () if found is None else ((self.at(key), found),)
        if not isinstance(value, list):
            self.wrong(key, "an id in quotes, or a list of ids in brackets")
            return ()
        if len(value) > most:
            self.wrong(key, f"at most {most} ids, not {len(value)}", "INPUT_TOO_LONG")
        found_by_id: dict[str, str] = {}
        for number, given in enumerate(value):
            path = joined(self.at(key), number)
            if isinstance(given, str) and SLUG.fullmatch(given):
                found_by_id.setdefault(given, path)
            else:
                shown = given if isinstance(given, str) else ""
                self.findings.add(path, "INPUT_INVALID", given=shown, expected=f"an id: {A_SLUG}")
        return tuple((path, slug) for slug, path in found_by_id.items())

    def dates(self, key: str, most: int) -> tuple[date, ...]:
        """Read a date or a list of dates, each once, in order."""
        if not self.has(key):
            return ()
        value = self.entries[key]
        given = value if isinstance(value, list) else [value]
        if len(given) > most:
            self.wrong(key, f"at most {most} dates, not {len(given)}", "INPUT_TOO_LONG")
            return ()
        found = set()
        for number, each in enumerate(given):
            try:
                found.add(parse_date(each))
            except TimeFault as fault:
                path = joined(self.at(key), number) if isinstance(value, list) else self.at(key)
                self.findings.include(fault.fault(path))
        return tuple(sorted(found))

    def references(
        self, key: str, known: Collection[str], kind: str, most: int = 64
    ) -> tuple[str, ...]:
        """Read ids of other tables of the file; ``kind`` is ``"hours"`` or ``"resource"``."""
        found = self.slugs(key, most)
        for path, slug in found:
            self.refer(path, slug, known, kind)
        return tuple(slug for _, slug in found)

    def refer(self, path: str, slug: str, known: Collection[str], kind: str) -> None:
        """Note a fault if nothing of that id is in the file."""
        if slug not in known:
            expected = f"the id of a [{kind}.…] of this file{nearest(slug, known)}"
            self.findings.add(path, f"UNKNOWN_{kind.upper()}", given=slug, expected=expected)

    def table(self, key: str, expected: str) -> Table | None:
        """Read a table inside this one."""
        if not self.has(key):
            return None
        value = self.entries[key]
        if isinstance(value, Mapping):
            return Table(self.at(key), value, self.findings)
        self.wrong(key, expected)
        return None

    def left(self) -> tuple[str, ...]:
        """Return the keys that nobody asked for."""
        return tuple(key for key in self.entries if key not in self.known)

    def finish(self) -> None:
        """Note every key that nobody asked for, with the nearest one that exists."""
        for key in self.left():
            expected = f"one of {', '.join(sorted(self.known))}{nearest(key, self.known)}"
            self.findings.add(self.at(key), "UNKNOWN_KEY", expected=expected)
