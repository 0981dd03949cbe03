"""The numbers of an offering of meeting rooms, as its center file may set them."""

from __future__ import annotations

import re

import attrs

import neighborbook as nb

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_WALL = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00")

POLICY = nb.Policy(
    granularity=30,
    shortest=30 * MINUTE,
    longest=DAY,
    over_breaks=True,
    notice=2 * HOUR,
    horizon=30,
    opens_at=8 * 60,
    before=15 * MINUTE,
    after=15 * MINUTE,
    cancel_notice=2 * HOUR,
    hold_ttl=10 * MINUTE,
    pending_days=2,
    pending_before=DAY,
)
"""Half an hour to a whole day, lunch break included; two hours' notice, thirty days ahead."""

QUOTAS = (
    nb.Quota(
        amount=8 * HOUR,
        unit=nb.Unit.HOURS,
        per=nb.Per.MONTH,
        over=nb.Over.APPROVAL,
        free_within=2 * DAY,
    ),
    nb.Quota(
        amount=3,
        unit=nb.Unit.BOOKINGS,
        per=nb.Per.AHEAD,
        over=nb.Over.APPROVAL,
        free_within=2 * DAY,
    ),
)
"""Eight room-hours a month and three bookings ahead; more can be asked for.

What is booked less than 48 hours before it begins, and so still empty by then, is free of both.
"""


def _natural(_: object, field: attrs.Attribute[int], value: int) -> None:
    if value < 0:
        raise ValueError(f"{field.name} is a number from 0")


def _time_of_day(_: object, field: attrs.Attribute[str], value: str) -> None:
    if not _WALL.fullmatch(value):
        raise ValueError(f"{field.name} is a time of day such as '18:00'; '24:00' for never")


@attrs.frozen(kw_only=True)
class Settings:
    """What differs from house to house, beyond the policy that every offering has.

    Attributes:
        setup, teardown: by layout, where it takes longer or shorter than the offering's ``before``
            and ``after``.
        approval_over: longer than this must be approved.
        approval_people: more people than this must be approved.
        evening_from: what lasts past this time of day must be approved; ``"24:00"`` for never.
        approval_visitors: whether visitors, or a meeting open to the public, must be approved.
        roomy_percent: a warning is given when fewer than so many percent of the places are
            used, and a smaller room is free; 0 for never.
        half_day: a booking at least so long is a half or whole day, and is cancelled in time
            ``half_day_cancel_notice`` before it begins.
        release_after: where people check in, an unused room is released so long after the start;
            0 for never.
        strikes: so many late cancellations or missed bookings within ``strike_days`` days make
            every booking of the next ``strike_pause_days`` days one to be approved, where people
            check in; 0 for never.

    >>> Settings().approval_over, Settings(evening_from="17:30").evening_minutes
    (14400, 1050)
    """

    setup: tuple[tuple[str, nb.Seconds], ...] = ()
    teardown: tuple[tuple[str, nb.Seconds], ...] = ()
    approval_over: nb.Seconds = attrs.field(default=4 * HOUR, validator=_natural)
    approval_people: int = attrs.field(default=50, validator=_natural)
    evening_from: str = attrs.field(default="18:00", validator=_time_of_day)
    approval_visitors: bool = True
    roomy_percent: int = attrs.field(default=40, validator=_natural)
    half_day: nb.Seconds = attrs.field(default=4 * HOUR, validator=_natural)
    half_day_cancel_notice: nb.Seconds = attrs.field(default=DAY, validator=_natural)
    release_after: nb.Seconds = attrs.field(default=15 * MINUTE, validator=_natural)
    strikes: int = attrs.field(default=3, validator=_natural)
    strike_days: int = attrs.field(default=90, validator=_natural)
    strike_pause_days: int = attrs.field(default=30, validator=_natural)

    @property
    def evening_minutes(self) -> int:
        """When the evening begins, in minutes after midnight."""
        hours, minutes = self.evening_from.split(":")
        return int(hours) * 60 + int(minutes)


def settings_of(offering: nb.Offering) -> Settings:
    """Return the numbers of an offering, the defaults where its center file says nothing."""
    return offering.settings if isinstance(offering.settings, Settings) else Settings()
