"""Appointments at a health station, as a room type for neighborbook."""

from __future__ import annotations

import neighborbook as nb
from neighborbook_clinic.calling import calling_order, day_list
from neighborbook_clinic.details import Channel, ClinicDetails, Priority
from neighborbook_clinic.room_type import Clinic
from neighborbook_clinic.settings import AgeBasis, Practitioner, Service, Settings

__all__ = [
    "AgeBasis",
    "Channel",
    "Clinic",
    "ClinicDetails",
    "Practitioner",
    "Priority",
    "Service",
    "Settings",
    "api",
    "calling_order",
    "day_list",
    "name",
    "register_room_types",
]

name = "clinic"
api = 1


@nb.hookimpl
def register_room_types() -> list[nb.RoomType]:
    """Bring the room type ``clinic``."""
    return [Clinic()]
