"""One booking against its bare statements."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import attrs

from benchmarks.bare import Bare, BarePostgres, BareSqlite
from benchmarks.heard import Ear, Sent
from benchmarks.measure import Ratio, in_turns
from benchmarks.wishes import FIRST, KINDS, LAST, Kind, Wish, open_center, wishes
from neighborbook.desk.desk import Desk

MOST_RATIO = 2.0
MOST_STATEMENTS = 14
MOST_TRIPS = 5
ROUNDS = 7
WARM_UP = 8
EACH = ROUNDS * 20 + WARM_UP
"""The first bookings warm up: statements are compiled and prepared, plans of them kept."""


@attrs.frozen(kw_only=True)
class BookCost:
    """What one kind of booking costs in one database.

    Attributes:
        statements: the most that one booking sent, BEGIN and COMMIT included.
        trips: the most round trips of one booking; ``None`` where a statement is no trip.
        ratio: of seconds.
    """

    database: str
    kind: Kind
    statements: int
    trips: int | None
    ratio: Ratio

    @property
    def broken(self) -> tuple[str, ...]:
        """The bounds that do not hold."""
        found = []
        if self.ratio.value > MOST_RATIO:
            found.append(f"ratio {self.ratio.value:.2f} > {MOST_RATIO}")
        if self.statements > MOST_STATEMENTS:
            found.append(f"{self.statements} statements > {MOST_STATEMENTS}")
        if self.trips is not None and self.trips > MOST_TRIPS:
            found.append(f"{self.trips} round trips > {MOST_TRIPS}")
        return tuple(f"{self.database}, {self.kind.name}: {what}" for what in found)


def book_costs(database: str, make: Callable[[], str], *, each: int = EACH) -> Iterator[BookCost]:
    """Measure every kind of booking in one kind of database.

    Three books begin alike: in one the bookings are made and their statements written down, in one
    they are made and timed, in one those statements are sent bare and timed.

    Args:
        make: makes an empty database; returns its address.
        each: bookings of each kind, warm-up included.
    """
    with contextlib.ExitStack() as stack:
        ear = Ear()
        recorded = stack.enter_context(open_center(make(), ear))
        ours = stack.enter_context(open_center(make()))
        address = make()
        shadow = stack.enter_context(open_center(address))
        bare: Bare = BareSqlite(address) if database == "SQLite" else BarePostgres(address)
        stack.callback(bare.close)
        for kind in KINDS:
            yield _cost(database, kind, _recorded(recorded, ear, kind, each), ours, bare)
        _compare(ours, shadow)


def _recorded(desk: Desk, ear: Ear, kind: Kind, each: int) -> list[tuple[Wish, Sent]]:
    found = []
    for wish in wishes(desk, kind, each):
        ear.sent()
        wish.book(desk)
        found.append((wish, ear.sent()))
    if len(found) < each:
        raise RuntimeError(f"{kind.offering} has only {len(found)} free times of {each}")
    return found


def _cost(
    database: str, kind: Kind, work: list[tuple[Wish, Sent]], ours: Desk, bare: Bare
) -> BookCost:
    def book(piece: tuple[Wish, Sent]) -> None:
        piece[0].book(ours)

    def replay(piece: tuple[Wish, Sent]) -> None:
        bare.send(piece[1])

    for piece in work[:WARM_UP]:
        book(piece)
        replay(piece)
    timed = work[WARM_UP:]
    return BookCost(
        database=database,
        kind=kind,
        statements=max(sent.statements for _, sent in work),
        trips=None if database == "SQLite" else max(len(sent.trips) for _, sent in work),
        ratio=in_turns(timed, book, replay, rounds=min(ROUNDS, len(timed))),
    )


def _compare(ours: Desk, shadow: Desk) -> None:
    """See that what was sent bare made the same bookings."""
    ours_has, shadow_has = (
        sorted((b.offering, b.start_at, b.organizer) for b in desk.bookings(start=FIRST, end=LAST))
        for desk in (ours, shadow)
    )
    if ours_has != shadow_has or not ours_has:
        raise RuntimeError("the bare statements did not make the same bookings")
