"""What is stored about one party, how it is taken out, and what is past its keeping time."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from neighborbook.storage import people_tables as p
from neighborbook.storage import tables as t
from neighborbook.storage.batch_tables import batch, batch_item, batch_party
from neighborbook.storage.notice_tables import delivery
from neighborbook.storage.statements import CENTER, Query, listed, number, text

_PARTY = text("party")
_change, _payload, _key = t.change.c, t.change_payload.c, t.idempotency_key.c
_outbox, _closure, _link = t.outbox.c, t.closure.c, p.party_link.c
_delivery, _batch, _item, _brought_party = delivery.c, batch.c, batch_item.c, batch_party.c
_of_bookings = sa.select(_change.id).where(
    _change.center == CENTER, listed(_change.booking, "owners")
)
_about_bookings = sa.and_(
    _payload.center == CENTER, _payload.change.in_(_of_bookings.scalar_subquery())
)


def _about(of: sa.Table, condition: sa.ColumnElement[bool]) -> Query:
    return Query(sa.select(*of.columns).where(of.c.center == CENTER, condition))


ABOUT_PARTY = _about(p.party, p.party.c.id == _PARTY)
ABOUT_FACTS = _about(p.party_fact, p.party_fact.c.party == _PARTY)
ABOUT_LINKS = _about(p.party_link, _link.party == _PARTY)
ABOUT_LINKS_TO = _about(p.party_link, _link.other == _PARTY)
ABOUT_GRANTS = _about(p.party_grant, p.party_grant.c.party == _PARTY)
ABOUT_BOOKINGS = _about(t.booking, listed(t.booking.c.id, "owners"))
ABOUT_CLAIMS = _about(t.claim, listed(t.claim.c.owner, "owners"))
ABOUT_LIMIT_USES = _about(t.limit_use, listed(t.limit_use.c.owner, "owners"))
ABOUT_CHANGES = _about(t.change, listed(_change.booking, "owners"))
ABOUT_PAYLOADS = Query(sa.select(*t.change_payload.columns).where(_about_bookings))
ABOUT_PAYLOADS_BY = _about(t.change_payload, _payload.actor == _PARTY)
CHANGED = Query(
    sa.select(_change.id, _change.booking).where(
        _change.center == CENTER, listed(_change.id, "owners")
    )
)
ABOUT_NOTICES = _about(t.outbox, listed(_outbox.booking, "owners"))
ABOUT_DELIVERIES = _about(delivery, _delivery.party == _PARTY)
ABOUT_CLOSURES = _about(t.closure, _closure.actor == _PARTY)
ABOUT_BATCHES = _about(batch, _batch.actor == _PARTY)
ABOUT_ITEMS = _about(batch_item, listed(_item.booking, "owners"))
ABOUT_BATCH_PARTIES = _about(batch_party, _brought_party.party == _PARTY)
ABOUT_KEYS = _about(t.idempotency_key, _key.actor == _PARTY)
ABOUT = (
    ("party", p.party, ABOUT_PARTY),
    ("party_fact", p.party_fact, ABOUT_FACTS),
    ("party_link", p.party_link, ABOUT_LINKS),
    ("party_link", p.party_link, ABOUT_LINKS_TO),
    ("party_grant", p.party_grant, ABOUT_GRANTS),
    ("booking", t.booking, ABOUT_BOOKINGS),
    ("claim", t.claim, ABOUT_CLAIMS),
    ("limit_use", t.limit_use, ABOUT_LIMIT_USES),
    ("change", t.change, ABOUT_CHANGES),
    ("change_payload", t.change_payload, ABOUT_PAYLOADS),
    ("change_payload", t.change_payload, ABOUT_PAYLOADS_BY),
    ("outbox", t.outbox, ABOUT_NOTICES),
    ("delivery", delivery, ABOUT_DELIVERIES),
    ("closure", t.closure, ABOUT_CLOSURES),
    ("batch", batch, ABOUT_BATCHES),
    ("batch_item", batch_item, ABOUT_ITEMS),
    ("batch_party", batch_party, ABOUT_BATCH_PARTIES),
    ("idempotency_key", t.idempotency_key, ABOUT_KEYS),
)
"""In which tables something is stored about a party or its bookings, and how it is found."""

# Erasing. Bookings, claims and limit uses are written anew, as by any change.

ERASE_PAYLOADS = Query(sa.delete(t.change_payload).where(_about_bookings))
ERASE_PAYLOADS_BY = Query(
    sa.delete(t.change_payload).where(_payload.center == CENTER, _payload.actor == _PARTY)
)
ERASE_NOTICES = Query(
    sa.delete(t.outbox).where(_outbox.center == CENTER, listed(_outbox.booking, "organized"))
)
ERASE_DELIVERIES = Query(
    sa.delete(delivery).where(
        _delivery.center == CENTER,
        sa.or_(_delivery.party == _PARTY, listed(_delivery.booking, "organized")),
    )
)
ERASE_KEYS = Query(sa.delete(t.idempotency_key).where(_key.center == CENTER, _key.actor == _PARTY))
ERASE_LINKS_TO = Query(sa.delete(p.party_link).where(_link.center == CENTER, _link.other == _PARTY))
_scope = t.scope.c.key
FORGET_SCOPES = Query(
    sa.delete(t.scope).where(
        t.scope.c.center == CENTER,
        sa.or_(*(_scope.like(text(name), escape="\\") for name in ("after", "within", "last"))),
    )
)
RENAME_IN_CLOSURES = Query(
    sa.update(t.closure)
    .where(_closure.center == CENTER, _closure.actor == _PARTY)
    .values(actor=text("new_actor"))
)
RENAME_IN_BATCHES = Query(
    sa.update(batch)
    .where(_batch.center == CENTER, _batch.actor == _PARTY)
    .values(actor=text("new_actor"))
)
ERASE_ITEMS = Query(
    sa.delete(batch_item).where(_item.center == CENTER, listed(_item.booking, "organized"))
)
ERASE_BATCH_PARTIES = Query(
    sa.delete(batch_party).where(_brought_party.center == CENTER, _brought_party.party == _PARTY)
)
ERASING = (
    *(ERASE_PAYLOADS, ERASE_PAYLOADS_BY, ERASE_NOTICES, ERASE_KEYS),
    *(ERASE_DELIVERIES, ERASE_LINKS_TO, RENAME_IN_CLOSURES),
    *(RENAME_IN_BATCHES, ERASE_ITEMS, ERASE_BATCH_PARTIES),
)

# Keeping times.

_before = number("before")
_count: sa.ColumnElement[Any] = sa.func.count()
_old_changes = sa.select(_change.id).where(_change.center == CENTER, _change.at < _before)
_old_bookings = sa.select(t.booking.c.id).where(
    t.booking.c.center == CENTER, t.booking.c.changed_at < _before
)
_history = sa.and_(_payload.center == CENTER, _payload.change.in_(_old_changes.scalar_subquery()))
_old_batches = sa.select(_batch.id).where(_batch.center == CENTER, _batch.made_at < _before)
_brought = sa.and_(_item.center == CENTER, _item.batch.in_(_old_batches.scalar_subquery()))
_brought_parties = sa.and_(
    _brought_party.center == CENTER, _brought_party.batch.in_(_old_batches.scalar_subquery())
)
_notice = sa.and_(_outbox.center == CENTER, _outbox.due_at < _before)
_told = sa.and_(_delivery.center == CENTER, _delivery.due_at < _before)
_answered = sa.and_(_key.center == CENTER, _key.answer.in_(_old_bookings.scalar_subquery()))


def _counted(of: sa.Table, condition: sa.ColumnElement[bool]) -> Query:
    return Query(sa.select(_count).select_from(of).where(condition))


def _ended(of: sa.Table) -> sa.ColumnElement[bool]:
    return sa.and_(of.c.center == CENTER, of.c.until_at < _before)


PAST_HISTORY = _counted(t.change_payload, _history)
PAST_ITEMS = _counted(batch_item, _brought)
PAST_BATCH_PARTIES = _counted(batch_party, _brought_parties)
PAST_NOTICES = _counted(t.outbox, _notice)
PAST_DELIVERIES = _counted(delivery, _told)
PAST_KEYS = _counted(t.idempotency_key, _answered)
PAST_FACTS = _counted(p.party_fact, _ended(p.party_fact))
PAST_LINKS = _counted(p.party_link, _ended(p.party_link))
PAST_GRANTS = _counted(p.party_grant, _ended(p.party_grant))
DROP_HISTORY = Query(sa.delete(t.change_payload).where(_history))
DROP_ITEMS = Query(sa.delete(batch_item).where(_brought))
DROP_BATCH_PARTIES = Query(sa.delete(batch_party).where(_brought_parties))
DROP_NOTICES = Query(sa.delete(t.outbox).where(_notice))
DROP_DELIVERIES = Query(sa.delete(delivery).where(_told))
DROP_KEYS = Query(sa.delete(t.idempotency_key).where(_answered))
DROP_FACTS = Query(sa.delete(p.party_fact).where(_ended(p.party_fact)))
DROP_LINKS = Query(sa.delete(p.party_link).where(_ended(p.party_link)))
DROP_GRANTS = Query(sa.delete(p.party_grant).where(_ended(p.party_grant)))


def _persons_past() -> sa.Select[Any]:
    """Persons of whom nothing was heard for long, and who hold no role."""
    party, booking, link = p.party.c, t.booking.c, t.booking_link.c
    of_person = sa.exists().where(
        booking.center == CENTER,
        sa.or_(booking.organizer == party.id, booking.actor == party.id),
        booking.start_at >= _before,
    )
    attended = sa.exists().where(
        link.center == CENTER,
        link.role == sa.literal_column("'attendee'"),
        link.name == party.id,
        link.start_at >= _before,
    )
    grant = p.party_grant.c
    granted = sa.exists().where(
        grant.center == CENTER,
        grant.party == party.id,
        sa.or_(grant.until_at.is_(None), grant.until_at >= _before),
    )
    return (
        sa.select(party.id)
        .where(
            party.center == CENTER,
            party.kind == sa.literal_column("'person'"),
            party.erased_at.is_(None),
            party.changed_at < _before,
            sa.not_(of_person),
            sa.not_(attended),
            sa.not_(granted),
        )
        .order_by(party.id)
    )


PERSONS_PAST = Query(_persons_past())
