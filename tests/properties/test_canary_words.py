"""The search of the canary property finds what was planted, in each encoding."""

from __future__ import annotations

import base64
import html
import json
import quopri
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.properties.canary_words import (
    ascii_word,
    canaries_in,
    han_word,
    id_of,
    text_of,
)

NUMBER = 0xC0FFEE42
Encode = Callable[[str], bytes]


def folded(text: str, width: int = 7) -> bytes:
    data = text.encode()
    return b"\r\n ".join(data[at : at + width] for at in range(0, len(data), width))


def escaped(text: str) -> bytes:
    for sign in "\\,;":
        text = text.replace(sign, f"\\{sign}")
    return text.encode()


def lines_of_76(data: bytes) -> bytes:
    return b"\r\n".join(data[at : at + 76] for at in range(0, len(data), 76))


ENCODINGS: dict[str, Encode] = {
    "raw": lambda text: text.encode(),
    "unfolded": folded,
    "folded within a sign": lambda text: folded(text, 2),
    "backslashes": escaped,
    "folded backslashes": lambda text: folded(escaped(text).decode()),
    "percent": lambda text: quote(text, safe="").encode(),
    "percent, plus": lambda text: quote_plus(text).encode(),
    "percent, all of it": lambda text: "".join(f"%{octet:02x}" for octet in text.encode()).encode(),
    "percent twice": lambda text: quote(quote(text)).encode(),
    "html": lambda text: html.escape(text).encode(),
    "html by number": lambda text: "".join(f"&#{ord(sign)};" for sign in text).encode(),
    "html by hex": lambda text: "".join(f"&#x{ord(sign):X};" for sign in text).encode(),
    "json": lambda text: json.dumps(text).encode(),
    "json in json": lambda text: json.dumps(json.dumps(text)).encode(),
    "python": lambda text: ascii(text).encode(),
    "python bytes": lambda text: repr(text.encode()).encode(),
    "utf-16": lambda text: text.encode("utf-16-le"),
    "utf-16, big": lambda text: text.encode("utf-16-be"),
    "hex": lambda text: text.encode().hex().encode(),
    "hex, capital": lambda text: text.encode().hex().upper().encode(),
    "hex of utf-16": lambda text: text.encode("utf-16-be").hex().encode(),
    "quoted-printable": lambda text: quopri.encodestring(text.encode()),
    "base64 in percent": lambda text: quote(base64.b64encode(text.encode()).decode()).encode(),
    "base64 in lines": lambda text: lines_of_76(base64.b64encode(b"x" * 50 + text.encode())),
    "base64 folded": lambda text: folded(base64.b64encode(text.encode()).decode()),
    "base64 of percent": lambda text: base64.b64encode(quote(text).encode()),
    "capital": lambda text: text.upper().encode(),
}


def in_base64(charset: str, start: int, how: Callable[[bytes], bytes]) -> Encode:
    """Within something longer, so that it begins at any place of a quad."""
    return lambda text: how(b"~" * start + text.encode(charset) + b"~~~~")


ENCODINGS |= {
    f"base64 of {charset} at {start}, {how.__name__}": in_base64(charset, start, how)
    for charset in ("utf-8", "utf-16-le", "utf-16-be")
    for start in range(3)
    for how in (base64.b64encode, base64.urlsafe_b64encode)
}


@pytest.mark.parametrize("word", [ascii_word(NUMBER), han_word(NUMBER), text_of(NUMBER)])
@pytest.mark.parametrize("encode", ENCODINGS.values(), ids=ENCODINGS)
def test_a_canary_is_found_however_it_is_written(word: str, encode: Encode) -> None:
    data = b"SUMMARY:before " + encode(word) + b" after\r\n"
    assert canaries_in(data) == {NUMBER}


@pytest.mark.parametrize("encode", ENCODINGS.values(), ids=ENCODINGS)
def test_what_signs_formats_escape_hides_no_canary(encode: Encode) -> None:
    assert canaries_in(encode(text_of(NUMBER).partition(" ")[2])) == {NUMBER}


@given(st.lists(st.integers(0, 2**32 - 1), unique=True, max_size=5), st.data())
def test_all_are_found_among_one_another(numbers: list[int], data: st.DataObject) -> None:
    encode = st.sampled_from(sorted(ENCODINGS))
    written = [ENCODINGS[data.draw(encode)](id_of(number)) for number in numbers]
    assert canaries_in(b"\n".join(written)) == set(numbers)


@pytest.mark.parametrize(
    "innocent", ["", "zq", "zq1234567", "Meeting room, 10:00", "鹦鹉甲乙", "VEVENT" * 400]
)
def test_what_is_no_canary_is_none(innocent: str) -> None:
    assert canaries_in(innocent) == frozenset()
