"""A room follows an outside calendar: what appears, moves and vanishes there does so here."""

from __future__ import annotations

import threading

import neighborbook as nb
from tests.integration.following.old_system import DAY, NOW, Clock, OldSystem, event, house, shut

CHOIR = event("choir", "20261201T100000", "20261201T120000", "SUMMARY:Mrs Li's choir")


def test_an_event_closes_the_room_and_nobody_reads_what_it_is(
    database_url: str, old: OldSystem
) -> None:
    old.tells(CHOIR)
    with house(database_url, old.address) as desk:
        assert desk.settle().followed == 1
        assert shut(desk) == [("12-01 10:00", "12-01 12:00")]
        [closure] = desk.closures()
        assert (closure.subject, closure.origin) == ("hall", "old")
        assert "choir" not in repr(closure)
        refused = desk.explain("hall", start="2026-12-01 11:00", length="1h", organizer="acme")
        assert refused.verdict is nb.Verdict.REFUSED
        assert "Li" not in refused.text() + refused.text("zh")
        assert not desk.explain(
            "small", start="2026-12-01 11:00", length="1h", organizer="acme"
        ).codes


def test_what_moves_there_moves_here_and_what_is_gone_is_taken_back(
    database_url: str, old: OldSystem
) -> None:
    clock = Clock()
    old.tells(CHOIR, event("yoga", "20261202T100000", "20261202T110000"))
    with house(database_url, old.address, clock=clock) as desk:
        assert desk.settle().followed == 2
        clock.at += 900
        old.tells(event("choir", "20261203T100000", "20261203T120000"))
        assert desk.settle().followed == 2
        assert shut(desk) == [("12-03 10:00", "12-03 12:00")]
        clock.at += 900
        old.tells()
        assert desk.settle().followed == 1
        assert shut(desk) == []
        assert desk.check().clean


def test_what_is_over_and_comes_again_under_its_uid_closes_once_more(
    database_url: str, old: OldSystem
) -> None:
    clock = Clock()
    old.tells(event("choir", "20261123T130000", "20261123T140000"))
    with house(database_url, old.address, clock=clock) as desk:
        desk.settle()
        for day in ("1201", "1208"):
            clock.at += DAY
            old.tells(event("choir", f"2026{day}T100000", f"2026{day}T120000"))
            desk.settle()
        assert shut(desk) == [("11-23 13:00", "11-23 14:00"), ("12-08 10:00", "12-08 12:00")]
        assert desk.check().findings == ()


def test_it_is_asked_when_it_is_due_and_asking_again_changes_nothing(
    database_url: str, old: OldSystem
) -> None:
    clock = Clock()
    old.tells(CHOIR)
    with house(database_url, old.address, clock=clock) as desk:
        desk.settle()
        before = desk.closures()
        clock.at += 899
        assert (desk.settle().followed, old.asked) == (0, 1)
        clock.at += 1
        assert (desk.settle().followed, old.asked) == (0, 2)
        assert desk.closures() == before


def test_it_is_asked_at_once_when_somebody_wants_it(database_url: str, old: OldSystem) -> None:
    with house(database_url, old.address) as desk:
        desk.settle()
        old.tells(CHOIR)
        assert desk.following()[0].closures == 0
        assert desk.following(ask=True)[0].closures == 1
        assert old.asked == 2
        assert desk.settle().followed == 0


