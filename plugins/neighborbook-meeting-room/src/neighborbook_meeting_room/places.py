"""What a meeting takes: a place in a layout, and equipment."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

import neighborbook as nb
from neighborbook_meeting_room.details import details_of
from neighborbook_meeting_room.settings import settings_of

MOST_OPTIONS = 64
"""A leg has at most so many."""


def layout_of(ask: nb.Ask) -> str | None:
    """Return the layout asked for, or ``None`` for any that holds those who come."""
    return details_of(ask.request.details).layout or None


def place_options(ask: nb.Ask) -> tuple[nb.Option, ...]:
    """Return the places that will do, the smallest first.

    Who asks for no layout gets the one with the fewest seats that holds the headcount; another one
    if a neighbor leaves no time for moving the furniture.
    """
    places = nb.suitable_places(ask, layout_of(ask))
    if not places:
        return ()
    each = max(1, MOST_OPTIONS // len(places))
    return tuple(
        place_in(ask, place, layout) for place in places for layout in _layouts(ask, place)[:each]
    )[:MOST_OPTIONS]


def place_in(ask: nb.Ask, place: nb.Place, layout: str | None) -> nb.Option:
    """Return a place in a layout, with the setup and teardown that this layout needs."""
    settings, policy = settings_of(ask.offering), ask.offering.policy
    if settings.setup or settings.teardown:
        policy = attrs.evolve(
            policy,
            before=dict(settings.setup).get(layout or "", policy.before),
            after=dict(settings.teardown).get(layout or "", policy.after),
        )
    return nb.place_option(place, ask.catalog, policy, layout)


def layouts_holding(place: nb.Place, headcount: int) -> tuple[str, ...]:
    """Return the layouts in which a place holds so many, the tightest first."""
    holding = [(most, name) for name, most in place.layouts if most >= headcount]
    return tuple(name for _, name in sorted(holding))


def equipment_legs(ask: nb.Ask) -> Iterator[nb.Leg]:
    """Yield a leg for each pool asked for; equipment is not needed while chairs are moved."""
    for pool, number in sorted(details_of(ask.request.details).equipment.items()):
        if pool in ask.offering.equipment:
            take = nb.Take(leaf=pool, amount=number)
            yield nb.Leg(role=pool, options=(nb.Option(resource=pool, takes=(take,)),))


def unknown_equipment(ask: nb.Ask) -> Iterator[nb.Refusal]:
    """Equipment that does not belong to the offering cannot be asked for along with it."""
    for pool in sorted(details_of(ask.request.details).equipment):
        if pool not in ask.offering.equipment:
            yield nb.Refusal(
                code=nb.Code.FEATURE_MISSING,
                rule="equipment",
                severity=nb.Severity.HARD,
                subject=pool,
                allowed=ask.offering.equipment,
            )


def _layouts(ask: nb.Ask, place: nb.Place) -> tuple[str | None, ...]:
    asked = layout_of(ask)
    if asked is not None or not place.layouts:
        return (asked,)
    return layouts_holding(place, ask.request.headcount)
