"""An order and its room, with Flask, whatever breaks in between."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import neighborbook as nb
from neighborbook.testing import SetClock

pytest.importorskip("flask", reason="Flask is not installed")

if TYPE_CHECKING:
    from flask import Flask

HERE = Path(__file__).parent
NOON = 1795406400
"""Monday, 23 November 2026, noon in Shanghai."""
WISH = {"customer": "li-wei", "start": "2026-12-01 18:00"}


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOON)


@pytest.fixture
def desk(tmp_path: Path, clock: SetClock) -> Iterator[nb.Desk]:
    with nb.open(tmp_path / "rooms.db", center="kitchen", clock=clock) as desk:
        desk.load(HERE / "center.toml")
        yield desk


@pytest.fixture
def app(tmp_path: Path, desk: nb.Desk) -> Flask:
    from examples.embed_flask.shop import create_app

    return create_app(tmp_path / "orders.db", desk)


def confirmed(desk: nb.Desk, customer: str) -> int:
    return len(list(desk.bookings(organizer=customer, state="confirmed")))


def record(tmp_path: Path, id: str, held: nb.Booking) -> None:
    """Do what the shop's own transaction does."""
    with closing(sqlite3.connect(tmp_path / "orders.db")) as connection, connection:
        row = (id, WISH["customer"], WISH["start"], held.id)
        connection.execute("INSERT INTO orders VALUES (?, ?, ?, ?, NULL)", row)


def test_an_order_gets_its_room_and_a_second_click_orders_nothing_twice(
    app: Flask, desk: nb.Desk
) -> None:
    for _ in range(2):
        answer = app.test_client().post("/orders/a", json=WISH)
        assert (answer.status_code, answer.json) == (201, {"id": "a", "has_room": True})
    assert confirmed(desk, "li-wei") == 1


def test_who_cannot_have_it_hears_why_in_his_language(app: Flask) -> None:
    client = app.test_client()
    client.post("/orders/a", json=WISH)
    other = {**WISH, "customer": "wang-fang"}
    answer = client.post("/orders/b", json=other, headers={"Accept-Language": "zh"})
    assert answer.status_code == 409
    assert answer.json is not None
    assert "已被占用" in answer.json["why"]
    assert answer.json["free"]


def test_what_cannot_be_read_is_told_fault_by_fault(app: Flask) -> None:
    answer = app.test_client().post("/orders/a", json={**WISH, "start": "tomorrow"})
    assert answer.status_code == 400


def test_a_crash_before_our_commit_leaves_a_hold_that_lapses(
    app: Flask, desk: nb.Desk, clock: SetClock
) -> None:
    from examples.embed_flask.shop import hold

    hold(desk, "lost", WISH["customer"], WISH["start"])
    clock.at += 600
    answer = app.test_client().post("/orders/b", json={**WISH, "customer": "wang-fang"})
    assert answer.status_code == 201


@pytest.mark.parametrize(("away", "state"), [(60, "within"), (3600, "after")])
def test_a_crash_after_our_commit_is_healed_by_the_sweep(
    app: Flask, desk: nb.Desk, clock: SetClock, tmp_path: Path, away: int, state: str
) -> None:
    from examples.embed_flask.shop import hold

    record(tmp_path, "stuck", hold(desk, "stuck", WISH["customer"], WISH["start"]))
    clock.at += away
    for _ in range(2):
        done = app.test_cli_runner().invoke(args=["sweep"])
        assert done.output == "orders without a room: 0\n", state
    assert confirmed(desk, "li-wei") == 1


def test_a_room_that_went_to_somebody_else_meanwhile_is_told(
    app: Flask, desk: nb.Desk, clock: SetClock, tmp_path: Path
) -> None:
    from examples.embed_flask.shop import hold

    record(tmp_path, "late", hold(desk, "late", WISH["customer"], WISH["start"]))
    clock.at += 3600
    app.test_client().post("/orders/b", json={**WISH, "customer": "wang-fang"})
    done = app.test_cli_runner().invoke(args=["sweep"])
    assert done.output == "orders without a room: 1\n"
