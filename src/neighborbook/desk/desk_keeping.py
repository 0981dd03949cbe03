"""What keeps a center's book in order: auditing it, and knowing what it follows."""

from __future__ import annotations

from neighborbook.desk.desk_notices import DeskNotices
from neighborbook.desk.faults import Faults
from neighborbook.desk.following import keeping
from neighborbook.desk.keeping import auditing
from neighborbook.desk.moving import require
from neighborbook.domain.audit import Audit
from neighborbook.domain.following import Following
from neighborbook.rights import Right


class DeskKeeping(DeskNotices):
    """What is done when something may be wrong, and before it is."""

    def check(self, *, anchor: str | None = None) -> Audit:
        """Audit the center's rows against each other, its guards, and its change log.

        It reads one moment and writes nothing. What it finds is damage: no call of the desk makes
        any of it. Of what is sealed, an administrator learns the id of what is damaged alone.

        Args:
            anchor: ``POSITION:HASH``, a ``head`` of an earlier audit that was kept outside: the log
                must still hold it.

        Raises:
            InvalidRequest: the anchor is none.
            Refused: the actor may not.
        """
        require(self._house, self._actor, Right.CHECK)
        return auditing.check(self._house, self._actor, anchor)

    def following(self, *, ask: bool = False) -> tuple[Following, ...]:
        """Return how it stands with the outside calendars that rooms follow.

        ``settle`` asks those that are due.

        Args:
            ask: ask all of them first, due or not, and follow what they tell; that takes the right
                to settle.

        Raises:
            InvalidRequest: ``ask`` is no flag.
            Refused: the actor may not close anything, or not settle.
        """
        faults = Faults()
        faults.flag("ask", ask)
        faults.stop()
        require(self._house, self._actor, Right.CLOSE)
        if ask:
            require(self._house, self._actor, Right.SETTLE)
        return keeping.following(self._house, ask=ask)
