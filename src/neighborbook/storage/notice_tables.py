"""The table of what is being told; what has arrived leaves it."""

from __future__ import annotations

import sqlalchemy as sa

from neighborbook.domain.delivery import DeliveryState
from neighborbook.domain.notice import Told, Topic
from neighborbook.storage.tables import Number, Word, metadata, one_of


def _word(name: str) -> sa.Column[str]:
    return sa.Column(name, Word, nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, Number, nullable=False)


delivery = sa.Table(
    "delivery",
    metadata,
    sa.Column("center", Word, sa.ForeignKey("center.id"), primary_key=True, nullable=False),
    sa.Column("id", Word, primary_key=True, nullable=False),
    _word("notice"),
    _word("topic"),
    _word("told"),
    _word("booking"),
    _number("version"),
    _word("party"),
    _word("channel"),
    _word("left_channels"),
    _number("due_at"),
    _number("next_at"),
    _number("tries"),
    _word("state"),
    _word("fault"),
    sa.ForeignKeyConstraint(["center", "booking"], ["booking.center", "booking.id"]),
    sa.CheckConstraint(one_of("topic", Topic), name="delivery_topic"),
    sa.CheckConstraint(one_of("told", Told), name="delivery_told"),
    sa.CheckConstraint(one_of("state", DeliveryState), name="delivery_state"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
sa.Index("delivery_by_next", delivery.c.center, delivery.c.state, delivery.c.next_at, delivery.c.id)
sa.Index("delivery_by_booking", delivery.c.center, delivery.c.booking)
