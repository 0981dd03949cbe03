"""Importing people: all rows are judged together, for those in one file are tied to each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import islice

import attrs

from neighborbook.desk.house import House
from neighborbook.desk.importing.bringing import PAGE, Told, call_faults, gathered
from neighborbook.desk.importing.party_judging import Day, Judged, judge
from neighborbook.desk.importing.party_reading import ReadParty, read_party
from neighborbook.desk.importing.people_values import ImportingPeople, PartyRow
from neighborbook.desk.importing.values import Did, Imported
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.moving import require, require_still
from neighborbook.desk.people.ledger import erased_by
from neighborbook.domain.party import Actor
from neighborbook.domain.person import AnyParty
from neighborbook.domain.times import day_of, zone
from neighborbook.rights import Right
from neighborbook.storage.abc import Transaction
from neighborbook.storage.batches import Batch, BatchKind


def bring(
    house: House, actor: Actor, given: Iterable[PartyRow], how: ImportingPeople, told: Told
) -> Imported:
    """Bring people in, each judged as if it were registered, tied, and given its roles.

    It is one transaction, with ``skip`` too.

    Args:
        told: is told what became of each row, or would, in order.

    Raises:
        InvalidRequest: there are too many rows, or the call itself is at fault; nothing is written.
        Refused: the actor may not import.
        StorageError: the ledger of erasures cannot be read.
    """
    asks = require(house, actor, Right.IMPORT)
    faults = call_faults(given, how.source)
    for path in ("preview", "skip", "readmit"):
        faults.flag(path, getattr(how, path))
    faults.stop()
    rows = gathered(given, _is_row, "a PartyRow")
    batch = Batch(
        id=house.ids.new(),
        source=how.source,
        actor=actor.key,
        made_at=house.clock.now(),
        kind=BatchKind.PEOPLE,
    )
    erased = erased_by(house.ledger, house.center)
    before = house.current()
    early = _read(rows, before, house.clock.now())

    def work(tx: Transaction, now: int, loaded: Loaded) -> Imported:
        require_still(tx, now, loaded, asks, Right.IMPORT)
        read = early if loaded is before else _read(rows, loaded, now)
        kept, born = _kept(tx, read)
        on = Day(today=_today(loaded, now), born=born)
        judged = judge(read, kept, erased, loaded, on, readmit=how.readmit, importer=actor)
        done = _counted(judged, batch, how)
        if done.batch:
            tx.move_directory()
            tx.save_batch(attrs.evolve(batch, brought=done.registered, refused=done.bad))
        left = iter(judged)
        while page := list(islice(left, PAGE)):
            if done.batch:
                _write(tx, now, batch.id, page, kept)
            for one in page:
                told(one.outcome)
        if done.batch:
            tx.commit()
        return done

    done = house.write(frozenset(), work, exclusive=True)
    if done.batch:
        house.reload()
    return done


def _counted(judged: Iterable[Judged], batch: Batch, how: ImportingPeople) -> Imported:
    """Return what is done about rows that have been judged."""
    counts = Counter(one.outcome.did for one in judged)
    written = not how.preview and (how.skip or not counts[Did.BAD])
    return Imported(
        batch=batch.id if written and counts[Did.REGISTERED] else "",
        registered=counts[Did.REGISTERED],
        unchanged=counts[Did.UNCHANGED],
        bad=counts[Did.BAD],
        written=written,
    )


def _is_row(given: object) -> bool:
    return isinstance(given, PartyRow) and isinstance(given.id, str)


def _read(rows: Iterable[PartyRow], loaded: Loaded, now: int) -> list[ReadParty]:
    today = _today(loaded, now)
    lines: dict[str, int] = {}
    return [read_party(row, loaded, today).alone(lines) for row in rows]


def _today(loaded: Loaded, now: int) -> date:
    return day_of(now, zone(loaded.catalog.center.zone))


def _kept(
    tx: Transaction, read: Iterable[ReadParty]
) -> tuple[Mapping[str, AnyParty], Mapping[str, date]]:
    """Return who is kept of those whom the rows are about, and of those to whom they are tied.

    And when those were born to whom some of them are guardians.
    """
    named: dict[str, None] = {}
    for one in read:
        others = (link.other for link in one.row.links or ())
        named |= dict.fromkeys(filter(None, (one.row.id, *others)))
    left = iter(named)
    kept: dict[str, AnyParty] = {}
    born: dict[str, date] = {}
    while page := list(islice(left, PAGE)):
        known = tx.known(page)
        kept |= known.parties
        born |= known.born
    return kept, born


def _write(
    tx: Transaction, now: int, batch: str, page: Iterable[Judged], kept: Mapping[str, AnyParty]
) -> None:
    """Write who comes in, over what was left of whoever was erased."""
    brought = {}
    for party in [one.party for one in page if one.party is not None]:
        old = kept.get(party.id)
        version = 1 if old is None else old.version + 1
        dated = {"created_at": now, "changed_at": now, "erased_at": None}
        new = attrs.evolve(party, version=version, **dated)  # type: ignore[arg-type]
        tx.save_party(new, None if old is None else old.version)
        brought[party.id] = version
    tx.save_batch_parties(batch, brought)
