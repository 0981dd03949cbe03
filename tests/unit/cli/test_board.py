from __future__ import annotations

import attrs

from neighborbook import Booking, Resource, Text
from neighborbook.cli.as_text import width
from neighborbook.cli.board import board_text
from neighborbook.cli.day_sentences import day_in_sentences
from neighborbook.desk.boards import Board, BoardRow
from neighborbook.domain.booking import State
from neighborbook.domain.closure import Closure, ClosureKind
from neighborbook.domain.times import Span, day_start, parse_date, zone

SHANGHAI = zone("Asia/Shanghai")
DAY = parse_date("2026-12-01")
MIDNIGHT = day_start(DAY, SHANGHAI)
HOUR = 3600
NAMES = {"hall": "Hall", "pool": "自行车"}


def a_booking(start: float, end: float, *, number: int = 1, **more: object) -> Booking:
    return Booking(
        id=f"{number:032x}",
        uid=f"{number:032x}",
        center="corner",
        offering="meeting",
        room_type="room",
        start_at=MIDNIGHT + round(start * HOUR),
        end_at=MIDNIGHT + round(end * HOUR),
        local_start="",
        zone="Asia/Shanghai",
        tzdata="",
        resource="hall",
        actor="",
        **{"organizer": "", **more},  # type: ignore[arg-type]
    )


def a_row(
    id: str,
    *bookings: Booking,
    capacity: int = 1,
    shut: Closure | None = None,
    occupied: tuple[Span, ...] = (),
    retired: bool = False,
) -> BoardRow:
    return BoardRow(
        resource=Resource(id=id, name=Text.of(NAMES[id]), capacity=capacity, retired=retired),
        occupied=occupied,
        opens=(Span(MIDNIGHT + 8 * HOUR, MIDNIGHT + 12 * HOUR),),
        bookings=bookings,
        closures=() if shut is None else (shut,),
    )


def shown(*rows: BoardRow, columns: int = 100, language: str = "en") -> list[str]:
    board = Board(day=DAY, zone="Asia/Shanghai", rows=rows)
    return board_text(board, NAMES, language, columns=columns).splitlines()


def test_a_cell_is_half_an_hour_and_its_sign_says_how_it_stands() -> None:
    head, hall, *_ = shown(
        a_row(
            "hall",
            a_booking(8, 9, number=1),
            a_booking(9.5, 10, number=2, state=State.PENDING),
            a_booking(10, 11, number=3, organizer="acme"),
            a_booking(11, 11.5, number=4, needs_move=True),
        ),
        columns=20,
    )
    assert head == "2026-12-01  08  10"
    assert hall.split() == ["Hall", "##.?==!."]


def test_half_an_hour_is_two_signs_wide_where_there_is_room() -> None:
    head, hall, *_ = shown(a_row("hall", a_booking(8, 9)))
    assert hall.split() == ["Hall", "####" + "." * 12]
    assert head.endswith("08  09  10  11")


def test_of_a_pool_the_number_in_use_is_shown() -> None:
    _, pool, *_ = shown(
        a_row("pool", a_booking(8, 9, number=1), a_booking(8.5, 9, number=2), capacity=3)
    )
    assert pool.split() == ["自行车", "1122" + "." * 12]


def test_rows_line_up_whatever_the_script_of_a_name() -> None:
    _, hall, pool, *_ = shown(a_row("hall"), a_row("pool"))
    assert width(hall) == width(pool)


MORNING = Span(MIDNIGHT + 8 * HOUR, MIDNIGHT + 10 * HOUR)


def a_closure(subject: str) -> Closure:
    return Closure(
        id="c",
        center="corner",
        kind=ClosureKind.RESOURCE,
        subject=subject,
        start_at=MORNING.start,
        end_at=MORNING.end,
        public_reason="repair",
    )


def test_a_closure_is_drawn_and_told() -> None:
    lines = shown(a_row("hall", shut=a_closure("hall"), occupied=(MORNING,)))
    assert "xxxxxxxx........" in lines[1]
    assert lines[-1] == "08:00–10:00  Hall: closed at short notice (repair)"


def test_a_closure_of_several_days_is_told_with_its_dates() -> None:
    days = attrs.evolve(a_closure("hall"), start_at=MORNING.start - 24 * HOUR)
    lines = shown(a_row("hall", shut=days, occupied=(MORNING,)))
    assert lines[-1].startswith("Mon 30 Nov 2026, 08:00–Tue 1 Dec 2026, 10:00  Hall: closed")


def test_a_booking_past_midnight_is_told_with_its_dates() -> None:
    lines = shown(a_row("hall", a_booking(20, 26, organizer="acme")))
    assert lines[-1].startswith("Tue 1 Dec 2026, 20:00–Wed 2 Dec 2026, 02:00  Hall  acme")


