"""Who is kept, as far as the actor may see."""

from __future__ import annotations

from neighborbook.desk.faults import Faults
from neighborbook.desk.house import House
from neighborbook.desk.people.keeping import facts_for, permitted, shown_party, there
from neighborbook.domain.party import Actor
from neighborbook.domain.person import LEAST_DIGITS, AnyParty, digits_of
from neighborbook.rights import Right

MOST_FOUND = 50
MOST_SOUGHT = 100


def party(house: House, actor: Actor, id: str) -> AnyParty:
    """Return a party that the actor may see.

    Raises:
        NotFound: there is none, as far as the actor may see.
    """
    facts = facts_for(house, actor)
    permitted(house, actor, facts, Right.SEE_PERSON, id)
    with house.store.snapshot(house.center) as reader:
        found = reader.known((id,)).parties.get(id)
    return shown_party(there(found, id), actor, facts)


def find(house: House, actor: Actor, text: str) -> tuple[AnyParty, ...]:
    """Return those whose name holds a text, or whose phone ends in these digits; 50 at most.

    Raises:
        InvalidRequest: it is no text, or too few digits.
        Refused: NOT_ALLOWED.
    """
    faults = Faults()
    sought = faults.text("text", text, MOST_SOUGHT, needed=True).strip()
    named = any(letter.isalpha() for letter in sought)
    if sought and not named and len(digits_of(sought)) < LEAST_DIGITS:
        faults.add("text", "INPUT_INVALID", "", "a part of a name, or at least 4 digits")
    faults.stop()
    facts = facts_for(house, actor)
    permitted(house, actor, facts, Right.FIND_PEOPLE, "")
    with house.store.snapshot(house.center) as reader:
        found = reader.known(reader.sought(sought, MOST_FOUND)).parties
    return tuple(
        shown_party(each, actor, facts) for each in found.values() if each.erased_at is None
    )
