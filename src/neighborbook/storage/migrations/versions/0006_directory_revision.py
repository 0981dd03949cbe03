"""The directory has a revision of its own, which tells writers that somebody may do less."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column; where people are kept it begins at 1.

    The first of them had made a new revision of the catalog, which is taken back: a center whose
    file was loaded once is of revision 1 again. How often somebody was locked out since is not
    known, so those revisions stay.
    """
    sqlite = op.get_bind().dialect.name == "sqlite"
    number = "INTEGER" if sqlite else "BIGINT"
    op.execute(f"ALTER TABLE center ADD COLUMN directory {number} DEFAULT 0 NOT NULL")
    op.execute(
        "UPDATE center SET directory = 1, "
        "revision = CASE WHEN revision > 1 THEN revision - 1 ELSE revision END "
        "WHERE id IN (SELECT center FROM party)"
    )
