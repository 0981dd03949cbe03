"""Who is on call, and for which bookings: those by which somebody asks for help at once."""

from __future__ import annotations

from neighborbook.desk.asking import request_again
from neighborbook.desk.details import hydrated
from neighborbook.desk.loaded import Loaded
from neighborbook.domain.booking import Booking
from neighborbook.domain.notice import Topic
from neighborbook.domain.party import Actor, ActorKind, Facts, Tie
from neighborbook.domain.seen import Ask
from neighborbook.plugins import note_raised


def is_on_call(loaded: Loaded, actor: Actor, facts: Facts) -> bool:
    """Whether somebody is named in the center file as who is told of a call for help.

    Of an organization it is whoever manages it, by the center file or by the directory.
    """
    table = loaded.catalog.notices
    named = set(table.on_call)
    if not named or actor.kind is not ActorKind.PERSON or facts.disabled:
        return False
    told = {each for id in named & table.addresses.keys() for each in table.addresses[id].managers}
    managed = {
        link.other for link in facts.links if link.tie is Tie.MANAGER_OF and link.is_everywhere
    }
    return actor.party in named | told or not named.isdisjoint(managed)


def asks_for_help(loaded: Loaded, booking: Booking) -> bool:
    """Whether who is on call is told of a booking: its room type says it, asked as it was then."""
    kind = loaded.room_types.get(booking.room_type)
    offering = loaded.catalog.offerings.get(booking.offering)
    if kind is None or offering is None:
        return False
    made = hydrated(kind, booking)
    ask = Ask(
        request=request_again(made),
        offering=offering,
        catalog=loaded.catalog,
        actor=Actor(kind=ActorKind.PERSON, party=made.organizer),
        now=made.created_at,
    )
    try:
        return Topic.DUTY_CONTACT in kind.demand(ask).effects
    except Exception as error:  # noqa: BLE001 - a foreign method may raise anything: nothing is shown
        note_raised(f"room type {kind.name}", error)
        return False
