"""The board of a day: what stands in each room, and when it cannot be had."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

import attrs

from neighborbook.desk.details import hydrated
from neighborbook.desk.displacing import with_moves
from neighborbook.desk.house import House
from neighborbook.desk.listing import every_booking
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.showing import closure_shown, may_know, shown
from neighborbook.desk.taken import Laid, cannot_be_had, in_a_pool, lying
from neighborbook.domain.booking import LIVE, Booking, State
from neighborbook.domain.claim import Claim, ClaimKind
from neighborbook.domain.closure import Closure
from neighborbook.domain.party import Actor, ActorKind, Facts
from neighborbook.domain.resource import Resource
from neighborbook.domain.spans import without
from neighborbook.domain.times import Span, TimeFault, day_span, parse_date, zone
from neighborbook.engine.availability import open_spans
from neighborbook.engine.grid import next_on_grid, previous_on_grid
from neighborbook.engine.occupancy import reach
from neighborbook.engine.opening import layers
from neighborbook.errors import InvalidRequest
from neighborbook.rights import Right, is_public, may, standings
from neighborbook.storage.abc import BookingFilter


@attrs.frozen(kw_only=True)
class PoolTime:
    """A time in which some of a pool cannot be had.

    Attributes:
        taken: how many are booked, or in setup or teardown.
        shut: how many are closed; what is booked all the same must move and counts in both.
    """

    span: Span
    taken: int = 0
    shut: int = 0


@attrs.frozen(kw_only=True)
class BoardRow:
    """One resource on the day board.

    Attributes:
        resource: a retired one stands there on days on which it still has bookings.
        opens: its opening hours of the day, UTC seconds.
        bookings: that lie on it, redacted for the reader, by start, with their booked times.
        closures: that lie on it, without their inner reason unless the reader may see it.
        occupied: when it cannot be had, UTC seconds: booked, in setup or teardown, or closed; a
            pool only when nothing of it is left.
        unnamed: the part of it that belongs to what the reader may not know of, on the grid on
            which ``slots`` tells her as much.
        pool: of a pool, when how many of it cannot be had, by time; else empty.
        is_whole: false where it stands there for the reader's own booking alone, and no search
            tells her when else it is taken: nothing is said of the rest of the day.
    """

    resource: Resource
    opens: tuple[Span, ...] = ()
    bookings: tuple[Booking, ...] = ()
    closures: tuple[Closure, ...] = ()
    occupied: tuple[Span, ...] = ()
    unnamed: tuple[Span, ...] = ()
    pool: tuple[PoolTime, ...] = ()
    is_whole: bool = True

    @property
    def capacity(self) -> int:
        """How many can be had at once when nothing is taken: more than one is a pool."""
        return self.resource.capacity or 1

    def shut_by(self, closure: Closure) -> int:
        """Return how many of it a closure takes, all of them where it says no number."""
        return min(closure.amount or self.capacity, self.capacity)


@attrs.frozen(kw_only=True)
class Board:
    """A civil day of a center, one row for each resource that some offering is given in."""

    day: date
    zone: str
    rows: tuple[BoardRow, ...]


@attrs.frozen(kw_only=True)
class _Day:
    """What was read of a day.

    Attributes:
        bookings, closures: as the reader may see them.
        laid: all that there is; known: the part of it of which the reader may know.
        knows_all: the reader may know of everything.
    """

    span: Span
    now: int
    bookings: tuple[Booking, ...]
    laid: Laid
    known: Laid
    knows_all: bool
    closures: tuple[Closure, ...]


def board(house: House, actor: Actor, day: date | str) -> Board:
    """Return the day as the actor may see it.

    Raises:
        InvalidRequest: it is no date.
    """
    loaded = house.current()
    try:
        date_of = parse_date(day)
    except TimeFault as fault:
        raise InvalidRequest([fault.fault("date")]) from None
    center = loaded.catalog.center
    facts = house.actor_facts(actor)
    found = _read(house, loaded, actor, facts, day_span(date_of, zone(center.zone)))
    given = _given(loaded.known_to(actor, facts), published=actor.kind is not ActorKind.PROGRAM)
    booked = frozenset(booking.resource for booking in found.bookings)
    searched = _searched(loaded, actor, facts)
    rows = (
        _row(resource, loaded, found, searched)
        for resource in loaded.catalog.resources.values()
        if resource.id in booked or (resource.id in given and not resource.retired)
    )
    return Board(day=date_of, zone=center.zone, rows=tuple(rows))


def _read(house: House, loaded: Loaded, actor: Actor, facts: Facts, span: Span) -> _Day:
    """Read it all in one consistent look; plugins are asked after it."""
    now = house.clock.now()
    leaves = [id for id, known in loaded.catalog.resources.items() if not known.is_composite]
    with house.store.snapshot(house.center) as reader:
        wanted = BookingFilter(start=span.start, end=span.end)
        found = tuple(loaded.as_of(b, now) for b in every_booking(reader, wanted))
        laid = lying(reader, loaded, span, leaves, known={b.id: b for b in found}, now=now)
        current = with_moves(reader, loaded, found, now)
        closures = reader.closures(span.start, span.end)
    standing = standings(actor, facts)
    reasons = may(Right.SEE_CLOSURE_REASON, standing)
    told = (
        closure_shown(loaded, actor, facts, closure, reasons=reasons)
        for closure in closures
        if closure.reopened_at is None
    )
    return _Day(
        span=span,
        now=now,
        bookings=tuple(_seen(current, loaded, actor, facts)),
        laid=laid,
        known=_known(laid, loaded, actor, facts),
        knows_all=may(Right.SEE_BOOKING, standing),
        closures=tuple(each for each in told if each is not None),
    )


def _seen(
    bookings: Iterable[Booking], loaded: Loaded, actor: Actor, facts: Facts
) -> Iterable[Booking]:
    for booking in bookings:
        if booking.state in LIVE or booking.state is State.DONE:
            kind = loaded.room_types.get(booking.room_type)
            yield shown(loaded, actor, facts, hydrated(kind, booking))


def _known(laid: Laid, loaded: Loaded, actor: Actor, facts: Facts) -> Laid:
    """Leave out what the reader must not know of."""
    owners = {
        id: booking
        for id, booking in laid.owners.items()
        if may_know(
            loaded, actor, facts, hydrated(loaded.room_types.get(booking.room_type), booking)
        )
    }
    return Laid(claims=attrs.evolve(laid, owners=owners).of(owners), owners=owners)


def _given(loaded: Loaded, *, published: bool) -> frozenset[str]:
    """Return the places of what is offered; what nobody publishes stands on no board by itself."""
    return frozenset(
        place.resource
        for offering in loaded.catalog.offerings.values()
        if not published or loaded.publishes(offering.id)
        for place in offering.places
    )


def _searched(loaded: Loaded, actor: Actor, facts: Facts) -> Mapping[str, int]:
    """Return the leaves of which a search tells the reader when they are taken, and how exactly.

    With the finest grid of the offerings that they are searched for, in minutes.

    The public finds times of what is published; who is known also of what is CARE, for herself. Of
    what is SEALED nothing is said per time, though she might try.
    """
    is_known, found = not is_public(actor, facts), dict[str, int]()
    for offering in loaded.catalog.offerings.values():
        if loaded.publishes(offering.id) or (is_known and not loaded.is_sealed(offering.id)):
            step = offering.policy.granularity
            for place in offering.places:
                for leaf in loaded.catalog.leaves(place.resource):
                    found[leaf] = min(step, found.get(leaf, step))
    return found


def _row(resource: Resource, loaded: Loaded, day: _Day, searched: Mapping[str, int]) -> BoardRow:
    catalog, leaves = loaded.catalog, loaded.catalog.leaves(resource.id)
    mine = set(leaves)
    clocks = zone(catalog.center.zone)
    claims = {leaf: _told(day, leaf, searched.get(leaf), clocks) for leaf in leaves}
    known = cannot_be_had(loaded, (leaves,), day.known.claims, day.now)
    occupied = cannot_be_had(loaded, (leaves,), claims, day.now)
    unnamed = without(occupied, known)
    hours = layers(catalog, None, resource.id)
    opens = open_spans(hours, catalog.working_days, clocks, day.span)
    return BoardRow(
        resource=resource,
        opens=opens,
        bookings=tuple(
            b for b in day.bookings if b.resource and mine & set(catalog.leaves(b.resource))
        ),
        closures=tuple(c for c in day.closures if mine & {take.leaf for take in c.takes}),
        occupied=_clipped(occupied, day.span),
        unnamed=_clipped(unnamed, day.span),
        pool=tuple(_pool(resource, claims, day)),
        is_whole=day.knows_all or mine <= searched.keys(),
    )


def _told(day: _Day, leaf: str, step: int | None, clocks: ZoneInfo) -> tuple[Claim, ...]:
    """Return the claims on a leaf, those that are not named on the grid of a search, if any.

    How long something takes tells what it is: a search does not say it more exactly either.
    """
    if step is None:
        return day.known.claims.get(leaf, ())

    def on_grid(claim: Claim) -> Claim:
        if claim.kind is ClaimKind.BLOCK or claim.owner in day.known.owners:
            return claim
        low, high = reach(claim)
        start, end = previous_on_grid(low, step, clocks), next_on_grid(high, step, clocks)
        return attrs.evolve(claim, start=start, end=end, before=0, after=0)

    return tuple(map(on_grid, day.laid.claims.get(leaf, ())))


def _clipped(spans: Iterable[Span], day: Span) -> tuple[Span, ...]:
    return tuple(here for span in spans if (here := span.clipped(day)) is not None)


def _pool(
    resource: Resource, claims: Mapping[str, Sequence[Claim]], day: _Day
) -> Iterator[PoolTime]:
    for span, taken, shut in in_a_pool(resource, claims, day.now):
        clipped = span.clipped(day.span)
        if clipped is not None:
            yield PoolTime(span=clipped, taken=taken, shut=shut)
