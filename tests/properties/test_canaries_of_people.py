"""What the directory keeps of people stands nowhere but before who may read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.properties.canary_house import House, housed, one_room_each
from tests.properties.canary_lives import SOUND, Life
from tests.properties.canary_surfaces import Reader, Surface, of_error, said
from tests.properties.canary_watch import listening
from tests.properties.canary_words import canaries_in

BORN = "1958-03-01"
BORN_AS = (BORN.encode(), b"1958, 3, 1")
SEES = {"keeper": True, "clerk": True, "li": True, "chen": False, "chief": False, "public": False}
"""Who reads what is kept of li; why she is locked out is for who keeps the directory."""


def kept(house: House) -> tuple[frozenset[int], str]:
    """Keep li with a canary in each field; return them all, and the one in her name."""
    people, li = house.desk.people, house.people.li
    words = [house.text() for _ in range(6)]
    name, email, grid, fact, source, value = (text for _, text in words)
    people.register(li, name=name, born_on=BORN, email=f"a@{email}", grid=grid[:40], language="zh")
    people.state(li, fact[:40], value, source=source)
    kin = house.id()
    people.register(kin[1], name="Kin")
    people.link(li, "member_of_household", kin[1])
    return frozenset({*(number for number, _ in words), kin[0]}), name


def surfaces(life: Life, party: str | None, name: str) -> Iterator[Surface]:
    """Whatever can be read in somebody's name, and what the directory answers."""
    yield from Reader(life, party).surfaces()
    people, li = life.desk.acting_as(party).people, life.house.people.li
    calls: dict[str, Callable[[], object]] = {
        "person": lambda: people.person(li),
        "organization": lambda: people.organization(li),
        "find": lambda: people.find(name[:11]),
        "export": lambda: people.export(li),
        "register": lambda: people.register(li, name="Li"),
        "change": lambda: people.change(li, name="Li", version=99),
        "unlink": lambda: people.unlink(li, "member_of_household", "nobody"),
        "roll call": people.roll_call,
        "retain": people.retain,
    }
    for what, call in calls.items():
        try:
            yield Surface(name=what, data=said(call()))
        except SOUND as error:
            yield Surface(name=what, data=of_error(error))


@pytest.mark.parametrize("who", SEES)
def test_what_is_kept_of_a_person_is_read_by_who_may_and_nobody_else(who: str) -> None:
    with listening() as heard, housed(one_room_each(), 5) as house:
        mine, name = kept(house)
        life = Life(house)
        life.opens()
        party = None if who == "public" else str(getattr(house.people, who))
        found: dict[str, frozenset[int]] = {}
        born = False
        for surface in surfaces(life, party, name):
            told = canaries_in(surface.data) & mine
            if told:
                found[surface.name] = told
            is_told = any(text in surface.data for text in BORN_AS)
            born = born or is_told
            assert not is_told or surface.name in ("person", "find", "export"), surface.name
        for surface in heard.surfaces():
            assert not canaries_in(surface.data) & mine, surface.name
    allowed = {"person", "find", "export"} if SEES[who] else set()
    asked = canaries_in(name[:11])
    leaks = {at: told - asked for at, told in found.items() if at not in allowed}
    assert {at: told for at, told in leaks.items() if told} == {}
    assert born is SEES[who]
    if SEES[who]:
        assert found["person"] == mine
    assert ("export" in found) is (who in ("keeper", "li"))
    assert ("find" in found and found["find"] == mine) is (who in ("keeper", "clerk"))
