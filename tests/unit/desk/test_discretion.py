"""Who may change a booking without seeing all of it: the answers tell no more than the booking."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterable
from typing import Any

import pytest

import neighborbook as nb
from neighborbook.domain.offering import HOUR

ROOMS = """
resource.A = {}
resource.B = {}
offering.room = { places = ["A", "B"], room_type = "plain" }
offering.care = { places = ["A", "B"], room_type = "care" }
"""
AT: Any = {"start": "2026-12-02 10:00", "length": "1h"}
SECRETS = ("Merger", "zhang-min", "sits alone", "by wheelchair")


@nb.details
class Asked:
    """One detail that the organization may read, and one that it may not."""

    layout: str = nb.asks(label="l", label_zh="布", privacy=nb.Privacy.MEMBER, default="", most=40)
    needs: str = nb.asks(label="n", label_zh="需", privacy=nb.Privacy.CARE, default="", most=40)


class Plain(nb.RoomType):
    """Taken; 77 people are a fault, and for 66 it breaks, in words that repeat what was asked."""

    name = "plain"
    details = Asked
    quotas = (nb.Quota(amount=2 * HOUR, per=nb.Per.DAY),)

    def faults(
        self, request: nb.Request, offering: nb.Offering, catalog: nb.Catalog
    ) -> Iterable[nb.Fault]:
        if request.headcount == 66:
            raise ValueError(request.details)
        if request.headcount == 77 and isinstance(request.details, Asked):
            yield nb.Fault(path="details", code="INPUT_INVALID", given=request.details.needs)


class Care(Plain):
    """Nobody else learns of it."""

    name = "care"
    privacy = nb.Privacy.CARE


@pytest.fixture
def desk(opened: Callable[..., nb.Desk]) -> nb.Desk:
    """Two bookings at ten in the one room, and others in the other at eleven."""
    desk = opened(ROOMS, Plain(), Care())
    who = {"party": "zhang-min", "details": {"comes": "by wheelchair"}}
    for offering in ("room", "care"):
        start = "2026-12-02 10:00" if offering == "room" else "2026-12-03 10:00"
        desk.acting_as("wang-fang").book(
            offering,
            start=start,
            length="1h",
            organizer="acme",
            resource="A",
            title="Merger",
            headcount=9,
            attendees=[who],
            details={"needs": "sits alone"},
        )
        taken = start.replace("10:", "12:")
        desk.book(offering, start=taken, length="1h", organizer="bolt", resource="A")
    return desk


def booked(desk: nb.Desk, offering: str) -> nb.Booking:
    [found] = desk.bookings(offering=offering, organizer="acme")
    return found


def refused(call: Callable[[], object]) -> nb.Refused:
    with pytest.raises(nb.Refused) as no:
        call()
    return no.value


@pytest.mark.parametrize(
    ("reader", "offering", "day"), [("li-wei", "room", "02"), ("clerk", "care", "03")]
)
def test_other_times_for_a_change_tell_nothing_of_the_booking_that_she_may_not_see(
    desk: nb.Desk, reader: str, offering: str, day: str
) -> None:
    id = booked(desk, offering).id
    her = desk.acting_as(reader)
    no = refused(lambda: her.change(id, start=f"2026-12-{day} 12:00", features=[]))
    assert no.alternatives
    assert not [secret for secret in SECRETS if secret in repr(no)]
    own = desk.acting_as("wang-fang") if offering == "room" else desk
    no = refused(lambda: own.change(id, start=f"2026-12-{day} 12:00"))
    assert no.alternatives[0].request.title == "Merger"
    assert ("by wheelchair" in repr(no)) == (own is desk)


def test_what_she_says_herself_comes_back_to_her(desk: nb.Desk) -> None:
    id = booked(desk, "room").id
    no = refused(
        lambda: desk.acting_as("li-wei").change(
            id, start="2026-12-02 12:00", title="Ours", headcount=3, attendees=["li-wei"]
        )
    )
    request = no.alternatives[0].request
    assert (request.title, request.headcount, request.organizer) == ("Ours", 3, "acme")
    assert [one.party for one in request.attendees] == ["li-wei"]


def test_an_alternative_told_to_her_can_be_booked(desk: nb.Desk) -> None:
    id = booked(desk, "care").id
    clerk = desk.acting_as("clerk")
    no = refused(lambda: clerk.change(id, start="2026-12-03 12:00"))
    assert clerk.book(no.alternatives[0], organizer="bolt").start == no.alternatives[0].start


def test_whose_hours_are_spent_is_not_told_where_the_organizer_is_not(desk: nb.Desk) -> None:
    id = booked(desk, "care").id
    no = refused(lambda: desk.acting_as("clerk").change(id, length="5h"))
    assert "QUOTA" in no.decision.codes
    assert "acme" not in repr(no) + str(no)
    assert "acme" in str(refused(lambda: desk.change(id, length="5h")))


def test_a_fault_repeats_no_detail_that_she_may_not_read(desk: nb.Desk) -> None:
    id = booked(desk, "room").id
    for reader, given in (("li-wei", ""), ("wang-fang", "sits alone")):
        with pytest.raises(nb.InvalidRequest) as wrong:
            desk.acting_as(reader).change(id, headcount=77)
        assert [fault.given for fault in wrong.value.faults] == [given]
    with pytest.raises(nb.InvalidRequest) as wrong:
        desk.acting_as("li-wei").change(id, headcount=77, details={"needs": "a choir"})
    assert [fault.given for fault in wrong.value.faults] == ["a choir"]


def test_what_a_broken_room_type_says_stands_neither_in_the_refusal_nor_in_the_log(
    desk: nb.Desk, caplog: pytest.LogCaptureFixture
) -> None:
    id = booked(desk, "room").id
    with caplog.at_level(logging.DEBUG, logger="neighborbook"):
        no = refused(lambda: desk.acting_as("li-wei").change(id, headcount=66))
    assert no.decision.codes == ("PLUGIN_ERROR",)
    told = "".join(traceback.format_exception(no)) + caplog.text
    assert "in faults" in told
    assert not [secret for secret in SECRETS if secret in told]


def test_a_restoring_tells_no_more_than_a_change(desk: nb.Desk) -> None:
    booking = booked(desk, "room")
    desk.cancel(booking.id)
    desk.book("room", **AT, organizer="bolt", resource="A")
    no = refused(lambda: desk.acting_as("li-wei").restore(booking.id))
    assert no.alternatives
    assert not [secret for secret in SECRETS if secret in repr(no)]
    assert no.alternatives[0].request.title == ""
