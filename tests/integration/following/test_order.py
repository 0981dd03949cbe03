"""What settling does first: nobody is told later because an outside calendar is slow."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

import neighborbook as nb
from neighborbook.hookspecs import hookimpl
from tests.integration.following.old_system import Clock

CENTER_FILE = """
center = { id = "c", zone = "UTC" }
notices = { channels = ["program"] }
[resource.hall.follows.old]
from = "wall"
address = "cellar"
[offering.hall]
places = ["hall"]
"""


@attrs.define
class Wall:
    """A plugin that hears of one closure, and notes when it was asked."""

    noted: list[str]
    start_at: int
    api = 1
    name = "wall"

    @hookimpl
    def provide_closures(self, follows: tuple[nb.Follow, ...]) -> Mapping[str, nb.Heard]:
        self.noted.append("asked")
        closure = nb.OutsideClosure(key="choir", start_at=self.start_at, end_at=self.start_at + 60)
        return {"hall/old": nb.Heard(closures=(closure,))}


def test_what_is_due_is_told_before_calendars_are_asked_and_whom_they_displace_right_after(
    database_url: str,
) -> None:
    clock, noted = Clock(), list[str]()
    wall = Wall(noted, clock.at)
    with nb.open(database_url, center="c", clock=clock, plugins=(wall,)) as desk:
        desk.load(CENTER_FILE)
        made = desk.book("hall", start="2026-12-01 10:00", length="1h", organizer="acme")
        wall.start_at = made.start_at
        done = desk.settle(channels={"program": lambda message: noted.append(message.topic.value)})
        assert noted == ["confirmation", "asked", "needs_move"]
        assert (done.told, done.followed) == (2, 1)
        assert desk.settle().sealed == 0
