"""All that is stored about a person, as rows by table."""

from __future__ import annotations

import json
from collections.abc import Mapping

import attrs

from neighborbook.desk.house import House
from neighborbook.desk.listing import every_booking
from neighborbook.desk.people.keeping import facts_for, missing, permitted
from neighborbook.domain.party import Actor
from neighborbook.rights import Right
from neighborbook.storage.abc import BookingFilter

Value = int | str | None


@attrs.frozen(kw_only=True)
class PersonExport:
    """What is stored about one person.

    Attributes:
        at: UTC seconds.
        tables: rows by table, each row a value by column; of attendees only the person's own entry.
    """

    center: str
    party: str
    at: int
    tables: Mapping[str, tuple[Mapping[str, Value], ...]]


def export(house: House, actor: Actor, id: str) -> PersonExport:
    """Return all that is stored about a person; of others in the same booking, nothing.

    Raises:
        NotFound: nothing is stored about that id.
        Refused: NOT_ALLOWED.
    """
    permitted(house, actor, facts_for(house, actor), Right.EXPORT_PERSON, "")
    with house.store.snapshot(house.center) as reader:
        bookings = every_booking(reader, BookingFilter(party=id))
        found = reader.rows_about(id, tuple(booking.id for booking in bookings))
    if not found:
        missing(id)
    alone = {name: tuple(_alone(name, row, id) for row in rows) for name, rows in found.items()}
    kept = {name: tuple(row for row in rows if row) for name, rows in sorted(alone.items())}
    return PersonExport(center=house.center, party=id, at=house.clock.now(), tables=kept)


def _alone(table: str, row: Mapping[str, Value], id: str) -> Mapping[str, Value]:
    """Return a row without what it says of other people."""
    if table == "booking":
        return _own_booking(row, id)
    if (
        table == "claim"
        and str(row["leaf"]).startswith("person:")
        and row["leaf"] != f"person:{id}"
    ):
        return {}
    if table == "change_payload" and row["actor"] != id:
        return {**row, "actor": "", "salt": ""}
    return row


def _own_booking(row: Mapping[str, Value], id: str) -> Mapping[str, Value]:
    listed = json.loads(str(row["attendees"]))
    own = [each for each in listed if each["party"] == id]
    told = {**row, "attendees": json.dumps(own, ensure_ascii=False)}
    if row["organizer"] != id and not own:  # written for others: what is on is their affair
        return {**told, "title": "", "details": None, "override_reason": ""}
    return told
