"""Following beside imports, exports, other rooms, and files that change."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler
from pathlib import Path

import attrs

import neighborbook as nb
from neighborbook.desk.asking import Asked
from neighborbook.desk.following.keeping import LEASE, SCOPE
from neighborbook.desk.importing.values import ImportRow
from neighborbook.domain.following import FollowState
from neighborbook.transfer.closures import import_closures
from neighborbook.transfer.exporting import export_closures
from neighborbook.transfer.writing import Format
from tests.integration.following.old_system import (
    FILE,
    Clock,
    OldSystem,
    calendar,
    event,
    house,
    sending,
    shut,
)

CHOIR = event("choir", "20261201T100000", "20261201T120000")


def test_what_was_imported_is_not_displaced_by_its_own_entry(
    database_url: str, old: OldSystem
) -> None:
    clock = Clock()
    asked = Asked(
        what="hall", start="2026-12-01 10:00", end="2026-12-01 12:00", organizer="the choir"
    )
    with house(database_url, old.address, clock=clock) as desk:
        assert desk.bring_in([ImportRow(line=1, key="mrbs:17", asked=asked)]).booked == 1
        own = desk.book("hall", start="2026-12-02 10:00", length="1h", organizer="acme")
        old.tells(CHOIR, event("yoga", "20261202T100000", "20261202T110000"))
        desk.settle()
        assert shut(desk) == [("12-02 10:00", "12-02 11:00")]
        [mine] = [booking for booking in desk.bookings() if booking.id != own.id]
        assert not mine.needs_move
        assert desk.booking(own.id).needs_move  # nobody brought it: it is another one
        # Moved there and not here, it is closed where it is now.
        clock.at += 900
        old.tells(event("choir", "20261203T100000", "20261203T120000"))
        desk.settle()
        assert shut(desk) == [("12-03 10:00", "12-03 12:00")]
        # Cancelled here and not there, its place is taken there all the same.
        clock.at += 900
        old.tells(CHOIR)
        desk.cancel(mine.id)
        desk.settle()
        assert shut(desk) == [("12-01 10:00", "12-01 12:00")]


def test_of_two_entries_of_one_uid_only_the_imported_one_closes_nothing(
    database_url: str, old: OldSystem
) -> None:
    asked = Asked(
        what="hall", start="2026-12-01 10:00", end="2026-12-01 12:00", organizer="the choir"
    )
    with house(database_url, old.address) as desk:
        assert desk.bring_in([ImportRow(line=1, key="mrbs:17", asked=asked)]).booked == 1
        old.tells(CHOIR, event("choir", "20261208T100000", "20261208T120000"))
        desk.settle()
        assert shut(desk) == [("12-08 10:00", "12-08 12:00")]
        [mine] = desk.bookings()
        assert not mine.needs_move


def test_an_export_says_where_a_closure_comes_from_and_an_import_leaves_it(
    database_url: str, old: OldSystem, tmp_path: Path
) -> None:
    old.tells(CHOIR)
    with house(database_url, old.address) as desk:
        desk.settle()
        path = tmp_path / "closures.csv"
        assert export_closures(desk, path, Format.CSV) == 1
        assert path.read_text().splitlines()[1].endswith(",old")
        assert import_closures(desk, path).unchanged == 1
        with nb.open(center="anping", clock=Clock()) as other:
            other.load('center = { id = "anping", zone = "Asia/Shanghai" }\nresource.hall = {}\n')
            assert import_closures(other, path).left == 1
            assert other.closures() == ()


def test_a_room_of_parts_is_closed_in_all_of_them_and_each_calendar_for_itself(
    database_url: str, old: OldSystem
) -> None:
    text = f"""
