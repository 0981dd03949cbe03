"""Whether a row that is here already by its key is the same as the one that came before."""

from __future__ import annotations

from datetime import datetime

from neighborbook.desk.asking import Asked
from neighborbook.desk.importing.reading import Understood
from neighborbook.domain.booking import Booking
from neighborbook.domain.change import Act
from neighborbook.domain.party import is_erased
from neighborbook.domain.slot import Request
from neighborbook.errors import Fault
from neighborbook.storage.abc import Reader

_REWRITES = frozenset({Act.CHANGE, Act.RESTORE, Act.ERASE})
"""Acts after which a booking need not say any more what was brought."""


def is_same(one: Understood, earlier: Booking, reader: Reader) -> bool:
    """Whether a row says what an earlier row of its key said: its place, start and organizer.

    Where the booking was changed since, nobody can know, and the key is believed. Words at fault
    are believed to be the same if they can be read that far.
    """
    if one.row.id == earlier.id:
        return True
    if one.request is None:
        return _reads_like(one.row.asked, earlier)
    if _agrees(one.request, earlier):
        return True
    return any(change.act in _REWRITES for change in reader.history(earlier.id))


def of_another(one: Understood) -> Fault:
    """Return the fault of a row whose key brought something else before."""
    return Fault(
        path="key",
        code="INPUT_INVALID",
        given=one.row.key,
        expected="a key under which nothing else came before; if this is the file of another "
        "system, give it a source of its own in the mapping",
    )


def _agrees(request: Request, earlier: Booking) -> bool:
    places = {earlier.resource, *(choice.option.resource for choice in earlier.chosen)}
    return (
        request.start == earlier.start_at
        and (request.organizer == earlier.organizer or is_erased(earlier.organizer))
        and (request.resource in places or request.resource is None)
        and request.offering == earlier.offering
    )


def _reads_like(asked: Asked, earlier: Booking) -> bool:
    start = asked.start
    return (
        isinstance(start, datetime)
        and int(start.timestamp()) == earlier.start_at
        and asked.organizer == earlier.organizer
    )
