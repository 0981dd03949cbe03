"""The table of outside calendars: when each was asked, and how that went."""

from __future__ import annotations

import sqlalchemy as sa

from neighborbook.storage.tables import Number, Word, metadata

following = sa.Table(
    "following",
    metadata,
    sa.Column("center", Word, sa.ForeignKey("center.id"), primary_key=True, nullable=False),
    sa.Column("resource", Word, primary_key=True, nullable=False),
    sa.Column("name", Word, primary_key=True, nullable=False),
    sa.Column("next_at", Number, nullable=False),
    sa.Column("tries", Number, nullable=False),
    sa.Column("heard_at", Number),
    sa.Column("stale_since", Number),
    sa.Column("failed", Number, nullable=False),
    sa.Column("fault", Word, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
