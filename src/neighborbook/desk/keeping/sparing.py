"""What an audit tells somebody who is not the program: of what is sealed, that it is damaged."""

from __future__ import annotations

import attrs

from neighborbook.desk.details import hydrated
from neighborbook.desk.loaded import Loaded
from neighborbook.domain.audit import Damage, Dossier, Finding
from neighborbook.domain.booking import Booking
from neighborbook.domain.claim import ClaimKind
from neighborbook.redaction import privacy_of
from neighborbook.room_type import Privacy


@attrs.define
class Sparing:
    """Which owners of rows are sealed, noted while they are judged.

    What cannot be read, or belongs to a plugin that is gone, may have been sealed.
    """

    loaded: Loaded
    _owners: set[str] = attrs.field(factory=set, init=False)

    def note(self, dossier: Dossier) -> None:
        """Note whether it is of what is sealed."""
        booking = dossier.booking
        if booking is not None:
            sealed = self._is_sealed(booking)
        else:
            uses = [one for one in dossier.claims if one.kind is not ClaimKind.BLOCK]
            hidden = any(self._may_be_sealed(one.room_type) for one in uses)
            sealed = dossier.closure is None and (bool(dossier.unreadable) or hidden)
        if sealed:
            self._owners.add(dossier.id)

    def told(self, finding: Finding) -> Finding:
        """Return a finding with nothing of what is sealed but whose it is: an id that says nothing.

        The key of a limit names who used it, and of which offering.
        """
        if finding.id in self._owners:
            return attrs.evolve(finding, facts={})
        if finding.code is Damage.LIMIT_EXCEEDED:
            offering = finding.id.partition("/")[0]
            if offering not in self.loaded.catalog.offerings or self.loaded.is_sealed(offering):
                return attrs.evolve(finding, id="", facts={})
        return finding

    def _is_sealed(self, booking: Booking) -> bool:
        if self._may_be_sealed(booking.room_type):
            return True
        kind = self.loaded.room_types[booking.room_type]
        try:
            return privacy_of(hydrated(kind, booking), kind) is Privacy.SEALED
        except Exception:  # noqa: BLE001 - of damaged details nobody knows what they said
            return True

    def _may_be_sealed(self, room_type: str) -> bool:
        kind = self.loaded.room_types.get(room_type)
        return kind is None or kind.privacy is Privacy.SEALED
