"""What happens to the house in a month: closures, an outage, and the nightly settling."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from neighborbook.cli.demo.acts import Outage, Reopen, Settle, Shut
from neighborbook.domain.times import resolve_wall

_NIGHTS_BEFORE = 31


def troubles(year: int, month: int, zone: ZoneInfo) -> Iterator[Shut | Reopen | Outage | Settle]:
    """Yield them; the story is the same in every month, whatever its seed."""

    def at(day: int, clock: str) -> int:
        return resolve_wall(date(year, month, day), time.fromisoformat(clock), zone)

    yield Shut(
        at=at(1, "09:10"),
        name="maintenance",
        subject="court-full",
        start=at(15, "06:00"),
        end=at(17, "22:00"),
        reason="the floor is painted, offer of 24 November",
        public_reason="New floor",
        rehouses=True,
    )
    yield Shut(
        at=at(2, "10:00"),
        name="broken tables",
        subject="card-tables",
        start=at(2, "10:00"),
        end=at(9, "21:00"),
        reason="two tables are with the carpenter",
        amount=2,
    )
    yield Shut(
        at=at(9, "08:05"),
        name="burst pipe",
        subject="A",
        start=at(9, "08:05"),
        end=at(11, "22:00"),
        reason="burst pipe above room A",
        public_reason="Closed for repair",
        rehouses=True,
    )
    yield Reopen(at=at(10, "16:20"), name="burst pipe")
    yield Shut(
        at=at(17, "07:35"),
        name="ill guide",
        subject="history-hall",
        start=at(17, "00:00"),
        end=at(18, "00:00"),
        reason="the guide is ill",
        public_reason="No guided visits today",
        rehouses=True,
    )
    yield Outage(
        at=at(18, "11:00"),
        start=at(18, "08:50"),
        end=at(18, "10:55"),
        reason="no network in the house",
    )
    yield Shut(
        at=at(22, "13:40"),
        name="power cut",
        subject="anping",
        start=at(22, "14:00"),
        end=at(22, "17:00"),
        reason="the power company repairs the transformer",
        public_reason="No electricity",
    )
    for night in range(-_NIGHTS_BEFORE, 31):
        day = date(year, month, 1) + timedelta(days=night)
        yield Settle(at=resolve_wall(day, time(23, 15), zone))
