"""Counseling keeps what every room type promises."""

from __future__ import annotations

from typing import ClassVar

from neighborbook.testing import RoomTypeContract
from neighborbook_counsel import Counsel

CENTER = """
[center]
id = "anping"
zone = "Asia/Shanghai"

[hours.counseling]
mon-fri = "14:00-20:00"

[resource.an]
hours = "counseling"
[resource.bai]
hours = "counseling"
[resource.room]

[offering.counseling]
room_type = "counsel"
places = ["an", "bai"]
rooms = ["room"]
"""


class TestCounsel(RoomTypeContract):
    room_type = Counsel
    center = CENTER
    now = "2026-11-23 09:00"
    request: ClassVar = {
        "what": "counseling",
        "start": "2026-11-25 14:00",
        "length": "50m",
        "organizer": "maple",
        "details": {"alias": "Maple", "consent": 1},
    }
