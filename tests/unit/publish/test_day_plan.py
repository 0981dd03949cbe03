from __future__ import annotations

from datetime import date

from neighborbook.desk.boards import Board, BoardRow
from neighborbook.domain.booking import Booking, State
from neighborbook.domain.closure import Closure, ClosureKind
from neighborbook.domain.resource import Resource
from neighborbook.domain.spans import Span
from neighborbook.domain.text import Text
from neighborbook.domain.times import zone
from neighborbook.publish.day_plan import Line, hour_by_hour, room_plans
from neighborbook.publish.words import WORDS

HOUR = 3600


def hours(first: float, last: float) -> Span:
    return Span(int(first * HOUR), int(last * HOUR))


def booking(
    first: float, last: float, *, title: str = "", state: State = State.CONFIRMED
) -> Booking:
    span = hours(first, last)
    return Booking(
        id="b",
        uid="",
        center="anping",
        offering="",
        room_type="",
        start_at=span.start,
        end_at=span.end,
        local_start="",
        zone="UTC",
        tzdata="",
        organizer="",
        actor="",
        title=title,
        state=state,
    )


def row(
    id: str = "A", *, floor: str = "", capacity: int = 1, **rest: tuple[object, ...]
) -> BoardRow:
    resource = Resource(id=id, name=Text.of(id), floor=floor, capacity=capacity)
    return BoardRow(resource=resource, opens=(hours(8, 12),), **rest)  # type: ignore[arg-type]


def lines_of(*rows: BoardRow) -> list[tuple[float, float, str, str]]:
    board = Board(day=date(1970, 1, 1), zone="UTC", rows=rows)
    return [
        (line.span.start / HOUR, line.span.end / HOUR, line.kind, str(line.text))
        for plan in room_plans(board)
        for line in plan.lines
    ]


def test_what_is_free_lies_between_what_is_occupied() -> None:
    taken = row(bookings=(booking(9, 10),), occupied=(hours(8.75, 10.25),))
    assert lines_of(taken) == [
        (8, 8.75, "free", "Free"),
        (9, 10, "busy", "Taken"),
        (10.25, 12, "free", "Free"),
    ]


def test_a_gap_that_nobody_could_use_is_not_offered() -> None:
    taken = row(bookings=(booking(8, 9), booking(9.2, 12)), occupied=(hours(8, 9), hours(9.2, 12)))
    assert [kind for _, _, kind, _ in lines_of(taken)] == ["busy", "busy"]


def test_a_title_that_everybody_may_read_stands_there() -> None:
    shown = row(bookings=(booking(9, 10, title="Law talk"),), occupied=(hours(9, 10),))
    assert lines_of(shown)[1] == (9, 10, "busy", "Law talk")


def test_a_request_is_told_from_what_is_taken() -> None:
    asked = row(bookings=(booking(9, 10, state=State.PENDING),), occupied=(hours(9, 10),))
    assert lines_of(asked)[1] == (9, 10, "requested", "Requested")


def test_a_closure_is_told_with_its_public_reason_while_the_room_would_be_open() -> None:
    shut = Closure(
        id="c",
        center="anping",
        kind=ClosureKind.RESOURCE,
        subject="A",
        start_at=0,
        end_at=9 * HOUR,
        reason="the pipe in the staff toilet",
        public_reason="repair",
    )
    assert lines_of(row(closures=(shut,), occupied=(hours(0, 9),))) == [
        (8, 9, "closed", "repair"),
        (9, 12, "free", "Free"),
    ]


def test_of_a_pool_only_that_none_is_left_is_told() -> None:
    pool = row(capacity=3, bookings=(booking(8, 9), booking(9, 10)), occupied=(hours(9, 10),))
    assert lines_of(pool) == [
        (8, 9, "free", "Free"),
        (9, 10, "busy", "Taken"),
        (10, 12, "free", "Free"),
    ]


def test_a_floor_that_only_looks_like_a_number_comes_after_those_that_are_one() -> None:
    names = ("²", "--5", "-1", "3F")
    rows = tuple(row(f"room-{number}", floor=floor) for number, floor in enumerate(names))
    board = Board(day=date(1970, 1, 1), zone="UTC", rows=rows)
    assert [plan.floor for plan in room_plans(board)] == ["-1", "3F", "--5", "²"]


def test_floors_come_in_their_order_and_what_has_none_comes_last() -> None:
    board = Board(
        day=date(1970, 1, 1),
        zone="UTC",
        rows=(
            row("park"),
            row("hall", floor="10"),
            row("annex", floor="Annex"),
            row("A", floor="2F"),
        ),
    )
    assert [plan.id for plan in room_plans(board)] == ["A", "hall", "annex", "park"]


def test_a_free_time_has_a_line_for_each_hour_and_none_too_short() -> None:
    free = Line(span=hours(8.75, 12), kind="free", text=WORDS["free"])
    assert [line.span for line in hour_by_hour(free, zone("UTC"))] == [
        hours(8.75, 10),
        hours(10, 11),
        hours(11, 12),
    ]
    taken = Line(span=hours(8, 12), kind="busy", text=WORDS["busy"])
    assert hour_by_hour(taken, zone("UTC")) == (taken,)


def test_a_free_time_is_divided_at_the_hours_of_the_clock_on_the_wall() -> None:
    free = Line(span=hours(8.5, 11.5), kind="free", text=WORDS["free"])  # 14:00 to 17:00 there
    pieces = [line.span for line in hour_by_hour(free, zone("Asia/Kolkata"))]
    assert pieces == [hours(8.5, 9.5), hours(9.5, 10.5), hours(10.5, 11.5)]
