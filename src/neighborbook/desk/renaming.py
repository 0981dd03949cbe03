"""Renames of a center file, applied to what was booked: nothing loses its history by a new name."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from neighborbook.desk.listing import pages_of
from neighborbook.domain.booking import Booking
from neighborbook.domain.claim import Chosen, Claim, Take
from neighborbook.domain.limit import LimitUse
from neighborbook.storage.abc import BookingFilter, Reader, Transaction, Writes


@attrs.frozen(kw_only=True)
class Renames:
    """Old id to new id."""

    resources: Mapping[str, str] = attrs.field(factory=dict)
    offerings: Mapping[str, str] = attrs.field(factory=dict)

    def booking(self, booking: Booking) -> Booking:
        """Return a booking under the new names."""
        return attrs.evolve(
            booking,
            offering=self.offerings.get(booking.offering, booking.offering),
            resource=self.resources.get(booking.resource, booking.resource),
            chosen=tuple(self._chosen(choice) for choice in booking.chosen),
            units=tuple((self.resources.get(leaf, leaf), unit) for leaf, unit in booking.units),
        )

    def claim(self, claim: Claim) -> Claim:
        """Return a claim under the new names."""
        return attrs.evolve(claim, leaf=self.resources.get(claim.leaf, claim.leaf))

    def use(self, use: LimitUse) -> LimitUse:
        """Return a limit use under the new names; its key begins with its offering."""
        offering, slash, rest = use.key.partition("/")
        return attrs.evolve(use, key=self.offerings.get(offering, offering) + slash + rest)

    def take(self, take: Take) -> Take:
        """Return a take under the new names."""
        return attrs.evolve(take, leaf=self.resources.get(take.leaf, take.leaf))

    def _chosen(self, choice: Chosen) -> Chosen:
        option = choice.option
        renamed = attrs.evolve(
            option,
            resource=self.resources.get(option.resource, option.resource),
            takes=tuple(self.take(take) for take in option.takes),
        )
        return attrs.evolve(choice, option=renamed)


class History:
    """Which ids of resources and offerings have been booked; a container of (kind, id)."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, tuple) or len(name) != 2:
            return False
        kind, id = name
        if kind == "resource":
            return bool(self._reader.bookings(BookingFilter(resources=(id,)), limit=1))
        if kind == "offering":
            return bool(self._reader.bookings(BookingFilter(offerings=(id,)), limit=1))
        return False


def rename(tx: Transaction, renames: Renames) -> None:
    """Write everything that was booked under the new names; the transaction must be exclusive.

    Neither versions nor change rows are touched: to whom it was told by a name, that name shows on
    the next reading.
    """
    if not renames.resources and not renames.offerings:
        return
    for page in pages_of(tx, BookingFilter()):
        concerned = [old for old in page if renames.booking(old) != old]
        owners = tuple(booking.id for booking in page)
        claims = {
            owner: tuple(renames.claim(claim) for claim in laid)
            for owner, laid in tx.claims_of(owners).items()
            if any(claim.leaf in renames.resources for claim in laid)
        }
        uses = {
            owner: tuple(renames.use(use) for use in spent)
            for owner, spent in tx.limit_uses_of(owners).items()
            if any(renames.use(use) != use for use in spent)
        }
        tx.write(
            Writes(
                update=tuple((renames.booking(old), old.version) for old in concerned),
                claims=claims,
                limit_uses=uses,
            )
        )
    _rename_closures(tx, renames)


def _rename_closures(tx: Transaction, renames: Renames) -> None:
    ids = {**renames.offerings, **renames.resources}
    for closure in tx.closures(None, None):
        renamed = attrs.evolve(
            closure,
            subject=ids.get(closure.subject, closure.subject),
            takes=tuple(renames.take(take) for take in closure.takes),
        )
        if renamed != closure:
            blocks = tx.claims_of((closure.id,)).get(closure.id, ())
            laid = tuple(renames.claim(block) for block in blocks)
            tx.write(Writes(closures=(renamed,), claims={closure.id: laid} if laid else {}))
