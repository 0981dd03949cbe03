"""What a room type may ask of the house at most."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import attrs
import pytest

import neighborbook as nb

ROOM = 'resource.A = {}\n[offering.room]\nplaces = ["A"]\nroom_type = "greedy"\n'
AT: Any = {"start": "2026-12-02 10:00", "length": "1h", "organizer": "acme"}

Opened = Callable[..., nb.Desk]


class Greedy(nb.RoomType):
    """Asks for so many legs, of so many options each."""

    name = "greedy"
    legs = 8
    options = 64

    def demand(self, ask: nb.Ask) -> nb.Demand:
        place = super().demand(ask).legs[0].options[0]
        others = [attrs.evolve(place, layout=f"l{number}") for number in range(self.options)]
        legs = [nb.Leg(role="place", options=tuple(others))]
        legs += [
            nb.Leg(role=f"r{n}", options=(nb.Option(resource="A", takes=()),))
            for n in range(self.legs)
        ]
        return nb.Demand(legs=tuple(legs[: self.legs]))


def test_eight_legs_of_64_options_are_searched(opened: Opened) -> None:
    assert opened(ROOM, Greedy()).book("room", **AT).state == "confirmed"


@pytest.mark.parametrize(
    ("legs", "options", "told"), [(9, 1, "9 legs; at most 8"), (1, 65, "65 options; at most 64")]
)
def test_a_demand_that_is_larger_is_refused_as_the_room_types_error(
    opened: Opened, caplog: pytest.LogCaptureFixture, legs: int, options: int, told: str
) -> None:
    kind = Greedy()
    kind.legs, kind.options = legs, options
    desk = opened(ROOM, kind)
    with caplog.at_level(logging.ERROR, logger="neighborbook"), pytest.raises(nb.Refused) as no:
        desk.book("room", **AT)
    assert no.value.decision.codes == ("PLUGIN_ERROR",)
    assert desk.explain("room", **AT).codes == ("PLUGIN_ERROR",)
    assert told in caplog.text
