"""What is being told is kept until it has arrived, one row for each party and notice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Word = sa.Text(collation="C").with_variant(sa.Text(), "sqlite")

TOPICS = (
    "'confirmation', 'change', 'reminder', 'approval', 'approval_reminder', 'approval_deputy', "
    "'expiry', 'expired', 'needs_move', 'has_place', 'cancellation', 'decline', 'release', "
    "'duty_contact'"
)


def word(name: str) -> sa.Column[str]:
    """Declare a column of text."""
    return sa.Column(name, Word, nullable=False)


def number(name: str) -> sa.Column[int]:
    """Declare a column of numbers."""
    return sa.Column(name, Number, nullable=False)


def upgrade() -> None:
    """Make the table; of what was told before nothing is known."""
    op.create_table(
        "delivery",
        word("center"),
        word("id"),
        word("notice"),
        word("topic"),
        word("told"),
        word("booking"),
        number("version"),
        word("party"),
        word("channel"),
        word("left_channels"),
        number("due_at"),
        number("next_at"),
        number("tries"),
        word("state"),
        word("fault"),
        sa.PrimaryKeyConstraint("center", "id"),
        sa.ForeignKeyConstraint(["center"], ["center.id"]),
        sa.ForeignKeyConstraint(["center", "booking"], ["booking.center", "booking.id"]),
        sa.CheckConstraint(f"topic IN ({TOPICS})", name="delivery_topic"),
        sa.CheckConstraint(
            "told IN ('organizer', 'attendees', 'author', 'approvers', 'deputies', 'duty')",
            name="delivery_told",
        ),
        sa.CheckConstraint("state IN ('waiting', 'unreached')", name="delivery_state"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("delivery_by_next", "delivery", ["center", "state", "next_at", "id"])
    op.create_index("delivery_by_booking", "delivery", ["center", "booking"])
