"""Every table that is kept, page by page, to be copied as it is.

Scopes are left out: they are only there to be locked, and whoever locks one makes it. So is what
the database reckons or numbers by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from neighborbook.storage import batch_tables, following_tables, notice_tables, people_tables
from neighborbook.storage import tables as t
from neighborbook.storage.queries.on_inspection import page_of
from neighborbook.storage.statements import CENTER, Query
from neighborbook.storage.tables import metadata

_DECLARED = (
    people_tables.party,
    notice_tables.delivery,
    batch_tables.batch,
    following_tables.following,
)
"""Named here, for a table of a module that nobody has imported yet would not be copied."""

COPIED: tuple[sa.Table, ...] = tuple(
    table for table in metadata.sorted_tables if table.name not in ("center", "scope")
)
"""In an order in which what is referred to comes before what refers to it; centers come first."""


def copied_columns(table: sa.Table) -> tuple[str, ...]:
    """Return the columns that are copied, the center among them."""
    return tuple(c.name for c in table.columns if c.computed is None and c.identity is None)


def order_of(table: sa.Table) -> tuple[sa.Column[Any], ...]:
    """Return the columns by which the rows of one center are in order."""
    return tuple(column for column in table.primary_key if column.name != "center")


PAGES: Mapping[str, Query] = MappingProxyType(
    {
        table.name: page_of(
            table, order_of(table), [table.c[name] for name in copied_columns(table)]
        )
        for table in COPIED
    }
)
_everything: sa.ColumnElement[Any] = sa.func.count()
COUNTS: Mapping[str, Query] = MappingProxyType(
    {
        table.name: Query(sa.select(_everything).select_from(table).where(table.c.center == CENTER))
        for table in COPIED
    }
)
CENTER_ROW = Query(
    sa.select(t.center.c.revision, t.center.c.directory).where(t.center.c.id == CENTER)
)
