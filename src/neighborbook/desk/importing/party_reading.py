"""From the words of a row to a person or an organization, without looking at who is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from datetime import date
from typing import TypeVar

import attrs

from neighborbook.desk.faults import MOST_REASON, Faults, known, listed, party
from neighborbook.desk.importing.people_values import PERSON, PartyRow
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.people.tying import check_few
from neighborbook.desk.people.words import (
    OF_PERSONS,
    Said,
    fits_kind,
    grant_of,
    link_of,
    said_of,
    stated_of,
)
from neighborbook.domain.person import AnyParty, Organization, OrganizationKind, Person
from neighborbook.errors import Fault

ORGANIZATIONS = tuple(each.value for each in OrganizationKind)
KINDS = (PERSON, *ORGANIZATIONS)
MOST_TOLD_OF_ROW = 50
"""Faults of one row; more help nobody."""

T = TypeVar("T")
Made = TypeVar("Made")


@attrs.frozen(kw_only=True)
class ReadParty:
    """A row that has been read by a catalog.

    Attributes:
        found: attributes of a party that the row says.
        faults: what is wrong with its words.
        again: its id stood in an earlier row.
    """

    row: PartyRow
    found: Mapping[str, object]
    faults: tuple[Fault, ...] = ()
    again: bool = False

    def onto(self, kept: AnyParty | None) -> AnyParty:
        """Return the party as the row says it is, and as it is kept where the row says nothing."""
        base = self._new() if kept is None else kept
        known = attrs.fields_dict(type(base))
        fit = {name: value for name, value in self.found.items() if name in known}
        return attrs.evolve(base, **fit)  # type: ignore[arg-type]

    def _new(self) -> AnyParty:
        if self.row.kind in ORGANIZATIONS:
            return Organization(id=self.row.id, kind=OrganizationKind(self.row.kind))
        return Person(id=self.row.id)

    def alone(self, lines: MutableMapping[str, int]) -> ReadParty:
        """Return this row, at fault if one of its id has stood before it."""
        first = lines.setdefault(self.row.id, self.row.line)
        if first == self.row.line or not self.row.id:
            return self
        expected = f"an id of its own: line {first} has the same"
        fault = Fault(path="id", code="INPUT_INVALID", expected=expected)
        return attrs.evolve(self, faults=(*self.faults, fault), again=True)


def read_party(row: PartyRow, loaded: Loaded, today: date) -> ReadParty:
    """Read a row by a catalog; every fault of it at once.

    Args:
        today: the civil day of the center, after which nobody was born.
    """
    faults = Faults(found=list(row.faults))
    id = party("id", row.id, faults)
    if row.kind not in (None, ""):
        known(row.kind, KINDS, "kind", "INPUT_INVALID", faults)
    is_person = row.kind not in ORGANIZATIONS
    said = _of_kind(row.said, is_person=is_person)
    fits_kind(said, is_person=is_person, faults=faults)
    found = said_of(said, today, faults)
    if row.disabled is not None:
        found["disabled"] = faults.flag("disabled", row.disabled)
    if row.disabled_reason is not None:
        found["disabled_reason"] = faults.text("disabled_reason", row.disabled_reason, MOST_REASON)
    _lists(row, id, loaded, found, faults)
    check_few(Person(id=id, **_listed_alone(found)), faults)  # type: ignore[arg-type]
    at_fault = {fault.path for fault in row.faults}
    own = [fault for fault in faults.found if fault in row.faults or fault.path not in at_fault]
    return ReadParty(row=row, found=found, faults=tuple(dict.fromkeys(own))[:MOST_TOLD_OF_ROW])


def _of_kind(said: Said, *, is_person: bool) -> Said:
    """Return what is said without empty words about what an organization cannot have."""
    if is_person:
        return said
    empty = {name: None for name in OF_PERSONS if getattr(said, name) == ""}
    return attrs.evolve(said, **empty)


def _lists(
    row: PartyRow, id: str, loaded: Loaded, found: dict[str, object], faults: Faults
) -> None:
    """Read what a party has several of, each of them once."""
    if row.stated is not None:
        stated = _each(
            "stated",
            row.stated,
            lambda one, into: stated_of(one.name, one.value, one.source, one.until, loaded, into),
            faults,
        )
        _once("stated", [one.name for one in stated], faults)
        found["stated"] = tuple(one for one in stated if one.value)
    if row.links is not None:
        links = _each(
            "links",
            row.links,
            lambda one, into: link_of(id, one.tie, one.other, one.term, loaded, into),
            faults,
        )
        named = [f"{one.tie.value}:{one.other}:{one.grid}" for one in links]
        _once("links", named, faults)
        found["links"] = links
    if row.grants is not None:
        grants = _each(
            "grants",
            row.grants,
            lambda one, into: grant_of(one.role, one.term, loaded, into),
            faults,
        )
        _once("grants", [one.role for one in grants], faults)
        found["grants"] = grants


def _each(
    path: str, said: Iterable[T], read: Callable[[T, Faults], Made], faults: Faults
) -> tuple[Made, ...]:
    """Read one after another; a fault says in which it is."""
    made = []
    for n, one in enumerate(said):
        inner = Faults()
        made.append(read(one, inner))
        faults.found += [attrs.evolve(each, path=f"{path}.{n}.{each.path}") for each in inner.found]
    return tuple(made)


def _once(path: str, names: list[str], faults: Faults) -> None:
    twice = {name for name, many in Counter(names).items() if name and many > 1}
    if twice:
        faults.add(path, "INPUT_INVALID", listed(twice), "each of them once")


def _listed_alone(found: Mapping[str, object]) -> dict[str, object]:
    return {name: found[name] for name in ("stated", "links", "grants") if name in found}
