"""What the registry calls sealed leaves the house with nobody but the program."""

from __future__ import annotations

from collections.abc import Iterator

import attrs
import pytest

import neighborbook as nb
from neighborbook.desk.people.unsealing import STORED
from neighborbook.domain import fields
from neighborbook.domain.person import Organization, Person

CENTER = """
center = { id = "center", zone = "Asia/Shanghai" }
"""
OF_THE_ENTRY = {"id", "version", "created_at", "changed_at", "erased_at", "kind"}
"""What says nothing of anybody: that there is an entry, and since when."""


@pytest.fixture
def desk() -> Iterator[nb.Desk]:
    with nb.open(center="center") as desk:
        desk.load(CENTER)
        desk.people.register("li", name="Li", phone="5550101", born_on="1980-01-02")
        desk.people.link("li", "member_of_household", "na")
        desk.people.register("keeper", name="Keeper")
        desk.people.grant("keeper", "administrator")
        yield desk


def exported(desk: nb.Desk) -> Person:
    [found] = [one for one in desk.exported_people() if one.id == "li"]
    assert isinstance(found, Person)
    return found


def test_every_attribute_of_a_party_says_where_it_is_stored() -> None:
    for kind in (Person, Organization):
        assert set(attrs.fields_dict(kind)) - OF_THE_ENTRY <= set(STORED)
    for column in {column for columns in STORED.values() for column in columns}:
        assert fields.FIELDS[column].is_personal


def test_an_administrator_gets_what_is_not_sealed(desk: nb.Desk) -> None:
    assert exported(desk.acting_as("keeper")) == exported(desk)


@pytest.mark.parametrize(
    ("column", "attribute"), [("party.phone", "phone"), ("party_link.other", "links")]
)
def test_what_is_sealed_is_exported_for_the_program_alone(
    desk: nb.Desk, monkeypatch: pytest.MonkeyPatch, column: str, attribute: str
) -> None:
    sealed = attrs.evolve(fields.FIELDS[column], privacy="sealed")
    monkeypatch.setattr(fields, "FIELDS", {**fields.FIELDS, column: sealed})
    whole = exported(desk)
    assert getattr(whole, attribute)
    shown = exported(desk.acting_as("keeper"))
    assert not getattr(shown, attribute)
    empty = attrs.fields_dict(Person)[attribute].default
    assert shown == attrs.evolve(whole, **{attribute: empty})  # type: ignore[arg-type]


def test_who_was_erased_is_not_exported(desk: nb.Desk) -> None:
    desk.people.erase("li")
    assert [one.id for one in desk.exported_people()] == ["keeper"]
