"""The month of the demonstration as tests look at it: all that is in its book."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import neighborbook as nb
from neighborbook.cli.as_json import plain
from neighborbook.domain.booking import Booking
from neighborbook.domain.claim import Claim
from neighborbook.storage.abc import BookingFilter, Wanted

CENTER_FILE = Path(__file__).parent.parent / "examples" / "anping" / "center.toml"
WHENEVER = 1 << 40


def canonical(desk: nb.Desk) -> bytes:
    """Return the whole book as bytes: bookings, closures, and the sealed log, in their order."""
    zone = desk.center.zone
    rows: list[object] = [*desk.bookings(), *desk.closures(), *all_changes(desk)]
    lines = [json.dumps(plain(row, zone, "en"), ensure_ascii=False, sort_keys=True) for row in rows]
    return "\n".join(lines).encode()


def all_changes(desk: nb.Desk) -> Iterator[nb.Change]:
    """Yield the sealed log from its first change to its last."""
    token, more = None, True
    while more:
        page = desk.changes(since=token)
        yield from page.changes
        token, more = page.token, page.more


def stored(desk: nb.Desk) -> Iterator[Booking]:
    """Yield every booking as it is stored, whatever the clock says."""
    after = None
    with desk._house.store.snapshot("anping") as reader:
        while page := reader.bookings(BookingFilter(), after=after):
            yield from page
            after = (page[-1].start_at, page[-1].id)


def claims_by_leaf(desk: nb.Desk) -> dict[str, tuple[Claim, ...]]:
    """Return every claim on every leaf that has not lapsed."""
    now = int(desk.now.timestamp())
    leaves = tuple(sorted(each.id for each in desk.resources() if not each.is_composite))
    with desk._house.store.snapshot("anping") as reader:
        found = reader.read(Wanted(start=0, end=WHENEVER, leaves=leaves, wide=True))
    return {
        leaf: tuple(claim for claim in claims if claim.live(now))
        for leaf, claims in found.claims.items()
    }
