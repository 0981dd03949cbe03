"""Who reads what in the calendar of a room, by class of privacy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

import neighborbook as nb
from neighborbook.room_type import Privacy
from tests.unit.desk.feeds import calendar, line, one, told, value

CENTER = ', name = "Anping", address = "1 Market Street"'
ROOMS = 'resource.A = { name = { en = "Room A", zh = "甲室" }, floor = "2nd floor" }\n'
OFFERING = '[offering.{kind}]\nroom_type = "{kind}"\nplaces = ["A"]\nbefore = "30m"\n'
KINDS = ("public", "busy", "member", "care", "sealed")
AT: Any = {"start": "2026-12-02 10:00", "length": "1h"}
END: Any = {"start": AT["start"], "end": "2026-12-02 11:00"}
BUSY = "02 09:30-11:00 Busy"

Opened = Callable[..., nb.Desk]
Turn = Callable[[str], None]


def a_kind(name: str) -> nb.RoomType:
    """Return a room type of one class of privacy, named after it."""
    members = {"name": name, "privacy": Privacy(name)}
    made: nb.RoomType = type(name.title(), (nb.RoomType,), members)()
    return made


@pytest.fixture
def desk(opened: Opened) -> nb.Desk:
    offerings = "".join(OFFERING.format(kind=kind) for kind in KINDS)
    return opened(ROOMS + offerings, *map(a_kind, KINDS), head=CENTER)


def booked(desk: nb.Desk, kind: str) -> nb.Booking:
    """Li books for her firm and invites Zhang; Wang belongs to the firm too, Chen does not."""
    return desk.acting_as("li-wei").book(
        kind, **AT, organizer="acme", title="Talk", attendees=["zhang-min"]
    )


TABLE = {
    #         nobody   stranger    member    author     attendee     staff
    #         None     chen-jie    wang-fang li-wei     zhang-min    clerk
    "public": ("Talk", "Talk", "Talk", "Talk", "Talk", "Talk"),
    "busy": (BUSY, BUSY, "busy", "Talk", "Talk", "Talk"),
    "member": (BUSY, BUSY, "Talk", "Talk", "Talk", "Talk"),
    "care": ("", "", "", "care", "care", BUSY),
    "sealed": ("", "", "", BUSY, BUSY, BUSY),
}
READERS = (None, "chen-jie", "wang-fang", "li-wei", "zhang-min", "clerk")
CASES = [
    (kind, reader, said)
    for kind, row in TABLE.items()
    for reader, said in zip(READERS, row, strict=True)
]


@pytest.mark.parametrize(("kind", "reader", "said"), CASES)
def test_each_reader_reads_what_the_class_allows(
    desk: nb.Desk, kind: str, reader: str | None, said: str
) -> None:
    booked(desk, kind)
    named = [f"02 10:00-11:00 {said}"] if said else []
    expected = [BUSY] if said == BUSY else named
    assert told(desk.acting_as(reader), resource="A") == expected
    if (kind, reader) == ("sealed", None):
        with pytest.raises(nb.InvalidRequest, match="UNKNOWN_OFFERING"):
            desk.acting_as(reader).calendar(offering=kind)
    else:
        assert told(desk.acting_as(reader), offering=kind) == expected


@pytest.mark.parametrize(("kind", "reader", "said"), CASES)
def test_a_busy_calendar_tells_of_whatever_the_reader_may_know(
    desk: nb.Desk, kind: str, reader: str | None, said: str
) -> None:
    booked(desk, kind)
    assert told(desk.acting_as(reader), resource="A", busy=True) == ([BUSY] if said else [])


@pytest.mark.parametrize(("kind", "reader", "said"), CASES)
def test_no_calendar_names_a_person_or_a_firm(
    desk: nb.Desk, kind: str, reader: str | None, said: str
) -> None:
    booking = booked(desk, kind)
    feed = calendar(desk.acting_as(reader), resource="A")
    for word in (b"acme", b"li-wei", b"zhang-min", b"ATTENDEE", b"ORGANIZER", booking.id.encode()):
        assert word not in feed


@pytest.mark.parametrize(
    ("kind", "location"),
    [
        ("public", "Room A, 2nd floor, Anping, 1 Market Street"),
        ("busy", "Room A, 2nd floor, Anping, 1 Market Street"),
        ("member", "Room A, 2nd floor, Anping, 1 Market Street"),
        ("care", "Anping"),
    ],
)
def test_the_location_is_as_near_as_the_class_allows(
    desk: nb.Desk, kind: str, location: str
) -> None:
    booked(desk, kind)
    event = one(desk.acting_as("li-wei"), party="li-wei")
    assert str(event["LOCATION"]) == location


@attrs.frozen
class Talk:
    """What it is about; nobody but who serves it reads that."""

    about: str = nb.asks(default="", label="About", label_zh="事由", privacy=Privacy.SEALED)


class Counsel(nb.RoomType):
    """Where it is held is told, but for what is sensitive."""

    name = "counsel"
    details = Talk

    def privacy_of(self, booking: nb.Booking) -> Privacy:
        about = booking.details.about if isinstance(booking.details, Talk) else ""
        return Privacy.CARE if about == "debts" else Privacy.BUSY


@pytest.mark.parametrize(("about", "location"), [("taxes", "A, center"), ("debts", "center")])
def test_the_class_of_a_booking_is_told_before_it_is_redacted(
    opened: Opened, about: str, location: str
) -> None:
    desk = opened("resource.A = {}\n" + OFFERING.format(kind="counsel"), Counsel())
    li = desk.acting_as("li-wei")
    li.book("counsel", **AT, details={"about": about})
    assert str(one(li, party="li-wei")["LOCATION"]) == location


def test_of_what_is_sealed_not_even_the_program_writes_a_place(desk: nb.Desk) -> None:
    booked(desk, "sealed")
    assert value(one(desk, resource="A"), "LOCATION") == ""
    assert told(desk.acting_as("li-wei"), party="li-wei") == []


@pytest.mark.parametrize(
    ("kind", "reader", "described"),
    [
        ("busy", "li-wei", True),
        ("busy", "zhang-min", True),
        ("busy", "clerk", True),
        ("busy", "wang-fang", False),
        ("public", None, False),
        ("public", "chen-jie", False),
        ("public", "wang-fang", False),
        ("care", "li-wei", False),
    ],
)
def test_own_and_staff_read_when_setup_begins(
    desk: nb.Desk, kind: str, reader: str | None, described: bool
) -> None:
    booked(desk, kind)
    event = one(desk.acting_as(reader), resource="A")
    assert value(event, "DESCRIPTION") == ("Setup begins at 09:30." if described else "")
    assert "URL" not in event


def test_setup_on_the_day_before_names_the_day(desk: nb.Desk) -> None:
    desk.book("busy", start="2026-12-03 00:15", length="1h", organizer="acme", override="late show")
    said = str(one(desk, resource="A")["DESCRIPTION"])
    assert said == "Setup begins at Wed 2 Dec 2026, 23:45."


def test_what_people_read_is_in_the_language_that_was_asked_for(desk: nb.Desk) -> None:
    booked(desk, "busy")
    event = one(desk.acting_as("li-wei"), resource="A", language="zh")
    assert str(event["LOCATION"]).startswith("甲室, ")
    assert str(event["DESCRIPTION"]) == "09:30 开始布置。"
    assert b"X-WR-CALNAME:\xe7\x94\xb2" in calendar(desk, resource="A", language="zh")


def test_what_is_cancelled_stays_for_thirty_days_and_takes_no_time(
    desk: nb.Desk, turn: Turn
) -> None:
    desk.cancel(booked(desk, "busy").id)
    event = one(desk, resource="A")
    assert line(event) == "02 10:00-11:00 Cancelled: Talk"
    assert (value(event, "STATUS"), value(event, "TRANSP")) == ("CANCELLED", "TRANSPARENT")
    assert value(event, "SEQUENCE") == "1"
    assert told(desk.acting_as(None), resource="A") == []
    turn("2026-12-31 23:59")
    assert told(desk, organization="acme") == ["02 10:00-11:00 Cancelled: Talk"]
    turn("2027-01-01 00:00")
    assert told(desk, organization="acme") == []


@pytest.mark.parametrize("kind", ["care", "sealed"])
def test_what_is_sensitive_vanishes_when_it_is_cancelled(desk: nb.Desk, kind: str) -> None:
    desk.cancel(booked(desk, kind).id)
    for reader in (desk, desk.acting_as("li-wei"), desk.acting_as("clerk")):
        assert told(reader, resource="A") == told(reader, party="li-wei") == []


def test_a_booking_whose_plugin_is_gone_stands_there_under_a_neutral_title(
    opened: Opened, clock: nb.Clock, tmp_path: Path
) -> None:
    at = str(tmp_path / "center.db")
    booked(opened(ROOMS + OFFERING.format(kind="public"), a_kind("public"), at=at), "public")
    with nb.open(at, center="center", clock=clock) as gone:
        assert told(gone.acting_as("zhang-min"), party="zhang-min") == ["02 10:00-11:00 public"]
        assert told(gone.acting_as("chen-jie"), resource="A") == []
        with pytest.raises(nb.InvalidRequest, match="none: there are none here"):
            gone.acting_as(None).calendar(resource="A")  # it may have been sealed
        assert gone.acting_as(None).day("2026-12-02").rows == ()


class Show(nb.RoomType):
    """Takes a booth besides its place, which no offering names."""

    name = "show"
    privacy = nb.Privacy.PUBLIC

    def demand(self, ask: nb.Ask) -> nb.Demand:
        """Take both."""
        plain, booth = super().demand(ask), nb.Place(resource="booth")
        option = nb.place_option(booth, ask.catalog, ask.offering.policy, None)
        legs = (*plain.legs, nb.Leg(role="booth", options=(option,)))
        return attrs.evolve(plain, legs=legs)


def test_what_the_public_does_not_find_counts_where_its_calendars_are_judged(
    opened: Opened,
) -> None:
    rooms = "resource.A = {}\nresource.S = {}\nresource.booth = {}\n"
    offerings = '[offering.show]\nroom_type = "show"\nplaces = ["A"]\n'
    offerings += '[offering.sealed]\nroom_type = "sealed"\nplaces = ["S"]\n'
    desk = opened(rooms + offerings, Show(), a_kind("sealed"), head=CENTER)
    desk.book("show", **AT, organizer="acme", title="Talk")
    public = desk.acting_as(None)
    assert [each.id for each in public.resources()] == ["A"]
    assert told(public, resource="A") == told(desk, resource="A") == ["02 10:00-11:00 Talk"]
    desk.close("booth", **END, reason="dark")
    assert told(public, resource="A") == told(desk, resource="A")
    assert "02 10:00-11:00 Talk" not in told(public, resource="A")


def test_a_closure_tells_the_public_no_name_of_what_is_sealed(opened: Opened) -> None:
    rooms = 'resource.A = {}\nresource.S = {}\nresource.suite = { parts = ["A", "S"] }\n'
    offerings = '[offering.public]\nroom_type = "public"\nplaces = ["A"]\n'
    offerings += '[offering.sealed]\nroom_type = "sealed"\nplaces = ["suite"]\n'
    desk = opened(rooms + offerings, a_kind("public"), a_kind("sealed"), head=CENTER)
    desk.close("suite", **END, reason="dark")
    assert "suite" in value(one(desk, resource="A"), "LOCATION")
    assert "suite" not in calendar(desk.acting_as(None), resource="A").decode()
