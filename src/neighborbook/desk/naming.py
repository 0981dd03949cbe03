"""What a call names, found as who calls may know of it."""

from __future__ import annotations

from collections.abc import Iterable

from neighborbook.desk.asking import Asked, request_of
from neighborbook.desk.faults import Faults
from neighborbook.desk.house import House
from neighborbook.desk.loaded import Loaded
from neighborbook.domain.party import Actor, ActorKind, Facts
from neighborbook.domain.slot import Request
from neighborbook.errors import Fault, InvalidRequest


def known_now(house: House, actor: Actor) -> Loaded:
    """Return what there is now, as far as somebody may know of it."""
    return house.current().known_to(actor, house.actor_facts(actor))


def request_for(
    house: House, asked: Asked, loaded: Loaded, actor: Actor, faults: Iterable[Fault] = ()
) -> Request:
    """Read one call into a Request; to who is locked out what is sealed is not there.

    Who calls is looked up where that matters alone: a word names nothing, and is answered with what
    there is; or it names what is sealed.

    Args:
        faults: what was found wrong with the call already.

    Raises:
        InvalidRequest: with every fault of the call.
    """

    def read(facts: Facts | None) -> Request:
        return request_of(asked, loaded, actor, Faults(found=list(faults)), facts=facts)

    try:
        found = read(None)
        if actor.kind is not ActorKind.PERSON or not loaded.is_sealed(found.offering):
            return found
    except InvalidRequest:
        if actor.kind is not ActorKind.PERSON:
            raise
    return read(house.actor_facts(actor))
