"""From what a database keeps and what a new file says to what it keeps next."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Final, TypeAlias

import attrs

from neighborbook.center_file.document import Item
from neighborbook.center_file.findings import Findings, joined
from neighborbook.errors import CenterFileError

Name: TypeAlias = tuple[str, str]
"""Kind and id of an item."""

_REFERENCES: Final = ("parts", "way_in", "places", "equipment")
"""The keys under which a table names resources."""


@attrs.frozen(kw_only=True)
class Renamed:
    """A resource or an offering that the new file calls otherwise; it keeps what was booked."""

    kind: str
    old: str
    new: str


@attrs.frozen(kw_only=True)
class Merged:
    """What a database keeps once a file has been loaded, and what that changes.

    Attributes:
        items: all of them: those of the file in its order, then the retired ones.
        added, changed, retired: kind and slug; what comes back after it was retired has changed.
        renamed: to be applied to what was booked; no new slug is the old one of another.
    """

    items: tuple[Item, ...]
    added: tuple[Name, ...] = ()
    changed: tuple[Name, ...] = ()
    retired: tuple[Name, ...] = ()
    renamed: tuple[Renamed, ...] = ()

    @property
    def is_quiet(self) -> bool:
        """Whether the catalog stays what it was; at most the order of the file is another one."""
        return not (self.added or self.changed or self.retired or self.renamed)


def merge(
    old_items: Iterable[Item], new_items: Iterable[Item], has_history: Container[Name]
) -> Merged:
    """Return what to keep of both; nothing is ever deleted, only retired.

    Args:
        old_items: what the database keeps.
        new_items: what was split from a file that ``parse`` has accepted.
        has_history: kind and slug of what bookings or closures name.

    Raises:
        CenterFileError: the file is of another center, or gives something the slug of another
            thing that has a history of its own.

    >>> old = (Item.of("resource", "A", {}), Item.of("resource", "B", {}))
    >>> merged = merge(old, (Item.of("resource", "B", {"floor": "2"}),), has_history=())
    >>> merged.changed, merged.retired, [item.id for item in merged.items]
    ((('resource', 'B'),), (('resource', 'A'),), ['B', 'A'])
    """
    before = {(item.kind, item.id): item for item in old_items}
    after = {(item.kind, item.id): item for item in new_items}
    _check_center(before, after)
    renamed = _renames(before, after, has_history)
    origin = {(one.kind, one.new): (one.kind, one.old) for one in renamed}
    gone = {(one.kind, one.old) for one in renamed}
    kept = [
        _retire(item, renamed)
        for name, item in before.items()
        if name not in after and name not in gone
    ]
    return Merged(
        items=(*after.values(), *kept),
        added=tuple(name for name in after if name not in before and name not in origin),
        changed=tuple(
            name
            for name, item in after.items()
            if name in before and name not in origin and _differs(before[name], item)
        ),
        retired=tuple(
            (item.kind, item.id) for item in kept if not before[item.kind, item.id].retired
        ),
        renamed=renamed,
    )


def _check_center(before: Mapping[Name, Item], after: Mapping[Name, Item]) -> None:
    kept = [slug for kind, slug in before if kind == "center"]
    for kind, slug in after:
        if kind == "center" and kept and slug not in kept:
            findings = Findings()
            expected = f"{kept[0]!r}, the center of this catalog; its id never changes"
            findings.add("center.id", "INPUT_INVALID", given=slug, expected=expected)
            raise CenterFileError(findings.faults)


def _renames(
    before: Mapping[Name, Item], after: Mapping[Name, Item], has_history: Container[Name]
) -> tuple[Renamed, ...]:
    """Return what was called otherwise until now; a rename that was made already is none."""
    findings = Findings()
    renamed = []
    for (kind, slug), item in after.items():
        was = item.table().get("was")
        if not isinstance(was, str) or (kind, was) not in before:
            continue
        if (kind, slug) in before and (kind, slug) in has_history:
            path = joined(joined(joined("", kind), slug), "was")
            expected = f"no rename: {slug!r} was booked under its own id; retire {was!r} instead"
            findings.add(path, "INPUT_INVALID", given=was, expected=expected)
        renamed.append(Renamed(kind=kind, old=was, new=slug))
    if findings.faults:
        raise CenterFileError(findings.faults)
    return tuple(renamed)


def _differs(before: Item, after: Item) -> bool:
    """Whether two items say different things; that a rename was made is not said any more."""
    told = [{k: v for k, v in item.table().items() if k != "was"} for item in (before, after)]
    return before.retired or list(told[0].items()) != list(told[1].items())


def _retire(item: Item, renamed: tuple[Renamed, ...]) -> Item:
    """Return an item retired, naming resources as the new file does."""
    ids = {one.old: one.new for one in renamed if one.kind == "resource"}
    table = item.table()
    for key in _REFERENCES:
        if ids and key in table:
            table[key] = _substituted(table[key], ids)
    return Item.of(item.kind, item.id, table, retired=True)


def _substituted(given: object, ids: Mapping[str, str]) -> object:
    if isinstance(given, str):
        return ids.get(given, given)
    if isinstance(given, list):
        return [_substituted(one, ids) for one in given]
    if isinstance(given, dict) and isinstance(given.get("resource"), str):
        return {**given, "resource": _substituted(given["resource"], ids)}
    return given
