"""Imports of closures are batches, too."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

Word = sa.Text(collation="C").with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    """Make the table. What came before it is in no batch."""
    op.create_table(
        "batch_closure",
        sa.Column("center", Word, nullable=False),
        sa.Column("key", Word, nullable=False),
        sa.Column("batch", Word, nullable=False),
        sa.Column("closure", Word, nullable=False),
        sa.PrimaryKeyConstraint("center", "key"),
        sa.ForeignKeyConstraint(["center", "batch"], ["batch.center", "batch.id"]),
        sa.ForeignKeyConstraint(["center", "closure"], ["closure.center", "closure.id"]),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("batch_closure_by_batch", "batch_closure", ["center", "batch", "closure"])
