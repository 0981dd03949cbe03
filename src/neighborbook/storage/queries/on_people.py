"""The directory: what is known of parties in one statement, and who is sought by name or phone."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from neighborbook.storage import people_tables as t
from neighborbook.storage import tables as kept
from neighborbook.storage.batch_tables import batch, batch_party
from neighborbook.storage.statements import (
    CENTER,
    FIRST,
    ID,
    MOST,
    Query,
    given_rows,
    in_order,
    insert_rows,
    item,
    listed,
    text,
    written_columns,
)
from neighborbook.storage.tables import Number, Word

_party, _fact, _link, _grant = t.party.c, t.party_fact.c, t.party_link.c, t.party_grant.c
TEXTS, NUMBERS = 10, 5
"""How many of them a row of ``KNOWN`` has, whatever it is about."""


def _row(
    what: str,
    party: sa.ColumnElement[Any],
    texts: tuple[sa.ColumnElement[Any], ...],
    *numbers: sa.ColumnElement[Any],
) -> sa.Select[Any]:
    """Select one kind of row of the answer, as wide as all the others."""
    none: sa.ColumnElement[Any] = sa.literal_column("NULL")
    padded = (*texts, *[none] * (TEXTS - len(texts)))
    counted = (*numbers, *[none] * (NUMBERS - len(numbers)))
    columns: list[sa.ColumnElement[Any]] = [
        sa.literal_column(f"'{what}'", sa.Text).label("what"),
        sa.cast(party, Word).label("party"),
        *(sa.cast(each, Word).label(f"t{n}") for n, each in enumerate(padded)),
        *(sa.cast(each, Number).label(f"n{n}") for n, each in enumerate(counted)),
    ]
    return sa.select(*columns)


def _parties() -> sa.Select[Any]:
    words = (
        *(_party.kind, _party.organization_kind, _party.name, _party.born_on, _party.language),
        *(_party.phone, _party.email, _party.grid, _party.resident_since, _party.disabled_reason),
    )
    numbers = (
        *(_party.version, _party.disabled, _party.created_at),
        *(_party.changed_at, _party.erased_at),
    )
    return _row("party", _party.id, words, *numbers).where(
        _party.center == CENTER, listed(_party.id, "parties")
    )


def _facts() -> sa.Select[Any]:
    return _row(
        "fact", _fact.party, (_fact.name, _fact.value, _fact.source), _fact.n, _fact.until_at
    ).where(_fact.center == CENTER, listed(_fact.party, "parties"))


def _links() -> sa.Select[Any]:
    """Links, each with the date of birth of who is at the other end."""
    opposite = t.party.alias("opposite")
    joined = t.party_link.outerjoin(
        opposite, sa.and_(opposite.c.center == _link.center, opposite.c.id == _link.other)
    )
    words = (_link.tie, _link.other, _link.room_types, _link.grid, opposite.c.born_on)
    return (
        _row("link", _link.party, words, _link.n, _link.since_at, _link.until_at)
        .select_from(joined)
        .where(_link.center == CENTER, listed(_link.party, "parties"))
    )


def _grants() -> sa.Select[Any]:
    words = (_grant.role, _grant.room_types, _grant.grid)
    return _row("grant", _grant.party, words, _grant.n, _grant.since_at, _grant.until_at).where(
        _grant.center == CENTER, listed(_grant.party, "parties")
    )


def _residents(of: sa.Table) -> sa.Select[Any]:
    """Who lives in the grids that links or grants speak of."""
    given = given_rows("parties")
    speaks, lives = of.alias(f"spoken_{of.name}"), t.party.alias(f"of_{of.name}")
    no_grid: sa.ColumnElement[Any] = sa.literal_column("''")
    about = sa.and_(
        speaks.c.center == CENTER,
        speaks.c.party == item(given, 0, Word),
        speaks.c.grid != no_grid,
    )
    there = sa.and_(lives.c.center == CENTER, lives.c.grid == speaks.c.grid)
    joined = in_order(in_order(given, speaks, about), lives, there)
    return _row("resident", speaks.c.party, (speaks.c.grid, lives.c.id)).select_from(joined)


KNOWN = Query(
    sa.union_all(
        _parties(),
        _facts(),
        _links(),
        _grants(),
        _residents(t.party_link),
        _residents(t.party_grant),
    )
)
SOUGHT = Query(
    sa.select(_party.id)
    .where(_party.center == CENTER, _party.sought.like(text("like"), escape="\\"))
    .order_by(_party.id)
    .limit(MOST)
    .offset(FIRST)
)
TIED_TO = Query(
    sa.select(_link.party)
    .where(_link.center == CENTER, _link.other == text("other"))
    .order_by(_link.party)
    .distinct()
)

PARTY_IDS = Query(
    sa.select(_party.id)
    .where(_party.center == CENTER, _party.id > text("after"))
    .order_by(_party.id)
    .limit(MOST)
    .offset(FIRST)
)
LINKED_TO = Query(
    sa.select(_link.party, _link.other)
    .where(_link.center == CENTER, listed(_link.other, "parties"))
    .order_by(_link.party, _link.other)
    .distinct()
)


def _naming(of: sa.Table, column: sa.Column[Any], *more: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return sa.select(column).where(of.c.center == CENTER, listed(column, "parties"), *more)


_come = kept.booking_link.c.role == sa.literal_column("'attendee'")
NAMED = Query(
    sa.union(
        _naming(kept.booking, kept.booking.c.organizer),
        _naming(kept.booking, kept.booking.c.actor),
        _naming(kept.booking_link, kept.booking_link.c.name, _come),
        _naming(kept.closure, kept.closure.c.actor),
        _naming(kept.change_payload, kept.change_payload.c.actor),
        _naming(batch, batch.c.actor),
    )
)

_columns = written_columns(t.party)
INSERT_PARTY = Query(
    sa.insert(t.party).values(
        center=CENTER, **{n: sa.bindparam(n, type_=t.party.c[n].type) for n in _columns}
    )
)
_updated = [name for name in _columns if name != "id"]
UPDATE_PARTY = Query(
    sa.update(t.party)
    .where(
        _party.center == CENTER,
        _party.id == ID,
        _party.version == sa.bindparam("expected_version", type_=Number),
    )
    .values({n: sa.bindparam(f"new_{n}", type_=t.party.c[n].type) for n in _updated}),
    must_change_a_row=True,
)


def _of_party(of: sa.Table) -> Query:
    return Query(sa.delete(of).where(of.c.center == CENTER, of.c.party == text("party")))


DELETE_FACTS = _of_party(t.party_fact)
DELETE_LINKS = _of_party(t.party_link)
DELETE_GRANTS = _of_party(t.party_grant)
INSERT_FACTS = Query(insert_rows(t.party_fact))
INSERT_LINKS = Query(insert_rows(t.party_link))
INSERT_GRANTS = Query(insert_rows(t.party_grant))


def _of_parties(of: sa.Table, column: sa.Column[Any]) -> Query:
    return Query(sa.delete(of).where(of.c.center == CENTER, listed(column, "parties")))


DROPPING = (
    *(_of_parties(of, of.c.party) for of in (batch_party, t.party_fact, t.party_link)),
    _of_parties(t.party_grant, _grant.party),
    _of_parties(t.party, _party.id),
)
