"""What of a booking and of its history a reader may see: everything that leaves the desk."""

from __future__ import annotations

import attrs

from neighborbook.desk.details import hydrated
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.on_call import asks_for_help, is_on_call
from neighborbook.domain.booking import Booking
from neighborbook.domain.change import Act, Change
from neighborbook.domain.closure import Closure
from neighborbook.domain.party import Actor, ActorKind, Facts, is_reserved
from neighborbook.redaction import is_shown, privacy_of, redact
from neighborbook.rights import Right, Standing, audience, may, standings
from neighborbook.room_type import Audience, Privacy

_WITH_OVERRIDE = frozenset({Act.BOOK, Act.HOLD})
"""Acts whose reason is that of an override, which only who may override reads."""


def standing_to(actor: Actor, facts: Facts, booking: Booking) -> frozenset[Standing]:
    """Return how somebody stands to a booking."""
    return standings(
        actor,
        facts,
        organizer=booking.organizer,
        attendees=booking.attendees,
        author=booking.actor,
        room_type=booking.room_type,
        resources={booking.resource, *(choice.option.resource for choice in booking.chosen)},
    )


def standing_as_reader(
    loaded: Loaded, actor: Actor, facts: Facts, booking: Booking
) -> frozenset[Standing]:
    """Return how somebody stands to a booking that is read.

    Who is on call reads what asks for help as who serves it does, and nothing else; to do anything
    to it takes the standing itself.
    """
    found = standing_to(actor, facts, booking)
    if Standing.CARER not in found and is_on_call(loaded, actor, facts):
        return found | {Standing.CARER} if asks_for_help(loaded, booking) else found
    return found


def shown(loaded: Loaded, actor: Actor, facts: Facts, booking: Booking) -> Booking:
    """Return a booking as its reader may see it; the trusted program sees all."""
    if actor.kind is ActorKind.PROGRAM:
        return booking
    kind = loaded.room_types.get(booking.room_type)
    return redact(booking, _seen_as(loaded, actor, facts, booking), kind)


def may_know(loaded: Loaded, actor: Actor, facts: Facts, booking: Booking) -> bool:
    """Whether a reader may know that there is a booking at all."""
    if actor.kind is ActorKind.PROGRAM:
        return True
    seen_as = _seen_as(loaded, actor, facts, booking)
    return is_shown(booking, seen_as, loaded.room_types.get(booking.room_type))


def _seen_as(loaded: Loaded, actor: Actor, facts: Facts, booking: Booking) -> Audience:
    """Return as whom a reader looks at a booking.

    A proxy, who acts for a grown-up, learns nothing of what is sealed; so nothing can be done to it
    by a proxy either.
    """
    standing = standing_as_reader(loaded, actor, facts, booking)
    kind = loaded.room_types.get(booking.room_type)
    if kind is not None and privacy_of(booking, kind) is Privacy.SEALED:
        standing -= {Standing.PROXY}
    return audience(standing)


def may_read(loaded: Loaded, actor: Actor, facts: Facts, booking: Booking, right: Right) -> bool:
    """Whether a reader has a right to see something of a booking of which she may know at all.

    Args:
        booking: as it is stored, or with its details.
    """
    if not may(right, standing_as_reader(loaded, actor, facts, booking)):
        return False
    kind = loaded.room_types.get(booking.room_type)
    return may_know(loaded, actor, facts, hydrated(kind, booking))


def change_shown(
    loaded: Loaded, actor: Actor, facts: Facts, booking: Booking, change: Change
) -> Change:
    """Return a change of a booking as its reader may see it.

    Who did it stands there for whom the booking's own ``actor`` does, why for whom its
    ``organizer`` does. What is one's own doing is no secret. Its position counts what others did,
    so it stands there for nobody.
    """
    if actor.kind is ActorKind.PROGRAM:
        return change
    known = shown(loaded, actor, facts, booking)
    tells_who = known.actor or is_reserved(change.actor) or change.actor == actor.party
    tells_why = known.organizer and (
        change.act not in _WITH_OVERRIDE or may(Right.OVERRIDE, standing_to(actor, facts, booking))
    )
    return attrs.evolve(
        change,
        actor=change.actor if tells_who else "",
        reason=change.reason if tells_why else "",
        position=None,
    )


def closure_shown(
    loaded: Loaded, actor: Actor, facts: Facts, closure: Closure, *, reasons: bool
) -> Closure | None:
    """Return a closure with its inner reason for those alone who may read it.

    One of something that the actor may not know of is not there; one that shuts that and something
    else tells of the other.
    """
    told, known = closure, loaded.known_to(actor, facts).catalog
    if known is not loaded.catalog:
        takes = tuple(take for take in closure.takes if take.leaf in known.resources)
        named = closure.subject in {known.center.id, *known.resources, *known.offerings}
        if not (named or takes):
            return None
        subject = closure.subject if named else takes[0].leaf
        told = attrs.evolve(closure, subject=subject, takes=takes)
    return told if reasons else attrs.evolve(told, reason="", actor="")
