from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.figures import Figure
from benchmarks.large_book import (
    BUSIEST,
    CENTER,
    ROOMS,
    TAKEN,
    build,
    instant,
    open_large,
    rooms,
    taken_hours,
)
from benchmarks.machine import Machine
from benchmarks.processes import calendars, imports, memory
from benchmarks.report import Report, as_json, as_text
from benchmarks.scale import ANYWHERE, IN_A_FRESH_PROCESS, IN_ONE_ROOM, free_times, scales
from benchmarks.search import searches
from benchmarks.writers import writers
from neighborbook.engine.occupancy import over_capacity
from neighborbook.storage.abc import Wanted


def figure(value: float = 1.3, *, most: float | None = 1.3, least: float | None = None) -> Figure:
    return Figure(
        measurement="scale",
        of="a room",
        value=value,
        most=most,
        least=least,
        rounds=(1.2, 1.3, 1.5),
    )


@pytest.fixture
def make(tmp_path: Path) -> Callable[[], str]:
    count = itertools.count()
    return lambda: str(tmp_path / f"{next(count)}.db")


def test_a_bound_holds_up_to_and_with_its_number() -> None:
    assert figure().broken == ()
    assert figure(value=1.31).broken == ("scale, a room: 1.31 times, at most 1.3",)
    assert figure(most=None, least=8.0, value=8.0).broken == ()
    assert figure(most=None, least=8.0, value=7.5).broken == (
        "scale, a room: 7.50 times, at least 8",
    )
    assert figure(most=None, value=99.0).broken == ()


def test_a_report_shows_every_figure_and_is_broken_by_one() -> None:
    here = Machine(
        processor="a",
        cores=1,
        load=0.0,
        system="b",
        python="c",
        sqlite="d",
        journal="e",
        postgresql="f",
        psycopg="g",
        durability=(),
    )
    found = (figure(), figure(value=2.0))
    report = Report(machine=here, costs=(), contests=(), seconds=1.0, figures=found)
    assert report.broken == ("scale, a room: 2.00 times, at most 1.3",)
    text = as_text(report)
    assert "scale: a room" in text
    assert "at most 1.3" in text
    assert "1.20 to 1.50" in text
    assert "BROKEN" in text
    assert '"value": 2.0' in as_json(report)


def test_a_large_book_is_as_the_desk_would_have_written_it(database_url: str) -> None:
    build(database_url, 900)
    desk, house = open_large(database_url)
    with desk:
        found = list(desk.bookings(start="2026-10-14", end="2026-10-17"))
        assert len(found) == 900
        with house.store.snapshot(CENTER) as reader:
            assert reader.broken_link() is None
            laid = reader.read(Wanted(start=0, end=1 << 40, leaves=rooms(), wide=True)).claims
            assert len(reader.changes(0, 10_000)) == 900 + ROOMS
        assert all(over_capacity(claims) == () for claims in laid.values())
        assert sum(map(len, laid.values())) == 900 + ROOMS
        busiest = [b for b in desk.bookings(organizer=BUSIEST) if b.start_at < instant(1, 0)]
        used = sum(usage.used for usage in desk.usage(BUSIEST, at=busiest[0].start))
        assert used == 3600 * len(busiest)
        [history] = desk.history(found[0].id)
        assert history.version == found[0].version == 1
        gone = desk.cancel(found[0].id)
        assert gone.version == 2


def test_no_two_measurements_book_the_same_hour() -> None:
    days = (IN_ONE_ROOM, ANYWHERE, IN_A_FRESH_PROCESS)
    assert len({day for each in days for day in each}) == sum(map(len, days))
    found = free_times(140, IN_ONE_ROOM)
    assert len(set(found)) == len(found) == 140
    taken = {
        (room, instant(day, hour))
        for day in IN_ONE_ROOM
        for place, room in enumerate(rooms())
        for hour in taken_hours(day, place)
    }
    assert len(taken) == len(IN_ONE_ROOM) * ROOMS * TAKEN
    assert taken.isdisjoint(found)


def test_every_measurement_finds_its_figures(make: Callable[[], str]) -> None:
    found = [
        *scales("SQLite", make, large=800, small=400, each=7),
        *searches("SQLite", make, rounds=1, first=3, days=1),
    ]
    assert [each.measurement for each in found] == ["scale"] * 3 + ["search"] * 2
    assert all(each.value > 0 for each in found)


def test_processes_find_their_figures(make: Callable[[], str]) -> None:
    found = [
        *writers(make(), rounds=1, seconds=0.3),
        *calendars(make, entries=400, rounds=1),
        *imports(starts=1),
    ]
    names = [each.measurement for each in found]
    assert names == ["writers"] * 3 + ["calendar"] * 2 + ["import"] * 3
    assert found[2].value == 0


@pytest.mark.prove
def test_memory_is_that_of_the_fresh_process_alone(make: Callable[[], str]) -> None:
    address, ballast = make(), bytearray(400_000_000)
    build(address, 12_000)
    assert 20 < memory(address, of="12,000").value < len(ballast) / 1e6
