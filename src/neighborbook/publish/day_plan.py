"""What a page says of a room on a day: one line for each time that is booked, shut, or free."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import attrs

from neighborbook.desk.boards import Board, BoardRow
from neighborbook.domain.booking import Booking, State
from neighborbook.domain.closure import Closure
from neighborbook.domain.resource import floor_order
from neighborbook.domain.spans import Span, common, union, without
from neighborbook.domain.text import Text
from neighborbook.domain.times import hour_start
from neighborbook.publish.words import WORDS, both, of_many

HOUR = 3600
LEAST = 15 * 60
"""A gap shorter than this is no time that anybody could use."""


@attrs.frozen(kw_only=True)
class Line:
    """A time of a room, and what is then.

    Attributes:
        kind: ``busy``, ``requested``, ``closed``, ``free``; on a sheet also ``asked``.
        text: what may be read by everybody.
        counted: it says of a pool how many are left.
    """

    span: Span
    kind: str
    text: Text
    counted: bool = False


@attrs.frozen(kw_only=True)
class RoomPlan:
    """A room on a day.

    Attributes:
        composite: it is made of other rooms.
        opens: when it is open.
        lines: in the order of time; booked times may lie outside the opening hours.
    """

    id: str
    name: Text
    floor: str
    retired: bool
    composite: bool
    opens: tuple[Span, ...]
    lines: tuple[Line, ...]


def room_plans(board: Board) -> tuple[RoomPlan, ...]:
    """Return what everybody may read of each room, by floor and then as in the center file.

    Args:
        board: of a day, as the public sees it.
    """
    plans = [_plan(row) for row in board.rows]
    return tuple(sorted(plans, key=lambda plan: floor_order(plan.floor)))


def written_on(plan: RoomPlan, zone: ZoneInfo) -> tuple[Line, ...]:
    """Return the lines of a room in which a free time has a line to write on for each hour."""
    pieces = (piece for line in plan.lines for piece in hour_by_hour(line, zone))
    return tuple(sorted(pieces, key=_in_order))


def on_request(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return the lines of a room that must be asked for: free times send to the desk."""
    return tuple(_asked(line) if line.kind == "free" else line for line in lines)


def _asked(line: Line) -> Line:
    asks = WORDS["ask_desk"]
    if line.counted:
        en, zh = line.text.in_("en"), line.text.in_("zh")
        asks = Text.of({"en": f"{en}; please ask the desk", "zh": f"{zh}，请咨询前台"})
    return attrs.evolve(line, kind="asked", text=asks)


def hour_by_hour(line: Line, zone: ZoneInfo) -> tuple[Line, ...]:
    """Return a free time in pieces of an hour, each to write a name on; what is taken as it is.

    Args:
        zone: on whose clock the hours are full.
    """
    if line.kind != "free":
        return (line,)
    edges = [line.span.start]
    following = hour_start(line.span.start, zone) + HOUR
    while following < line.span.end:
        # No piece too short to be used: the first or last one is longer then.
        if following - edges[-1] >= LEAST * 2 and line.span.end - following >= LEAST * 2:
            edges.append(following)
        following += HOUR
    edges.append(line.span.end)
    return tuple(
        attrs.evolve(line, span=Span(start, end)) for start, end in itertools.pairwise(edges)
    )


def _in_order(line: Line) -> tuple[int, bool, int, str]:
    """By time; what lies over free times stands before them."""
    return line.span.start, line.kind == "free", line.span.end, line.kind


def _plan(row: BoardRow) -> RoomPlan:
    left = _left(row) if row.capacity > 1 else _free(row)
    lines = sorted((*_booked(row), *_shut(row), *left), key=_in_order)
    resource = row.resource
    return RoomPlan(
        id=resource.id,
        name=resource.name or Text.of(resource.id),
        floor=resource.floor,
        retired=resource.retired,
        composite=resource.is_composite,
        opens=row.opens,
        lines=tuple(lines),
    )


def _booked(row: BoardRow) -> Iterator[Line]:
    for booking in row.bookings:
        if row.capacity > 1 and not booking.title:
            continue  # one of many is no news; how many are left is
        yield Line(
            span=Span(booking.start_at, booking.end_at), kind=_kind(booking), text=_text(booking)
        )


def _kind(booking: Booking) -> str:
    return "requested" if booking.state is State.PENDING else "busy"


def _text(booking: Booking) -> Text:
    return Text.of(booking.title) if booking.title else WORDS[_kind(booking)]


def _shut(row: BoardRow) -> Iterator[Line]:
    """When the room would be open and is not."""
    for closure in row.closures:
        for span in common(union(row.opens), [Span(closure.start_at, closure.end_at)]):
            yield Line(span=span, kind="closed", text=_why(closure, row))


def _why(closure: Closure, row: BoardRow) -> Text:
    shut, why = row.shut_by(closure), closure.public_reason
    if shut < row.capacity:
        partly = of_many("some_closed", shut, row.capacity)
        return Text.of(f"{both(partly)} ({why})") if why else partly
    return Text.of(why) if why else WORDS["closed"]


def _left(row: BoardRow) -> Iterator[Line]:
    """When how many of a pool are left, while it is open; that it is closed is told beside it."""
    if row.resource.retired:
        return
    for span, taken, shut in _dealt(row):
        left = max(0, row.capacity - taken - shut)
        if left:
            text = of_many("some_free", left, row.capacity)
            yield Line(span=span, kind="free", text=text, counted=True)
        elif shut < row.capacity:
            yield Line(span=span, kind="busy", text=WORDS["busy"])


def _dealt(row: BoardRow) -> Iterator[tuple[Span, int, int]]:
    """Yield all open times of a pool, and how many are taken and shut in each."""
    opens = union(row.opens)
    for each in row.pool:
        for span in common(opens, [each.span]):
            yield span, each.taken, each.shut
    for span in without(opens, union(each.span for each in row.pool)):
        yield span, 0, 0


def _free(row: BoardRow) -> Iterator[Line]:
    if row.resource.retired:
        return
    for span in without(union(row.opens), union(row.occupied)):
        if span.end - span.start >= LEAST:
            yield Line(span=span, kind="free", text=WORDS["free"])
