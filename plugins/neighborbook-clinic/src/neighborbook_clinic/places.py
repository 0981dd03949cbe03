"""What an appointment takes: practitioners with their rooms, devices, and a cell of a session."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import attrs

import neighborbook as nb
from neighborbook_clinic.details import Channel, ClinicDetails, Priority, details_of, patient_of
from neighborbook_clinic.settings import (
    MINUTE,
    AgeBasis,
    Practitioner,
    Service,
    Settings,
    settings_of,
)

ANY = "practitioner"
"""The role of whoever gives a service that names no roles."""

MOST_OPTIONS = 64
"""A leg has at most so many."""


def is_staff(ask: nb.Ask) -> bool:
    """Whether the front desk asks, or somebody who works here."""
    return ask.acts_as("staff") or ask.acts_as("carer")


def age_of(ask: nb.Ask, patient: str) -> int | None:
    """Return the patient's age on the day of the appointment, by the basis of the center file."""
    known, day = ask.facts_of(patient), ask.local(ask.request.start).date()
    if settings_of(ask.offering).age_basis is AgeBasis.BIRTH_YEAR:
        return None if known.born_on is None else day.year - known.born_on.year
    return known.age_on(day)


def may_use_reserve(ask: nb.Ask) -> bool:
    """Who walks in, what is urgent, and elders draw from what each session keeps for them."""
    asked, patient = details_of(ask.request.details), patient_of(ask.request)
    if is_staff(ask) and (asked.channel is Channel.WALK_IN or asked.priority is Priority.URGENT):
        return True
    age = None if patient is None else age_of(ask, patient)
    return age is not None and age >= settings_of(ask.offering).elder_age


def legs_of(ask: nb.Ask) -> tuple[nb.Leg, ...]:
    """Return a leg for each practitioner that it takes, with a room, and one for each device.

    One of them without options: nobody gives it, or not the one who is asked for.
    """
    asked = details_of(ask.request.details)
    return _legs(
        ask.catalog, ask.offering.id, asked.service, ask.request.resource, overbook=asked.overbook
    )


@lru_cache(maxsize=2048)
def _legs(
    catalog: nb.Catalog, offering: str, service: str, resource: str | None, *, overbook: bool
) -> tuple[nb.Leg, ...]:
    """The same at any time: a search asks for it once for each service and practitioner."""
    settings = settings_of(catalog.offerings[offering])
    wanted = settings.service(service) or Service()
    legs = []
    for number, role in enumerate(wanted.roles or (ANY,)):
        giving = [
            (id, one)
            for id, one in settings.practitioners
            if service in one.services
            and (not wanted.roles or one.role == role)
            and (number > 0 or resource in (None, id))
            and not catalog.resources[id].retired
        ]
        options = [
            option
            for id, one in giving
            for option in _options(catalog, id, _others_rooms_last(id, one, settings), overbook)
        ]
        parts = {leaf: role for id, _ in giving for leaf in catalog.leaves(id)}
        parts |= {
            leaf: "room" for _, one in giving for r in one.rooms for leaf in catalog.leaves(r)
        }
        legs.append(
            nb.Leg(role=role, options=tuple(options[:MOST_OPTIONS]), parts=tuple(parts.items()))
        )
    if not overbook:
        legs += [_device(catalog, device) for device in wanted.devices]
    return tuple(legs)


def _others_rooms_last(id: str, one: Practitioner, settings: Settings) -> Practitioner:
    """A room that is the only one of somebody else is taken only if there is no other."""
    needed = {other.rooms for name, other in settings.practitioners if name != id}
    return attrs.evolve(one, rooms=tuple(sorted(one.rooms, key=lambda room: (room,) in needed)))


def _options(
    catalog: nb.Catalog,
    id: str,
    one: Practitioner,
    overbook: bool,  # noqa: FBT001 - as asked
) -> Iterator[nb.Option]:
    """Yield a practitioner with each room; squeezed in, a place of its own and no room."""
    if overbook:
        if one.overbook:
            yield nb.Option(resource=id, takes=(nb.Take(leaf=one.overbook),))
        return
    own = tuple(nb.Take(leaf=leaf) for leaf in working_leaves(catalog, id, one))
    if not one.rooms:
        yield nb.Option(resource=id, takes=own)
    for room in one.rooms:
        if not catalog.resources[room].retired:
            takes = (nb.Take(leaf=leaf) for leaf in catalog.leaves(room))
            yield nb.Option(resource=id, takes=(*own, *takes))


def working_leaves(catalog: nb.Catalog, id: str, one: Practitioner) -> tuple[str, ...]:
    """Return the leaves of a practitioner's time, without the place for who is squeezed in."""
    return tuple(leaf for leaf in catalog.leaves(id) if leaf != one.overbook)


def _device(catalog: nb.Catalog, device: str) -> nb.Leg:
    takes = tuple(nb.Take(leaf=leaf) for leaf in catalog.leaves(device))
    return nb.Leg(role=device, options=(nb.Option(resource=device, takes=takes),))


def limits_of(ask: nb.Ask, legs: tuple[nb.Leg, ...]) -> Iterator[nb.Limit]:
    """Yield how much of each practitioner's session can be had in advance, or squeezed in."""
    asked, settings = details_of(ask.request.details), settings_of(ask.offering)
    if not asked.overbook and may_use_reserve(ask):
        return
    chosen = {option.resource for leg in legs for option in leg.options}
    for id, one in settings.practitioners:
        session = nb.session(ask, id) if id in chosen else None
        if session is None:
            continue
        if asked.overbook:
            yield _squeezed_in(ask, id, one, session)
        else:
            yield _in_advance(ask, id, one, session, asked)


def _in_advance(
    ask: nb.Ask, id: str, one: Practitioner, session: tuple[int, int], asked: ClinicDetails
) -> nb.Limit:
    settings, step = settings_of(ask.offering), ask.offering.policy.granularity
    cells = (session[1] - session[0]) // (step * MINUTE)
    released = settings.reserve_released and ask.now >= session[0] - settings.reserve_released
    return nb.Limit(
        key=f"{ask.offering.id}/online/{id}",
        rule="online",
        amount=settings.cells(asked.service, step),
        capacity=cells if released else cells - reserved(cells, settings),
        code=nb.Code.FULL,
        within=session,
        leaf=working_leaves(ask.catalog, id, one)[0],
    )


def reserved(cells: int, settings: Settings) -> int:
    """Return how many cells of a session are kept; 30 % of 12 are 3.6, so 4.

    >>> reserved(12, Settings())
    4
    """
    return -(-cells * settings.reserve_percent // 100)


def _squeezed_in(ask: nb.Ask, id: str, one: Practitioner, session: tuple[int, int]) -> nb.Limit:
    return nb.Limit(
        key=f"{ask.offering.id}/overbooked/{id}",
        rule="overbooked",
        amount=1,
        capacity=settings_of(ask.offering).overbooked,
        code=nb.Code.FULL,
        within=session,
        leaf=one.overbook,
    )


def rooms_taken(booking: nb.Booking, offering: nb.Offering, catalog: nb.Catalog) -> tuple[str, ...]:
    """Return the rooms that an appointment takes, or else those of its practitioner."""
    practitioners = dict(settings_of(offering).practitioners)
    rooms = dict.fromkeys(room for one in practitioners.values() for room in one.rooms)
    leaves = {take.leaf for choice in booking.chosen for take in choice.option.takes}
    taken = tuple(
        room
        for room in rooms
        if room in catalog.resources and leaves.issuperset(catalog.leaves(room))
    )
    own = practitioners.get(booking.resource)
    return taken or (own.rooms if own is not None else ())
