"""A race: many rounds in one center, each on a day of its own, judged round by round.

After each round nobody may have been told that something broke; every loser has a typed refusal,
and is refused again, with the same codes, when everybody is done; and the ledger keeps its rule.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

import neighborbook as nb
from tests.races.crew import Crew
from tests.races.ledger import Ledger
from tests.races.rooms import RaceRooms
from tests.races.shots import DEADLINE, HandedClock, Outcome, Shot

DAY, HOUR = 86400, 3600
FIRST_DAY = 1796083200
"""Midnight of the first round's day: 2026-12-01, UTC."""

NOW = FIRST_DAY - DAY

# Three starts a day, so that seeking alternatives for all the losers takes little time.
HEAD = """
[center]
id = "{center}"
zone = "UTC"
hours = "open"
plugins = []
[hours.open]
daily = "09:00-12:00"
"""
POLICY = """horizon = 3650
granularity = "1h"
shortest = "1h"
"""


Starting = Callable[..., "Race"]
"""The fixture ``race``: makes a center of this body, with these capacities, and a race in it."""


class RaceFailed(AssertionError):
    """A round ended as no round may end."""


@attrs.define
class Tally:
    """What was seen over all rounds of one race."""

    rounds: int = 0
    winners: Counter[str] = attrs.field(factory=Counter)
    codes: Counter[str] = attrs.field(factory=Counter)
    seconds: float = 0.0

    def __str__(self) -> str:
        def told(counted: Mapping[str, int]) -> str:
            return ", ".join(f"{name} {number}" for name, number in sorted(counted.items()))

        return (
            f"{self.rounds} rounds in {self.seconds:.1f} s; "
            f"done: {told(self.winners)}; refused: {told(self.codes) or 'nobody'}"
        )


@attrs.frozen
class Round:
    """One round's day: its hours as people write them, and as instants."""

    number: int

    @property
    def start(self) -> int:
        """Midnight at its beginning."""
        return FIRST_DAY + self.number * DAY

    def instant(self, hour: int) -> int:
        """Return the instant of an hour of the day."""
        return self.start + hour * HOUR

    def at(self, hour: int) -> str:
        """Return an hour of the day as people write it."""
        return time.strftime("%Y-%m-%dT%H:%M+00:00", time.gmtime(self.instant(hour)))

    def hours(self, start: int, end: int) -> dict[str, Any]:
        """Return ``start`` and ``end`` of a call."""
        return {"start": self.at(start), "end": self.at(end)}


class Race:
    """One center in which a crew races.

    Args:
        crew: the processes.
        center: id of the center, which is made.
        body: its center file from the resources on; ``POLICY`` stands for the numbers of offerings.
        capacities: of the leaves that hold more than one, as the test knows them.
    """

    def __init__(
        self, crew: Crew, center: str, body: str, capacities: Mapping[str, int] | None = None
    ) -> None:
        self.crew = crew
        self.center = center
        self.capacities = dict(capacities or {})
        self.ledger = Ledger(crew.url)
        self.tally = Tally()
        self.clock = HandedClock(NOW)
        self.text = HEAD.format(center=center) + body.replace("POLICY", POLICY)
        self.desk = nb.open(
            crew.url, center=center, clock=self.clock, plugins=(RaceRooms(),), deadline=DEADLINE
        )
        self.desk.load(self.text)

    def __enter__(self) -> Race:
        return self

    def __exit__(self, *_: object) -> None:
        self.desk.close_database()

    def rounds(self, number: int) -> Iterator[Round]:
        """Yield so many rounds and take the time; the first rounds of a race open desks."""
        started = time.monotonic()
        for each in range(number):
            yield Round(each)
            self.tally.rounds += 1
            self.tally.seconds = time.monotonic() - started

    def shot(self, verb: str, *args: object, now: int = NOW, **words: object) -> Shot:
        """Return one call of the desk of this center."""
        return Shot(center=self.center, verb=verb, args=args, words=words, now=now)

    def book(self, offering: str, day: Round, start: int, end: int, **words: Any) -> Shot:
        """Return a call of ``book`` on the round's day."""
        who = words.pop("organizer", "acme")
        return self.shot("book", offering, **day.hours(start, end), organizer=who, **words)

    def run(
        self,
        day: Round,
        shots: Sequence[Shot],
        *,
        scattered: float = 0.0,
    ) -> list[Outcome]:
        """Let all shots race; fail if one ended otherwise than done or refused, or broke the book.

        Every other round starts scattered, so that the calls meet in all their parts.
        """
        outcomes = self.crew.run(shots, scattered=scattered if day.number % 2 else 0.0)
        for outcome in outcomes:
            if outcome.kind == "done":
                self.tally.winners[outcome.shot.verb] += 1
            self.tally.codes.update(outcome.codes)
        strange = [one for one in outcomes if one.kind not in ("done", "refused")]
        self.demand(not strange, "a call ended otherwise than done or refused", outcomes)
        self.keep(day, max(shot.now for shot in shots), outcomes)
        return outcomes

    def keep(self, day: Round, now: int, outcomes: Iterable[Outcome] = ()) -> None:
        """Fail if plain SQL finds the book broken on the round's day."""
        faults = self.ledger.faults(self.center, day.start, day.start + DAY, now, self.capacities)
        self.demand(not faults, "; ".join(faults), outcomes)

    def demand(self, kept: object, what: str, outcomes: Iterable[Outcome] = ()) -> None:
        """Fail with what came of every shot unless it is kept."""
        if not kept:
            listed = "".join(f"\n  {outcome}" for outcome in outcomes)
            raise RaceFailed(f"round {self.tally.rounds}: {what}{listed}")

    def exactly(
        self,
        winners: int,
        outcomes: Sequence[Outcome],
        *codes: str,
        same: bool = True,
        again: Callable[[Outcome], bool] = lambda _: True,
    ) -> list[Outcome]:
        """Fail unless so many have won and all others are refused by these codes alone, for good.

        Args:
            codes: what the losers must be told, and nothing else.
            same: asked again, a loser is told the very same codes; else some of ``codes``.
            again: which losers are asked again.
        """
        won = [one for one in outcomes if one.kind == "done"]
        lost = [one for one in outcomes if one.kind == "refused"]
        self.demand(len(won) == winners, f"{len(won)} have won, not {winners}", outcomes)
        for one in lost:
            self.demand(set(one.codes) <= set(codes) and one.codes, "the wrong code", outcomes)
        for one in filter(again, lost):
            self.refused_again(one, codes, same=same, outcomes=outcomes)
        return won

    def refused_again(
        self, loser: Outcome, codes: Sequence[str], *, same: bool, outcomes: Sequence[Outcome]
    ) -> None:
        """Fail if a loser, asked again when all is quiet, is not refused alike."""
        once_more = self.crew.again(loser)
        self.demand(
            once_more.kind == "refused" and once_more.codes, f"asked again: {once_more}", outcomes
        )
        alike = once_more.codes == loser.codes if same else set(once_more.codes) <= set(codes)
        self.demand(alike, f"asked again, told otherwise: {once_more}", outcomes)
