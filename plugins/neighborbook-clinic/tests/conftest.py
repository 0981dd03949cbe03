"""A station of two doctors and a nurse with two rooms, and a clock that tests turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import attrs
import pytest

import neighborbook as nb
import neighborbook_clinic
from neighborbook.testing import SetClock

CENTER = """
[center]
id = "anping"
zone = "Asia/Shanghai"
check_in = "desk"
plugins = ["clinic"]

[hours.station]
mon-sun = "09:00-12:00, 14:00-17:00"
[hours.nurse]
mon-sun = "07:00-12:00, 14:00-17:00"

[resource.dr-a-time]
hours = "station"
[resource.dr-a-extra]
hours = "station"
[resource.dr-a]
parts = ["dr-a-time", "dr-a-extra"]
[resource.dr-b]
hours = "nurse"
[resource.nurse]
hours = "nurse"
[resource.r1]
[resource.r2]
[resource.ecg]

[offering.station]
room_type = "clinic"
places = ["dr-a", "dr-b", "nurse"]

  [offering.station.services]
  general = { length = "15m" }
  new = { length = "30m" }
  follow-up = { length = "10m", after = ["general", "new"] }
  together = { length = "15m", roles = ["nurse", "doctor"] }
  ecg = { length = "15m", devices = ["ecg"] }

  [offering.station.services.exam]
  length = "45m"
  yearly = true
  least_age = 65
  resident_months = 6
  starts_from = "07:30"
  starts_until = "10:30"
  fasting = true

  [offering.station.practitioners.dr-a]
  role = "doctor"
  services = ["general", "new", "follow-up", "together", "ecg"]
  rooms = ["r1"]
  overbook = "dr-a-extra"

  [offering.station.practitioners.dr-b]
  role = "senior"
  services = ["general", "new", "follow-up", "exam", "ecg"]
  rooms = ["r1", "r2"]

  [offering.station.practitioners.nurse]
  role = "nurse"
  services = ["together", "exam"]
  rooms = ["r1", "r2"]
"""

OTHERS = tuple(f"patient-{number}" for number in range(20))


PEOPLE: Mapping[str, nb.Facts] = {
    **{party: nb.Facts(party=party, born_on=date(1990, 1, 1)) for party in OTHERS},
    "li-wei": nb.Facts(
        party="li-wei",
        born_on=date(1985, 3, 8),
        organizations=frozenset({"acme"}),
        resident_since=date(2020, 1, 1),
    ),
    "wang-fang": nb.Facts(party="wang-fang", organizations=frozenset({"acme"})),
    "chen-jie": nb.Facts(party="chen-jie", organizations=frozenset({"bolt"})),
    "boss": nb.Facts(
        party="boss",
        organizations=frozenset({"acme"}),
        links=(nb.Link(tie=nb.Tie.MANAGER_OF, other="acme"),),
    ),
    "old-chen": nb.Facts(
        party="old-chen",
        born_on=date(1951, 11, 30),
        resident_since=date(2026, 1, 1),
        grid="7",
    ),
    "old-wu": nb.Facts(party="old-wu", born_on=date(1950, 1, 1), resident_since=date(2026, 1, 15)),
    "helper-7": nb.Facts(
        party="helper-7", links=(nb.Link(tie=nb.Tie.PROXY_FOR, other="old-chen", grid="7"),)
    ),
    "helper-8": nb.Facts(
        party="helper-8", links=(nb.Link(tie=nb.Tie.PROXY_FOR, other="old-chen", grid="8"),)
    ),
    "daughter": nb.Facts(
        party="daughter", links=(nb.Link(tie=nb.Tie.PROXY_FOR, other="old-chen"),)
    ),
    "lapsed": nb.Facts(
        party="lapsed", links=(nb.Link(tie=nb.Tie.PROXY_FOR, other="old-chen", until_at=1),)
    ),
    "cook": nb.Facts(
        party="cook",
        links=(nb.Link(tie=nb.Tie.PROXY_FOR, other="old-chen", room_types=frozenset({"meals"})),),
    ),
    "grid-7": nb.Facts(party="grid-7", links=(nb.Link(tie=nb.Tie.PROXY_FOR, grid="7"),)),
    "grid-8": nb.Facts(party="grid-8", links=(nb.Link(tie=nb.Tie.PROXY_FOR, grid="8"),)),
    "household": nb.Facts(
        party="household", links=(nb.Link(tie=nb.Tie.MEMBER_OF_HOUSEHOLD, other="old-chen"),)
    ),
    "clerk": nb.Facts(party="clerk", roles=frozenset({"staff"})),
    "dr-zhao": nb.Facts(
        party="dr-zhao", grants=(nb.Grant(role="carer", room_types=frozenset({"clinic"})),)
    ),
}


class Directory:
    """Knows who is registered, and remembers what was asked."""

    name = "directory"
    api = 1

    def __init__(self) -> None:
        self.asked: list[nb.Ask] = []

    @nb.hookimpl
    def check_booking(
        self, ask: nb.Ask, candidates: tuple[nb.Candidate, ...], seen: nb.Seen
    ) -> list[tuple[nb.Candidate, nb.Refusal]]:
        self.asked.append(ask)
        return []

    @nb.hookimpl
    def provide_facts(self, center: nb.Center, parties: tuple[str, ...]) -> Mapping[str, nb.Facts]:
        return {party: PEOPLE[party] for party in parties if party in PEOPLE}


@pytest.fixture
def center() -> str:
    return CENTER


@pytest.fixture
def clock() -> SetClock:
    """Monday, 23 November 2026, eight o'clock."""
    found = SetClock(0, zone="Asia/Shanghai")
    found.turn("2026-11-23 08:00")
    return found