center = {{ id = "anping", zone = "Asia/Shanghai" }}
resource.A = {{}}
resource.B = {{ follows.old = {{ address = "{old.address}" }} }}
resource.both = {{ parts = ["A", "B"], follows.old = {{ address = "{old.address}" }} }}
offering.A = {{ places = ["A"] }}
"""
    old.tells(CHOIR)
    with nb.open(database_url, center="anping", clock=Clock(), deadline=30) as desk:
        desk.load(text)
        assert desk.settle().followed == 2
        assert sorted(closure.subject for closure in desk.closures()) == ["B", "both"]
        asked = {"start": "2026-12-01 11:00", "length": "1h", "organizer": "acme"}
        assert desk.explain("A", **asked).verdict is nb.Verdict.REFUSED  # type: ignore[arg-type]
        desk.load(
            text.replace('parts = ["A", "B"], follows.old', 'parts = ["A", "B"], follows.new')
        )
        assert desk.settle().followed == 2  # one goes, one comes
        assert desk.check().clean


def test_what_everybody_may_read_of_its_closures_is_what_the_file_says_now(
    database_url: str, old: OldSystem
) -> None:
    clock = Clock()
    old.tells(CHOIR, event("yoga", "20261202T100000", "20261202T110000"))
    with house(database_url, old.address, 'public_reason = "Choir"', clock) as desk:
        own = desk.book("hall", start="2026-12-01 10:00", length="1h", organizer="acme")
        desk.settle()
        [yoga] = [each for each in desk.closures() if each.start.day == 2]
        desk.reopen(yoga.id)
        before = desk.history(own.id)
        desk.load(FILE.format(address=old.address, words='public_reason = "Taken"'))
        clock.at += 900
        assert desk.settle().followed == 1
        assert shut(desk) == [("12-01 10:00", "12-01 12:00")]
        assert [c.public_reason for c in desk.closures() if c.reopened_at is None] == ["Taken"]
        assert desk.history(own.id) == before  # nobody is told once more that she needs a move
        clock.at += 900
        assert desk.settle().followed == 0


def test_a_room_that_is_gone_from_the_file_has_nothing_left_to_follow(
    database_url: str, old: OldSystem
) -> None:
    old.tells(CHOIR)
    with house(database_url, old.address) as desk:
        desk.settle()
        desk.load(
            'center = { id = "anping", zone = "Asia/Shanghai" }\nresource.small = {}\n'
            'offering.small = { places = ["small"] }\n'
        )
        assert desk.settle().followed == 1
        assert shut(desk) == []
        assert desk.check().clean


def test_many_entries_are_written_page_by_page(database_url: str, old: OldSystem) -> None:
    clock = Clock()
    old.tells(
        event("yoga", "20261101T100000", "20261101T110000", "RRULE:FREQ=DAILY"),
        event("run", "20261101T120000", "20261101T130000", "RRULE:FREQ=DAILY"),
    )
    with house(database_url, old.address, clock=clock) as desk:
        assert desk.settle().followed == 122
        assert len(shut(desk)) == 122
        clock.at += 900
        old.tells()
        assert desk.settle().followed == 122
        assert shut(desk) == []


def test_who_may_not_close_does_not_see_what_is_followed(old: OldSystem) -> None:
    with house("sqlite://", old.address) as desk:
        for stranger in (desk.acting_as("li"), desk.acting_as(None)):
            try:
                stranger.following()
            except nb.Refused:
                continue
            raise AssertionError("it was shown")


def test_a_shorter_horizon_opens_nothing_that_was_closed(database_url: str, old: OldSystem) -> None:
    clock = Clock()
    old.tells(event("far", "20270110T100000", "20270110T110000"))
    with house(database_url, old.address, clock=clock) as desk:
        desk.settle()
        text = FILE.format(address=old.address, words='every = "15m"')
        desk.load(text.replace("horizon = 60", "horizon = 10"))
        clock.at += 900
        assert desk.settle().followed == 0
        assert shut(desk) == [("01-10 10:00", "01-10 11:00")]


def test_where_something_has_no_horizon_it_is_followed_for_more_than_a_year(
    database_url: str, old: OldSystem
) -> None:
    old.tells(
        event("far", "20271110T100000", "20271110T110000"),
        event("too-far", "20280110T100000", "20280110T110000"),
    )
    with house(database_url, old.address) as desk:
        text = FILE.format(address=old.address, words='every = "15m"')
        desk.load(text.replace('["small"], horizon = 60', '["small"], horizon = "none"'))
        desk.settle()
        assert shut(desk) == [("11-10 10:00", "11-10 11:00")]


def test_who_was_asked_first_and_answers_last_is_not_believed(
    database_url: str, old: OldSystem
) -> None:
    with house(database_url, old.address) as desk:
        older = sending(calendar(CHOIR), 200, {})

        def meanwhile(to: BaseHTTPRequestHandler) -> None:
            old.tells(event("choir", "20261203T100000", "20261203T120000"))
            desk.following(ask=True)
            older(to)

        old.answer = meanwhile
        assert desk.settle().followed == 0
        assert old.asked == 2
        assert shut(desk) == [("12-03 10:00", "12-03 12:00")]


def test_what_somebody_died_over_is_asked_again_when_his_time_has_passed(
    database_url: str, old: OldSystem
) -> None:
    clock = Clock()
    old.tells(CHOIR)
    with house(database_url, old.address, clock=clock) as desk:
        claimed = FollowState(resource="hall", name="old", next_at=clock.at + LEASE, tries=1)
        with desk._house.store.transaction("anping", scopes=SCOPE) as tx:
            tx.save_follow_state(claimed)
            tx.commit()
        clock.at += LEASE - 1
        assert desk.settle().followed == 0
        clock.at += 1
        assert desk.settle().followed == 1


@attrs.define
class Wall:
    """A plugin that notes with how many calendars it is asked, and what is known by then."""

    desk: nb.Desk | None = None
    asked: list[tuple[int, int]] = attrs.field(factory=list)
    name: str = "wall"
    api: int = 1

    @nb.hookimpl
    def provide_closures(self, follows: tuple[nb.Follow, ...]) -> dict[str, nb.Heard]:
        assert self.desk is not None
        heard = [one for one in self.desk.following() if one.heard_at is not None]
        self.asked.append((len(follows), len(heard)))
        return {each.key: nb.Heard() for each in follows}


def test_of_many_calendars_some_are_heard_before_others_are_claimed() -> None:
    wall, clock = Wall(), Clock()
    follows = 'n{} = {{ from = "wall", address = "x" }}'
    rooms = "\n".join(
        f"resource.r{n} = {{ follows = {{ {', '.join(map(follows.format, range(8)))} }} }}"
        for n in range(5)
    )
    with nb.open(center="anping", clock=clock, plugins=[wall]) as desk:
        desk.load(f'center = {{ id = "anping", zone = "Asia/Shanghai" }}\n{rooms}\n')
        wall.desk = desk
        assert desk.settle().stale == 0
        desk.following(ask=True)
    assert wall.asked == [(16, 0), (16, 16), (8, 32), (16, 40), (16, 40), (8, 40)]
