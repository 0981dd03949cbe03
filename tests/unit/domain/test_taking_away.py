"""What is written of a party takes something away from somebody, or only gives."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from neighborbook.domain.party import Grant, Link, Tie
from neighborbook.domain.person import (
    AnyParty,
    Organization,
    OrganizationKind,
    Person,
    Stated,
    takes_away,
)

TIE = Link(tie=Tie.PROXY_FOR, grid="3", until_at=1000)
ROLE = Grant(role="staff")
STATED = Stated(name="residency", value="yes")
LI = Person(
    id="li",
    name="Li",
    born_on=date(1950, 3, 2),
    grid="3",
    resident_since=date(2001, 1, 1),
    stated=(STATED,),
    links=(TIE,),
    grants=(ROLE,),
)
ACME = Organization(id="acme", name="Acme")


@pytest.mark.parametrize(
    "new",
    [
        attrs.evolve(LI, disabled=True),
        attrs.evolve(LI, links=()),
        attrs.evolve(LI, links=(attrs.evolve(TIE, until_at=999),)),
        attrs.evolve(LI, links=(attrs.evolve(TIE, room_types=frozenset({"visit"})),)),
        attrs.evolve(LI, grants=()),
        attrs.evolve(LI, grants=(attrs.evolve(ROLE, until_at=999),)),
        attrs.evolve(LI, grants=(attrs.evolve(ROLE, room_types=frozenset({"visit"})),)),
        attrs.evolve(LI, grid="4"),
        attrs.evolve(LI, born_on=date(1960, 3, 2)),
        attrs.evolve(LI, resident_since=None),
        attrs.evolve(LI, stated=()),
        attrs.evolve(LI, stated=(attrs.evolve(STATED, until_at=999),)),
    ],
)
def test_what_is_less_than_before_takes_away(new: AnyParty) -> None:
    assert takes_away(LI, new)


def test_what_an_organization_is_is_weighed() -> None:
    for kind in set(OrganizationKind) - {ACME.kind}:
        assert takes_away(ACME, attrs.evolve(ACME, kind=kind))
    assert not takes_away(ACME, attrs.evolve(ACME, name="Acme & Sons"))


def test_what_only_gives_or_means_nothing_takes_nothing_away() -> None:
    for new in (
        attrs.evolve(LI, links=(TIE, Link(tie=Tie.GUARDIAN_OF, other="na"))),
        attrs.evolve(LI, grants=(Grant(role="approver"), ROLE)),
        attrs.evolve(LI, name="Wei", phone="5550101", language="zh", version=7, changed_at=9),
    ):
        assert not takes_away(LI, new)
    assert not takes_away(attrs.evolve(LI, disabled=True), LI)
