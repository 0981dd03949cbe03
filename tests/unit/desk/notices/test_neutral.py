"""Of what is sensitive a notice says next to nothing, whoever reads it."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import pytest

import neighborbook as nb
from tests.unit.desk.conftest import Bringing
from tests.unit.desk.notices.conftest import Told

Telling = Callable[..., Told]
SECRETS = ("Liver", "Hall", "大厅", "hall")


@nb.details
class Nothing:
    """Nothing is asked."""


class Care(nb.RoomType):
    name = "care"
    privacy = nb.Privacy.CARE


class Sealed(nb.RoomType):
    name = "sealed"
    privacy = nb.Privacy.SEALED


@attrs.frozen(kw_only=True)
class Shared:
    """A channel that a whole group reads."""

    kept: list[nb.Message]
    needs: str = ""
    shared: bool = True
    sender: str = ""

    def deliver(self, message: nb.Message) -> None:
        self.kept.append(message)


@attrs.frozen(kw_only=True)
class Mail(Shared):
    """A channel that sends calendars along, to one at a time."""

    shared: bool = False
    sender: str = "desk@example.org"


def booked(telling: Telling, kind: nb.RoomType) -> Told:
    told = telling(kind=kind.name, plugins=[Bringing(kind)])
    told.desk.acting_as("li-wei").book(
        "hall", start="2026-12-08 10:00", length="1h", organizer="li-wei", title="Liver"
    )
    return told


@pytest.mark.parametrize("kind", [Care(), Sealed()])
def test_neither_title_nor_offering_nor_room_is_told(telling: Telling, kind: nb.RoomType) -> None:
    told, kept = booked(telling, kind), list[nb.Message]()
    told.desk.settle(channels={"mail": Mail(kept=kept)})
    [message] = kept
    said = f"{message.subject} {message.text} {message.calendar.decode()}"
    assert "Appointment" in message.subject
    assert [word for word in SECRETS if word in said] == []


def test_of_what_is_sealed_no_calendar_is_sent_and_no_place_told(telling: Telling) -> None:
    told, kept = booked(telling, Sealed()), list[nb.Message]()
    told.desk.settle(channels={"mail": Mail(kept=kept)})
    assert kept[0].calendar == b""
    assert "Where" not in kept[0].text


@pytest.mark.parametrize("kind", [Care(), Sealed()])
def test_a_group_hears_nothing_of_it(telling: Telling, kind: nb.RoomType) -> None:
    told, kept = booked(telling, kind), list[nb.Message]()
    told.desk.settle(channels={"group": Shared(kept=kept)})
    assert kept == []


def test_a_group_hears_once_and_no_title_of_a_meeting(telling: Telling) -> None:
    told, kept = telling(), list[nb.Message]()
    told.book(attendees=["wang-fang"])
    told.desk.settle(channels={"group": Shared(kept=kept)})
    [message] = kept
    assert message.party == ""
    assert "Board" not in message.subject + message.text


def test_staff_do_not_learn_from_the_list_whose_a_sealed_booking_is(telling: Telling) -> None:
    told = booked(telling, Sealed())

    def never(message: nb.Message) -> None:
        raise nb.Undeliverable("never")

    told.desk.settle(channels={"program": never})
    [untold] = told.desk.notices(unreached=True)
    assert untold.offering == ""
    assert told.desk.acting_as("clerk").notices() == ()
    with pytest.raises(nb.NotFound):
        told.desk.acting_as("clerk").told(untold.id)
