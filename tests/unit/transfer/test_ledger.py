"""What an import knows of the book is what a read of its own would give each request."""

from __future__ import annotations

import attrs

import neighborbook as nb
from neighborbook.desk.asking import Asked, request_of
from neighborbook.desk.house import wanted_by
from neighborbook.desk.importing.ledger import DAY, Ledger
from neighborbook.domain.party import PROGRAM
from neighborbook.engine.admission import Plan


def planned(desk: nb.Desk, start: str) -> Plan:
    house = desk._house
    loaded = house.current()
    asked = Asked(what="room", start=start, length="1h", resource="B", organizer="acme")
    request = request_of(asked, loaded, PROGRAM)
    caller = house.caller(PROGRAM, request)
    return house.plan(loaded, house.ask(loaded, request, caller, house.clock.now()))


def test_a_use_in_two_windows_of_one_limit_counts_once_whenever_they_were_read(
    desk: nb.Desk,
) -> None:
    for when in ("2026-12-01 09:00", "2026-12-02 09:00"):
        desk.book("room", start=when, length="1h", resource="B", organizer="acme")
    first = planned(desk, "2026-12-02 11:00")
    [(key, start, end)] = first.limits
    both = attrs.evolve(first, limits=((key, start, end), (key, start - DAY, end)))
    with desk._house.store.snapshot("center") as reader:
        ledger = Ledger(reader)
        ledger.cover([first])
        ledger.cover([both])
        found = ledger.found(both).limit_uses[key]
        assert found == reader.read(wanted_by(both)).limit_uses[key]
    assert [use.at for use in found] == sorted({use.at for use in found})
    assert len(found) == 2
