"""When a civil day opens for booking, and which instants are open now."""

from __future__ import annotations

from datetime import date, timedelta

from neighborbook.domain.seen import Ask
from neighborbook.domain.times import Span, day_of, day_span, day_start, resolve_wall, zone


def opens_at(ask: Ask, day: date) -> int | None:
    """Return the instant at which a day opens for booking; ``None`` if it always was open.

    A horizon of n days ends with the civil day today + n. With ``opens_at`` the day opens at that
    civil hour of the first working day from n days before it.
    """
    policy = ask.offering.policy
    if policy.horizon is None:
        return None
    where = zone(ask.catalog.center.zone)
    first = day - timedelta(days=policy.horizon)
    if policy.opens_at is None:
        return day_start(first, where)
    days = ask.catalog.working_days
    opening = first if days.is_working_day(first) else days.next_working_day(first)
    return resolve_wall(opening, policy.opens_at, where)


def bookable(ask: Ask, window: Span) -> Span | None:
    """Return the part of a window in which something can begin if it is booked now, or ``None``.

    Whoever passes rules by an override can book outside it too.
    """
    low = max(window.start, ask.now + ask.offering.policy.notice)
    high = window.end
    if ask.offering.policy.horizon is not None:
        last = day_span(last_open_day(ask), zone(ask.catalog.center.zone))
        high = min(high, last.end)
    return Span(low, high) if low < high else None


def last_open_day(ask: Ask) -> date:
    """Return the last civil day that can be booked now."""
    where = zone(ask.catalog.center.zone)
    day = day_of(ask.now, where) + timedelta(days=ask.offering.policy.horizon or 0)
    while (opens := opens_at(ask, day)) is not None and ask.now < opens:
        day -= timedelta(days=1)
    return day
