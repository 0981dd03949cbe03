"""Racers: processes that live through many rounds, each with desks of its own, started together."""

from __future__ import annotations

import multiprocessing
import random
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from typing import Protocol, Self

import attrs

from tests.races.sabotage import SABOTAGES
from tests.races.shots import DEADLINE, Outcome, Racer, Shot

LEAD = 0.002
"""Seconds from the word to the start: long enough for the last racer to hear it."""

PATIENCE = 2 * DEADLINE + 40
"""Seconds after which a racer that does not answer is taken for stuck."""

IMPORTED = [
    "pytest",
    "psycopg",
    "neighborbook.desk.opening",
    "neighborbook.storage.postgresql_opening",
    "neighborbook.storage.sqlite_opening",
    "neighborbook.desk.calendars",
    "tests.races.shots",
]


class RacerStuck(Exception):
    """A racer does not answer, or has died."""


class _Process(Protocol):
    def start(self) -> None: ...

    def join(self, timeout: float | None = None) -> None: ...

    def kill(self) -> None: ...


def race(url: str, seat: int, sabotage: str, pipe: Connection) -> None:
    """Be a racer: get a shot, say that it is ready, start at the time given, answer."""
    if sabotage:
        SABOTAGES[sabotage]()
    racer = Racer(url)
    while (shot := pipe.recv()) is not None:
        racer.desk(shot.center)
        pipe.send(seat)
        time.sleep(max(pipe.recv() - time.monotonic(), 0))
        pipe.send(racer.shoot(shot, seat))
    racer.close()


@attrs.define
class Seat:
    """The master's end of one racer."""

    process: _Process
    pipe: Connection

    def hear(self) -> object:
        """Return what the racer says next."""
        if not self.pipe.poll(PATIENCE):
            raise RacerStuck(f"a racer did not answer within {PATIENCE:g} s")
        try:
            return self.pipe.recv()
        except EOFError:
            raise RacerStuck("a racer has died") from None


class Crew:
    """A number of racers on one database; use it as a context manager.

    Args:
        url: of the database.
        size: how many processes.
        sabotage: name of what is broken in their desks; "" for nothing.
    """

    def __init__(self, url: str, size: int, *, sabotage: str = "") -> None:
        self.url = url
        self._chance = random.Random(0)
        # Racers that are forked from one process, which has imported everything, start at once.
        methods = multiprocessing.get_all_start_methods()
        if "forkserver" in methods:
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(IMPORTED)
        else:
            context = multiprocessing.get_context("spawn")  # type: ignore[assignment]
        self._seats: list[Seat] = []
        for number in range(size):
            ours, theirs = context.Pipe()
            process = context.Process(
                target=race, args=(url, number, sabotage, theirs), daemon=True
            )
            process.start()
            theirs.close()
            self._seats.append(Seat(process, ours))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for seat in self._seats:
            seat.pipe.send(None)
        for seat in self._seats:
            seat.process.join(10)
            seat.process.kill()
            seat.pipe.close()

    def run(self, shots: Sequence[Shot], *, scattered: float = 0.0) -> list[Outcome]:
        """Start all shots together, each in a process of its own, and wait for all of them.

        Args:
            scattered: each starts up to so many seconds late, by chance.
        """
        seats = self._seats[: len(shots)]
        for seat, shot in zip(seats, shots, strict=True):
            late = self._chance.random() * scattered
            seat.pipe.send(attrs.evolve(shot, pause=late))
        return self._answers(seats)

    def again(self, outcome: Outcome) -> Outcome:
        """Make one call again, alone, in the process that made it."""
        seat = self._seats[outcome.seat]
        seat.pipe.send(attrs.evolve(outcome.shot, pause=0.0))
        return self._answers([seat])[0]

    def _answers(self, seats: Sequence[Seat]) -> list[Outcome]:
        for seat in seats:
            seat.hear()
        start = time.monotonic() + LEAD
        for seat in seats:
            seat.pipe.send(start)
        found = [seat.hear() for seat in seats]
        return [outcome for outcome in found if isinstance(outcome, Outcome)]
