"""Cells that a spreadsheet does not take for formulas, and back.

What begins with one of these signs is run as a formula by programs that open a table, so a sign is
put before it on the way out and taken off again on the way in.
"""

from __future__ import annotations

import json
import re

SHIELD = "'"
_DANGEROUS = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")


def shielded_cell(text: str) -> str:
    """Return a text that no spreadsheet runs.

    >>> print(shielded_cell("=1+1"), shielded_cell("choir"))
    '=1+1 choir
    """
    return SHIELD + text if _DANGEROUS.match(text) else text


def whole_number(text: str) -> int | None:
    """Return the whole number of at most nine digits that a cell holds, or ``None``.

    >>> whole_number("12"), whole_number("12.5"), whole_number("²")
    (12, None, None)
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def json_in(text: str) -> object:
    """Return what a cell says in JSON, or ``None``.

    >>> json_in('["li"]'), json_in("li")
    (['li'], None)
    """
    try:
        found: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found


def plain_cell(text: str) -> str:
    """Return what ``shielded_cell`` was given.

    >>> plain_cell(shielded_cell("-1")), plain_cell("'90s night")
    ('-1', "'90s night")
    """
    return text[1:] if text[:1] == SHIELD and _DANGEROUS.match(text) else text
