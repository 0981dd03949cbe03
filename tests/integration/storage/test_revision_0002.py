"""A book of the first revision, brought up to date: nothing is lost, and what shows is kept."""

from __future__ import annotations

from pathlib import Path

from neighborbook.storage.migrations import HERE
from tests.contracts.storage.values import CENTER, booking
from tests.integration.storage.older import book_before
from tests.integration.storage.test_migrations import open_at

REST = '"before":0,"after":0,"layout":null'
FIRST = f"""
INSERT INTO center (id, revision) VALUES ('{CENTER}', 1);
INSERT INTO catalog_item (center, kind, id, place, body, retired) VALUES
 ('{CENTER}', 'resource', 'A', 0, '{{}}', 0),
 ('{CENTER}', 'resource', 'pool', 1, '{{"capacity":3}}', 0);
INSERT INTO booking (center, id, uid, version, sequence, state, label, offering, room_type,
 start_at, end_at, local_start, zone, tzdata, fold, organizer, actor, title, headcount, attendees,
 resource, chosen, created_at, changed_at, published_at, waits_for, approved, units, excused,
 overridden, override_reason) VALUES ('{CENTER}', 'b', 'b@anping', 1, 0, 'confirmed', '',
 'training-room', 'meeting-room', 0, 3600, '1970-01-01T08:00', 'Asia/Shanghai', '2026.1', 0, 'acme',
 'li-wei', '', 1, '[]', 'A', '[]', 0, 0, 0, '[]', '[]', '[]', 0, '[]', '');
INSERT INTO closure (center, id, kind, subject, start_at, end_at, zone, reason, public_reason,
 takes, actor, created_at) VALUES
 ('{CENTER}', 'whole', 'center', '{CENTER}', 0, 10, 'UTC', '', '',
  '[{{"leaf":"A","amount":1,{REST}}},{{"leaf":"pool","amount":3,{REST}}}]', 'li-wei', 0),
 ('{CENTER}', 'part', 'resource', 'pool', 20, 30, 'UTC', '', '',
  '[{{"leaf":"pool","amount":2,{REST}}}]', 'li-wei', 0),
 ('{CENTER}', 'none', 'offering', 'training-room', 40, 50, 'UTC', '', '', '[]', 'li-wei', 0)
"""


def test_a_book_of_the_first_revision_keeps_its_rows_and_its_closures_their_amounts(
    database_url: str, tmp_path: Path
) -> None:
    book_before("0002", database_url, tmp_path, FIRST)
    store = open_at(database_url, HERE, upgrade=True)
    with store.snapshot(CENTER) as reader:
        assert reader.booking("b") == booking("b")
        found = reader.closures(None, None)
    store.close()
    amounts = {closure.id: closure.amount for closure in found}
    assert amounts == {"whole": None, "part": 2, "none": None}
