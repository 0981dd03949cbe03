"""Exporting: every booking, closure, person, and organization as it stands, page by page."""

from __future__ import annotations

from collections.abc import Iterator

from neighborbook.desk.asking import When
from neighborbook.desk.details import hydrated
from neighborbook.desk.faults import Faults
from neighborbook.desk.house import House
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.moving import require
from neighborbook.desk.people.unsealing import unsealed
from neighborbook.domain.booking import Booking
from neighborbook.domain.closure import Closure
from neighborbook.domain.party import Actor, ActorKind
from neighborbook.domain.person import AnyParty, without_outgrown
from neighborbook.domain.times import day_of, zone
from neighborbook.redaction import redact
from neighborbook.rights import Right
from neighborbook.room_type import Audience
from neighborbook.storage.abc import BookingFilter

PAGE = 1000
"""Small, so that writers hardly wait for it."""


def bookings(house: House, actor: Actor, start: When | None, end: When | None) -> Iterator[Booking]:
    """Yield the bookings that overlap a window, as of now; each page is one consistent read."""
    require(house, actor, Right.EXPORT)
    loaded = house.current()
    low, high = _window(loaded, start, end)
    return _pages(house, loaded, BookingFilter(start=low, end=high), actor)


def closures(
    house: House, actor: Actor, start: When | None, end: When | None
) -> tuple[Closure, ...]:
    """Return the closures that overlap a window."""
    require(house, actor, Right.EXPORT)
    low, high = _window(house.current(), start, end)
    with house.store.snapshot(house.center) as reader:
        return reader.closures(low, high)


def parties(house: House, actor: Actor) -> Iterator[AnyParty]:
    """Yield everybody who is kept, by id; each page is one consistent read.

    Without a guardian's ties to who has come of age: they give nothing any more, and no directory
    would take them.
    """
    require(house, actor, Right.EXPORT)
    return _pages_of_parties(house, actor)


def _pages_of_parties(house: House, actor: Actor) -> Iterator[AnyParty]:
    after = ""
    while True:
        with house.store.snapshot(house.center) as reader:
            ids = reader.party_ids(after, PAGE)
            known = reader.known(ids)
        today = day_of(house.clock.now(), zone(house.loaded().catalog.center.zone))
        for party in (known.parties[id] for id in ids):
            if party.erased_at is None:
                told = without_outgrown(party, known.born, today)
                yield told if actor.kind is ActorKind.PROGRAM else unsealed(told)
        if len(ids) < PAGE:
            return
        after = ids[-1]


def _window(loaded: Loaded, start: When | None, end: When | None) -> tuple[int | None, int | None]:
    faults = Faults()
    low = None if start is None else faults.time("start", start, loaded.catalog)
    high = None if end is None else faults.time("end", end, loaded.catalog)
    faults.period(low, high, end)
    faults.stop()
    return low, high


def _pages(house: House, loaded: Loaded, wanted: BookingFilter, actor: Actor) -> Iterator[Booking]:
    after = None
    while True:
        with house.store.snapshot(house.center) as reader:
            page = reader.bookings(wanted, after=after, limit=PAGE)
        now = house.clock.now()
        for stored in page:
            kind = loaded.room_types.get(stored.room_type)
            whole = hydrated(kind, loaded.as_of(stored, now))
            if actor.kind is ActorKind.PROGRAM:
                yield whole
            elif (shown := redact(whole, Audience.STAFF, kind)).id:
                yield shown
        if len(page) < PAGE:
            return
        after = (page[-1].start_at, page[-1].id)
