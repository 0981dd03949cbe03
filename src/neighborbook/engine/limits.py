"""Limits, judged by the sum of their uses over a window."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from neighborbook.codes import Code, Severity
from neighborbook.domain.claim import Chosen
from neighborbook.domain.limit import Limit, LimitUse
from neighborbook.domain.offering import DAY, Over, Per, Quota, Unit
from neighborbook.domain.refusal import Refusal
from neighborbook.domain.seen import Ask, Candidate, Seen
from neighborbook.domain.slot import Mode, Request
from neighborbook.domain.times import day_of, day_span, day_start, month_span, week_span, zone
from neighborbook.engine.reasons import no

HOLDS = "~holds/"
"""With what the key of the limit of open holds begins; no offering has such an id."""

FOREVER = 1 << 40
"""Later than any instant that a booking can have."""


def window(limit: Limit, at: int, now: int, zone_key: str) -> tuple[int, int]:
    """Return ``[start, end)``: every use that could weigh on one at ``at`` has its own in it."""
    if limit.within is not None:
        return limit.within
    where = zone(zone_key)
    if limit.per is Per.DAY:
        span = day_span(day_of(at, where), where)
    elif limit.per is Per.WEEK:
        span = week_span(day_of(at, where), where)
    elif limit.per is Per.MONTH:
        span = month_span(day_of(at, where), where)
    elif limit.per is Per.YEAR:
        year = day_of(at, where).year
        return day_start(date(year, 1, 1), where), day_start(date(year + 1, 1, 1), where)
    elif limit.per is Per.SITTING:
        return at, at + 1
    elif limit.per is Per.ROLLING:
        return at - limit.days * DAY + 1, at + limit.days * DAY
    elif limit.per is Per.AHEAD:
        return now, FOREVER
    else:
        return 0, FOREVER
    return span.start, span.end


def resets_at(limit: Limit, at: int, now: int, zone_key: str) -> int | None:
    """Return when a window of the calendar ends, or ``None`` for one that goes along with time."""
    if limit.within is not None or limit.per not in (Per.DAY, Per.WEEK, Per.MONTH, Per.YEAR):
        return None
    return window(limit, at, now, zone_key)[1]


def used(limit: Limit, uses: Iterable[LimitUse], at: int, now: int, zone_key: str) -> int:
    """Return how much is used in the window that is fullest for a use at ``at``.

    Lapsed uses must be left out. For a rolling window every one of its length that holds ``at``
    counts, and the fullest decides.
    """
    start, end = window(limit, at, now, zone_key)
    near = [use for use in uses if start <= use.at < end]
    if limit.within is not None or limit.per is not Per.ROLLING:
        return sum(use.amount for use in near)
    length = limit.days * DAY
    firsts = {use.at for use in near if use.at <= at} | {at}
    return max(
        sum(use.amount for use in near if first <= use.at < first + length)
        for first in firsts
        if at < first + length
    )


class Uses:
    """The uses that count for those who ask at one instant, each window summed once."""

    def __init__(self, ask: Ask, seen: Seen) -> None:
        self._seen = seen.limit_uses
        self._now, self._zone = ask.now, ask.catalog.center.zone
        self._self = ask.replaces.id if ask.replaces else None
        self._live: dict[str, list[LimitUse]] = {}
        self._known: dict[tuple[str, Per, int, tuple[int, int] | None, int], int] = {}
        self._sums: dict[tuple[str, int, int], int] = {}

    def used(self, limit: Limit, at: int) -> int:
        """Return how much is used in the window that is fullest for a use at ``at``."""
        asked = (limit.key, limit.per, limit.days, limit.within, at)
        found = self._known.get(asked)
        if found is None:
            found = self._known[asked] = self._sum(limit, at)
        return found

    def _sum(self, limit: Limit, at: int) -> int:
        uses = self._of(limit.key)
        if limit.within is None and limit.per is Per.ROLLING:
            return used(limit, uses, at, self._now, self._zone)
        whole = (limit.key, *window(limit, at, self._now, self._zone))
        found = self._sums.get(whole)
        if found is None:
            found = self._sums[whole] = used(limit, uses, at, self._now, self._zone)
        return found

    def _of(self, key: str) -> list[LimitUse]:
        found = self._live.get(key)
        if found is None:
            found = self._live[key] = [
                use
                for use in self._seen.get(key, ())
                if use.live(self._now) and use.owner != self._self
            ]
        return found


def amount_of(limit: Limit, chosen: tuple[Chosen, ...]) -> int:
    """Return what a booking uses of a limit in the place chosen (a composite counts its leaves)."""
    leaves = len(chosen[0].option.takes) if chosen else 1
    return limit.amount * leaves if limit.per_leaf else limit.amount


def within_limits(candidate: Candidate, seen: Seen) -> Iterator[Refusal]:
    """No limit is exceeded, in the window of the booking's start; the smallest decides."""
    return exceeded(candidate, Uses(candidate.ask, seen))


