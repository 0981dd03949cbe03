"""A delivery may tell that nobody came."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Word = sa.Text(collation="C").with_variant(sa.Text(), "sqlite")

TOPICS = (
    "topic IN ('confirmation', 'change', 'reminder', 'approval', 'approval_reminder', "
    "'approval_deputy', 'expiry', 'expired', 'needs_move', 'has_place', 'cancellation', "
    "'decline', 'release', 'no_show', 'duty_contact')"
)
COLUMNS = (
    *("center", "id", "notice", "topic", "told", "booking", "version", "party", "channel"),
    *("left_channels", "due_at", "next_at", "tries", "state", "fault"),
)
NUMBERS = frozenset({"version", "due_at", "next_at", "tries"})


def upgrade() -> None:
    """Let the topic be one more; SQLite changes no constraint, so the table is made anew."""
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint("delivery_topic", "delivery", type_="check")
        op.create_check_constraint("delivery_topic", "delivery", TOPICS)
        return
    op.create_table(
        "delivery_anew",
        *(sa.Column(name, Number if name in NUMBERS else Word, nullable=False) for name in COLUMNS),
        sa.PrimaryKeyConstraint("center", "id"),
        sa.ForeignKeyConstraint(["center"], ["center.id"]),
        sa.ForeignKeyConstraint(["center", "booking"], ["booking.center", "booking.id"]),
        sa.CheckConstraint(TOPICS, name="delivery_topic"),
        sa.CheckConstraint(
            "told IN ('organizer', 'attendees', 'author', 'approvers', 'deputies', 'duty')",
            name="delivery_told",
        ),
        sa.CheckConstraint("state IN ('waiting', 'unreached')", name="delivery_state"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    names = ", ".join(COLUMNS)
    op.execute(f"INSERT INTO delivery_anew ({names}) SELECT {names} FROM delivery")
    op.drop_table("delivery")
    op.rename_table("delivery_anew", "delivery")
    op.create_index("delivery_by_next", "delivery", ["center", "state", "next_at", "id"])
    op.create_index("delivery_by_booking", "delivery", ["center", "booking"])
