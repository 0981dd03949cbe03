"""The closed set of codes by which refusals are told apart, and their severities.

Only the lowest layer: values without behavior, so that every layer can name them.
"""

from __future__ import annotations

import enum


class Code(enum.StrEnum):
    """Why the clock, the rules, or the book say no; plugins may add codes beginning ``X_``."""

    PAST = "PAST"
    OFF_GRID = "OFF_GRID"
    LENGTH = "LENGTH"
    CLOSED = "CLOSED"
    TOO_SOON = "TOO_SOON"
    TOO_FAR = "TOO_FAR"
    CUTOFF_PASSED = "CUTOFF_PASSED"
    FULL = "FULL"
    INSUFFICIENT = "INSUFFICIENT"
    HELD_BY_OTHER = "HELD_BY_OTHER"
    CONFLICT_RESOURCE = "CONFLICT_RESOURCE"
    CONFLICT_PERSON = "CONFLICT_PERSON"
    NO_COMBINATION = "NO_COMBINATION"
    LAYOUT_TOO_SMALL = "LAYOUT_TOO_SMALL"
    FEATURE_MISSING = "FEATURE_MISSING"
    AGE = "AGE"
    RESIDENCY = "RESIDENCY"
    NOT_MEMBER = "NOT_MEMBER"
    NOT_ALLOWED = "NOT_ALLOWED"
    GUARDIAN_REQUIRED = "GUARDIAN_REQUIRED"
    CONSENT_MISSING = "CONSENT_MISSING"
    NOT_AUTHORIZED_FOR = "NOT_AUTHORIZED_FOR"
    RATIO = "RATIO"
    QUOTA = "QUOTA"
    DUPLICATE = "DUPLICATE"
    INTERVAL_TOO_SHORT = "INTERVAL_TOO_SHORT"
    SUSPENDED = "SUSPENDED"
    NEEDS_APPROVAL = "NEEDS_APPROVAL"
    CANCEL_TOO_LATE = "CANCEL_TOO_LATE"
    STATE = "STATE"
    STALE_VERSION = "STALE_VERSION"
    KEY_REUSED = "KEY_REUSED"
    NOT_SERVED_AREA = "NOT_SERVED_AREA"
    PLUGIN_ERROR = "PLUGIN_ERROR"


class Severity(enum.StrEnum):
    """How much a refusal weighs.

    HARD: nobody may pass it. SOFT: policy; who holds ``override`` passes it with a reason.
    APPROVAL: it can be asked for and is then pending. WARNING: said, and accepted.
    """

    HARD = "hard"
    SOFT = "soft"
    APPROVAL = "approval"
    WARNING = "warning"


SOFT_CODES = frozenset(
    {
        Code.PAST,
        Code.OFF_GRID,
        Code.LENGTH,
        Code.RESIDENCY,
        Code.NOT_SERVED_AREA,
        Code.CLOSED,
        Code.TOO_SOON,
        Code.TOO_FAR,
        Code.CUTOFF_PASSED,
        Code.QUOTA,
        Code.AGE,
        Code.NOT_MEMBER,
        Code.SUSPENDED,
        Code.CANCEL_TOO_LATE,
    }
)
"""Rules of policy. Every other code is hard unless a room type's own line says otherwise."""


def severity_of(code: str) -> Severity:
    """Return how much a code weighs by itself.

    >>> severity_of("TOO_SOON").value, severity_of("CONFLICT_RESOURCE").value
    ('soft', 'hard')
    """
    if code == Code.NEEDS_APPROVAL:
        return Severity.APPROVAL
    return Severity.SOFT if code in SOFT_CODES else Severity.HARD
