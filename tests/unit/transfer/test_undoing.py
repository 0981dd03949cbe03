"""Taking an import back."""

from __future__ import annotations

import pytest

import neighborbook as nb
from tests.unit.transfer.conftest import Import
from tests.unit.transfer.test_importing import TWO


def test_an_import_is_taken_back_and_may_come_again(desk: nb.Desk, imported: Import) -> None:
    first, _ = imported(TWO)
    undone = desk.undo_import(first.batch)
    assert (undone.taken_back, undone.touched) == (2, ())
    assert {booking.void_reason for booking in desk.bookings()} == {nb.VoidReason.CANCELLED}
    again, _ = imported(TWO)
    assert again.booked == 2
    assert again.batch != first.batch


def test_what_was_touched_since_stays_and_is_named(desk: nb.Desk, imported: Import) -> None:
    done, [first, second] = imported(TWO)
    desk.change(first.booking, title="Moved in")
    undone = desk.undo_import(done.batch)
    assert undone.taken_back == 1
    assert [booking.id for booking in undone.touched] == [first.booking]
    assert desk.booking(first.booking).state is nb.State.CONFIRMED
    assert desk.booking(second.booking).state is nb.State.VOID
    assert imported(TWO)[0].unchanged == 1


def test_undoing_twice_takes_nothing_back_the_second_time(desk: nb.Desk, imported: Import) -> None:
    done, _ = imported(TWO)
    desk.undo_import(done.batch)
    assert desk.undo_import(done.batch).taken_back == 0


def test_the_places_and_hours_of_what_was_taken_back_are_free(
    desk: nb.Desk, imported: Import
) -> None:
    text = "offering,start,length,organizer\nroom,2026-12-01 10:00,4h,acme\n"
    done, _ = imported(text)
    desk.undo_import(done.batch)
    desk.book("room", start="2026-12-01 10:00", length="4h", organizer="acme")


def test_only_a_keeper_undoes_and_only_what_there_is(desk: nb.Desk, imported: Import) -> None:
    done, _ = imported(TWO)
    with pytest.raises(nb.NotFound):
        desk.undo_import("nothing")
    with pytest.raises(nb.Refused):
        desk.acting_as("clerk").undo_import(done.batch)
    assert desk.acting_as("keeper").undo_import(done.batch).taken_back == 2
