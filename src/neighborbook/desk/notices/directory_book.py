"""The core's own directory as an address book: how parties are reached, and who speaks for them."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from neighborbook.desk.house import House
from neighborbook.domain.notice import Addressee
from neighborbook.domain.party import Tie
from neighborbook.domain.person import AnyParty, Organization
from neighborbook.storage.abc import Reader


@attrs.frozen(kw_only=True)
class DirectoryBook:
    """What the directory keeps of parties: phone, email, language, and an organization's managers.

    Who has none of the addresses there, nor managers, is unknown to it: another book may know more.
    """

    house: House

    def look_up(self, center: str, parties: tuple[str, ...]) -> Mapping[str, Addressee]:
        """Return how those can be reached of whom the directory says it."""
        now = self.house.clock.now()
        with self.house.store.snapshot(center) as reader:
            kept = reader.known(parties).parties
            found = {
                id: _addressee(
                    party,
                    _managers(reader, id, now) if isinstance(party, Organization) else (),
                )
                for id, party in kept.items()
                if party.erased_at is None
            }
        return {id: each for id, each in found.items() if each.addresses or each.managers}


def _addressee(party: AnyParty, managers: tuple[str, ...]) -> Addressee:
    ways = {"mail": party.email, "phone": party.phone}
    return Addressee(
        addresses={name: way for name, way in ways.items() if way},
        language=party.language,
        managers=managers,
    )


def _managers(reader: Reader, organization: str, now: int) -> tuple[str, ...]:
    """Return who manages an organization at an instant, sorted.

    Not those who are locked out, nor those who manage it for some room types or one grid alone:
    they must not hear of the rest.
    """
    tied = reader.tied_to(organization)
    kept = reader.known(tied).parties if tied else {}
    return tuple(
        sorted(
            id
            for id, party in kept.items()
            if not party.disabled and party.erased_at is None and _manages(party, organization, now)
        )
    )


def _manages(party: AnyParty, organization: str, now: int) -> bool:
    return any(
        link.tie is Tie.MANAGER_OF
        and link.other == organization
        and link.is_everywhere
        and link.holds(now)
        for link in party.links
    )
