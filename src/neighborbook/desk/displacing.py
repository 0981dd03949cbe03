"""Which bookings stand on something closed or shrunk; computed, never stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from neighborbook.desk.details import hydrated
from neighborbook.desk.loaded import Loaded
from neighborbook.domain.booking import LIVE, Booking
from neighborbook.domain.claim import Claim, ClaimKind
from neighborbook.domain.closure import Closure, ClosureKind
from neighborbook.domain.spans import Span, union
from neighborbook.engine.access import asks_for_a_way, way_is_open, ways_in
from neighborbook.engine.occupancy import displaced, reach
from neighborbook.engine.rules import offering_closed, passed_closure
from neighborbook.storage.abc import Reader, Wanted


def displaced_on(claims: Mapping[str, Sequence[Claim]], loaded: Loaded, now: int) -> frozenset[str]:
    """Return the owners of uses that no longer fit on their leaves."""
    catalog = loaded.catalog
    out: set[str] = set()
    for leaf, laid in claims.items():
        if leaf in catalog.resources:
            out |= displaced(laid, capacity=catalog.capacity(leaf), now=now)
    return frozenset(out)


def displaced_among(
    reader: Reader, loaded: Loaded, claims: Iterable[Claim], now: int
) -> frozenset[str]:
    """Return the owners that need a move among all that lie on these claims' leaves and times."""
    uses = [claim for claim in claims if claim.kind is ClaimKind.USE]
    if not uses:
        return frozenset()
    return displaced_on(chain(reader, loaded, uses), loaded, now)


def chain(
    reader: Reader, loaded: Loaded, claims: Sequence[Claim], *, whole: bool = False
) -> Mapping[str, tuple[Claim, ...]]:
    """Return what lies on these claims' leaves and times, and whatever hangs together with it.

    Who stands in the way of whom runs on through overlapping claims.

    Args:
        whole: follow it even where nothing is closed or shrunk, and so nobody is displaced.
    """
    low, high = min(reach(claim)[0] for claim in claims), max(reach(claim)[1] for claim in claims)
    leaves = tuple(sorted({claim.leaf for claim in claims}))
    while True:
        found = reader.read(Wanted(start=low, end=high, leaves=leaves)).claims
        spans = [reach(claim) for laid in found.values() for claim in laid]
        wider = min([low, *(s for s, _ in spans)]), max([high, *(e for _, e in spans)])
        if wider == (low, high) or not (whole or _disturbed(found, loaded)):
            return found
        low, high = wider


def _disturbed(claims: Mapping[str, Sequence[Claim]], loaded: Loaded) -> bool:
    return any(
        _disturbs(claim, loaded.catalog.capacity(leaf))
        for leaf, laid in claims.items()
        for claim in laid
    )


def takes_place(booking: Booking, closure: Closure) -> bool:
    """Whether somebody has decided that it takes place in spite of a closure of its offering.

    A later closure displaces it like any other booking, until somebody has decided of that one.
    """
    rule = offering_closed.__name__
    noted = [passed for passed in booking.overridden if passed.startswith(f"{rule}:")]
    # Older books say that the rule was passed, but not for which closures.
    return passed_closure(closure) in noted if noted else rule in booking.overridden


def _disturbs(claim: Claim, capacity: int) -> bool:
    """Whether, on a leaf of this capacity, somebody may have to give way to it, or it to others."""
    return claim.kind is ClaimKind.BLOCK or claim.capacity > capacity


def shut_out(reader: Reader, bookings: Sequence[Booking]) -> frozenset[str]:
    """Return the ids of bookings in whose time their offering itself is closed to them."""
    low, high = min(b.start_at for b in bookings), max(b.end_at for b in bookings)
    shut = [
        closure
        for closure in reader.closures(low, high)
        if closure.kind is ClosureKind.OFFERING and closure.reopened_at is None
    ]
    return frozenset(
        booking.id
        for booking in bookings
        for closure in shut
        if closure.subject == booking.offering
        and not takes_place(booking, closure)
        and closure.start_at < booking.end_at
        and booking.start_at < closure.end_at
    )


