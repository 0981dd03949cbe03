"""The directory in the store: what is read and written of parties, and their rows.

A party is written whole, with all that is stated of it, its links, and its grants.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from neighborbook.domain.party import Grant, Link, Tie
from neighborbook.domain.person import (
    LEAST_DIGITS,
    AnyParty,
    Known,
    Organization,
    OrganizationKind,
    PartyKind,
    Person,
    Stated,
    digits_of,
)
from neighborbook.storage import rows
from neighborbook.storage.channel import Call, Channel
from neighborbook.storage.queries import on_people
from neighborbook.storage.statements import Query, Row, Value


class StoredPeople:
    """A ``PeopleReader`` and ``PeopleWriter`` over a channel."""

    _channel: Channel
    _center: str

    def known(self, parties: Sequence[str]) -> Known:
        """Return what is kept of these parties, in one statement."""
        return known_of(self._people(on_people.KNOWN, parties=rows.names_json(parties)))

    def sought(self, text: str, limit: int) -> tuple[str, ...]:
        """Return ids of those whose name or phone fits."""
        found = self._people(on_people.SOUGHT, like=like(text), most=limit)
        return tuple([id_ for (id_,) in found])

    def tied_to(self, other: str) -> tuple[str, ...]:
        """Return ids of those who have a link to another."""
        return tuple([party for (party,) in self._people(on_people.TIED_TO, other=other)])

    def party_ids(self, after: str, limit: int) -> tuple[str, ...]:
        """Return a page of the ids of all parties, erased ones too, those after an id."""
        return tuple([id_ for (id_,) in self._people(on_people.PARTY_IDS, after=after, most=limit)])

    def linked_to(self, others: Sequence[str]) -> tuple[tuple[str, str], ...]:
        """Return who has a link to one of these, each with whom it is to."""
        found = self._people(on_people.LINKED_TO, parties=rows.names_json(others))
        return tuple([(party, other) for party, other in found])

    def named(self, parties: Sequence[str]) -> frozenset[str]:
        """Return which of these any booking, closure, batch, or row of the history names."""
        found = self._people(on_people.NAMED, parties=rows.names_json(parties))
        return frozenset(id_ for (id_,) in found)

    def drop_parties(self, parties: Sequence[str]) -> None:
        """Drop parties that nothing names, with their facts, links, grants, and batch."""
        given = {"center": self._center, "parties": rows.names_json(parties)}
        self._channel.send([(query, given) for query in on_people.DROPPING])

    def save_party(self, party: AnyParty, expected: int | None) -> None:
        """Write a party whole."""
        self._channel.send(list(saving(self._center, party, expected)))

    def _people(self, query: Query, **values: Value) -> list[Row]:
        (found,) = self._channel.ask([(query, {"center": self._center, **values})])
        return found


def saving(center: str, party: AnyParty, expected: int | None) -> Iterator[Call]:
    """Yield the calls that write a party."""
    row = party_row(party)
    if expected is None:
        yield on_people.INSERT_PARTY, {"center": center, **row}
    else:
        changed = {f"new_{name}": value for name, value in row.items() if name != "id"}
        which: dict[str, Value] = {"center": center, "id": party.id, "expected_version": expected}
        yield on_people.UPDATE_PARTY, {**which, **changed}
    lists = (
        (on_people.DELETE_FACTS, on_people.INSERT_FACTS, _fact_rows(party)),
        (on_people.DELETE_LINKS, on_people.INSERT_LINKS, _link_rows(party)),
        (on_people.DELETE_GRANTS, on_people.INSERT_GRANTS, _grant_rows(party)),
    )
    for remove, insert, listed in lists:
        if expected is not None:
            yield remove, {"center": center, "party": party.id}
        if listed:
            yield insert, {"center": center, "rows": rows.to_json(listed)}


def like(text: str) -> str:
    r"""Return the pattern by which a text is sought among names, or digits at a phone's end.

    >>> like("0101"), like("Li"), like("5%")
    ('%0101', '%li%\n%', '%5\\%%\n%')
    """
    digits = digits_of(text)
    if len(digits) >= LEAST_DIGITS and not any(letter.isalpha() for letter in text):
        return f"%{digits}"
    return f"%{escaped(text.casefold())}%\n%"


def escaped(text: str) -> str:
    """Return a text as it is sought literally by a pattern."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def sought_by(party: AnyParty) -> str:
    """Return by what a party is found: name without capitals, line end, digits of the phone."""
    return f"{party.name.casefold()}\n{digits_of(party.phone)}"


