"""Who was expected and did not come hears of it, once, gently, and not when it is not so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import neighborbook as nb
from tests.unit.desk.conftest import Bringing
from tests.unit.desk.notices.conftest import Told

LI, WANG = "li-wei", "wang-fang"
BEGUN, OVER = "2026-12-08 02:30", "2026-12-08 03:00"
MISSED = [(LI, "no_show")]
Telling = Callable[..., Told]


class Visit(nb.RoomType):
    """People check in."""

    name = "visit"
    checks_in = True


class Sealed(Visit):
    """Nobody learns of it."""

    privacy = nb.Privacy.SEALED


@pytest.fixture
def told(telling: Telling, database_url: str) -> Told:
    """A place where people check in; a visit is on 8 December, 10:00 to 11:00."""
    return visits(telling, Visit(), at=database_url)


def visits(
    telling: Telling, kind: nb.RoomType, notices: str = "", *, at: str | None = None
) -> Told:
    return telling(
        notices, kind="visit", plugins=[Bringing(kind)], at=at, head=', check_in = "desk"'
    )


def visit(told: Told) -> nb.Booking:
    made = told.book(attendees=[WANG])
    told.settle("2026-12-08 02:00")
    return made


def test_the_organizer_hears_at_once_when_the_desk_says_so(told: Told) -> None:
    made = visit(told)
    told.clock.set(BEGUN)
    told.desk.no_show(made.id)
    assert told.settle() == MISSED
    assert told.settle(OVER) == []


def test_the_organizer_hears_when_time_has_told_it(told: Told) -> None:
    visit(told)
    assert told.settle("2026-12-08 02:59") == []
    assert told.settle(OVER) == MISSED
    [message] = told.messages
    assert message.subject == "We missed you: Board, Tue 8 Dec 2026, 10:00"
    assert "you are welcome to book another time" in message.text
    assert told.settle("2026-12-08 04:00") == []


def test_it_is_said_in_chinese(telling: Telling) -> None:
    told = visits(telling, Visit(), 'no_show = { to = "attendees" }')
    visit(told)
    assert told.settle(OVER) == [(WANG, "no_show")]
    assert told.messages[0].subject == "未能见到您：Board，2026年12月8日（周二）10:00"
    assert "欢迎另约时间" in told.messages[0].text


def test_who_has_come_is_not_missed(told: Told) -> None:
    made = visit(told)
    told.clock.set(BEGUN)
    told.desk.check_in(made.id)
    assert told.settle(OVER) == []


def test_where_nobody_checks_in_time_tells_nothing(telling: Telling) -> None:
    told = telling()
    visit(told)
    assert told.settle(OVER) == []


def test_who_has_it_back_before_it_is_told_hears_nothing_of_it(told: Told) -> None:
    made = visit(told)
    told.clock.set(BEGUN)
    told.desk.no_show(made.id)
    told.desk.restore(made.id, override="she was here")
    assert (LI, "no_show") not in told.settle()


def test_who_has_it_back_between_two_tries_hears_nothing_of_it(told: Told) -> None:
    made = visit(told)
    told.clock.set(BEGUN)
    told.desk.no_show(made.id)

    def fails(message: nb.Message) -> None:
        raise ConnectionError

    told.desk.settle(channels={"program": fails})
    assert [each.topic.value for each in told.desk.notices()] == ["no_show"]
    told.desk.restore(made.id, override="she was here")
    assert (LI, "no_show") not in told.settle("2026-12-08 02:40")


def test_whose_place_was_out_is_not_missed(told: Told) -> None:
    visit(told)
    told.clock.set(OVER)
    told.desk.outage(start="2026-12-08 10:00", end="2026-12-08 11:00", reason="no light")
    assert (LI, "no_show") not in told.settle()


@pytest.mark.parametrize(
    ("wall", "heard"), [("2026-12-11 02:59", True), ("2026-12-11 03:00", False)]
)
def test_of_what_is_long_over_nobody_hears(told: Told, wall: str, heard: bool) -> None:
    visit(told)
    assert (MISSED[0] in told.settle(wall)) is heard


def test_it_can_be_switched_off(telling: Telling) -> None:
    told = visits(telling, Visit(), "no_show = { off = true }")
    visit(told)
    assert told.settle(OVER) == []


def test_of_what_is_sealed_it_says_no_title(telling: Telling) -> None:
    told = visits(telling, Sealed())
    made = told.desk.acting_as(LI).book(
        "hall", start="2026-12-08 10:00", length="1h", organizer=LI, title="Liver"
    )
    told.settle("2026-12-08 02:00")
    told.desk.no_show(made.id)
    assert told.settle() == MISSED
    [message] = told.messages
    assert message.subject == "We missed you: Appointment, Tue 8 Dec 2026, 10:00"
    assert [word for word in ("Liver", "Hall", "hall") if word in message.text] == []
