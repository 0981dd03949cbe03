"""Center files in a few words, for the tests of their reader."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from neighborbook.center_file import parse, read
from neighborbook.domain.catalog import Catalog
from neighborbook.errors import CenterFileError, Fault
from neighborbook.room_type import RoomType

PLAIN: Mapping[str, RoomType] = {"room": RoomType()}

CENTER = """
[center]
id = "anping"
zone = "Asia/Shanghai"
"""

ROOM = f"""
{CENTER}
[resource.A]
[offering.hall]
places = ["A"]
"""


def catalog_of(text: str, room_types: Mapping[str, RoomType] = PLAIN) -> Catalog:
    """Read a center file that has nothing wrong."""
    return parse(read(text), room_types)


def faults_of(
    text: str, room_types: Mapping[str, RoomType] = PLAIN, plugins: tuple[str, ...] | None = None
) -> dict[str, Fault]:
    """Read a center file that has faults, and return them by path."""
    with pytest.raises(CenterFileError) as caught:
        parse(read(text), room_types, plugins=plugins)
    return {fault.path: fault for fault in caught.value.faults}


def codes_of(text: str, room_types: Mapping[str, RoomType] = PLAIN) -> dict[str, str]:
    """Read a center file that has faults, and return their codes by path."""
    return {path: fault.code for path, fault in faults_of(text, room_types).items()}
