"""How the directory is written: a party is read under its lock, changed, and written whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

import attrs

from neighborbook.codes import Code
from neighborbook.desk.caller import Caller
from neighborbook.desk.house import House
from neighborbook.desk.keys import key_of, replayed
from neighborbook.desk.loaded import Loaded, refused
from neighborbook.domain.party import Actor, Facts
from neighborbook.domain.person import AnyParty, takes_away
from neighborbook.engine.reasons import no
from neighborbook.errors import NotFound
from neighborbook.rights import Right, Standing, may, refusal_for, standings
from neighborbook.storage.abc import Key, Transaction

MOST_LISTED = 200
"""So many facts, links, or grants a party has at most."""

Change = Callable[[AnyParty, Transaction, Loaded], AnyParty]
"""Returns what becomes of a party; raises what is wrong, and nothing is written then."""


@attrs.frozen(kw_only=True)
class Entry:
    """What is written about a party, by whom.

    Attributes:
        right: what it takes; over: the party over whom it is needed, "" for the whole center.
        call, words: name and arguments of the call, for ``key``.
    """

    actor: Actor
    id: str
    right: Right
    over: str
    call: str
    words: tuple[object, ...] = ()
    version: int | None = None
    key: str | None = None


def facts_for(house: House, actor: Actor) -> Facts:
    """Return what is known of who calls, by the newest directory."""
    return caller_for(house, actor).facts


def caller_for(house: House, actor: Actor) -> Caller:
    """Return who calls, with what is known of her by the newest directory."""
    house.current()
    return house.asking(actor)


def admitted(house: House, actor: Actor, right: Right, over: str) -> Caller:
    """Refuse who lacks a right over a party, as ``permitted`` does; return what is known of her."""
    caller = caller_for(house, actor)
    permitted(house, actor, caller.facts, right, over)
    return caller


def still_admitted(
    house: House, tx: Transaction, now: int, loaded: Loaded, caller: Caller, right: Right, over: str
) -> Facts:
    """Refuse under the lock whoever has lost a right since; return what is known of her there."""
    facts = caller.under_lock(tx, now, loaded).facts_at(now)
    permitted(house, caller.actor, facts, right, over)
    return facts


def standing_over(actor: Actor, facts: Facts, id: str) -> frozenset[Standing]:
    """Return how somebody stands to a party, or to the center if it is ""."""
    return standings(actor, facts, organizer=id or None)


def permitted(house: House, actor: Actor, facts: Facts, right: Right, over: str) -> None:
    """Refuse who lacks a right over a party; who may not even see it does not learn of it.

    Raises:
        NotFound: the party may not be seen.
        Refused: NOT_ALLOWED.
    """
    standing = standing_over(actor, facts, over)
    if may(right, standing):
        return
    if over and not may(Right.SEE_PERSON, standing):
        missing(over)
    raise refused(refusal_for(right, standing, ""), house.loaded().catalog.center.zone)


def missing(id: str) -> NoReturn:
    """Raise that there is no such party, as far as the actor may see."""
    raise NotFound(kind="party", id=id[:64])


def party_now(house: House, id: str) -> AnyParty:
    """Return a party as it is kept.

    Raises:
        NotFound: it is not, or was erased.
    """
    with house.store.snapshot(house.center) as reader:
        found = reader.known((id,)).parties.get(id)
    return there(found, id)


def there(found: AnyParty | None, id: str) -> AnyParty:
    """Return a party that was found.

    Raises:
        NotFound: none was, or it was erased.
    """
    if found is None or found.erased_at is not None:
        missing(id)
    return found


def shown_party(party: AnyParty, actor: Actor, facts: Facts) -> AnyParty:
    """Return a party as who may see it sees it: why it is disabled is for who keeps the book."""
    if may(Right.KEEP_PEOPLE, standing_over(actor, facts, party.id)):
        return party
    return attrs.evolve(party, disabled_reason="")


def register(house: House, entry: Entry, made: AnyParty, also: Change | None = None) -> AnyParty:
    """Write a new party; the first one of a center makes the first revision of its directory.

    By that every other process learns that there is a directory to ask.

    Args:
        also: what is written of others along with it.

    Raises:
        Refused: no right, or DUPLICATE: the id is taken, if only by somebody who was erased.
    """
    caller = admitted(house, entry.actor, entry.right, entry.over)

    def work(tx: Transaction, now: int, loaded: Loaded) -> AnyParty:
        facts = still_admitted(house, tx, now, loaded, caller, entry.right, entry.over)
        if made.id in tx.known((made.id,)).parties:
            raise refused(no(Code.DUPLICATE, "registered", subject=made.id), _zone(loaded))
        party = attrs.evolve(made, created_at=now, changed_at=now)
        if also is not None:
            party = also(party, tx, loaded)
        if not tx.directory:
            tx.move_directory()
        tx.save_party(party, None)
        tx.commit()
        return shown_party(party, entry.actor, facts)

    first = not house.loaded().keeps_people
    done = _written(house, entry, caller.facts, work)
    if first:
        house.reload()
    return done


def amend(house: House, entry: Entry, change: Change) -> AnyParty:
    """Change a party that is kept.

    What takes a right from anybody moves the directory: whoever is writing by what was known before
    learns of it under the lock, and asks again.

    Raises:
        NotFound: there is none, as far as the actor may see.
        Refused: no right, or another version.
    """
    caller = admitted(house, entry.actor, entry.right, entry.over)

    def work(tx: Transaction, now: int, loaded: Loaded) -> AnyParty:
        facts = still_admitted(house, tx, now, loaded, caller, entry.right, entry.over)
        old = there(tx.known((entry.id,)).parties.get(entry.id), entry.id)
        if entry.version is not None and entry.version != old.version:
            stale = no(Code.STALE_VERSION, "version", asked=entry.version, most=old.version)
            raise refused(stale, _zone(loaded))
        new = change(old, tx, loaded)
        if new != old:
            new = attrs.evolve(new, version=old.version + 1, changed_at=now)
            if takes_away(old, new):
                tx.move_directory()
            tx.save_party(new, old.version)
        tx.commit()
        return shown_party(new, entry.actor, facts)

    return _written(house, entry, caller.facts, work)


def _written(
    house: House,
    entry: Entry,
    facts: Facts,
    work: Callable[[Transaction, int, Loaded], AnyParty],
) -> AnyParty:
    key = key_of(entry.actor, entry.key, f"people.{entry.call}", entry.words, entry.id)

    def answered(earlier: Key) -> AnyParty:
        return shown_party(party_now(house, earlier.answer), entry.actor, facts)

    def call() -> AnyParty:
        scopes = frozenset({f"party:{entry.id}"})
        return house.write(scopes, work, key=key, answered=answered)

    return replayed(house, key, answered, call)


def _zone(loaded: Loaded) -> str:
    return loaded.catalog.center.zone
