"""Bookings keep the features asked for and how time ended them; closures keep their amount."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

STATES = "'held', 'waiting', 'offered', 'pending', 'confirmed', 'arrived', 'active', 'done', 'void'"


def add(table: str, column: str) -> None:
    """Add a column with its condition, which SQLite takes only in one statement with it."""
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")


def amount_shut(takes: Iterable[Mapping[str, object]], resources: Mapping[str, str]) -> int | None:
    """Return how much of each leaf was shut, ``None`` if all of it was."""
    for take in takes:
        body = json.loads(resources.get(str(take["leaf"]), "{}"))
        amount, capacity = take["amount"], body.get("capacity", len(body.get("units", ())) or 1)
        if isinstance(amount, int) and amount < capacity:
            return amount
    return None


def keep_amounts() -> None:
    """Reckon for closures of before how much was asked to be shut: less than all, if it shows."""
    connection = op.get_bind()
    closures = connection.execute(
        sa.text("SELECT center, id, takes FROM closure WHERE takes <> '[]'")
    ).all()
    bodies: dict[str, dict[str, str]] = {}
    for center, id_, body in connection.execute(
        sa.text("SELECT center, id, body FROM catalog_item WHERE kind = 'resource'")
    ):
        bodies.setdefault(center, {})[id_] = body
    for center, id_, takes in closures:
        amount = amount_shut(json.loads(takes), bodies.get(center, {}))
        if amount is not None:
            connection.execute(
                sa.text("UPDATE closure SET amount = :amount WHERE center = :center AND id = :id"),
                {"amount": amount, "center": center, "id": id_},
            )


def upgrade() -> None:
    """Add the columns; nothing is known of what was asked before."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    word, number = ("TEXT", "INTEGER") if sqlite else ('TEXT COLLATE "C"', "BIGINT")
    add("booking", f"features {word} DEFAULT '[]' NOT NULL")
    add("booking", f"lapsed_at {number}")
    one_of = f"lapsed_from IN ({STATES})"
    add("booking", f"lapsed_from {word} CONSTRAINT booking_lapsed_from CHECK ({one_of})")
    add("closure", f"amount {number} CONSTRAINT closure_amount CHECK (amount > 0)")
    keep_amounts()
