"""What becomes of the rows of a file."""

from __future__ import annotations

import attrs
import pytest

import neighborbook as nb
from neighborbook.desk.importing.values import Imported, Outcome
from neighborbook.transfer.importing import Wish
from neighborbook.transfer.reporting import codes_of
from tests.unit.transfer.conftest import Clock, Import

HEAD = "key,offering,resource,start,end,organizer,title\n"
THREE = (
    HEAD
    + "1,hall,A,2026-12-01 10:00,2026-12-01 11:00,choir,Practice\n"
    + "2,hall,A,2026-12-01 10:30,2026-12-01 11:30,choir,Clash\n"
    + "3,hall,A,2026-12-01 11:00,2026-12-01 12:00,choir,合唱\n"
)
TWO = "".join(THREE.splitlines(keepends=True)[i] for i in (0, 1, 3))


def became(outcomes: list[Outcome]) -> list[str]:
    return [one.did.value for one in outcomes]


def test_a_row_is_booked_as_it_stands(desk: nb.Desk, imported: Import) -> None:
    done, outcomes = imported(TWO)
    assert attrs.evolve(done, batch="") == Imported(booked=2, written=True)
    booking = desk.booking(outcomes[1].booking)
    assert (booking.title, booking.organizer, booking.resource) == ("合唱", "choir", "A")
    assert booking.start.isoformat() == "2026-12-01T11:00:00+08:00"
    assert booking.state is nb.State.CONFIRMED
    [change] = desk.history(booking.id)
    assert (change.act, change.actor, change.reason) == (nb.Act.BOOK, "~program", "old.csv")


def test_one_bad_row_and_nothing_is_written(desk: nb.Desk, imported: Import) -> None:
    done, outcomes = imported(THREE)
    assert done == Imported(booked=2, bad=1)
    assert became(outcomes) == ["booked", "bad", "booked"]
    assert codes_of(outcomes[1]) == ("CONFLICT_RESOURCE",)
    assert list(desk.bookings()) == []
    assert desk.imports() == ()


def test_what_is_bad_is_skipped_when_asked_for(desk: nb.Desk, imported: Import) -> None:
    done, _ = imported(THREE, wish=Wish(skip=True))
    assert (done.booked, done.bad, done.written) == (2, 1, True)
    assert [booking.title for booking in desk.bookings()] == ["Practice", "合唱"]
    [batch] = desk.imports()
    assert (batch.id, batch.source, batch.actor) == (done.batch, "old.csv", "~program")


@pytest.mark.parametrize("skip", [False, True])
def test_a_preview_says_what_the_import_does_and_writes_nothing(
    skip: bool, desk: nb.Desk, imported: Import
) -> None:
    before, foreseen = imported(THREE, wish=Wish(skip=skip, preview=True))
    assert not before.written
    assert list(desk.bookings()) == []
    after, happened = imported(THREE, wish=Wish(skip=skip))
    assert became(foreseen) == became(happened)
    assert attrs.evolve(before, written=True) == attrs.evolve(after, batch="", written=True)


def test_a_row_that_came_in_before_changes_nothing(desk: nb.Desk, imported: Import) -> None:
    imported(TWO)
    before = [desk.history(booking.id) for booking in desk.bookings()]
    done, _ = imported(TWO.replace("Practice", "Renamed"))
    assert done == Imported(unchanged=2, written=True)
    assert [desk.history(booking.id) for booking in desk.bookings()] == before


def test_a_row_without_a_key_is_known_by_its_content(imported: Import) -> None:
    text = "offering,start,length,organizer\n" + "desk,2026-12-01 10:00,1h,li\n" * 2
    assert imported(text)[0].booked == 2
    assert imported(text)[0].unchanged == 2
    done, outcomes = imported(text + "desk,2026-12-01 10:00,1h,li\n", wish=Wish(skip=True))
    assert (done.unchanged, done.bad) == (2, 1)
    assert codes_of(outcomes[2]) == ("FULL",)


def test_a_key_that_comes_twice_in_one_file_is_bad(imported: Import) -> None:
    text = TWO.replace("\n3,", "\n1,")
    done, outcomes = imported(text, wish=Wish(skip=True))
    assert (done.booked, done.bad) == (1, 1)
    assert [str(fault) for fault in outcomes[1].faults] == [
        "key: INPUT_INVALID: expected a key of its own: line 2 has the same"
    ]


def test_rows_see_the_quota_that_those_before_them_have_used(
    desk: nb.Desk, imported: Import
) -> None:
    hours = (8, 10, 12, 14, 16, 18)
    rows = [f"{n},room,B,2026-12-01 {n:02}:00,2026-12-01 {n + 1:02}:00,acme,\n" for n in hours]
    _, outcomes = imported(HEAD + "".join(rows), wish=Wish(skip=True))
    assert became(outcomes) == ["booked"] * 4 + ["pending"] * 2
    waiting = desk.booking(outcomes[4].booking)
    assert waiting.waits_for == ("quota_hours",)
    with desk._house.store.snapshot("center") as reader:
        found = reader.notices(1 << 40, 50)
    asked = {notice.booking for notice in found if notice.kind == "book"}
    assert asked == {outcome.booking for outcome in outcomes[4:]}


