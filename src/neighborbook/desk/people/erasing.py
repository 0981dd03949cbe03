"""Erasing a person: counts and claims stay, and nothing says any more whose they were."""

from __future__ import annotations

from pathlib import Path

import attrs

from neighborbook.codes import Code
from neighborbook.desk.caller import Caller
from neighborbook.desk.faults import MOST_REASON, Faults
from neighborbook.desk.faults import party as read_party
from neighborbook.desk.house import House
from neighborbook.desk.listing import pages_of
from neighborbook.desk.loaded import Loaded, refused
from neighborbook.desk.people.blanking import Blank, write_blanked
from neighborbook.desk.people.exporting import told_of
from neighborbook.desk.people.keeping import admitted, missing, still_admitted
from neighborbook.desk.people.ledger import Erased, note, noted
from neighborbook.domain.booking import LIVE, Booking
from neighborbook.domain.party import ERASED, Actor
from neighborbook.domain.person import AnyParty, Organization, Person
from neighborbook.engine.reasons import no
from neighborbook.rights import Right
from neighborbook.storage.abc import BookingFilter, Transaction

MOST_PATH = 4096


@attrs.frozen(kw_only=True)
class Erasing:
    """What erasing somebody did.

    Attributes:
        party: the id that was given; it is nobody's from now on.
        bookings: in how many the person was named; without what is sealed, but for the program.
        scrubbed: whether not even a byte of it is left in the database's files. Not so on
            PostgreSQL, nor where others were reading all the while; see ``People.retain``.
    """

    party: str
    bookings: int = 0
    scrubbed: bool = False


def erase(house: House, actor: Actor, id: str, reason: str, ledger: str | Path | None) -> Erasing:
    """Take a person out of everything that is stored, and note it in the ledger.

    Raises:
        InvalidRequest: with every fault of the call; also if nothing says where the ledger is.
        NotFound: nothing is stored about that id.
        Refused: NOT_ALLOWED; or STATE: bookings of the person's own are to come.
    """
    faults = Faults()
    party = read_party("id", id, faults)
    why = faults.text("reason", reason, MOST_REASON)
    where = _ledger(house, ledger, faults)
    faults.stop()
    caller = admitted(house, actor, Right.ERASE_PERSON, "")
    done = _erase(house, caller, party, where, why, forced=False)
    return attrs.evolve(done, scrubbed=house.store.scrub())


def erase_past(house: House, caller: Caller, party: str) -> None:
    """Erase a person who is past the keeping time; the caller may, and scrubs the files.

    Raises:
        Refused: STATE, as for ``erase``; NOT_ALLOWED: the caller may no more.
    """
    _erase(house, caller, party, house.ledger, "", forced=False)


def reapply(house: House, actor: Actor, ledger: str | Path | None) -> tuple[Erasing, ...]:
    """Erase again whom the ledger names, in a database that was restored from before.

    Whose bookings are to come there is erased all the same: it was done once. Of whom nothing is
    left from before the erasure is left alone: who comes back is somebody again.

    Raises:
        InvalidRequest: nothing says where the ledger is.
        Refused: NOT_ALLOWED.
    """
    faults = Faults()
    where = _ledger(house, ledger, faults)
    faults.stop()
    caller = admitted(house, actor, Right.ERASE_PERSON, "")
    again = _noted(house, where, given=ledger is not None)
    left = [party for party, at in again.items() if _is_left(house, party, at)]
    done = [_erase(house, caller, party, None, "", forced=True) for party in left]
    scrubbed = bool(done) and house.store.scrub()
    return tuple(attrs.evolve(each, scrubbed=scrubbed) for each in done)


def new_id(house: House) -> str:
    """Return an id that nobody can have given, and that tells nothing."""
    return f"{ERASED}{house.ids.new()[:12]}"


def _ledger(house: House, given: object, faults: Faults) -> Path | None:
    if given is None:
        if house.on_server:
            expected = "a file: nothing can lie beside a database on a server"
            faults.add("ledger", "INPUT_MISSING", "", expected)
        return house.ledger
    if not isinstance(given, str | Path):
        faults.add("ledger", "INPUT_INVALID", given, "a path")
        return None
    return Path(faults.text("ledger", str(given), MOST_PATH, needed=True))


