"""What keeps a center's book in order: auditing it."""

from __future__ import annotations

from neighborbook.desk.desk_notices import DeskNotices
from neighborbook.desk.keeping import auditing
from neighborbook.desk.moving import require
from neighborbook.domain.audit import Audit
from neighborbook.rights import Right


class DeskKeeping(DeskNotices):
    """What is done when something may be wrong, and before it is."""

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
