"""Imports of people are batches, too, and a batch says how many rows came in and did not."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Word = sa.Text(collation="C").with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    """Add the columns, reckon what is known of older batches, and make the table.

    How many rows of those were refused, or taken back, nobody has noted: they count as none.
    """
    op.add_column("batch", sa.Column("kind", Word, nullable=False, server_default="bookings"))
    for name in ("brought", "refused", "taken_back"):
        column = sa.Column(name, Number, nullable=False, server_default=sa.text("0"))
        op.add_column("batch", column)
    op.execute(
        "UPDATE batch SET brought = (SELECT count(*) FROM batch_item AS i "
        "WHERE i.center = batch.center AND i.batch = batch.id)"
    )
    op.create_table(
        "batch_party",
        sa.Column("center", Word, nullable=False),
        sa.Column("party", Word, nullable=False),
        sa.Column("batch", Word, nullable=False),
        sa.Column("version", Number, nullable=False),
        sa.PrimaryKeyConstraint("center", "party"),
        sa.ForeignKeyConstraint(["center", "batch"], ["batch.center", "batch.id"]),
        sa.ForeignKeyConstraint(["center", "party"], ["party.center", "party.id"]),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("batch_party_by_batch", "batch_party", ["center", "batch", "party"])
