"""Who trains or recruits whom is nobody else's business, unless it is announced."""

from __future__ import annotations

import pytest

import neighborbook as nb
from neighborbook_meeting_room import MeetingDetails, MeetingRoom

DAY = "2026-12-01"
PUBLIC: dict[str, object] = {"public_facing": True, "announce": True}


def titles(desk: nb.Desk, who: str | None) -> set[str]:
    return {booking.title for row in desk.acting_as(who).day(DAY).rows for booking in row.bookings}


def meeting(desk: nb.Desk, details: dict[str, object]) -> nb.Booking:
    return desk.acting_as("li-wei").book(
        "training-room",
        start=f"{DAY} 09:00",
        end=f"{DAY} 10:00",
        organizer="acme",
        headcount=5,
        title="Hiring for Bolt's market",
        details={"purpose": "Interviews", **details},
    )


def test_the_own_firm_reads_the_title_and_others_see_that_it_is_busy(desk: nb.Desk) -> None:
    booking = meeting(desk, {})
    assert titles(desk, "wang-fang") == {booking.title}
    assert titles(desk, "clerk") == {booking.title}
    assert titles(desk, "chen-jie") == {""}
    assert titles(desk, None) == {""}


def test_others_see_neither_firm_nor_people_nor_purpose(desk: nb.Desk) -> None:
    meeting(desk, {"layout": "theatre"})
    for who in ("chen-jie", None):
        for row in desk.acting_as(who).day(DAY).rows:
            for seen in row.bookings:
                assert (seen.organizer, seen.headcount, seen.attendees) == ("", 0, ())
                assert seen.details is None


def test_an_announced_meeting_is_read_by_everybody_once_it_is_approved(desk: nb.Desk) -> None:
    booking = meeting(desk, PUBLIC)
    assert booking.state == "pending"
    assert titles(desk, None) == {""}
    desk.acting_as("chief").approve(booking.id)
    assert titles(desk, None) == {booking.title}
    assert titles(desk, "chen-jie") == {booking.title}


def test_an_announced_meeting_shows_neither_purpose_nor_firm(desk: nb.Desk) -> None:
    desk.acting_as("chief").approve(meeting(desk, {**PUBLIC, "visitors": 3}).id)
    for row in desk.acting_as(None).day(DAY).rows:
        for seen in row.bookings:
            assert (seen.organizer, seen.headcount) == ("", 0)
            assert seen.details == MeetingDetails(public_facing=True, announce=True)


def test_open_to_the_public_is_no_consent_to_be_announced(desk: nb.Desk) -> None:
    booking = meeting(desk, {"public_facing": True})
    desk.acting_as("chief").approve(booking.id)
    assert titles(desk, None) == {""}


@pytest.mark.parametrize(
    ("state", "reason", "privacy"),
    [
        ("held", None, "member"),
        ("pending", None, "member"),
        ("confirmed", None, "public"),
        ("done", None, "public"),
        ("void", "cancelled", "public"),
        ("void", "displaced", "public"),
        ("void", "declined", "member"),
        ("void", "expired", "member"),
    ],
)
def test_an_announcement_holds_from_its_approval_on(
    state: str, reason: str | None, privacy: str
) -> None:
    booking = nb.Booking(
        id="1",
        uid="1",
        center="anping",
        offering="training-room",
        room_type="meeting-room",
        start_at=0,
        end_at=1,
        local_start="",
        zone="UTC",
        tzdata="",
        organizer="acme",
        actor="li-wei",
        state=nb.State(state),
        void_reason=None if reason is None else nb.VoidReason(reason),
        details=MeetingDetails(public_facing=True, announce=True),
    )
    assert MeetingRoom().privacy_of(booking) == privacy
