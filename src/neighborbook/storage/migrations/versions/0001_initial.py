"""Everything that the first version keeps: tables as they were then, whatever they are now."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Word = sa.Text(collation="C").with_variant(sa.Text(), "sqlite")

ByKey = {"sqlite_strict": True, "sqlite_with_rowid": False}
ByRow = {"sqlite_strict": True, "sqlite_with_rowid": True}

STATES = "'held', 'waiting', 'offered', 'pending', 'confirmed', 'arrived', 'active', 'done', 'void'"
REASONS = "'cancelled', 'cancelled_late', 'expired', 'declined', 'no_show', 'released', 'displaced'"


def word(name: str, *, optional: bool = False) -> sa.Column[str]:
    """Declare a text."""
    return sa.Column(name, Word, nullable=optional)


def number(name: str, *, optional: bool = False) -> sa.Column[int]:
    """Declare a number."""
    return sa.Column(name, Number, nullable=optional, autoincrement=False)


def reckoned(name: str, formula: str) -> sa.Column[int]:
    """Declare a number that the database reckons itself."""
    return sa.Column(name, Number, sa.Computed(formula, persisted=True), nullable=False)


def check(name: str, condition: str) -> sa.CheckConstraint:
    """Declare a condition, by the name under which it is reported."""
    return sa.CheckConstraint(condition, name=name)


def make_centers() -> None:
    """Make what a transaction begins with."""
    op.create_table(
        "center",
        word("id"),
        number("revision"),
        sa.PrimaryKeyConstraint("id"),
        **ByKey,
    )
    op.create_table(
        "catalog_item",
        word("center"),
        word("kind"),
        word("id"),
        number("place"),
        word("body"),
        number("retired"),
        sa.PrimaryKeyConstraint("center", "kind", "id"),
        sa.ForeignKeyConstraint(["center"], ["center.id"]),
        check("catalog_item_retired", "retired IN (0, 1)"),
        **ByRow,
    )
    op.create_table(
        "idempotency_key",
        word("center"),
        word("actor"),
        word("key"),
        word("hash"),
        word("answer"),
        sa.PrimaryKeyConstraint("center", "actor", "key"),
        sa.ForeignKeyConstraint(["center"], ["center.id"]),
        check("idempotency_key_actor", "actor <> ''"),
        **ByKey,
    )
    op.create_table(
        "scope",
        word("center"),
        word("key"),
        sa.PrimaryKeyConstraint("center", "key"),
        sa.ForeignKeyConstraint(["center"], ["center.id"]),
        **ByKey,
    )


def make_bookings() -> None:
    """Make bookings and what they have to do with."""
    op.create_table(
        "booking",
        word("center"),
        word("id"),
        word("uid"),
        number("version"),
        number("sequence"),
        word("state"),
        word("void_reason", optional=True),
        word("label"),
        word("offering"),
        word("room_type"),
        number("start_at"),
        number("end_at"),
        reckoned("length", "end_at - start_at"),
        word("local_start"),
        word("zone"),
        word("tzdata"),
        number("fold"),
        word("organizer"),
        word("actor"),
        word("title"),
        number("headcount"),
        word("attendees"),
        word("resource"),
        word("chosen"),
        number("details_version", optional=True),
        word("details", optional=True),
        number("created_at"),
        number("changed_at"),
        number("published_at"),
        number("checked_in_at", optional=True),
        number("late_after", optional=True),
        number("lapses_at", optional=True),
        word("lapses_to", optional=True),
        word("lapse_reason", optional=True),
        word("waits_for"),
        word("approved"),
        word("units"),
        number("excused"),
        word("overridden"),
        word("override_reason"),
        word("series", optional=True),
        number("original_start", optional=True),
        sa.PrimaryKeyConstraint("center", "id"),
        sa.ForeignKeyConstraint(["center"], ["center.id"]),
        check("booking_holds_time", "start_at < end_at"),
        check("booking_version", "version > 0"),
        check("booking_fold", "fold IN (0, 1)"),
        check("booking_excused", "excused IN (0, 1)"),
        check("booking_state", f"state IN ({STATES})"),
        check("booking_void_reason", f"void_reason IN ({REASONS})"),
        check("booking_void_has_reason", "(state = 'void') = (void_reason IS NOT NULL)"),
        check("booking_lapses_to", f"lapses_to IN ({STATES})"),
        check("booking_lapse_reason", f"lapse_reason IN ({REASONS})"),
        check("booking_details_version", "(details IS NULL) = (details_version IS NULL)"),
        **ByRow,
    )
    op.create_index("booking_by_actor", "booking", ["center", "actor", "start_at"])
    op.create_index("booking_by_change", "booking", ["center", "changed_at"])
    only = sa.text("state IN ('confirmed', 'arrived', 'active')")
    op.create_index(
        "booking_by_end", "booking", ["center", "end_at"], sqlite_where=only, postgresql_where=only
    )
    only = sa.text("lapses_at IS NOT NULL")
    op.create_index(
        "booking_by_lapse",
        "booking",
        ["center", "lapses_at"],
        sqlite_where=only,
        postgresql_where=only,
    )
    op.create_index("booking_by_length", "booking", ["center", "length"])
    op.create_index("booking_by_organizer", "booking", ["center", "organizer", "start_at"])
    op.create_index("booking_by_resource", "booking", ["center", "resource", "start_at"])
    op.create_index("booking_by_start", "booking", ["center", "start_at", "id"])
    op.create_table(
        "booking_link",
        word("center"),
        word("booking"),
        word("role"),
        word("name"),
        number("start_at"),
        sa.PrimaryKeyConstraint("center", "booking", "role", "name"),
        sa.ForeignKeyConstraint(["center", "booking"], ["booking.center", "booking.id"]),
        check("booking_link_role", "role IN ('attendee', 'place')"),
        **ByKey,
    )
    op.create_index("booking_link_by_name", "booking_link", ["center", "role", "name", "start_at"])


def make_claims() -> None:
    """Make what is taken and what is shut."""
    op.create_table(
        "claim",
        word("center"),
        word("owner"),
        number("n"),
        word("leaf"),
        word("kind"),
        number("start_at"),
        number("end_at"),
        number("before"),
        number("after"),
        reckoned("reach_start", "start_at - before"),
        reckoned("reach_end", "end_at + after"),
        reckoned("reach", "end_at + after - start_at + before"),
        number("amount"),
        word("layout", optional=True),
        number("capacity"),
        number("lapses_at", optional=True),
        number("held"),
        word("room_type"),
        number("accepted"),
        sa.PrimaryKeyConstraint("center", "owner", "n"),
        sa.ForeignKeyConstraint(["center"], ["center.id"]),
        check("claim_holds_time", "start_at < end_at"),
        check("claim_buffers", "before >= 0 AND after >= 0"),
        check("claim_amount", "amount > 0"),
        check("claim_capacity", "capacity >= 0"),
        check("claim_held", "held IN (0, 1)"),
        check("claim_kind", "kind IN ('use', 'block', 'presence')"),
        **ByKey,
    )
    op.create_index("claim_by_reach", "claim", ["center", "leaf", "kind", "reach"])
    op.create_index("claim_by_reach_start", "claim", ["center", "leaf", "kind", "reach_start"])
    op.create_table(
        "limit_use",
        word("center"),
        word("owner"),
        number("n"),
        word("key"),
        number("at"),
        number("amount"),
        number("lapses_at", optional=True),
        number("kept_when_late"),
        sa.PrimaryKeyConstraint("center", "owner", "n"),
        sa.ForeignKeyConstraint(["center", "owner"], ["booking.center", "booking.id"]),
        check("limit_use_amount", "amount > 0"),
        check("limit_use_kept", "kept_when_late IN (0, 1)"),
        **ByKey,
    )
    op.create_index("limit_use_by_key", "limit_use", ["center", "key", "at"])
    op.create_table(
        "closure",
        word("center"),
        word("id"),
        word("kind"),
        word("subject"),
        number("start_at"),
        number("end_at"),
        word("zone"),
        word("reason"),
        word("public_reason"),
        word("takes"),
        word("actor"),
        number("created_at"),
        number("reopened_at", optional=True),
        sa.PrimaryKeyConstraint("center", "id"),
        sa.ForeignKeyConstraint(["center"], ["center.id"]),
        check("closure_holds_time", "start_at < end_at"),
        check("closure_kind", "kind IN ('resource', 'center', 'offering', 'outage')"),
        **ByRow,
    )
    op.create_index("closure_by_end", "closure", ["center", "end_at"])
    op.create_index("closure_by_subject", "closure", ["center", "kind", "subject", "end_at"])


def make_log() -> None:
    """Make the log of changes and the notices."""
    op.create_table(
        "change",
        sa.Column("seq", Number, sa.Identity(always=True), nullable=False),
        word("center"),
        word("id"),
        word("booking"),
        word("act"),
        number("version"),
        number("at"),
        word("fields"),
        word("commitment"),
        number("position", optional=True),
        word("hash", optional=True),
        sa.PrimaryKeyConstraint("seq"),
        sa.ForeignKeyConstraint(["center", "booking"], ["booking.center", "booking.id"]),
        sa.UniqueConstraint("center", "id", name="change_id"),
        sa.UniqueConstraint("center", "position", name="change_position"),
        check("change_counts_from_one", "position > 0"),
        check("change_sealed_has_hash", "(position IS NULL) = (hash IS NULL)"),
        **ByRow,
    )
    op.create_index("change_by_booking", "change", ["center", "booking", "seq"])
    only = sa.text("position IS NULL")
    op.create_index(
        "change_unsealed", "change", ["center", "seq"], sqlite_where=only, postgresql_where=only
    )
    op.create_table(
        "change_payload",
        word("center"),
        word("change"),
        word("salt"),
        word("actor"),
        word("reason"),
        sa.PrimaryKeyConstraint("center", "change"),
        sa.ForeignKeyConstraint(["center", "change"], ["change.center", "change.id"]),
        **ByKey,
    )
    op.create_table(
        "outbox",
        word("center"),
        word("id"),
        word("kind"),
        word("booking"),
        number("version"),
        number("due_at"),
        sa.PrimaryKeyConstraint("center", "id"),
        **ByKey,
    )
    op.create_index("outbox_by_due", "outbox", ["center", "due_at", "id"])


def upgrade() -> None:
    """Make the tables; the guards follow each revision."""
    make_centers()
    make_bookings()
    make_claims()
    make_log()
