"""What has hours and a capacity: rooms, courts, pools of like things, and what is made of them."""

from __future__ import annotations

import re

import attrs

from neighborbook.domain.text import Text


@attrs.frozen(kw_only=True)
class Resource:
    """A thing that can be claimed: a leaf of a capacity, or a composite of leaves.

    Attributes:
        id: stable slug of the center file.
        name: what people call it.
        capacity: how much of a leaf can be in use at one instant: 1 is an exclusive room, n a pool
            of like things; ``None`` for a composite.
        parts: resources that a composite is made of; a claim on it is a claim on each leaf below.
        hours: ids of opening hours; all of them apply (they intersect), with the center's own.
        features: what it has: ``"step-free"``, ``"piano"``.
        way_in: resources that one passes to reach it (a lift, a door). A feature that any way in
            of the center declares holds for a room only if every way to it has it as well and is
            not closed at the time.
        units: names of the like things of a pool, bound at check-in; empty if nobody tells them
            apart.
        changeover: seconds that must lie between two uses of different layout, besides buffers.
        floor: where it is, for boards and calendars.
        area: square meters, or ``None``.
        retired: it is kept for its history and can no longer be claimed.
    """

    id: str
    name: Text
    capacity: int | None = 1
    parts: tuple[str, ...] = ()
    hours: tuple[str, ...] = ()
    features: frozenset[str] = frozenset()
    way_in: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    changeover: int = 0
    floor: str = ""
    area: int | None = None
    retired: bool = False

    @property
    def is_composite(self) -> bool:
        """Whether it is made of parts and has no capacity of its own."""
        return bool(self.parts)


def floor_order(floor: str) -> tuple[int, int, str]:
    """Return by what floors are sorted: by number where they are numbers; none comes last.

    >>> sorted(["10F", "", "-1", "Annex", "2"], key=floor_order)
    ['-1', '2', '10F', 'Annex', '']
    """
    numbered = re.fullmatch(r"(-?[0-9]+)[Ff]?", floor.strip())
    if numbered is not None:
        return 0, int(numbered[1]), floor
    return (2, 0, "") if not floor else (1, 0, floor)
