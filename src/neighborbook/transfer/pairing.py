"""Which columns make up a time together, and how times are written, by looking at the first rows.

Where the day has a column of its own, the start is that day with the one time, the end with the
other. Of how days are written, only that is taken for plain in which the year comes first.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import product

from neighborbook.domain.times import TimeFault, parse_instant, zone
from neighborbook.transfer.presets import LIKELY_DAYS
from neighborbook.transfer.records import Record

Columns = tuple[str, ...]

DAYS_OF: Mapping[str, Columns] = {
    "start": (
        *("date", "day", "start date", "booking date", "from date"),
        *("日期", "开始日期", "起始日期", "预约日期", "使用日期", "活动日期", "会议日期"),
    ),
    "end": ("end date", "to date", "until date", "结束日期", "终止日期", "截止日期"),
}
"""What columns may be called that hold the day of a start, or of an end, in small letters."""

_CLOCK = re.compile(r"\d{1,2}([:：]\d{2}){1,2}|\d{1,2}[时点](\d{1,2}分)?")
_CLOCKS = ("%H:%M", "%H:%M:%S", "%H：%M", "%H：%M：%S", "%H时%M分", "%H点%M分", "%H时", "%H点")
_PATTERNS = (*map(" ".join, product(LIKELY_DAYS, _CLOCKS)), *LIKELY_DAYS)
_WHEREVER = zone("UTC")


def paired(
    found: Mapping[str, Columns], small: Mapping[str, str], rows: Sequence[Record]
) -> dict[str, Columns]:
    """Return what columns mean, with the day before each time of the day that has none.

    Args:
        found: by field, what was found by its name.
        small: columns by their names in small letters.
    """
    made = dict(found)
    taken = {column for columns in found.values() for column in columns}
    days = {
        field: next((small[word] for word in words if small.get(word, "") not in taken | {""}), "")
        for field, words in DAYS_OF.items()
    }
    first = days["start"]
    for field, day in (("start", first), ("end", days["end"] or first)):
        column = made.get(field)
        if column is None and field == "start" and day:
            made[field] = (day,)
        elif column is not None and day and _is_of_the_clock(column, rows):
            made[field] = (day, *column)
    return made


def _is_of_the_clock(column: Columns, rows: Iterable[Record]) -> bool:
    said = list(_said(column, rows))
    return bool(said) and all(_CLOCK.fullmatch(text) for text in said)


def _said(columns: Columns, rows: Iterable[Record]) -> Iterable[str]:
    for row in rows:
        parts = (str(row.cells.get(column) or "").strip() for column in columns)
        if text := " ".join(part for part in parts if part):
            yield text


def patterns_of(times: Collection[Columns], rows: Sequence[Record]) -> tuple[str, ...]:
    """Return the patterns by which the times of a file are written, of those known; none: ours."""
    said = {text for columns in times for text in _said(columns, rows)}
    others = {text for text in said if not _is_ours(text)}
    return tuple(
        pattern for pattern in _PATTERNS if any(_is_written(text, pattern) for text in others)
    )


def _is_ours(text: str) -> bool:
    try:
        parse_instant(text, _WHEREVER)
    except TimeFault:
        return False
    return True


def _is_written(text: str, pattern: str) -> bool:
    try:
        datetime.strptime(text, pattern)  # noqa: DTZ007 - only whether it can be read
    except ValueError:
        return False
    return True
