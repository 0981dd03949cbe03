"""The center, its catalog, keys, and scopes: what a transaction begins with."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import Insert
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
_revisions = sa.select(t.center.c.revision, t.center.c.directory).where(t.center.c.id == CENTER)
REVISIONS = Query(_revisions)


def _set(name: str, milliseconds: sa.ColumnElement[int]) -> sa.ColumnElement[str]:
    value = sa.cast(milliseconds, sa.Text)
    return sa.func.set_config(
        sa.literal_column(f"'{name}'", sa.Text), value, sa.literal_column("true", sa.Boolean)
    )


# PostgreSQL: how many milliseconds a transaction waits in all, and how many of them are left.
_patience = number("patience")
_waited = "CAST(1000 * extract(epoch FROM clock_timestamp() - transaction_timestamp()) AS bigint)"
# 0 would be for ever.
_left = sa.func.greatest(sa.literal_column("1"), _patience - sa.literal_column(_waited))
# How long a statement may take is settled when it begins. So each one that may wait sets at its end
# what is left for the next one, or all of the patience if that waits for nobody.
_limit_next = _set(
    "statement_timeout",
    sa.case((number("waits_on") == sa.literal_column("1"), _left), else_=_patience),
)
_limit_silence = _set("idle_in_transaction_session_timeout", number("silence"))
_limit_all: tuple[sa.ColumnElement[Any], ...] = (
    _set("statement_timeout", _patience),
    _limit_silence,
)
LIMIT = Query(sa.select(*_limit_all))
ENTER = Query(_revisions.add_columns(*_limit_all))


def _entering(take_turn: sa.ColumnElement[object], *, key_share: bool) -> Query:
    """Queue for the center, then lock its row.

    Who shares a row overtakes who waits to have it alone, so that writers who never pause would
    keep a load out for ever. Nobody overtakes at an advisory lock. What is selected inside is
    reckoned from left to right, before the row is locked; what is selected outside, after it.
    """
    row = _revisions.add_columns(
        _set("lock_timeout", _patience).label("patience"),
        take_turn.label("turn"),
        _set("lock_timeout", _left).label("left"),
        _limit_silence.label("silence"),
    )
    entered = row.with_for_update(read=key_share, key_share=key_share).subquery("entered")
    return Query(sa.select(entered.c.revision, entered.c.directory, _limit_next))


# The lock is named after the table, which each schema has its own of, and the center. Two centers
# of one hash wait for one another, no more: what is right is the rows' affair.
_turn = (
    sa.literal_column("CAST(tableoid AS integer)", sa.Integer),
    sa.func.hashtext(t.center.c.id),
)
ENTER_SHARING = _entering(sa.func.pg_advisory_xact_lock_shared(*_turn), key_share=True)
ENTER_ALONE = _entering(sa.func.pg_advisory_xact_lock(*_turn), key_share=False)
SET_REVISION = Query(
    sa.update(t.center).where(t.center.c.id == CENTER).values(revision=number("new_revision"))
)

MOVE_DIRECTORY = Query(
    sa.update(t.center)
    .where(t.center.c.id == CENTER)
    .values(directory=t.center.c.directory + sa.literal_column("1"))
)

_item = t.catalog_item.c
CATALOG = Query(
    sa.select(_item.kind, _item.id, _item.body, _item.retired)
    .where(_item.center == CENTER)
    .order_by(_item.kind, _item.place)
)
CLEAR_CATALOG = Query(sa.delete(t.catalog_item).where(_item.center == CENTER))
INSERT_CATALOG = Query(insert_rows(t.catalog_item))


def _waiting(insert: Insert) -> Query:
    """Insert what is not there yet, waiting for others who do; tell how many rows were."""
    made = insert.returning(sa.literal_column("1").label("one")).cte("made")
    count: sa.ColumnElement[Any] = sa.func.count()
    return Query(sa.select(count, _limit_next).select_from(made))


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
TAKE_KEY = _waiting(_take_key)
# SQLite's way: without a row if the key was taken before.
TAKE_KEY_AND_REVISIONS = Query(
    _take_key.returning(
        *(
            sa.select(column).where(t.center.c.id == CENTER).scalar_subquery()
            for column in (t.center.c.revision, t.center.c.directory)
        )
    )
)
KEY = Query(
    sa.select(_key.hash, _key.answer).where(
        _key.center == CENTER, _key.actor == text("actor"), _key.key == text("key")
    )
)

_given_scopes = given_rows("scopes")
MAKE_SCOPES = _waiting(
    insert_if_new(t.scope)
    .from_select(
        ["center", "key"],
        sa.select(CENTER.label("center"), item(_given_scopes, 0, Word)).select_from(_given_scopes),
        include_defaults=False,
    )
    .on_conflict_do_nothing()
)
LOCK_SCOPES = Query(
    sa.select(t.scope.c.key, _set("statement_timeout", _patience))
    .where(t.scope.c.center == CENTER, listed(t.scope.c.key, "scopes"))
    .order_by(t.scope.c.key)
    .with_for_update(key_share=True)
)