@pytest.fixture
def turn(clock: SetClock) -> Callable[[str], None]:
    return clock.turn


@pytest.fixture
def directory() -> Directory:
    return Directory()


@pytest.fixture
def opened(
    clock: SetClock, directory: Directory, tmp_path: Path
) -> Iterator[Callable[[str], nb.Desk]]:
    """Open a desk in memory for the center file given."""
    desks: list[nb.Desk] = []

    def opening(text: str) -> nb.Desk:
        path = tmp_path / f"center-{len(desks)}.toml"
        path.write_text(text, encoding="utf-8")
        desk = nb.open(center="anping", clock=clock, plugins=(neighborbook_clinic, directory))
        desks.append(desk)
        desk.load(path)
        return desk

    yield opening
    for desk in desks:
        desk.close_database()


@pytest.fixture
def desk(opened: Callable[[str], nb.Desk], center: str) -> nb.Desk:
    return opened(center)


@attrs.frozen
class Station:
    """The station as tests ask it: what is said in few words."""

    desk: nb.Desk
    others: tuple[str, ...] = OTHERS

    def acting_as(self, party: str | None) -> Station:
        """Whose questions they are."""
        return Station(self.desk.acting_as(party))

    def book(self, start: str, patient: str = "li-wei", **more: object) -> nb.Booking:
        """Book a service (``general``) on Tuesday, or at the time written in full."""
        return self.desk.book("station", **words(start, patient, more))  # type: ignore[arg-type]

    def codes(self, start: str, patient: str = "li-wei", **more: object) -> list[tuple[str, str]]:
        """Return the codes of the refusals, each with what it is about."""
        decision = self.desk.explain("station", **words(start, patient, more))  # type: ignore[arg-type]
        return [(refusal.code, refusal.subject) for refusal in decision.refusals]

    def starts(
        self, service: str, *, organizer: str | None = "li-wei", **more: object
    ) -> list[str]:
        """Return when and with whom a service can be had on Tuesday."""
        found = self.desk.slots(
            "station",
            start="2026-11-24",
            end="2026-11-25",
            length=f"{LENGTHS[service]}m",
            organizer=organizer,
            details={"service": service, **more},
        )
        return [f"{slot.start:%H:%M} {slot.resource}" for slot in found]


LENGTHS = {"general": 15, "new": 30, "follow-up": 15, "together": 15, "ecg": 15, "exam": 45}


def words(start: str, patient: str, more: dict[str, object]) -> dict[str, object]:
    """Return the arguments of ``book`` for one service."""
    service = str(more.pop("service", "general"))
    resource, override = more.pop("resource", None), more.pop("override", None)
    key = more.pop("length", f"{LENGTHS.get(service, 15)}m")
    return {
        "start": start if "-" in start else f"2026-11-24 {start}",
        "length": key,
        "organizer": patient,
        "resource": resource,
        "override": override,
        "details": {"service": service, **more},
    }


@pytest.fixture
def stationed(opened: Callable[[str], nb.Desk]) -> Callable[[str], Station]:
    """Open the station of a center file."""
    return lambda text: Station(opened(text))


@pytest.fixture
def station(desk: nb.Desk) -> Station:
    """The front desk's own program at the station."""
    return Station(desk)
