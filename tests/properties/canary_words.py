"""Words that stand in for secrets, and a search that knows them again however they were written.

Each canary is a number. It is written in two ways, side by side: in ASCII, which every encoding
leaves searchable, and in Chinese with an emoji and signs that formats escape.
"""

from __future__ import annotations

import base64
import binascii
import functools
import html
import quopri
import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote_to_bytes

DIGITS = 8
HAN = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳"
"""A sign for each hexadecimal digit."""

BARE, ESCAPED = "鹦鹉", '🦜,;&"鹉'
DEPTH = 3
"""How many encodings of text may lie over one another; base64 or hex lies over or under one."""


def ascii_word(number: int) -> str:
    return f"zq{number:0{DIGITS}x}"


def han_word(number: int, start: str = BARE) -> str:
    return start + "".join(HAN[int(digit, 16)] for digit in f"{number:0{DIGITS}x}")


def text_of(number: int) -> str:
    """The canary as what somebody writes: both ways, with signs that formats escape."""
    return f"{ascii_word(number)} {han_word(number, ESCAPED)}"


def id_of(number: int) -> str:
    """The canary as an id: in one way or the other."""
    return han_word(number) if number % 2 else ascii_word(number)


Alphabet = dict[bytes, str]


def _patterns() -> Iterator[tuple[tuple[bytes, ...], re.Pattern[bytes], Alphabet]]:
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        plain = {
            sign.encode(encoding): f"{digit:x}"
            for digit in range(16)
            for sign in (f"{digit:x}", f"{digit:X}")
        }
        han = {sign.encode(encoding): f"{digit:x}" for digit, sign in enumerate(HAN)}
        for among, begins in ((plain, ("zq", "Zq", "ZQ")), (han, (BARE, ESCAPED))):
            starts = tuple(start.encode(encoding) for start in begins)
            one, first = (b"|".join(map(re.escape, signs)) for signs in (among, starts))
            yield starts, re.compile(b"(?:%b)((?:%b){%d})" % (first, one, DIGITS)), among


_PATTERNS = tuple(_patterns())


def _read_off(data: bytes) -> Iterator[int]:
    for starts, pattern, among in _PATTERNS:
        if not any(start in data for start in starts):
            continue
        width = len(next(iter(among)))
        for match in pattern.finditer(data):
            said = match.group(1)
            digits = (said[at : at + width] for at in range(0, len(said), width))
            yield int("".join(among[digit] for digit in digits), 16)


def unfolded(data: bytes) -> bytes:
    """RFC 5545, 3.1, at octet level; a lone LF counts as a line end too."""
    return re.sub(rb"\r?\n[ \t]", b"", data)


def joined(data: bytes) -> bytes:
    """Lines joined: base64 is wrapped."""
    return re.sub(rb"\s*\r?\n\s*", b"", data)


def without_backslashes(data: bytes) -> bytes:
    return re.sub(rb"\\(.)", lambda found: found.group(1), data, flags=re.DOTALL)


def out_of_percent(data: bytes) -> bytes:
    return unquote_to_bytes(data.replace(b"+", b" ")) if b"%" in data else data


def out_of_html(data: bytes) -> bytes:
    if b"&" not in data:
        return data
    return html.unescape(data.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")


def out_of_json(data: bytes) -> bytes:
    r"""``\uXXXX``, ``\UXXXXXXXX`` and ``\xXX``, as JSON and Python write them."""
    if b"\\" not in data:
        return data
    escaped = rb"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2}))"

    def sign(found: re.Match[bytes]) -> bytes:
        short, long, octet = found.groups()
        if octet is not None:
            return bytes([int(octet, 16)])
        return chr(min(int(short or long, 16), 0x10FFFF)).encode("utf-16-le", "surrogatepass")

    # Runs of escapes are read together: an emoji is two of them.
    def run(found: re.Match[bytes]) -> bytes:
        octets = re.sub(escaped, sign, found.group())
        return octets.decode("utf-16-le", "replace").encode()

    words = re.sub(rb"(?:\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8})+", run, data)
    return re.sub(rb"\\x([0-9a-fA-F]{2})", lambda found: bytes([int(found.group(1), 16)]), words)


def out_of_quoted_printable(data: bytes) -> bytes:
    return quopri.decodestring(data) if b"=" in data else data


def out_of_base64(data: bytes) -> bytes:
    """Whatever looks like base64, read from each of the four places where a quad may begin."""
    found = [b""]
    for run in re.findall(rb"[A-Za-z0-9+/_-]{12,}", data):
        usual = run.translate(bytes.maketrans(b"-_", b"+/"))
        for start in range(4):
            quads = usual[start:]
            quads = quads[: len(quads) // 4 * 4 if len(quads) % 4 == 1 else len(quads)]
            quads += b"=" * (-len(quads) % 4)
            found.append(base64.b64decode(quads))
    return b"\n".join(found)


def out_of_hex(data: bytes) -> bytes:
    found = [b""]
    for run in re.findall(rb"[0-9a-fA-F]{16,}", data):
        pairs = (run[start : start + (len(run) - start) // 2 * 2] for start in range(2))
        found.extend(map(binascii.unhexlify, pairs))
    return b"\n".join(found)


Reading = Callable[[bytes], bytes]
TEXTS: tuple[Reading, ...] = (
    unfolded,
    joined,
    without_backslashes,
    out_of_percent,
    out_of_html,
    out_of_json,
    out_of_quoted_printable,
)
PACKED: tuple[Reading, ...] = (out_of_base64, out_of_hex)


def _read(views: set[bytes], depth: int) -> set[bytes]:
    """Return the views, and what they are when read in any order, so many times over."""
    seen, latest = set(views), views
    for _ in range(depth):
        latest = {reading(view) for view in latest for reading in TEXTS} - seen
        seen |= latest
    return seen


def canaries_in(data: bytes | str) -> frozenset[int]:
    """Return every canary that stands in the data, in whatever of the encodings."""
    return _found(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data)


@functools.lru_cache(maxsize=4096)
def _found(raw: bytes) -> frozenset[int]:
    texts = _read({raw}, DEPTH)
    packed = {reading(view) for view in texts for reading in PACKED}
    return frozenset(number for view in texts | _read(packed, 1) for number in _read_off(view))
