"""Of what is sensitive a notice says next to nothing, whoever reads it."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

import attrs
import pytest

import neighborbook as nb
from neighborbook.desk.channels.smtp import mail_of
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


class Opted(Sealed):
    """One of which its people have asked that it stands in their own calendar."""

    def in_own_calendar(self, booking: nb.Booking) -> bool:
        return True


def letters(telling: Telling, kind: nb.RoomType) -> list[EmailMessage]:
    """Return a confirmation, a change, and a cancellation as mails, but for what is random.

    And but for the entry for the calendar, which a talk has only if its client wishes.
    """
    told, kept = booked(telling, kind), list[nb.Message]()
    [made] = told.desk.bookings()
    told.desk.settle(channels={"mail": Mail(kept=kept)})
    told.desk.change(made.id, start="2026-12-08 12:00")
    told.desk.settle(channels={"mail": Mail(kept=kept)})
    told.desk.cancel(made.id, reason="ill")
    told.desk.settle(channels={"mail": Mail(kept=kept)})
    alike = [attrs.evolve(one, id="0", address="li@example.org", calendar=b"") for one in kept]
    return [mail_of(one, "desk@example.org") for one in alike]


@pytest.mark.parametrize(("kind", "carried"), [(Care(), True), (Sealed(), False), (Opted(), True)])
def test_a_visit_comes_with_its_entry_for_the_calendar_and_a_talk_only_if_so_wished(
    telling: Telling, kind: nb.RoomType, *, carried: bool
) -> None:
    told, kept = booked(telling, kind), list[nb.Message]()
    told.desk.settle(channels={"mail": Mail(kept=kept)})
    assert [b"SUMMARY:Appointment" in one.calendar for one in kept] == [carried]
    assert [one.calendar == b"" for one in kept] == [not carried]


def test_a_letter_does_not_show_by_its_words_whether_it_is_a_doctor_or_a_counselor(
    telling: Telling,
) -> None:
    care = letters(telling, Care())
    assert ["Where: " in one.get_content() for one in care] == [True, True, True]
    for kind in (Sealed(), Opted()):
        assert [bytes(one) for one in letters(telling, kind)] == [bytes(one) for one in care]


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
