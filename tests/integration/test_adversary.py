"""Colleague, employer, spouse, stranger and public ask everything there is, every hour of a week.

They hear the same, to the letter, whether somebody is a patient and a client or not.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

import neighborbook as nb
from neighborbook.publish.links import Links
from neighborbook.publish.publishing import Publishing, private_file, publish
from tests.integration.adversary import (
    QUESTIONS,
    Spy,
    answers,
    by_the_hour,
    in_ones_own_name,
    spying,
)
from tests.integration.hidden import ADVERSARIES, ANOTHER, DAYS, VICTIM, Town, town
from tests.unit.test_rights_of_every_call import public_calls

FATES = ("stands", "held", "missed", "cancelled", "closed")
NIGHT_AND_DAY = [f"{day} {hour:02}:00" for day in DAYS for hour in range(24)]
ONE_DAY = NIGHT_AND_DAY[:24]


def everything(spy: Spy) -> dict[str, object]:
    """Ask each call, and write down what is answered."""
    return {name: answers(ask, [spy])[0] for name, ask in QUESTIONS.items()}


def the_week(there: Town, who: str) -> dict[str, list[str]]:
    spy = spying(there, ADVERSARIES[who])
    return {start: by_the_hour(spy, start) for start in NIGHT_AND_DAY}


@cache
def with_nobody_there(who: str, fate: str) -> dict[str, object]:
    return everything(spying(town(None, fate=fate), ADVERSARIES[who]))


def test_every_call_that_there_is_is_asked() -> None:
    people = {f"people.{name}" for name in public_calls(nb.People)}
    assert QUESTIONS.keys() == public_calls(nb.Desk) | people


@pytest.mark.parametrize("fate", FATES)
@pytest.mark.parametrize("who", ADVERSARIES)
def test_no_call_tells_whether_there_is_an_appointment(who: str, fate: str) -> None:
    spy = spying(town(VICTIM, fate=fate), ADVERSARIES[who])
    same(everything(spy), with_nobody_there(who, fate))


@pytest.mark.parametrize("who", ["colleague", "employer", "stranger", "public"])
def test_no_hour_of_a_week_tells_whether_there_is_an_appointment(who: str) -> None:
    same(the_week(town(VICTIM), who), the_week(town(None), who))


@pytest.mark.parametrize("who", ["colleague", "employer", "stranger", "spouse"])
def test_who_asks_for_oneself_hears_that_a_cell_is_gone_and_never_by_whom(who: str) -> None:
    heard = []
    for patient in (VICTIM, ANOTHER):
        spy = spying(town(patient), ADVERSARIES[who])
        heard.append({start: in_ones_own_name(spy, start) for start in ONE_DAY})
    same(*heard)


@pytest.mark.parametrize("fate", FATES)
def test_nobody_else_is_told_anything(fate: str) -> None:
    there = town(VICTIM, fate=fate)
    for day in ("2026-11-24 07:00", "2026-11-25 07:00"):
        if fate != "missed":
            there.clock.turn(day)
        there.settle()
    assert {message.party for message in there.heard} <= {VICTIM}


def test_what_is_published_for_others_is_the_same(tmp_path: Path) -> None:
    found = []
    for patient in (VICTIM, None):
        folder = tmp_path / (patient or "nobody")
        links = Links.beside(tmp_path / ".links", "anping")
        publish(town(patient).desk, folder, Publishing(days=7, links=links))
        own = private_file(links, VICTIM)
        paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
        files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
        files.pop(own, None)
        found.append(files)
    same(*found)


@pytest.mark.parametrize("fate", ["stands", "held"])
def test_the_same_questions_tell_the_patient(fate: str) -> None:
    """Else a desk that answers nothing to anybody would pass."""
    heard = []
    for patient in (VICTIM, None):
        there = town(patient, fate=fate)
        spy = spying(there, VICTIM)
        told = everything(spy)
        hours = {start: by_the_hour(spy, start) for start in ONE_DAY}
        heard.append((told, hours))
    (told, hours), (untold, free) = heard
    assert {"booking", "bookings", "history", "changes", "calendar", "day", "slots"} <= {
        name for name in told if told[name] != untold[name]
    }
    assert {start[11:13] for start in ONE_DAY if hours[start] != free[start]} >= {"10", "15"}


def same(one: Mapping[str, object], other: Mapping[str, object]) -> None:
    """Compare answer by answer, so that a difference names the question."""
    assert {name for name in one.keys() | other if one.get(name) != other.get(name)} == set()
