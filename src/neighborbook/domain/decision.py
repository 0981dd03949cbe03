"""The one answer that ``explain`` and ``book`` share."""

from __future__ import annotations

import enum

import attrs

from neighborbook.domain.claim import Chosen
from neighborbook.domain.refusal import Refusal
from neighborbook.domain.slot import Slot
from neighborbook.domain.text import Text
from neighborbook.domain.wording import OwnWords, remarks, say


class Verdict(enum.StrEnum):
    """Accepted at once, accepted as a request that waits for approval, or refused."""

    ACCEPTED = "accepted"
    NEEDS_APPROVAL = "needs_approval"
    REFUSED = "refused"


@attrs.frozen(kw_only=True)
class Decision:
    """What the center answers to a request, and why.

    Attributes:
        verdict: accepted, accepted as a request for approval, or refused.
        refusals: every reason for a no, in a stable order.
        approvals: why it must be approved.
        warnings: what is said and does not hinder.
        overridden: soft refusals that were passed with a reason.
        chosen: by which option each leg is met; empty if refused.
        alternatives: at most five slots that can be booked, nearest first.
        zone: in which instants are said.
        own: the words of a room type; for ``text`` alone.
        names: how resources and organizers are called, by id; for ``text`` alone.
        may_override: whether who asks may pass what is soft; for ``text`` alone.
    """

    verdict: Verdict
    refusals: tuple[Refusal, ...] = ()
    approvals: tuple[Refusal, ...] = ()
    warnings: tuple[Refusal, ...] = ()
    overridden: tuple[Refusal, ...] = ()
    chosen: tuple[Chosen, ...] = ()
    alternatives: tuple[Slot, ...] = ()
    zone: str = "UTC"
    own: OwnWords = attrs.field(factory=OwnWords, eq=False, repr=False)
    names: tuple[tuple[str, Text], ...] = attrs.field(default=(), eq=False, repr=False)
    may_override: bool = attrs.field(default=False, eq=False, repr=False)

    def __str__(self) -> str:
        """What it says in English."""
        return self.text()

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its refusals, in their order."""
        return tuple(refusal.code for refusal in self.refusals)

    def text(self, language: str = "en") -> str:
        """Say it in words, in English (``en``) or Chinese (``zh``)."""
        return say(self, language, self.own, dict(self.names))

    def remarks(self, language: str = "en") -> tuple[str, ...]:
        """What is said besides a yes: why it must be approved, and each warning, by sentences.

        Args:
            language: as for ``text``.

        >>> from neighborbook.codes import Severity
        >>> fasting = Refusal(code="X_FASTING", rule="fasting", severity=Severity.WARNING)
        >>> words = {"fasting": Text.of({"en": "Come fasting.", "zh": "请空腹前来。"})}
        >>> own = OwnWords(texts=words)
        >>> said = Decision(verdict=Verdict.ACCEPTED, warnings=(fasting,), own=own)
        >>> said.remarks(), said.remarks("zh")
        (('Come fasting.',), ('请空腹前来。',))
        """
        return remarks(self, language, self.own, dict(self.names))
