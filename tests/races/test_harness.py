"""A harness that finds nothing wrong with broken desks finds nothing at all."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import attrs
import pytest

from tests.races.crew import Crew
from tests.races.harness import Race, RaceFailed, Round
from tests.races.shots import Shot
from tests.races.test_closing_and_loading import POOL
from tests.races.test_limits_and_persons import QUOTA, SERVING
from tests.races.test_places import ROOM

ATTEMPTS = 40
"""Rounds within which a broken desk must be found out; most are in the first."""

FEW = 3
RACERS = 6
CENTERS = itertools.count(1)

Shots = Callable[[Race, Round], Sequence[Shot]]


def at_one_slot(race: Race, day: Round) -> Sequence[Shot]:
    """Everybody wants the room from nine to ten."""
    return [race.book("room", day, 9, 10) for _ in range(RACERS)]


def at_a_pool(race: Race, day: Round) -> Sequence[Shot]:
    """Everybody wants one of three places."""
    return [race.book("pool", day, 9, 10) for _ in range(RACERS)]


def at_last_hours(race: Race, day: Round) -> Sequence[Shot]:
    """A firm wants four rooms and may have one."""
    firm = f"firm-{day.number}"
    return [
        race.book("rooms", day, 9, 11, organizer=firm, resource=f"r{number}") for number in range(4)
    ]


def at_one_person(race: Race, day: Round) -> Sequence[Shot]:
    """Four rooms want the same person."""
    return [
        race.book("rooms", day, 9, 10, resource=f"r{number}", attendees=["li-wei"])
        for number in range(4)
    ]


def with_one_key(race: Race, day: Round) -> Sequence[Shot]:
    """One key books three hours."""
    return [race.book("room", day, hour, hour + 1, key=f"req-{day.number}") for hour in (9, 10, 11)]


def after_a_load(race: Race, day: Round) -> Sequence[Shot]:
    """The pool holds three places on even days and two on odd ones."""
    race.desk.load(race.text.replace("capacity = 3", f"capacity = {places(day)}"))
    return at_a_pool(race, day)


def places(day: Round) -> int:
    """How many places the pool has after that load."""
    return 3 - day.number % 2


def one(_: Round) -> int:
    """Of one thing there is one."""
    return 1


def three(_: Round) -> int:
    """The pool holds three."""
    return 3


@attrs.frozen
class Wager:
    """What is raced for, how often it can be won, and what losers must be told."""

    body: str
    shots: Shots
    winners: Callable[[Round], int]
    code: str


SLOT = Wager(ROOM, at_one_slot, one, "CONFLICT_RESOURCE")
PLACES = Wager(POOL, at_a_pool, three, "FULL")
HOURS = Wager(QUOTA, at_last_hours, one, "QUOTA")
PERSON = Wager(SERVING, at_one_person, one, "CONFLICT_PERSON")
KEY = Wager(ROOM, with_one_key, one, "KEY_REUSED")
LOADED = Wager(POOL, after_a_load, places, "FULL")


def found_out(crew: Crew, wager: Wager, attempts: int = ATTEMPTS, *, guarded: bool = True) -> str:
    """Race as the honest tests do until it fails; return what was found, "" if nothing was."""
    center = f"race-{next(CENTERS)}"
    with Race(crew, center, wager.body, {"pool": 3}) as race:
        if not guarded:
            # Opened while the guards were there: without them nobody opens it.
            crew.run([race.book("room", Round(-1), 9, 10)] * RACERS)
            race.ledger.drop_guards()
        for day in race.rounds(attempts):
            try:
                outcomes = race.run(day, wager.shots(race, day), scattered=0.005)
                race.exactly(wager.winners(day), outcomes, wager.code)
            except RaceFailed as failed:
                return str(failed)
    return ""


def database(request: pytest.FixtureRequest, kind: str, tmp_path: Path) -> str:
    """Return the address of a database of its own: it may come to harm."""
    if kind == "sqlite":
        return f"sqlite:///{tmp_path / 'book.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


BOTH = pytest.mark.parametrize(
    "kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)


@BOTH
def test_reading_before_locking_is_found_out(
    request: pytest.FixtureRequest, kind: str, tmp_path: Path
) -> None:
    url = database(request, kind, tmp_path)
    with Crew(url, RACERS, sabotage="reads_before_it_locks") as crew:
        assert "taken of 3" in found_out(crew, PLACES)
        assert "have won, not 1" in found_out(crew, HOURS)
        assert "person:li-wei" in found_out(crew, PERSON)
        assert "This is a defect of neighborbook" in found_out(crew, SLOT)
        assert "taken of 1" in found_out(crew, SLOT, guarded=False)


@BOTH
def test_a_key_that_is_forgotten_is_found_out(
    request: pytest.FixtureRequest, kind: str, tmp_path: Path
) -> None:
    url = database(request, kind, tmp_path)
    with Crew(url, RACERS, sabotage="forgets_keys") as crew:
        assert "have won, not 1" in found_out(crew, KEY)


@BOTH
def test_a_catalog_that_is_never_read_again_is_found_out(
    request: pytest.FixtureRequest, kind: str, tmp_path: Path
) -> None:
    url = database(request, kind, tmp_path)
    with Crew(url, RACERS, sabotage="keeps_its_catalog") as crew:
        assert re.search("3 have won, not 2|2 have won, not 3|asked again", found_out(crew, LOADED))


@pytest.mark.postgres
def test_locking_no_scopes_is_found_out(postgres_url: str) -> None:
    with Crew(postgres_url, RACERS, sabotage="locks_no_scopes") as crew:
        assert "taken of 3" in found_out(crew, PLACES)
        assert "This is a defect of neighborbook" in found_out(crew, SLOT)


@pytest.mark.postgres
def test_locking_leaves_alone_oversells_hours_and_persons(postgres_url: str) -> None:
    with Crew(postgres_url, RACERS, sabotage="locks_leaves_alone") as crew:
        assert "have won, not 1" in found_out(crew, HOURS)
        assert "person:li-wei" in found_out(crew, PERSON)
        assert found_out(crew, PLACES, FEW) == ""


@BOTH
def test_honest_desks_pass_the_same_races(
    request: pytest.FixtureRequest, kind: str, tmp_path: Path
) -> None:
    url = database(request, kind, tmp_path)
    with Crew(url, RACERS) as crew:
        for wager in (SLOT, PLACES, HOURS, PERSON, KEY, LOADED):
            assert found_out(crew, wager, FEW) == ""
