"""Who follows the changes hears of hers, each once, and nothing of how many others there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

import neighborbook as nb
from neighborbook.desk import change_pages

FILE = """
resource.A = {}
resource.B = {}
offering.room = { places = ["A"], notice = "0m" }
offering.talk = { room_type = "sealed", places = ["B"], notice = "0m" }
"""

Opened = Callable[..., nb.Desk]


class Sealed(nb.RoomType):
    """Nobody may know whose it is."""

    name = "sealed"
    privacy = nb.Privacy.SEALED


@pytest.fixture
def desk(opened: Opened) -> nb.Desk:
    return opened(FILE, Sealed())


def talks(desk: nb.Desk, number: int, day: int = 2) -> None:
    for n in range(number):
        start = f"2026-12-{day + n // 20:02} {n % 20:02}:00"
        desk.book("talk", start=start, length="1h", organizer="zhang-min")


def meets(desk: nb.Desk, day: int, organizer: str = "acme") -> str:
    start = f"2026-12-{day:02} 10:00"
    return desk.book("room", start=start, length="1h", organizer=organizer).id


def followed(desk: nb.Desk, since: str | None = None, *, limit: int = 2) -> Iterator[nb.Changes]:
    while True:
        page = desk.changes(since=since, limit=limit)
        yield page
        since = page.token
        if not page.more:
            return


@pytest.mark.parametrize("who", ["li-wei", "chen-jie", "keeper", None])
def test_a_token_stays_where_nothing_happened_that_its_reader_may_see(
    desk: nb.Desk, who: str | None
) -> None:
    meets(desk, 2)
    reader = desk.acting_as(who)
    first = reader.changes()
    talks(desk, 3)
    assert reader.changes() == first
    assert reader.changes(since=first.token) == nb.Changes(changes=(), token=first.token)


def test_who_sees_nothing_has_the_same_token_as_in_an_empty_book(desk: nb.Desk) -> None:
    public = desk.acting_as(None)
    empty = public.changes()
    talks(desk, 3)
    meets(desk, 2)
    assert public.changes() == public.changes(since=empty.token) == empty


def test_a_page_is_filled_with_what_its_reader_may_see(desk: nb.Desk) -> None:
    talks(desk, 5)
    mine = [meets(desk, day) for day in (3, 4, 5, 6)]
    talks(desk, 5, day=10)
    last = meets(desk, 7)
    pages = list(followed(desk.acting_as("li-wei")))
    assert [[row.booking for row in page.changes] for page in pages] == [
        mine[:2],
        mine[2:],
        [last],
    ]
    assert [page.more for page in pages] == [True, True, False]


@pytest.mark.parametrize("who", ["clerk", "chief", "li-wei", "wang-fang"])
@pytest.mark.parametrize("rows", [1, 3, 500])
def test_each_change_that_one_may_see_comes_once_in_the_order_of_all(
    desk: nb.Desk, who: str, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(change_pages, "PAGE", rows)
    for day in (2, 3, 4):
        desk.cancel(meets(desk, day))
        talks(desk, 2, day=day)
        meets(desk, day, organizer="bolt")
    whole = [(row.booking, row.act) for row in desk.changes().changes]
    reader = desk.acting_as(who)
    seen = {each.id for each in reader.bookings()}
    told = [(row.booking, row.act) for page in followed(reader) for row in page.changes]
    assert told == [row for row in whole if row[0] in seen]
    assert told


def test_what_comes_later_is_told_after_an_older_token(desk: nb.Desk) -> None:
    meets(desk, 2)
    li = desk.acting_as("li-wei")
    token = li.changes().token
    talks(desk, 2)
    later = meets(desk, 3)
    assert [row.booking for row in li.changes(since=token).changes] == [later]


def test_positions_are_for_the_program_alone(desk: nb.Desk) -> None:
    id = meets(desk, 2)
    assert [row.position for row in desk.changes().changes] == [1]
    for who in ("li-wei", "clerk"):
        reader = desk.acting_as(who)
        rows = [*reader.changes().changes, *reader.history(id)]
        assert {row.position for row in rows} == {None}


@pytest.mark.parametrize("word", ["1", "2", "9", "nothing", "-1", ""])
def test_nobody_else_learns_by_a_position_how_many_there_are(desk: nb.Desk, word: str) -> None:
    meets(desk, 2)
    desk.changes()
    with pytest.raises(nb.InvalidRequest, match=r"expected a token that changes\(\) has returned"):
        desk.acting_as("li-wei").changes(since=f"center:{word}")


def test_a_token_of_somebody_who_lost_her_rights_still_says_where_she_was(desk: nb.Desk) -> None:
    meets(desk, 2)
    token = desk.acting_as("li-wei").changes().token
    assert desk.acting_as("chen-jie").changes(since=token).changes == ()
