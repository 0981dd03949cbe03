"""What of a booking is left when somebody in it is taken out: all that counts, and no name."""

from __future__ import annotations

import attrs

from neighborbook.desk.house import House
from neighborbook.desk.revising import Revision
from neighborbook.desk.writing import change_row, stamped
from neighborbook.domain.booking import Booking, StoredDetails
from neighborbook.domain.change import Act
from neighborbook.domain.claim import Claim, person_leaf
from neighborbook.domain.limit import LimitUse
from neighborbook.storage.abc import Transaction, Writes

BLANKED = ("organizer", "actor", "title", "attendees", "details", "override_reason")


@attrs.frozen(kw_only=True)
class Blank:
    """Who is taken out, and what stands there then.

    Attributes:
        names: words by which free texts may name the person.
    """

    party: str
    new: str
    names: tuple[str, ...] = ()

    def id(self, given: str) -> str:
        """Return an id, if it is not the one that goes."""
        return self.new if given == self.party else given

    def booking(self, old: Booking) -> Booking:
        """Return a booking without the person.

        Free texts go where the person is organizer or attendee, or where they name the person. Who
        merely wrote it for others gives way to the new id: what is on is their affair.
        """
        its_own = self.party in old.parties
        attendees = (
            attrs.evolve(one, party=self.new, details={}) if one.party == self.party else one
            for one in old.attendees
        )
        return attrs.evolve(
            old,
            organizer=self.id(old.organizer),
            actor=self.id(old.actor),
            attendees=tuple(attendees),
            title="" if its_own or self.is_named_in(old.title) else old.title,
            override_reason="",
            details=_nothing(old) if its_own else old.details,
        )

    def claim(self, claim: Claim) -> Claim:
        """Return a claim; presences are claimed by the person's id."""
        if claim.leaf != person_leaf(self.party):
            return claim
        return attrs.evolve(claim, leaf=person_leaf(self.new))

    def use(self, use: LimitUse) -> LimitUse:
        """Return a use of a limit, which counts on under the new id."""
        return attrs.evolve(use, key="/".join(map(self.id, use.key.split("/"))))

    def is_named_in(self, text: str) -> bool:
        """Whether a text names the person."""
        return any(name and name.casefold() in text.casefold() for name in self.names)


def write_blanked(
    house: House,
    tx: Transaction,
    page: tuple[Booking, ...],
    blank: Blank,
    actor: str,
    now: int,
    reason: str = "",
) -> None:
    """Write bookings without the person: the same claims and counts, under the new id.

    Args:
        reason: why, for the history, unless it names the person.
    """
    why = "" if blank.is_named_in(reason) else reason
    owners = tuple(booking.id for booking in page)
    claims, uses = tx.claims_of(owners), tx.limit_uses_of(owners)
    tx.write(
        Writes(
            update=tuple(
                (stamped(blank.booking(old), now, Revision.SHOWN), old.version) for old in page
            ),
            claims={id: tuple(map(blank.claim, laid)) for id, laid in claims.items() if laid},
            limit_uses={id: tuple(map(blank.use, spent)) for id, spent in uses.items() if spent},
            changes=tuple(
                change_row(
                    house,
                    attrs.evolve(old, version=old.version + 1),
                    Act.ERASE,
                    actor,
                    now,
                    BLANKED,
                    why,
                )
                for old in page
            ),
        )
    )


def _nothing(booking: Booking) -> object:
    details = booking.details
    if not isinstance(details, StoredDetails):
        return details
    return StoredDetails(version=details.version, body="{}")
