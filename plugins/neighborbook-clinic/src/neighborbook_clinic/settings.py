"""Services, practitioners, and the numbers of a health station, as its center file sets them."""

from __future__ import annotations

import enum
import re

import attrs

import neighborbook as nb

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR

NO_NAME = nb.Text()

_WALL = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00")

POLICY = nb.Policy(
    granularity=15,
    shortest=15 * MINUTE,
    notice=30 * MINUTE,
    horizon=14,
    cancel_notice=2 * HOUR,
    hold_ttl=10 * MINUTE,
)
"""A grid of a quarter of an hour, half an hour's notice, fourteen days ahead."""


class AgeBasis(enum.StrEnum):
    """How age is reckoned: by birthdays, or from the year of birth alone."""

    BIRTHDAY = "birthday"
    BIRTH_YEAR = "birth-year"


def _natural(_: object, field: attrs.Attribute[int], value: int) -> None:
    if value < 0:
        raise ValueError(f"{field.name} is a number from 0")


def _percent(_: object, field: attrs.Attribute[int], value: int) -> None:
    if not 0 <= value <= 100:
        raise ValueError(f"{field.name} is a number from 0 to 100")


def _positive(_: object, field: attrs.Attribute[int], value: int) -> None:
    if value < 1:
        raise ValueError(f"{field.name} is longer than nothing")


def _time_of_day(_: object, field: attrs.Attribute[str], value: str) -> None:
    if not _WALL.fullmatch(value):
        raise ValueError(f"{field.name} is a time of day such as '07:30'")


@attrs.frozen(kw_only=True)
class Service:
    """What patients come for, and what it takes.

    Attributes:
        name: what it is called.
        length: how long it takes; rounded up to the grid.
        roles: of the practitioners that it takes together; empty: any one who gives it.
        devices: resources that it takes besides practitioner and room.
        after: only some days after a visit of one of these services that is done.
        yearly: once in a calendar year.
        least_age: from which age on; 0 for any.
        resident_months: how long one must have lived here; 0 for nobody asks.
        starts_from, starts_until: times of day between which it starts; at ``starts_until`` is too
            late.
        fasting: patients are told to come fasting.
    """

    name: nb.Text = NO_NAME
    length: nb.Seconds = attrs.field(default=15 * MINUTE, validator=_positive)
    roles: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    yearly: bool = False
    least_age: int = attrs.field(default=0, validator=_natural)
    resident_months: int = attrs.field(default=0, validator=_natural)
    starts_from: str = attrs.field(default="00:00", validator=_time_of_day)
    starts_until: str = attrs.field(default="24:00", validator=_time_of_day)
    fasting: bool = False


@attrs.frozen(kw_only=True)
class Practitioner:
    """Who gives which services, and in which rooms.

    Attributes:
        services: those given.
        rooms: those that can be used, the preferred one first; none: no room is needed.
        role: for services that name ``roles``.
        overbook: the part of this resource in which somebody can be squeezed in, or "".
    """

    services: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    role: str = ""
    overbook: str = ""


@attrs.frozen(kw_only=True)
class Settings:
    """What differs from station to station, beyond the policy that every offering has.

    Attributes:
        services, practitioners: by id; practitioners are places of the offering.
        reserve_percent: how much of each session is kept for who walks in, for elders, and for what
            is urgent; rounded up to whole cells.
        reserve_released: so long before a session what is left of its reserve is open to all; 0 for
            never.
        elder_age: from which age on somebody may have what is reserved.
        overbooked: how many can be squeezed in, for each practitioner and session.
        follow_up_days: within how many days ``after`` holds.
        late_kept: who comes so late keeps the turn; later, and up to ``late_most``, goes behind
            those who are there; who is not there by then is a no-show.
        served_within: who has come is taken to be done so long after the appointment's end.
        no_shows: so many missed appointments within ``no_show_days`` days close online booking for
            ``no_show_pause_days`` days; 0 for never. The front desk books all the same.
        age_basis: how ages are reckoned.
        registered: only who is known can have an appointment.

    >>> Settings(services=(("exam", Service(length=40 * 60)),)).cells("exam", 15)
    3
    """

    services: tuple[tuple[str, Service], ...] = ()
    practitioners: tuple[tuple[str, Practitioner], ...] = ()
    reserve_percent: int = attrs.field(default=30, validator=_percent)
    reserve_released: nb.Seconds = attrs.field(default=0, validator=_natural)
    elder_age: int = attrs.field(default=70, validator=_natural)
    overbooked: int = attrs.field(default=1, validator=_natural)
    follow_up_days: int = attrs.field(default=30, validator=_natural)
    late_kept: nb.Seconds = attrs.field(default=15 * MINUTE, validator=_natural)
    late_most: nb.Seconds = attrs.field(default=30 * MINUTE, validator=_natural)
    served_within: nb.Seconds = attrs.field(default=4 * HOUR, validator=_natural)
    no_shows: int = attrs.field(default=3, validator=_natural)
    no_show_days: int = attrs.field(default=365, validator=_natural)
    no_show_pause_days: int = attrs.field(default=30, validator=_natural)
    age_basis: AgeBasis = AgeBasis.BIRTHDAY
    registered: bool = True

    def service(self, id: str) -> Service | None:
        """Return a service, or ``None`` if there is none of that id."""
        for known, service in self.services:
            if known == id:
                return service
        return None

    def cells(self, service: str, granularity: int) -> int:
        """Return how many cells of so many minutes a service takes."""
        found = self.service(service)
        return 0 if found is None else -(-found.length // (granularity * MINUTE))


def settings_of(offering: nb.Offering) -> Settings:
    """Return the numbers of an offering, the defaults where its center file says nothing."""
    return offering.settings if isinstance(offering.settings, Settings) else Settings()


def minutes_of(wall: str) -> int:
    """Return a time of day as minutes after midnight.

    >>> minutes_of("07:30")
    450
    """
    hours, minutes = wall.split(":")
    return int(hours) * 60 + int(minutes)
