"""Persons and organizations as the center itself keeps them: the core's own directory.

What rules and rights read of them is ``Facts``; here stands what is kept.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TypeAlias

import attrs

from neighborbook.domain.party import Facts, Grant, Link, Tie

OF_AGE = 18
"""A guardian's tie ends on the civil day on which the ward has had so many birthdays."""


class PartyKind(enum.StrEnum):
    """A person has a birth; an organization has managers."""

    PERSON = "person"
    ORGANIZATION = "organization"


class OrganizationKind(enum.StrEnum):
    """What an organization is to the center."""

    CENTER = "center"
    COMMUNITY = "community"
    MEMBER = "member"


@attrs.frozen(kw_only=True)
class Stated:
    """One more thing that is known of somebody, with where it is known from.

    Attributes:
        name, value: by the words of whoever states it: ``"residency"``, ``"yes"``.
        source: what was seen: ``"certificate of 2026-08"``.
        until_at: UTC seconds from which it no longer holds; ``None``: for good.
    """

    name: str
    value: str
    source: str = ""
    until_at: int | None = None


@attrs.frozen(kw_only=True)
class Party:
    """What a person and an organization have alike.

    Attributes:
        id: opaque, chosen by the center, one for life.
        version: rises with each write.
        name: how it is called: one field, for names are not made of parts everywhere.
        language: in which it wants to be written to: ``"en"``, ``"zh"``, or "".
        phone, email: how it is reached, as given.
        disabled: nothing is accepted from it.
        disabled_reason: why, for those who keep the directory.
        stated: what else is known.
        links: how it is tied to others; grants: roles at the center.
        created_at, changed_at: UTC seconds.
        erased_at: since when nothing but its id is kept, or ``None``.
    """

    id: str
    version: int = 1
    name: str = ""
    language: str = ""
    phone: str = ""
    email: str = ""
    disabled: bool = False
    disabled_reason: str = ""
    stated: tuple[Stated, ...] = ()
    links: tuple[Link, ...] = ()
    grants: tuple[Grant, ...] = ()
    created_at: int = 0
    changed_at: int = 0
    erased_at: int | None = None


@attrs.frozen(kw_only=True)
class Person(Party):
    """A person.

    Attributes:
        born_on: date of birth, or ``None`` if it is not known.
        grid: the part of the neighborhood where the person lives, or "".
        resident_since: since when the person lives in the neighborhood, or ``None``.
    """

    born_on: date | None = None
    grid: str = ""
    resident_since: date | None = None


@attrs.frozen(kw_only=True)
class Organization(Party):
    """A firm, a club, a community: whoever books for it has a tie to it."""

    kind: OrganizationKind = OrganizationKind.MEMBER


AnyParty: TypeAlias = Person | Organization


@attrs.frozen(kw_only=True)
class Known:
    """What the directory knows of the parties asked about.

    Attributes:
        parties: by id; who is unknown is missing.
        born: dates of birth of those to whom some of them are guardians, by id.
        residents: of each grid that a link or a grant of theirs speaks of, who lives there.
    """

    parties: Mapping[str, AnyParty] = attrs.field(factory=dict)
    born: Mapping[str, date] = attrs.field(factory=dict)
    residents: Mapping[str, frozenset[str]] = attrs.field(factory=dict)