def exceeded(candidate: Candidate, uses: Uses) -> Iterator[Refusal]:
    """Yield what ``within_limits`` finds, for one who asks about many candidates."""
    for limit in used_by(candidate):
        yield from over(limit, candidate, uses)


def over(limit: Limit, candidate: Candidate, uses: Uses) -> Iterator[Refusal]:
    """Say how much is left of a limit, if that is less than a candidate would use of it."""
    taken = uses.used(limit, candidate.start)
    amount = amount_of(limit, candidate.chosen)
    if taken + amount > limit.capacity:
        yield _exceeded(limit, candidate, amount, max(0, limit.capacity - taken))


def used_by(candidate: Candidate) -> tuple[Limit, ...]:
    """Return the limits that a candidate uses: those of a leaf only if its choice takes it."""
    limits = candidate.demand.limits
    if not any(limit.leaf for limit in limits):
        return limits
    taken = {take.leaf for choice in candidate.chosen for take in choice.option.takes}
    return tuple(limit for limit in limits if not limit.leaf or limit.leaf in taken)


def _exceeded(limit: Limit, candidate: Candidate, amount: int, left: int) -> Refusal:
    code = limit.code
    if code == Code.FULL and left:
        code = Code.INSUFFICIENT
    ask = candidate.ask
    return no(
        code,
        limit.rule,
        severity=Severity.APPROVAL if limit.over is Over.APPROVAL else None,
        subject=ask.request.organizer if code == Code.QUOTA else limit.rule,
        asked=amount,
        most=limit.capacity,
        left=left,
        unit=limit.unit,
        resets_at=resets_at(limit, candidate.start, ask.now, ask.catalog.center.zone),
    )


def quota_limits(ask: Ask) -> Iterator[Limit]:
    """Yield the offering's quotas as limits of this organizer.

    Whether a booking was made at the last moment is told by when it was made: who adds somebody to
    it later has not made it anew.
    """
    request, old = ask.request, ask.replaces
    made = old.created_at if old is not None and ask.keeps_start else ask.now
    for quota in ask.offering.quotas:
        if quota.free_within and request.start - made < quota.free_within:
            continue
        yield quota_limit(quota, request)


def quota_limit(quota: Quota, request: Request) -> Limit:
    """Return one quota as a limit: hours count each leaf and stay spent when cancelled late.

    Its key says what is counted, not where the quota stands in the center file: in another order,
    or with another window, what has been used stays what it was.
    """
    hours = quota.unit is Unit.HOURS
    counted = f"{quota.unit}-{quota.free_within}" if quota.free_within else quota.unit.value
    return Limit(
        key=f"{request.offering}/{counted}/{request.organizer}",
        rule="quota_hours" if hours else "quota_bookings",
        amount=request.end - request.start if hours else 1,
        capacity=quota.amount,
        per=quota.per,
        days=quota.days,
        over=quota.over,
        kept_when_late=hours,
        unit="seconds" if hours else "count",
        per_leaf=hours,
    )


def hold_limit(ask: Ask) -> Limit | None:
    """Return the limit of open holds per organizer, if a hold is asked for."""
    if ask.request.mode is not Mode.HOLD:
        return None
    return Limit(
        key=f"{HOLDS}{ask.request.organizer}",
        rule="open_holds",
        amount=1,
        capacity=ask.offering.policy.open_holds,
        per=Per.EVER,
    )


def is_of_hold(use: LimitUse) -> bool:
    """Whether it counts as an open hold, until that has become a booking."""
    return use.key.startswith(HOLDS)


def uses_of(candidate: Candidate, owner: str, lapses_at: int | None) -> tuple[LimitUse, ...]:
    """Return the uses that an accepted booking leaves behind, one for each key."""
    uses = {
        limit.key: LimitUse(
            owner=owner,
            key=limit.key,
            at=candidate.start,
            amount=amount_of(limit, candidate.chosen),
            lapses_at=lapses_at,
            kept_when_late=limit.kept_when_late,
        )
        for limit in used_by(candidate)
    }
    return tuple(uses.values())


def with_limits(candidate: Candidate) -> Candidate:
    """Return the candidate with the core's own limits added; what takes nothing uses none."""
    if not candidate.demand.legs:
        return candidate
    core = core_limits(candidate.ask)
    if not core:
        return candidate
    demand = attrs.evolve(candidate.demand, limits=(*candidate.demand.limits, *core))
    return attrs.evolve(candidate, demand=demand)


def core_limits(ask: Ask) -> tuple[Limit, ...]:
    """Return the limits that no room type declares: the offering's quotas, and open holds."""
    hold = hold_limit(ask)
    return (*quota_limits(ask), *(() if hold is None else (hold,)))
