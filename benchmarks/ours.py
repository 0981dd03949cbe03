"""neighborbook in the contest: one desk for each process."""

from __future__ import annotations

import attrs

import neighborbook as nb
from benchmarks.contest import Tried
from benchmarks.rooms import ZONE, hour
from benchmarks.wishes import CLOCK

FILE = f"""
center = {{ id = "%s", zone = "{ZONE}" }}
hours.open.daily = "08:00-22:00"
resource.room = {{ hours = "open" }}
offering.room = {{ places = ["room"], horizon = 3000 }}
"""


@attrs.define
class Neighborbook:
    """Each room is a center of its own: hundreds of them share a database."""

    url: str
    name: str = "neighborbook"
    _desks: dict[str, nb.Desk] = attrs.field(factory=dict, init=False)

    def prepare(self, room: str) -> None:
        """Load the center file."""
        with nb.open(self.url, center=room, clock=CLOCK) as desk:
            desk.load(FILE % room)

    def book(self, room: str, number: int) -> Tried:
        """Book by the public verb; a refusal would be a defect, so it is not caught."""
        desk = self._desks.get(room)
        if desk is None:
            for old in self._desks.values():
                old.close_database()
            self._desks.clear()
            desk = self._desks[room] = nb.open(self.url, center=room, clock=CLOCK)
        desk.book("room", start=hour(number), length="1h", organizer="someone@example.org")
        return Tried(accepted=True)
