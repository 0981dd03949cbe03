"""What people of the reference center ask for in a month, and how: assumptions, in one table.

What the center file says of an offering (how many it holds, how far ahead, in which layouts) is
not repeated here.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from types import MappingProxyType

import attrs

MINUTE, HOUR, DAY = 60, 3600, 86_400


class Who(enum.Enum):
    """Who asks."""

    FIRM = enum.auto()
    ADULT = enum.auto()
    ELDER = enum.auto()


@attrs.frozen(kw_only=True)
class Kind:
    """How one offering is asked for.

    Attributes:
        wishes: a month.
        hours: local hours of starting; one that stands twice is asked for twice as often.
        lengths: minutes, likewise.
        people: the fewest and the most who come, as long as the place holds them.
        ahead: how many days before it is asked, in the mean.
        weekend: how much a day of the weekend is wished for; 1 is a Monday.
        until: when it closes, as people know it: on a working day, and at a weekend.
        checks_in: how many of ten tell the front desk that they have come.
        weekly: how many have a habit of it, each for one hour of the week.
    """

    who: Who
    wishes: int
    hours: tuple[int, ...]
    lengths: tuple[int, ...]
    people: tuple[int, int]
    titles: tuple[str, ...]
    ahead: float = 5
    weekend: float = 0.15
    until: tuple[float, float] = (21, 17)
    checks_in: int = 0
    weekly: int = 0


_WORK = (8, 9, 9, 9, 10, 10, 13, 14, 14, 14, 15, 16, 18)
_TRAINING = (
    "Fire safety training",
    "Induction of new staff",
    "Quality circle",
    "Sales meeting",
    "First aid course",
    "Team day",
    "Supplier talk",
    "Machine training",
    "年终总结会",
    "安全生产培训",
)

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "training-room": Kind(
            who=Who.FIRM,
            wishes=300,
            hours=_WORK,
            lengths=(60, 60, 120, 120, 180, 240, 480),
            people=(4, 62),
            titles=_TRAINING,
            ahead=9,
            checks_in=9,
            weekly=9,
        ),
        "workers-room": Kind(
            who=Who.FIRM,
            wishes=240,
            hours=_WORK,
            lengths=(60, 60, 120, 180),
            people=(3, 28),
            titles=_TRAINING,
            ahead=6,
            checks_in=9,
            weekly=8,
        ),
        "interview-room": Kind(
            who=Who.FIRM,
            wishes=150,
            hours=(8, 9, 10, 11, 14, 15, 16),
            lengths=(30, 60, 60, 120),
            people=(2, 6),
            titles=("Job interviews", "面试"),
            ahead=3,
            checks_in=9,
            weekly=4,
            until=(17.5, 0),
        ),
        "history-hall": Kind(
            who=Who.FIRM,
            wishes=35,
            hours=(9, 10, 14, 15),
            lengths=(60, 120),
            people=(8, 40),
            titles=("Guided visit",),
            ahead=12,
        ),
        "practice-station": Kind(
            who=Who.FIRM,
            wishes=45,
            hours=(14, 15, 18, 19),
            lengths=(120, 180),
            people=(10, 60),
            titles=("Calligraphy day", "Law talk", "春联书写"),
            ahead=12,
            weekend=1.0,
            until=(21.5, 21.5),
        ),
        "tournament": Kind(
            who=Who.FIRM,
            wishes=4,
            hours=(8, 9),
            lengths=(360, 480),
            people=(40, 200),
            titles=("Firms' tournament",),
            ahead=20,
            weekend=4.0,
            until=(18, 18),
        ),
        "youth-station": Kind(
            who=Who.ADULT,
            wishes=70,
            hours=(14, 16, 18, 19),
            lengths=(60, 120),
            people=(3, 20),
            titles=("Start-up talk", "Book club"),
            weekend=1.0,
            until=(21.5, 21.5),
        ),
        "youth-room": Kind(
            who=Who.ADULT,
            wishes=130,
            hours=(9, 14, 16, 17, 18, 19),
            lengths=(60, 90, 120),
            people=(4, 32),
            titles=("Craft afternoon", "Birthday", "Robot club"),
            weekend=1.8,
            weekly=6,
        ),
        "mediation-room": Kind(
            who=Who.ADULT,
            wishes=35,
            hours=(8, 9, 10, 14, 15, 16),
            lengths=(60, 120),
            people=(2, 6),
            titles=("",),
            ahead=3,
            weekend=0.0,
            until=(17.5, 0),
        ),
        "basketball": Kind(
            who=Who.ADULT,
            wishes=330,
            hours=(7, 16, 17, 18, 19, 19, 20, 20),
            lengths=(60, 60, 120),
            people=(2, 20),
            titles=("Basketball",),
            ahead=2,
            weekend=1.7,
            until=(22, 22),
        ),
        "badminton": Kind(
            who=Who.ADULT,
            wishes=280,
            hours=(7, 8, 12, 15, 16, 16, 17),
            lengths=(60, 60, 120),
            people=(2, 6),
            titles=("Badminton",),
            ahead=2,
            weekend=1.8,
            until=(18, 18),
        ),
        "table-tennis": Kind(
            who=Who.ADULT,
            wishes=480,
            hours=(7, 12, 16, 17, 18, 19, 20),
            lengths=(30, 60, 60),
            people=(2, 4),
            titles=("Table tennis",),
            ahead=1.5,
            weekend=1.4,
            until=(22, 22),
        ),
        "card-table": Kind(
            who=Who.ELDER,
            wishes=620,
            hours=(8, 9, 9, 10, 13, 14, 14, 15, 16),
            lengths=(60, 120, 120, 180),
            people=(2, 4),
            titles=("Cards", "象棋"),
            ahead=1,
            weekend=0.9,
            checks_in=5,
        ),
        "choir-room": Kind(
            who=Who.ELDER,
            wishes=80,
            hours=(8, 9, 14, 15, 18),
            lengths=(60, 120),
            people=(6, 35),
            titles=("Choir", "南音"),
            weekend=0.6,
            weekly=6,
        ),
        "dance-floor": Kind(
            who=Who.ELDER,
            wishes=110,
            hours=(8, 9, 15, 18, 19, 19),
            lengths=(60, 60, 120),
            people=(6, 30),
            titles=("Square dance", "Dance"),
            weekend=0.8,
            weekly=6,
        ),
        "retired-members-room": Kind(
            who=Who.ELDER,
            wishes=40,
            hours=(8, 9, 14, 15),
            lengths=(60, 120),
            people=(4, 20),
            titles=("Reading group",),
            weekend=0.0,
            until=(17.5, 0),
        ),
    }
)