def birthday(born: date, age: int) -> date:
    """Return the civil day on which somebody has had so many birthdays; 29 February: 1 March.

    >>> birthday(date(2008, 2, 29), 18), birthday(date(2008, 2, 29), 20)
    (datetime.date(2026, 3, 1), datetime.date(2028, 2, 29))
    """
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def facts_of(party: AnyParty, known: Known, now: int, begins: Callable[[date], int]) -> Facts:
    """Return what rules and rights may know of a party.

    Args:
        known: what was read along with it.
        now: UTC seconds; what was stated until earlier is left out.
        begins: the instant at which a civil day of the center begins.
    """
    person = party if isinstance(party, Person) else None
    grids = {each.grid for each in (*party.links, *party.grants) if each.grid}
    return Facts(
        party=party.id,
        roles=frozenset(one.role for one in party.grants if one.is_unlimited),
        grants=tuple(one for one in party.grants if not one.is_unlimited),
        organization_kind=party.kind.value if isinstance(party, Organization) else "",
        name=party.name,
        links=tuple(_within_childhood(link, known.born, begins) for link in party.links),
        born_on=person.born_on if person else None,
        grid=person.grid if person else "",
        resident_since=person.resident_since if person else None,
        language=party.language,
        disabled=party.disabled or party.erased_at is not None,
        residents={grid: known.residents.get(grid, frozenset()) for grid in sorted(grids)},
        stated={
            one.name: one.value
            for one in party.stated
            if one.until_at is None or one.until_at > now
        },
    )


def _within_childhood(link: Link, born: Mapping[str, date], begins: Callable[[date], int]) -> Link:
    """Return a guardian's tie as it ends: on the day on which the ward is of age, at the latest."""
    if link.tie is not Tie.GUARDIAN_OF or link.other not in born:
        return link
    ends = begins(birthday(born[link.other], OF_AGE))
    return attrs.evolve(link, until_at=ends if link.until_at is None else min(ends, link.until_at))


def is_outgrown(link: Link, born: Mapping[str, date], today: date) -> bool:
    """Whether a tie is that of a guardian to who is of age: it gives nothing any more.

    Args:
        born: dates of birth by id, as far as they are known.
        today: the civil day of the center.

    >>> ward = Link(tie=Tie.GUARDIAN_OF, other="li-na")
    >>> [is_outgrown(ward, {"li-na": date(2009, 12, 5)}, date(2027, 12, day)) for day in (4, 5)]
    [False, True]
    """
    if link.tie is not Tie.GUARDIAN_OF or link.other not in born:
        return False
    return birthday(born[link.other], OF_AGE) <= today


def without_outgrown(party: AnyParty, born: Mapping[str, date], today: date) -> AnyParty:
    """Return a party without ties of a guardian that give nothing any more."""
    links = tuple(link for link in party.links if not is_outgrown(link, born, today))
    return party if links == party.links else attrs.evolve(party, links=links)


def without(links: Iterable[Link], tie: Tie, other: str, grid: str) -> tuple[Link, ...]:
    """Return links without those of one tie to one other."""
    named = (tie, other, grid)
    return tuple(link for link in links if (link.tie, link.other, link.grid) != named)


def takes_away(old: AnyParty, new: AnyParty) -> bool:
    """Whether anybody may do less by what is kept of a party now than by what was kept before.

    A tie or a role that is gone, shorter, or narrower takes away, one that is only added gives.
    What a fact, an age, or a grid means is for room types to say: any other one may take away.

    >>> kept = Person(id="li", grants=(Grant(role="staff"),))
    >>> takes_away(kept, attrs.evolve(kept, name="Li")), takes_away(kept, Person(id="li"))
    (False, True)
    """
    if new.disabled and not old.disabled:
        return True
    held: tuple[Link | Grant, ...] = (*old.links, *old.grants)
    if not set(held) <= {*new.links, *new.grants}:
        return True
    return _weighed(old) != _weighed(new)


def _weighed(party: AnyParty) -> tuple[object, ...]:
    if isinstance(party, Organization):
        return party.stated, party.kind
    return party.stated, party.born_on, party.grid, party.resident_since


LEAST_DIGITS = 4
"""So many of a phone number's last digits are needed to find somebody by them."""


def digits_of(phone: str) -> str:
    """Return the digits of a phone number.

    >>> digits_of("+86 (010) 6552-0001")
    '8601065520001'
    """
    return "".join(each for each in phone if each.isascii() and each.isdigit())