def _noted(house: House, ledger: Path | None, *, given: bool) -> dict[str, int]:
    """Return whom a ledger names, and when last; one that nobody named need not be there."""
    if ledger is None:
        return {}
    try:
        return {erased.party: erased.at for erased in noted(ledger, house.center)}
    except OSError:
        if not given:
            return {}
    faults = Faults()
    faults.add("ledger", "INPUT_INVALID", "", "a file that can be read")
    faults.stop()
    return {}


def _is_left(house: House, party: str, at: int) -> bool:
    """Whether anything but a tombstone is stored about a party, from before it was erased."""
    with house.store.snapshot(house.center) as reader:
        kept = reader.known((party,)).parties.get(party)
        if kept is not None and kept.erased_at is None and kept.created_at <= at:
            return True
        pages = pages_of(reader, BookingFilter(party=party))
        return any(booking.created_at <= at for page in pages for booking in page)


def _erase(
    house: House, caller: Caller, party: str, ledger: Path | None, reason: str, *, forced: bool
) -> Erasing:
    def work(tx: Transaction, now: int, loaded: Loaded) -> Erasing:
        still_admitted(house, tx, now, loaded, caller, Right.ERASE_PERSON, "")
        kept = tx.known((party,)).parties.get(party)
        pages = tuple(pages_of(tx, BookingFilter(party=party)))
        named = tuple(booking for page in pages for booking in page)
        if not named and (kept is None or kept.erased_at is not None):
            missing(party)
        if not forced:
            _nothing_to_come(named, party, now, loaded)
        blank = Blank(
            party=party, new=new_id(house), names=(kept.name, party) if kept else (party,)
        )
        _take_out(tx, blank, named)
        for page in pages:
            write_blanked(house, tx, page, blank, blank.id(caller.actor.key), now, reason)
        if kept is not None:
            tx.move_directory()
            tx.save_party(tombstone(kept, now), kept.version)
        if ledger is not None:
            # Before the commit, when all has been judged and written but that. If the machine dies
            # between the two, or the commit fails, the ledger names somebody who is still here: a
            # restored backup would repeat what somebody entitled has asked for and will ask again.
            # The other way round nobody would ever know that the erasure is missing there.
            note(ledger, Erased(center=house.center, party=party, at=now))
        tx.commit()
        facts = caller.facts_at(now)
        told = sum(told_of(loaded, caller.actor, facts, party, each) for each in named)
        return Erasing(party=party, bookings=told)

    return house.write(frozenset({f"party:{party}"}), work, exclusive=True)


def _take_out(tx: Transaction, blank: Blank, named: tuple[Booking, ...]) -> None:
    tx.erase_about(
        blank.party,
        blank.new,
        bookings=tuple(each.id for each in named if blank.party in each.parties),
        organized=tuple(each.id for each in named if each.organizer == blank.party),
    )
    tx.forget_scopes(blank.party)


def _nothing_to_come(named: tuple[Booking, ...], party: str, now: int, loaded: Loaded) -> None:
    """Refuse while bookings of the person's own are to come.

    Raises:
        Refused: STATE, with how many they are.
    """
    own = (loaded.as_of(each, now) for each in named if each.organizer == party)
    left = sum(each.state in LIVE and each.end_at > now for each in own)
    if left:
        raise refused(no(Code.STATE, "to_come", asked=left), loaded.catalog.center.zone)


def tombstone(party: AnyParty, now: int) -> AnyParty:
    """Return what is left of a party: that the id was somebody's, and is nobody's."""
    bare: dict[str, object] = {
        "id": party.id,
        "version": party.version + 1,
        "disabled": True,
        "created_at": party.created_at,
        "changed_at": now,
        "erased_at": now,
    }
    if isinstance(party, Organization):
        return Organization(kind=party.kind, **bare)  # type: ignore[arg-type]
    return Person(**bare)  # type: ignore[arg-type]
