"""What the firms want: who asks when for what, drawn from a seed before anybody asks."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from random import Random

import attrs

from neighborbook.cli.demo.acts import Way
from neighborbook.cli.demo.city import Firm

TODAY = "2026-11-30"
BOARD_DAY = "2026-12-02"
_DAYS = (TODAY, "2026-12-01", BOARD_DAY, "2026-12-03", "2026-12-04", "2026-12-07")
_DAY_WEIGHTS = (4, 3, 5, 3, 3, 3)
_TITLES = (
    "Fire safety training",
    "Induction of new staff",
    "Quality circle",
    "Sales meeting",
    "First aid course",
    "Team day",
    "Supplier talk",
    "Machine training",
)


class Then(enum.StrEnum):
    """What becomes of it later in the day."""

    KEEP = "keep"
    CANCEL = "cancel"
    CANCEL_LATE = "cancel late"
    CHANGE = "change"


@attrs.frozen(kw_only=True)
class Wanted:
    """One wish of the day.

    Attributes:
        minute: after eight in the morning, when it is asked.
        start: local time.
        takes_other: content with an alternative if it is refused.
    """

    minute: int
    firm: str
    person: str
    offering: str
    day: str
    start: str
    length: str
    headcount: int
    title: str
    details: Mapping[str, object] | None
    way: Way
    then: Then
    takes_other: bool


@attrs.frozen(kw_only=True)
class _Kind:
    weight: int
    hours: tuple[int, ...]
    lengths: tuple[str, ...]
    most: int
    layouts: tuple[str, ...] = ()


_WORK_HOURS = (8, 9, 9, 9, 10, 13, 14, 14, 15, 16, 18)
_KINDS: Mapping[str, _Kind] = {
    "training-room": _Kind(
        weight=28,
        hours=_WORK_HOURS,
        lengths=("1h", "1h", "2h", "2h", "3h"),
        most=62,
        layouts=("theatre", "theatre", "classroom", "boardroom", "u-shape"),
    ),
    "workers-room": _Kind(
        weight=14,
        hours=_WORK_HOURS,
        lengths=("1h", "2h"),
        most=28,
        layouts=("theatre", "boardroom", "classroom"),
    ),
    "interview-room": _Kind(
        weight=8, hours=_WORK_HOURS, lengths=("30m", "1h"), most=6, layouts=("boardroom",)
    ),
    "basketball": _Kind(weight=10, hours=(17, 18, 19, 20), lengths=("1h", "2h"), most=20),
    "badminton": _Kind(weight=8, hours=(12, 16, 17, 18), lengths=("1h",), most=6),
    "table-tennis": _Kind(weight=5, hours=(12, 17, 18), lengths=("30m", "1h"), most=4),
    "youth-station": _Kind(weight=4, hours=(15, 18, 19), lengths=("2h",), most=20),
    "practice-station": _Kind(weight=3, hours=(14, 16, 18), lengths=("2h",), most=60),
    "dance-floor": _Kind(weight=2, hours=(12, 18, 19), lengths=("1h",), most=30),
}


def wishes(firms: tuple[Firm, ...], chance: Random) -> tuple[Wanted, ...]:
    """Return the wishes of the day in the order in which they are made."""
    drawn = [_wanted(firm, chance) for firm in firms for _ in range(1 + firm.employees // 45)]
    return tuple(sorted(drawn, key=lambda each: (each.minute, each.person, each.start)))


def _wanted(firm: Firm, chance: Random) -> Wanted:
    offering = chance.choices(tuple(_KINDS), [kind.weight for kind in _KINDS.values()])[0]
    kind = _KINDS[offering]
    day = chance.choices(_DAYS, _DAY_WEIGHTS)[0]
    headcount = max(2, min(kind.most, round(firm.employees * chance.uniform(0.1, 0.9))))
    if headcount > 20 and chance.random() < 0.6:
        headcount = chance.randint(8, 20)
    layout = chance.choice(kind.layouts) if kind.layouts else None
    return Wanted(
        minute=round(chance.triangular(0, 570, 20)),
        firm=firm.id,
        person=chance.choice(firm.members),
        offering=offering,
        day=day,
        start=f"{day} {chance.choice(kind.hours):02}:{chance.choice(('00', '00', '30'))}",
        length=chance.choice(kind.lengths),
        headcount=headcount,
        title=chance.choice(_TITLES),
        details={"layout": layout} if layout else None,
        way=chance.choices(tuple(Way), (58, 24, 14, 4))[0],
        then=chance.choices(tuple(Then), (78, 9, 25 if day == TODAY else 0, 8))[0],
        takes_other=chance.random() < 0.6,
    )
