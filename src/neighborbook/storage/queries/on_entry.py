"""The center, its catalog, keys, and scopes: what a transaction begins with."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as insert_if_new

from neighborbook.storage import tables as t
from neighborbook.storage.statements import (
    CENTER,
    Query,
    given_rows,
    insert_rows,
    item,
    listed,
    number,
    text,
)
from neighborbook.storage.tables import Word

CENTERS = Query(sa.select(t.center.c.id).order_by(t.center.c.id))
CREATE_CENTER = Query(
    insert_if_new(t.center)
    .values(id=CENTER, revision=sa.literal_column("0"))
    .on_conflict_do_nothing()
)
_revision = sa.select(t.center.c.revision).where(t.center.c.id == CENTER)
REVISION = Query(_revision)


def _patient(name: str, milliseconds: str) -> sa.ColumnElement[str]:
    return sa.func.set_config(
        sa.literal_column(f"'{name}'"), text(milliseconds), sa.literal_column("true")
    )


# PostgreSQL's first statement sets how long the transaction waits. What is selected is reckoned
# below the locking of rows, so that it holds for the lock of the center as well.
_entering = _revision.add_columns(
    _patient("lock_timeout", "patience"),
    _patient("statement_timeout", "patience"),
    _patient("idle_in_transaction_session_timeout", "silence"),
)
ENTER = Query(_entering)
ENTER_SHARING = Query(_entering.with_for_update(read=True, key_share=True))
ENTER_ALONE = Query(_entering.with_for_update())
SET_REVISION = Query(
    sa.update(t.center).where(t.center.c.id == CENTER).values(revision=number("new_revision"))
)

_item = t.catalog_item.c
CATALOG = Query(
    sa.select(_item.kind, _item.id, _item.body, _item.retired)
    .where(_item.center == CENTER)
    .order_by(_item.kind, _item.place)
)
CLEAR_CATALOG = Query(sa.delete(t.catalog_item).where(_item.center == CENTER))
INSERT_CATALOG = Query(insert_rows(t.catalog_item))

_key = t.idempotency_key.c
_take_key = (
    insert_if_new(t.idempotency_key)
    .values(
        center=CENTER,
        actor=text("actor"),
        key=text("key"),
        hash=text("hash"),
        answer=text("answer"),
    )
    .on_conflict_do_nothing()
)
TAKE_KEY = Query(_take_key)
# Without a row if the key was taken before.
TAKE_KEY_AND_REVISION = Query(
    _take_key.returning(
        sa.select(t.center.c.revision).where(t.center.c.id == CENTER).scalar_subquery()
    )
)
KEY = Query(
    sa.select(_key.hash, _key.answer).where(
        _key.center == CENTER, _key.actor == text("actor"), _key.key == text("key")
    )
)

_given_scopes = given_rows("scopes")
MAKE_SCOPES = Query(
    insert_if_new(t.scope)
    .from_select(
        ["center", "key"],
        sa.select(CENTER.label("center"), item(_given_scopes, 0, Word)).select_from(_given_scopes),
        include_defaults=False,
    )
    .on_conflict_do_nothing()
)
LOCK_SCOPES = Query(
    sa.select(t.scope.c.key)
    .where(t.scope.c.center == CENTER, listed(t.scope.c.key, "scopes"))
    .order_by(t.scope.c.key)
    .with_for_update(key_share=True)
)
