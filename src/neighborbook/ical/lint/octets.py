"""Checks of the octets: one such fault makes some readers drop a whole calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator

from neighborbook.ical.lint.written import Finding, Written

_LIMIT = 75
# What RFC 5545 §3.1 calls CONTROL, without the CR LF that end a line.
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def _lines(written: Written) -> Iterator[tuple[int, bytes]]:
    return enumerate(written.payload.split(b"\r\n"), 1)


def every_line_ends_with_crlf(written: Written) -> Iterator[Finding]:
    """A CR or LF alone ends no line and stands in none; the last line is ended too."""
    for number, line in _lines(written):
        if b"\r" in line or b"\n" in line:
            yield Finding(rule="line-end", line=number, what="a CR or LF alone; write CR LF")
    if not written.payload.endswith(b"\r\n"):
        yield Finding(rule="line-end", line=0, what="the last line is not ended; write CR LF")


def no_line_is_longer_than_75_octets(written: Written) -> Iterator[Finding]:
    """RFC 5545 §3.1, without the CR LF."""
    for number, line in _lines(written):
        if len(line) > _LIMIT:
            what = f"{len(line)} octets; fold at {_LIMIT}"
            yield Finding(rule="line-length", line=number, what=what)


def no_character_is_folded_apart(written: Written) -> Iterator[Finding]:
    """Each line is UTF-8 by itself: strict readers decode before they unfold."""
    for number, line in _lines(written):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            what = "not UTF-8 by itself; fold between characters"
            yield Finding(rule="character-split", line=number, what=what)


def no_control_character_stands_anywhere(written: Written) -> Iterator[Finding]:
    """In no value, no parameter, no X- property; the tab is allowed."""
    for number, line in _lines(written):
        found = _CONTROL.search(line)
        if found is not None:
            what = f"control character 0x{found[0].hex()}; leave it out"
            yield Finding(rule="control-character", line=number, what=what)


def no_line_is_empty(written: Written) -> Iterator[Finding]:
    """Nor is there a byte order mark in front."""
    if written.payload.startswith(b"\xef\xbb\xbf"):
        yield Finding(rule="empty-line", line=1, what="a byte order mark; leave it out")
    ended = written.payload.count(b"\r\n")
    for number, line in _lines(written):
        if not line and number <= ended:
            yield Finding(rule="empty-line", line=number, what="an empty line; leave it out")


CHECKS = (
    every_line_ends_with_crlf,
    no_line_is_longer_than_75_octets,
    no_character_is_folded_apart,
    no_control_character_stands_anywhere,
    no_line_is_empty,
)
