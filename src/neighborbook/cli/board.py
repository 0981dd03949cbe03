"""The board of a day as text: rooms down, time across, and what the reader may know below.

A cell is half an hour, one sign wide or two, in plain ASCII, so that it lines up everywhere. What
is booked and what is only occupied around it, for setup and teardown, have signs of their own; when
exactly that is stands below.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from neighborbook.cli.as_text import (
    Names,
    capacities_of,
    details_text,
    how_much,
    padded,
    period,
    resource_name,
    state_text,
    whose_text,
    width,
)
from neighborbook.cli.words import say
from neighborbook.desk.boards import Board, BoardRow
from neighborbook.domain.booking import Booking, State
from neighborbook.domain.spans import union, without
from neighborbook.domain.times import Span, day_span, hour_start, to_local, zone
from neighborbook.domain.wording import clock_in_words

CELL = 1800
LEGEND = {
    ".": "free",
    "#": "taken",
    "=": "seen",
    "?": "asked",
    "!": "must_move",
    "~": "around",
    "x": "shut",
    "1-9": "count",
}
_WIDEST_NAME = 30


@attrs.frozen(kw_only=True)
class Frame:
    """How a board is laid out: its first and last instant, and the columns of names and cells."""

    span: Span
    name: int
    cell: int
    zone: str

    def cells(self) -> range:
        """Return the instants at which its cells begin."""
        return range(self.span.start, self.span.end, CELL)


def board_text(board: Board, names: Names, language: str, *, columns: int = 100) -> str:
    """Return a day as its reader may see it.

    Args:
        board: of ``Desk.day``.
        names: how resources are called.
        language: ``en`` or ``zh``.
        columns: how wide the terminal is; cells are two signs wide where that fits.
    """
    labels = [resource_name(row.resource, names, language) for row in board.rows]
    frame = _frame(board, labels, columns)
    if frame is None:
        return f"{board.day}\n{say('nothing_open', language)}"
    grid = [_line(row, called, frame) for row, called in zip(board.rows, labels, strict=True)]
    used = {sign for line in grid for sign in line[frame.name :]}
    shown = [
        f"{sign} {say(word, language)}"
        for sign, word in LEGEND.items()
        if sign in used or (sign == "1-9" and any(each.isdigit() or each == "+" for each in used))
    ]
    return "\n".join(
        [_header(board, frame), *grid, "", "   ".join(shown), *_known(board, names, language)]
    ).rstrip()


def _frame(board: Board, labels: list[str], columns: int) -> Frame | None:
    where = zone(board.zone)
    day = day_span(board.day, where)
    booked = (Span(b.start_at, b.end_at) for row in board.rows for b in row.bookings)
    spans = [span for row in board.rows for span in row.opens]
    spans += [here for each in booked if (here := each.clipped(day)) is not None]
    if not spans:
        return None
    start = hour_start(min(span.start for span in spans), where)
    end = hour_start(max(span.end for span in spans) + 2 * CELL - 1, where)
    name = min(max(len(str(board.day)), *map(width, labels)), _WIDEST_NAME) + 2
    cells = (end - start) // CELL
    cell = 2 if name + 2 * cells <= columns else 1
    return Frame(span=Span(start, end), name=name, cell=cell, zone=board.zone)


def _header(board: Board, frame: Frame) -> str:
    where = zone(frame.zone)
    line = padded(board.day.isoformat(), frame.name)
    every = 2 if frame.cell == 2 else 4  # so that two digits and a gap find room
    for number, instant in enumerate(frame.cells()):
        if number % every == 0:
            line = line.ljust(frame.name + number * frame.cell)
            line += f"{to_local(instant, where):%H}"
    return line


def _line(row: BoardRow, label: str, frame: Frame) -> str:
    return (
        padded(label, frame.name)
        + "".join(_sign(row, instant) * frame.cell for instant in frame.cells()).rstrip()
    )


def _sign(row: BoardRow, instant: int) -> str:
    cell = Span(instant, instant + CELL)
    here = [b for b in row.bookings if b.start_at < cell.end and cell.start < b.end_at]
    if any(b.needs_move for b in here):
        return "!"
    occupied = any(cell.overlaps(span) for span in row.occupied)
    if occupied and _is_shut(row, cell):
        return "x"
    if row.capacity > 1 and here:
        return str(len(here)) if len(here) < 10 else "+"
    if here:
        return _taken(here)
    if any(cell.overlaps(span) for span in row.unnamed):
        return "#"
    if occupied:
        return "~"
    opened = row.is_whole and any(cell.overlaps(span) for span in row.opens)
    return "." if opened else " "


def _is_shut(row: BoardRow, cell: Span) -> bool:
    """Whether closures take it all: part of a pool that is closed leaves the rest."""
    here = (c for c in row.closures if c.start_at < cell.end and cell.start < c.end_at)
    return sum(map(row.shut_by, here)) >= row.capacity


def _taken(here: list[Booking]) -> str:
    if any(_says_more(b) for b in here):
        return "="
    waiting = (State.HELD, State.OFFERED, State.PENDING, State.WAITING)
    return "?" if all(b.state in waiting for b in here) else "#"


def _says_more(booking: Booking) -> bool:
    return bool(booking.title or booking.label or any(booking.parties))


def _known(board: Board, names: Names, language: str) -> Iterator[str]:
    """Yield what is known beyond the grid: whose bookings, why something is shut, exact times."""
    many = capacities_of(row.resource for row in board.rows)
    closures = {c.id: c for row in board.rows for c in row.closures}
    bookings = {b.id: b for row in board.rows for b in row.bookings if _says_more(b)}
    around = [line for row in board.rows if (line := _around(row, board, names, language))]
    if closures or bookings or around:
        yield ""
    for closure in sorted(closures.values(), key=lambda each: (each.start_at, each.subject)):
        when = _when(closure.start_at, closure.end_at, board, language)
        why = closure.reason or closure.public_reason
        place = names.get(closure.subject, closure.subject)
        shut = how_much(closure, many, language) or say("shut", language)
        yield f"{when}  {place}: {shut}" + (f" ({why})" if why else "")
    for booking in sorted(bookings.values(), key=lambda each: (each.start_at, each.resource)):
        when = _when(booking.start_at, booking.end_at, board, language)
        place = names.get(booking.resource, booking.resource)
        told = (whose_text(booking, language), booking.title)
        more = details_text(booking, names, language)
        stands = "; ".join(each for each in (state_text(booking, names, language), more) if each)
        yield "  ".join([f"{when}  {place}", *(each for each in told if each), f"[{stands}]"])
    yield from around


def _around(row: BoardRow, board: Board, names: Names, language: str) -> str:
    """Return when exactly a room is set up or cleared; a cell of the grid is half an hour."""
    told = [Span(booking.start_at, booking.end_at) for booking in row.bookings]
    told += [Span(closure.start_at, closure.end_at) for closure in row.closures]
    told += row.unnamed
    spans = without(union(row.occupied), union(told))
    if not spans:
        return ""
    times = say("comma", language).join(
        _when(span.start, span.end, board, language) for span in spans
    )
    name = resource_name(row.resource, names, language)
    return f"{name}: {say('around', language)} {times}"


def _when(start: int, end: int, board: Board, language: str) -> str:
    """Return a period in words; what does not lie within the day, with its dates."""
    where = zone(board.zone)
    day = day_span(board.day, where)
    if day.start <= start and end < day.end:
        return f"{clock_in_words(start, where)}–{clock_in_words(end, where)}"
    return period(start, end, board.zone, language)
