"""The ways to a place: who asked for a feature of the way cannot come while a way is closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from neighborbook.domain.catalog import Catalog
from neighborbook.domain.claim import Claim, ClaimKind, Option


def asks_for_a_way(catalog: Catalog, features: frozenset[str]) -> bool:
    """Whether some of these features is one of the ways in: step-free, because of a lift."""
    return bool(features & catalog.access_features)


def ways_in(catalog: Catalog, places: Iterable[str]) -> frozenset[str]:
    """Return the leaves of every way to these places and to what they are made of."""
    found: set[str] = set()
    for place in places:
        known = catalog.resources.get(place)
        if known is not None:
            found.update(leaf for way in known.way_in for leaf in catalog.leaves(way))
            found |= ways_in(catalog, known.parts)
    return frozenset(found)


def way_is_open(
    catalog: Catalog,
    option: Option,
    claims: Mapping[str, Sequence[Claim]],
    *,
    start: int,
    end: int,
    now: int,
) -> bool:
    """Whether no way to the place of an option is closed at any instant of ``[start, end)``.

    Args:
        claims: by leaf, those of the ways among them.
    """
    return not any(
        closing(claims.get(way, ()), start=start, end=end, now=now)
        for way in ways_in(catalog, (option.resource,))
    )


def closing(claims: Iterable[Claim], *, start: int, end: int, now: int) -> Claim | None:
    """Return the last block that closes a way at some instant of ``[start, end)``, or ``None``."""
    blocks = [
        claim
        for claim in claims
        if claim.kind is ClaimKind.BLOCK
        and claim.live(now)
        and claim.start < end
        and start < claim.end
    ]
    return max(blocks, key=lambda block: block.end, default=None)
