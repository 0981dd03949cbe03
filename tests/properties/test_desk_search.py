"""A search passes over many times without a look, and lists what ``explain`` would accept."""

from __future__ import annotations

from collections.abc import Iterable

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import neighborbook as nb
from neighborbook.domain.offering import DAY, HOUR, MINUTE
from neighborbook.testing import MONDAY, catalogs, requests
from tests.properties.desks import (
    SLOW,
    Opened,
    centers,
    explain,
    moment,
    opened,
    play,
    stories,
)


class Slowly(nb.RoomType):
    """A plain room of which nobody knows whether it takes the same at any time."""

    name = "slowly"

    def demand(self, ask: nb.Ask) -> nb.Demand:
        return super().demand(ask)


class WithSlowly:
    """The plugin that brings ``Slowly``."""

    name = "with-slowly"
    api = 1

    @nb.hookimpl
    def register_room_types(self) -> Iterable[nb.RoomType]:
        return [Slowly()]


def listed(at: Opened, asked: nb.Request, window: tuple[int, int]) -> list[tuple[int, str]]:
    found = at.desk.slots(
        asked.offering,
        start=moment(window[0]),
        end=moment(window[1]),
        length=f"{asked.end - asked.start}s",
        organizer=asked.organizer,
        headcount=asked.headcount,
        resource=asked.resource,
    )
    return [(slot.request.start, slot.resource) for slot in found]


def acceptable(at: Opened, asked: nb.Request, window: tuple[int, int]) -> list[tuple[int, str]]:
    """What ``explain`` would accept, asked minute by minute of the grid and place by place."""
    offering = at.catalog.offerings[asked.offering]
    step, length = offering.policy.granularity * MINUTE, asked.end - asked.start
    places = [p.resource for p in offering.places if asked.resource in (None, p.resource)]
    found = []
    for start in range(window[0] - window[0] % MINUTE, window[1] - length + 1, min(step, HOUR)):
        for place in places:
            one = attrs.evolve(asked, start=start, end=start + length, resource=place)
            if start >= window[0] and explain(at.desk, one).verdict is not nb.Verdict.REFUSED:
                found.append((start, place))
    return found


def compared(data: st.DataObject, examples: int) -> None:
    catalog = data.draw(centers())
    with opened(catalog) as at:
        play(at, data.draw(stories(catalog, most=18)))
        asked = data.draw(requests(catalog))
        low = asked.start - data.draw(st.integers(0, examples)) * HOUR
        window = (low, low + (examples + 2) * HOUR + asked.end - asked.start)
        assert listed(at, asked, window) == acceptable(at, asked, window)


@given(st.data())
@SLOW
def test_the_slots_listed_are_those_that_explain_would_accept(data: st.DataObject) -> None:
    compared(data, examples=6)


@pytest.mark.prove
@given(st.data())
@settings(SLOW, max_examples=500)
def test_so_they_are_in_five_hundred_centers(data: st.DataObject) -> None:
    compared(data, examples=30)


@given(st.data())
@SLOW
def test_a_room_type_that_is_planned_for_each_time_lists_the_same(data: st.DataObject) -> None:
    catalog = data.draw(catalogs(approval=True))
    story, asked = data.draw(stories(catalog, most=18)), data.draw(requests(catalog))
    slowly = attrs.evolve(
        catalog,
        offerings={
            id: attrs.evolve(offering, room_type=Slowly.name)
            for id, offering in catalog.offerings.items()
        },
    )
    window = (MONDAY, MONDAY + 3 * DAY)
    found = []
    for one in (catalog, slowly):
        with opened(one, plugins=[WithSlowly()]) as at:
            play(at, story)
            found.append(listed(at, asked, window))
    assume(any(found))
    assert found[0] == found[1]
