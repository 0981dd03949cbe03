"""Everything that is wrong with a center file, gathered while it is read to the end."""

from __future__ import annotations

import difflib
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping

from neighborbook.domain.time_fault import printable
from neighborbook.errors import Fault

LONGEST_TEXT = 200
"""No text of a center file may have more characters."""

DEEPEST = 12
"""Tables may lie in one another at most so deep."""

LARGEST = 2**53
"""No number may be larger: beyond it, readers of JSON disagree."""

_ADDRESS = re.compile(r"\.follows\..*\.address(_file)?$")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
# Directions and line ends that a reader does not see; joiners stay, scripts and emoji need them.
_HIDDEN = frozenset("\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Findings:
    """The faults found so far: one for each place, in the order of the file."""

    def __init__(self) -> None:
        self._by_path: dict[str, Fault] = {}

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Every fault so far; of several at one place, the first."""
        return tuple(self._by_path.values())

    def add(self, path: str, code: str, *, given: object = "", expected: str = "") -> None:
        """Note a fault; what was given is shortened and made printable."""
        fault = Fault(path=path, code=code, given=printable(given), expected=expected)
        self._by_path.setdefault(path, fault)

    def include(self, fault: Fault) -> None:
        """Note a fault that somebody else has worded."""
        self._by_path.setdefault(fault.path, fault)


def joined(path: str, key: object) -> str:
    """Return the path of a key below another path, written as TOML would write it.

    >>> joined("resource", "A"), joined("resource", "hall 2"), joined("", "center")
    ('resource.A', 'resource."hall 2"', 'center')
    """
    shown = printable(str(key))
    part = shown if _BARE.fullmatch(shown) else f'"{shown}"'
    return f"{path}.{part}" if path else part


def nearest(given: object, known: Iterable[str]) -> str:
    """Return a hint at the word that was probably meant, or nothing.

    >>> nearest("capasity", ["name", "capacity"])
    "; did you mean 'capacity'?"
    """
    close = difflib.get_close_matches(str(given)[:LONGEST_TEXT], sorted(map(str, known)), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


def inspect(value: object, path: str, findings: Findings, depth: int = 0) -> None:
    """Note what no place of a center file may hold, whatever it is for.

    That is text too long or with characters that cannot be seen, numbers that are none or too
    large, tables too deep, and values that TOML does not have.
    """
    if depth > DEEPEST:
        findings.add(path, "INPUT_INVALID", expected=f"tables at most {DEEPEST} deep")
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str) or _hidden(key) or len(key) > LONGEST_TEXT:
                findings.add(joined(path, key), "UNKNOWN_KEY", expected="a key of letters, digits")
            inspect(inner, joined(path, key), findings, depth + 1)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            inspect(inner, joined(path, number), findings, depth + 1)
    elif isinstance(value, str):
        _inspect_text(value, path, findings)
    else:
        _inspect_number(value, path, findings)


def _inspect_text(value: str, path: str, findings: Findings) -> None:
    # The address of a calendar may be a secret, and faults are shown to many.
    given = "" if _ADDRESS.search(path) else value
    if len(value) > LONGEST_TEXT:
        expected = f"at most {LONGEST_TEXT} characters, not {len(value)}"
        findings.add(path, "INPUT_TOO_LONG", given=given, expected=expected)
    elif _hidden(value):
        expected = "one line of text without control characters"
        findings.add(path, "INPUT_INVALID", given=given, expected=expected)


def _inspect_number(value: object, path: str, findings: Findings) -> None:
    if isinstance(value, float) and not math.isfinite(value):
        findings.add(path, "INPUT_INVALID", given=value, expected="a number that can be counted")
    elif isinstance(value, int) and abs(value) > LARGEST:
        findings.add(path, "INPUT_INVALID", expected=f"a number of at most {LARGEST}")
    elif not isinstance(value, int | float):
        findings.add(path, "INPUT_INVALID", given=value, expected="text, number, list or table")


def _hidden(text: str) -> bool:
    return any(c in _HIDDEN or unicodedata.category(c) in ("Cc", "Cs") for c in text)
