"""What goes with bookings into other tables: one statement, where the database can do that."""

from __future__ import annotations

from neighborbook.storage import tables as t
from neighborbook.storage.statements import insert_together

INSERT_ROWS = insert_together(
    (t.booking_link, "links"),
    (t.claim, "claims"),
    (t.limit_use, "limit_uses"),
    (t.change, "changes"),
    (t.change_payload, "payloads"),
    (t.outbox, "notices"),
)
