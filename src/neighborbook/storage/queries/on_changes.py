"""Changes and their chain, and the notices that follow from them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from neighborbook.storage import tables as t
from neighborbook.storage.statements import (
    CENTER,
    FIRST,
    ID,
    MOST,
    Query,
    given_rows,
    in_order,
    item,
    listed,
    number,
    read_columns,
    text,
)
from neighborbook.storage.tables import Word

_notice = t.outbox.c
DELETE_NOTICES = Query(
    sa.delete(t.outbox).where(_notice.center == CENTER, listed(_notice.id, "owners"))
)
_due = (
    sa.select(*read_columns(t.outbox))
    .where(_notice.center == CENTER, _notice.due_at <= number("now"))
    .order_by(_notice.due_at, _notice.id)
    .limit(MOST)
    .offset(FIRST)
)
NOTICES = Query(_due)
NOTICES_OF = Query(_due.where(_notice.kind == text("kind")))

# Changes.

_change = t.change.c
_payload = t.change_payload.c


def _with_payloads(changes: sa.FromClause, found: sa.FromClause) -> sa.Select[Any]:
    """Return changes with what can be erased of them.

    Args:
        found: what is read, in which they stand.
    """
    c = changes.c
    its = sa.and_(_payload.center == c.center, _payload.change == c.id)
    return sa.select(
        *(c.id, c.booking, c.act, c.version, c.at, c.fields, c.position),
        *(_payload.actor, _payload.reason),
    ).select_from(found.outerjoin(t.change_payload, its))


_changes = _with_payloads(t.change, t.change)
HISTORY = Query(
    _changes.where(_change.center == CENTER, _change.booking == ID).order_by(_change.seq)
)
SEALED = Query(
    _changes.where(_change.center == CENTER, _change.position > number("after"))
    .order_by(_change.position)
    .limit(MOST)
    .offset(FIRST)
)


def _sealed_of() -> sa.Select[Any]:
    """Seek by whose they are: in the order of the log it would take longer the more others do."""
    given = given_rows("organizers")
    own, every = t.booking.alias("own"), t.change.alias("every")
    theirs = sa.and_(own.c.center == CENTER, own.c.organizer == item(given, 0, Word))
    found = in_order(given, own, theirs, seek=own.c.start_at)
    # The sum hides the column from SQLite, which would rather seek by it than by the booking.
    later = every.c.position + sa.literal_column("0") > number("after")
    of = sa.and_(every.c.center == CENTER, every.c.booking == own.c.id)
    return (
        _with_payloads(every, in_order(found, every, of, seek=every.c.seq))
        .where(later)
        .order_by(every.c.position)
        .limit(MOST)
        .offset(FIRST)
    )


SEALED_OF = Query(_sealed_of())
POSITION = Query(sa.select(_change.position).where(_change.center == CENTER, _change.id == ID))
LAST_SEALED = Query(
    sa.select(_change.position, _change.hash)
    .where(_change.center == CENTER, _change.position.is_not(None))
    .order_by(_change.position.desc())
    .limit(sa.literal_column("1"))
    .offset(FIRST)
)
_sealable = sa.select(
    _change.id,
    _change.booking,
    _change.act,
    _change.version,
    _change.at,
    _change.fields,
    _change.commitment,
)


def _stamp() -> sa.Select[Any]:
    """Count what only grows: numbers of rows, where nobody deletes or takes back, tell them apart.

    Sealed changes have positions without gaps, so the last one says how many they are; those that
    are not sealed yet are few. A ``seq`` would not do: a lower one may be committed later.
    """
    change, closure = t.change.alias("counted"), t.closure.alias("laid")
    sealed = sa.select(sa.func.max(change.c.position)).where(change.c.center == CENTER)
    everything: sa.ColumnElement[Any] = sa.func.count()
    unsealed = sa.select(everything).where(change.c.center == CENTER, change.c.position.is_(None))
    laid = sa.select(everything).select_from(closure).where(closure.c.center == CENTER)
    reopened = sa.select(sa.func.count(closure.c.reopened_at)).where(closure.c.center == CENTER)
    none: sa.ColumnElement[Any] = sa.literal_column("0")
    return sa.select(
        sa.func.coalesce(sealed.scalar_subquery(), none) + unsealed.scalar_subquery(),
        laid.scalar_subquery(),
        reopened.scalar_subquery(),
    )


STAMP = Query(_stamp())
UNSEALED = Query(
    _sealable.where(_change.center == CENTER, _change.position.is_(None))
    .order_by(_change.seq)
    .limit(MOST)
    .offset(FIRST)
)
SEAL = Query(
    sa.update(t.change)
    .where(_change.center == CENTER, _change.id == ID)
    .values(position=number("at_position"), hash=text("with_hash"))
)
CHAIN = Query(
    _sealable.add_columns(
        _change.position, _change.hash, _payload.salt, _payload.actor, _payload.reason
    )
    .select_from(
        t.change.outerjoin(
            t.change_payload,
            sa.and_(_payload.center == _change.center, _payload.change == _change.id),
        )
    )
    .where(_change.center == CENTER, _change.position >= number("after"))
    .order_by(_change.position)
    .limit(MOST)
    .offset(FIRST)
)