def test_a_booking_of_several_days_makes_the_day_no_longer() -> None:
    head, hall, *_ = shown(a_row("hall", a_booking(-30, 50)))
    assert head.endswith("  22")
    assert hall.split() == ["Hall", "#" * 48]


def test_the_columns_begin_on_the_hours_of_the_center() -> None:
    midnight = day_start(DAY, zone("Asia/Kolkata"))
    open_ = Span(midnight + 9 * HOUR, midnight + 11 * HOUR)
    board = Board(day=DAY, zone="Asia/Kolkata", rows=(attrs.evolve(a_row("hall"), opens=(open_,)),))
    head, hall, *_ = board_text(board, NAMES, "en", columns=20).splitlines()
    assert (head, hall) == ("2026-12-01  09  10", "Hall        ........")


def test_part_of_a_pool_that_is_closed_is_told_and_leaves_the_rest() -> None:
    lines = shown(a_row("pool", a_booking(8, 9), capacity=3, shut=a_closure("pool")))
    assert "1111............" in lines[1]
    assert lines[-1].startswith("08:00–10:00  自行车: closed")


def test_of_a_pool_closed_in_part_is_told_how_many_even_where_the_rest_is_taken() -> None:
    part = attrs.evolve(a_closure("pool"), amount=2)
    row = a_row("pool", a_booking(8, 10), capacity=3, shut=part, occupied=(MORNING,))
    lines = shown(row)
    assert "11111111........" in lines[1]
    assert lines[-1] == "08:00–10:00  自行车: 2 of 3 closed (repair)"
    assert "3个中2个关闭" in shown(row, language="zh")[-1]
    center = attrs.evolve(part, kind=ClosureKind.CENTER, subject="corner")
    lines = shown(a_row("pool", capacity=3, shut=center))
    assert lines[-1] == "08:00–10:00  corner: 2 of each closed (repair)"


def test_a_day_on_which_nothing_is_open_says_so() -> None:
    assert shown() == ["2026-12-01", "Nothing is open on this day."]


def test_setup_and_teardown_are_told_apart_from_what_is_booked() -> None:
    occupied = (Span(MIDNIGHT + 9 * HOUR - 900, MIDNIGHT + 11 * HOUR),)
    _, hall, _, legend, *_ = shown(a_row("hall", a_booking(9, 10), occupied=occupied), columns=20)
    assert hall.split() == ["Hall", ".~##~~.."]
    assert "~ set up or cleared" in legend


def test_a_room_that_is_no_longer_offered_says_so() -> None:
    lines = shown(a_row("hall", a_booking(8, 9), retired=True), language="zh")
    assert lines[1].startswith("Hall (已停用)")


def test_when_exactly_a_room_is_set_up_and_cleared_stands_below() -> None:
    taken = Span(MIDNIGHT + 8 * HOUR + 2700, MIDNIGHT + 10 * HOUR + 600)
    row = a_row("hall", a_booking(9, 10), occupied=(taken,))
    assert shown(row)[-1] == "Hall: set up or cleared 08:45–09:00, 10:00–10:10"
    assert shown(row, language="zh")[-1] == "Hall: 布置或清场 08:45–09:00，10:00–10:10"
    whole = Span(MIDNIGHT + 9 * HOUR, MIDNIGHT + 10 * HOUR)
    assert "set up" not in "".join(shown(a_row("hall", a_booking(9, 10), occupied=(whole,))))


def test_what_is_not_named_is_taken_and_not_free() -> None:
    span = (Span(MIDNIGHT + 9 * HOUR, MIDNIGHT + 10 * HOUR),)
    row = attrs.evolve(a_row("hall", occupied=span), unnamed=span)
    lines = shown(row, columns=20)
    assert lines[1].split() == ["Hall", "..##...."]
    assert "set up" not in "".join(lines)
    said = day_in_sentences(Board(day=DAY, zone="Asia/Shanghai", rows=(row,)), NAMES, "en")
    assert "It is taken from 09:00 to 10:00." in said
    assert "Nothing is booked from 08:00 to 09:00 and from 10:00 to 12:00." in said


def test_of_a_day_that_is_not_told_as_a_whole_nothing_is_said_to_be_free() -> None:
    row = attrs.evolve(a_row("hall", a_booking(9, 10)), is_whole=False)
    assert "." not in shown(row, columns=20)[1]
    for language, free in (("en", "Nothing is booked"), ("zh", "无预约")):
        board = Board(day=DAY, zone="Asia/Shanghai", rows=(row,))
        assert free not in day_in_sentences(board, NAMES, language)
