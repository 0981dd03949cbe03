"""Ties, roles, and facts of a party: who may set them, and what becomes of the entry."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import islice

import attrs

from neighborbook.codes import Code
from neighborbook.desk.faults import Faults, known, party
from neighborbook.desk.loaded import Loaded, refused
from neighborbook.desk.people.keeping import MOST_LISTED, Change
from neighborbook.domain.party import BOOKS_FOR_FIRM, Actor, ActorKind, Grant, Link, Tie
from neighborbook.domain.person import (
    AnyParty,
    Organization,
    OrganizationKind,
    Person,
    Stated,
    is_outgrown,
    without,
)
from neighborbook.engine.reasons import no
from neighborbook.errors import NotFound
from neighborbook.rights import Right, Standing
from neighborbook.storage.abc import Transaction

MOST_WORD = 40
_NO_CHILD = "somebody under 18; for a grown-up, proxy_for with an end"
TO_PERSONS = frozenset({Tie.GUARDIAN_OF, Tie.PROXY_FOR})


def takes(link: Link, id: object, actor: Actor) -> tuple[Right, str]:
    """Return the right that it takes to tie somebody, and over whom.

    Managers say who is employed; a tie gives power over the one at its other end. Nobody but an
    administrator ties himself, or makes anybody one who serves: else the desk would read what is
    kept from it, be it by a second entry.
    """
    if link.tie is Tie.PROVIDER_OF or is_own(id, actor):
        return Right.GRANT_ROLES, ""
    if link.tie is Tie.EMPLOYEE_OF:
        return Right.KEEP_MEMBERS, link.other
    if link.tie in TO_PERSONS:
        return Right.KEEP_PEOPLE, link.other
    return Right.KEEP_PEOPLE, ""


def is_own(id: object, actor: Actor) -> bool:
    """Whether somebody writes in her own entry."""
    return actor.kind is ActorKind.PERSON and id == actor.party


def serves(given: Link | Grant) -> bool:
    """Whether it makes one read, as a carer, what is kept from the desk."""
    if isinstance(given, Link):
        return given.tie is Tie.PROVIDER_OF
    return given.role == Standing.CARER.value


def by_another(given: Link | Grant, id: object, actor: Actor, zone: str) -> None:
    """Refuse who makes herself a carer: it takes two to open what is CARE or SEALED to anybody.

    Raises:
        Refused: NOT_ALLOWED.
    """
    if serves(given) and is_own(id, actor):
        raise refused(no(Code.NOT_ALLOWED, "own_care"), zone)


def which_of(tie: object, other: object, grid: object, faults: Faults) -> Link:
    """Read which tie is meant."""
    named = known(tie, [each.value for each in Tie], "tie", "INPUT_INVALID", faults)
    return Link(
        tie=Tie(named) if named else Tie.MEMBER_OF_HOUSEHOLD,
        other="" if other == "" else party("other", other, faults),
        grid=faults.text("grid", grid, MOST_WORD),
    )


def kind_of(kind: object, faults: Faults) -> OrganizationKind:
    """Read what an organization is to the center."""
    words = [each.value for each in OrganizationKind]
    named = known(kind, words, "kind", "INPUT_INVALID", faults)
    return OrganizationKind(named) if named else OrganizationKind.MEMBER


def managers_of(given: object, most: int, faults: Faults) -> tuple[str, ...]:
    """Read who manages an organization."""
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        faults.add("managers", "INPUT_INVALID", given, "a list")
        return ()
    named = list(islice(given, most + 1))
    if len(named) > most:
        faults.add("managers", "INPUT_TOO_LONG", "", f"at most {most}")
    return tuple(party(f"managers.{n}", each, faults) for n, each in enumerate(named))


def managed_by(managers: tuple[str, ...], actor: Actor) -> Change:
    """Return how managers are tied to an organization that is being registered."""

    def also(made: AnyParty, tx: Transaction, _: Loaded) -> AnyParty:
        found = tx.known(managers).parties
        faults = Faults()
        for n, id in enumerate(managers):
            kept = found.get(id)
            is_known = isinstance(kept, Person) and kept.erased_at is None
            if not is_known or id == actor.party:
                faults.add(f"managers.{n}", "UNKNOWN_PARTY", id, "a person who is registered")
        faults.stop()
        for id in dict.fromkeys(managers):
            old = found[id]
            link = Link(tie=Tie.MANAGER_OF, other=made.id)
            new = attrs.evolve(old, links=(*old.links, link), version=old.version + 1)
            tx.save_party(attrs.evolve(new, changed_at=made.changed_at), old.version)
        return made

    return also


def linking(link: Link, today: date) -> Change:
    """Return how a tie is added; who is at its other end is looked up under the lock.

    Args:
        today: the civil day of the center, by which somebody is of age.
    """

    def change(old: AnyParty, tx: Transaction, _: Loaded) -> AnyParty:
        faults = Faults()
        to = tx.known((link.other,)).parties.get(link.other) if link.other else None
        check_link(old, link, to, today, faults)
        faults.stop()
        return _few(attrs.evolve(old, links=(*without(old.links, *_named(link)), link)))

    return change


def check_link(
    party: AnyParty, link: Link, to: AnyParty | None, today: date, faults: Faults
) -> None:
    """Note what keeps a party from a tie.

    Args:
        to: who is at its other end, as far as the directory knows.
        today: the civil day of the center, by which somebody is of age.
    """
    born = to.born_on if isinstance(to, Person) else None
    is_erased = to is not None and to.erased_at is not None
    if not isinstance(party, Person):
        faults.add("id", "INPUT_INVALID", party.id, "a person")
    if link.tie in BOOKS_FOR_FIRM and not isinstance(to, Organization):
        faults.add("other", "UNKNOWN_PARTY", link.other, "an organization that is registered")
    elif is_erased or (link.tie in TO_PERSONS and link.other and not isinstance(to, Person)):
        faults.add("other", "UNKNOWN_PARTY", link.other, "a person who is registered")
    elif link.tie is Tie.GUARDIAN_OF and born is None:
        faults.add("other", "INPUT_INVALID", link.other, "a person whose birth date is known")
    elif born is not None and is_outgrown(link, {link.other: born}, today):
        faults.add("other", "INPUT_INVALID", link.other, _NO_CHILD)


def unlinking(which: Link) -> Change:
    """Return how a tie is taken back."""

    def change(old: AnyParty, *_: object) -> AnyParty:
        left = without(old.links, *_named(which))
        if len(left) == len(old.links):
            raise NotFound(kind="link", id=f"{which.tie.value} {which.other or which.grid}"[:64])
        return attrs.evolve(old, links=left)

    return change


def granting(grant: Grant) -> Change:
    """Return how a role is given."""

    def change(old: AnyParty, *_: object) -> AnyParty:
        if not isinstance(old, Person):
            faults = Faults()
            faults.add("id", "INPUT_INVALID", old.id, "a person")
            faults.stop()
        others = tuple(each for each in old.grants if each.role != grant.role)
        return _few(attrs.evolve(old, grants=(*others, grant)))

    return change


def revoking(role: str) -> Change:
    """Return how a role is taken back."""

    def change(old: AnyParty, *_: object) -> AnyParty:
        left = tuple(each for each in old.grants if each.role != role)
        if len(left) == len(old.grants):
            raise NotFound(kind="role", id=role[:64])
        return attrs.evolve(old, grants=left)

    return change


def stating(stated: Stated) -> Change:
    """Return how a fact is noted, or taken back by an empty value."""

    def change(old: AnyParty, *_: object) -> AnyParty:
        others = tuple(each for each in old.stated if each.name != stated.name)
        return _few(attrs.evolve(old, stated=(*others, stated) if stated.value else others))

    return change


def _few(party: AnyParty) -> AnyParty:
    faults = Faults()
    check_few(party, faults)
    faults.stop()
    return party


def check_few(party: AnyParty, faults: Faults) -> None:
    """Note of what a party has too many."""
    for name, listed in (
        ("state", party.stated),
        ("link", party.links),
        ("grant", party.grants),
    ):
        if len(listed) > MOST_LISTED:
            faults.add(name, "INPUT_TOO_LONG", f"{len(listed)} of them", f"at most {MOST_LISTED}")


def _named(link: Link) -> tuple[Tie, str, str]:
    return link.tie, link.other, link.grid
