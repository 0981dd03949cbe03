"""Whom a batch brought is found by the batch, with all that is asked of them."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Let the index hold the version, too: without it SQLite goes through the whole center."""
    op.drop_index("batch_party_by_batch", "batch_party")
    op.create_index("batch_party_by_batch", "batch_party", ["center", "batch", "party", "version"])
