"""A center for the canary property: room types of each class, people of each standing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from typing import ClassVar

import attrs
from hypothesis import strategies as st

import neighborbook as nb
from neighborbook.domain.catalog import Center
from neighborbook.domain.hours import ALL_DAY, OpeningHours
from neighborbook.domain.offering import HOUR
from neighborbook.domain.party import Grant, Link, Tie
from neighborbook.domain.text import Text
from neighborbook.testing import MONDAY, SetClock, center_file, offerings, resources
from neighborbook.testing.strategies import ZONES
from tests.properties.canary_words import id_of, text_of

SCHEMAS = count()
SERVES = Grant(role="carer", room_types=frozenset({"care", "sealed"}))


@nb.details
class Told:
    """One text of each class."""

    public: str = nb.asks(label="p", label_zh="公", privacy=nb.Privacy.PUBLIC, default="", most=200)
    busy: str = nb.asks(label="b", label_zh="忙", privacy=nb.Privacy.BUSY, default="", most=200)
    member: str = nb.asks(label="m", label_zh="员", privacy=nb.Privacy.MEMBER, default="", most=200)
    care: str = nb.asks(label="c", label_zh="护", privacy=nb.Privacy.CARE, default="", most=200)
    sealed: str = nb.asks(label="s", label_zh="密", privacy=nb.Privacy.SEALED, default="", most=200)
    announced: bool = nb.asks(
        label="a", label_zh="告", privacy=nb.Privacy.MEMBER, default=False, most=1
    )


class Kind(nb.RoomType):
    """What all of them share; ``privacy`` differs, and nothing is said of a request but by it."""

    details = Told
    checks_in = True
    labels: ClassVar[Mapping[str, nb.State]] = {"called": nb.State.ARRIVED}
    moves = frozenset({("confirmed", "called")})

    def faults(
        self, request: nb.Request, offering: nb.Offering, catalog: nb.Catalog
    ) -> Iterable[nb.Fault]:
        """For 77 people it finds a fault and for 66 it breaks, with words that repeat all."""
        told = request.details
        if request.headcount == 77 and isinstance(told, Told):
            yield nb.Fault(path="details.busy", code="INPUT_INVALID", given=told.busy)
        if request.headcount == 66:
            raise ValueError(told)

    def check(
        self, ask: nb.Ask, candidates: tuple[nb.Candidate, ...], seen: nb.Seen
    ) -> Iterable[tuple[nb.Candidate, nb.Refusal]]:
        """For 55 people it breaks, with an error that repeats what it was given."""
        if ask.request.headcount == 55:
            raise ValueError(ask.request)
        return ()


class Open(Kind):
    name = "open"
    privacy = nb.Privacy.PUBLIC


class Taken(Kind):
    name = "taken"
    privacy = nb.Privacy.BUSY
    quotas = (nb.Quota(amount=6 * HOUR, per=nb.Per.DAY),)


class Firm(Kind):
    name = "firm"
    privacy = nb.Privacy.MEMBER


class Care(Kind):
    name = "care"
    privacy = nb.Privacy.CARE
    serves_attendees = True
    quotas = (nb.Quota(amount=3 * HOUR, per=nb.Per.DAY),)


class Sealed(Kind):
    name = "sealed"
    privacy = nb.Privacy.SEALED
    serves_attendees = True
    quotas = (nb.Quota(amount=2, unit=nb.Unit.BOOKINGS, per=nb.Per.MONTH),)


class Announcing(Kind):
    """It is ``busy`` until its organizer agrees that everybody reads of it."""

    name = "announcing"

    def privacy_of(self, booking: nb.Booking) -> nb.Privacy:
        told = isinstance(booking.details, Told) and booking.details.announced
        return nb.Privacy.PUBLIC if told else nb.Privacy.BUSY


KINDS: tuple[type[Kind], ...] = (Open, Taken, Firm, Care, Sealed, Announcing)


@attrs.define
class CanaryIds:
    """Every id that the desk makes is a canary of its own."""

    numbers: Iterator[int]

    def new(self) -> str:
        return id_of(next(self.numbers))


@attrs.frozen
class People:
    """Ids of parties, each of them a canary, as is each name that the directory knows.

    Attributes:
        li, wang: may book for ``acme``; chen: for ``bolt``.
        clerk: staff; chief: approver; keeper: administrator.
        kin: is a guardian of li, aide her proxy; doc serves whatever is ``care`` or ``sealed``.
        zhao: is known to nobody.
    """

    li: str
    wang: str
    chen: str
    clerk: str
    chief: str
    keeper: str
    kin: str
    aide: str
    doc: str
    zhao: str
    acme: str
    bolt: str

    def organizations(self, party: str | None) -> frozenset[str]:
        """Whom somebody may book for."""
        if party in (self.li, self.wang):
            return frozenset({self.acme})
        return frozenset({self.bolt}) if party == self.chen else frozenset()

    def role(self, party: str | None) -> str:
        """What somebody is at the center."""
        roles = {self.clerk: "staff", self.chief: "approver", self.keeper: "administrator"}
        return roles.get(party or "", "")

    def tie(self, party: str | None) -> Tie | None:
        """How somebody is tied to li."""
        ties = {self.kin: Tie.GUARDIAN_OF, self.aide: Tie.PROXY_FOR}
        return ties.get(party or "")

    @property
    def everybody(self) -> tuple[str, ...]:
        return tuple(str(each) for each in attrs.astuple(self))


@attrs.frozen
class Directory:
    """Brings the room types and knows the people; their names are canaries too."""

    people: People
    names: Mapping[str, str]
    kinds: tuple[nb.RoomType, ...]
    name: str = "directory"
    api: int = 1

    @nb.hookimpl
    def register_room_types(self) -> Iterable[nb.RoomType]:
        return self.kinds

    @nb.hookimpl
    def provide_facts(self, parties: tuple[str, ...]) -> Mapping[str, nb.Facts]:
        people = self.people
        return {
            party: nb.Facts(
                party=party,
                roles=frozenset({people.role(party)} - {""}),
                organizations=people.organizations(party),
                links=tuple(Link(tie=tie, other=people.li) for tie in (people.tie(party),) if tie),
                grants=(SERVES,) if party == people.doc else (),
                name=self.names[party],
            )
            for party in parties
            if party in self.names and party != people.zhao
        }


@st.composite
def centers(draw: st.DrawFn, kinds: tuple[type[nb.RoomType], ...] = KINDS) -> nb.Catalog:
    """Draw a center with an offering of each room type, in resources that they share."""
    found = draw(resources())
    asked = [draw(offerings(found, id=k.name, room_type=k, approval=True)) for k in kinds]
    return nb.Catalog(
        center=Center(
            id="center",
            name=Text.of("center"),
            zone=draw(st.sampled_from(list(ZONES))),
            hours=("office",),
        ),
        resources=found,
        offerings={offering.id: offering for offering in asked},
        hours={"office": OpeningHours(id="office", weekly=(ALL_DAY,) * 7)},
    )


def one_room_each() -> nb.Catalog:
    """A center in which nothing is in the way of anything."""
    rooms = {kind.name: nb.Resource(id=kind.name, name=Text.of(kind.name)) for kind in KINDS}
    policy = nb.Policy(granularity=60, approval=False)
    return nb.Catalog(
        center=Center(id="center", name=Text.of("center"), zone="UTC", hours=("office",)),
        resources=rooms,
        offerings={
            kind.name: nb.Offering(
                id=kind.name,
                name=Text.of(kind.name),
                room_type=kind.name,
                places=(nb.Place(resource=kind.name),),
                policy=policy,
                settings=kind.settings(),
            )
            for kind in KINDS
        },
        hours={"office": OpeningHours(id="office", weekly=(ALL_DAY,) * 7)},
    )


@attrs.define
class House:
    """A desk whose every word is a canary.

    Attributes:
        desk: the trusted program's.
        numbers: where new canaries come from.
    """

    desk: nb.Desk
    clock: SetClock
    catalog: nb.Catalog
    people: People
    numbers: Iterator[int]

    def text(self) -> tuple[int, str]:
        number = next(self.numbers)
        return number, text_of(number)

    def id(self) -> tuple[int, str]:
        number = next(self.numbers)
        return number, id_of(number)


def numbered(seed: int) -> Iterator[int]:
    """Numbers that look like chance and never come twice: a step prime to 2**32."""
    return ((seed + 0x9E3779B1 * step) % 2**32 for step in count())


@contextmanager
def reopened(house: House, url: str) -> Iterator[House]:
    """Open the database of a house whose room types have gone, with the people as they were."""
    known = dict.fromkeys(house.people.everybody, "")
    gone = Directory(house.people, known, ())
    ids = CanaryIds(house.numbers)
    with nb.open(url, center="center", clock=house.clock, ids=ids, plugins=[gone]) as desk:
        yield attrs.evolve(house, desk=desk)


@contextmanager
def housed(
    catalog: nb.Catalog,
    seed: int,
    *,
    url: str | None = None,
    kinds: Iterable[type[nb.RoomType]] = KINDS,
) -> Iterator[House]:
    """Open a desk of a center in an empty book; in memory, if nothing is said."""
    clock, numbers = SetClock(MONDAY), numbered(seed)
    people = People(*(id_of(next(numbers)) for _ in attrs.fields(People)))
    names = {party: text_of(next(numbers)) for party in people.everybody}
    with nb.open(
        url,
        center="center",
        schema=f"canary_{next(SCHEMAS)}" if url and url.startswith("postgresql") else None,
        clock=clock,
        ids=CanaryIds(numbers),
        plugins=[Directory(people, names, tuple(kind() for kind in kinds))],
    ) as desk:
        desk.load(center_file(catalog))
        yield House(desk, clock, catalog, people, numbers)
