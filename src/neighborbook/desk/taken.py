"""When a place, or what an offering needs, cannot be had: for busy calendars and for the board.

It is read off the claims by the occupancy that also judges requests, never off the bookings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set

import attrs

from neighborbook.desk.loaded import Loaded
from neighborbook.domain.booking import Booking
from neighborbook.domain.claim import Claim, ClaimKind
from neighborbook.domain.closure import Closure, ClosureKind
from neighborbook.domain.offering import Offering
from neighborbook.domain.resource import Resource
from neighborbook.domain.spans import Span, common, union
from neighborbook.engine.occupancy import Occupancy, reach
from neighborbook.ical.busy import BusyPeriod
from neighborbook.ical.status import Status, busy_status
from neighborbook.storage.abc import Reader, Wanted

Places = tuple[tuple[str, ...], ...]
"""The places of which any one would do, each as the leaves that it takes."""


@attrs.frozen(kw_only=True)
class Laid:
    """What lies on some leaves in a time.

    Attributes:
        claims: by leaf.
        owners: the bookings as of now that have them, by id; blocks belong to closures.
    """

    claims: Mapping[str, tuple[Claim, ...]]
    owners: Mapping[str, Booking]

    def of(self, counts: Iterable[str]) -> Mapping[str, tuple[Claim, ...]]:
        """Return the blocks, and the claims of these bookings."""
        among = frozenset(counts)
        return {
            leaf: tuple(c for c in laid if c.kind is ClaimKind.BLOCK or c.owner in among)
            for leaf, laid in self.claims.items()
        }


def places_of(
    loaded: Loaded, *, resource: str | None = None, offering: str | None = None
) -> Places:
    """Return the places of a resource (one) or of an offering; a retired place is none.

    Where all are retired they are told as they were.
    """
    catalog = loaded.catalog
    if resource is not None:
        return (catalog.leaves(resource),)
    given: Offering = catalog.offerings[offering or ""]
    ids = [place.resource for place in given.places]
    kept = [id for id in ids if id in catalog.resources and not catalog.resources[id].retired]
    return tuple(catalog.leaves(id) for id in kept or ids)


def lying(
    reader: Reader,
    loaded: Loaded,
    window: Span,
    leaves: Iterable[str],
    *,
    known: Mapping[str, Booking],
    now: int,
) -> Laid:
    """Read all that reaches into a window, with the bookings that it belongs to.

    Args:
        known: bookings as of now that were read already.
    """
    wanted = Wanted(start=window.start, end=window.end, leaves=tuple(sorted(set(leaves))))
    claims = reader.read(wanted).claims
    uses = {c.owner for laid in claims.values() for c in laid if c.kind is ClaimKind.USE}
    # Those of which only a buffer reaches in, or that stand in no list of this subject.
    others = sorted(uses - known.keys())
    found = reader.bookings_by_id(others) if others else {}
    more = {id: loaded.as_of(booking, now) for id, booking in found.items()}
    return Laid(claims=claims, owners={**known, **more})


def cannot_be_had(
    loaded: Loaded, places: Places, claims: Mapping[str, Sequence[Claim]], now: int
) -> tuple[Span, ...]:
    """Return when none of the places can be had: of each, some leaf is full."""
    resources = loaded.catalog.resources

    def full(leaf: str) -> tuple[Span, ...]:
        known = resources.get(leaf)
        # Not the catalog's: a retired leaf has none left, and is told as it was.
        capacity = (known.capacity if known is not None else None) or 1
        return Occupancy(leaf, claims.get(leaf, ()), capacity=capacity, now=now).full()

    found: tuple[Span, ...] | None = None
    for leaves in places:
        here = union(span for leaf in leaves for span in full(leaf))
        found = here if found is None else common(found, here)
    return found or ()


def in_a_pool(
    resource: Resource, claims: Mapping[str, Sequence[Claim]], now: int
) -> tuple[tuple[Span, int, int], ...]:
    """Return when how many of a pool are taken and closed; of what is no pool, nothing."""
    capacity = resource.capacity or 1
    if capacity == 1:
        return ()
    laid = claims.get(resource.id, ())
    return Occupancy(resource.id, laid, capacity=capacity, now=now).levels()


def busy_periods(
    loaded: Loaded,
    places: Places,
    laid: Laid,
    *,
    hidden: Set[str],
    closures: Iterable[Closure] = (),
    now: int,
) -> tuple[BusyPeriod, ...]:
    """Return when none of the places can be had, and something that is not named has a part in it.

    Args:
        laid: what counts; bookings of which the reader must not know are left out of it.
        hidden: owners of claims, bookings and closures, that are not named beside it.
        closures: of the offering itself, as far as they are not named.
    """
    shut = [Span(c.start_at, c.end_at) for c in closures if c.kind is ClosureKind.OFFERING]
    if not hidden:
        return tuple(BusyPeriod(span=span) for span in shut)
    # Who has not come keeps the buffer after what he missed: a claim that counts is firm.
    firm = [
        id
        for id, booking in laid.owners.items()
        if busy_status(booking.state) is not Status.TENTATIVE
    ]
    everything = laid.of(laid.owners)
    unnamed = union(
        Span(*reach(claim))
        for on_leaf in everything.values()
        for claim in on_leaf
        if claim.owner in hidden and claim.live(now)
    )
    certain = (*common(cannot_be_had(loaded, places, laid.of(firm), now), unnamed), *shut)
    perhaps = common(cannot_be_had(loaded, places, everything, now), unnamed)
    return (
        *(BusyPeriod(span=span) for span in certain),
        *(BusyPeriod(span=span, tentative=True) for span in perhaps),
    )
