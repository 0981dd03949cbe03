"""From a document to the catalog of a center, with everything that is wrong named at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeVar

import attrs

from neighborbook.center_file.document import NOTICES, SECTIONS, Document, Item, join
from neighborbook.center_file.findings import Findings, inspect
from neighborbook.center_file.follows import read_follows
from neighborbook.center_file.house import read_center, read_hours
from neighborbook.center_file.names import Names
from neighborbook.center_file.notices import read_notices
from neighborbook.center_file.offerings import read_offering
from neighborbook.center_file.resources import check_parts, read_resource
from neighborbook.center_file.table import A_SLUG, SLUG, Table
from neighborbook.domain.catalog import Catalog
from neighborbook.domain.working_days import working_days
from neighborbook.errors import CenterFileError, Fault
from neighborbook.room_type import RoomType

MOST_ENTRIES = 2_000
"""A section may hold at most so many tables."""

T = TypeVar("T")


def parse(
    document: Document,
    room_types: Mapping[str, RoomType],
    *,
    retired: Collection[tuple[str, str]] = (),
    revision: int = 0,
    lenient: bool = False,
    plugins: Collection[str] | None = None,
    source: str = "center file",
) -> Catalog:
    r"""Return the catalog that a document declares.

    Args:
        document: what ``read`` or ``join`` returned.
        room_types: by name, those of the core and of the plugins that the document enables.
        retired: kind and slug of what is kept although it is no longer in the file.
        revision: of the catalog.
        lenient: the document was accepted before, and a plugin may have gone since: an offering
            of an unknown room type, or with settings that no longer fit it, gets
            ``settings=None`` and stays readable.
        plugins: the names of installed plugins, to judge ``center.plugins`` by; ``None``: they
            have been judged already.
        source: what the file is called, for the error.

    Raises:
        CenterFileError: something is wrong; ``faults`` names every place.

    >>> from neighborbook.center_file import read
    >>> plain = {"room": RoomType()}
    >>> document = read('center = { id = "anping", zone = "Asia/Shanghai" }\nresource.A = {}')
    >>> parse(document, plain).capacity("A")
    1
    """
    findings = Findings()
    inspect(document, "", findings)
    root = Table("", document, findings)
    entries = {kind: _entries(root, kind) for kind in SECTIONS}
    names = Names(
        hours=frozenset(entries["hours"]),
        resources=frozenset(entries["resource"]),
        composites=frozenset(s for s, t in entries["resource"].items() if t.entries.get("parts")),
        room_types=room_types,
        lenient=lenient,
        retired=frozenset(retired),
    )
    center = _center(root)
    if not lenient:  # what is retired may have had any name before
        _check_renames(entries["resource"])
        _check_renames(entries["offering"])
    found_center = read_center(center, names, None if lenient else plugins)
    hours = _each(entries["hours"], read_hours)
    follows = tuple(
        follow
        for slug, table in entries["resource"].items()
        for follow in read_follows(table, slug)
        if ("resource", slug) not in names.retired
    )
    resources = _each(entries["resource"], lambda table, slug: read_resource(table, slug, names))
    offerings = _each(entries["offering"], lambda table, slug: read_offering(table, slug, names))
    notices = read_notices(root.table(NOTICES, "a table: [notices]"))
    check_parts(resources, root)
    root.finish()
    if findings.faults:
        raise CenterFileError(findings.faults, source=source)
    catalog = Catalog(
        center=found_center,
        resources=resources,
        offerings=offerings,
        hours=hours,
        working_days=working_days(found_center.country, found_center.subdivision).overridden(
            holidays=found_center.holidays, makeup=found_center.makeup
        ),
        notices=notices,
        follows=follows,
        revision=revision,
    )
    if not lenient and (wrong := _own_faults(catalog, room_types)):
        raise CenterFileError(wrong, source=source)
    return catalog


def _own_faults(catalog: Catalog, room_types: Mapping[str, RoomType]) -> list[Fault]:
    """Return what room types find wrong with the settings of their offerings."""
    return [
        attrs.evolve(fault, path=f"offering.{offering.id}.{fault.path}")
        for offering in catalog.offerings.values()
        if not offering.retired
        for fault in room_types[offering.room_type].offering_faults(offering, catalog)
    ]


def rebuild(items: Iterable[Item], room_types: Mapping[str, RoomType], *, revision: int) -> Catalog:
    """Return the catalog of the items that a database kept; see ``parse`` on what is passed over.

    Raises:
        CenterFileError: the items cannot be read by this version of neighborbook.
    """
    kept = tuple(items)
    retired = {(item.kind, item.id) for item in kept if item.retired}
    return parse(
        join(kept), room_types, retired=retired, revision=revision, lenient=True, source="database"
    )


def _center(root: Table) -> Table:
    found = root.table("center", "a table: [center]")
    if not root.has("center"):
        root.missing("center", "a table: [center] with id and zone")
    # Without one, its keys would all be missing again; the one fault says enough.
    return found or Table("center", {}, Findings())


def _entries(root: Table, kind: str) -> dict[str, Table]:
    """Return the tables of a section by id."""
    section = root.table(kind, f"tables: [{kind}.…]")
    if section is None:
        return {}
    if len(section.entries) > MOST_ENTRIES:
        root.wrong(kind, f"at most {MOST_ENTRIES} tables", "INPUT_TOO_LONG")
        return {}
    found = {}
    for slug in section.entries:
        table = section.table(slug, f"a table: [{kind}.{slug}]")
        if table is not None:
            found[slug] = table
            if not SLUG.fullmatch(slug):
                root.findings.add(
                    table.path, "INPUT_INVALID", given=slug, expected=f"an id: {A_SLUG}"
                )
    return found


def _each(tables: Mapping[str, Table], take: Callable[[Table, str], T | None]) -> dict[str, T]:
    read = ((slug, take(table, slug)) for slug, table in tables.items())
    return {slug: found for slug, found in read if found is not None}


def _check_renames(tables: Mapping[str, Table]) -> None:
    """Note a ``was`` that names what is still there, or what another one was already."""
    taken: set[object] = set()
    for table in tables.values():
        old = table.entries.get("was")
        if not isinstance(old, str):
            continue
        if old in tables:
            table.wrong("was", "an id that is no longer in this file; rename in two loads")
        elif old in taken:
            table.wrong("was", "an id that nothing else in this file was")
        taken.add(old)
