"""``desk.people``: the directory, in the name of one actor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import attrs

from neighborbook.desk.asking import Length
from neighborbook.desk.faults import MOST_REASON, Faults, party
from neighborbook.desk.people import (
    erasing,
    exporting,
    finding,
    handing_over,
    keeping,
    retaining,
    rolling,
    tying,
)
from neighborbook.desk.people.erasing import Erasing
from neighborbook.desk.people.exporting import PersonExport
from neighborbook.desk.people.retaining import Retained
from neighborbook.desk.people.rolling import RollCall
from neighborbook.desk.people.ties import Ties
from neighborbook.desk.people.words import Said, fits_kind, said_of
from neighborbook.domain.booking import Booking
from neighborbook.domain.person import AnyParty, Organization, OrganizationKind, Person
from neighborbook.rights import Right

MOST_MANAGERS = 50
CORRECTED = frozenset({"name", "language", "phone", "email"})
"""What a person may put right in her own entry."""


class People(Ties):
    """The persons and organizations that a center keeps.

    Get it from ``desk.people``. Every call that writes says all that is wrong with its words at
    once, takes ``key`` (sent twice, it is done once) and ``version`` (only if the entry is still of
    that version), and raises NotFound for who is not kept, as far as the actor may see.
    """

    def register(
        self,
        id: str,
        *,
        name: str,
        born_on: date | str | None = None,
        language: str = "",
        phone: str = "",
        email: str = "",
        grid: str = "",
        resident_since: date | str | None = None,
        key: str | None = None,
    ) -> Person:
        """Register a person under an id that nobody has, nor ever had.

        Args:
            born_on: date of birth, a civil day.
            language: in which the person wants to be written to.
            grid: the part of the neighborhood where the person lives.
            resident_since: since when, a civil day.

        Raises:
            InvalidRequest: with every fault of the call.
            Refused: NOT_ALLOWED, or DUPLICATE: the id is taken.
        """
        said = Said(
            name=name,
            born_on=born_on,
            language=language,
            phone=phone,
            email=email,
            grid=grid,
            resident_since=resident_since,
        )
        faults = Faults()
        found = said_of(_needed(said, faults), self._today, faults)
        entry = self._entry(
            "register", id, Right.KEEP_PEOPLE, said, key=key, faults=faults, over=""
        )
        made = keeping.register(self._house, entry, Person(id=entry.id, **found))  # type: ignore[arg-type]
        return _person(made)

    def register_organization(
        self,
        id: str,
        *,
        name: str,
        kind: OrganizationKind | str = OrganizationKind.MEMBER,
        managers: Iterable[str] = (),
        language: str = "",
        phone: str = "",
        email: str = "",
        key: str | None = None,
    ) -> Organization:
        """Register an organization, with those who manage it; they must be registered already.

        Args:
            kind: ``"member"``, ``"community"``, or ``"center"``.

        Raises:
            InvalidRequest: with every fault of the call.
            Refused: NOT_ALLOWED, or DUPLICATE: the id is taken.
        """
        said = Said(name=name, language=language, phone=phone, email=email)
        faults = Faults()
        found = said_of(_needed(said, faults), self._today, faults)
        of_kind = tying.kind_of(kind, faults)
        named = tying.managers_of(managers, MOST_MANAGERS, faults)
        words = (said, kind, named)
        entry = self._entry(
            "register_organization", id, Right.KEEP_PEOPLE, words, key=key, faults=faults, over=""
        )
        made = Organization(id=entry.id, kind=of_kind, **found)  # type: ignore[arg-type]
        with_managers = tying.managed_by(named, self._actor)
        return _organization(keeping.register(self._house, entry, made, with_managers))

    def change(
        self,
        id: str,
        *,
        name: str | None = None,
        born_on: date | str | None = None,
        language: str | None = None,
        phone: str | None = None,
        email: str | None = None,
        grid: str | None = None,
        resident_since: date | str | None = None,
        version: int | None = None,
        key: str | None = None,
    ) -> Person | Organization:
        """Change what is kept of a party; an empty text clears it.

        Name, language, phone and email are put right by the person herself, too.

        Raises:
            InvalidRequest: with every fault of the call.
            Refused: NOT_ALLOWED, STALE_VERSION.
        """
        said = Said(
            name=name,
            born_on=born_on,
            language=language,
            phone=phone,
            email=email,
            grid=grid,
            resident_since=resident_since,
        )
        faults = Faults()
        found = said_of(said, self._today, faults)
        if not said.fields:
            faults.add("change", "INPUT_MISSING", "", "what is to be changed")
        right = Right.CORRECT_PERSON if said.fields <= CORRECTED else Right.KEEP_PEOPLE
        entry = self._entry("change", id, right, said, version=version, key=key, faults=faults)

        def change(old: AnyParty, *_: object) -> AnyParty:
            wrong = Faults()
            fits_kind(said, is_person=isinstance(old, Person), faults=wrong)
            wrong.stop()
            return attrs.evolve(old, **found)  # type: ignore[arg-type]

        return keeping.amend(self._house, entry, change)

    def disable(
        self, id: str, *, reason: str = "", version: int | None = None, key: str | None = None
    ) -> Person | Organization:
        """Lock a party out: nothing is accepted from it; what was booked stays.

        Raises:
            InvalidRequest: with every fault of the call.
            Refused: NOT_ALLOWED, STALE_VERSION.
        """
        return self._lock("disable", id, reason, version, key, disabled=True)

    def enable(
        self, id: str, *, version: int | None = None, key: str | None = None
    ) -> Person | Organization:
        """Let a party in again.

        Raises:
            Refused: NOT_ALLOWED, STALE_VERSION.
        """
        return self._lock("enable", id, "", version, key, disabled=False)

    def _lock(
        self,
        call: str,
        id: str,
        reason: str,
        version: int | None,
        key: str | None,
        *,
        disabled: bool,
    ) -> AnyParty:
        faults = Faults()
        why = faults.text("reason", reason, MOST_REASON)
        entry = self._entry(
            call, id, Right.KEEP_PEOPLE, reason, version=version, key=key, faults=faults
        )

        def change(old: AnyParty, *_: object) -> AnyParty:
            return attrs.evolve(old, disabled=disabled, disabled_reason=why)

        return keeping.amend(self._house, entry, change)

    def person(self, id: str) -> Person:
        """Return what is kept of a person: herself, her guardians, and who keeps the directory.

        Raises:
            NotFound: nobody of that id is kept, as far as the actor may see.
        """
        return _person(finding.party(self._house, self._actor, self._id(id)))

    def organization(self, id: str) -> Organization:
        """Return what is kept of an organization, for its managers too.

        Raises:
            NotFound: none of that id is kept, as far as the actor may see.
        """
        return _organization(finding.party(self._house, self._actor, self._id(id)))

    def find(self, text: str) -> tuple[Person | Organization, ...]:
        """Find parties by a part of the name, or by the last digits of the phone, four at least.

        Raises:
            InvalidRequest: it is no text, or too few digits.
            Refused: NOT_ALLOWED.
        """
        return finding.find(self._house, self._actor, text)

    def hand_over(
        self, leaver: str, to: str, *, organization: str, reason: str = ""
    ) -> tuple[Booking, ...]:
        """Hand the bookings to come that somebody wrote for an organization to a colleague.

        Each is a change of its own in the history; called again, it goes on where it was
        interrupted. What belongs to the leaver as a person stays so.

        Raises:
            InvalidRequest: with every fault of the call; also if the colleague may not book for it.
            Refused: NOT_ALLOWED.
        """
        return handing_over.hand_over(
            self._house, self._actor, leaver, to, organization=organization, reason=reason
        )

    def export(self, id: str) -> PersonExport:
        """Return all that is stored about a person, as rows by table; of others, nothing.

        The person gets it all, and the program. An administrator gets it without what is sealed,
        unless she serves it, and does not learn whether there is any.

        Raises:
            NotFound: nothing is stored about that id, as far as the actor may know.
            Refused: NOT_ALLOWED.
        """
        return exporting.export(self._house, self._actor, self._id(id))

    def erase(self, id: str, *, reason: str = "", ledger: str | Path | None = None) -> Erasing:
        """Take a person out of all that is stored: rows, history, notices, keys, free texts.

        Counts and claims stay, under an id that tells nothing. Whoever has bookings of his own to
        come cancels them first, and hands over what he wrote for others.

        Args:
            ledger: the file in which it is noted, so that a restored backup repeats it; beside a
                database that is a file, if not given. On a server it must be.

        Raises:
            InvalidRequest: with every fault of the call.
            NotFound: nothing is stored about that id.
            Refused: NOT_ALLOWED, or STATE.
        """
        return erasing.erase(self._house, self._actor, id, reason, ledger)

    def reapply_erasures(self, ledger: str | Path | None = None) -> tuple[Erasing, ...]:
        """Erase again, in a restored database, whom the ledger names.

        Args:
            ledger: as for ``erase``.

        Raises:
            InvalidRequest: it is no path, or none was given on a server.
            Refused: NOT_ALLOWED.
        """
        return erasing.reapply(self._house, self._actor, ledger)

    def retain(
        self, *, keep: Mapping[str, Length] | None = None, apply: bool = False
    ) -> tuple[Retained, ...]:
        """Return how much of each class is past its keeping time; ``apply`` removes it.

        Args:
            keep: other keeping times than those of the center file, by class:
                ``{"booking": "1095d"}``.

        Raises:
            InvalidRequest: with every fault of the call.
            Refused: NOT_ALLOWED.
        """
        return retaining.retain(self._house, self._actor, keep, apply=apply)

    def roll_call(self) -> RollCall:
        """Return who is in the building now, by floor, for staff; print it when the alarm rings.

        Raises:
            Refused: NOT_ALLOWED.
        """
        return rolling.roll_call(self._house, self._actor)

    def _id(self, id: str) -> str:
        faults = Faults()
        found = party("id", id, faults)
        faults.stop()
        return found


def _needed(said: Said, faults: Faults) -> Said:
    """Note a name that is missing."""
    if said.name is None:
        faults.add("name", "INPUT_MISSING", "", "a text that is not empty")
    return said


def _person(party: AnyParty) -> Person:
    if not isinstance(party, Person):
        keeping.missing(party.id)
    return party


def _organization(party: AnyParty) -> Organization:
    if not isinstance(party, Organization):
        keeping.missing(party.id)
    return party
