"""The board of a day as plain sentences, a paragraph for each room: for ears, and for print."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import attrs

from neighborbook.cli.as_text import Names, details_text, resource_name, state_text, whose_text
from neighborbook.cli.words import say
from neighborbook.desk.boards import Board, BoardRow
from neighborbook.domain.booking import Booking
from neighborbook.domain.closure import Closure
from neighborbook.domain.spans import union, without
from neighborbook.domain.times import Span, day_span, zone
from neighborbook.domain.wording import clock_in_words


@attrs.frozen(kw_only=True)
class Speaker:
    """Says times of one day: whatever lies beyond it ends with it."""

    day: Span
    zone: ZoneInfo
    language: str

    def say(self, word: str, **facts: object) -> str:
        """Return one of the command line's texts."""
        return say(word, self.language, **facts)

    def hours(self, *spans: Span) -> str:
        """Return periods of the day in words."""
        return self.say("and_then").join(self._period(span) for span in spans)

    def _period(self, span: Span) -> str:
        start, end = max(span.start, self.day.start), min(span.end, self.day.end)
        if (start, end) == (self.day.start, self.day.end):
            return self.say("all_day")
        until = "24:00" if end == self.day.end else clock_in_words(end, self.zone)
        return self.say("from_to", start=clock_in_words(start, self.zone), end=until)


def day_in_sentences(board: Board, names: Names, language: str) -> str:
    """Return a day as its reader may see it: when each room is open, taken, closed, and free."""
    where = zone(board.zone)
    speaker = Speaker(day=day_span(board.day, where), zone=where, language=language)
    told = [_row(row, names, speaker) for row in board.rows]
    return "\n\n".join([speaker.say("the_day", day=board.day), *told])


def _row(row: BoardRow, names: Names, speaker: Speaker) -> str:
    name = resource_name(row.resource, names, speaker.language)
    if not row.opens and not row.bookings:
        return speaker.say("is_closed", name=name)
    space = "" if speaker.language == "zh" else " "
    return space.join(_sentences(row, name, names, speaker))


def _sentences(row: BoardRow, name: str, names: Names, speaker: Speaker) -> Iterator[str]:
    if row.opens:
        yield speaker.say("is_open", name=name, hours=speaker.hours(*row.opens))
    else:
        yield speaker.say("is_closed", name=name)
    if row.capacity > 1:
        yield from _taken(row, speaker)
    for booking in row.bookings:
        if row.capacity > 1 and not (booking.title or any(booking.parties)):
            continue  # it is among those that were counted
        when = speaker.hours(Span(booking.start_at, booking.end_at))
        word = "of_these" if row.capacity > 1 else "is_taken"
        yield speaker.say(word, hours=when, what=_what(booking, names, speaker.language))
    if row.unnamed and row.capacity == 1:
        yield speaker.say("is_busy", hours=speaker.hours(*row.unnamed))
    for closure in row.closures:
        yield _closed(closure, row, speaker)
    if not row.opens or not row.is_whole:
        return
    free = without(union(row.opens), union((*row.occupied, *_booked(row))))
    if free:
        yield speaker.say("is_free", hours=speaker.hours(*free))
    elif not without(union(row.opens), row.occupied):  # of a pool something may be left
        yield speaker.say("is_full")


def _booked(row: BoardRow) -> tuple[Span, ...]:
    """When some of a pool is booked, or in setup or teardown."""
    return tuple(each.span for each in row.pool if each.taken)


def _taken(row: BoardRow, speaker: Speaker) -> Iterator[str]:
    """Say how many of a pool are taken, once for each number."""
    for taken in sorted({each.taken for each in row.pool} - {0}):
        spans = union(each.span for each in row.pool if each.taken == taken)
        hours = speaker.hours(*spans)
        yield speaker.say("some_taken", taken=taken, capacity=row.capacity, hours=hours)


def _closed(closure: Closure, row: BoardRow, speaker: Speaker) -> str:
    why = closure.reason or closure.public_reason
    when = speaker.hours(Span(closure.start_at, closure.end_at))
    facts = {"amount": row.shut_by(closure), "capacity": row.capacity}
    whole = facts["amount"] >= facts["capacity"]
    word = "is_shut" if whole else "is_partly_shut"  # of a pool the rest is left
    return speaker.say(f"{word}_because" if why else word, hours=when, why=why, **facts)


def _what(booking: Booking, names: Names, language: str) -> str:
    parts = (
        f"“{booking.title}”" if booking.title else "",
        whose_text(booking, language),
        state_text(booking, names, language),
        details_text(booking, names, language),
    )
    return say("comma", language).join(part for part in parts if part)
