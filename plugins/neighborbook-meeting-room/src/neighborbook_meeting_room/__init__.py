"""Rooms for meetings and trainings, as a room type for neighborbook."""

from __future__ import annotations

from neighborbook.hookspecs import hookimpl
from neighborbook.room_type import RoomType
from neighborbook_meeting_room.details import MeetingDetails
from neighborbook_meeting_room.room_type import MeetingRoom
from neighborbook_meeting_room.settings import Settings

__all__ = ["MeetingDetails", "MeetingRoom", "Settings", "api", "register_room_types"]

api = 1


@hookimpl
def register_room_types() -> list[RoomType]:
    """Bring the room type ``meeting-room``."""
    return [MeetingRoom()]
