"""Rooms follow outside calendars: when each was asked, and which closures are of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Word = sa.Text(collation="C").with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    """Add the columns and the table; no closure of before has an origin."""
    word = "TEXT" if op.get_bind().dialect.name == "sqlite" else 'TEXT COLLATE "C"'
    for column in ("origin", "origin_key"):
        op.execute(f"ALTER TABLE closure ADD COLUMN {column} {word} DEFAULT '' NOT NULL")
    op.create_index(
        "closure_by_origin",
        "closure",
        ["center", "subject", "origin", "origin_key"],
        unique=True,
        sqlite_where=sa.text("origin_key != ''"),
        postgresql_where=sa.text("origin_key != ''"),
    )
    op.create_index("batch_item_by_booking", "batch_item", ["center", "booking"])
    op.create_table(
        "following",
        sa.Column("center", Word, sa.ForeignKey("center.id"), nullable=False),
        sa.Column("resource", Word, nullable=False),
        sa.Column("name", Word, nullable=False),
        sa.Column("next_at", Number, nullable=False),
        sa.Column("tries", Number, nullable=False),
        sa.Column("heard_at", Number),
        sa.Column("stale_since", Number),
        sa.Column("failed", Number, nullable=False),
        sa.Column("fault", Word, nullable=False),
        sa.PrimaryKeyConstraint("center", "resource", "name"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
