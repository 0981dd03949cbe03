"""``[resource.X]``: leaves, pools, and what is made of parts."""

from __future__ import annotations

from collections.abc import Mapping

from neighborbook.center_file.findings import joined
from neighborbook.center_file.names import Names
from neighborbook.center_file.table import Table
from neighborbook.domain.offering import DAY
from neighborbook.domain.resource import Resource
from neighborbook.domain.text import Text

MOST_CAPACITY = 1_000_000
MOST_PARTS = 64
MOST_UNITS = 1_000
DEEPEST_PARTS = 16
"""Composites may be made of composites so many times over."""

_LEAVES_ONLY = ("capacity", "hours", "units", "changeover")


def read_resource(table: Table, slug: str, names: Names) -> Resource:
    """Return the resource that a table declares; what is wrong is noted and left out."""
    table.slug("was")
    parts = table.references("parts", names.resources, "resource", MOST_PARTS)
    if table.has("parts") and table.entries["parts"] == []:
        table.wrong("parts", "at least one part; leave the key out for a leaf")
    units = tuple(unit for _, unit in table.slugs("units", MOST_UNITS))
    resource = Resource(
        id=slug,
        name=table.text("name") or Text.of(slug),
        capacity=_capacity(table, units),
        parts=parts,
        hours=table.references("hours", names.hours, "hours"),
        features=frozenset(feature for _, feature in table.slugs("features", 64)),
        way_in=table.references("way_in", names.resources, "resource"),
        units=units,
        changeover=table.length("changeover", 0, DAY) or 0,
        floor=table.words("floor") or "",
        area=table.whole("area", 1, 1_000_000),
        retired=("resource", slug) in names.retired,
    )
    if slug in resource.way_in:
        table.wrong("way_in", "ways to it, not itself")
    if table.has("parts"):
        _only_parts(table)
    table.finish()
    return resource


def _capacity(table: Table, units: tuple[str, ...]) -> int | None:
    """Read how much there is: as given, else as many as there are units, else one."""
    given = table.whole("capacity", 0, MOST_CAPACITY)
    if table.has("parts"):
        return None
    if given is not None and units and given != len(units):
        table.wrong("capacity", f"{len(units)}, for as many units are named")
    return given if given is not None else len(units) or 1


def _only_parts(table: Table) -> None:
    """Note what a composite cannot have of its own: its leaves have it."""
    for key in _LEAVES_ONLY:
        if table.has(key):
            table.wrong(key, f"no {key}: it is made of parts, and they have it")


def check_parts(resources: Mapping[str, Resource], root: Table) -> None:
    """Note composites that contain themselves, or that are nested too deep."""
    left = {slug: resource.parts for slug, resource in resources.items() if resource.parts}
    for level in range(len(left)):
        settled = [slug for slug, parts in left.items() if not any(part in left for part in parts)]
        if not settled:
            break
        for slug in settled:
            del left[slug]
            if level >= DEEPEST_PARTS:
                expected = f"parts of parts at most {DEEPEST_PARTS} deep"
                root.findings.add(_parts_of(root, slug), "INPUT_INVALID", expected=expected)
    for slug in _on_a_cycle(left):
        expected = f"parts that do not contain {slug!r} again"
        given = ", ".join(left[slug])
        root.findings.add(_parts_of(root, slug), "INPUT_INVALID", given=given, expected=expected)


def _on_a_cycle(left: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return what is left after taking away what merely lies above a cycle."""
    while True:
        contained = {part for parts in left.values() for part in parts}
        above = [slug for slug in left if slug not in contained]
        if not above:
            return tuple(left)
        for slug in above:
            del left[slug]


def _parts_of(root: Table, slug: str) -> str:
    return joined(joined(root.at("resource"), slug), "parts")
