"""When somebody leaves an organization: what he wrote for it goes on under a colleague's name."""

from __future__ import annotations

import attrs

from neighborbook.desk.caller import Caller
from neighborbook.desk.faults import MOST_REASON, Faults, party
from neighborbook.desk.house import House
from neighborbook.desk.listing import every_booking
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.moving import After, Before, Verb, act_on
from neighborbook.desk.people.keeping import admitted
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
    admitted(house, actor, Right.HAND_OVER, firm)
    about = house.asking(actor, (heir,))
    _books_for(about, heir, firm)
    given = _Given(house=house, about=about, leaver=left, to=heir, organization=firm, reason=why)
    handed = (given.one(id) for id in _coming(house, left, firm))
    return tuple(booking for booking in handed if booking is not None)


def _books_for(about: Caller, heir: str, organization: str) -> None:
    """Refuse to hand over to somebody who may not book for the organization."""
    told = about.provided.facts.get(heir) or Facts(party=heir)
    if organization not in told.organizations or told.disabled:
        faults = Faults()
        faults.add("to", "INPUT_INVALID", heir, "one who may book for the organization")
        faults.stop()


def _coming(house: House, leaver: str, organization: str) -> tuple[str, ...]:
    now = house.clock.now()
    wanted = BookingFilter(organizers=(organization,), start=now, states=tuple(sorted(LIVE)))
    with house.store.snapshot(house.center) as reader:
        found = every_booking(reader, wanted)
    loaded = house.loaded()
    return tuple(
        each.id for each in found if _is_left(loaded.as_of(each, now), leaver, organization, now)
    )


def _is_left(booking: Booking, leaver: str, organization: str, now: int) -> bool:
    """Whether somebody has left a booking that is to come, or going on, as its author."""
    is_his = (booking.actor, booking.organizer) == (leaver, organization)
    return is_his and booking.state in LIVE and booking.end_at > now


@attrs.frozen(kw_only=True)
class _Given:
    """From whom, to whom, of which organization; ``about``: what is known of who hands over."""

    house: House
    about: Caller
    leaver: str
    to: str
    organization: str
    reason: str

    def one(self, id: str) -> Booking | None:
        """Hand over one booking to who may still have it; ``None`` if it is not left any more."""
        verb = Verb(
            act=Act.CHANGE,
            right=Right.HAND_OVER,
            id=id,
            actor=self.about.actor,
            reason=self.reason,
        )
        is_left = False

        def step(tx: Transaction, now: int, loaded: Loaded, before: Before) -> After | None:
            nonlocal is_left
            _books_for(self.about.under_lock(tx, now, loaded), self.to, self.organization)
            is_left = _is_left(before.booking, self.leaver, self.organization, now)
            after = attrs.evolve(before.booking, actor=self.to)
            return After(booking=after, fields=("actor",)) if is_left else None

        handed = act_on(self.house, verb, step)
        return handed if is_left else None
