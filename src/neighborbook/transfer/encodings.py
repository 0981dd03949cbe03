"""In which encoding a text file is written: UTF-8, with or without BOM, or GB18030, strictly."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from neighborbook.transfer.limits import MOST_LINE, refuse_file

BLOCK = 1 << 20
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_THREE_BYTES = re.compile(rb"[\xe0-\xef][\x80-\xbf][\x80-\xbf]")


def encoding_of(path: Path) -> str:
    """Return the name by which Python reads a file: ``utf-8-sig`` or ``gb18030``.

    The whole of it is decoded: nothing is guessed from its beginning, and nothing is replaced.

    Raises:
        InvalidRequest: it is written in neither of them, or partly in the one, partly in the other.
    """
    with path.open("rb") as file:
        if file.read(2) in _UTF_16:
            refuse_file(
                "file", "INPUT_INVALID", "UTF-16", "text in UTF-8 or GB18030: save it as UTF-8"
            )
    if _decodes(path, "utf-8-sig"):
        return "utf-8-sig"
    if not _decodes(path, "gb18030"):
        refuse_file("file", "INPUT_INVALID", "", "text in UTF-8 or GB18030, one of them throughout")
    line = _line_of_utf_8(path)
    if line is not None:
        refuse_file(
            f"line {line}", "INPUT_INVALID", "", "GB18030 like the lines around it: this is UTF-8"
        )
    return "gb18030"


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _line_of_utf_8(path: Path) -> int | None:
    """Return the first line that is Chinese in UTF-8: read as GB18030 it would be other signs."""
    with path.open("rb") as file:
        number = 0
        while line := file.readline(MOST_LINE + 1):
            number += 1
            if not line.isascii() and _THREE_BYTES.search(line) and _is_utf_8(line):
                return number
    return None


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
