"""The numbers of a counseling room, as its center file may set them."""

from __future__ import annotations

import attrs

import neighborbook as nb

MINUTE = 60
DAY = 24 * 60 * MINUTE

POLICY = nb.Policy(
    granularity=5,
    shortest=50 * MINUTE,
    longest=50 * MINUTE,
    after=15 * MINUTE,
    notice=2 * 60 * MINUTE,
    horizon=28,
)
"""Fifty minutes, and a quarter of an hour after each in which nobody meets anybody."""


def _natural(_: object, field: attrs.Attribute[int], value: int) -> None:
    if value < 0:
        raise ValueError(f"{field.name} is a number from 0")


@attrs.frozen(kw_only=True)
class Settings:
    """What differs from center to center, beyond the policy that every offering has.

    Attributes:
        rooms: in which the counselors, who are the places of the offering, can talk; none: no room
            is claimed.
        consent_version: of the words to which a client must have agreed; 0: to none.
        review_after: so many talks after the intake another one must be approved; 0 for never.
        cancel_working_days: cancelled later than so many working days before is late; nothing
            follows from that but a gentle word.
        alone_from: from which age on somebody may ask without a guardian.
        adult_from: until which age a guardian may ask.
        hotline: whom to call in a crisis.
    """

    rooms: tuple[str, ...] = ()
    consent_version: int = attrs.field(default=1, validator=_natural)
    review_after: int = attrs.field(default=8, validator=_natural)
    cancel_working_days: int = attrs.field(default=1, validator=_natural)
    alone_from: int = attrs.field(default=14, validator=_natural)
    adult_from: int = attrs.field(default=18, validator=_natural)
    hotline: str = "12356"


def settings_of(offering: nb.Offering) -> Settings:
    """Return the numbers of an offering, the defaults where its center file says nothing."""
    return offering.settings if isinstance(offering.settings, Settings) else Settings()
