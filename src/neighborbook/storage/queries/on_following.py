"""Outside calendars, and the closures that they tell of."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as insert_if_new

from neighborbook.storage.following_tables import following
from neighborbook.storage.statements import (
    CENTER,
    Query,
    number,
    read_columns,
    text,
    written_columns,
)
from neighborbook.storage.tables import closure

_of, _closure = following.c, closure.c
STATES = Query(
    sa.select(*read_columns(following)).where(_of.center == CENTER).order_by(_of.resource, _of.name)
)


def _followed(*more: sa.ColumnElement[bool]) -> Query:
    """By literal comparison with "", as the index has it."""
    return Query(
        sa.select(*read_columns(closure))
        .where(
            _closure.center == CENTER,
            _closure.origin_key != sa.literal_column("''"),
            _closure.end_at > number("now"),
            *more,
        )
        .order_by(_closure.start_at, _closure.id)
    )


FOLLOWED = _followed()
_of_calendar = sa.and_(_closure.subject == text("resource"), _closure.origin == text("name"))
FOLLOWED_OF = _followed(_of_calendar)
LET_GO = Query(
    sa.update(closure)
    .where(
        _closure.center == CENTER,
        _of_calendar,
        _closure.origin_key != sa.literal_column("''"),
        _closure.end_at <= number("now"),
    )
    .values(origin_key=sa.literal_column("''"))
)
_new = insert_if_new(following).values(
    center=CENTER,
    **{n: sa.bindparam(n, type_=_of[n].type) for n in written_columns(following)},
)
_key = ("center", "resource", "name")
SAVE_STATE = Query(
    _new.on_conflict_do_update(
        index_elements=_key,
        set_={n: _new.excluded[n] for n in written_columns(following) if n not in _key},
    )
)
FORGET_STATE = Query(
    sa.delete(following).where(
        _of.center == CENTER, _of.resource == text("resource"), _of.name == text("name")
    )
)