def cut_off(
    reader: Reader, loaded: Loaded, bookings: Iterable[Booking], now: int
) -> frozenset[str]:
    """Return the ids of bookings that asked for a feature of the way, and whose way is closed."""
    catalog = loaded.catalog
    asking = [b for b in bookings if asks_for_a_way(catalog, b.features)]
    ways = ways_in(catalog, {chosen.option.resource for b in asking for chosen in b.chosen})
    if not ways:
        return frozenset()
    low, high = min(b.start_at for b in asking), max(b.end_at for b in asking)
    claims = reader.read(Wanted(start=low, end=high, leaves=tuple(sorted(ways)))).claims
    return frozenset(
        b.id
        for b in asking
        for chosen in b.chosen
        if not way_is_open(catalog, chosen.option, claims, start=b.start_at, end=b.end_at, now=now)
    )


@attrs.frozen(kw_only=True)
class Seen:
    """All the claims that reach into a window on some leaves, by leaf."""

    window: Span
    claims: Mapping[str, tuple[Claim, ...]]

    def asks(self, bookings: Iterable[Booking], loaded: Loaded) -> tuple[Booking, ...]:
        """Return those bookings of which these claims alone do not tell that they can stay.

        One that meets no block, and nothing that was accepted under a larger capacity, stands
        among what was accepted together: that never exceeds its capacity.
        """
        disturbed = self._disturbed(loaded)
        return tuple(b for b in bookings if b.id in disturbed or not self._holds(b))

    def _holds(self, booking: Booking) -> bool:
        """Whether all that a booking takes, with its buffers, lies in here."""
        for chosen in booking.chosen:
            for take in chosen.option.takes:
                low, high = booking.start_at - take.before, booking.end_at + take.after
                inside = self.window.start <= low and high <= self.window.end
                if not inside or take.leaf not in self.claims:
                    return False
        return bool(booking.chosen)

    def _disturbed(self, loaded: Loaded) -> frozenset[str]:
        """Return the owners of what meets a block, or something too large by now, or is it."""
        found: set[str] = set()
        for leaf, laid in self.claims.items():
            capacity = loaded.catalog.capacity(leaf)
            spans = union(Span(*reach(claim)) for claim in laid if _disturbs(claim, capacity))
            if spans:
                found.update(
                    claim.owner
                    for claim in laid
                    if any(span.overlaps(Span(*reach(claim))) for span in spans)
                )
        return frozenset(found)


def is_to_come(booking: Booking, now: int) -> bool:
    """Whether a booking, as it stands now, can still need a move.

    A hold may outlast the time that it is for; then there is nothing left to move.
    """
    return booking.state in LIVE and booking.end_at > now


def with_moves(
    reader: Reader,
    loaded: Loaded,
    bookings: tuple[Booking, ...],
    now: int,
    *,
    seen: Seen | None = None,
) -> tuple[Booking, ...]:
    """Return bookings with ``needs_move`` reckoned for those that are still to come.

    Args:
        seen: claims that were read already; who stands at ease among them is asked no more.
    """
    live = [booking for booking in bookings if is_to_come(booking, now)]
    if not live:
        return bookings
    out = _displaced_of(reader, loaded, live if seen is None else seen.asks(live, loaded), now)
    out |= shut_out(reader, live) | cut_off(reader, loaded, live, now)
    if not out:
        return bookings
    return tuple(
        attrs.evolve(booking, needs_move=True) if booking.id in out else booking
        for booking in bookings
    )


def present(
    reader: Reader, loaded: Loaded, stored: Iterable[Booking], now: int
) -> tuple[Booking, ...]:
    """Return stored bookings as of now, with their details and whether they need a move."""
    kinds = loaded.room_types
    current = tuple(hydrated(kinds.get(b.room_type), loaded.as_of(b, now)) for b in stored)
    return with_moves(reader, loaded, current, now)


def _displaced_of(
    reader: Reader, loaded: Loaded, bookings: Sequence[Booking], now: int
) -> frozenset[str]:
    ids = frozenset(booking.id for booking in bookings)
    if not ids:
        return frozenset()
    claims = reader.claims_of(sorted(ids))
    flat = [claim for laid in claims.values() for claim in laid]
    # What is over keeps its claims, so it may be among those found near by.
    return ids & displaced_among(reader, loaded, flat, now)


def moving(reader: Reader, loaded: Loaded, stored: Iterable[Booking], now: int) -> frozenset[str]:
    """Return the ids of those stored bookings that need a move now."""
    current = tuple(loaded.as_of(booking, now) for booking in stored)
    return frozenset(b.id for b in with_moves(reader, loaded, current, now) if b.needs_move)
