"""Batches of imported bookings."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as insert_if_new

from neighborbook.storage.batch_tables import batch, batch_item
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
INSERT_ITEMS = Query(insert_rows(batch_item))
FORGET_ITEMS = Query(sa.delete(batch_item).where(_item.center == CENTER, listed(_item.key, "keys")))
