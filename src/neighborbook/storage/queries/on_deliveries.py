"""What is being told."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as insert_if_new

from neighborbook.storage.notice_tables import delivery
from neighborbook.storage.statements import (
    CENTER,
    FIRST,
    ID,
    MOST,
    Query,
    listed,
    number,
    read_columns,
    text,
    written_columns,
)

_of = delivery.c
_deliveries = sa.select(*read_columns(delivery)).where(_of.center == CENTER)
DELIVERY = Query(_deliveries.where(_of.id == ID))
WAITING = Query(
    _deliveries.where(
        _of.state == sa.literal_column("'waiting'"),
        listed(_of.channel, "owners"),
        _of.next_at <= number("now"),
    )
    .order_by(_of.next_at, _of.id)
    .limit(MOST)
    .offset(FIRST)
)
DELIVERIES = Query(
    _deliveries.where(_of.id > text("after")).order_by(_of.id).limit(MOST).offset(FIRST)
)
DELETE_DELIVERIES = Query(sa.delete(delivery).where(_of.center == CENTER, listed(_of.id, "owners")))
_new = insert_if_new(delivery).values(
    center=CENTER,
    **{n: sa.bindparam(n, type_=_of[n].type) for n in written_columns(delivery)},
)
SAVE_DELIVERY = Query(
    _new.on_conflict_do_update(
        index_elements=["center", "id"],
        set_={n: _new.excluded[n] for n in written_columns(delivery) if n != "id"},
    )
)
