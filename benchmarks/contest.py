"""Accepted bookings per second: processes that all write to one resource, for some seconds."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from typing import Protocol

import attrs


class Rival(Protocol):
    """A way to book; it is pickled into each process, and opened there."""

    @property
    def name(self) -> str:
        """What the report calls it."""
        ...

    def prepare(self, room: str) -> None:
        """Make a room with all that is to be known of it; not timed."""
        ...

    def book(self, room: str, number: int) -> Tried:
        """Book the n-th hour of a room, committed when it returns; opens on the first call."""
        ...


@attrs.frozen(kw_only=True)
class Tried:
    """How one booking went: whether it was accepted, and how often it had to begin again."""

    accepted: bool
    again: int = 0


@attrs.frozen(kw_only=True)
class Score:
    """What the processes of one run have done together.

    Attributes:
        per_second: accepted bookings, of all processes.
        given_up: bookings that were not made although their time was free.
        again: how often a transaction had to begin again.
        longest: seconds of the longest booking.
    """

    per_second: float
    accepted: int
    given_up: int
    again: int
    longest: float = 0.0


@attrs.frozen(kw_only=True)
class Run:
    """What one process is told: its share of the hours of a room, and for how long."""

    room: str
    first: int
    step: int
    seconds: float


WARM_UP = 3
"""Bookings that are made before the time begins, by each process in each run."""


def warm_up(rival: Rival, run: Run) -> None:
    """Open what must be open, and book the first hours of the share."""
    for place in range(WARM_UP):
        rival.book(run.room, run.first + place * run.step)


def compete(rival: Rival, run: Run) -> Score:
    """Book hour after hour of the share until the time is over."""
    number = run.first + WARM_UP * run.step
    accepted = given_up = again = 0
    longest = 0.0
    started = now = time.perf_counter()
    while now < started + run.seconds:
        tried = rival.book(run.room, number)
        accepted, given_up = accepted + tried.accepted, given_up + (not tried.accepted)
        again += tried.again
        number += run.step
        before, now = now, time.perf_counter()
        longest = max(longest, now - before)
    return Score(
        per_second=accepted / (now - started),
        accepted=accepted,
        given_up=given_up,
        again=again,
        longest=longest,
    )


def serve(rival: Rival, orders: Connection) -> None:
    """Run what comes along the pipe, until it ends; each run begins when the others are warm."""
    while (run := orders.recv()) is not None:
        warm_up(rival, run)
        orders.send("ready")
        orders.recv()
        orders.send(compete(rival, run))


@attrs.frozen
class Team:
    """The processes of one rival."""

    rival: Rival
    members: tuple[Connection, ...]

    def run(self, room: str, *, members: int, seconds: float) -> Score:
        """Let so many of them book one room at the same time, each its own hours.

        Raises:
            EOFError: one of them failed; it has said why.
        """
        self.rival.prepare(room)
        active = self.members[:members]
        for place, member in enumerate(active):
            member.send(Run(room=room, first=place, step=members, seconds=seconds))
        for member in active:
            member.recv()
        for member in active:
            member.send("begin")
        scores = [member.recv() for member in active]
        return Score(
            per_second=sum(score.per_second for score in scores),
            accepted=sum(score.accepted for score in scores),
            given_up=sum(score.given_up for score in scores),
            again=sum(score.again for score in scores),
            longest=max(score.longest for score in scores),
        )


@contextmanager
def team(rival: Rival, size: int) -> Iterator[Team]:
    """Start processes for a rival, and end them afterwards."""
    # Spawned, not forked: a rival's engine and its locks are not made to be inherited.
    context = multiprocessing.get_context("spawn")
    pipes = [context.Pipe() for _ in range(size)]
    workers = [
        context.Process(target=serve, args=(rival, theirs), daemon=True) for _, theirs in pipes
    ]
    for worker, (_, theirs) in zip(workers, pipes, strict=True):
        worker.start()
        theirs.close()  # so that the pipe ends with the process, should it fail
    try:
        yield Team(rival, tuple(mine for mine, _ in pipes))
    finally:
        for mine, _ in pipes:
            with suppress(OSError):
                mine.send(None)
        for worker in workers:
            worker.join(timeout=10)
            worker.kill()
