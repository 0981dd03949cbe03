"""Who lives around the center: 185 firms of uneven size, 2,450 households, and who works there."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import attrs

import neighborbook as nb

FIRMS, LARGE, EMPLOYEES = 185, 31, 5_483
HOUSEHOLDS, RESIDENTS = 2_450, 11_078
CLERK, APPROVER = "desk-1", "approver-1"
_SIZES, _SIZE_WEIGHTS = (1, 2, 3, 4, 5, 6, 7, 8, 9), (3, 9, 17, 23, 20, 14, 8, 4, 2)


@attrs.frozen(kw_only=True)
class Firm:
    """A firm: how many people it employs, and which of them book for it."""

    id: str
    employees: int
    members: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Household:
    """A household: how many live in it, and which of them book, by what they are.

    Attributes:
        adults, elders: under and over sixty; children book nothing themselves.
    """

    id: str
    size: int
    adults: tuple[str, ...]
    elders: tuple[str, ...]


@attrs.frozen(kw_only=True)
class City:
    """Everybody for whom the center is there."""

    firms: tuple[Firm, ...]
    households: tuple[Household, ...]


def stream(seed: int, name: str) -> Random:
    """Return chances of their own for a part of a story, so that one part does not move another."""
    return Random(f"{name}/{seed}")  # noqa: S311 - a story, not a secret


def city(seed: int) -> City:
    """Return the city of a seed.

    >>> found = city(1)
    >>> sum(firm.employees for firm in found.firms), sum(h.size for h in found.households)
    (5483, 11078)
    """
    return City(
        firms=firms(stream(seed, "firms")),
        households=households(stream(seed, "households")),
    )


def firms(chance: Random) -> tuple[Firm, ...]:
    """Return the firms; few are large, most are small, and together they employ 5,483 people."""
    weights = [chance.uniform(60, 240) for _ in range(LARGE)]
    weights += [chance.paretovariate(1.2) * 4 for _ in range(FIRMS - LARGE)]
    sizes = [max(2, round(weight * EMPLOYEES / sum(weights))) for weight in weights]
    sizes[0] += EMPLOYEES - sum(sizes)
    return tuple(_firm(number, size) for number, size in enumerate(sizes, start=1))


def _firm(number: int, employees: int) -> Firm:
    booking = range(1, 2 + min(employees // 40, 4))
    members = tuple(f"person-{number:03}-{each}" for each in booking)
    return Firm(id=f"firm-{number:03}", employees=employees, members=members)


def households(chance: Random) -> tuple[Household, ...]:
    """Return the households, in which 11,078 people live; most live in threes to fives."""
    sizes = chance.choices(_SIZES, _SIZE_WEIGHTS, k=HOUSEHOLDS)
    while (off := sum(sizes) - RESIDENTS) != 0:
        place, step = chance.randrange(HOUSEHOLDS), -1 if off > 0 else 1
        if 1 <= sizes[place] + step <= _SIZES[-1]:
            sizes[place] += step
    return tuple(_household(number, size, chance) for number, size in enumerate(sizes, start=1))


def _household(number: int, size: int, chance: Random) -> Household:
    grown = min(size, 1 if size == 1 else chance.randint(2, 4))
    elders = sum(chance.random() < 0.24 for _ in range(grown))
    people = tuple(f"resident-{number:04}-{each}" for each in range(1, grown + 1))
    return Household(
        id=f"household-{number:04}", size=size, adults=people[elders:], elders=people[:elders]
    )


class Directory:
    """What the desk asks about people: a plugin, as a center's own directory would be one."""

    name = "demo-directory"
    api = 1

    def __init__(self, firms: tuple[Firm, ...]) -> None:
        facts = [
            nb.Facts(party=CLERK, roles=frozenset({"staff"})),
            nb.Facts(party=APPROVER, roles=frozenset({"approver"})),
            *(nb.Facts(party=firm.id, organization_kind="member") for firm in firms),
            *(
                nb.Facts(party=person, organizations=frozenset({firm.id}))
                for firm in firms
                for person in firm.members
            ),
        ]
        self._known = {each.party: each for each in facts}

    @nb.hookimpl
    def provide_facts(self, parties: tuple[str, ...]) -> Mapping[str, nb.Facts]:
        """Say whom a person may book for, and who works at the center."""
        return {party: self._known[party] for party in parties if party in self._known}
