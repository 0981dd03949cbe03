"""Batches of what was imported."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as insert_if_new

from neighborbook.domain.change import Act
from neighborbook.storage import tables as t
from neighborbook.storage.batch_tables import batch, batch_closure, batch_item, batch_party
from neighborbook.storage.statements import (
    CENTER,
    FIRST,
    ID,
    MOST,
    Query,
    insert_rows,
    listed,
    number,
    read_columns,
    text,
)

_batch = batch.c
_item = batch_item.c
_party = batch_party.c
_change = t.change.c
_brought, _closure = batch_closure.c, t.closure.c
_batches = sa.select(*read_columns(batch)).where(_batch.center == CENTER)
BATCHES = Query(_batches.order_by(_batch.made_at.desc(), _batch.id.desc()))
BATCH = Query(_batches.where(_batch.id == ID))
SAVE_BATCH = Query(
    insert_if_new(batch)
    .values(
        center=CENTER,
        id=ID,
        source=text("source"),
        actor=text("actor"),
        made_at=number("made_at"),
        kind=text("kind"),
        brought=number("brought"),
        refused=number("refused"),
        taken_back=number("taken_back"),
    )
    .on_conflict_do_nothing()
)
ITEMS = Query(
    sa.select(*read_columns(batch_item))
    .where(_item.center == CENTER, _item.batch == text("batch"), _item.booking > text("after"))
    .order_by(_item.booking)
    .limit(MOST)
    .offset(FIRST)
)
IMPORTED = Query(
    sa.select(_item.key, _item.booking).where(_item.center == CENTER, listed(_item.key, "keys"))
)
BROUGHT = Query(
    sa.select(_item.booking).where(_item.center == CENTER, listed(_item.booking, "owners"))
)
LAPSES = Query(
    sa.select(_change.booking, sa.func.count())
    .where(
        _change.center == CENTER,
        listed(_change.booking, "owners"),
        _change.act == sa.literal_column(f"'{Act.LAPSE.value}'"),
    )
    .group_by(_change.booking)
)
INSERT_ITEMS = Query(insert_rows(batch_item))
FORGET_ITEMS = Query(sa.delete(batch_item).where(_item.center == CENTER, listed(_item.key, "keys")))
BATCH_PARTIES = Query(
    sa.select(_party.party, _party.version)
    .where(_party.center == CENTER, _party.batch == text("batch"))
    .order_by(_party.party)
)
INSERT_PARTIES = Query(insert_rows(batch_party))
FORGET_PARTIES = Query(
    sa.delete(batch_party).where(_party.center == CENTER, listed(_party.party, "parties"))
)
BATCH_CLOSURES = Query(
    sa.select(_brought.key, _brought.closure)
    .where(_brought.center == CENTER, _brought.batch == text("batch"))
    .order_by(_brought.closure)
)
CLOSED_BEFORE = Query(
    sa.union_all(
        sa.select(_closure.id, _closure.id.label("closure")).where(
            _closure.center == CENTER, listed(_closure.id, "keys")
        ),
        sa.select(_brought.key, _brought.closure).where(
            _brought.center == CENTER, listed(_brought.key, "keys")
        ),
    )
)
INSERT_BATCH_CLOSURES = Query(insert_rows(batch_closure))
FORGET_BATCH_CLOSURES = Query(
    sa.delete(batch_closure).where(_brought.center == CENTER, listed(_brought.key, "keys"))
)
TALLY = Query(
    sa.update(batch)
    .where(_batch.center == CENTER, _batch.id == ID)
    .values(brought=number("brought"), refused=number("refused"))
)
TALLY_UNDONE = Query(
    sa.update(batch)
    .where(_batch.center == CENTER, _batch.id == ID)
    .values(taken_back=_batch.taken_back + number("more"))
)
