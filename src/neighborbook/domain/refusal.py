"""One reason for a no, as a closed record of facts."""

from __future__ import annotations

import attrs

from neighborbook.codes import Severity


@attrs.frozen(kw_only=True)
class Refusal:
    """Why the clock, the rules, or the book say no, with the numbers that would make it a yes.

    Instants are UTC seconds, lengths seconds, counts plain numbers. ``Decision.text`` says it in
    words.

    Attributes:
        code: one of ``Code``, or ``X_…`` of a plugin.
        rule: the name of the rule, by which its text is found: ``"notice"``.
        severity: hard, soft, approval, or warning.
        subject: what it is about: a resource, role, limit, layout, feature.
        asked, least, most, left: numbers, in ``unit``.
        unit: ``"seconds"``, ``"count"`` or ``"people"``.
        earliest_at, latest_at, resets_at: instants.
        allowed: words that would be accepted: layouts, features.
        override: the right by which it can be passed, or "".
    """

    code: str
    rule: str
    severity: Severity
    subject: str = ""
    asked: int | None = None
    least: int | None = None
    most: int | None = None
    left: int | None = None
    unit: str = "count"
    earliest_at: int | None = None
    latest_at: int | None = None
    resets_at: int | None = None
    allowed: tuple[str, ...] = ()
    override: str = ""

    @property
    def order(self) -> tuple[int, str, str, str]:
        """By what refusals are sorted, so that no order of plugins shows through."""
        weight = list(Severity).index(self.severity)
        return (weight, self.code, self.rule, self.subject)
