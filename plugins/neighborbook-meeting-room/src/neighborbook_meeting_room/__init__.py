"""Rooms for meetings and trainings, as a room type for neighborbook."""

from __future__ import annotations

import neighborbook as nb
from neighborbook_meeting_room.details import MeetingDetails
from neighborbook_meeting_room.room_type import MeetingRoom
from neighborbook_meeting_room.settings import Settings

__all__ = ["MeetingDetails", "MeetingRoom", "Settings", "api", "name", "register_room_types"]

name = "meeting-room"
api = 1


@nb.hookimpl
def register_room_types() -> list[nb.RoomType]:
    """Bring the room type ``meeting-room``."""
    return [MeetingRoom()]
