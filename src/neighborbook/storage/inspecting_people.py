"""The directory of a center, party by party, for an audit."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

import attrs

from neighborbook.domain.audit import PartyDossier
from neighborbook.domain.party import Tie
from neighborbook.domain.person import PartyKind
from neighborbook.storage import people
from neighborbook.storage.statements import Row


def party_dossier(id_: str, parts: Iterable[tuple[str, str, Row]]) -> PartyDossier:
    """Gather the rows that name one party.

    Args:
        parts: the id, the table, and what ``on_inspection`` reads of it.
    """
    found = PartyDossier(id=id_)
    rows: Counter[str] = Counter()
    unreadable: dict[str, None] = {}
    for _, table, row in parts:
        rows[table] += table != "party"
        try:
            if table == "party":
                found = _with_party(found, row)
            elif _leads_to_erased(table, row):
                found = attrs.evolve(found, to_erased=found.to_erased + 1)
        except (ValueError, TypeError, KeyError, AttributeError):
            unreadable[table] = None
    return attrs.evolve(found, rows=rows.total(), unreadable=tuple(unreadable))


def _with_party(found: PartyDossier, row: Row) -> PartyDossier:
    *kept, sought = row
    PartyKind(kept[0])
    party = people.to_party(found.id, tuple(kept), stated=(), links=(), grants=())
    return attrs.evolve(found, party=party, sought=sought, wanted_sought=people.sought_by(party))


def _leads_to_erased(table: str, row: Row) -> bool:
    """Read a row of what a party has several of; whether it is a tie to who was erased."""
    if table == "party_fact":
        return False
    names = json.loads(row[1])
    if not isinstance(names, list) or not all(isinstance(each, str) for each in names):
        raise ValueError(table)
    if table == "party_grant":
        return False
    Tie(row[0])
    return row[2] is not None
