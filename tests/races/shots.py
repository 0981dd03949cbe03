"""What a master of races asks its racers to do, and what they answer; all of it can be pickled."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import attrs

import neighborbook as nb
from tests.races.rooms import RaceRooms

DEADLINE = 10.0
"""Seconds that a racer's desk waits for others before it says Busy."""


@attrs.frozen(kw_only=True)
class Shot:
    """One call of the desk.

    Attributes:
        verb: name of a method of the desk, or of ``STEPS``; ``words`` are its keyword arguments.
        actor: in whose name; "" is the trusted program.
        now: what the clock of this racer's desk shows.
        pause: seconds after the common start.
        lasting: the call is made again and again, without a pause, for so many seconds.
    """

    center: str
    verb: str
    args: tuple[object, ...] = ()
    words: Mapping[str, object] = attrs.field(factory=dict)
    actor: str = ""
    now: int
    pause: float = 0.0
    lasting: float = 0.0

    def __str__(self) -> str:
        named = [f"{name}={value!r}" for name, value in self.words.items()]
        return f"{self.verb}({', '.join([*map(repr, self.args), *named])})"


@attrs.frozen(kw_only=True)
class Outcome:
    """What came of a shot.

    Attributes:
        seat: which racer it was.
        kind: ``done``, ``refused``, ``broken`` (a guard of the database fired), or ``error``.
        reasons: of a refusal: code and rule of each.
        id, state, version, resource: of the booking or closure answered.
        others: ids of the bookings that a closure or a load displaces.
        count: how many bookings ``settle`` has settled.
        text: of an error.
    """

    shot: Shot
    seat: int
    kind: str
    reasons: tuple[tuple[str, str], ...] = ()
    id: str = ""
    state: str = ""
    version: int = 0
    resource: str = ""
    others: frozenset[str] = frozenset()
    count: int = 0
    text: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of a refusal, each once: a hall may have several parts that are taken."""
        return tuple(sorted({code for code, _ in self.reasons}))

    def __str__(self) -> str:
        said = self.text or " ".join(self.codes) or f"{self.state} {self.id[:8]}"
        return f"{self.shot} -> {self.kind} {said}"


@attrs.define
class HandedClock:
    """Shows what each shot says."""

    instant: int = 0

    def now(self) -> int:
        """Return UTC seconds."""
        return self.instant


@attrs.define
class Racer:
    """One process's own desk, in the center in which it was last asked to act."""

    url: str
    clock: HandedClock = attrs.field(factory=HandedClock)
    _center: str = ""
    _desk: nb.Desk | None = None

    def desk(self, center: str) -> nb.Desk:
        """Return this process's desk of a center, with its catalog read."""
        if self._desk is None or self._center != center:
            self.close()
            opened = nb.open(
                self.url,
                center=center,
                clock=self.clock,
                plugins=(RaceRooms(),),
                deadline=DEADLINE,
            )
            opened.offerings()
            self._center, self._desk = center, opened
        return self._desk

    def shoot(self, shot: Shot, seat: int) -> Outcome:
        """Make the call, and say what came of it: of the last one, or of the first in error."""
        self.desk(shot.center)
        self.clock.instant = shot.now
        time.sleep(shot.pause)
        until = time.monotonic() + shot.lasting
        while (outcome := self._call(shot, seat)).kind in ("done", "refused"):
            if time.monotonic() >= until:
                break
        return outcome

    def _call(self, shot: Shot, seat: int) -> Outcome:
        desk = self.desk(shot.center)
        if shot.actor:
            desk = desk.acting_as(shot.actor)
        try:
            call = STEPS.get(shot.verb) or getattr(type(desk), shot.verb)
            answer: object = call(desk, *shot.args, **shot.words)
        except nb.Refused as no:
            reasons = tuple((str(reason.code), reason.rule) for reason in no.refusals)
            return Outcome(shot=shot, seat=seat, kind="refused", reasons=reasons)
        except nb.NotFound:
            return Outcome(shot=shot, seat=seat, kind="refused", reasons=(("NOT_FOUND", ""),))
        except nb.InvariantBroken as broken:
            return Outcome(shot=shot, seat=seat, kind="broken", text=str(broken))
        except Exception as error:  # noqa: BLE001 - whatever it is, the master must hear of it
            return Outcome(
                shot=shot, seat=seat, kind="error", text=f"{type(error).__name__}: {error}"
            )
        return done(shot, seat, answer)

    def close(self) -> None:
        """Close the desk that is open."""
        if self._desk is not None:
            self._desk.close_database()


def stands(desk: nb.Desk, party: str) -> frozenset[str]:
    """Return each booking of a party with its version."""
    return frozenset(f"{booking.id} {booking.version}" for booking in desk.bookings(party=party))


def disable_and_list(desk: nb.Desk, party: str) -> frozenset[str]:
    """Lock a party out, and return how its bookings stand as soon as that is acknowledged."""
    desk.people.disable(party)
    return stands(desk, party)


def unlink_and_list(desk: nb.Desk, party: str, tie: str, other: str) -> frozenset[str]:
    """Take a tie back, and return how the other's bookings stand as soon as that is done."""
    desk.people.unlink(party, tie, other)
    return stands(desk, other)


def revoke_and_list(desk: nb.Desk, party: str, role: str, other: str) -> frozenset[str]:
    """Take a role back, and return how the other's bookings stand as soon as that is done."""
    desk.people.revoke(party, role)
    return stands(desk, other)


STEPS: Mapping[str, Callable[..., object]] = {
    each.__name__: each for each in (disable_and_list, unlink_and_list, revoke_and_list)
}
"""What is done in one go by the process that does it."""


def done(shot: Shot, seat: int, answer: object) -> Outcome:
    """Return the outcome of a call that was answered."""
    plain = Outcome(shot=shot, seat=seat, kind="done")
    match answer:
        case nb.Booking():
            return attrs.evolve(
                plain,
                id=answer.id,
                state=answer.state.value,
                version=answer.version,
                resource=answer.resource,
            )
        case nb.Closure():
            return attrs.evolve(
                plain, id=answer.id, others=frozenset(moved.id for moved in answer.displaces)
            )
        case nb.Loading():
            return attrs.evolve(plain, others=frozenset(moved.id for moved in answer.needs_move))
        case frozenset():
            return attrs.evolve(plain, others=answer)
        case nb.Settled():
            return attrs.evolve(plain, count=answer.lapsed)
        case _:
            raise TypeError(f"{shot.verb} answered {type(answer).__name__}")
