"""Rows that come in together are judged as if each were booked by itself, in their order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import neighborbook as nb
from neighborbook.desk.asking import Asked
from neighborbook.desk.importing import bringing
from neighborbook.desk.importing.values import Did, ImportRow, Outcome
from tests.properties.desks import SLOW
from tests.unit.transfer.conftest import CENTER, Clock

DAYS = ("2026-11-23", "2026-12-01", "2026-12-02", "2026-12-03")
ROWS = st.lists(
    st.builds(
        lambda what, day, hour, length, organizer, attendee: Asked(
            what=what,
            start=f"{day} {hour:02}:{30 if length % 2 else 0:02}",
            length=f"{length * 30}m",
            organizer=organizer,
            attendees=(attendee,),
        ),
        st.sampled_from(["hall", "room", "desk", "desk"]),
        st.sampled_from(DAYS),
        st.integers(7, 21),
        st.integers(1, 9),
        st.sampled_from(["acme", "bolt"]),
        st.sampled_from(["li", "wu"]),
    ),
    min_size=1,
    max_size=14,
)


@contextmanager
def opened() -> Iterator[nb.Desk]:
    """A center with one booking, one hold that has lapsed, and one closure."""
    clock = Clock()
    with nb.open(center="center", clock=clock) as desk:
        desk.load(CENTER)
        desk.book("desk", start="2026-12-01 10:00", length="3h", organizer="acme")
        desk.hold("hall", start="2026-12-02 09:00", length="4h", organizer="acme", resource="A")
        desk.close("B", start="2026-12-03 12:00", end="2026-12-03 15:00")
        desk.close("desk", start="2026-12-02 18:00", end="2026-12-02 20:00")
        clock.at += 3600
        yield desk


def one_by_one(desk: nb.Desk, asked: Asked) -> tuple[Did, tuple[str, ...]]:
    assert isinstance(asked.what, str)
    try:
        booking = desk.book(
            asked.what,
            start=asked.start,
            length=asked.length,
            organizer=asked.organizer,
            attendees=asked.attendees,
        )
    except nb.Refused as refused:
        return Did.BAD, tuple(str(one.code) for one in refused.refusals)
    pending = booking.state is nb.State.PENDING
    return (Did.PENDING if pending else Did.BOOKED), ()


def told(outcome: Outcome) -> tuple[Did, tuple[str, ...]]:
    refusals = outcome.decision.refusals if outcome.decision else ()
    return outcome.did, tuple(str(one.code) for one in refusals)


def shape(desk: nb.Desk) -> list[nb.Booking]:
    return sorted((attrs.evolve(one, id="", uid="") for one in desk.bookings()), key=repr)


@SLOW
@given(rows=ROWS, page=st.integers(1, 5), skip=st.booleans())
def test_a_bulk_is_judged_as_one_by_one(rows: list[Asked], page: int, skip: bool) -> None:
    outcomes: list[Outcome] = []
    given_rows = [ImportRow(line=n, key=str(n), asked=asked) for n, asked in enumerate(rows)]
    with opened() as desk, pytest.MonkeyPatch.context() as patched:
        patched.setattr(bringing, "PAGE", page)
        done = desk.bring_in(given_rows, skip=skip, told=outcomes.append)
        together = shape(desk)
    with opened() as desk:
        alone = [one_by_one(desk, asked) for asked in rows]
        apart = shape(desk)
    assert list(map(told, outcomes)) == alone
    if done.written:
        assert together == apart
