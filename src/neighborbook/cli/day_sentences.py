"""The board of a day as plain sentences, a paragraph for each room: for ears, and for print."""

from __future__ import annotations

from collections.abc import Iterator

from neighborbook.cli.as_text import Names, state_text
from neighborbook.cli.words import say
from neighborbook.desk.looking import Board, BoardRow
from neighborbook.domain.booking import Booking
from neighborbook.domain.times import Span, zone
from neighborbook.domain.wording import clock_in_words
from neighborbook.engine.availability import merged, subtract


def day_in_sentences(board: Board, names: Names, language: str) -> str:
    """Return a day as its reader may see it: when each room is open, taken, closed, and free."""
    told = [_row(row, names, board.zone, language) for row in board.rows]
    return "\n\n".join([say("the_day", language, day=board.day), *told])


def _row(row: BoardRow, names: Names, zone_key: str, language: str) -> str:
    name = names.get(row.resource.id, row.resource.id)
    if not row.opens and not row.bookings:
        return say("is_closed", language, name=name)
    joined = "" if language == "zh" else " "
    return joined.join(_sentences(row, name, zone_key, language))


def _sentences(row: BoardRow, name: str, zone_key: str, language: str) -> Iterator[str]:
    def hours(spans: tuple[Span, ...]) -> str:
        where, and_then = zone(zone_key), say("and_then", language)
        pairs = ((clock_in_words(s.start, where), clock_in_words(s.end, where)) for s in spans)
        told = (say("from_to", language, start=start, end=end) for start, end in pairs)
        return and_then.join(told)

    if row.opens:
        yield say("is_open", language, name=name, hours=hours(row.opens))
    for booking in row.bookings:
        when = hours((Span(booking.start_at, booking.end_at),))
        yield say("is_taken", language, hours=when, what=_what(booking, language))
    for closure in row.closures:
        why = closure.reason or closure.public_reason
        when = hours((Span(closure.start_at, closure.end_at),))
        yield say("is_shut_because" if why else "is_shut", language, hours=when, why=why)
    if (row.resource.capacity or 1) > 1:
        return  # of a pool something is left while some of it is taken
    taken = [Span(b.start_at, b.end_at) for b in row.bookings]
    taken += [Span(c.start_at, c.end_at) for c in row.closures]
    free = subtract(row.opens, merged(taken))
    yield say("is_free", language, hours=hours(free)) if free else say("is_full", language)


def _what(booking: Booking, language: str) -> str:
    parts = [f"“{booking.title}”"] if booking.title else []
    parts += [booking.organizer] if booking.organizer else []
    parts.append(state_text(booking, language))
    return say("comma", language).join(parts)