def test_an_override_passes_what_is_soft_alone(imported: Import) -> None:
    text = HEAD + (
        "1,hall,A,2026-11-23 10:00,2026-11-23 11:00,choir,\n"
        "2,hall,A,2026-11-23 10:30,2026-11-23 11:30,choir,\n"
    )
    _, outcomes = imported(text, wish=Wish(skip=True, preview=True))
    assert [codes_of(one) for one in outcomes] == [("TOO_SOON",), ("TOO_SOON",)]
    _, outcomes = imported(text, wish=Wish(skip=True, override="moved in"))
    assert [codes_of(one) for one in outcomes] == [(), ("CONFLICT_RESOURCE",)]


def test_every_fault_of_a_row_is_told_at_once_and_none_twice(imported: Import) -> None:
    text = "key,offering,start,end,organizer,headcount\n1,halls,when,2026-12-01,,many\n"
    done, [outcome] = imported(text)
    assert done.bad == 1
    assert sorted((fault.path, fault.code) for fault in outcome.faults) == [
        ("headcount", "INPUT_INVALID"),
        ("offering", "UNKNOWN_OFFERING"),
        ("organizer", "INPUT_MISSING"),
        ("start", "INPUT_INVALID"),
    ]


def test_what_was_void_there_is_left(imported: Import) -> None:
    text = HEAD.replace("title", "state") + "1,hall,A,2026-12-01 10:00,2026-12-01 11:00,li,void\n"
    assert imported(text)[0] == Imported(left=1, written=True)


def test_the_past_comes_in_as_it_was_where_there_was_a_place(
    desk: nb.Desk, clock: Clock, imported: Import
) -> None:
    text = HEAD.replace("title", "state") + (
        "1,hall,A,2026-01-01 03:10,2026-01-01 05:55,li,done\n"
        "2,hall,A,2026-01-01 05:00,2026-01-01 06:00,wu,\n"
        "3,hall,A,2026-01-01 05:00,2026-01-01 06:00,wu,void\n"
        "4,hall,A,2026-11-23 09:30,2026-11-23 10:30,wu,\n"
    )
    assert imported(text, wish=Wish(skip=True, preview=True))[0].bad == 3
    _, outcomes = imported(text, wish=Wish(skip=True, as_history=True))
    assert became(outcomes) == ["booked", "bad", "booked", "bad"]
    assert codes_of(outcomes[1]) == ("CONFLICT_RESOURCE",)
    assert [each.id for each in outcomes[1].beside] == [outcomes[0].booking]
    assert codes_of(outcomes[3]) == ("TOO_SOON",)
    assert desk.booking(outcomes[0].booking).state is nb.State.DONE
    assert desk.booking(outcomes[2].booking).void_reason is nb.VoidReason.CANCELLED


def test_only_the_program_and_administrators_import(desk: nb.Desk, imported: Import) -> None:
    for stranger in ("li-wei", "clerk"):
        with pytest.raises(nb.Refused) as caught:
            imported(TWO, at=desk.acting_as(stranger))
        assert [refusal.code for refusal in caught.value.refusals] == ["NOT_ALLOWED"]
    done, [first, _] = imported(TWO, at=desk.acting_as("steward"))
    assert done.booked == 2
    assert desk.booking(first.booking).actor == "steward"


def test_who_may_not_book_for_somebody_does_not_bring_it_in(
    desk: nb.Desk, imported: Import, clock: Clock
) -> None:
    keeper = desk.acting_as("keeper")
    done, outcomes = imported(TWO, at=keeper)
    assert (done.bad, done.written) == (2, False)
    said = keeper.explain("hall", start="2026-12-01 10:00", length="1h", organizer="li")
    assert {codes_of(one) for one in outcomes} == {said.codes} == {("NOT_MEMBER",)}
    _, [one, _] = imported(TWO, at=keeper, wish=Wish(override="moved in"))
    assert codes_of(one) == ("NOT_MEMBER",)
    clock.at += 400 * 86_400
    assert imported(TWO, at=keeper, wish=Wish(as_history=True))[0].booked == 2


def test_nobody_is_told_of_what_came_in_but_reminded_of_what_is_to_come(
    desk: nb.Desk, imported: Import
) -> None:
    _, outcomes = imported(TWO)
    with desk._house.store.snapshot("center") as reader:
        found = reader.notices(1 << 40, 10)
    assert sorted((notice.kind, notice.booking) for notice in found) == sorted(
        ("reminder", outcome.booking) for outcome in outcomes
    )
