"""What follows a booking: drawn with the wish, before anybody knows whether it is accepted."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from neighborbook.cli.demo.acts import Later, Since, Step, Way
from neighborbook.cli.demo.kinds import HOUR, MINUTE, Kind

_HALF_HOUR = 30 * MINUTE


def follows(kind: Kind, way: Way, ahead: int, chance: Random) -> tuple[Later, ...]:
    """Return what follows a booking that is asked for so many seconds before its start."""
    return (
        *_confirmed(way, chance),
        *_decided(ahead, chance),
        *_fate(kind, max(ahead, HOUR), chance),
    )


def _confirmed(way: Way, chance: Random) -> Iterator[Later]:
    if way is not Way.HOLD:
        return
    if chance.random() < 0.2:
        yield Later(step=Step.EXTEND, since=Since.ASKED, seconds=8 * MINUTE)
        yield Later(step=Step.CONFIRM, since=Since.ASKED, seconds=14 * MINUTE)
    else:
        yield Later(step=Step.CONFIRM, since=Since.ASKED, seconds=chance.randint(2, 9) * MINUTE)


def _decided(ahead: int, chance: Random) -> Iterator[Later]:
    """Say what the approver will think of it; what is never looked at expires."""
    [step] = chance.choices((Step.APPROVE, Step.DECLINE, None), (74, 12, 14))
    if step is not None:
        seconds = chance.randint(30 * MINUTE, min(20 * HOUR, max(HOUR, ahead // 2)))
        yield Later(step=step, since=Since.ASKED, seconds=seconds)


def _fate(kind: Kind, ahead: int, chance: Random) -> Iterator[Later]:
    [fate] = chance.choices(
        (None, Step.CANCEL, Since.START, Step.SHIFT, Step.RESIZE, Step.MOVE, Step.RENAME),
        (68, 11, 4, 7, 4, 3, 3),
    )
    thought = chance.randint(15 * MINUTE, max(HOUR, round(ahead * 0.7)))
    if fate is Since.START:
        seconds = -chance.randint(10, 110) * MINUTE
        yield Later(step=Step.CANCEL, since=Since.START, seconds=seconds)
    elif fate is Step.CANCEL:
        yield Later(step=Step.CANCEL, since=Since.ASKED, seconds=thought)
        if chance.random() < 0.12:
            back = thought + chance.randint(10 * MINUTE, HOUR)
            yield Later(step=Step.RESTORE, since=Since.ASKED, seconds=back)
    elif isinstance(fate, Step):
        by = chance.choice((-2, -1, 1, 2, 3, 48))
        by = by * _HALF_HOUR if fate is Step.SHIFT else by
        yield Later(step=fate, since=Since.ASKED, seconds=thought, by=by)
    if fate is not Since.START and fate is not Step.CANCEL:
        yield from _presence(kind, chance)


def _presence(kind: Kind, chance: Random) -> Iterator[Later]:
    """They come or they do not; of who neither comes nor is missed, time takes care."""
    came, missed = chance.random(), chance.random()
    if kind.checks_in and came * 10 < kind.checks_in:
        early = chance.randint(-10, 12) * MINUTE
        yield Later(step=Step.CHECK_IN, since=Since.START, seconds=early)
        if chance.random() < 0.12:
            seconds = -chance.randint(5, 25) * MINUTE
            yield Later(step=Step.COMPLETE, since=Since.END, seconds=seconds)
    elif missed < (0.3 if kind.checks_in else 0.03):
        seconds = chance.randint(8, 14) * MINUTE
        yield Later(step=Step.NO_SHOW, since=Since.START, seconds=seconds)
