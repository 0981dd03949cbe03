"""Who lives in the demonstration: 185 firms of uneven size, and the people of the center."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import attrs

import neighborbook as nb

FIRMS, LARGE, EMPLOYEES = 185, 31, 5_483
CLERK, APPROVER = "desk-1", "approver-1"


@attrs.frozen(kw_only=True)
class Firm:
    """A firm: how many people it employs, and which of them book for it."""

    id: str
    employees: int
    members: tuple[str, ...]


def city(chance: Random) -> tuple[Firm, ...]:
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