def party_row(party: AnyParty) -> dict[str, Value]:
    """Return the columns of a party, without what it has several of."""
    person = party if isinstance(party, Person) else None
    is_organization = isinstance(party, Organization)
    return {
        "id": party.id,
        "version": party.version,
        "kind": (PartyKind.ORGANIZATION if is_organization else PartyKind.PERSON).value,
        "organization_kind": party.kind.value if isinstance(party, Organization) else "",
        "name": party.name,
        "sought": sought_by(party),
        "born_on": _day(person.born_on if person else None),
        "language": party.language,
        "phone": party.phone,
        "email": party.email,
        "grid": person.grid if person else "",
        "resident_since": _day(person.resident_since if person else None),
        "disabled": int(party.disabled),
        "disabled_reason": party.disabled_reason,
        "created_at": party.created_at,
        "changed_at": party.changed_at,
        "erased_at": party.erased_at,
    }


def _fact_rows(party: AnyParty) -> list[list[Value]]:
    return [
        [party.id, n, one.name, one.value, one.source, one.until_at]
        for n, one in enumerate(party.stated)
    ]


def _link_rows(party: AnyParty) -> list[list[Value]]:
    return [
        [party.id, n, one.tie.value, one.other, *_term(one)] for n, one in enumerate(party.links)
    ]


def _grant_rows(party: AnyParty) -> list[list[Value]]:
    return [[party.id, n, one.role, *_term(one)] for n, one in enumerate(party.grants)]


def _term(term: Link | Grant) -> list[Value]:
    return [rows.to_json(sorted(term.room_types)), term.grid, term.since_at, term.until_at]


def known_of(found: Sequence[Row]) -> Known:
    """Make what is known of the rows of ``KNOWN``."""
    heads: dict[str, Row] = {}
    facts: dict[str, list[tuple[int, Stated]]] = {}
    links: dict[str, list[tuple[int, Link]]] = {}
    grants: dict[str, list[tuple[int, Grant]]] = {}
    born: dict[str, date] = {}
    residents: dict[str, set[str]] = {}
    for what, party, *row in found:
        texts, (n, first, second, *_) = row[: on_people.TEXTS], row[on_people.TEXTS :]
        if what == "party":
            heads[party] = tuple(row)
        elif what == "fact":
            stated = Stated(name=texts[0], value=texts[1], source=texts[2], until_at=first)
            facts.setdefault(party, []).append((n, stated))
        elif what == "link":
            link = Link(tie=Tie(texts[0]), other=texts[1], **_to_term(texts[2:], first, second))
            links.setdefault(party, []).append((n, link))
            if texts[4] is not None:
                born[texts[1]] = date.fromisoformat(texts[4])
        elif what == "grant":
            grant = Grant(role=texts[0], **_to_term(texts[1:], first, second))
            grants.setdefault(party, []).append((n, grant))
        else:
            residents.setdefault(texts[0], set()).add(texts[1])
    return Known(
        parties={
            id: to_party(
                id,
                row,
                stated=_in_order(facts.get(id, [])),
                links=_in_order(links.get(id, [])),
                grants=_in_order(grants.get(id, [])),
            )
            for id, row in sorted(heads.items())
        },
        born=born,
        residents={grid: frozenset(live) for grid, live in residents.items()},
    )


def _in_order(numbered: list[tuple[int, Any]]) -> tuple[Any, ...]:
    return tuple(value for _, value in sorted(numbered, key=lambda pair: pair[0]))


def _to_term(texts: Sequence[str], since: int | None, until: int | None) -> Mapping[str, Any]:
    return {
        "room_types": frozenset(json.loads(texts[0])),
        "grid": texts[1],
        "since_at": since,
        "until_at": until,
    }


def to_party(id_: str, row: Row, **lists: Any) -> AnyParty:
    """Make a party of what ``KNOWN`` reads of it, and of what it has several of."""
    (
        kind, organization_kind, name, born_on, language, phone, email, grid, resident_since,
        disabled_reason, version, disabled, created_at, changed_at, erased_at,
    ) = row  # fmt: skip
    both: Mapping[str, Any] = {
        **lists,
        "id": id_,
        "version": version,
        "name": name,
        "language": language,
        "phone": phone,
        "email": email,
        "disabled": bool(disabled),
        "disabled_reason": disabled_reason,
        "created_at": created_at,
        "changed_at": changed_at,
        "erased_at": erased_at,
    }
    if kind == PartyKind.ORGANIZATION:
        return Organization(kind=OrganizationKind(organization_kind), **both)
    return Person(
        born_on=_to_day(born_on), grid=grid, resident_since=_to_day(resident_since), **both
    )


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _to_day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
