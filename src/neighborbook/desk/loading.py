"""Load a center file: compare, keep what has a history, tell every booking that is concerned."""

from __future__ import annotations

from pathlib import Path

import attrs

from neighborbook.center_file import Item, enabled_plugins, join, merge, parse, read, rebuild, split
from neighborbook.desk.displacing import displaced_on
from neighborbook.desk.house import House, Loaded, as_item
from neighborbook.desk.writing import change_row, stamped
from neighborbook.domain.booking import Booking
from neighborbook.domain.catalog import Catalog
from neighborbook.domain.change import Act
from neighborbook.domain.party import Actor
from neighborbook.engine.limits import FOREVER
from neighborbook.errors import CenterFileError, Fault
from neighborbook.storage.abc import CatalogItem, Reader, Transaction, Wanted, Writes


@attrs.frozen(kw_only=True)
class Loading:
    """What loading a center file did, or would do.

    Attributes:
        added, changed, retired: ``resource A`` and the like.
        needs_move: bookings that no longer fit: their resource shrank or was retired.
        revision: the catalog's; unchanged if nothing changed.
        preview: nothing was written.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    needs_move: tuple[Booking, ...] = ()
    revision: int = 0
    preview: bool = False


def load(house: House, actor: Actor, given: str | bytes | Path, *, preview: bool) -> Loading:
    """Load a center file into the database; doing it twice changes nothing more.

    Raises:
        CenterFileError: with every fault of the file; nothing was changed.
    """
    document = read(_source(given))
    plugins = house.plugins(document)
    catalog = parse(document, plugins.room_types, plugins=enabled_plugins(document))
    if catalog.center.id != house.center:
        fault = Fault(
            path="center.id",
            code="INPUT_INVALID",
            given=catalog.center.id,
            expected=f"{house.center!r}, the center of this desk",
        )
        raise CenterFileError([fault])
    new = split(document)
    house.store.create_center(house.center)
    if preview:
        with house.store.snapshot(house.center) as reader:
            done, _ = _compare(house, reader, new, preview=True)
            return done
    with house.store.transaction(
        house.center, scopes=frozenset(), exclusive=True, deadline=house.deadline
    ) as tx:
        done, items = _compare(house, tx, new, preview=False)
        if items:
            _write(house, tx, actor, done, items)
            tx.commit()
    house.reload()
    return done


def _source(given: str | bytes | Path) -> str | bytes | Path:
    """A one-line str is a path, like everywhere else in the desk; text has line ends."""
    if isinstance(given, str) and "\n" not in given:
        return Path(given)
    return given


def _compare(
    house: House, reader: Reader, new: tuple[Item, ...], *, preview: bool
) -> tuple[Loading, tuple[Item, ...]]:
    old = tuple(as_item(item) for item in reader.catalog())
    merged = merge(old, new, has_history=())
    if merged.is_quiet and old:
        return Loading(revision=reader.revision, preview=preview), ()
    revision = reader.revision + 1
    items = merged.items
    plugins = house.plugins(join(items))
    catalog = rebuild(items, plugins.room_types, revision=revision)
    loaded = Loaded(catalog=catalog, plugins=plugins)
    before = rebuild(old, house.plugins(join(old)).room_types, revision=0) if old else None
    moved = _newly_displaced(house, reader, before, loaded)
    return (
        Loading(
            added=_named(merged.added),
            changed=_named(merged.changed),
            retired=_named(merged.retired),
            needs_move=moved,
            revision=revision,
            preview=preview,
        ),
        items,
    )


def _named(names: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    return tuple(f"{kind} {id}" for kind, id in names)


def _newly_displaced(
    house: House, reader: Reader, before: Catalog | None, after: Loaded
) -> tuple[Booking, ...]:
    if before is None:
        return ()
    now = house.clock.now()
    shrunk = tuple(
        id
        for id, resource in before.resources.items()
        if not resource.is_composite and after.catalog.capacity(id) < before.capacity(id)
    )
    if not shrunk:
        return ()
    found = reader.read(Wanted(start=now, end=FOREVER, leaves=shrunk))
    out = displaced_on(found.claims, after, now)
    bookings = [reader.booking(id) for id in sorted(out)]
    return tuple(
        attrs.evolve(after.as_of(b, now), needs_move=True)
        for b in bookings
        if b is not None and b.end_at > now
    )


def _write(
    house: House,
    tx: Transaction,
    actor: Actor,
    done: Loading,
    items: tuple[Item, ...],
) -> None:
    now = house.clock.now()
    updates, changes = [], []
    for booking in done.needs_move:
        kept = tx.booking(booking.id)
        if kept is None:
            continue
        after = stamped(kept, now, announced=True)
        updates.append((after, kept.version))
        changes.append(change_row(house, after, Act.LOWER, actor.key, now, ("needs_move",)))
    tx.write(Writes(update=tuple(updates), changes=tuple(changes)))
    rows = tuple(
        CatalogItem(kind=item.kind, id=item.id, body=item.body, retired=item.retired)
        for item in items
    )
    tx.save_catalog(rows, done.revision)
