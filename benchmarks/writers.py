"""Four processes that write one SQLite file, against one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import attrs

import neighborbook as nb
from benchmarks.contest import Score, Tried, team
from benchmarks.figures import Figure
from benchmarks.measure import ratio
from benchmarks.ours import Neighborbook

LEAST_RATIO = 0.6
MOST_WAIT_MS = 250.0
MEMBERS = 4
ROUNDS = 5
SECONDS = 2.0


@attrs.define
class Writer(Neighborbook):
    """Says when a write was not made because of others."""

    def book(self, room: str, number: int) -> Tried:
        """Book; what waited in vain is told, not raised."""
        with suppress(nb.Busy):
            return super().book(room, number)
        return Tried(accepted=False)


def writers(path: str, *, rounds: int = ROUNDS, seconds: float = SECONDS) -> Iterator[Figure]:
    """Let four and one write in turns, each run to a center of its own in the same file."""
    four: list[Score] = []
    one: list[Score] = []
    with team(Writer(path), MEMBERS) as writing:
        for number in range(rounds):
            for members, found in ((MEMBERS, four), (1, one)):
                room = f"room-{members}-{number}"
                found.append(writing.run(room, members=members, seconds=seconds))
    rates = ratio([[s.per_second] for s in four], [[s.per_second] for s in one])
    yield Figure(
        measurement="writers",
        of=f"{MEMBERS} processes to one",
        value=rates.value,
        least=LEAST_RATIO,
        rounds=rates.rounds,
        note=f"{rates.ours:.0f} bookings a second against {rates.limit:.0f}",
    )
    waits = tuple(score.longest * 1000 for score in four)
    yield Figure(
        measurement="writers",
        of="the longest booking of all",
        value=max(waits),
        unit="ms",
        most=MOST_WAIT_MS,
        rounds=waits,
        note=f"of {sum(score.accepted for score in four):,} by {MEMBERS} processes",
    )
    yield Figure(
        measurement="writers",
        of="bookings that were not made",
        value=sum(score.given_up for score in four),
        unit="",
        most=0,
    )
