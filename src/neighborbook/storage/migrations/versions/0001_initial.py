"""Everything that the first version keeps."""

from __future__ import annotations

from alembic import op

from neighborbook.storage.tables import metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables; the guards follow each revision."""
    metadata.create_all(op.get_bind())
