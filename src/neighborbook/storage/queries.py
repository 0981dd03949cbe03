"""Every statement, built once; ``prepared`` compiles them once per database and schema.

What goes to the database afterwards is text and a tuple: the hot path pays for neither building nor
compiling.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as insert_if_new

from neighborbook.domain.claim import ClaimKind
from neighborbook.storage import tables as t
from neighborbook.storage.statements import (
    FIRST,
    MOST,
    Prepared,
    Query,
    dialect_of,
    given_rows,
    insert_rows,
    item,
    listed,
    number,
    prepare,
    text,
    written_columns,
)
from neighborbook.storage.tables import Number, Word

CENTER = text("center")
ID = text("id")
START = number("start")
END = number("end")


def _read(table: sa.Table) -> list[sa.Column[Any]]:
    return [table.c[name] for name in written_columns(table)]


# The center, its catalog, keys, scopes.

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
TAKE_KEY = Query(
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

# Claims and limit uses.

_claim = t.claim.c
_claims = sa.select(*_read(t.claim))
CLAIMS_OF = Query(
    _claims.where(_claim.center == CENTER, listed(_claim.owner, "owners")).order_by(
        _claim.owner, _claim.n
    )
)
CLAIMS_ON = Query(_claims.where(_claim.center == CENTER, listed(_claim.leaf, "leaves")))
DELETE_CLAIMS = Query(
    sa.delete(t.claim).where(_claim.center == CENTER, listed(_claim.owner, "owners"))
)
INSERT_CLAIMS = Query(insert_rows(t.claim))


def _claims_near() -> sa.Select[Any]:
    """Seek the claims that reach into ``[start, end)``, for each leaf and kind by itself.

    None of them can start earlier than the longest reach of its leaf and kind before ``start``:
    that makes the seek exact at both ends. Kinds are apart so that one long block does not widen
    the seek among the uses.
    """
    given = given_rows("leaves")
    longest = t.claim.alias("longest")
    kinds = sa.union_all(*[sa.select(sa.literal_column(f"'{k}'").label("kind")) for k in ClaimKind])
    kind = kinds.subquery("kinds")
    leaf = item(given, 0, Word)
    reach = (
        sa.select(sa.func.max(longest.c.reach))
        .where(longest.c.center == CENTER, longest.c.leaf == leaf, longest.c.kind == kind.c.kind)
        .scalar_subquery()
    )
    wanted = (
        sa.select(leaf.label("leaf"), kind.c.kind.label("kind"), reach.label("reach"))
        .select_from(given.join(kind, sa.true()))
        .subquery("wanted")
    )
    return _claims.select_from(
        wanted.join(
            t.claim,
            sa.and_(
                _claim.center == CENTER,
                _claim.leaf == wanted.c.leaf,
                _claim.kind == wanted.c.kind,
                _claim.reach_start > START - wanted.c.reach,
                _claim.reach_start < END,
                _claim.reach_end > START,
            ),
        )
    )


CLAIMS_NEAR = Query(_claims_near())

_use = t.limit_use.c
_given_limits = given_rows("limits")
LIMIT_USES_IN = Query(
    sa.select(item(_given_limits, 0, Number).label("place"), *_read(t.limit_use)).select_from(
        _given_limits.join(
            t.limit_use,
            sa.and_(
                _use.center == CENTER,
                _use.key == item(_given_limits, 1, Word),
                _use.at >= item(_given_limits, 2, Number),
                _use.at < item(_given_limits, 3, Number),
            ),
        )
    )
)
LIMIT_USES_OF = Query(
    sa.select(*_read(t.limit_use))
    .where(_use.center == CENTER, listed(_use.owner, "owners"))
    .order_by(_use.owner, _use.n)
)
DELETE_LIMIT_USES = Query(
    sa.delete(t.limit_use).where(_use.center == CENTER, listed(_use.owner, "owners"))
)
INSERT_LIMIT_USES = Query(insert_rows(t.limit_use))

# Bookings.

_booking = t.booking.c
_link = t.booking_link.c
_bookings = sa.select(*_read(t.booking))
BOOKING = Query(_bookings.where(_booking.center == CENTER, _booking.id == ID))
INSERT_BOOKING = Query(
    sa.insert(t.booking).values(
        center=CENTER,
        **{
            name: sa.bindparam(name, type_=t.booking.c[name].type)
            for name in written_columns(t.booking)
        },
    )
)
UPDATE_BOOKING = Query(
    sa.update(t.booking)
    .where(
        _booking.center == CENTER,
        _booking.id == ID,
        _booking.version == number("expected_version"),
    )
    .values(
        {
            name: sa.bindparam(f"new_{name}", type_=t.booking.c[name].type)
            for name in written_columns(t.booking)
            if name not in ("id", "uid")
        }
    ),
    must_change_a_row=True,
)
INSERT_LINKS = Query(insert_rows(t.booking_link))
DELETE_LINKS = Query(
    sa.delete(t.booking_link).where(_link.center == CENTER, listed(_link.booking, "owners"))
)


def _bookings_of_parties() -> sa.Select[Any]:
    """For each question: bookings of an organizer or attendee that start in a window."""
    given = given_rows("questions")
    place, party = item(given, 0, Number), item(given, 1, Word)
    start, end = item(given, 2, Number), item(given, 3, Number)
    own = sa.select(place.label("place"), _booking.id.label("id")).select_from(
        given.join(
            t.booking,
            sa.and_(
                _booking.center == CENTER,
                _booking.organizer == party,
                _booking.start_at >= start,
                _booking.start_at < end,
            ),
        )
    )
    attended = sa.select(place.label("place"), _link.booking.label("id")).select_from(
        given.join(
            t.booking_link,
            sa.and_(
                _link.center == CENTER,
                _link.role == sa.literal_column("'attendee'"),
                _link.name == party,
                _link.start_at >= start,
                _link.start_at < end,
            ),
        )
    )
    found = sa.union(own, attended).subquery("found")
    return (
        sa.select(found.c.place, *_read(t.booking))
        .select_from(
            found.join(t.booking, sa.and_(_booking.center == CENTER, _booking.id == found.c.id))
        )
        .order_by(_booking.start_at, _booking.id)
    )


BOOKINGS_OF_PARTIES = Query(_bookings_of_parties())

_due = sa.union(
    sa.select(_booking.id.label("id")).where(
        _booking.center == CENTER,
        _booking.lapses_at.is_not(None),
        _booking.lapses_at <= number("now"),
    ),
    sa.select(_booking.id.label("id")).where(
        _booking.center == CENTER,
        sa.text(t.one_of("state", t.ENDING)),
        _booking.end_at <= number("now"),
    ),
).subquery("due")
DUE = Query(sa.select(_due.c.id).order_by(_due.c.id).limit(MOST).offset(FIRST))

# Closures.

_closure = t.closure.c
_closures = sa.select(*_read(t.closure))
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

# Notices.

_notice = t.outbox.c
INSERT_NOTICES = Query(insert_rows(t.outbox))
DELETE_NOTICES = Query(
    sa.delete(t.outbox).where(_notice.center == CENTER, listed(_notice.id, "owners"))
)
NOTICES = Query(
    sa.select(*_read(t.outbox))
    .where(_notice.center == CENTER, _notice.due_at <= number("now"))
    .order_by(_notice.due_at, _notice.id)
    .limit(MOST)
    .offset(FIRST)
)

# Changes.

_change = t.change.c
_payload = t.change_payload.c
INSERT_CHANGES = Query(insert_rows(t.change))
INSERT_PAYLOADS = Query(insert_rows(t.change_payload))
_changes = sa.select(
    _change.id,
    _change.booking,
    _change.act,
    _change.version,
    _change.at,
    _change.fields,
    _change.position,
    _payload.actor,
    _payload.reason,
).select_from(
    t.change.outerjoin(
        t.change_payload,
        sa.and_(_payload.center == _change.center, _payload.change == _change.id),
    )
)
HISTORY = Query(
    _changes.where(_change.center == CENTER, _change.booking == ID).order_by(_change.seq)
)
SEALED = Query(
    _changes.where(_change.center == CENTER, _change.position > number("after"))
    .order_by(_change.position)
    .limit(MOST)
    .offset(FIRST)
)
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
UNSEALED = Query(
    _sealable.where(_change.center == CENTER, _change.position.is_(None))
    .order_by(_change.seq)
    .limit(MOST)
    .offset(FIRST)
)
_given_seals = given_rows("rows")
SEAL = Query(
    sa.update(t.change)
    .where(_change.center == CENTER, _change.id == item(_given_seals, 0, Word))
    .values(position=item(_given_seals, 1, Number), hash=item(_given_seals, 2, Word))
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


class _Statements(dict[Query, Prepared]):
    """Statements as one database takes them, each compiled when it is first needed."""

    def __init__(self, database: str, schema: str | None) -> None:
        super().__init__()
        self._dialect = dialect_of(database)
        self._schema = schema

    def __missing__(self, query: Query) -> Prepared:
        prepared = self[query] = prepare(query, self._dialect, self._schema)
        return prepared


@functools.cache
def prepared(database: str, schema: str | None) -> Mapping[Query, Prepared]:
    """Return the statements for ``sqlite`` or ``postgresql``, with tables in a schema or without."""
    return _Statements(database, schema)
