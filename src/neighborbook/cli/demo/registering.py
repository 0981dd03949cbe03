"""Neighbors as the center keeps them: in its directory, with whom they may ask for."""

from __future__ import annotations

from collections.abc import Sequence

import neighborbook as nb
from neighborbook.cli.demo.patients import DOOR, Neighbor

_HERE_SINCE = "2016-05-01"
_PROXIES_UNTIL = "2027-06-30"


def register(desk: nb.Desk, neighbors: Sequence[Neighbor]) -> None:
    """Register them all, then tie them; and who stands at the door of the station."""
    people = desk.people
    people.register(DOOR, name="At the door")
    people.grant(DOOR, "staff", room_types=["clinic"])
    for each in neighbors:
        people.register(
            each.id,
            name=each.id.replace("-", " ").title(),
            born_on=each.born_on,
            grid=each.grid,
            resident_since=max(_HERE_SINCE, each.born_on.isoformat()),
        )
    for each in neighbors:
        for child in each.guardian_of:
            people.link(each.id, "guardian_of", child)
        for elder in each.proxy_for:
            people.link(each.id, "proxy_for", elder, room_types=["clinic"], until=_PROXIES_UNTIL)
