"""What leaves the desk is redacted for its reader, whichever call it leaves by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import neighborbook as nb

ROOMS = """
resource.A = {}
resource.B = {}
[offering.room]
places = ["A"]
quota = { amount = "2h", per = "month" }
[offering.open-day]
room_type = "open"
places = ["A"]
[offering.sealed]
room_type = "sealed"
places = ["A"]
"""
AT: Any = {"start": "2026-12-02 10:00", "length": "1h"}

Opened = Callable[..., nb.Desk]


class Open(nb.RoomType):
    """Everybody may read its title."""

    name = "open"
    privacy = nb.Privacy.PUBLIC


class Sealed(nb.RoomType):
    """Nobody may know whose it is."""

    name = "sealed"
    privacy = nb.Privacy.SEALED


@pytest.fixture
def desk(opened: Opened) -> nb.Desk:
    """The trusted program."""
    return opened(ROOMS, Open(), Sealed())


def test_a_verb_answers_what_reading_the_booking_would(desk: nb.Desk) -> None:
    booking = desk.acting_as("wang-fang").book(
        "room", **AT, organizer="acme", title="Merger", attendees=["zhang-min"]
    )
    li = desk.acting_as("li-wei")
    cancelled = li.cancel(booking.id, key="one")
    assert cancelled == li.booking(booking.id) == li.cancel(booking.id, key="one")
    assert (cancelled.title, cancelled.attendees) == ("", ())
    assert desk.booking(booking.id).title == "Merger"


def test_who_does_not_see_the_attendees_does_not_find_by_them(desk: nb.Desk) -> None:
    booking = desk.acting_as("wang-fang").book(
        "room", **AT, organizer="acme", attendees=["zhang-min"]
    )
    li = desk.acting_as("li-wei")
    assert [found.id for found in li.bookings(organizer="acme")] == [booking.id]
    assert list(li.bookings(party="zhang-min")) == []
    assert list(li.bookings(party="wang-fang")) == []
    for reader in ("wang-fang", "zhang-min", "clerk"):
        found = desk.acting_as(reader).bookings(party="zhang-min")
        assert [each.id for each in found] == [booking.id]


def test_who_must_not_know_of_a_booking_reads_and_does_nothing_of_it(desk: nb.Desk) -> None:
    sealed = desk.acting_as("li-wei").book("sealed", **AT, organizer="acme")
    wang = desk.acting_as("wang-fang")
    calls: list[Callable[[str], object]] = [
        wang.booking,
        wang.history,
        wang.cancel,
        wang.check_in,
        lambda id: wang.change(id, length="2h"),
    ]
    for call in calls:
        for id in (sealed.id, "nothing"):
            with pytest.raises(nb.NotFound) as no:
                call(id)
            assert str(no.value) == str(nb.NotFound(kind="booking", id=id))
    assert wang.changes().changes == ()
    assert desk.booking(sealed.id).version == 1


def test_who_may_not_confirm_a_hold_does_not_hear_whose_it_is(desk: nb.Desk) -> None:
    hold = desk.acting_as("li-wei").hold("sealed", **AT, organizer="acme", attendees=["zhang-min"])
    for reader in ("chief", "zhang-min"):
        assert desk.acting_as(reader).booking(hold.id).organizer == ""
        with pytest.raises(nb.Refused) as no:
            desk.acting_as(reader).confirm(hold.id)
        assert [reason.code for reason in no.value.refusals] == ["NOT_ALLOWED"]
        assert "acme" not in repr(no.value)


def test_a_faulty_list_is_refused_before_its_first_page(desk: nb.Desk) -> None:
    with pytest.raises(nb.InvalidRequest):
        desk.bookings(resource="nowhere")


def test_a_public_booking_is_in_no_calendar_that_would_tell_whose_it_is(desk: nb.Desk) -> None:
    desk.book("open-day", **AT, organizer="acme", title="Open day", attendees=["zhang-min"])
    stranger = desk.acting_as("chen-jie")
    assert b"Open day" in stranger.calendar(resource="A")
    assert b"Open day" not in stranger.calendar(organization="acme")
    assert b"Open day" not in stranger.calendar(party="zhang-min")
    assert b"Open day" in desk.acting_as("li-wei").calendar(organization="acme")
    assert b"Open day" in desk.acting_as("zhang-min").calendar(party="zhang-min")


def test_who_may_see_only_that_a_place_is_occupied_gets_a_busy_calendar(desk: nb.Desk) -> None:
    desk.acting_as("li-wei").book("sealed", **AT)
    assert b"Busy" in desk.acting_as("clerk").calendar(resource="A")


def test_the_history_tells_no_more_than_the_booking(desk: nb.Desk) -> None:
    sealed = desk.acting_as("li-wei").book("sealed", **AT)
    clerk = desk.acting_as("clerk")
    clerk.cancel(sealed.id, reason="she is ill")
    wrote, cancelled = clerk.history(sealed.id)
    assert (wrote.actor, cancelled.actor, cancelled.reason) == ("", "clerk", "")
    assert [change.actor for change in clerk.changes().changes] == ["", "clerk"]
    assert [change.actor for change in desk.history(sealed.id)] == ["li-wei", "clerk"]


@pytest.mark.parametrize(("reader", "code"), [("chen-jie", "NOT_MEMBER"), (None, "NOT_ALLOWED")])
def test_who_asks_in_the_name_of_another_firm_learns_nothing_of_its_quota(
    desk: nb.Desk, reader: str | None, code: str
) -> None:
    desk.book("room", start="2026-12-02 12:00", length="90m", organizer="acme")
    asked = desk.acting_as(reader).explain("room", **AT, organizer="acme")
    assert asked.codes == (code,)
    assert asked.approvals == asked.warnings == ()
    assert desk.acting_as("li-wei").explain("room", **AT, organizer="acme").codes == ("QUOTA",)


def test_why_a_rule_was_passed_is_for_the_front_desk(desk: nb.Desk) -> None:
    clerk, li = desk.acting_as("clerk"), desk.acting_as("li-wei")
    asked: Any = {"start": "2026-12-02 10:10", "end": "2026-12-02 11:00", "organizer": "acme"}
    booking = clerk.book("room", **asked, override="my cousin")
    assert [change.reason for change in clerk.history(booking.id)] == ["my cousin"]
    assert [change.reason for change in li.history(booking.id)] == [""]
    clerk.cancel(booking.id, reason="burst pipe")
    assert [change.reason for change in li.history(booking.id)] == ["", "burst pipe"]


def test_who_loads_a_file_sees_whom_it_displaces_as_he_may(desk: nb.Desk) -> None:
    booking = desk.book("room", **AT, organizer="acme", title="Merger")
    fewer = ROOMS.replace("resource.A = {}\n", "").replace('["A"]', '["B"]')
    file = f'center = {{ id = "center", zone = "UTC" }}\n{fewer}'
    [seen] = desk.acting_as("keeper").load(file, preview=True).needs_move
    assert (seen.id, seen.title, seen.organizer) == (booking.id, "", "")
    [known] = desk.load(file).needs_move
    assert (known.title, known.details) == ("Merger", booking.details)


def test_who_wrote_it_finds_it_among_her_own_though_nobody_is_told_who_wrote_it(
    opened: Callable[..., nb.Desk],
) -> None:
    class Care(nb.RoomType):
        name = "care"
        privacy = nb.Privacy.CARE

    desk = opened('resource.A = {}\n[offering.room]\nplaces = ["A"]\nroom_type = "care"', Care())
    li, wang = desk.acting_as("li-wei"), desk.acting_as("wang-fang")
    made = li.book("room", start="2026-12-01 10:00", length="1h", organizer="acme")
    assert [each.id for each in li.bookings(party="li-wei")] == [made.id]
    assert not list(wang.bookings(party="li-wei"))
