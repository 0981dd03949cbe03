from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

import neighborbook as nb
from neighborbook.desk.uncollected import uncollected

ROOM = '[resource.A]\n[offering.room]\nroom_type = "looking"\nplaces = ["A"]\n'


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    yield
    gc.enable()


def test_the_collector_is_out_meanwhile_and_back_afterwards() -> None:
    with uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_collector_is_back_whatever_is_raised() -> None:
    with pytest.raises(KeyError), uncollected():
        raise KeyError
    assert gc.isenabled()


def test_one_that_was_off_stays_off() -> None:
    gc.disable()
    with uncollected():
        pass
    assert not gc.isenabled()


def test_of_several_threads_the_last_one_out_turns_it_on() -> None:
    inside, leave = threading.Event(), threading.Event()

    def stay() -> None:
        with uncollected():
            inside.set()
            leave.wait(10)

    other = threading.Thread(target=stay)
    with uncollected():
        other.start()
        assert inside.wait(10)
    assert not gc.isenabled()
    leave.set()
    other.join(10)
    assert gc.isenabled()


class Looking(nb.RoomType):
    """Notes whether the collector is on when it is asked."""

    name = "looking"

    def __init__(self) -> None:
        self.found: list[bool] = []

    def title(self, booking: nb.Booking, audience: nb.Audience) -> str:
        self.found.append(gc.isenabled())
        return booking.title

    def check(
        self, ask: nb.Ask, candidates: tuple[nb.Candidate, ...], seen: nb.Seen
    ) -> Iterable[tuple[nb.Candidate, nb.Refusal]]:
        self.found.append(gc.isenabled())
        return ()


def test_a_calendar_keeps_the_collector_out_while_it_is_made(
    opened: Callable[..., nb.Desk],
) -> None:
    desk = opened(ROOM, kind := Looking())
    desk.book("room", start="2026-12-01 09:00", length="1h", organizer="li-wei")
    kind.found.clear()
    desk.acting_as("li-wei").calendar(party="li-wei")
    assert kind.found
    assert not any(kind.found)
    assert gc.isenabled()


def test_a_search_keeps_the_collector_out_while_it_judges_and_not_while_a_slot_is_looked_at(
    opened: Callable[..., nb.Desk],
) -> None:
    desk = opened(ROOM, kind := Looking())
    window: Any = {"start": "2026-12-01 08:00", "end": "2026-12-09", "length": "1h"}
    assert all(gc.isenabled() for _ in desk.slots("room", **window))
    assert len(kind.found) > 2  # in pages and batches
    assert not any(kind.found)
