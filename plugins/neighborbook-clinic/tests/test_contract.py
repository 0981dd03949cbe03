"""The clinic keeps what every room type promises."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

import neighborbook as nb
from neighborbook.testing import RoomTypeContract
from neighborbook_clinic import Clinic

CENTER = """
[center]
id = "anping"
zone = "Asia/Shanghai"
check_in = "desk"

[hours.station]
mon-fri = "08:00-12:00, 14:00-17:00"

[resource.dr-a-time]
hours = "station"
[resource.dr-a-extra]
hours = "station"
[resource.dr-a]
parts = ["dr-a-time", "dr-a-extra"]
[resource.nurse]
hours = "station"
[resource.r1]
[resource.r2]
[resource.ecg]

[offering.station]
room_type = "clinic"
places = ["dr-a", "nurse"]
services.general = { length = "15m", devices = ["ecg"] }
services.follow-up = { length = "15m", after = ["general"] }
practitioners.dr-a.services = ["general", "follow-up"]
practitioners.dr-a.rooms = ["r1"]
practitioners.dr-a.overbook = "dr-a-extra"
practitioners.nurse = { services = ["general"], rooms = ["r1", "r2"] }
"""


class Directory:
    """Everybody is registered."""

    name = "directory"
    api = 1

    @nb.hookimpl
    def provide_facts(self, center: nb.Center, parties: tuple[str, ...]) -> Mapping[str, nb.Facts]:
        return {party: nb.Facts(party=party, born_on=date(1950, 1, 1)) for party in parties}


class TestClinic(RoomTypeContract):
    room_type = Clinic
    center = CENTER
    now = "2026-11-23 09:00"
    plugins = (Directory(),)
    request: ClassVar = {
        "what": "station",
        "start": "2026-11-25 10:00",
        "length": "15m",
        "organizer": "li-wei",
        "details": {"service": "general", "note": "by the back door"},
    }


class TestOnline(RoomTypeContract):
    """The same for who is young, so that limits bind, and without named practitioner."""

    room_type = Clinic
    center = CENTER.replace("[center]\n", "[center]\nholidays = []\n") + "elder_age = 99\n"
    now = "2026-11-23 09:00"
    plugins = (Directory(),)
    request: ClassVar = {
        "what": "station",
        "start": "2026-11-25 08:00",
        "length": "15m",
        "organizer": "li-wei",
        "resource": "dr-a",
        "details": {"service": "general"},
    }
