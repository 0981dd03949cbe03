"""Load a center file: compare, keep what has a history, tell every booking that is concerned."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs

from neighborbook.center_file import (
    Document,
    Item,
    Merged,
    enabled_plugins,
    join,
    merge,
    parse,
    read,
    rebuild,
    source_of,
    split,
)
from neighborbook.desk.blocking import lay_anew
from neighborbook.desk.caller import Caller
from neighborbook.desk.details import hydrated
from neighborbook.desk.displacing import moving
from neighborbook.desk.house import House, as_item
from neighborbook.desk.listing import pages_of
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.moving import require, require_still
from neighborbook.desk.outside import opens_as_before, outside
from neighborbook.desk.renaming import History, Renames, rename
from neighborbook.desk.showing import shown
from neighborbook.desk.sparing import Telling
from neighborbook.domain.booking import LIVE, Booking
from neighborbook.domain.change import Act
from neighborbook.domain.party import Actor, ActorKind
from neighborbook.errors import CenterFileError, Fault, PluginError
from neighborbook.plugin_loading import installed, name_of
from neighborbook.plugins import PluginSet
from neighborbook.rights import Right
from neighborbook.storage.abc import BookingFilter, CatalogItem, Transaction


@attrs.frozen(kw_only=True)
class Loading:
    """What loading a center file did, or would do.

    Attributes:
        center: id of the center.
        added, changed, retired: ``resource A`` and the like; renamed: ``resource A -> B``.
        needs_move: bookings that no longer fit: their resource shrank or was retired, or a closure
            has come to lie on it.
        outside_hours: bookings to come in whose time it is closed now, and was not before.
        revision: the catalog's; unchanged if nothing changed.
        preview: nothing was written.
    """

    center: str
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    renamed: tuple[str, ...] = ()
    needs_move: tuple[Booking, ...] = ()
    outside_hours: tuple[Booking, ...] = ()
    revision: int = 0
    preview: bool = False


def load(house: House, actor: Actor, given: str | bytes | Path, *, preview: bool) -> Loading:
    """Load a center file into the database; doing it twice changes nothing more.

    A preview goes the same way and is rolled back.

    Raises:
        CenterFileError: with every fault of the file; nothing was changed.
        PluginError: a plugin that it enables is missing or broken, and nothing else is wrong;
            nothing was changed.
    """
    asks = None if actor.kind is ActorKind.PROGRAM else require(house, actor, Right.LOAD)
    source = _source(given)
    try:
        return _load_document(house, actor, read(source), asks, preview=preview)
    except CenterFileError as wrong:
        raise CenterFileError(wrong.faults, source=source_of(source)) from wrong


def _load_document(
    house: House, actor: Actor, document: Document, asks: Caller | None, *, preview: bool
) -> Loading:
    plugins = _plugins(house, document)
    catalog = parse(document, plugins.room_types, plugins=enabled_plugins(document))
    center = catalog.center.id
    if not house.adopts and center != house.center:
        fault = Fault(
            path="center.id",
            code="INPUT_INVALID",
            given=center,
            expected=(
                f"{house.center!r}, the center of this desk; for another center, open one of its "
                f"own: center={center!r}, or --center {center}"
            ),
        )
        raise CenterFileError([fault])
    if preview and center not in house.store.centers():
        added = _named(merge((), split(document), ()).added)
        return Loading(center=center, added=added, preview=True)
    house.adopt(center)
    house.store.create_center(center)
    with house.store.transaction(
        house.center, scopes=frozenset(), exclusive=True, deadline=house.deadline
    ) as tx:
        if asks is not None:
            require_still(tx, house.clock.now(), house.loaded(), asks, Right.LOAD)
        done = _load(house, tx, actor, split(document))
        if not preview:
            tx.commit()
    if not preview:
        house.reload()
    return attrs.evolve(
        done,
        preview=preview,
        needs_move=_as_shown(house, actor, done.needs_move),
        outside_hours=_as_shown(house, actor, done.outside_hours),
    )


def _plugins(house: House, document: Document) -> PluginSet:
    """Return the plugins of a center file; one that is misspelt hides nothing else that is wrong.

    Raises:
        CenterFileError: with all that is wrong, where that is more than one plugin.
        PluginError: it is missing or broken.
    """
    try:
        return house.plugins(document)
    except PluginError as gone:
        known = installed() | {name_of(one) for one in house.extra}
        if gone.plugin in known:
            raise
        faults = _faults_besides(house, document, known)
        if len(faults) < 2:
            raise
        raise CenterFileError(faults) from gone


def _faults_besides(house: House, document: Document, known: frozenset[str]) -> list[Fault]:
    """Return what is wrong with a file of which a plugin is missing, as far as can be known.

    Which room types the missing one would have brought cannot.
    """
    try:
        parse(document, house.plugins_there(document).room_types, plugins=known)
    except CenterFileError as wrong:
        return [fault for fault in wrong.faults if fault.code != "UNKNOWN_ROOM_TYPE"]
    return []


def _as_shown(house: House, actor: Actor, bookings: tuple[Booking, ...]) -> tuple[Booking, ...]:
    """Return bookings as who loads may see them: the keeper of a file need be no reader of them."""
    if not bookings:
        return ()
    loaded, facts = house.loaded(), house.actor_facts(actor)
    read = (hydrated(loaded.room_types.get(each.room_type), each) for each in bookings)
    return tuple(shown(loaded, actor, facts, each) for each in read)


def _source(given: str | bytes | Path) -> str | bytes | Path:
    """A one-line str is a path, like everywhere else in the desk; text has line ends."""
    if isinstance(given, str) and "\n" not in given:
        return Path(given)
    return given


def _load(house: House, tx: Transaction, actor: Actor, new: tuple[Item, ...]) -> Loading:
    old = tuple(as_item(item) for item in tx.catalog())
    merged = merge(old, new, has_history=History(tx))
    if _by_kind(merged.items) == _by_kind(old):
        return Loading(center=house.center, revision=tx.revision)
    now, revision = house.clock.now(), tx.revision + 1
    before = house.kept(old, tx.revision) if old else None
    after = _loaded(house, merged.items, revision)
    moves = before is not None and _moves_places(merged)
    moved = _moved(tx, before, now) if before is not None and moves else frozenset[str]()
    # By the old hours while bookings have their old names, and after that by the new ones.
    same = before is None or opens_as_before(before.catalog, after.catalog)
    shut = frozenset[str]() if before is None or same else _outside(tx, before, now)
    rename(tx, _renames(merged))
    out = _tell(house, tx, actor, after, moved, now) if moves else ()
    kept = tuple(
        CatalogItem(kind=item.kind, id=item.id, body=item.body, retired=item.retired)
        for item in merged.items
    )
    tx.save_catalog(kept, revision)
    return Loading(
        center=house.center,
        added=_named(merged.added),
        changed=_named(merged.changed),
        retired=_named(merged.retired),
        renamed=tuple(f"{one.kind} {one.old} -> {one.new}" for one in merged.renamed),
        needs_move=out,
        outside_hours=() if same else _newly_outside(tx, after, shut, now),
        revision=revision,
    )


def _moves_places(merged: Merged) -> bool:
    """Whether any resource is another one now: only then does anybody have to move."""
    named = (*merged.added, *merged.changed, *merged.retired)
    return any(kind == "resource" for kind, _ in named) or bool(_renames(merged).resources)


def _by_kind(items: tuple[Item, ...]) -> list[Item]:
    """The order within a kind means something; that of the kinds does not."""
    return sorted(items, key=lambda item: item.kind)


def _loaded(house: House, items: tuple[Item, ...], revision: int) -> Loaded:
    plugins = house.plugins(join(items))
    catalog = rebuild(items, plugins.room_types, revision=revision)
    return Loaded(catalog=catalog, plugins=plugins)


def _renames(merged: Merged) -> Renames:
    return Renames(
        resources={one.old: one.new for one in merged.renamed if one.kind == "resource"},
        offerings={one.old: one.new for one in merged.renamed if one.kind == "offering"},
    )


def _named(names: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    return tuple(f"{kind} {id}" for kind, id in names)


def _tell(
    house: House,
    tx: Transaction,
    actor: Actor,
    loaded: Loaded,
    before: frozenset[str],
    now: int,
) -> tuple[Booking, ...]:
    """Lay closures anew, and tell each booking that no longer fits, or fits again.

    Args:
        before: ids of those that needed a move by the old catalog.

    Returns:
        Those that newly need a move.
    """
    lay_anew(tx, loaded, now)
    said = Telling(house=house, actor=actor, now=now, out=Act.LOWER, back=Act.RAISE)
    out = [each for page in _ahead(tx, now) for each in said.tell(tx, loaded, page, before)]
    return tuple(
        attrs.evolve(loaded.as_of(booking, now), needs_move=True)
        for booking in sorted(out, key=lambda each: each.id)
    )


def _moved(tx: Transaction, loaded: Loaded, now: int) -> frozenset[str]:
    return frozenset(id for page in _ahead(tx, now) for id in moving(tx, loaded, page, now))


def _outside(tx: Transaction, loaded: Loaded, now: int) -> frozenset[str]:
    return frozenset(booking.id for booking in outside(_ahead(tx, now), loaded, now))


def _newly_outside(
    tx: Transaction, loaded: Loaded, before: frozenset[str], now: int
) -> tuple[Booking, ...]:
    found = outside(_ahead(tx, now), loaded, now)
    return tuple(booking for booking in found if booking.id not in before)


def _ahead(tx: Transaction, now: int) -> Iterator[tuple[Booking, ...]]:
    """Return every stored booking that may have something ahead, page by page."""
    return pages_of(tx, BookingFilter(states=tuple(sorted(LIVE)), start=now))
