"""The tables, once for both databases.

Every key begins with the center. Instants are integers: UTC seconds. Structured values are JSON
text, which both databases keep byte for byte. Constraints are named, because the name is what
``InvariantBroken`` reports.
"""

from __future__ import annotations

import enum

import sqlalchemy as sa

from neighborbook.domain.booking import State, VoidReason
from neighborbook.domain.claim import ClaimKind
from neighborbook.domain.closure import ClosureKind

metadata = sa.MetaData()

Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Byte order everywhere: pages, lock order, and ids sort alike on both databases and in Python.
Word = sa.Text(collation="C").with_variant(sa.Text(), "sqlite")

ENDING = (State.CONFIRMED, State.ARRIVED, State.ACTIVE)
"""States that end by themselves when the booking's end has passed."""


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, Word, primary_key=True, nullable=False)


def _word(name: str, *, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, Word, nullable=optional)


def _number(name: str, *, optional: bool = False) -> sa.Column[int]:
    return sa.Column(name, Number, nullable=optional)


def _place_in_list() -> sa.Column[int]:
    return sa.Column("n", Number, primary_key=True, nullable=False, autoincrement=False)


def _reckoned(name: str, formula: str) -> sa.Column[int]:
    return sa.Column(name, Number, sa.Computed(formula, persisted=True), nullable=False)


def one_of(column: str, words: type[enum.StrEnum] | tuple[str, ...]) -> str:
    """Return the SQL condition that a column holds one of these words (or NULL)."""
    listed = ", ".join(f"'{word}'" for word in words)
    return f"{column} IN ({listed})"


def _check(condition: str, name: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=name)


def _table(name: str, *parts: sa.schema.SchemaItem, by_key: bool = False) -> sa.Table:
    """Declare a table; ``by_key``: SQLite keeps its rows in its key, where rows are short."""
    return sa.Table(name, metadata, *parts, sqlite_strict=True, sqlite_with_rowid=not by_key)


center = _table(
    "center",
    _key("id"),
    _number("revision"),
    sa.Column("directory", Number, nullable=False, server_default=sa.text("0")),
    by_key=True,
)

catalog_item = _table(
    "catalog_item",
    sa.Column("center", Word, sa.ForeignKey("center.id"), primary_key=True, nullable=False),
    _key("kind"),
    _key("id"),
    _number("place"),
    _word("body"),
    _number("retired"),
    _check("retired IN (0, 1)", "catalog_item_retired"),
)

