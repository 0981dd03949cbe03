from __future__ import annotations

import pytest

from neighborbook.ical.content import clean, escaped, fold, folded, token, uri


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_every_kind_of_line_end_becomes_lf(end: str) -> None:
    assert clean(f"a{end}b") == "a\nb"


@pytest.mark.parametrize("unfit", ["\x00", "\x07", "\x1b", "\x1f", "\x7f", "\x9f"])
def test_other_control_characters_become_a_space(unfit: str) -> None:
    assert clean(f"a{unfit}b") == "a b"


def test_the_tab_may_stay() -> None:
    assert clean("a\tb") == "a\tb"


def test_half_a_surrogate_pair_becomes_a_replacement_character() -> None:
    assert clean("a\ud83db") == "a\N{REPLACEMENT CHARACTER}b"


def test_separators_and_line_ends_are_escaped() -> None:
    assert escaped("a\\b, c; d: e\r\nf") == r"a\\b\, c\; d: e\nf"


def test_a_line_of_75_octets_is_not_folded_and_one_of_76_is() -> None:
    assert fold("x" * 75) == b"x" * 75 + b"\r\n"
    assert fold("x" * 76) == b"x" * 75 + b"\r\n x\r\n"


@pytest.mark.parametrize("shift", range(4))
@pytest.mark.parametrize("letter", ["é", "安", "\N{PERSON WITH FOLDED HANDS}"])
def test_a_line_is_never_folded_inside_a_character(letter: str, shift: int) -> None:
    line = "x" * shift + letter * 300
    parts = fold(line).removesuffix(b"\r\n").split(b"\r\n ")

    assert "".join(part.decode() for part in parts) == line
    assert len(parts[0]) <= 75
    assert max(len(part) for part in parts[1:]) <= 74
    # No more parts than are needed: a character less than full is all that may be lost.
    assert min(len(part) for part in parts[1:-1]) > 74 - len(letter.encode())


def test_many_lines_are_folded_as_each_alone() -> None:
    lines = ["a", "安" * 25, "安" * 26, "x" * 75, "x" * 76]

    assert folded(lines) == b"".join(fold(line) for line in lines)


def test_a_uri_keeps_what_may_stand_in_one() -> None:
    kept = "https://user@example.org:8443/a-b_c.d~e/%E5%AE%89?x=1&y=(2)#[z]"

    assert uri(kept) == kept


def test_a_uri_cannot_end_its_line() -> None:
    assert uri("https://example.org/\r\nSUMMARY:x") == "https://example.org/%0D%0ASUMMARY:x"


def test_a_token_cannot_end_its_line() -> None:
    assert token("a\r\nSUMMARY:x\\;,") == "a--SUMMARY:x---"
