"""Meeting rooms keep what every room type promises."""

from __future__ import annotations

from typing import ClassVar

from neighborbook.testing import RoomTypeContract
from neighborbook_meeting_room import MeetingRoom

CENTER = """
[center]
id = "anping"
zone = "Asia/Shanghai"
check_in = "desk"

[hours.office]
mon-fri = "07:30-21:00"

[resource.A]
hours = "office"
changeover = "15m"
[resource.B]
hours = "office"
changeover = "15m"
[resource.AB]
parts = ["A", "B"]
[resource.projector]
capacity = 3

[offering.training-room]
room_type = "meeting-room"
equipment = ["projector"]
approval_over = "3h"
places = [
    { resource = "A", layouts = { theatre = 30, classroom = 20 } },
    { resource = "B", layouts = { theatre = 20, classroom = 14 } },
    { resource = "AB", layouts = { theatre = 60 } },
]
"""


class TestMeetingRoom(RoomTypeContract):
    room_type = MeetingRoom
    center = CENTER
    now = "2026-11-23 09:00"
    request: ClassVar = {
        "what": "training-room",
        "start": "2026-11-25 10:00",
        "end": "2026-11-25 12:00",
        "organizer": "acme",
        "headcount": 12,
        "title": "Fire safety",
        "details": {"layout": "classroom", "equipment": {"projector": 1}, "purpose": "training"},
    }