booking = _table(
    "booking",
    sa.Column("center", Word, sa.ForeignKey("center.id"), primary_key=True, nullable=False),
    _key("id"),
    _word("uid"),
    _number("version"),
    _number("sequence"),
    _word("state"),
    _word("void_reason", optional=True),
    _word("label"),
    _word("offering"),
    _word("room_type"),
    _number("start_at"),
    _number("end_at"),
    _reckoned("length", "end_at - start_at"),
    _word("local_start"),
    _word("zone"),
    _word("tzdata"),
    _number("fold"),
    _word("organizer"),
    _word("actor"),
    _word("title"),
    _number("headcount"),
    _word("attendees"),
    _word("resource"),
    _word("chosen"),
    _number("details_version", optional=True),
    _word("details", optional=True),
    _number("created_at"),
    _number("changed_at"),
    _number("published_at"),
    _number("checked_in_at", optional=True),
    _number("late_after", optional=True),
    _number("lapses_at", optional=True),
    _word("lapses_to", optional=True),
    _word("lapse_reason", optional=True),
    _word("waits_for"),
    _word("approved"),
    _word("units"),
    _number("excused"),
    _word("overridden"),
    _word("override_reason"),
    _word("series", optional=True),
    _number("original_start", optional=True),
    sa.Column("features", Word, nullable=False, server_default="[]"),
    _number("lapsed_at", optional=True),
    _word("lapsed_from", optional=True),
    _check("start_at < end_at", "booking_holds_time"),
    _check("version > 0", "booking_version"),
    _check("fold IN (0, 1)", "booking_fold"),
    _check("excused IN (0, 1)", "booking_excused"),
    _check(one_of("state", State), "booking_state"),
    _check(one_of("void_reason", VoidReason), "booking_void_reason"),
    _check("(state = 'void') = (void_reason IS NOT NULL)", "booking_void_has_reason"),
    _check(one_of("lapses_to", State), "booking_lapses_to"),
    _check(one_of("lapse_reason", VoidReason), "booking_lapse_reason"),
    _check("(details IS NULL) = (details_version IS NULL)", "booking_details_version"),
    _check(one_of("lapsed_from", State), "booking_lapsed_from"),
)
sa.Index("booking_by_start", booking.c.center, booking.c.start_at, booking.c.id)
sa.Index("booking_by_length", booking.c.center, booking.c.length)
sa.Index("booking_by_organizer", booking.c.center, booking.c.organizer, booking.c.start_at)
sa.Index("booking_by_actor", booking.c.center, booking.c.actor, booking.c.start_at)
sa.Index("booking_by_resource", booking.c.center, booking.c.resource, booking.c.start_at)
sa.Index("booking_by_change", booking.c.center, booking.c.changed_at)
_lapses = booking.c.lapses_at.is_not(None)
sa.Index(
    "booking_by_lapse",
    booking.c.center,
    booking.c.lapses_at,
    sqlite_where=_lapses,
    postgresql_where=_lapses,
)
_ends = sa.text(one_of("state", ENDING))
sa.Index(
    "booking_by_end",
    booking.c.center,
    booking.c.end_at,
    sqlite_where=_ends,
    postgresql_where=_ends,
)

# Who and what a booking has to do with beyond its own columns: attendees, places of further legs.
booking_link = _table(
    "booking_link",
    _key("center"),
    _key("booking"),
    _key("role"),
    _key("name"),
    _number("start_at"),
    sa.ForeignKeyConstraint(["center", "booking"], ["booking.center", "booking.id"]),
    _check("role IN ('attendee', 'place')", "booking_link_role"),
    by_key=True,
)
sa.Index(
    "booking_link_by_name",
    booking_link.c.center,
    booking_link.c.role,
    booking_link.c.name,
    booking_link.c.start_at,
)

claim = _table(
    "claim",
    sa.Column("center", Word, sa.ForeignKey("center.id"), primary_key=True, nullable=False),
    _key("owner"),
    _place_in_list(),
    _word("leaf"),
    _word("kind"),
    _number("start_at"),
    _number("end_at"),
    _number("before"),
    _number("after"),
    _reckoned("reach_start", "start_at - before"),
    _reckoned("reach_end", "end_at + after"),
    _reckoned("reach", "end_at + after - start_at + before"),
    _number("amount"),
    _word("layout", optional=True),
    _number("capacity"),
    _number("lapses_at", optional=True),
    _number("held"),
    _word("room_type"),
    _number("accepted"),
    _check("start_at < end_at", "claim_holds_time"),
    _check("before >= 0 AND after >= 0", "claim_buffers"),
    _check("amount > 0", "claim_amount"),
    _check("capacity >= 0", "claim_capacity"),
    _check("held IN (0, 1)", "claim_held"),
    _check(one_of("kind", ClaimKind), "claim_kind"),
    by_key=True,
)
sa.Index("claim_by_reach_start", claim.c.center, claim.c.leaf, claim.c.kind, claim.c.reach_start)
sa.Index("claim_by_reach", claim.c.center, claim.c.leaf, claim.c.kind, claim.c.reach)

limit_use = _table(
    "limit_use",
    _key("center"),
    _key("owner"),
    _place_in_list(),
    _word("key"),
    _number("at"),
    _number("amount"),
    _number("lapses_at", optional=True),
    _number("kept_when_late"),
    sa.ForeignKeyConstraint(["center", "owner"], ["booking.center", "booking.id"]),
    _check("amount > 0", "limit_use_amount"),
    _check("kept_when_late IN (0, 1)", "limit_use_kept"),
    by_key=True,
)
sa.Index("limit_use_by_key", limit_use.c.center, limit_use.c.key, limit_use.c.at)

