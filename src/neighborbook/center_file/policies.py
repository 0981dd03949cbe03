"""The numbers of an offering: policy and quotas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs

from neighborbook.center_file.findings import joined
from neighborbook.center_file.table import Table
from neighborbook.domain.offering import DAY, MINUTE, Over, Per, Policy, Quota, Unit

MOST_QUOTAS = 16
NO_BOUND = "none"
"""The word for an optional number of the policy that does not bind: ``horizon = "none"``."""

_LENGTHS: Final[Mapping[str, tuple[int, int]]] = {
    "notice": (0, 366 * DAY),
    "shortest": (MINUTE, 31 * DAY),
    "longest": (MINUTE, 31 * DAY),
    "before": (0, DAY),
    "after": (0, DAY),
    "cancel_notice": (0, 366 * DAY),
    "hold_ttl": (MINUTE, 7 * DAY),
    "hold_most": (MINUTE, 31 * DAY),
    "pending_before": (0, 366 * DAY),
}
_COUNTS: Final[Mapping[str, tuple[int, int]]] = {
    "horizon": (0, 3650),
    "open_holds": (0, 100),
    "pending_days": (0, 366),
}
_FLAGS: Final = ("over_breaks", "approval")
_MAY_BE_NONE: Final = frozenset({"horizon", "opens_at", "longest"})


def read_policy(table: Table, default: Policy) -> Policy:
    """Return the numbers that a table gives, over those of its room type."""
    found: dict[str, object] = {}
    for key in _MAY_BE_NONE:
        if table.entries.get(key) == NO_BOUND:
            table.has(key)
            found[key] = None
    for key, (least, most) in _LENGTHS.items():
        _keep(found, key, None if key in found else table.length(key, least, most))
    for key, (least, most) in _COUNTS.items():
        _keep(found, key, None if key in found else table.whole(key, least, most))
    for key in _FLAGS:
        _keep(found, key, table.flag(key))
    _keep(found, "opens_at", None if "opens_at" in found else table.minute_of_day("opens_at"))
    _keep(found, "granularity", _granularity(table))
    values = {**attrs.asdict(default, recurse=False), **found}
    policy = Policy(**values)
    _check(table, policy)
    return policy


def _keep(found: dict[str, object], key: str, value: object) -> None:
    if value is not None:
        found[key] = value


def _granularity(table: Table) -> int | None:
    """Read the grid, in minutes: it must fall on midnight of every day."""
    seconds = table.length("granularity", MINUTE, DAY)
    if seconds is None:
        return None
    if seconds % MINUTE or DAY % seconds:
        table.wrong("granularity", "whole minutes that divide a day, such as '15m' or '30m'")
        return None
    return seconds // MINUTE


def _check(table: Table, policy: Policy) -> None:
    """Note numbers that contradict each other, where the file gave one of them."""
    if policy.longest is not None and policy.longest < policy.shortest:
        key = "longest" if table.has("longest") else "shortest"
        table.wrong(key, "a shortest length that is not over the longest")
    if policy.hold_most < policy.hold_ttl:
        key = "hold_most" if table.has("hold_most") else "hold_ttl"
        table.wrong(key, "a hold_ttl that is not over hold_most")


def read_quotas(table: Table, default: tuple[Quota, ...]) -> tuple[Quota, ...]:
    """Return the quotas of an offering: one table, or a list of them; ``[]`` is for none.

    What is given replaces all those of the room type; what ``over`` does is the type's to say where
    the file does not.
    """
    over = default[0].over if default else Over.REFUSE
    if not table.has("quota"):
        return default
    given = table.entries["quota"]
    if isinstance(given, Mapping):
        return _distinct([Table(table.at("quota"), given, table.findings)], over)
    if not isinstance(given, list) or len(given) > MOST_QUOTAS:
        table.wrong("quota", f"a table such as {{ amount = '8h' }}, or up to {MOST_QUOTAS} of them")
        return ()
    inner = []
    for number, entry in enumerate(given):
        path = joined(table.at("quota"), number)
        if isinstance(entry, Mapping):
            inner.append(Table(path, entry, table.findings))
        else:
            table.findings.add(path, "INPUT_INVALID", expected="a table such as { amount = '8h' }")
    return _distinct(inner, over)


def _distinct(tables: list[Table], over: Over) -> tuple[Quota, ...]:
    """Read each; two that count the same in the same window would be one limit with two sizes."""
    quotas: dict[tuple[Unit, Per, int], Quota] = {}
    for table in tables:
        quota = _quota(table, over)
        window = (quota.unit, quota.per, quota.days)
        if window in quotas:
            table.findings.add(table.path, "INPUT_INVALID", expected="one quota for each window")
        quotas.setdefault(window, quota)
    return tuple(quotas.values())


def _quota(table: Table, over: Over) -> Quota:
    unit, amount = _amount(table)
    per = Per(table.choice("per", tuple(Per)) or Per.MONTH)
    days = table.whole("days", 1, 3650) or 0
    if per is Per.ROLLING and not table.has("days"):
        table.missing("days", "how many days a rolling quota looks back")
    if per is not Per.ROLLING and table.has("days"):
        table.wrong("days", "no days, or per = 'rolling'")
    quota = Quota(
        amount=amount,
        unit=unit,
        per=per,
        days=days,
        over=Over(table.choice("over", tuple(Over)) or over),
        free_within=table.length("free_within", 0, 366 * DAY) or 0,
    )
    table.finish()
    return quota


def _amount(table: Table) -> tuple[Unit, int]:
    """Read how much: a length counts hours, a number counts bookings."""
    if not table.has("amount"):
        table.missing("amount", "hours such as '8h', or a number of bookings")
        return Unit.HOURS, 0
    if isinstance(table.entries["amount"], str):
        seconds = table.length("amount", MINUTE, 3650 * DAY)
        return Unit.HOURS, seconds or 0
    return Unit.BOOKINGS, table.whole("amount", 1, 1_000_000) or 0
