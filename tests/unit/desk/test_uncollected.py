from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator

import pytest

import neighborbook as nb
from neighborbook.desk.uncollected import uncollected

ROOM = '[resource.A]\n[offering.room]\nplaces = ["A"]\n'


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


def test_a_calendar_leaves_the_collector_as_it_was(opened: Callable[..., nb.Desk]) -> None:
    desk = opened(ROOM)
    desk.book("room", start="2026-12-01 09:00", length="1h", organizer="acme")
    desk.calendar(offering="room")
    assert gc.isenabled()