closure = _table(
    "closure",
    sa.Column("center", Word, sa.ForeignKey("center.id"), primary_key=True, nullable=False),
    _key("id"),
    _word("kind"),
    _word("subject"),
    _number("start_at"),
    _number("end_at"),
    _word("zone"),
    _word("reason"),
    _word("public_reason"),
    _word("takes"),
    _word("actor"),
    _number("created_at"),
    _number("reopened_at", optional=True),
    _number("amount", optional=True),
    sa.Column("origin", Word, nullable=False, server_default=""),
    sa.Column("origin_key", Word, nullable=False, server_default=""),
    _check("start_at < end_at", "closure_holds_time"),
    _check(one_of("kind", ClosureKind), "closure_kind"),
    _check("amount > 0", "closure_amount"),
)
sa.Index("closure_by_end", closure.c.center, closure.c.end_at)
sa.Index(
    "closure_by_subject", closure.c.center, closure.c.kind, closure.c.subject, closure.c.end_at
)

_known_outside = closure.c.origin_key != sa.literal_column("''")
sa.Index(
    "closure_by_origin",
    closure.c.center,
    closure.c.subject,
    closure.c.origin,
    closure.c.origin_key,
    unique=True,
    sqlite_where=_known_outside,
    postgresql_where=_known_outside,
)

# ``seq`` only keeps the order of writing; it is given before the commit, so no reader may follow
# it. ``position`` is what readers know: it is given by sealing, to committed rows.
change = _table(
    "change",
    sa.Column(
        "seq",
        Number,
        sa.Identity(always=True),
        primary_key=True,
        nullable=False,
    ),
    _word("center"),
    _word("id"),
    _word("booking"),
    _word("act"),
    _number("version"),
    _number("at"),
    _word("fields"),
    _word("commitment"),
    _number("position", optional=True),
    _word("hash", optional=True),
    sa.ForeignKeyConstraint(["center", "booking"], ["booking.center", "booking.id"]),
    sa.UniqueConstraint("center", "id", name="change_id"),
    sa.UniqueConstraint("center", "position", name="change_position"),
    _check("position > 0", "change_counts_from_one"),
    _check("(position IS NULL) = (hash IS NULL)", "change_sealed_has_hash"),
)
sa.Index("change_by_booking", change.c.center, change.c.booking, change.c.seq)
_unsealed = change.c.position.is_(None)
sa.Index(
    "change_unsealed",
    change.c.center,
    change.c.seq,
    sqlite_where=_unsealed,
    postgresql_where=_unsealed,
)

# What can be erased: who did it and why. The change keeps only a salted commitment to it.
change_payload = _table(
    "change_payload",
    _key("center"),
    _key("change"),
    _word("salt"),
    _word("actor"),
    _word("reason"),
    sa.ForeignKeyConstraint(["center", "change"], ["change.center", "change.id"]),
    by_key=True,
)

outbox = _table(
    "outbox",
    _key("center"),
    _key("id"),
    _word("kind"),
    _word("booking"),
    _number("version"),
    _number("due_at"),
    by_key=True,
)
sa.Index("outbox_by_due", outbox.c.center, outbox.c.due_at, outbox.c.id)

idempotency_key = _table(
    "idempotency_key",
    sa.Column("center", Word, sa.ForeignKey("center.id"), primary_key=True, nullable=False),
    _key("actor"),
    _key("key"),
    _word("hash"),
    _word("answer"),
    _check("actor <> ''", "idempotency_key_actor"),
    by_key=True,
)

# Rows to lock. SQLite has one writer and leaves the table empty.
scope = _table(
    "scope",
    sa.Column("center", Word, sa.ForeignKey("center.id"), primary_key=True, nullable=False),
    _key("key"),
    by_key=True,
)

# Says that the schema is ours, and how far it has been upgraded. Alembic writes ``version_num``.
REVISIONS = "neighborbook_revision"
