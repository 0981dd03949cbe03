"""How rules say no: one way to make a Refusal, so that severity and rights are never forgotten."""

from __future__ import annotations

from neighborbook.codes import Severity, severity_of
from neighborbook.domain.refusal import Refusal


def no(
    code: str,
    rule: str,
    *,
    severity: Severity | None = None,
    subject: str = "",
    asked: int | None = None,
    least: int | None = None,
    most: int | None = None,
    left: int | None = None,
    unit: str = "count",
    earliest_at: int | None = None,
    latest_at: int | None = None,
    resets_at: int | None = None,
    allowed: tuple[str, ...] = (),
) -> Refusal:
    """Return a refusal; a soft one can be passed by who holds ``override``."""
    weight = severity_of(code) if severity is None else severity
    return Refusal(
        code=code,
        rule=rule,
        severity=weight,
        subject=subject,
        asked=asked,
        least=least,
        most=most,
        left=left,
        unit=unit,
        earliest_at=earliest_at,
        latest_at=latest_at,
        resets_at=resets_at,
        allowed=allowed,
        override="override" if weight is Severity.SOFT else "",
    )
