"""What was imported: which batch brought whom, or what by which name of the old system."""

from __future__ import annotations

import sqlalchemy as sa

from neighborbook.storage.tables import Number, Word, metadata

batch = sa.Table(
    "batch",
    metadata,
    sa.Column("center", Word, sa.ForeignKey("center.id"), primary_key=True, nullable=False),
    sa.Column("id", Word, primary_key=True, nullable=False),
    sa.Column("source", Word, nullable=False),
    sa.Column("actor", Word, nullable=False),
    sa.Column("made_at", Number, nullable=False),
    sa.Column("kind", Word, nullable=False, server_default="bookings"),
    sa.Column("brought", Number, nullable=False, server_default=sa.text("0")),
    sa.Column("refused", Number, nullable=False, server_default=sa.text("0")),
    sa.Column("taken_back", Number, nullable=False, server_default=sa.text("0")),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

sa.Index("batch_by_time", batch.c.center, batch.c.made_at, batch.c.id)

# By the key: a row that comes again is known by it. ``version`` is that of the booking as it was
# brought: one that has moved on since was touched.
batch_item = sa.Table(
    "batch_item",
    metadata,
    sa.Column("center", Word, primary_key=True, nullable=False),
    sa.Column("key", Word, primary_key=True, nullable=False),
    sa.Column("batch", Word, nullable=False),
    sa.Column("booking", Word, nullable=False),
    sa.Column("version", Number, nullable=False),
    sa.ForeignKeyConstraint(["center", "batch"], ["batch.center", "batch.id"]),
    sa.ForeignKeyConstraint(["center", "booking"], ["booking.center", "booking.id"]),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
sa.Index("batch_item_by_batch", batch_item.c.center, batch_item.c.batch, batch_item.c.booking)
sa.Index("batch_item_by_booking", batch_item.c.center, batch_item.c.booking)

# By the id, by which a person or an organization is known when it comes again.
batch_party = sa.Table(
    "batch_party",
    metadata,
    sa.Column("center", Word, primary_key=True, nullable=False),
    sa.Column("party", Word, primary_key=True, nullable=False),
    sa.Column("batch", Word, nullable=False),
    sa.Column("version", Number, nullable=False),
    sa.ForeignKeyConstraint(["center", "batch"], ["batch.center", "batch.id"]),
    sa.ForeignKeyConstraint(["center", "party"], ["party.center", "party.id"]),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
_of_batch = (batch_party.c.center, batch_party.c.batch, batch_party.c.party)
# With the version, so that the rows need not be sought one by one: else SQLite reads the center.
sa.Index("batch_party_by_batch", *_of_batch, batch_party.c.version)

# By the key: a row that comes again is known by it. A closure has no version: it was touched if it
# is reopened.
batch_closure = sa.Table(
    "batch_closure",
    metadata,
    sa.Column("center", Word, primary_key=True, nullable=False),
    sa.Column("key", Word, primary_key=True, nullable=False),
    sa.Column("batch", Word, nullable=False),
    sa.Column("closure", Word, nullable=False),
    sa.ForeignKeyConstraint(["center", "batch"], ["batch.center", "batch.id"]),
    sa.ForeignKeyConstraint(["center", "closure"], ["closure.center", "closure.id"]),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
sa.Index(
    "batch_closure_by_batch", batch_closure.c.center, batch_closure.c.batch, batch_closure.c.closure
)
