"""Quotas over their windows, where it can still be told that nobody may have passed them.

What a limit allows is not kept with its uses: it may depend on facts, on now, and on a center file
that has been loaded since. So only a center whose file has never changed is judged, only the quotas
of its offerings, only those that refuse, and no window in which somebody has passed the rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import attrs

from neighborbook.domain.audit import Damage, Finding
from neighborbook.domain.booking import Booking, State
from neighborbook.domain.catalog import Catalog
from neighborbook.domain.limit import Limit, LimitUse
from neighborbook.domain.offering import DAY, Over, Per, Quota
from neighborbook.engine.limits import window

FIRST_REVISION = 1


@attrs.frozen(kw_only=True)
class Spent:
    """A use of a limit, and the rules that its booking passed or had approved."""

    use: LimitUse
    passed: frozenset[str] = frozenset()


def judge_limits(spent: Iterable[Spent], catalog: Catalog, now: int) -> Iterator[Finding]:
    """Yield the quotas of which more is used than they allow.

    Args:
        spent: live uses by key, then by instant.
    """
    if catalog.revision != FIRST_REVISION:
        return
    for key, group in groupby(spent, key=lambda one: one.use.key):
        quotas = _quotas(key, catalog)
        if quotas:
            uses = list(group)
            for quota in quotas:
                yield from _judge(key, uses, quota, catalog, now)


def _quotas(key: str, catalog: Catalog) -> tuple[Quota, ...]:
    offering, _, rest = key.partition("/")
    counted, _, _ = rest.partition("/")
    known = catalog.offerings.get(offering)
    quotas = () if known is None else known.quotas
    return tuple(quota for quota in quotas if quota.over is Over.REFUSE and _said(quota) == counted)


def _said(quota: Quota) -> str:
    return f"{quota.unit}-{quota.free_within}" if quota.free_within else quota.unit.value


def _judge(
    key: str, uses: list[Spent], quota: Quota, catalog: Catalog, now: int
) -> Iterator[Finding]:
    # Nobody is refused by it, so its rule has no name.
    limit = Limit(
        key=key, rule=key, amount=0, capacity=quota.amount, per=quota.per, days=quota.days
    )
    for inside in _windows(uses, limit, catalog.center.zone, now):
        used = sum(one.use.amount for one in inside)
        passed = any(limit.rule in one.passed for one in inside)
        if used > quota.amount and not passed:
            facts = {"used": used, "most": quota.amount, "per": quota.per.value}
            yield Finding(code=Damage.LIMIT_EXCEEDED, table="limit_use", id=key, facts=facts)
            return


def _windows(uses: list[Spent], limit: Limit, zone_key: str, now: int) -> Iterator[list[Spent]]:
    if limit.per is Per.ROLLING:
        length = limit.days * DAY
        for n, first in enumerate(uses):
            yield [one for one in uses[n:] if one.use.at < first.use.at + length]
        return
    found: dict[tuple[int, int], list[Spent]] = {}
    for one in uses:
        start, end = window(limit, one.use.at, now, zone_key)
        if start <= one.use.at < end:
            found.setdefault((start, end), []).append(one)
    yield from found.values()


def judge_uses(booking: Booking, uses: tuple[LimitUse, ...], catalog: Catalog) -> Iterator[Finding]:
    """Yield what a booking does not count in, or counts in for others: by its offering's quotas.

    Who has a place has used the quotas of its offering, if there were any: that is known of a
    center whose file has never changed. Whether it was made at the last moment, and so for free,
    is not kept; and what is void may have given back what it used.
    """
    counted = {use.key for use in uses}
    for use in uses:
        offering, _, rest = use.key.partition("/")
        _, _, organizer = rest.partition("/")
        own = (offering, organizer) == (booking.offering, booking.organizer)
        if not own and _is_of_quota(use.key, catalog):
            yield Finding(code=Damage.LIMIT_USE_KEY, table="booking", id=booking.id)
    known = catalog.offerings.get(booking.offering)
    has_place = booking.chosen and booking.state not in (State.VOID, State.WAITING)
    if known is None or not has_place or catalog.revision != FIRST_REVISION:
        return
    always = [quota for quota in known.quotas if not quota.free_within]
    wanted = {f"{booking.offering}/{_said(one)}/{booking.organizer}": one for one in always}
    for key, quota in wanted.items():
        if key not in counted:
            facts: dict[str, int | str] = {"most": quota.amount}
            code = Damage.LIMIT_USE_MISSING
            yield Finding(code=code, table="booking", id=booking.id, facts=facts)


def _is_of_quota(key: str, catalog: Catalog) -> bool:
    """Whether a use is of the core's own making: room types have limits of their own keys."""
    offering, _, rest = key.partition("/")
    counted, _, _ = rest.partition("/")
    known = catalog.offerings.get(offering)
    return known is not None and any(_said(quota) == counted for quota in known.quotas)
