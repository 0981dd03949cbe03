"""Imports are kept as batches: a row that comes again is known, and a batch can be undone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Word = sa.Text(collation="C").with_variant(sa.Text(), "sqlite")


def word(name: str) -> sa.Column[str]:
    """Return a column of text, as it was then."""
    return sa.Column(name, Word, nullable=False)


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "batch",
        sa.Column("center", Word, sa.ForeignKey("center.id"), nullable=False),
        word("id"),
        word("source"),
        word("actor"),
        sa.Column("made_at", Number, nullable=False),
        sa.PrimaryKeyConstraint("center", "id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("batch_by_time", "batch", ["center", "made_at", "id"])
    op.create_table(
        "batch_item",
        word("center"),
        word("key"),
        word("batch"),
        word("booking"),
        sa.Column("version", Number, nullable=False),
        sa.PrimaryKeyConstraint("center", "key"),
        sa.ForeignKeyConstraint(["center", "batch"], ["batch.center", "batch.id"]),
        sa.ForeignKeyConstraint(["center", "booking"], ["booking.center", "booking.id"]),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("batch_item_by_batch", "batch_item", ["center", "batch", "booking"])
