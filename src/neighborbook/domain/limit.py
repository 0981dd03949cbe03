"""Limits that are claimed like places: hours of a firm, meals of a kitchen, doses."""

from __future__ import annotations

import attrs

from neighborbook.codes import Code
from neighborbook.domain.offering import Over, Per


@attrs.frozen(kw_only=True)
class Limit:
    """What a booking would use of a limit, and how much there is.

    Attributes:
        key: names it within the center: ``"training-room/hours/acme"``; its scope is locked.
            Limits of one key share their uses: the same amount, judged over several windows.
        rule: name of the rule, for texts: ``"quota_hours"``.
        amount: what this booking would use (seconds, or a number).
        per_leaf: the amount counts once for each leaf of the place that is chosen.
        capacity: how much there is in the window.
        per, days: the window (see ``Per``).
        within: a window of its own instead of ``per``, ``(start, end)`` in UTC seconds: a doctor's
            morning.
        leaf: it weighs on those options alone that take this leaf, and is used only if one of them
            is chosen; "": on every option.
        code: ``QUOTA`` or ``FULL``.
        over: whether exceeding it is refused or can be asked for.
        kept_when_late: whether a late cancellation leaves it spent.
        unit: ``"seconds"`` or ``"count"``, for texts.
    """

    key: str
    rule: str
    amount: int
    capacity: int
    per: Per = Per.MONTH
    days: int = 0
    code: str = Code.QUOTA
    over: Over = Over.REFUSE
    kept_when_late: bool = False
    unit: str = "count"
    per_leaf: bool = False
    within: tuple[int, int] | None = None
    leaf: str = ""


@attrs.frozen(kw_only=True)
class LimitUse:
    """What a booking has used of a limit, counted at its start (``at``)."""

    owner: str
    key: str
    at: int
    amount: int
    lapses_at: int | None = None
    kept_when_late: bool = False

    def live(self, now: int) -> bool:
        """Whether it still counts; at the instant at which it lapses, it no longer does."""
        return self.lapses_at is None or self.lapses_at > now
