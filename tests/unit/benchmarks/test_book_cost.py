from __future__ import annotations

import itertools
from pathlib import Path

import attrs
import pytest

from benchmarks.against_libres import Contest
from benchmarks.book_cost import BookCost, book_costs
from benchmarks.heard import Ear
from benchmarks.measure import Ratio
from benchmarks.wishes import KINDS
from tests.postgres import PostgresServer


def cost(*, ratio: float = 1.0, statements: int = 14, trips: int | None = 5) -> BookCost:
    return BookCost(
        database="PostgreSQL",
        kind=KINDS[0],
        statements=statements,
        trips=trips,
        ratio=Ratio(ours=ratio, limit=1.0, rounds=(ratio,)),
    )


def test_a_bound_that_is_just_kept_is_not_broken() -> None:
    assert cost(ratio=2.0).broken == ()


def test_every_bound_that_does_not_hold_is_named() -> None:
    assert cost(ratio=2.01, statements=15, trips=6).broken == (
        "PostgreSQL, plain room: ratio 2.01 > 2.0",
        "PostgreSQL, plain room: 15 statements > 14",
        "PostgreSQL, plain room: 6 round trips > 5",
    )


def test_against_libres_only_several_processes_have_a_bound() -> None:
    nine = Contest(members=4, ratio=Ratio(ours=9, limit=1, rounds=(9.0,)), scores=())
    assert nine.broken == ("4 processes: 9.0 times libres < 10.0",)
    assert attrs.evolve(nine, members=1).broken == ()


def test_statements_are_kept_by_round_trip_until_they_are_asked_for() -> None:
    ear = Ear()
    for sql, trip in (("BEGIN", 1), ("SELECT 1", 1), ("COMMIT", 2)):
        ear(sql, (), trip)
    sent = ear.sent()
    assert (sent.statements, [len(trip) for trip in sent.trips]) == (3, [2, 1])
    assert ear.sent().trips == ()


def test_trips_of_two_transactions_are_told_apart() -> None:
    ear = Ear()
    for sql, trip in (("BEGIN", 1), ("ROLLBACK", 2), ("BEGIN", 1), ("COMMIT", 2), ("BEGIN", 2)):
        ear(sql, (), trip)
    assert [[sql for sql, _ in trip] for trip in ear.sent().trips] == [
        ["BEGIN"], ["ROLLBACK"], ["BEGIN"], ["COMMIT"], ["BEGIN"],
    ]  # fmt: skip


def test_a_booking_in_a_file_sends_no_more_than_its_statements(tmp_path: Path) -> None:
    count = itertools.count()
    for found in book_costs("SQLite", lambda: str(tmp_path / f"{next(count)}.db"), each=12):
        assert found.statements <= 14
        assert found.trips is None


@pytest.mark.postgres
def test_a_booking_on_a_server_keeps_to_its_statements_and_round_trips(
    postgres: PostgresServer,
) -> None:
    for found in book_costs("PostgreSQL", postgres.create_database, each=12):
        assert found.statements <= 14
        assert found.trips is not None
        assert found.trips <= 5