def test_two_who_settle_at_once_close_nothing_twice(database_url: str, old: OldSystem) -> None:
    old.tells(
        *(event(f"e{n}", f"202612{n:02}T100000", f"202612{n:02}T110000") for n in range(1, 29))
    )
    both, done = threading.Barrier(2), list[int]()
    with house(database_url, old.address) as desk:

        def settle() -> None:
            both.wait()
            done.append(desk.settle().followed)

        threads = [threading.Thread(target=settle) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(done) == [0, 28]
        assert old.asked == 1
        assert len(desk.closures()) == 28


def test_a_booking_under_an_event_stays_and_needs_a_move(database_url: str, old: OldSystem) -> None:
    clock = Clock()
    old.tells(CHOIR)
    with house(database_url, old.address, clock=clock) as desk:
        mine = desk.book("hall", start="2026-12-01 11:00", length="2h", organizer="acme")
        desk.settle()
        assert desk.booking(mine.id).needs_move
        [closure] = desk.closures()
        assert [each.id for each in desk.affected(closure.id)] == [mine.id]
        clock.at += 900
        old.tells()
        desk.settle()
        after = desk.booking(mine.id)
        assert (after.needs_move, after.state) == (False, nb.State.CONFIRMED)


def test_what_staff_have_reopened_stays_open_until_the_event_moves(
    database_url: str, old: OldSystem
) -> None:
    clock = Clock()
    old.tells(CHOIR)
    with house(database_url, old.address, clock=clock) as desk:
        desk.settle()
        desk.reopen(desk.closures()[0].id)
        clock.at += 900
        assert desk.settle().followed == 0
        assert shut(desk) == []
        clock.at += 900
        old.tells(event("choir", "20261201T100000", "20261201T130000"))
        desk.settle()
        assert shut(desk) == [("12-01 10:00", "12-01 13:00")]


def test_closures_of_staff_are_left_alone(database_url: str, old: OldSystem) -> None:
    clock = Clock()
    with house(database_url, old.address, clock=clock) as desk:
        desk.close("hall", start="2026-12-05", end="2026-12-06")
        old.tells(CHOIR)
        desk.settle()
        clock.at += 900
        old.tells()
        desk.settle()
        assert shut(desk) == [("12-05 00:00", "12-06 00:00")]


def test_a_series_is_followed_as_far_as_anything_can_be_booked(
    database_url: str, old: OldSystem
) -> None:
    clock = Clock()
    old.tells(event("yoga", "20200106T100000", "20200106T110000", "RRULE:FREQ=WEEKLY"))
    with house(database_url, old.address, clock=clock) as desk:
        desk.settle()
        assert shut(desk)[0] == ("11-30 10:00", "11-30 11:00")
        assert len(shut(desk)) == 8  # 61 days
        clock.at += 7 * DAY
        desk.settle()
        assert shut(desk)[-1] == ("01-25 10:00", "01-25 11:00")


def test_what_is_called_off_or_only_noted_closes_nothing(database_url: str, old: OldSystem) -> None:
    old.tells(
        event("off", "20261201T100000", "20261201T110000", "STATUS:CANCELLED"),
        event("noted", "20261202T100000", "20261202T110000", "TRANSP:TRANSPARENT"),
        event("moment", "20261203T100000", "20261203T100000"),
        event("perhaps", "20261204T100000", "20261204T110000", "STATUS:TENTATIVE"),
    )
    with house(database_url, old.address) as desk:
        desk.settle()
        assert shut(desk) == [("12-04 10:00", "12-04 11:00")]


def test_two_entries_of_one_uid_both_close(database_url: str, old: OldSystem) -> None:
    clock = Clock()
    old.tells(
        event("same", "20261123T130000", "20261123T140000"),
        event("same", "20261202T100000", "20261202T110000"),
    )
    with house(database_url, old.address, clock=clock) as desk:
        desk.settle()
        assert len(shut(desk)) == 2
        for later in (900, DAY):  # when one of them is over, nothing is laid anew
            clock.at += later
            assert desk.settle().followed == 0
        assert len(shut(desk)) == 2


def test_on_the_day_on_which_the_old_system_is_off_it_is_followed_no_more(
    database_url: str, old: OldSystem
) -> None:
    clock = Clock()
    old.tells(event("late", "20261215T100000", "20261215T110000"))
    with house(database_url, old.address, "until = 2026-12-01", clock) as desk:
        desk.settle()
        assert len(shut(desk)) == 1
        clock.at = NOW + 7 * DAY + DAY // 2 - 1
        assert (desk.settle().followed, len(shut(desk))) == (0, 1)
        clock.at += 1
        asked = old.asked
        assert (desk.settle().followed, shut(desk), old.asked) == (1, [], asked)
        assert desk.following() == ()


def test_taking_the_line_out_takes_the_closures_back_and_what_was_stays(
    database_url: str, old: OldSystem
) -> None:
    clock = Clock()
    old.tells(CHOIR, event("past", "20261123T130000", "20261123T140000"))
    with house(database_url, old.address, clock=clock) as desk:
        desk.settle()
        clock.at += 3 * 3600
        desk.load(
            'center = { id = "anping", zone = "Asia/Shanghai" }\nresource.hall = {}\n'
            'resource.small = {}\noffering.hall = { places = ["hall"], horizon = 60 }\n'
            'offering.small = { places = ["small"] }\n'
        )
        assert desk.settle().followed == 1
        assert shut(desk) == [("11-23 13:00", "11-23 14:00")]


def test_a_room_that_is_renamed_goes_on_following(database_url: str, old: OldSystem) -> None:
    clock = Clock()
    old.tells(CHOIR)
    with house(database_url, old.address, clock=clock) as desk:
        desk.settle()
        desk.load(
            'center = { id = "anping", zone = "Asia/Shanghai" }\nresource.small = {}\n'
            '[resource.great]\nwas = "hall"\n'
            f'follows.old = {{ address = "{old.address}" }}\n'
            '[offering.hall]\nplaces = ["great"]\nhorizon = 60\n'
            '[offering.small]\nplaces = ["small"]\n'
        )
        old.sends(b"", status=503)
        assert desk.settle().followed == 0  # not even for a moment is it open
        assert len(shut(desk)) == 1
