"""What was chosen and what it takes, as JSON in a row holds it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from neighborbook.domain.claim import Chosen, Option, Take

MOST_CHOICES = 4096
"""How many different choices of places are kept: bookings of one place say the same."""


def from_take(take: Take) -> dict[str, object]:
    """Return a take as JSON holds it."""
    return {
        "leaf": take.leaf,
        "amount": take.amount,
        "before": take.before,
        "after": take.after,
        "layout": take.layout,
    }


def to_take(stored: Mapping[str, Any]) -> Take:
    """Make a take of what JSON held."""
    return Take(
        leaf=stored["leaf"],
        amount=stored["amount"],
        before=stored["before"],
        after=stored["after"],
        layout=stored["layout"],
    )


def from_chosen(chosen: Chosen) -> dict[str, object]:
    """Return what was chosen for one leg as JSON holds it."""
    option = chosen.option
    return {
        "role": chosen.role,
        "resource": option.resource,
        "takes": [from_take(take) for take in option.takes],
        "layout": option.layout,
        "holds": option.holds,
    }


@lru_cache(maxsize=MOST_CHOICES)
def choices_of(text: str) -> tuple[Chosen, ...]:
    """Make what was chosen of its text; it is all of tuples, so that bookings can share it."""
    return tuple([_to_chosen(c) for c in json.loads(text)])


def _to_chosen(stored: Mapping[str, Any]) -> Chosen:
    return Chosen(
        role=stored["role"],
        option=Option(
            resource=stored["resource"],
            takes=tuple([to_take(take) for take in stored["takes"]]),
            layout=stored["layout"],
            holds=stored["holds"],
        ),
    )
