"""Who calls, who books, who comes, and what is known of them."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import date

import attrs


class ActorKind(enum.StrEnum):
    """The trusted program itself, a person, or anybody."""

    PROGRAM = "program"
    PERSON = "person"
    PUBLIC = "public"


@attrs.frozen(kw_only=True)
class Actor:
    """Who calls. Not necessarily who the booking belongs to.

    Attributes:
        kind: the trusted program, a person, or anybody.
        party: id of the person, or "".
    """

    kind: ActorKind
    party: str = ""

    @property
    def key(self) -> str:
        """A word for logs of changes and for keys; never empty.

        >>> PROGRAM.key, PUBLIC.key, Actor(kind=ActorKind.PERSON, party="li-wei").key
        ('~program', '~public', 'li-wei')
        """
        return self.party if self.kind is ActorKind.PERSON else f"~{self.kind.value}"


PROGRAM = Actor(kind=ActorKind.PROGRAM)
PUBLIC = Actor(kind=ActorKind.PUBLIC)

ANYBODY = "~anybody"
"""The organizer of a search that names none; no booking is ever its own."""


ERASED = "~erased-"
"""How the id begins that stands where somebody was, who has been erased since."""


def is_erased(party: object) -> bool:
    """Whether an id stands where somebody was, who has been erased since.

    >>> is_erased("~erased-03f54b1d1984"), is_erased("~program"), is_erased(None)
    (True, False, False)
    """
    return isinstance(party, str) and party.startswith(ERASED)


def is_reserved(party: str) -> bool:
    """Whether an id is a reserved word, behind which nobody is: the program, or who was erased.

    >>> is_reserved(ANYBODY), is_reserved("li-wei")
    (True, False)
    """
    return party.startswith("~")


@attrs.frozen(kw_only=True)
class Attendee:
    """One who comes: a party, in a role, with what the room type asks about each."""

    party: str
    role: str = "attendee"
    details: Mapping[str, str] = attrs.field(factory=dict, eq=False)


class Tie(enum.StrEnum):
    """How one party is tied to another; read it as "party TIE other": li-wei GUARDIAN_OF li-na."""

    GUARDIAN_OF = "guardian_of"
    PROXY_FOR = "proxy_for"
    EMPLOYEE_OF = "employee_of"
    MANAGER_OF = "manager_of"
    MEMBER_OF_HOUSEHOLD = "member_of_household"
    PROVIDER_OF = "provider_of"


BOOKS_FOR_FIRM = frozenset({Tie.EMPLOYEE_OF, Tie.MANAGER_OF})
"""Ties by which a person books for an organization."""


@attrs.frozen(kw_only=True)
class Term:
    """For how long, for which room types, and for whose people something holds.

    Attributes:
        room_types: for which it holds; empty: for all.
        grid: the part of the neighborhood for whose people alone it holds, or "".
        since_at, until_at: UTC seconds, half-open; ``None``: always, for good.
    """

    room_types: frozenset[str] = frozenset()
    grid: str = ""
    since_at: int | None = None
    until_at: int | None = None

    def holds(self, now: int, room_type: str | None = None) -> bool:
        """Whether it holds at an instant and, if one is given, for a room type.

        >>> Term(until_at=100).holds(99), Term(until_at=100).holds(100)
        (True, False)
        """
        begun = self.since_at is None or self.since_at <= now
        ended = self.until_at is not None and self.until_at <= now
        meant = not self.room_types or room_type is None or room_type in self.room_types
        return begun and not ended and meant

    def covers(self, room_type: str | None) -> bool:
        """Whether it holds for a room type; what is limited to some gives nothing for the center.

        >>> Term(room_types=frozenset({"clinic"})).covers(None), Term().covers(None)
        (False, True)
        """
        return not self.room_types or room_type in self.room_types

    @property
    def is_everywhere(self) -> bool:
        """Whether it is limited to no room types and no grid."""
        return not self.room_types and not self.grid

    @property
    def is_unlimited(self) -> bool:
        """Whether it holds always and everywhere."""
        return self.is_everywhere and self.since_at is None and self.until_at is None


@attrs.frozen(kw_only=True)
class Link(Term):
    """A tie of a party to another one.

    Attributes:
        other: the party at the other end; "" for a proxy for everybody who lives in ``grid``, of
            whom ``Facts.residents`` tells; of ``PROVIDER_OF``: a resource.
    """

    tie: Tie
    other: str = ""


@attrs.frozen(kw_only=True)
class Grant(Term):
    """A role at the center that is not held always and for everything.

    Attributes:
        role: ``"staff"``, ``"approver"``, ``"administrator"``, ``"carer"``.
    """

    role: str


@attrs.frozen(kw_only=True)
class Facts:
    """What is known of a party at the time of asking: by the directory and by ``provide_facts``.

    Attributes:
        party: opaque id.
        roles: what the person is at the center: ``"staff"``, ``"approver"``, ``"member-firm"``.
        grants: roles that are held for a time, for some room types, or in one grid alone.
        organizations: whom the person may book for.
        organization_kind: of an organization: ``"center"``, ``"community"``, ``"member"``, or "".
        name: how it is called, where names may be shown.
        links: how it is tied to others.
        born_on: date of birth: ages are reckoned by civil date (``age_on``).
        grid: the part of the neighborhood where the person lives, or "".
        resident_since: since when the person lives in the neighborhood, whatever the register says.
        language: in which the person wants to be written to: ``"en"``, ``"zh"``, or "".
        disabled: nothing is accepted from this person, who has been locked out.
        stated: what else is known, by the words of whoever states it.
        residents: of grids that its links and grants speak of: who lives there.
    """

    party: str
    roles: frozenset[str] = frozenset()
    grants: tuple[Grant, ...] = ()
    organizations: frozenset[str] = frozenset()
    organization_kind: str = ""
    name: str = ""
    links: tuple[Link, ...] = ()
    born_on: date | None = None
    grid: str = ""
    resident_since: date | None = None
    language: str = ""
    disabled: bool = False
    stated: Mapping[str, str] = attrs.field(factory=dict)
    residents: Mapping[str, frozenset[str]] = attrs.field(factory=dict)

    def as_of(self, now: int) -> Facts:
        """Return what holds at an instant: links and grants that have begun and not ended.

        Whom the person is employed by, or manages, stands among the organizations then; roles that
        hold everywhere among the roles.

        >>> link = Link(tie=Tie.EMPLOYEE_OF, other="acme", until_at=100)
        >>> [Facts(party="li", links=(link,)).as_of(now).organizations for now in (99, 100)]
        [frozenset({'acme'}), frozenset()]
        """
        if not self.links and not self.grants:
            return self
        links = tuple(link for link in self.links if link.holds(now))
        grants = tuple(grant for grant in self.grants if grant.holds(now))
        firms = {one.other for one in links if one.tie in BOOKS_FOR_FIRM and one.is_everywhere}
        roles = {grant.role for grant in grants if grant.is_everywhere}
        same = len(links) == len(self.links) and len(grants) == len(self.grants)
        if same and firms <= self.organizations and roles <= self.roles:
            return self
        return attrs.evolve(
            self,
            links=links,
            grants=grants,
            organizations=self.organizations | firms,
            roles=self.roles | roles,
        )

    def lives_in(self, grid: str, party: str) -> bool:
        """Whether a party is known to live in a grid that a link or grant of this one speaks of."""
        return party in self.residents.get(grid, frozenset())

    def age_on(self, day: date) -> int | None:
        """Return how many birthdays there have been by a civil day; ``None`` if that is not known.

        Who was born on 29 February turns a year older on 1 March of other years.

        >>> Facts(party="p", born_on=date(1942, 12, 22)).age_on(date(2022, 12, 21))
        79
        """
        if self.born_on is None:
            return None
        born = self.born_on
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
