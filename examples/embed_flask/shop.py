"""Orders for evenings in a kitchen, with Flask and a file of SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask, request

import neighborbook as nb

ORDERS = """
CREATE TABLE IF NOT EXISTS orders (
    id TEXT PRIMARY KEY, customer TEXT NOT NULL, start TEXT NOT NULL, hold TEXT NOT NULL, room TEXT
)
"""


def create_app(orders: Path, desk: nb.Desk) -> Flask:
    """Make the application over the shop's own database and an open desk."""
    app = Flask(__name__)

    @contextmanager
    def host() -> Iterator[sqlite3.Connection]:
        """Open the shop's own database for one transaction, and commit it."""
        connection = sqlite3.connect(orders)
        try:
            with connection:
                yield connection
        finally:
            connection.close()

    def finish(id: str) -> bool:
        """Give an order its room, as often as it takes; return whether it has one."""
        with host() as connection:
            wanted = "SELECT customer, start, hold FROM orders WHERE id = ?"
            customer, start, held = connection.execute(wanted, (id,)).fetchone()
        try:
            booking = desk.confirm(held, key=f"confirm-{id}")
        except nb.Refused:
            try:
                booking = desk.book(
                    "kitchen", start=start, length="2h", organizer=customer, key=f"again-{id}"
                )
            except nb.Refused:
                return False  # here a real shop writes to its customer
        with host() as connection:
            connection.execute("UPDATE orders SET room = ? WHERE id = ?", (booking.id, id))
        return True

    @app.post("/orders/<id>")
    def place(id: str) -> tuple[dict[str, object], int]:
        wish = request.get_json()
        held = hold(desk, id, wish["customer"], wish["start"])
        with host() as connection:
            row = (id, wish["customer"], wish["start"], held.id)
            connection.execute("INSERT OR IGNORE INTO orders VALUES (?, ?, ?, ?, NULL)", row)
        return {"id": id, "has_room": finish(id)}, 201

    @app.errorhandler(nb.Refused)
    def refused(no: nb.Refused) -> tuple[dict[str, object], int]:
        language = request.accept_languages.best_match(["en", "zh"], default="en") or "en"
        free = [slot.start.isoformat() for slot in no.alternatives]
        return {"why": no.decision.text(language), "free": free}, 409

    @app.errorhandler(nb.InvalidRequest)
    def invalid(wrong: nb.InvalidRequest) -> tuple[dict[str, object], int]:
        return {"why": [str(fault) for fault in wrong.faults]}, 400

    @app.cli.command("sweep")
    def sweep() -> None:
        """Finish what a crash has left: ``flask sweep``, at start-up and every minute."""
        with host() as connection:
            left = connection.execute("SELECT id FROM orders WHERE room IS NULL").fetchall()
        without = sum(not finish(id) for (id,) in left)
        desk.settle()
        print(f"orders without a room: {without}")

    with host() as connection:
        connection.execute(ORDERS)
    return app


def hold(desk: nb.Desk, id: str, customer: str, start: str) -> nb.Booking:
    """Keep the kitchen for ten minutes; the same order asked again gets the same hold."""
    return desk.hold(
        "kitchen", start=start, length="2h", organizer=customer, ttl="10m", key=f"hold-{id}"
    )
