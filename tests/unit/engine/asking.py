"""Asks made by hand for tests of the engine: a hall, a den, a hall of both, and a pool."""

from __future__ import annotations

import attrs

from neighborbook.domain.catalog import Catalog, Center
from neighborbook.domain.hours import ALL_DAY, DayHours, OpeningHours, TimeRange
from neighborbook.domain.offering import HOUR, Offering, Place, Policy
from neighborbook.domain.party import PROGRAM
from neighborbook.domain.resource import Resource
from neighborbook.domain.seen import Ask, Candidate
from neighborbook.domain.slot import Request
from neighborbook.domain.text import Text
from neighborbook.domain.times import parse_instant, zone
from neighborbook.domain.working_days import WorkingDays
from neighborbook.room_type import RoomType

SHANGHAI = zone("Asia/Shanghai")
EIGHT_TO_EIGHT: DayHours = (TimeRange(opens=480, closes=1200),)
WITH_A_BREAK: DayHours = (TimeRange(opens=480, closes=720), TimeRange(opens=780, closes=1200))


def at(text: str) -> int:
    """An instant on the wall clock of Shanghai."""
    return parse_instant(text, SHANGHAI)


def catalog(day: DayHours = ALL_DAY, offering: Offering | None = None) -> Catalog:
    leaves = [
        Resource(id="hall", name=Text.of("hall"), changeover=900),
        Resource(id="den", name=Text.of("den")),
        Resource(id="pool", name=Text.of("pool"), capacity=3),
        Resource(id="both", name=Text.of("both"), capacity=None, parts=("hall", "den")),
    ]
    given = offering or hall()
    return Catalog(
        center=Center(id="c", name=Text.of("c"), zone="Asia/Shanghai", hours=("office",)),
        resources={each.id: each for each in leaves},
        offerings={given.id: given},
        hours={"office": OpeningHours(id="office", weekly=(day,) * 7)},
        working_days=WorkingDays(),
    )


def hall(*places: str, **policy: object) -> Offering:
    return Offering(
        id="hall",
        name=Text.of("hall"),
        places=tuple(Place(resource=place) for place in places or ("hall",)),
        policy=attrs.evolve(Policy(), **policy),  # type: ignore[arg-type]
    )


def ask(
    start: str = "2026-12-01 10:00",
    end: str = "2026-12-01 11:00",
    *,
    offering: Offering | None = None,
    day: DayHours = ALL_DAY,
    now: str = "2026-11-30 09:00",
    **request: object,
) -> Ask:
    given = offering or hall()
    words = Request(offering=given.id, start=at(start), end=at(end), organizer="acme")
    return Ask(
        request=attrs.evolve(words, **request),  # type: ignore[arg-type]
        offering=given,
        catalog=catalog(day, given),
        actor=PROGRAM,
        now=at(now),
    )


def candidate(asked: Ask) -> Candidate:
    return Candidate(ask=asked, demand=RoomType().demand(asked))


__all__ = ["EIGHT_TO_EIGHT", "HOUR", "WITH_A_BREAK", "ask", "at", "candidate", "catalog", "hall"]
