"""An administrator who brings in what would be of somebody hears the same, whoever is a patient."""

from __future__ import annotations

from functools import partial

import pytest

import neighborbook as nb
from neighborbook.desk.asking import Asked
from neighborbook.desk.importing.values import Did, ImportRow, Outcome
from tests.integration.adversary import Spy, imports
from tests.integration.hidden import DAYS, GENERAL, TALK, VICTIM, Town, town

ADMINISTRATOR = "chen-jie"
WAYS = {
    "preview": {"preview": True},
    "skip": {"skip": True},
    "all or nothing": {},
    "history": {"as_history": True, "skip": True},
}


def administered(patient: str | None) -> tuple[Town, Spy]:
    """Return a town, and an administrator of it who is nothing else there."""
    there = town(patient)
    there.desk.people.grant(ADMINISTRATOR, "administrator")
    return there, Spy(there.desk.acting_as(ADMINISTRATOR), ADMINISTRATOR, there.hidden)


def codes(outcome: Outcome) -> tuple[str, ...]:
    return () if outcome.decision is None else tuple(outcome.decision.codes)


@pytest.mark.parametrize("way", WAYS)
def test_no_row_tells_whether_there_is_an_appointment(way: str) -> None:
    heard = []
    for patient in (VICTIM, None):
        there, spy = administered(patient)
        if way == "history":
            there.clock.turn("2026-12-01 00:00")
        heard.append([imports(spy, hour, **WAYS[way]) for hour in range(24)])
    assert heard[0] == heard[1]


@pytest.mark.parametrize("as_history", [False, True])
def test_no_key_tells_that_somebody_was_brought_in_before(*, as_history: bool) -> None:
    heard = []
    for brought in (True, False):
        there, spy = administered(None)
        brings = Spy(there.desk, ADMINISTRATOR, ())
        if brought:
            told = imports(brings, 10, skip=True)
            assert sum("'station:" in one and "'booked'" in one for one in told) == len(DAYS)
        if as_history:
            there.clock.turn("2026-12-01 00:00")
        told = imports(spy, 10, preview=True, as_history=as_history)
        heard.append([one for one in told if "station:" in one or "counseling:" in one])
    assert heard[0] == heard[1] != []


@pytest.mark.parametrize("as_history", [False, True])
@pytest.mark.parametrize(("what", "words"), [("station", GENERAL), ("counseling", TALK)])
def test_what_is_judged_is_what_explain_says(
    what: str, words: dict[str, object], *, as_history: bool
) -> None:
    there, spy = administered(VICTIM)
    asked = partial(Asked, what=what, organizer=VICTIM, **words)  # type: ignore[arg-type]
    hours = [f"{DAYS[0]} {hour}:00" for hour in (10, 12, 15)]
    said = [
        spy.desk.explain(what, start=start, organizer=VICTIM, **words)  # type: ignore[arg-type]
        for start in hours
    ]
    if as_history:
        there.clock.turn("2026-12-01 00:00")
    rows = [ImportRow(line=n, key=f"{n}", asked=asked(start=one)) for n, one in enumerate(hours)]
    for preview in (True, False):
        heard: list[Outcome] = []
        done = spy.desk.bring_in(
            rows, preview=preview, skip=True, as_history=as_history, told=heard.append
        )
        assert (done.bad, done.booked, done.pending) == (3, 0, 0)
        assert [one.did for one in heard] == [Did.BAD] * 3
        assert [codes(one) for one in heard] == [tuple(one.codes) for one in said]
        assert {codes(one) for one in heard} == {(nb.Code.NOT_AUTHORIZED_FOR,)}


def test_who_is_staff_besides_brings_a_visit_in() -> None:
    there, spy = administered(None)
    there.desk.people.grant(ADMINISTRATOR, "staff")
    asked = Asked(what="station", start=f"{DAYS[0]} 10:00", organizer=VICTIM, **GENERAL)
    assert spy.desk.bring_in([ImportRow(line=1, key="1", asked=asked)]).booked == 1


def test_what_history_lies_upon_is_shown_as_its_reader_may_see_it() -> None:
    there, spy = administered(None)
    there.desk.book("hall", start=f"{DAYS[0]} 10:00", length="1h", organizer=VICTIM, title="Secret")
    there.clock.turn("2026-12-01 00:00")
    asked = Asked(what="hall", start=f"{DAYS[0]} 10:00", length="1h", organizer="boss")
    heard: list[Outcome] = []
    row = ImportRow(line=1, key="1", asked=asked)
    spy.desk.bring_in([row], as_history=True, told=heard.append)
    assert [one.did for one in heard] == [Did.BAD]
    assert "Secret" not in repr(heard)
    assert VICTIM not in repr([one.beside for one in heard])
