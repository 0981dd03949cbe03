"""Everything of a center, page by page in the order of a key, for an audit."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from neighborbook.storage import people_tables as p
from neighborbook.storage import tables as t
from neighborbook.storage.batch_tables import batch, batch_closure, batch_item
from neighborbook.storage.notice_tables import delivery
from neighborbook.storage.statements import (
    CENTER,
    FIRST,
    MOST,
    Query,
    number,
    read_columns,
    text,
)
from neighborbook.storage.tables import Number

LOWEST = -(1 << 62)


def page_of(
    table: sa.Table, order: tuple[sa.Column[Any], ...], columns: list[sa.ColumnElement[Any]]
) -> Query:
    """Return a query of columns, then those of the order, of rows after the one that is given."""
    given: list[Any] = [
        number(f"after_{n}") if is_number(column) else text(f"after_{n}")
        for n, column in enumerate(order)
    ]
    ordered = sa.tuple_(*order) if len(order) > 1 else order[0]
    after = sa.tuple_(*given) if len(given) > 1 else given[0]
    return Query(
        sa.select(*columns, *[c.label(f"by_{n}") for n, c in enumerate(order)])
        .where(table.c.center == CENTER, ordered > after)
        .order_by(*order)
        .limit(MOST)
        .offset(FIRST)
    )


def is_number(column: sa.Column[Any]) -> bool:
    """Whether a column holds numbers; the others hold words."""
    return isinstance(column.type, type(Number))


def first_of(order: int, numbers: tuple[int, ...]) -> tuple[int | str, ...]:
    """Return what stands before every row, for an order with numbers at these places."""
    return tuple(LOWEST if n in numbers else "" for n in range(order))


_booking, _claim, _use = t.booking.c, t.claim.c, t.limit_use.c
_link, _change, _closure = t.booking_link.c, t.change.c, t.closure.c
_notice, _key = t.outbox.c, t.idempotency_key.c
_brought = batch.alias("brought")

BOOKINGS = page_of(t.booking, (_booking.id,), read_columns(t.booking))
CLOSURES = page_of(t.closure, (_closure.id,), read_columns(t.closure))
CLAIMS = page_of(t.claim, (_claim.owner, _claim.n), read_columns(t.claim))
LIMIT_USES = page_of(t.limit_use, (_use.owner, _use.n), read_columns(t.limit_use))
LINKS = page_of(
    t.booking_link,
    (_link.booking, _link.role, _link.name),
    [_link.role, _link.name, _link.start_at],
)
VERSIONS = page_of(t.change, (_change.booking, _change.seq), [_change.version])
CLAIMS_BY_LEAF = page_of(
    t.claim,
    (_claim.leaf, _claim.kind, _claim.reach_start, _claim.owner, _claim.n),
    read_columns(t.claim),
)


def _booking_of(column: sa.Column[str], what: sa.Column[Any]) -> sa.ColumnElement[Any]:
    named = t.booking.alias("named")
    return (
        sa.select(named.c[what.name])
        .where(named.c.center == CENTER, named.c.id == column)
        .scalar_subquery()
    )


def _kind_of(column: sa.Column[str]) -> sa.ColumnElement[Any]:
    return (
        sa.select(_brought.c.kind)
        .where(_brought.c.center == CENTER, _brought.c.id == column)
        .scalar_subquery()
    )


LIMIT_USES_BY_KEY = page_of(
    t.limit_use,
    (_use.key, _use.at, _use.owner, _use.n),
    [
        *read_columns(t.limit_use),
        _booking_of(_use.owner, _booking.overridden),
        _booking_of(_use.owner, _booking.approved),
    ],
)
NOTICES = page_of(
    t.outbox,
    (_notice.id,),
    [_notice.booking, _notice.version, _booking_of(_notice.booking, _booking.version)],
)
_delivery, _item, _counted = delivery.c, batch_item.c, sa.func.count()
_waits, _gone = t.outbox.alias("waits"), p.party.alias("gone")
DELIVERIES = page_of(
    delivery,
    (_delivery.id,),
    [
        *read_columns(delivery),
        _booking_of(_delivery.booking, _booking.version),
        sa.select(_waits.c.id)
        .where(_waits.c.center == CENTER, _waits.c.id == _delivery.notice)
        .scalar_subquery(),
        sa.select(_gone.c.erased_at)
        .where(_gone.c.center == CENTER, _gone.c.id == _delivery.party)
        .scalar_subquery(),
    ],
)
ITEMS = page_of(
    batch_item,
    (_item.key,),
    [
        _item.booking,
        _item.batch,
        _item.version,
        _booking_of(_item.booking, _booking.version),
        _kind_of(_item.batch),
    ],
)
_laid, _shut = batch_closure.c, t.closure.alias("shut")
BATCH_CLOSURES = page_of(
    batch_closure,
    (_laid.key,),
    [
        _laid.closure,
        _laid.batch,
        _kind_of(_laid.batch),
        sa.select(_shut.c.kind)
        .where(_shut.c.center == CENTER, _shut.c.id == _laid.closure)
        .scalar_subquery(),
    ],
)
BATCHES = page_of(batch, (batch.c.id,), [batch.c.brought, batch.c.taken_back])
# No key orders these: the database counts them, and says only which are several.
TOLD_TWICE = Query(
    sa.select(sa.func.min(_delivery.id), _delivery.notice, _counted)
    .where(_delivery.center == CENTER, _delivery.party != sa.literal_column("''"))
    .group_by(_delivery.notice, _delivery.party)
    .having(_counted > sa.literal_column("1"))
    .order_by(sa.func.min(_delivery.id))
    .limit(MOST)
    .offset(FIRST)
)
BROUGHT_TWICE = Query(
    sa.select(_item.booking, _counted)
    .where(_item.center == CENTER)
    .group_by(_item.booking)
    .having(_counted > sa.literal_column("1"))
    .order_by(_item.booking)
    .limit(MOST)
    .offset(FIRST)
)
_closed = t.closure.alias("closed")
_kept, _erased = p.party.alias("kept"), p.party.alias("erased")
KEYS = page_of(
    t.idempotency_key,
    (_key.actor, _key.key),
    [
        _key.answer,
        sa.func.coalesce(
            _booking_of(_key.answer, _booking.id),
            sa.select(_closed.c.id)
            .where(_closed.c.center == CENTER, _closed.c.id == _key.answer)
            .scalar_subquery(),
            sa.select(_kept.c.id)
            .where(_kept.c.center == CENTER, _kept.c.id == _key.answer)
            .scalar_subquery(),
        ),
    ],
)
PARTY_ROW = (
    *("kind", "organization_kind", "name", "born_on", "language", "phone", "email", "grid"),
    *("resident_since", "disabled_reason", "version", "disabled", "created_at", "changed_at"),
    *("erased_at", "sought"),
)
"""The columns of a party, as ``people.to_party`` takes them, and by what it is sought."""
PARTIES = page_of(p.party, (p.party.c.id,), [p.party.c[name] for name in PARTY_ROW])
_fact, _tie, _grant = p.party_fact.c, p.party_link.c, p.party_grant.c
FACTS = page_of(p.party_fact, (_fact.party, _fact.n), [_fact.name])
TIES = page_of(
    p.party_link,
    (_tie.party, _tie.n),
    [
        _tie.tie,
        _tie.room_types,
        sa.select(_erased.c.erased_at)
        .where(_erased.c.center == CENTER, _erased.c.id == _tie.other)
        .scalar_subquery(),
    ],
)
GRANTS = page_of(p.party_grant, (_grant.party, _grant.n), [_grant.role, _grant.room_types])
_waiting = t.change.alias("waiting")
_everything: sa.ColumnElement[Any] = sa.func.count()
UNSEALED = Query(
    sa.select(_everything, sa.func.min(_waiting.c.at))
    .select_from(_waiting)
    .where(_waiting.c.center == CENTER, _waiting.c.position.is_(None))
)
HASH_AT = Query(
    sa.select(_change.hash).where(_change.center == CENTER, _change.position == number("position"))
)
