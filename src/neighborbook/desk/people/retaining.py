"""What is past its keeping time, by class, and its removal."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from neighborbook.desk.asking import Length
from neighborbook.desk.caller import Caller
from neighborbook.desk.faults import Faults, known
from neighborbook.desk.house import House
from neighborbook.desk.listing import pages_of
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.people.blanking import Blank, write_blanked
from neighborbook.desk.people.erasing import erase_past
from neighborbook.desk.people.keeping import admitted, still_admitted
from neighborbook.domain.booking import Booking
from neighborbook.domain.catalog import Center
from neighborbook.domain.fields import KEPT, Keeping
from neighborbook.domain.party import Actor, is_reserved
from neighborbook.domain.person import Organization
from neighborbook.rights import Right
from neighborbook.storage.abc import BookingFilter, Reader, Transaction

PAST_ID = "~past"
"""What stands, with a number, where somebody's id stood in a booking that was kept its time."""


@attrs.frozen(kw_only=True)
class Retained:
    """How much of one class is past its keeping time.

    Attributes:
        keeping: the class: bookings, history, terms, persons, keys, notices.
        kept: seconds for which it is kept.
        before: UTC seconds; what is older is past.
        past: how many rows, bookings, or persons that are.
        removed: whether they were taken out.
        scrubbed: whether not even a byte of what was taken out, now or before, is left in the
            database's files; asked of them whenever something may be taken out.
    """

    keeping: Keeping
    kept: int
    before: int
    past: int
    removed: bool = False
    scrubbed: bool = False


def retain(
    house: House, actor: Actor, keep: Mapping[str, Length] | None, *, apply: bool
) -> tuple[Retained, ...]:
    """Return what is past its keeping time by class; ``apply`` removes it.

    Of a booking that is past nobody's name is left; the booking itself is counted on. Persons who
    are past are erased.

    Raises:
        InvalidRequest: with every fault.
        Refused: NOT_ALLOWED.
    """
    faults = Faults()
    faults.flag("apply", apply)
    times = _times(house.current().catalog.center, keep, faults)
    faults.stop()
    caller = admitted(house, actor, Right.ERASE_PERSON, "")
    now = house.clock.now()
    told = [
        _one(house, caller, each, kept, now - kept, apply=apply) for each, kept in times.items()
    ]
    scrubbed = apply and house.store.scrub()
    return tuple(attrs.evolve(each, scrubbed=scrubbed) for each in told)


def _times(center: Center, keep: object, faults: Faults) -> Mapping[Keeping, int]:
    """Return the times of the center file, and in their place those that the call says."""
    times = dict(center.keep)
    if keep is None:
        return times
    if not isinstance(keep, Mapping):
        faults.add("keep", "INPUT_INVALID", keep, "lengths by class")
        return times
    for name, length in keep.items():
        named = known(name, [each.value for each in KEPT], "keep", "INPUT_INVALID", faults)
        if named:
            times[Keeping(named)] = faults.some_time(f"keep.{named}", length)
    return times


def _one(
    house: House, caller: Caller, keeping: Keeping, kept: int, before: int, *, apply: bool
) -> Retained:
    if keeping is Keeping.PERSON:
        past = _persons(house, caller, before, apply=apply)
    elif keeping is Keeping.BOOKING:
        past = _bookings(house, caller, before, apply=apply)
    else:
        past = _rows(house, caller, keeping, before, apply=apply)
    return Retained(
        keeping=keeping, kept=kept, before=before, past=past, removed=apply and past > 0
    )


def _rows(house: House, caller: Caller, keeping: Keeping, before: int, *, apply: bool) -> int:
    def work(tx: Transaction, now: int, loaded: Loaded) -> int:
        still_admitted(house, tx, now, loaded, caller, Right.ERASE_PERSON, "")
        found = tx.past(keeping, before)
        if found:
            tx.drop_past(keeping, before)
        tx.commit()
        return found

    if apply:
        return house.write(frozenset(), work, exclusive=True)
    with house.store.snapshot(house.center) as reader:
        return reader.past(keeping, before)


def _persons(house: House, caller: Caller, before: int, *, apply: bool) -> int:
    with house.store.snapshot(house.center) as reader:
        found = reader.persons_past(before)
    for id in found if apply else ():
        erase_past(house, caller, id)
    return len(found)


def _bookings(house: House, caller: Caller, before: int, *, apply: bool) -> int:
    def work(tx: Transaction, now: int, loaded: Loaded) -> int:
        still_admitted(house, tx, now, loaded, caller, Right.ERASE_PERSON, "")
        found = _past(tx, before)
        for booking, parties in found:
            one = booking
            for number, party in enumerate(parties, 1):
                blank = Blank(party=party, new=f"{PAST_ID}-{number}")
                write_blanked(house, tx, (one,), blank, caller.actor.key, now)
                again = tx.booking(one.id)
                one = one if again is None else again
        for party in sorted({party for _, parties in found for party in parties}):
            tx.forget_scopes(party)
        tx.commit()
        return len(found)

    if apply:
        return house.write(frozenset(), work, exclusive=True)
    with house.store.snapshot(house.center) as reader:
        return len(_past(reader, before))


def _past(reader: Reader, before: int) -> tuple[tuple[Booking, tuple[str, ...]], ...]:
    """Return the bookings that ended before an instant, with the persons who are still named."""
    found = tuple(
        booking
        for page in pages_of(reader, BookingFilter(end=before))
        for booking in page
        if booking.end_at < before
    )
    named = sorted({id for each in found for id in (*each.parties, each.actor)})
    kept = reader.known(tuple(named)).parties
    firms = {id for id, party in kept.items() if isinstance(party, Organization)}
    return tuple(
        (booking, parties)
        for booking in found
        if (parties := tuple(sorted(_persons_in(booking) - firms)))
    )


def _persons_in(booking: Booking) -> set[str]:
    return {id for id in (*booking.parties, booking.actor) if id and not is_reserved(id)}
