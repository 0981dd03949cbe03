"""What a booking costs in a book of a million, against one in a book of ten thousand."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from benchmarks.figures import Figure, times
from benchmarks.large_book import (
    BUSIEST,
    ROOMS,
    build,
    free_hours,
    instant,
    open_large,
    rooms,
)
from benchmarks.measure import in_turns
from benchmarks.rooms import ZONE
from neighborbook.desk.desk import Desk
from neighborbook.domain.times import format_local, zone

LARGE, SMALL = 1_000_000, 10_000
MOST_RATIO = 1.3
ROUNDS = 7
EACH = ROUNDS * 20
WARM_UP = 8
IN_ONE_ROOM, ANYWHERE, IN_A_FRESH_PROCESS = range(12), range(12, 24), range(24, 30)
"""The days on which each measurement books."""


def scales(
    database: str,
    make: Callable[[], str],
    *,
    large: int = LARGE,
    small: int = SMALL,
    each: int = EACH,
    made: Callable[[str], None] | None = None,
) -> Iterator[Figure]:
    """Build both books alike, and let the busiest firm book in both in turns.

    Args:
        make: makes an empty database; returns its address.
        made: is told where the large book is, once all is measured.
    """
    small_at, large_at = make(), make()
    build(small_at, small)
    started = time.monotonic()
    build(large_at, large)
    yield Figure(
        measurement="scale",
        of=f"{database}, building {large:,} bookings",
        value=time.monotonic() - started,
        unit="s",
        note="by the store in batches, sealed, some days checked",
    )
    (in_large, _), (in_small, _) = open_large(large_at), open_large(small_at)
    with in_large, in_small:
        for of, days, anywhere in (
            ("one room", IN_ONE_ROOM, False),
            (f"any of {ROOMS} rooms", ANYWHERE, True),
        ):
            work = free_times(each + WARM_UP, days)
            ours, limit = (booking_in(desk, anywhere=anywhere) for desk in (in_large, in_small))
            for piece in work[:WARM_UP]:
                ours(piece)
                limit(piece)
            found = in_turns(work[WARM_UP:], ours, limit, rounds=min(ROUNDS, each))
            yield times(
                "scale",
                f"{database}, {of}",
                found,
                most=MOST_RATIO,
                sides=(f"of {large:,}", f"of {small:,}"),
            )
    if made is not None:
        made(large_at)


def free_times(many: int, days: range) -> list[tuple[str, int]]:
    """Return rooms with an hour that is free in every book; no hour comes twice.

    Args:
        days: where they are sought; who books anywhere takes other hours of its days as well.
    """
    found = []
    for day in days:
        for place, room in enumerate(rooms()):
            hours = free_hours(day, place)
            found.append((room, instant(day, hours[day % len(hours)])))
    return found[:: max(1, len(found) // many)][:many]


def booking_in(desk: Desk, *, anywhere: bool) -> Callable[[tuple[str, int]], None]:
    """Return what books an hour, in its room or anywhere, for the firm that has the most."""

    def book(piece: tuple[str, int]) -> None:
        room, start = piece
        desk.book(
            "room",
            start=format_local(start, zone(ZONE)),
            length="1h",
            organizer=BUSIEST,
            resource=None if anywhere else room,
        )

    return book
