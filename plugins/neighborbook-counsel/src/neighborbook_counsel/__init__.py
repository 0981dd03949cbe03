"""Talks with a counselor, as a room type for neighborbook."""

from __future__ import annotations

import neighborbook as nb
from neighborbook_counsel.details import Contact, CounselDetails, Visit
from neighborbook_counsel.room_type import Counsel
from neighborbook_counsel.settings import Settings

__all__ = [
    "Contact",
    "Counsel",
    "CounselDetails",
    "Settings",
    "Visit",
    "api",
    "name",
    "register_room_types",
]

name = "counsel"
api = 1


@nb.hookimpl
def register_room_types() -> list[nb.RoomType]:
    """Bring the room type ``counsel``."""
    return [Counsel()]
