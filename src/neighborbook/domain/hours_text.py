"""Opening hours as a center file writes them, read with all their faults at once.

::

    [hours.office]
    mon-fri = "07:30-21:00"              # a day, a run of days, or daily; the narrower one holds
    sat = "08:00-12:00, 13:00-17:00"     # a day that is not named is closed
    holidays = "closed"                  # hours; or "as-usual", which is the default
    make-up = "mon"                      # hours; or the day it follows (mon), or "as-usual"
    [[hours.office.except]]
    from = 2026-12-24
    to = 2026-12-26                      # included; without it, the one day
    hours = "10:00-14:00"
    reason = "Winter party"
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from datetime import date

from neighborbook.domain.hours import (
    ALL_DAY,
    CLOSED,
    MIDNIGHT,
    WEEKDAYS,
    DatedHours,
    DayHours,
    OpeningHours,
    TimeRange,
    day_hours,
)
from neighborbook.domain.text import Text
from neighborbook.domain.time_fault import TimeFault, printable
from neighborbook.domain.times import parse_date
from neighborbook.errors import Fault

_RANGE = re.compile(r"([0-9]{1,2}):([0-9]{2}) ?[-–] ?([0-9]{1,2}):([0-9]{2})")
_A_RANGE = "hours such as '07:30-21:00', '08:00-12:00, 13:00-17:00', 'open' or 'closed'"
_OTHER_KEYS = ("holidays", "make-up", "except")
_AS_USUAL = "as-usual"


def parse_ranges(value: object) -> DayHours:
    """Return the hours of one day.

    Args:
        value: ``07:30-21:00``; several with commas between them, or a list of them;
            ``20:00-02:00`` passes midnight; ``open`` is 00:00-24:00; ``closed``.

    Raises:
        TimeFault: it is none of these, or two ranges overlap.

    >>> [r.text for r in parse_ranges("13:00-17:00, 08:00-12:00")]
    ['08:00-12:00', '13:00-17:00']
    """
    if isinstance(value, str):
        text = value.strip()
        if text == "closed":
            return CLOSED
        if text == "open":
            return ALL_DAY
        parts: Sequence[object] = text.split(",")
    elif isinstance(value, list | tuple) and value:
        parts = value
    else:
        raise TimeFault(given=value, expected=_A_RANGE)
    try:
        return day_hours(_parse_range(part) for part in parts)
    except TimeFault:
        raise
    except ValueError as wrong:
        raise TimeFault(given=value, expected=f"{_A_RANGE} ({wrong})") from wrong


def _parse_range(value: object) -> TimeRange:
    found = _RANGE.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise TimeFault(given=value, expected=_A_RANGE)
    from_hour, from_minute, to_hour, to_minute = map(int, found.groups())
    opens, closes = from_hour * 60 + from_minute, to_hour * 60 + to_minute
    if max(from_minute, to_minute) > 59 or opens >= MIDNIGHT or closes > MIDNIGHT:
        raise TimeFault(given=value, expected="clock times from 00:00 to 24:00")
    if closes == opens:
        raise TimeFault(given=value, expected="a closing other than the opening; or 'open'")
    return TimeRange(opens=opens, closes=closes if closes > opens else closes + MIDNIGHT)


def parse_hours(
    id: str,
    table: Mapping[str, object],
    *,
    path: str = "",
) -> tuple[OpeningHours | None, tuple[Fault, ...]]:
    """Return the opening hours that a table declares, and everything that is wrong with it.

    Args:
        id: the name of the hours.
        table: what stands under ``[hours.<id>]``.
        path: where it stands, for the faults; ``hours.<id>`` if not given.

    Returns:
        The hours, or None if there are faults; and the faults.

    >>> hours, faults = parse_hours("office", {"mon-fri": "9-5", "sunday": "closed"})
    >>> for fault in faults: print(fault.path, fault.given)
    hours.office.mon-fri 9-5
    hours.office.sunday sunday
    """
    where = path or f"hours.{id}"
    faults: list[Fault] = []
    weekly = _weekly(table, where, faults)
    exceptions = _exceptions(table.get("except", ()), f"{where}.except", faults)
    holidays = makeup = None
    if "holidays" in table and table["holidays"] != _AS_USUAL:
        holidays = _ranges(table["holidays"], f"{where}.holidays", faults, f"or '{_AS_USUAL}'")
    wanted = table.get("make-up", "mon")
    if isinstance(wanted, str) and wanted in WEEKDAYS:
        makeup = weekly[WEEKDAYS.index(wanted)]
    elif wanted != _AS_USUAL:
        other = f"or a day such as 'mon', or '{_AS_USUAL}'"
        makeup = _ranges(wanted, f"{where}.make-up", faults, other)
    if faults:
        return None, tuple(faults)
    hours = OpeningHours(
        id=id, weekly=weekly, holidays=holidays, makeup=makeup, exceptions=exceptions
    )
    return hours, ()


def _ranges(value: object, where: str, faults: list[Fault], other: str = "") -> DayHours:
    """Read the hours of a day; what is wrong is added to the faults."""
    try:
        return parse_ranges(value)
    except TimeFault as wrong:
        expected = f"{wrong.expected}, {other}" if other else wrong.expected
        faults.append(Fault(path=where, code=wrong.code, given=wrong.given, expected=expected))
        return CLOSED


def _days_named(key: str) -> tuple[int, ...]:
    """Return the weekdays that a key means, Monday being 0; none if it means none.

    >>> _days_named("mon-fri"), _days_named("sat-mon"), _days_named("noon")
    ((0, 1, 2, 3, 4), (5, 6, 0), ())
    """
    if key == "daily":
        return tuple(range(7))
    first, _, last = key.partition("-")
    last = last or first
    if first not in WEEKDAYS or last not in WEEKDAYS:
        return ()
    start = WEEKDAYS.index(first)
    count = (WEEKDAYS.index(last) - start) % 7 + 1
    return tuple((start + step) % 7 for step in range(count))


def _weekly(table: Mapping[str, object], where: str, faults: list[Fault]) -> tuple[DayHours, ...]:
    """Read the keys that name weekdays; of two that name a day the narrower one holds."""
    named: list[tuple[frozenset[int], str, DayHours]] = []
    for key, value in table.items():
        days = frozenset(_days_named(key))
        if days:
            named.append((days, key, _ranges(value, f"{where}.{key}", faults)))
        elif key not in _OTHER_KEYS:
            faults.append(_unknown_key(key, where, (*WEEKDAYS, "mon-fri", "daily", *_OTHER_KEYS)))
    if not named:
        faults.append(
            Fault(path=where, code="INPUT_MISSING", expected="a day such as 'mon-fri' or 'daily'")
        )
    named.sort(key=lambda entry: -len(entry[0]))
    weekly = [CLOSED] * 7
    for rank, (days, key, ranges) in enumerate(named):
        rivals = [wide for among, wide, _ in named[:rank] if among & days and not days < among]
        if rivals:
            expected = f"days that {rivals[0]!r} does not name, or a part of its days"
            faults.append(
                Fault(path=f"{where}.{key}", code="INPUT_INVALID", given=key, expected=expected)
            )
        for day in days:
            weekly[day] = ranges
    return tuple(weekly)


def _exceptions(value: object, where: str, faults: list[Fault]) -> tuple[DatedHours, ...]:
    if not isinstance(value, list | tuple):
        faults.append(_invalid(where, value, "a list of tables, [[…except]]"))
        return ()
    found = []
    for number, entry in enumerate(value):
        if isinstance(entry, Mapping):
            one = _exception(entry, f"{where}.{number}", faults)
            found.extend([one] if one else [])
        else:
            faults.append(_invalid(f"{where}.{number}", entry, "a table with from, to, hours"))
    return tuple(found)


def _exception(entry: Mapping[str, object], where: str, faults: list[Fault]) -> DatedHours | None:
    known = ("from", "to", "hours", "reason")
    before = len(faults)
    faults.extend(_unknown_key(key, where, known) for key in entry if key not in known)
    faults.extend(
        Fault(path=f"{where}.{key}", code="INPUT_MISSING", expected=expected)
        for key, expected in (("from", "a date such as 2026-12-24"), ("hours", _A_RANGE))
        if key not in entry
    )
    first = _date(entry["from"], f"{where}.from", faults) if "from" in entry else None
    last = _date(entry["to"], f"{where}.to", faults) if "to" in entry else first
    ranges = _ranges(entry["hours"], f"{where}.hours", faults) if "hours" in entry else CLOSED
    reason = _text(entry.get("reason", ""), f"{where}.reason", faults)
    if first and last and last < first:
        faults.append(_invalid(f"{where}.to", last.isoformat(), f"{first} or a later date"))
    if len(faults) > before or first is None or last is None:
        return None
    return DatedHours(first_on=first, last_on=last, ranges=ranges, reason=reason)


def _date(value: object, where: str, faults: list[Fault]) -> date | None:
    try:
        return parse_date(value)
    except TimeFault as wrong:
        faults.append(wrong.fault(where))
        return None


def _text(value: object, where: str, faults: list[Fault]) -> Text:
    if isinstance(value, str):
        return Text.of(value) if value else Text()
    if isinstance(value, Mapping) and value:
        words = {str(language): said for language, said in value.items() if isinstance(said, str)}
        if len(words) == len(value):
            return Text.of(words)
    faults.append(_invalid(where, value, "a text, or a table of texts by language"))
    return Text()


def _invalid(where: str, given: object, expected: str) -> Fault:
    return Fault(path=where, code="INPUT_INVALID", given=printable(given), expected=expected)


def _unknown_key(key: str, where: str, known: tuple[str, ...]) -> Fault:
    close = difflib.get_close_matches(key, known, n=1)
    hint = f"; did you mean {close[0]!r}?" if close else ""
    return _invalid(f"{where}.{printable(key)}", key, f"one of {', '.join(known)}{hint}")
