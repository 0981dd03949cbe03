"""Accepted bookings per second against libres, on one server, alone and four at one resource."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import ExitStack

import attrs

from benchmarks.contest import Rival, Score, Team, team
from benchmarks.measure import Ratio, ratio
from benchmarks.ours import Neighborbook
from tests.postgres import PostgresServer

LEAST_TIMES = 10.0
MEMBERS = (1, 4)
ROUNDS = 4
SECONDS = 1.5


@attrs.frozen(kw_only=True)
class Contest:
    """What so many processes did at one resource.

    Attributes:
        ratio: of bookings per second, ours to libres in the way that was fastest over all rounds.
        scores: of each rival, one for each round.
    """

    members: int
    ratio: Ratio
    scores: tuple[tuple[str, tuple[Score, ...]], ...]

    @property
    def broken(self) -> tuple[str, ...]:
        """The bounds that do not hold; alone there is none, see docs/explanation/performance.md."""
        if self.members == 1 or self.ratio.value >= LEAST_TIMES:
            return ()
        return (f"{self.members} processes: {self.ratio.value:.1f} times libres < {LEAST_TIMES}",)


def contests(
    server: PostgresServer, *, rounds: int = ROUNDS, seconds: float = SECONDS
) -> Iterator[Contest]:
    """Let all rivals run in turns, on databases of their own on the same server."""
    from benchmarks.libres_room import WAYS, Libres  # only where the benchmarks are run

    rivals: list[Rival] = [Neighborbook(server.create_database())]
    rivals += [Libres(server.create_database(), way) for way in WAYS]
    with ExitStack() as stack:
        teams = [stack.enter_context(team(rival, max(MEMBERS))) for rival in rivals]
        found: dict[int, list[list[Score]]] = {members: [] for members in MEMBERS}
        for number in range(rounds):
            for members in MEMBERS:
                found[members].append(
                    [_run(each, f"room-{members}-{number}", members, seconds) for each in teams]
                )
    for members, of_rounds in found.items():
        yield _contest(members, [rival.name for rival in rivals], of_rounds)


def _run(each: Team, room: str, members: int, seconds: float) -> Score:
    return each.run(room, members=members, seconds=seconds)


def _contest(members: int, names: list[str], of_rounds: list[list[Score]]) -> Contest:
    rates = [[scores[place].per_second for scores in of_rounds] for place in range(len(names))]
    ours, best = rates[0], max(rates[1:], key=statistics.median)
    return Contest(
        members=members,
        ratio=ratio([[rate] for rate in ours], [[rate] for rate in best]),
        scores=tuple(
            (name, tuple(scores[place] for scores in of_rounds)) for place, name in enumerate(names)
        ),
    )
