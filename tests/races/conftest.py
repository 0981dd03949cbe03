"""Races: how many rounds, on which database, by whom, and what was seen."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.races.crew import Crew
from tests.races.harness import Race, Starting, Tally

if TYPE_CHECKING:
    from tests.postgres import PostgresServer

FEW, MANY = 5, 200
RACERS = 20

CENTERS = itertools.count(1)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each race for a few rounds every time, and for many as a proof."""
    if "rounds" in metafunc.fixturenames:
        many = pytest.param(MANY, marks=pytest.mark.prove)
        metafunc.parametrize("rounds", [FEW, many])


@pytest.fixture(
    scope="session", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
def race_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """One database of each kind for all races: each has a center of its own in it."""
    if request.param == "sqlite":
        yield sqlite_url(tmp_path_factory.mktemp("races"))
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    url = server.create_database()
    yield url
    server.drop_database(url)


def sqlite_url(folder: Path) -> str:
    """Return the address of a book that does not exist yet."""
    return f"sqlite:///{folder / 'book.db'}"


@pytest.fixture(scope="session")
def crew(race_database: str) -> Iterator[Crew]:
    """Racers that stay for all races on one database."""
    with Crew(race_database, RACERS) as racers:
        yield racers


@pytest.fixture
def race(crew: Crew, record_property: Callable[[str, object], None]) -> Iterator[Starting]:
    """Start a race: ``race(body, pool=3)`` makes a center of its own."""
    tallies: list[Tally] = []
    with ExitStack() as stack:

        def starting(body: str, **capacities: int) -> Race:
            center = f"race-{next(CENTERS)}"
            started = stack.enter_context(Race(crew, center, body, capacities))
            tallies.append(started.tally)
            return started

        yield starting
    for tally in tallies:
        record_property("race", str(tally))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say of each race how many rounds it had, who won, and what the others were told."""
    lines = [
        f"{report.nodeid.rpartition('::')[2]}: {value}"
        for report in terminalreporter.getreports("")
        if isinstance(report, pytest.TestReport) and report.when == "teardown"
        for name, value in report.user_properties
        if name == "race"
    ]
    if lines:
        terminalreporter.section("races")
        for line in lines:
            terminalreporter.line(line)
