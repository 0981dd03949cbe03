"""What keeps a center's book in order: writing down what time has done, and auditing it."""

from __future__ import annotations

from neighborbook.desk import settling
from neighborbook.desk.desk_calendars import DeskCalendars
from neighborbook.desk.keeping import auditing
from neighborbook.desk.moving import require
from neighborbook.domain.audit import Audit
from neighborbook.rights import Right


class DeskKeeping(DeskCalendars):
    """What is done regularly, and when something may be wrong."""

    def settle(self) -> settling.Settled:
        """Write down what time has done, and number the changes; late or often, without harm."""
        require(self._house, self._actor, Right.SETTLE)
        return settling.settle(self._house)

    def check(self, *, anchor: str | None = None) -> Audit:
        """Audit the center's rows against each other, its guards, and its change log.

        It reads one moment and writes nothing. What it finds is damage: no call of the desk makes
        any of it.

        Args:
            anchor: ``POSITION:HASH``, a ``head`` of an earlier audit that was kept outside: the log
                must still hold it.

        Raises:
            InvalidRequest: the anchor is none.
            Refused: the actor may not.
        """
        require(self._house, self._actor, Right.CHECK)
        return auditing.check(self._house, anchor)
