"""Two counselors and a room, beside a plain clinic of one's own, and a clock that tests turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import ClassVar

import attrs
import pytest

import neighborbook as nb
import neighborbook_counsel
from neighborbook.testing import SetClock

CENTER = """
[center]
id = "anping"
zone = "Asia/Shanghai"
country = "CN"
plugins = ["counsel", "doctor"]

[hours.counseling]
mon-fri = "14:00-20:00"

[resource.an]
hours = "counseling"
[resource.bai]
hours = "counseling"
[resource.counsel-room]
[resource.dr-a]

[offering.doctor]
room_type = "doctor"
places = ["dr-a"]

[offering.counseling]
room_type = "counsel"
places = ["an", "bai"]
rooms = ["counsel-room"]
"""


class Doctor(nb.RoomType):
    """Another place where the one who comes is the one who is served."""

    name: ClassVar[str] = "doctor"
    serves_attendees: ClassVar[bool] = True


class Doctors:
    """The plugin that brings it."""

    name = "doctor"
    api = 1

    @nb.hookimpl
    def register_room_types(self) -> list[nb.RoomType]:
        return [Doctor()]


GUARDIAN = nb.Link(tie=nb.Tie.GUARDIAN_OF, other="child")
PEOPLE: Mapping[str, nb.Facts] = {
    "maple": nb.Facts(party="maple", organizations=frozenset({"acme"})),
    "birch": nb.Facts(party="birch"),
    "child": nb.Facts(party="child", born_on=date(2014, 5, 1)),
    "teen": nb.Facts(party="teen", born_on=date(2010, 5, 1)),
    "thirteen": nb.Facts(party="thirteen", born_on=date(2012, 11, 25)),
    "fourteen": nb.Facts(party="fourteen", born_on=date(2012, 11, 24)),
    "once-guardian": nb.Facts(
        party="once-guardian",
        links=(nb.Link(tie=nb.Tie.GUARDIAN_OF, other="child", until_at=1),),
    ),
    "mother": nb.Facts(party="mother", links=(GUARDIAN,)),
    "spouse": nb.Facts(
        party="spouse",
        links=(
            nb.Link(tie=nb.Tie.PROXY_FOR, other="maple"),
            nb.Link(tie=nb.Tie.MEMBER_OF_HOUSEHOLD, other="maple"),
        ),
    ),
    "wang-fang": nb.Facts(party="wang-fang", organizations=frozenset({"acme"})),
    "boss": nb.Facts(
        party="boss",
        organizations=frozenset({"acme"}),
        links=(nb.Link(tie=nb.Tie.MANAGER_OF, other="acme"),),
    ),
    "chen-jie": nb.Facts(party="chen-jie"),
    "clerk": nb.Facts(party="clerk", roles=frozenset({"staff"})),
    "chief": nb.Facts(party="chief", roles=frozenset({"approver"})),
    "keeper": nb.Facts(party="keeper", roles=frozenset({"administrator"})),
    "head": nb.Facts(
        party="head",
        roles=frozenset({"administrator"}),
        grants=(nb.Grant(role="carer", room_types=frozenset({"counsel"})),),
    ),
}


class Directory:
    """Knows who is who, and remembers the last request that was judged."""

    name = "directory"
    api = 1

    def __init__(self) -> None:
        self.asked: list[nb.Ask] = []

    @nb.hookimpl
    def provide_facts(self, center: nb.Center, parties: tuple[str, ...]) -> Mapping[str, nb.Facts]:
        return {party: PEOPLE[party] for party in parties if party in PEOPLE}

    @nb.hookimpl
    def check_booking(
        self, ask: nb.Ask, candidates: tuple[nb.Candidate, ...], seen: nb.Seen
    ) -> list[tuple[nb.Candidate, nb.Refusal]]:
        self.asked.append(ask)
        return []


@pytest.fixture
def center() -> str:
    return CENTER


@pytest.fixture
def directory() -> Directory:
    return Directory()


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
def opened(
    clock: SetClock, directory: Directory, tmp_path: Path
) -> Iterator[Callable[[str], nb.Desk]]:
    """Open a desk in memory for the center file given."""
    desks: list[nb.Desk] = []

    def opening(text: str) -> nb.Desk:
        path = tmp_path / f"center-{len(desks)}.toml"
        path.write_text(text, encoding="utf-8")
        plugins = (neighborbook_counsel, Doctors(), directory)
        desk = nb.open(center="anping", clock=clock, plugins=plugins)
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
class Counseling:
    """The counseling room as tests ask it: what is said in few words."""

    desk: nb.Desk

    def acting_as(self, party: str | None) -> Counseling:
        """Whose questions they are."""
        return Counseling(self.desk.acting_as(party))

    def book(self, start: str, client: str = "maple", **more: object) -> nb.Booking:
        """Book a talk on Tuesday, or at the time written in full."""
        return self.desk.book("counseling", **words(start, client, more))  # type: ignore[arg-type]

    def explain(self, start: str, client: str = "maple", **more: object) -> nb.Decision:
        """Ask whether it could be booked."""
        return self.desk.explain("counseling", **words(start, client, more))  # type: ignore[arg-type]

    def codes(self, start: str, client: str = "maple", **more: object) -> list[str]:
        """Return the codes of the refusals."""
        return list(self.explain(start, client, **more).codes)


def words(start: str, client: str, more: dict[str, object]) -> dict[str, object]:
    """Return the arguments of ``book`` for a talk."""
    given: dict[str, object] = {
        name: more.pop(name) for name in ("resource", "override") if name in more
    }
    return {
        "start": start if "-" in start else f"2026-11-24 {start}",
        "length": more.pop("length", "50m"),
        "organizer": client,
        "details": {"consent": 1, **more},
        **given,
    }


@pytest.fixture
def counseling(desk: nb.Desk) -> Counseling:
    return Counseling(desk)


def answer(call: Callable[[], object]) -> object:
    """Return all that a caller can tell of an answer, a refusal, or a fault."""
    try:
        return call()
    except nb.Refused as refused:
        return refused.decision, refused.decision.text("en"), refused.decision.text("zh")
    except (nb.InvalidRequest, nb.NotFound) as wrong:
        return type(wrong).__name__, str(wrong)


def lists_of(desk: nb.Desk) -> list[object]:
    """Read every list, also those that stand in what is said of a name that does not exist."""
    span = {"start": "2026-11-23", "end": "2026-11-29"}
    search = {**span, "length": "30m"}
    calls: list[Callable[[], object]] = [
        desk.offerings,
        desk.resources,
        lambda: sorted(desk.room_types()),
        desk.closures,
        lambda: desk.explain("nothing", start="2026-11-23", length="30m", organizer="chen-jie"),
        lambda: desk.book("nothing", start="2026-11-23", length="30m", organizer="chen-jie"),
        lambda: list(desk.slots("nothing", **search)),  # type: ignore[arg-type]
        lambda: list(desk.slots(room_type="nothing", **search)),  # type: ignore[arg-type]
        lambda: list(desk.slots(room_type="doctor", resource="nothing", **search)),  # type: ignore[arg-type]
        lambda: list(desk.slots("doctor", resource="nothing", **search)),  # type: ignore[arg-type]
        lambda: list(desk.slots(features=["nothing"], **search)),  # type: ignore[arg-type]
        lambda: list(desk.bookings(offering="nothing")),
        lambda: list(desk.bookings(resource="nothing")),
        lambda: desk.calendar(offering="nothing"),
        lambda: desk.calendar(resource="nothing"),
        lambda: desk.people.person("maple"),
        lambda: desk.people.find("maple"),
        desk.imports,
        desk.changes,
        lambda: desk.changes(since="anping:1"),
        lambda: desk.changes(since="anping:9"),
        lambda: desk.changes(limit=1),
    ]
    return [answer(call) for call in calls]


@pytest.fixture
def lists() -> Callable[[nb.Desk], list[object]]:
    """Read every list in the name of a desk."""
    return lists_of
