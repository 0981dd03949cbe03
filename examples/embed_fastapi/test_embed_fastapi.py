"""An order and its room, with FastAPI, whatever breaks in between."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine

import neighborbook as nb
from neighborbook.testing import SetClock

pytest.importorskip("fastapi", reason="FastAPI is not installed")
pytest.importorskip("httpx2", reason="the test client of FastAPI wants httpx2")

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from examples.embed_fastapi.shop import Shop

HERE = Path(__file__).parent
NOON = 1795406400
"""Monday, 23 November 2026, noon in Shanghai."""
LI = ("li-wei", "2026-12-01T18:00:00")
WISH = {"customer": LI[0], "start": LI[1]}


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOON)


@pytest.fixture
def shop(tmp_path: Path, clock: SetClock) -> Iterator[Shop]:
    from examples.embed_fastapi.shop import Shop

    engine = create_engine(f"sqlite:///{tmp_path / 'orders.db'}")
    desk = nb.open(tmp_path / "rooms.db", center="kitchen", clock=clock)
    desk.load(HERE / "center.toml")
    yield Shop(engine, desk)
    desk.close_database()
    engine.dispose()


def started(shop: Shop) -> TestClient:
    """Return a client; within ``with`` the application has started."""
    from fastapi.testclient import TestClient

    from examples.embed_fastapi.shop import create_app

    return TestClient(create_app(shop))


def confirmed(shop: Shop, customer: str) -> int:
    return len(list(shop.desk.bookings(organizer=customer, state="confirmed")))


def test_an_order_gets_its_room_and_a_client_that_sends_twice_orders_once(shop: Shop) -> None:
    with started(shop) as client:
        for _ in range(2):
            answer = client.post("/orders", json=WISH, headers={"Idempotency-Key": "a"})
            assert answer.status_code == 201
            assert answer.json() == {"id": "a", "start": LI[1], "has_room": True}
        assert confirmed(shop, "li-wei") == 1


def test_who_cannot_have_it_hears_why_in_his_language(shop: Shop) -> None:
    shop.place("a", *LI)
    wish = {**WISH, "customer": "wang-fang"}
    with started(shop) as client:
        headers = {"Idempotency-Key": "b", "Accept-Language": "zh-CN"}
        answer = client.post("/orders", json=wish, headers=headers)
    assert answer.status_code == 409
    assert answer.json()["codes"] == ["CONFLICT_RESOURCE"]
    assert "已被占用" in answer.json()["detail"]
    assert answer.json()["free"]


def test_what_cannot_be_read_is_told_fault_by_fault(shop: Shop) -> None:
    with started(shop) as client:
        wish = {**WISH, "start": "tomorrow"}
        answer = client.post("/orders", json=wish, headers={"Idempotency-Key": "a"})
    assert answer.status_code == 400


def test_a_crash_before_our_commit_leaves_a_hold_that_lapses(shop: Shop, clock: SetClock) -> None:
    shop.hold("lost", *LI)
    clock.at += 600
    assert shop.sweep() == 0
    assert shop.place("b", "wang-fang", LI[1]).room is not None


@pytest.mark.parametrize("away", [60, 3600])
def test_a_crash_after_our_commit_is_healed_when_the_application_starts(
    shop: Shop, clock: SetClock, away: int
) -> None:
    shop.record("stuck", *LI, shop.hold("stuck", *LI).id)
    clock.at += away
    with started(shop):
        assert confirmed(shop, "li-wei") == 1
        assert shop.sweep() == 0


def test_a_room_that_went_to_somebody_else_meanwhile_is_told(shop: Shop, clock: SetClock) -> None:
    shop.record("late", *LI, shop.hold("late", *LI).id)
    clock.at += 3600
    shop.place("b", "wang-fang", LI[1])
    assert shop.sweep() == 1
