"""The days on which a rule recurs (RFC 5545 §3.3.10), day by day, within a budget of steps.

Rules of others may take a library seconds, or for ever; here each day between the start and the
horizon is looked at once, so what a rule costs is known before.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

import attrs

from neighborbook.ical.lines import refuse_line

MOST_STEPS = 2_000_000
"""Days that are looked at for one file."""

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BY_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_PARTS = frozenset(
    {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "WKST"}
)
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")


@attrs.define
class Steps:
    """How many days may still be looked at."""

    left: int = MOST_STEPS

    def take(self, line: int) -> None:
        """Take one step.

        Raises:
            InvalidRequest: there is none left.
        """
        self.left -= 1
        if self.left < 0:
            refuse_line(
                line, "INPUT_TOO_LONG", "", f"rules that recur on at most {MOST_STEPS} days"
            )


@attrs.frozen(kw_only=True)
class Rule:
    """A recurrence rule.

    Attributes:
        until: the last instant or local time as it was written; "" for none.
        by_day: (ordinal or 0, weekday from Monday = 0).
        week_start: the weekday with which a week begins.
    """

    line: int
    frequency: str
    interval: int = 1
    count: int | None = None
    until: str = ""
    by_month: frozenset[int] = frozenset()
    by_month_day: frozenset[int] = frozenset()
    by_day: frozenset[tuple[int, int]] = frozenset()
    by_position: frozenset[int] = frozenset()
    week_start: int = 0


def rule_of(text: str, line: int) -> Rule:
    """Read a rule.

    Raises:
        InvalidRequest: it is none, or one that is not taken: by hours or less, of weeks or days of
            the year, or with an interval past 999.
    """
    parts: dict[str, str] = {}
    for part in text.strip().strip(";").upper().split(";"):
        name, found, value = part.partition("=")
        if not found or name not in _PARTS or name in parts:
            refuse_line(line, "INPUT_INVALID", part, f"a rule of {', '.join(sorted(_PARTS))}")
        parts[name] = value
    frequency = parts.get("FREQ", "")
    if frequency not in _FREQUENCIES:
        refuse_line(line, "INPUT_INVALID", frequency, f"one of {', '.join(_FREQUENCIES)}")
    by_day = frozenset(_day(day, frequency, line) for day in _listed(parts.get("BYDAY")))
    return Rule(
        line=line,
        frequency=frequency,
        interval=_number(parts.get("INTERVAL", "1"), 1, 999, line),
        count=_number(parts["COUNT"], 1, 99_999, line) if "COUNT" in parts else None,
        until=parts.get("UNTIL", ""),
        by_month=frozenset(_number(one, 1, 12, line) for one in _listed(parts.get("BYMONTH"))),
        by_month_day=_signed(parts.get("BYMONTHDAY"), 31, line),
        by_day=by_day,
        by_position=_signed(parts.get("BYSETPOS"), 366, line),
        week_start=_day(parts.get("WKST", "MO"), "WEEKLY", line)[1],
    )


def _listed(text: str | None) -> list[str]:
    return text.split(",") if text else []


def _number(text: str, least: int, most: int, line: int) -> int:
    digits = text.removeprefix("+")
    if digits.isascii() and digits.isdigit() and len(digits) < 8 and least <= int(digits) <= most:
        return int(digits)
    return refuse_line(line, "INPUT_INVALID", text, f"a whole number from {least} to {most}")


def _signed(text: str | None, most: int, line: int) -> frozenset[int]:
    return frozenset(
        -_number(one[1:], 1, most, line) if one[:1] == "-" else _number(one, 1, most, line)
        for one in _listed(text)
    )


def _day(text: str, frequency: str, line: int) -> tuple[int, int]:
    found = _BY_DAY.fullmatch(text)
    if found is None or (found[1] and frequency in {"DAILY", "WEEKLY"}):
        refuse_line(line, "INPUT_INVALID", text, f"one of {', '.join(_DAYS)}")
    return int(found[1] or 0), _DAYS.index(found[2])


def days_of(rule: Rule, first: date, last: date, steps: Steps) -> Iterator[date]:
    """Yield the days of a rule from the first one, which always counts, to the last one at most.

    COUNT and UNTIL are the caller's: they are told by instants.
    """

    def matching() -> Iterator[date]:
        day = first
        while day <= last:
            steps.take(rule.line)
            if day == first or _matches(rule, day, first):
                yield day
            day += timedelta(days=1)

    if not rule.by_position:
        yield from matching()
        return
    # Of a period that began before the start, the places are told from its own beginning.
    whole = _period_start(rule, first)

    def in_period() -> Iterator[date]:
        day, end = whole, _period_start(rule, last)
        while day <= last or _period_start(rule, day) == end:
            steps.take(rule.line)
            if _matches(rule, day, first):
                yield day
            day += timedelta(days=1)

    yield first
    for _, group in groupby(in_period(), key=lambda day: _period_start(rule, day)):
        listed = list(group)
        for place, day in enumerate(listed, 1):
            if {place, place - len(listed) - 1} & rule.by_position and first < day <= last:
                yield day


def _period_start(rule: Rule, day: date) -> date:
    if rule.frequency == "YEARLY":
        return day.replace(month=1, day=1)
    if rule.frequency == "MONTHLY":
        return day.replace(day=1)
    return _week(rule, day) if rule.frequency == "WEEKLY" else day


def _week(rule: Rule, day: date) -> date:
    return day - timedelta(days=(day.weekday() - rule.week_start) % 7)


def _matches(rule: Rule, day: date, first: date) -> bool:
    if rule.by_month and day.month not in rule.by_month:
        return False
    if rule.frequency == "DAILY":
        return (day - first).days % rule.interval == 0 and _on_named(rule, day)
    if rule.frequency == "WEEKLY":
        weeks = (_week(rule, day) - _week(rule, first)).days // 7
        named = rule.by_day or {(0, first.weekday())}
        return weeks % rule.interval == 0 and (0, day.weekday()) in named
    months = (day.year - first.year) * 12 + day.month - first.month
    if rule.frequency == "MONTHLY":
        if months % rule.interval:
            return False
    elif (day.year - first.year) % rule.interval:
        return False
    if not rule.by_month_day and not rule.by_day:
        alike = rule.frequency == "MONTHLY" or rule.by_month or day.month == first.month
        return day.day == first.day and bool(alike)
    return _on_named(rule, day)


def _on_named(rule: Rule, day: date) -> bool:
    length = monthrange(day.year, day.month)[1]
    if rule.by_month_day and not {day.day, day.day - length - 1} & rule.by_month_day:
        return False
    if not rule.by_day:
        return True
    place, size = day.day, length
    if rule.frequency == "YEARLY" and not rule.by_month:
        start, end = date(day.year, 1, 1), date(day.year, 12, 31)
        place, size = (day - start).days + 1, (end - start).days + 1
    counted = {0, (place - 1) // 7 + 1, -((size - place) // 7 + 1)}
    return any(weekday == day.weekday() and n in counted for n, weekday in rule.by_day)
