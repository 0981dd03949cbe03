"""All that is stored about a person, as rows by table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType

import attrs

from neighborbook.desk.details import hydrated
from neighborbook.desk.house import House
from neighborbook.desk.listing import every_booking
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.people.keeping import facts_for, missing, permitted
from neighborbook.desk.people.unsealing import is_sealed
from neighborbook.desk.showing import may_know, standing_to
from neighborbook.domain.booking import Booking
from neighborbook.domain.fields import personal
from neighborbook.domain.party import Actor, ActorKind, Facts
from neighborbook.redaction import privacy_of
from neighborbook.rights import Right, audience
from neighborbook.room_type import Audience, Privacy
from neighborbook.storage.abc import BookingFilter, Reader

Value = int | str | None
Row = Mapping[str, Value]

BOOKING_IN: Mapping[str, str] = MappingProxyType(
    {
        "booking": "id",
        "claim": "owner",
        "limit_use": "owner",
        "change": "booking",
        "outbox": "booking",
        "delivery": "booking",
        "batch_item": "booking",
    }
)
"""By table, the column that says which booking a row is of."""

COUNTED: Mapping[str, frozenset[str]] = MappingProxyType(
    {"change": frozenset({"seq", "position", "hash"}), "claim": frozenset({"accepted"})}
)
"""By table, columns that count what others did, and tell of nobody: for the program alone."""


@attrs.frozen(kw_only=True)
class PersonExport:
    """What is stored about one person.

    Attributes:
        at: UTC seconds.
        tables: rows by table, each row a value by column; of attendees only the person's own entry.
        whole: whether what is sealed is in it. To an administrator it is never handed out, and this
            is false whether there is any or not; the person gets it, and so does the program.
    """

    center: str
    party: str
    at: int
    tables: Mapping[str, tuple[Row, ...]]
    whole: bool = True


def export(house: House, actor: Actor, id: str) -> PersonExport:
    """Return all that is stored about a person; of others in the same booking, nothing.

    Raises:
        NotFound: nothing is stored about that id, as far as the actor may know.
        Refused: NOT_ALLOWED.
    """
    facts, is_self = facts_for(house, actor), actor.party == id
    permitted(house, actor, facts, Right.EXPORT_PERSON, id if is_self else "")
    loaded, whole = house.current(), is_self or actor.kind is ActorKind.PROGRAM
    with house.store.snapshot(house.center) as reader:
        bookings = every_booking(reader, BookingFilter(party=id))
        found = reader.rows_about(id, tuple(booking.id for booking in bookings))
        of = _booking_of(reader, found)
        known = reader.bookings_by_id(sorted({*of.values()}))
    hidden = frozenset(
        booking.id for booking in known.values() if not told_of(loaded, actor, facts, id, booking)
    )
    tables = {
        name: tuple(
            alone
            for row in rows
            if of.get(_key(name, row)) not in hidden
            and (alone := _told(name, _alone(name, row, id), actor, whole=whole))
        )
        for name, rows in sorted(found.items())
    }
    if not any(tables.values()):
        missing(id)
    filled = {name: rows for name, rows in tables.items() if rows or whole}
    return PersonExport(
        center=house.center, party=id, at=house.clock.now(), tables=filled, whole=whole
    )


def told_of(loaded: Loaded, actor: Actor, facts: Facts, id: str, booking: Booking) -> bool:
    """Whether an actor is told, of a party, what is stored of a booking.

    What is sealed is for whose it is and for who serves there. One of a type that is gone may have
    been that. Of anything else a person gets what she may know of.
    """
    if actor.kind is ActorKind.PROGRAM:
        return True
    kind = loaded.room_types.get(booking.room_type)
    about = hydrated(kind, booking)
    if kind is None or privacy_of(about, kind) is Privacy.SEALED:
        comes = {booking.organizer, *(one.party for one in booking.attendees)}
        serves = audience(standing_to(actor, facts, booking)) is Audience.CARER
        return (actor.party == id and id in comes) or serves
    return actor.party != id or may_know(loaded, actor, facts, about)


def _told(table: str, row: Row, actor: Actor, *, whole: bool) -> Row:
    """Return a row without its sealed columns; nothing, if no other tells of a person."""
    if actor.kind is ActorKind.PROGRAM:
        return row
    row = {name: value for name, value in row.items() if name not in COUNTED.get(table, ())}
    if whole:
        return row
    telling = {one.column for one in personal(table)}
    sealed = {column for column in telling if is_sealed(f"{table}.{column}")}
    if sealed and sealed == telling:
        return {}
    return {name: value for name, value in row.items() if name not in sealed}


def _key(table: str, row: Row) -> tuple[str, Value]:
    """Return by what ``_booking_of`` knows of which booking a row is."""
    if table == "change_payload":
        return table, row["change"]
    column = BOOKING_IN.get(table)
    return ("", row[column]) if column else ("", None)


def _booking_of(
    reader: Reader, found: Mapping[str, Iterable[Row]]
) -> Mapping[tuple[str, Value], str]:
    """Return of which booking each row is that is of one."""
    changes = tuple(str(row["change"]) for row in found.get("change_payload", ()))
    of: dict[tuple[str, Value], str] = {
        ("change_payload", change): id for change, id in reader.changed(changes).items()
    }
    named = {str(row[column]) for name, column in BOOKING_IN.items() for row in found.get(name, ())}
    return {**of, **{("", id): id for id in named}}


def _alone(table: str, row: Row, id: str) -> Row:
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


def _own_booking(row: Row, id: str) -> Row:
    listed = json.loads(str(row["attendees"]))
    own = [each for each in listed if each["party"] == id]
    told = {**row, "attendees": json.dumps(own, ensure_ascii=False)}
    if row["organizer"] != id and not own:  # written for others: what is on is their affair
        return {**told, "title": "", "details": None, "override_reason": ""}
    return told
