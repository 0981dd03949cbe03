"""When somebody leaves an organization: what he wrote for it goes on under a colleague's name."""

from __future__ import annotations

import attrs

from neighborbook.desk.faults import MOST_REASON, Faults, party
from neighborbook.desk.house import House
from neighborbook.desk.listing import every_booking
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.moving import After, Before, Verb, act_on
from neighborbook.desk.people.keeping import facts_for, permitted
from neighborbook.domain.booking import LIVE, Booking
from neighborbook.domain.change import Act
from neighborbook.domain.party import Actor, Facts
from neighborbook.rights import Right
from neighborbook.storage.abc import BookingFilter, Transaction


def hand_over(
    house: House, actor: Actor, leaver: str, to: str, *, organization: str, reason: str
) -> tuple[Booking, ...]:
    """Make a colleague the author of what somebody wrote for an organization and is to come.

    Raises:
        InvalidRequest: with every fault; also if the colleague may not book for the organization.
        Refused: NOT_ALLOWED.
    """
    faults = Faults()
    left, heir = party("leaver", leaver, faults), party("to", to, faults)
    firm = party("organization", organization, faults)
    why = faults.text("reason", reason, MOST_REASON)
    faults.stop()
    permitted(house, actor, facts_for(house, actor), Right.HAND_OVER, firm)
    told = house.facts(actor, (heir,)).facts.get(heir) or Facts(party=heir)
    if firm not in told.organizations or told.disabled:
        faults.add("to", "INPUT_INVALID", heir, "one who may book for the organization")
        faults.stop()
    return tuple(_given(house, actor, id, heir, why) for id in _coming(house, left, firm))


def _coming(house: House, leaver: str, organization: str) -> tuple[str, ...]:
    now = house.clock.now()
    wanted = BookingFilter(organizers=(organization,), start=now, states=tuple(sorted(LIVE)))
    with house.store.snapshot(house.center) as reader:
        found = every_booking(reader, wanted)
    loaded = house.loaded()
    return tuple(
        each.id
        for each in found
        if each.actor == leaver and loaded.as_of(each, now).state in LIVE and each.end_at > now
    )


def _given(house: House, actor: Actor, id: str, to: str, reason: str) -> Booking:
    def step(_tx: Transaction, _now: int, _loaded: Loaded, before: Before) -> After:
        return After(booking=attrs.evolve(before.booking, actor=to), fields=("actor",))

    verb = Verb(act=Act.CHANGE, right=Right.HAND_OVER, id=id, actor=actor, reason=reason)
    return act_on(house, verb, step)
