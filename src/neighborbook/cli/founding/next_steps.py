"""What to type next: commands that work as they are printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from neighborbook.cli.words import say
from neighborbook.desk.desk import Desk
from neighborbook.domain.slot import Slot
from neighborbook.domain.times import to_local, zone

AHEAD = 30
LENGTH = "1h"
_PLAIN = re.compile(r"[A-Za-z0-9_./:@=+-]+")


def next_steps(desk: Desk, program: str, language: str) -> tuple[str, ...]:
    """Return three commands: what is free on a day, booking it, and the board of that day.

    Args:
        desk: of the center, with nothing booked.
        program: how the command line is called, with its options.
    """
    slot = _first_slot(desk)
    if slot is None:  # hours so short that nothing fits
        return f"{program} offerings", f"{program} resources", f"{program} day"
    where = zone(slot.zone)
    start = to_local(slot.request.start, where)
    day, after = start.date(), start.date() + timedelta(days=1)
    title = quoted(say("first_title", language))
    book = f'{program} book {slot.offering} --start "{start:%Y-%m-%d %H:%M}" --length {LENGTH}'
    return (
        f"{program} slots {slot.offering} --start {day} --end {after} --length {LENGTH}",
        f"{book} --organizer me --title {title}",
        f"{program} day {day}",
    )


def quoted(text: str) -> str:
    """Return a text as a shell reads it, in double quotes if it needs any.

    >>> quoted("book.db"), quoted("my books.db")
    ('book.db', '"my books.db"')
    """
    if _PLAIN.fullmatch(text):
        return text
    return '"' + re.sub(r'([\\"$`])', r"\\\1", text) + '"'


def _first_slot(desk: Desk) -> Slot | None:
    """Return a slot that needs no approval, tomorrow or later, if there is any."""
    found = list(_slots(desk))
    return next((slot for slot in found if not slot.needs_approval), found[0] if found else None)


def _slots(desk: Desk) -> Iterator[Slot]:
    today = desk.now.date()
    for offering in desk.offerings():
        start, end = today + timedelta(days=1), today + timedelta(days=AHEAD)
        slots = desk.slots(offering.id, start=str(start), end=str(end), length=LENGTH)
        yield from (slot for slot, _ in zip(slots, range(200), strict=False))
