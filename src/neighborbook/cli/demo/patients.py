"""Who comes to the health station and to counseling, who asks for them, and how they are kept.

Elders have relatives as proxies, children their parents; who walks in is written down at the door.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import attrs

from neighborbook.cli.demo.acts import Ask, Later, Since, Step, Way
from neighborbook.cli.demo.city import City, Household
from neighborbook.cli.demo.kinds import DAY, MINUTE
from neighborbook.domain.times import day_start, resolve_wall

DOOR = "door-1"
"""Who writes down at the door of the station who walks in."""

STATION, COUNSELING = "health-station", "counseling"
VISITS, TALKS = 420, 40
SERVICES = {"consultation": 15, "first-visit": 30, "medicine": 15, "check-up": 45}
_WEIGHTS = (55, 20, 15, 10)
_HOURS = (8, 8, 9, 9, 10, 10, 11, 14, 15, 16)
_FASTING_HOURS = (8, 9)
_TALK_HOURS = (14, 15, 16, 17, 18)
_TALK = 50
_SATURDAY, _SUNDAY = 5, 6
_FARTHEST = 13
"""How many days ahead anybody asks."""


@attrs.frozen(kw_only=True)
class Neighbor:
    """Somebody whom the center keeps in its directory.

    Attributes:
        guardian_of, proxy_for: for whom this person may ask.
    """

    id: str
    born_on: date
    grid: str
    guardian_of: tuple[str, ...] = ()
    proxy_for: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class _Patient:
    """Who comes, and who of the same household may ask."""

    id: str
    born_on: date
    household: Household
    relative: str = ""

    @property
    def is_child(self) -> bool:
        return self.id.startswith("child-")


def patients(
    city: City, days: Sequence[date], zone: ZoneInfo, chance: Random, *, share: float
) -> tuple[list[Ask], tuple[Neighbor, ...]]:
    """Return what patients and clients want in some days, and who they and theirs are."""
    asks: list[Ask] = []
    known: dict[str, Neighbor] = {}
    for number in range(max(4, round((VISITS + TALKS) * share))):
        patient = _patient(city, chance)
        for neighbor in _kept(patient, chance):
            known[neighbor.id] = _joined(known.get(neighbor.id), neighbor)
        talks = number % ((VISITS + TALKS) // TALKS) == 0
        asks += (_talk if talks else _visit)(patient, days, zone, chance)
    return asks, tuple(known.values())


def _patient(city: City, chance: Random) -> _Patient:
    household = chance.choice(city.households)
    children = household.size - len(household.adults) - len(household.elders)
    draw = chance.random()
    if household.elders and draw < 0.75:
        who, ages = chance.choice(household.elders), (60, 92)
        relatives = household.adults
    elif children and household.adults and draw < 0.9:
        who, ages = household.id.replace("household", "child") + "-1", (1, 15)
        relatives = household.adults
    else:
        who, ages = chance.choice(household.adults or household.elders), (25, 59)
        relatives = ()
    return _Patient(
        id=who,
        born_on=_born(who, ages),
        household=household,
        relative=chance.choice(relatives) if relatives else "",
    )


def _born(who: str, ages: tuple[int, int]) -> date:
    """Return the same birthday for the same person, however often she is drawn."""
    own = Random(who)  # noqa: S311 - a story, not a secret
    return date(2026, 1, 1) - timedelta(days=own.randint(ages[0] * 366, ages[1] * 365 + 300))


def _kept(patient: _Patient, chance: Random) -> Iterator[Neighbor]:
    grid = f"grid-{int(patient.household.id.rpartition('-')[2]) % 9 + 1}"
    yield Neighbor(id=patient.id, born_on=patient.born_on, grid=grid)
    if patient.relative:
        tied = (patient.id,)
        yield Neighbor(
            id=patient.relative,
            born_on=_born(patient.relative, (25, 59)),
            grid=grid,
            guardian_of=tied if patient.is_child else (),
            proxy_for=() if patient.is_child else tied,
        )


def _joined(old: Neighbor | None, new: Neighbor) -> Neighbor:
    if old is None:
        return new
    return attrs.evolve(
        old,
        guardian_of=tuple(dict.fromkeys((*old.guardian_of, *new.guardian_of))),
        proxy_for=tuple(dict.fromkeys((*old.proxy_for, *new.proxy_for))),
    )


def _visit(
    patient: _Patient, days: Sequence[date], zone: ZoneInfo, chance: Random
) -> Iterator[Ask]:
    [service] = chance.choices(tuple(SERVICES), _WEIGHTS)
    day = chance.choice([day for day in days if day.weekday() < _SUNDAY])
    hours: Sequence[int] = _FASTING_HOURS if service == "check-up" else _HOURS
    if day.weekday() == _SATURDAY:
        hours = tuple(hour for hour in hours if hour < 12)
    start = _start(day, hours, zone, chance)
    walks_in = chance.random() < 0.25
    at = start - chance.randint(1, 12) * MINUTE if walks_in else _asked_at(day, start, zone, chance)
    person = DOOR if walks_in else _who_asks(patient, chance)
    details: dict[str, object] = {
        "service": service,
        "channel": "walk-in" if walks_in else "online",
    }
    visit = _ask(STATION, person, patient.id, start, SERVICES[service], details, at=at)
    way = Way.ASK if walks_in or chance.random() < 0.3 else Way.SEARCH
    then = tuple(_fate(start - at, chance))
    yield attrs.evolve(visit, way=way, takes_other=not walks_in, then=then)
    if service in ("consultation", "first-visit") and chance.random() < 0.3:
        again: dict[str, object] = {"service": "follow-up", "channel": "online"}
        person, later = _who_asks(patient, chance), start + 7 * DAY
        yield _ask(STATION, person, patient.id, later, 15, again, at=start + DAY)


def _talk(patient: _Patient, days: Sequence[date], zone: ZoneInfo, chance: Random) -> Iterator[Ask]:
    """A talk; now and then a relative asks for a grown-up, and is told that nobody can."""
    day = chance.choice([day for day in days if day.weekday() < _SATURDAY])
    start = _start(day, _TALK_HOURS, zone, chance)
    person = _who_asks(patient, chance)
    at = _asked_at(day, start, zone, chance)
    yield _ask(COUNSELING, person, patient.id, start, _TALK, {"consent": 1}, at=at)


def _who_asks(patient: _Patient, chance: Random) -> str:
    alone = not patient.is_child and chance.random() < 0.6
    return patient.id if alone or not patient.relative else patient.relative


def _ask(
    offering: str,
    person: str,
    patient: str,
    start: int,
    minutes: int,
    details: dict[str, object],
    *,
    at: int,
) -> Ask:
    return Ask(
        at=at,
        number=0,
        person=person,
        organizer=patient,
        offering=offering,
        start=start,
        length=minutes * MINUTE,
        headcount=1,
        title="",
        details=details,
    )


def _start(day: date, hours: Sequence[int], zone: ZoneInfo, chance: Random) -> int:
    return resolve_wall(day, time(chance.choice(hours), chance.choice((0, 15, 30, 45))), zone)


def _asked_at(day: date, start: int, zone: ZoneInfo, chance: Random) -> int:
    """Draw when it is asked: in a morning of the days before, or some hours ahead."""
    ahead = min(int(chance.expovariate(0.25)), _FARTHEST)
    if ahead == 0:
        return start - chance.randint(30, 150) * MINUTE
    minutes = round(chance.triangular(7.5 * 60, 12 * 60, 9 * 60))
    return day_start(day - timedelta(days=ahead), zone) + minutes * MINUTE


def _fate(ahead: int, chance: Random) -> Iterator[Later]:
    """They cancel, or come and are served, or are not seen again."""
    draw = chance.random()
    if draw < 0.1 and ahead > DAY:
        yield Later(
            step=Step.CANCEL, since=Since.ASKED, seconds=chance.randint(1, 20) * 60 * MINUTE
        )
    elif draw < 0.9:
        early = chance.randint(-10, 20) * MINUTE
        yield Later(step=Step.CHECK_IN, since=Since.START, seconds=early)
        served = chance.randint(20, 60) * MINUTE
        yield Later(step=Step.COMPLETE, since=Since.END, seconds=served)
