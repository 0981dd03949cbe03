"""Copying whole centers from one database into another, of either kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from types import MappingProxyType

import attrs

from neighborbook.desk.faults import Faults
from neighborbook.errors import Corrupt, NotFound
from neighborbook.storage import open_store
from neighborbook.storage.abc import Store
from neighborbook.storage.inspecting import Inspection
from neighborbook.storage.queries.on_everything import COPIED
from neighborbook.storage.receiving import Receiver


def _rows(given: Mapping[str, int]) -> Mapping[str, int]:
    return MappingProxyType(dict(given))


@attrs.frozen(kw_only=True)
class CopiedCenter:
    """What was copied of one center.

    Attributes:
        rows: how many of each table that has any.
        position, hash: the head of the change log, the same on both sides.
    """

    center: str
    rows: Mapping[str, int] = attrs.field(converter=_rows)
    position: int = 0
    hash: str = ""


def copy_to(source: str, target: str, *, center: str | None = None) -> tuple[CopiedCenter, ...]:
    """Copy one center, or all of them, into another database: all of it, or nothing.

    Positions, hashes, and versions stay what they are, so that an audit of both sides finds the
    same head.

    Args:
        source, target: addresses as ``nb.open`` takes them; an empty place is made into a database.
        center: only this one.

    Raises:
        InvalidRequest: the target has one of the centers already.
        NotFound: the source has no such center, or none at all.
        StorageError, InvariantBroken: nothing was written.
    """
    faults = Faults()
    if source == target:
        faults.add("target", "INPUT_INVALID", "", "another database than the source")
    faults.stop()
    # A source without its guards may be copied: the target has its own, and they judge each row.
    with (
        closing(open_store(source, guarded=False)) as store,
        closing(open_store(target)) as receiving,
    ):
        return copied(store, receiving, center)


def copied(
    store: Store, target: Store, center: str | None = None, *, replacing: bool = False
) -> tuple[CopiedCenter, ...]:
    """Copy from store to store in one transaction; ``replacing``: everything there goes first."""
    known = store.centers()
    wanted = known if center is None else (center,)
    if not wanted or not set(wanted) <= set(known):
        raise NotFound(kind="center", id=center or "")
    with store.inspecting(wanted[0]) as inspection, target.receiving() as receiver:
        if replacing:
            receiver.clear()
        done = tuple(_copied(inspection.of(each), receiver, each) for each in wanted)
        receiver.commit()
    return done


def _copied(inspection: Inspection, receiver: Receiver, center: str) -> CopiedCenter:
    receiver.found(center, inspection.revision, inspection.directory)
    rows: Counter[str] = Counter()
    for table in COPIED:
        for page in inspection.rows_of(table.name):
            receiver.insert(table.name, page)
            rows[table.name] += len(page)
    position, head = inspection.head()
    arrived = {name: receiver.count(name, center) for name in rows}
    if arrived != dict(rows) or receiver.head(center) != ((position, head) if position else None):
        raise Corrupt(
            f"what arrived of center {center!r} is not what was sent", remedy="Nothing was written."
        )
    return CopiedCenter(center=center, rows=rows, position=position, hash=head)
