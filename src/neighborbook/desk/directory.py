"""The core's directory as one more provider of facts, joined with what the plugins say."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from zoneinfo import ZoneInfo

from neighborbook.domain.party import Facts
from neighborbook.domain.person import Known, facts_of
from neighborbook.domain.times import day_start
from neighborbook.plugins import Provided, joined


def with_directory(told: Provided, known: Known, now: int, where: ZoneInfo) -> Provided:
    """Return what plugins and directory know; where they differ, the directory is believed."""
    begins = partial(day_start, zone=where)
    facts = dict(told.facts)
    for id, party in known.parties.items():
        own = facts_of(party, known, now, begins)
        facts[id] = joined(own, told.facts[id]) if id in told.facts else own
    return Provided(facts=MappingProxyType(facts), failed=told.failed, keeps_people=True)


def as_of(facts: Mapping[str, Facts], now: int) -> Mapping[str, Facts]:
    """Return what holds of each party at an instant."""
    return {party: known.as_of(now) for party, known in facts.items()}
