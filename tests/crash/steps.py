"""Single writes of the desk, each one transaction, and the book in which they are done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import attrs

import neighborbook as nb
from neighborbook.desk.settling import settle_one
from tests.crash.center import (
    ANOTHER_FILE,
    CENTER_FILE,
    NOW,
    FixedClock,
    book,
    hold,
    opened,
    period,
    postpone,
)

LATER = NOW + 3600
"""When the hold in the book has lapsed."""


@attrs.frozen
class Step:
    """A write, and when it is done."""

    do: Callable[[nb.Desk], object]
    at: int = NOW


def _the(desk: nb.Desk, state: str) -> str:
    """Return the id of the first booking that was written in a state."""
    with desk._house.store.snapshot("anping") as reader:
        ids = {change.act: change.booking for change in reader.changes(0, 100)}
    return ids[nb.Act(state)]


def _close(desk: nb.Desk) -> object:
    return desk.close("A", start=period(0)["start"], end=period(3)["end"], reason="pipe", key="c")


STEPS: Mapping[str, Step] = {
    "book": Step(lambda desk: book(desk, 7)),
    "book in the place of a lapsed hold": Step(lambda desk: book(desk, 2), LATER),
    "hold": Step(lambda desk: hold(desk, 7)),
    "confirm": Step(lambda desk: desk.confirm(_the(desk, "hold"), key="confirm")),
    "change": Step(lambda desk: postpone(desk, _the(desk, "book"), 8)),
    "cancel": Step(lambda desk: desk.cancel(_the(desk, "book"), reason="rain", key="cancel")),
    "close": Step(_close),
    "load": Step(lambda desk: desk.load(ANOTHER_FILE)),
    "settle one": Step(lambda desk: settle_one(desk._house, _the(desk, "hold")), LATER),
    "seal": Step(lambda desk: desk.settle()),
}


def make_book(path: Path) -> None:
    """Make a book with something of everything: sealed and unsealed changes, a hold, a void one."""
    with opened(str(path), counted_from=0) as desk:
        desk.load(CENTER_FILE)
        hold(desk, 2)
        book(desk, 0)
        desk.settle()
        postpone(desk, book(desk, 1).id, 1)
        desk.cancel(book(desk, 3).id)


def done(step: Step, path: Path) -> None:
    """Do a step in a book."""
    with opened(str(path), clock=FixedClock(step.at), counted_from=1000) as desk:
        step.do(desk)
