"""A month at the reference center, drawn from a seed: values in, values out.

``month`` says what 185 firms and 2,450 households want in December 2026, in the order of time, who
of them are patients and relatives, and what happens to the house meanwhile. Nothing is asked of a
desk: that does ``playing.play``. The same seed and the same offerings give the same month on every
machine.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import attrs

from neighborbook.cli.demo.acts import Act, Ask, Way
from neighborbook.cli.demo.city import CLERK, City, Firm, city, stream
from neighborbook.cli.demo.follows import follows
from neighborbook.cli.demo.kinds import DAY, HOUR, KINDS, MINUTE, Kind, Who
from neighborbook.cli.demo.patients import Neighbor, patients
from neighborbook.cli.demo.troubles import troubles
from neighborbook.domain.offering import Offering
from neighborbook.domain.times import day_start, resolve_wall

SEED = 20261130
YEAR, MONTH = 2026, 12
_BEFORE = 31
"""The first wishes are told so many days before the month begins."""

_WEEKDAYS = (1.0, 1.4, 1.4, 1.1, 0.9)
_MONTH_END = 1.5
_WAYS = (Way.ASK, Way.SEARCH, Way.HOLD, Way.FORGET)


@attrs.frozen(kw_only=True)
class Month:
    """All that will happen.

    Attributes:
        first_at: when it begins; UTC seconds.
        last_at: when everything that was booked is over.
        acts: in the order of time.
        neighbors: whom the center keeps in its directory.
    """

    seed: int
    first_at: int
    last_at: int
    city: City
    acts: tuple[Act, ...]
    neighbors: tuple[Neighbor, ...] = ()


@attrs.frozen(kw_only=True)
class _Wish:
    """An offering, how it is asked for, and the chances from which everything about it is drawn."""

    offering: Offering
    kind: Kind
    city: City
    zone: ZoneInfo
    chance: Random


def month(
    offerings: Sequence[Offering], zone: ZoneInfo, *, seed: int = SEED, share: float = 1.0
) -> Month:
    """Draw the month.

    Args:
        offerings: of the center; what it does not have, nobody asks for.
        zone: of the center.
        share: how much of it; 0.1 is a tenth of the wishes, of everybody and everything alike.
    """
    people = city(seed)
    drawn: list[Ask] = []
    for offering in offerings:
        kind = KINDS.get(offering.id)
        if kind is not None:
            wish = _Wish(
                offering=offering,
                kind=kind,
                city=people,
                zone=zone,
                chance=stream(seed, offering.id),
            )
            drawn.extend(_single(wish, max(2, round(kind.wishes * share))))
            drawn.extend(_weekly(wish, -(-kind.weekly * round(share * 100) // 100)))
    asks, neighbors = patients(people, days(), zone, stream(seed, "patients"), share=share)
    given = {offering.id for offering in offerings}
    drawn.extend(ask for ask in asks if ask.offering in given)
    drawn.sort(key=lambda ask: (ask.at, ask.offering, ask.start, ask.person))
    numbered = [attrs.evolve(ask, number=number) for number, ask in enumerate(drawn)]
    first = day_start(date(YEAR, MONTH, 1) - timedelta(days=_BEFORE), zone)
    house = [act for act in troubles(YEAR, MONTH, zone) if act.at >= first]
    acts: list[Act] = [*numbered, *house]
    return Month(
        seed=seed,
        first_at=first,
        last_at=day_start(days()[-1] + timedelta(days=10), zone),
        city=people,
        acts=tuple(sorted(acts, key=lambda act: act.at)),
        neighbors=neighbors,
    )


def days() -> tuple[date, ...]:
    """Return the days of the month."""
    _, last = calendar.monthrange(YEAR, MONTH)
    return tuple(date(YEAR, MONTH, day) for day in range(1, last + 1))


def _single(wish: _Wish, many: int) -> Iterator[Ask]:
    known = days()
    weights = [_weight(day, wish.kind) for day in known]
    for _ in range(many):
        [day] = wish.chance.choices(known, weights)
        person, organizer, employees = _somebody(wish)
        yield _ask(wish, day, person, organizer, employees)


def _weight(day: date, kind: Kind) -> float:
    if day.weekday() >= len(_WEEKDAYS):
        return kind.weekend
    ends = kind.who is Who.FIRM and (day + timedelta(days=7)).month != day.month
    return _WEEKDAYS[day.weekday()] * (_MONTH_END if ends else 1.0)


def _weekly(wish: _Wish, many: int) -> Iterator[Ask]:
    """Yield the habits: the same people, the same hour of each week, each week asked by itself."""
    weekdays = [day for day in days() if day.day <= 7 and _weight(day, wish.kind) > 0.5]
    for _ in range(many):
        person, organizer, employees = _somebody(wish)
        first = wish.chance.choice(weekdays)
        habit = _ask(wish, first, person, organizer, employees)
        habit = attrs.evolve(habit, weekly=True, way=Way.ASK, override="")
        for week in range((days()[-1] - first).days // 7 + 1):
            ahead = min(habit.start - habit.at, 7 * DAY)
            moved = habit.start + week * 7 * DAY
            then = follows(wish.kind, Way.ASK, ahead, wish.chance)
            yield attrs.evolve(habit, start=moved, at=moved - ahead, then=then)


def _somebody(wish: _Wish) -> tuple[str, str, int]:
    """Return who asks, for whom, and how many belong to them."""
    chance, firms = wish.chance, wish.city.firms
    if wish.kind.who is Who.FIRM:
        [firm] = chance.choices(firms, [_eager(firm) for firm in firms])
        return chance.choice(firm.members), firm.id, firm.employees
    elders = wish.kind.who is Who.ELDER
    while True:
        household = chance.choice(wish.city.households)
        if able := household.elders if elders else household.adults:
            person = chance.choice(able)
            by_phone = elders and chance.random() < 0.35
            return (CLERK if by_phone else person), person, 40


def _eager(firm: Firm) -> float:
    return float(firm.employees**0.75)


def _ask(wish: _Wish, day: date, person: str, organizer: str, employees: int) -> Ask:
    kind, chance = wish.kind, wish.chance
    start, length = _period(wish, day)
    at = _asked_at(wish, day, start)
    way = chance.choices(_WAYS, (28, 57, 11, 4))[0]
    walks_in = person == CLERK and start - at < HOUR
    return Ask(
        at=at,
        number=0,
        person=person,
        organizer=organizer,
        offering=wish.offering.id,
        start=start,
        length=length,
        headcount=_headcount(wish, employees),
        title=chance.choice(kind.titles),
        details=_details(wish),
        way=Way.ASK if walks_in else way,
        takes_other=chance.random() < 0.55,
        override="walked in, the place is empty" if walks_in else "",
        then=follows(kind, way, start - at, chance),
    )


def _period(wish: _Wish, day: date) -> tuple[int, int]:
    """Draw start and length; nearly everybody knows when the place closes."""
    kind, chance = wish.kind, wish.chance
    until = kind.until[day.weekday() >= len(_WEEKDAYS)]
    while True:
        hour, length = chance.choice(kind.hours), chance.choice(kind.lengths)
        minute = 30 if chance.random() < 0.3 and wish.offering.policy.granularity <= 30 else 0
        knows = hour + (minute + length) / 60 <= until
        if knows or chance.random() < 0.06:
            return resolve_wall(day, time(hour, minute), wish.zone), length * MINUTE


def _asked_at(wish: _Wish, day: date, start: int) -> int:
    """Draw when it is asked: in the morning rather than later, and at times too early or late."""
    chance, policy = wish.chance, wish.offering.policy
    ahead = int(chance.expovariate(1 / wish.kind.ahead))
    if chance.random() < 0.92:
        ahead = max(ahead, -(-policy.notice // DAY) if policy.notice >= DAY else 0)
    if policy.horizon is not None:
        ahead = min(ahead, policy.horizon + (3 if chance.random() < 0.3 else 0))
    asked_on = day - timedelta(days=min(ahead, _BEFORE - 1))
    minutes = (
        chance.triangular(7.5 * 60, 12 * 60, 9 * 60)
        if chance.random() < 0.6
        else chance.triangular(12 * 60, 21.5 * 60, 15 * 60)
    )
    at = day_start(asked_on, wish.zone) + round(minutes) * MINUTE
    if asked_on == day and at >= start and chance.random() < 0.9:
        at = start - chance.randint(0, 150) * MINUTE
    return at


def _headcount(wish: _Wish, employees: int) -> int:
    least, most = wish.kind.people
    holds = max((place.holds(None) or most for place in wish.offering.places), default=most)
    many = round(employees * wish.chance.uniform(0.1, 0.9))
    if many > 20 and wish.chance.random() < 0.6:
        many = wish.chance.randint(6, 20)
    most = most if wish.chance.random() < 0.05 else min(most, holds)
    return max(least, min(many, most))


def _details(wish: _Wish) -> dict[str, object] | None:
    layouts = sorted({name for place in wish.offering.places for name, _ in place.layouts})
    if not layouts:
        return None
    found: dict[str, object] = {}
    if wish.chance.random() < 0.8:
        found["layout"] = wish.chance.choice(layouts)
    if wish.offering.equipment and wish.chance.random() < 0.25:
        found["equipment"] = {wish.offering.equipment[0]: 1}
    if wish.chance.random() < 0.06:
        found["visitors"] = 1
    return found
