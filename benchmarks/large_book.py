"""A book of many bookings, written by the store in big batches, as the desk would have written it.

The desk books once in each room. What it wrote (booking, claim, use of a quota, change, notices) is
then written again and again for other times and firms, and sealed along: the rows are the desk's,
only the judging is left out, because no two of them touch.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

import attrs

from benchmarks.rooms import ZONE
from benchmarks.wishes import CLOCK
from neighborbook.desk.clock import Ids, RandomIds
from neighborbook.desk.desk import Desk
from neighborbook.desk.house import House
from neighborbook.domain.booking import Booking
from neighborbook.domain.change import Change
from neighborbook.domain.claim import Claim
from neighborbook.domain.limit import LimitUse
from neighborbook.domain.party import PROGRAM
from neighborbook.domain.times import local_start, resolve_wall, zone
from neighborbook.engine.occupancy import over_capacity
from neighborbook.storage import open_store
from neighborbook.storage.abc import Notice, Wanted, Writes
from neighborbook.storage.statement_log import StatementLog

ROOMS = 50
OPENS, HOURS, TAKEN = 8, 14, 8
"""Each room is open for 14 hours a day, of which 8 are taken."""

DAYS_OF_SEARCH = 30
FIRST = date(2026, 10, 14)
CENTER = "large"
BUSIEST = "firm-001"
FIRMS = tuple(f"firm-{number:03}" for number in range(1, 186))
_SHARES = tuple(1 / number for number in range(1, 186))
_MODEL = "firm-000"
_BATCH = 500
"""Larger ones gain nothing, and on PostgreSQL thousands of statements in one pipeline may stall."""

FILE = f"""
center = {{ id = "{CENTER}", zone = "{ZONE}" }}
hours.open.daily = "08:00-22:00"
""" + "".join(f'resource.room-{n:02} = {{ hours = "open" }}\n' for n in range(ROOMS))
FILE += f"""
[offering.room]
places = [{", ".join(f'"room-{n:02}"' for n in range(ROOMS))}]
horizon = "none"
granularity = "30m"
quota = {{ amount = "1000h", per = "day" }}
"""


def rooms() -> tuple[str, ...]:
    """Return the ids of all rooms."""
    return tuple(f"room-{number:02}" for number in range(ROOMS))


def taken_hours(day: int, room: int) -> tuple[int, ...]:
    """Return the hours that are taken on the n-th day: the same in a book of any size."""
    return tuple(sorted(Random(f"{day}/{room}").sample(range(HOURS), TAKEN)))


def free_hours(day: int, room: int) -> tuple[int, ...]:
    """Return the hours that are left."""
    return tuple(sorted(set(range(HOURS)) - set(taken_hours(day, room))))


def instant(day: int, hour: int) -> int:
    """Return the instant at which an hour of the n-th day begins."""
    return resolve_wall(FIRST + timedelta(days=day), (OPENS + hour) * 60, zone(ZONE))


def open_large(where: str, log: StatementLog | None = None) -> tuple[Desk, House]:
    """Open a database, and return the desk and the house of its large center."""
    house = House(
        store=open_store(where, statement_log=log),
        center=CENTER,
        clock=CLOCK,
        ids=RandomIds(),
    )
    return Desk(house, PROGRAM), house


@attrs.frozen(kw_only=True)
class _Model:
    """What the desk has written for one booking of a room."""

    booking: Booking
    claim: Claim
    use: LimitUse
    change: Change
    notices: tuple[Notice, ...]


def build(where: str, bookings: int) -> None:
    """Write so many bookings, 400 a day, and look at some days whether they keep the rule."""
    desk, house = open_large(where)
    with desk:
        desk.load(FILE)
        models = [_model(desk, house, room) for room in rooms()]
        per_day = ROOMS * TAKEN
        chance = Random(bookings)
        batch: list[tuple[_Model, int, str, int]] = []
        for number, (day, room, hour) in enumerate(_hours(-(-bookings // per_day))):
            if number == bookings:
                break
            [firm] = chance.choices(FIRMS, _SHARES)
            batch.append((models[room], instant(day, hour), firm, 2 + number // ROOMS))
            if len(batch) == _BATCH:
                _write(house, batch)
                batch = []
        _write(house, batch)
        _check(house, bookings // per_day)


def _hours(days: int) -> Iterator[tuple[int, int, int]]:
    for day in range(days):
        for room in range(ROOMS):
            for hour in taken_hours(day, room):
                yield day, room, hour


def _model(desk: Desk, house: House, room: str) -> _Model:
    """Book a room on the day before the first, and read all that was written for it."""
    start = instant(-1, rooms().index(room) % HOURS)
    made = desk.book("room", start=_iso(start), length="1h", resource=room, organizer=_MODEL)
    with house.store.snapshot(CENTER) as reader:
        booking = reader.booking(made.id)
        [claim] = reader.claims_of((made.id,))[made.id]
        [use] = reader.limit_uses_of((made.id,))[made.id]
        [change] = reader.history(made.id)
        due = reader.notices(1 << 40, 1000)
        notices = tuple(each for each in due if each.booking == made.id)
    if booking is None:
        raise RuntimeError("what was just booked is gone")
    return _Model(booking=booking, claim=claim, use=use, change=change, notices=notices)


def _iso(at: int) -> str:
    return f"{local_start(at, zone(ZONE))[:16].replace('T', ' ')}"


def _write(house: House, batch: list[tuple[_Model, int, str, int]]) -> None:
    made = [_again(house.ids, *each) for each in batch]
    with house.store.transaction(CENTER, scopes=frozenset({"log"}), deadline=60) as tx:
        tx.write(
            Writes(
                insert=tuple(one.booking for one in made),
                claims={one.booking.id: (one.claim,) for one in made},
                limit_uses={one.booking.id: (one.use,) for one in made},
                changes=tuple(one.change for one in made),
                notices=tuple(notice for one in made for notice in one.notices),
            )
        )
        while tx.seal(_BATCH):
            pass
        tx.commit()


def _again(ids: Ids, model: _Model, start: int, firm: str, order: int) -> _Model:
    id, end = ids.new(), start + 3600
    return _Model(
        booking=attrs.evolve(
            model.booking,
            id=id,
            uid=ids.new(),
            start_at=start,
            end_at=end,
            local_start=local_start(start, zone(ZONE)),
            organizer=firm,
            late_after=start,
        ),
        claim=attrs.evolve(model.claim, owner=id, start=start, end=end, order=order),
        use=attrs.evolve(model.use, owner=id, key=model.use.key.replace(_MODEL, firm), at=start),
        change=attrs.evolve(model.change, id=ids.new(), booking=id, position=None),
        notices=tuple(
            attrs.evolve(
                each,
                id=ids.new(),
                booking=id,
                due_at=each.due_at + start - model.booking.start_at,
            )
            for each in model.notices
        ),
    )


def _check(house: House, days: int) -> None:
    """See that no room is given twice on some days, and that there are as many claims as meant."""
    with house.store.snapshot(CENTER) as reader:
        for day in {0, days // 2, days - 1} if days else ():
            wanted = Wanted(start=instant(day, 0), end=instant(day, HOURS), leaves=rooms())
            for leaf, claims in reader.read(wanted).claims.items():
                if over_capacity(claims) or len(claims) != TAKEN:
                    raise RuntimeError(f"{leaf} on day {day}: {len(claims)} claims")
