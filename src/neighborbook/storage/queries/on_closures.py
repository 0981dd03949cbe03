"""Closures."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as insert_if_new

from neighborbook.storage import tables as t
from neighborbook.storage.statements import (
    CENTER,
    END,
    ID,
    START,
    Query,
    read_columns,
    text,
    written_columns,
)

_closure = t.closure.c
_closures = sa.select(*read_columns(t.closure))
CLOSURE = Query(_closures.where(_closure.center == CENTER, _closure.id == ID))
CLOSURES = Query(
    _closures.where(
        _closure.center == CENTER, _closure.end_at > START, _closure.start_at < END
    ).order_by(_closure.start_at, _closure.id)
)
CLOSURES_OF_OFFERING = Query(
    _closures.where(
        _closure.center == CENTER,
        _closure.kind == sa.literal_column("'offering'"),
        _closure.subject == text("offering"),
        _closure.end_at > START,
        _closure.start_at < END,
        _closure.reopened_at.is_(None),
    ).order_by(_closure.start_at, _closure.id)
)
_new_closure = insert_if_new(t.closure).values(
    center=CENTER,
    **{n: sa.bindparam(n, type_=t.closure.c[n].type) for n in written_columns(t.closure)},
)
SAVE_CLOSURE = Query(
    _new_closure.on_conflict_do_update(
        index_elements=["center", "id"],
        set_={n: _new_closure.excluded[n] for n in written_columns(t.closure) if n != "id"},
    )
)
