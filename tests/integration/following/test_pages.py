"""A long calendar is reckoned once and written page by page; people get in between."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from neighborbook.desk.asking import Asked
from neighborbook.desk.following import keeping
from neighborbook.desk.following.stepping import steps
from neighborbook.desk.importing.values import ImportRow
from tests.integration.following.old_system import FILE, Clock, OldSystem, event, house, shut

DAYS = 9
ALL = range(1, 1 + DAYS)


def told(hour: int, days: range = ALL) -> tuple[str, ...]:
    return tuple(
        event(f"e{n}", f"202612{n:02}T{hour}0000", f"202612{n:02}T{hour + 1}0000") for n in days
    )


@pytest.fixture
def between(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], list[int]]:
    """Let somebody do something once, after the first page; return how often all was reckoned."""
    monkeypatch.setattr(keeping, "PAGE", 3)

    def do(what: Callable[[], object]) -> list[int]:
        write_page, left = keeping._write_page, [what]
        reckoned: list[int] = []

        def counted(*given: object) -> object:
            found = steps(*given)  # type: ignore[arg-type]
            reckoned.append(len(found))
            return found

        def paged(*given: object) -> object:
            done = write_page(*given)  # type: ignore[arg-type]
            if left:
                left.pop()()
            return done

        monkeypatch.setattr(keeping, "steps", counted)
        monkeypatch.setattr(keeping, "_write_page", paged)
        return reckoned

    return do


Between = Callable[[Callable[[], object]], list[int]]


def test_all_of_it_is_reckoned_once(database_url: str, old: OldSystem, between: Between) -> None:
    clock = Clock()
    with house(database_url, old.address, clock=clock) as desk:
        old.tells(*told(10))
        reckoned = between(lambda: None)
        assert desk.settle().followed == DAYS
        assert reckoned == [DAYS]
        clock.at += 900
        old.tells(*told(12, range(1, 6)))
        assert desk.settle().followed == DAYS
        assert reckoned == [DAYS, DAYS]
        assert shut(desk) == [(f"12-{n:02} 12:00", f"12-{n:02} 13:00") for n in range(1, 6)]
        assert desk.check().clean


def test_what_was_reopened_meanwhile_stays_open_unless_it_moves(
    database_url: str, old: OldSystem, between: Between
) -> None:
    clock = Clock()
    with house(database_url, old.address, clock=clock) as desk:
        old.tells(*told(10))
        desk.settle()
        last, before = (one.id for one in sorted(desk.closures(), key=lambda c: c.start_at)[:-3:-1])
        desk.load(FILE.format(address=old.address, words='public_reason = "Taken"'))
        clock.at += 900
        between(lambda: desk.reopen(last))  # every closure gets the new reason, in its turn
        assert desk.settle().followed == DAYS - 1
        days = [start for start, _ in shut(desk)]
        assert days == [f"12-{n:02} 10:00" for n in range(1, DAYS)]
        assert {c.public_reason for c in desk.closures() if c.id != last} == {"Taken"}
        assert before not in {c.id for c in desk.closures() if c.reopened_at is None}


def test_what_was_brought_in_meanwhile_is_not_closed(
    database_url: str, old: OldSystem, between: Between
) -> None:
    with house(database_url, old.address) as desk:
        old.tells(*told(10))
        asked = Asked(what="hall", start="2026-12-09 10:00", length="1h", organizer="li")
        between(lambda: desk.bring_in([ImportRow(line=1, key="e9", asked=asked)]))
        assert desk.settle().followed == DAYS - 1
        assert len(shut(desk)) == DAYS - 1
        assert not any(booking.needs_move for booking in desk.bookings())


def test_a_file_that_was_loaded_meanwhile_holds_for_the_rest(
    database_url: str, old: OldSystem, between: Between
) -> None:
    with house(database_url, old.address) as desk:
        old.tells(*told(10))
        words = FILE.format(address=old.address, words='public_reason = "Taken"')
        reckoned = between(lambda: desk.load(words))
        desk.settle()
        assert reckoned == [DAYS, DAYS]
        assert {c.public_reason for c in desk.closures() if c.reopened_at is None} == {"Taken"}


def test_a_room_whose_table_is_taken_out_meanwhile_is_closed_no_further(
    database_url: str, old: OldSystem, between: Between
) -> None:
    with house(database_url, old.address) as desk:
        old.tells(*told(10))
        without = FILE.format(address=old.address, words="").replace("follows.old", "x").split("\n")
        gone = "\n".join(
            "resource.hall = {}" if line.startswith("resource.hall") else line for line in without
        )
        between(lambda: desk.load(gone))
        assert desk.settle().followed == 3
        desk.settle()
        assert shut(desk) == []
