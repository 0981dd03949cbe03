"""A hall of whose bookings people are told, and what they are told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
import pytest

import neighborbook as nb
from tests.unit.desk.conftest import Directory, WallClock

FILE = """
center = { id = "anping", zone = "Asia/Shanghai", name = "Anping"__HEAD__ }
resource.hall = { name = { en = "Hall", zh = "大厅" } }
offering.hall = { places = ["hall"], room_type = "__KIND__", __OFFERING__ }
[notices]
approvers = ["chief"]
deputies = ["deputy"]
__NOTICES__
[notices.addresses]
acme = { managers = ["li-wei"] }
li-wei = { mail = "li@example.org", phone = "+86 555 0101", language = "en" }
wang-fang = { mail = "wang@example.org", language = "zh" }
chief = { mail = "chief@example.org" }
deputy = { mail = "deputy@example.org" }
"""
WEEK = "2026-12-08 10:00"


@attrs.define
class Told:
    """A desk, its clock, and whatever a channel has taken."""

    desk: nb.Desk
    clock: WallClock
    messages: list[nb.Message] = attrs.field(factory=list)

    def book(self, **more: Any) -> nb.Booking:
        given = {"start": WEEK, "length": "1h", "organizer": "acme", "title": "Board", **more}
        return self.desk.acting_as("li-wei").book("hall", **given)

    def settle(self, wall: str | None = None) -> list[tuple[str, str]]:
        """Settle, at a UTC time if one is given, and return (party, topic) of what was told."""
        if wall is not None:
            self.clock.set(wall)
        self.messages.clear()
        self.desk.settle(channels={"program": self.messages.append})
        return sorted((each.party, each.topic.value) for each in self.messages)


class Telling:
    """Opens desks of which people are told, and closes them."""

    def __init__(self) -> None:
        self.clock = WallClock()
        self.clock.set("2026-12-01 00:00")
        self.opened: list[nb.Desk] = []

    def __call__(
        self,
        notices: str = "",
        *,
        offering: str = 'cancel_notice = "0m"',
        kind: str = "room",
        at: str | None = None,
        **more: Any,
    ) -> Told:
        plugins = [Directory(), *more.pop("plugins", ())]
        head = more.pop("head", "")
        desk = nb.open(at, center="anping", clock=self.clock, plugins=plugins, **more)
        self.opened.append(desk)
        words = {
            "__HEAD__": head,
            "__KIND__": kind,
            "__OFFERING__": offering,
            "__NOTICES__": notices,
        }
        text = FILE
        for word, meant in words.items():
            text = text.replace(word, meant)
        desk.load(text)
        return Told(desk, self.clock)


@pytest.fixture
def telling() -> Iterator[Telling]:
    """Opens desks; it is 1 December 2026, eight o'clock in Shanghai."""
    made = Telling()
    yield made
    for desk in made.opened:
        desk.close_database()


@pytest.fixture
def told(telling: Telling) -> Told:
    """A desk of which people are told."""
    return telling()
