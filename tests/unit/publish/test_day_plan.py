from __future__ import annotations

from datetime import date

from neighborbook.desk.boards import Board, BoardRow, PoolTime
from neighborbook.domain.booking import Booking, State
from neighborbook.domain.closure import Closure, ClosureKind
from neighborbook.domain.resource import Resource
from neighborbook.domain.spans import Span
from neighborbook.domain.text import Text
from neighborbook.domain.times import zone
from neighborbook.publish.day_plan import Line, hour_by_hour, on_request, room_plans, written_on
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


def taken(first: float, last: float, many: int, shut: int = 0) -> PoolTime:
    return PoolTime(span=hours(first, last), taken=many, shut=shut)


def test_of_a_pool_is_told_how_many_are_left() -> None:
    pool = row(
        capacity=3,
        bookings=(booking(8, 9), booking(9, 10)),
        pool=(taken(8, 9, 1), taken(9, 10, 3)),
    )
    assert lines_of(pool) == [
        (8, 9, "free", "2 of 3 free"),
        (9, 10, "busy", "Taken"),
        (10, 12, "free", "3 of 3 free"),
    ]


def partly(*, amount: int | None = 2, why: str = "") -> Closure:
    return Closure(
        id="c",
        center="anping",
        kind=ClosureKind.RESOURCE,
        subject="A",
        start_at=9 * HOUR,
        end_at=11 * HOUR,
        public_reason=why,
        amount=amount,
    )


def test_a_pool_that_is_closed_in_part_says_how_many_and_how_many_are_left() -> None:
    rest = (taken(9, 10, 1, 2), taken(10, 11, 0, 2))
    assert lines_of(row(capacity=6, closures=(partly(),), pool=rest)) == [
        (8, 9, "free", "6 of 6 free"),
        (9, 11, "closed", "2 of 6 closed"),
        (9, 10, "free", "3 of 6 free"),
        (10, 11, "free", "4 of 6 free"),
        (11, 12, "free", "6 of 6 free"),
    ]
    told = lines_of(row(capacity=6, closures=(partly(why="felt"),), pool=rest))
    assert told[1][3] == "6个中2个关闭 2 of 6 closed (felt)"


def test_a_pool_that_is_closed_as_a_whole_has_nothing_left_and_nothing_to_sign() -> None:
    gone = row(capacity=6, closures=(partly(amount=None),), pool=(taken(9, 11, 1, 6),))
    assert [kind for _, _, kind, _ in lines_of(gone)] == ["free", "closed", "free"]


def test_lines_to_write_on_stand_in_order_with_what_is_closed() -> None:
    shut = row(closures=(partly(),), occupied=(hours(9, 11),), capacity=1)
    pool = row(closures=(partly(),), capacity=6, pool=(taken(9, 11, 0, 2),))
    rooms = room_plans(Board(day=date(1970, 1, 1), zone="UTC", rows=(shut, pool)))
    first, second = (
        [line.span.start / HOUR for line in written_on(room, zone("UTC"))] for room in rooms
    )
    assert first == [8, 9, 11]
    assert second == [8, 9, 9, 10, 11]


def test_a_pool_that_must_be_asked_for_says_how_many_are_left_all_the_same() -> None:
    [plan] = room_plans(
        Board(day=date(1970, 1, 1), zone="UTC", rows=(row(capacity=3, pool=(taken(8, 12, 1),)),))
    )
    [line] = on_request(plan.lines)
    assert (line.kind, line.text.in_("en"), line.text.in_("zh")) == (
        "asked",
        "2 of 3 free; please ask the desk",
        "3个中余2个，请咨询前台",
    )


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
