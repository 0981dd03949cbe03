"""What a room type can say of several things at once: bundles, limits of a leaf, preference."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import attrs
import pytest

import neighborbook as nb

TABLES = """
[hours.morning]
daily = "09:00-12:00"
[hours.late]
daily = "10:00-12:00"
[resource.A]
hours = "morning"
[resource.B]
hours = "morning"
[resource.late]
hours = "late"
[resource.room]
[offering.doctor]
room_type = "doctor"
granularity = "30m"
places = ["A", "B"]
"""
AT: Any = {"start": "2026-12-02 09:00", "length": "30m", "organizer": "acme"}

Opened = Callable[..., nb.Desk]


class Doctor(nb.RoomType):
    """A doctor with the room, a few in each morning; B is liked if A is not asked for."""

    name = "doctor"
    timeless = False
    rooms = True
    most: int | None = None
    also: str | None = None
    likes: tuple[str, ...] = ()

    def demand(self, ask: nb.Ask) -> nb.Demand:
        options = super().demand(ask).legs[0].options
        if self.rooms:
            room = nb.Take(leaf="room")
            options = tuple(attrs.evolve(one, takes=(*one.takes, room)) for one in options)
        parts = (("A", "doctor"), ("B", "doctor"), ("room", "room"))
        legs = [nb.Leg(role="doctor", options=options, parts=parts)]
        if self.also is not None:
            also = nb.Option(resource=self.also, takes=(nb.Take(leaf=self.also),))
            legs.append(nb.Leg(role="also", options=(also,)))
        limits = (self._limit(ask, one.resource) for one in options if self.most is not None)
        return nb.Demand(
            legs=tuple(legs), joint=True, limits=tuple(one for one in limits if one is not None)
        )

    def _limit(self, ask: nb.Ask, leaf: str) -> nb.Limit | None:
        session = nb.session(ask, leaf)
        if session is None:
            return None
        return nb.Limit(
            key=f"doctor/{leaf}",
            rule="online",
            amount=1,
            capacity=self.most or 0,
            code=nb.Code.FULL,
            within=session,
            leaf=leaf,
        )

    def prefers(self, ask: nb.Ask, seen: nb.Seen) -> Iterable[str]:
        return self.likes


def kind(**numbers: object) -> Doctor:
    found = Doctor()
    for name, value in numbers.items():
        setattr(found, name, value)
    return found


def said(decision: nb.Decision) -> list[tuple[str, str]]:
    return [(one.code, one.subject) for one in decision.refusals]


def test_what_every_option_lacks_is_named(opened: Opened) -> None:
    desk = opened(TABLES, kind())
    desk.book("doctor", **AT)
    assert said(desk.explain("doctor", **AT)) == [("NO_COMBINATION", "room")]


def test_where_nothing_in_particular_is_lacking_the_role_is_named(opened: Opened) -> None:
    desk = opened(TABLES, kind(rooms=False))
    desk.book("doctor", resource="A", **AT)
    desk.book("doctor", resource="B", **AT)
    assert said(desk.explain("doctor", **AT)) == [("NO_COMBINATION", "doctor")]


def test_a_limit_of_a_leaf_weighs_on_that_leaf_alone(opened: Opened) -> None:
    desk = opened(TABLES, kind(rooms=False, most=1))
    assert desk.book("doctor", **AT).resource == "A"
    later: Any = {**AT, "start": "2026-12-02 11:00"}
    assert said(desk.explain("doctor", resource="A", **later)) == [("FULL", "online")]
    assert desk.book("doctor", **later).resource == "B"
    assert said(desk.explain("doctor", **{**AT, "start": "2026-12-02 10:00"})) == [
        ("FULL", "online")
    ]


def test_a_limit_within_a_session_begins_anew_with_the_next(opened: Opened) -> None:
    desk = opened(TABLES, kind(rooms=False, most=1))
    desk.book("doctor", resource="A", **AT)
    tomorrow: Any = {**AT, "start": "2026-12-03 09:00"}
    assert desk.explain("doctor", resource="A", **tomorrow).codes == ()


def test_a_cancelled_use_of_a_leafs_limit_comes_back(opened: Opened) -> None:
    desk = opened(TABLES, kind(rooms=False, most=1))
    booking = desk.book("doctor", resource="A", **AT)
    desk.cancel(booking.id)
    assert desk.explain("doctor", resource="A", **AT).codes == ()


def test_what_is_taken_is_said_before_what_is_full(opened: Opened) -> None:
    desk = opened(TABLES, kind(rooms=False, most=1))
    desk.book("doctor", resource="A", **AT)
    assert said(desk.explain("doctor", resource="A", **AT)) == [("NO_COMBINATION", "doctor")]


def test_what_is_preferred_is_chosen_and_listed_first(opened: Opened) -> None:
    desk = opened(TABLES, kind(likes=("B",)))
    found = desk.slots("doctor", start="2026-12-02", end="2026-12-03", length="30m")
    assert [slot.resource for slot in found][:4] == ["B", "A", "B", "A"]
    assert desk.book("doctor", **AT).resource == "B"


def test_what_is_preferred_and_taken_refuses_nobody(opened: Opened) -> None:
    desk = opened(TABLES, kind(rooms=False, likes=("B",)))
    desk.book("doctor", resource="B", **AT)
    assert desk.book("doctor", **AT).resource == "A"


def test_a_room_type_that_raises_when_it_should_prefer_refuses(opened: Opened) -> None:
    class Raises(Doctor):
        def prefers(self, ask: nb.Ask, seen: nb.Seen) -> Iterable[str]:
            raise RuntimeError

    desk = opened(TABLES, Raises())
    assert desk.explain("doctor", **AT).codes == ("PLUGIN_ERROR",)
    with pytest.raises(nb.Refused):
        desk.book("doctor", **AT)


def test_everything_that_is_chosen_must_be_open(opened: Opened) -> None:
    desk = opened(TABLES, kind(also="late"))
    assert said(desk.explain("doctor", **AT)) == [("CLOSED", "late")]
    assert desk.explain("doctor", **{**AT, "start": "2026-12-02 10:00"}).codes == ()
    found = desk.slots("doctor", start="2026-12-02", end="2026-12-03", length="30m")
    assert f"{next(found).start:%H:%M}" == "10:00"


def test_a_room_type_that_is_timeless_may_have_limits_of_leaves(opened: Opened) -> None:
    class Timeless(Doctor):
        timeless = True

        def _limit(self, ask: nb.Ask, leaf: str) -> nb.Limit | None:
            return nb.Limit(
                key=f"doctor/{leaf}",
                rule="online",
                amount=1,
                capacity=1,
                code=nb.Code.FULL,
                per=nb.Per.EVER,
                leaf=leaf,
            )

    found = Timeless()
    found.rooms, found.most = False, 1
    desk = opened(TABLES, found)
    desk.book("doctor", resource="A", **AT)
    slots = desk.slots("doctor", start="2026-12-03", end="2026-12-04", length="30m")
    assert {slot.resource for slot in slots} == {"B"}
