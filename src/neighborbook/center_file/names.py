"""What the tables of one center file can refer to."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from neighborbook.room_type import RoomType


@attrs.frozen(kw_only=True)
class Names:
    """The ids that a center file declares, gathered before its tables are read.

    Attributes:
        composites: resources that have parts.
        room_types: those of the enabled plugins and of the core, by name.
        lenient: the file was accepted before; a room type that is gone is passed over.
        retired: kind and id of what is no longer in the file.
    """

    hours: frozenset[str]
    resources: frozenset[str]
    composites: frozenset[str]
    room_types: Mapping[str, RoomType]
    lenient: bool
    retired: frozenset[tuple[str, str]]
