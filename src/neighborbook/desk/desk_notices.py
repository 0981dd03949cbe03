"""What the desk does when nobody asks: settling, and telling people."""

from __future__ import annotations

from collections.abc import Mapping

from neighborbook.desk import settling
from neighborbook.desk.channels.channel import Channel, Deliver
from neighborbook.desk.desk_calendars import DeskCalendars
from neighborbook.desk.faults import Faults, id_of
from neighborbook.desk.moving import require
from neighborbook.desk.notices import listing
from neighborbook.rights import Right


class DeskNotices(DeskCalendars):
    """What is due, what was told, and whom nobody could reach."""

    def settle(
        self, *, channels: Mapping[str, Channel | Deliver] | None = None
    ) -> settling.Settled:
        """Do what is due: what time has done, outside calendars, numbering, and notices.

        Late, often, or in many processes at once, it does no harm: each notice is sent at least
        once, under an id that stays the same, and not at all once it is no longer true.

        Args:
            channels: more channels by name, besides those of the center file: functions that take
                a ``Message``, or objects such as a ``Channel``.

        Raises:
            InvalidRequest: ``channels`` are none.
        """
        require(self._house, self._actor, Right.SETTLE)
        return settling.settle(self._house, channels)

    def notices(self, *, unreached: bool = False) -> tuple[listing.Untold, ...]:
        """Return the notices that have not arrived, by the start of their bookings.

        What is no longer true is left out; so is, for staff, what is about sealed bookings.

        Args:
            unreached: only those that nobody will try again: the list of whom to call.

        Raises:
            Refused: the actor may not see them.
        """
        faults = Faults()
        faults.flag("unreached", unreached)
        faults.stop()
        require(self._house, self._actor, Right.SEE_NOTICES)
        return listing.untold(self._house, self._actor, unreached=unreached)

    def told(self, notice: str) -> None:
        """Take a notice off the list: somebody has called, or told it in another way.

        Args:
            notice: its ``id``.

        Raises:
            NotFound: nothing of that id is on the list; it may have arrived meanwhile.
            Refused: the actor may not.
        """
        listing.told(self._house, self._actor, id_of("notice", notice))
