"""What can be read: bookings, their history, closures, usage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from neighborbook.desk.asking import When
from neighborbook.desk.details import hydrated
from neighborbook.desk.displacing import present
from neighborbook.desk.faults import Faults, known, party, plain
from neighborbook.desk.house import House
from neighborbook.desk.listing import PAGE
from neighborbook.desk.loaded import Loaded, refused
from neighborbook.desk.moving import booking_now, seen_booking
from neighborbook.desk.naming import known_now
from neighborbook.desk.showing import (
    change_shown,
    closure_shown,
    shown,
    standing_as_reader,
    standing_to,
)
from neighborbook.domain.booking import Booking, State
from neighborbook.domain.change import Change
from neighborbook.domain.closure import Closure, ClosureKind
from neighborbook.domain.limit import Limit
from neighborbook.domain.offering import Offering, Quota, Unit
from neighborbook.domain.party import Actor, Facts
from neighborbook.domain.resource import Resource
from neighborbook.domain.slot import Request
from neighborbook.domain.times import format_length
from neighborbook.engine.limits import quota_limit, resets_at, used, window
from neighborbook.rights import Right, may, refusal_for, standings
from neighborbook.room_type import RoomType
from neighborbook.storage.abc import BookingFilter, Wanted


def offerings(house: House, actor: Actor) -> tuple[Offering, ...]:
    """Return what can be asked for, as far as the actor may know of it."""
    found = known_now(house, actor).catalog.offerings.values()
    return tuple(each for each in found if not each.retired)


def resources(house: House, actor: Actor) -> tuple[Resource, ...]:
    """Return what there is, as far as the actor may know of it."""
    found = known_now(house, actor).catalog.resources.values()
    return tuple(each for each in found if not each.retired)


def room_types(house: House, actor: Actor) -> Mapping[str, RoomType]:
    """Return how offerings behave, as far as the actor may know of them."""
    return known_now(house, actor).named_types


def booking(house: House, actor: Actor, id: str) -> Booking:
    """Return one booking as the actor may see it.

    Raises:
        NotFound: there is none, as far as the actor may see.
    """
    return booking_now(house, actor, id)


@attrs.frozen(kw_only=True)
class Looking:
    """The words of one call of ``bookings``."""

    start: When | None = None
    end: When | None = None
    resource: str | None = attrs.field(default=None, converter=plain)
    offering: str | None = attrs.field(default=None, converter=plain)
    organizer: str | None = attrs.field(default=None, converter=plain)
    party: str | None = attrs.field(default=None, converter=plain)
    state: State | str | None = None


def bookings(house: House, actor: Actor, looking: Looking) -> Iterator[Booking]:
    """Yield the bookings that the actor may know of, by start; each page is one consistent read.

    Raises:
        InvalidRequest: with every fault.
    """
    loaded = house.current()
    facts = house.actor_facts(actor)
    wanted, state = _filter(looking, loaded.known_to(actor, facts))
    found = _pages(house, actor, facts, wanted)
    return (each for each in found if state in (None, each.state) and _tells(each, looking, actor))


def _tells(booking: Booking, looking: Looking, actor: Actor) -> bool:
    """Whether a reader sees in a booking why it was found: else the question would be answered.

    Of oneself nothing is given away by it.
    """
    return bool(booking.id) and (
        looking.organizer in (None, booking.organizer, actor.party)
        and looking.offering in (None, booking.offering)
        and looking.party in (None, booking.actor, *booking.parties, actor.party)
    )


def _pages(house: House, actor: Actor, facts: Facts, wanted: BookingFilter) -> Iterator[Booking]:
    after = None
    while True:
        loaded = house.loaded()
        with house.store.snapshot(house.center) as reader:
            page = reader.bookings(wanted, after=after, limit=PAGE)
            current = present(reader, loaded, page, house.clock.now())
        for each in current:
            if may(Right.SEE_BOOKING, standing_as_reader(loaded, actor, facts, each)):
                yield shown(loaded, actor, facts, each)
        if len(page) < PAGE:
            return
        after = (page[-1].start_at, page[-1].id)


def _filter(looking: Looking, loaded: Loaded) -> tuple[BookingFilter, State | None]:
    faults, catalog = Faults(), loaded.catalog
    start = None if looking.start is None else faults.time("start", looking.start, catalog)
    end = None if looking.end is None else faults.time("end", looking.end, catalog)
    faults.period(start, end, looking.end)
    touching: tuple[str, ...] = ()
    place = looking.resource
    if place is not None and known(
        place, catalog.resources, "resource", "UNKNOWN_RESOURCE", faults
    ):
        touching = catalog.touching(catalog.leaves(place))
    if looking.offering is not None:
        known(looking.offering, catalog.offerings, "offering", "UNKNOWN_OFFERING", faults)
    for path in ("organizer", "party"):
        if getattr(looking, path) is not None:
            party(path, getattr(looking, path), faults)
    state = None
    if looking.state is not None:
        named = known(looking.state, State.__members__.values(), "state", "INPUT_INVALID", faults)
        state = State(named) if named else None
    faults.stop()
    return (
        BookingFilter(
            start=start,
            end=end,
            resources=touching,
            offerings=() if looking.offering is None else (looking.offering,),
            organizers=() if looking.organizer is None else (looking.organizer,),
            party=looking.party,
        ),
        state,
    )


def history(house: House, actor: Actor, id: str) -> tuple[Change, ...]:
    """Return what was done to a booking, oldest first.

    Raises:
        NotFound: there is none, as far as the actor may see.
        Refused: it may be seen, but not its history.
    """
    found, caller = seen_booking(house, actor, id)
    facts = caller.facts
    standing = standing_to(actor, facts, found)
    if not may(Right.SEE_HISTORY, standing):
        zone_key = house.loaded().catalog.center.zone
        raise refused(refusal_for(Right.SEE_HISTORY, standing, found.organizer), zone_key)
    loaded = house.current()
    with house.store.snapshot(house.center) as reader:
        rows = reader.history(id)
    about = hydrated(loaded.room_types.get(found.room_type), found)
    return tuple(change_shown(loaded, actor, facts, about, row) for row in rows)


def closures(
    house: House, actor: Actor, start: When | None, end: When | None
) -> tuple[Closure, ...]:
    """Return the closures that overlap a window, as far as the actor may see."""
    faults, loaded = Faults(), house.current()
    low = None if start is None else faults.time("start", start, loaded.catalog)
    high = None if end is None else faults.time("end", end, loaded.catalog)
    faults.period(low, high, end)
    faults.stop()
    facts = house.actor_facts(actor)
    reasons = may(Right.SEE_CLOSURE_REASON, standings(actor, facts))
    with house.store.snapshot(house.center) as reader:
        found = reader.closures(low, high)
    standing = (
        closure_shown(loaded, actor, facts, c, reasons=reasons)
        for c in found
        if c.reopened_at is None and (reasons or c.kind is not ClosureKind.OUTAGE)
    )
    return tuple(each for each in standing if each is not None)


@attrs.frozen(kw_only=True)
class Usage:
    """How much of one quota an organizer has used, and what is left.

    Attributes:
        amount, used, left: seconds if ``unit`` is hours, else a number.
        resets_at: UTC seconds, or ``None`` for windows that do not end by the calendar.
    """

    offering: str
    unit: Unit
    amount: int
    used: int
    left: int
    resets_at: int | None

    def __str__(self) -> str:
        """Of what how much is used and left, in one line.

        >>> str(Usage(offering="hall", unit=Unit.BOOKINGS, amount=3, used=1, left=2,
        ...     resets_at=None))
        'hall: 1 of 3 bookings used, 2 left'
        """
        if self.unit is Unit.HOURS:
            used, amount, left = map(format_length, (self.used, self.amount, self.left))
            return f"{self.offering}: {used} of {amount} used, {left} left"
        return f"{self.offering}: {self.used} of {self.amount} bookings used, {self.left} left"


def usage(house: House, actor: Actor, organizer: str, at: When | None) -> tuple[Usage, ...]:
    """Return an organizer's quotas in the window that holds an instant (now, if not given).

    Raises:
        Refused: the actor may not see it.
    """
    loaded = house.current()
    faults, now = Faults(), house.clock.now()
    party("organizer", organizer, faults)
    when = now if at is None else faults.time("at", at, loaded.catalog)
    faults.stop()
    told = house.facts(actor, (organizer,))
    facts = told.facts.get(actor.party) or Facts(party=actor.party)
    standing = standings(actor, facts, organizer=organizer)
    if not may(Right.SEE_USAGE, standing):
        known = told.facts.get(organizer)
        is_person = told.keeps_people and not (known and known.organization_kind)
        no = refusal_for(Right.SEE_USAGE, standing, organizer, is_person=is_person)
        raise refused(no, loaded.catalog.center.zone)
    key = loaded.catalog.center.zone
    limits = tuple(_limits(loaded, organizer, when))
    windows = [(limit.key, *window(limit, when, now, key)) for _, _, limit in limits]
    low = min((start for _, start, _ in windows), default=0)
    high = max((end for _, _, end in windows), default=1)
    with house.store.snapshot(house.center) as reader:
        uses = reader.read(Wanted(start=low, end=high, limits=tuple(windows))).limit_uses
    found = []
    for offering, quota, limit in limits:
        live = [use for use in uses[limit.key] if use.live(now)]
        spent = used(limit, live, when, now, key)
        found.append(
            Usage(
                offering=offering,
                unit=quota.unit,
                amount=quota.amount,
                used=spent,
                left=max(0, quota.amount - spent),
                resets_at=resets_at(limit, when, now, key),
            )
        )
    return tuple(found)


def _limits(loaded: Loaded, organizer: str, when: int) -> Iterator[tuple[str, Quota, Limit]]:
    """Yield every quota of every offering as a limit of this organizer."""
    for offering in loaded.catalog.offerings.values():
        request = Request(offering=offering.id, start=when, end=when + 1, organizer=organizer)
        for quota in offering.quotas:
            yield offering.id, quota, quota_limit(quota, request)
