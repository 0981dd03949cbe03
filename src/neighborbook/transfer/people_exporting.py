"""A center's people as a file that this system, or another one, can read."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from neighborbook.desk.desk import Desk
from neighborbook.desk.importing.party_judging import kind_of
from neighborbook.domain.party import Term
from neighborbook.domain.person import AnyParty, Person, Stated
from neighborbook.domain.times import format_local, zone
from neighborbook.transfer.column_map import PEOPLE_FIELDS
from neighborbook.transfer.writing import Cell, Format, write_rows

PEOPLE_COLUMNS = (*PEOPLE_FIELDS, "created", "changed")
YES = "yes"


def export_people(desk: Desk, path: Path, form: Format, *, bom: bool = False) -> int:
    """Write everybody who is kept into a file, a row each; return how many there are.

    Args:
        bom: begin a CSV file with a mark by which Excel knows that it is UTF-8.

    Raises:
        Refused: the actor may not export.
        Full, ReadOnly: the file cannot be written.
    """
    found = desk.exported_people()
    where = zone(desk.center.zone)
    return write_rows(path, form, PEOPLE_COLUMNS, (_row(party, where) for party in found), bom=bom)


def _row(party: AnyParty, where: ZoneInfo) -> dict[str, Cell]:
    person = party if isinstance(party, Person) else None
    return {
        "id": party.id,
        "kind": kind_of(party),
        "name": party.name,
        "born_on": person.born_on.isoformat() if person and person.born_on else "",
        "language": party.language,
        "phone": party.phone,
        "email": party.email,
        "grid": person.grid if person else "",
        "resident_since": (
            person.resident_since.isoformat() if person and person.resident_since else ""
        ),
        "disabled": YES if party.disabled else "",
        "disabled_reason": party.disabled_reason,
        "stated": [_stated(one, where) for one in party.stated],
        "links": [
            {"tie": one.tie.value, "other": one.other, **_term(one, where)} for one in party.links
        ],
        "grants": [{"role": one.role, **_term(one, where)} for one in party.grants],
        "created": format_local(party.created_at, where),
        "changed": format_local(party.changed_at, where),
    }


def _stated(stated: Stated, where: ZoneInfo) -> dict[str, Cell]:
    """Return what is known of somebody; what it lacks is left out."""
    until = "" if stated.until_at is None else format_local(stated.until_at, where)
    said = {"name": stated.name, "value": stated.value, "source": stated.source, "until": until}
    return {name: value for name, value in said.items() if value}


def _term(term: Term, where: ZoneInfo) -> dict[str, Cell]:
    """Return how a tie or a role is limited; how it is not is left out."""
    said: dict[str, Cell] = {
        "room_types": [*sorted(term.room_types)],
        "grid": term.grid,
        "since": "" if term.since_at is None else format_local(term.since_at, where),
        "until": "" if term.until_at is None else format_local(term.until_at, where),
    }
    return {name: value for name, value in said.items() if value}
