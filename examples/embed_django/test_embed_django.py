"""An order and its room, with Django, whatever breaks in between."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

import neighborbook as nb
from neighborbook.testing import SetClock

django = pytest.importorskip("django", reason="Django is not installed")

HERE = Path(__file__).parent
NOON = 1795406400
"""Monday, 23 November 2026, noon in Shanghai."""
START = "2026-12-01 18:00"


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SetClock]:
    """Set Django up once, as it allows, with both databases in a folder of their own."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    from examples.embed_django import settings as ours

    folder = tmp_path_factory.mktemp("django")
    clock = SetClock(NOON)
    chosen = {name: getattr(ours, name) for name in dir(ours) if name.isupper()}
    chosen["DATABASES"] = {
        "default": {**ours.DATABASES["default"], "NAME": folder / "orders.db"},
    }
    chosen["NEIGHBORBOOK"] = {
        **ours.NEIGHBORBOOK,
        "database": folder / "rooms.db",
        "clock": clock,
    }
    settings.configure(**chosen)
    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)
    from examples.embed_django.orders import rooms

    rooms.desk().load(HERE / "center.toml")
    yield clock
    rooms.desk().close_database()
    connections.close_all()


@pytest.fixture(autouse=True)
def fresh(clock: SetClock) -> None:
    """Forget the orders of the test before; what it booked is cancelled."""
    from examples.embed_django.orders import rooms
    from examples.embed_django.orders.models import Order

    Order.objects.all().delete()
    clock.at = NOON
    for booking in rooms.desk().bookings():
        if booking.state in ("held", "confirmed"):
            rooms.desk().cancel(booking.id)


def bookings(customer: str) -> list[nb.Booking]:
    from examples.embed_django.orders import rooms

    return list(rooms.desk().bookings(organizer=customer, state="confirmed"))


def test_an_order_gets_its_room_on_the_page() -> None:
    from django.test import Client

    words = {"id": "page-1", "customer": "li-wei", "start": START}
    answer = Client().post("/orders", words)
    assert answer.status_code == 201
    assert answer.json() == {"id": "page-1", "has_room": True}
    assert [one.state for one in bookings("li-wei")] == ["confirmed"]


def test_who_cannot_have_it_hears_why_and_what_is_free() -> None:
    from django.test import Client

    from examples.embed_django.orders import rooms
    from examples.embed_django.orders.models import Order

    rooms.place("first", "li-wei", START)
    words = {"id": "second", "customer": "wang-fang", "start": START}
    answer = Client().post("/orders", words, headers={"accept-language": "zh-hans"})
    assert answer.status_code == 409
    assert "已被占用" in answer.json()["why"]
    assert answer.json()["free"]
    assert not Order.objects.filter(id="second").exists()


def test_what_cannot_be_read_is_told_fault_by_fault() -> None:
    from django.test import Client

    answer = Client().post("/orders", {"id": "odd", "customer": "li-wei", "start": "tomorrow"})
    assert answer.status_code == 400
    assert answer.json()["why"][0].startswith("start: INPUT_INVALID")


def test_a_crash_before_our_commit_leaves_a_hold_that_lapses(clock: SetClock) -> None:
    from examples.embed_django.orders import rooms

    rooms.hold("lost", "li-wei", START)
    clock.at += 600
    assert bookings("li-wei") == []
    rooms.place("other", "wang-fang", START)
    assert len(bookings("wang-fang")) == 1


def test_a_crash_after_our_commit_is_healed_by_the_sweep() -> None:
    from django.core.management import call_command

    from examples.embed_django.orders import rooms
    from examples.embed_django.orders.models import Order

    held = rooms.hold("stuck", "li-wei", START)
    Order.objects.create(id="stuck", customer="li-wei", start=START, hold=held.id)
    said = StringIO()
    call_command("sweep_orders", stdout=said)
    assert said.getvalue() == "orders without a room: 0\n"
    assert Order.objects.get(id="stuck").room == held.id
    assert rooms.sweep() == 0
    assert len(bookings("li-wei")) == 1


def test_a_crash_of_which_only_the_answer_was_lost_books_once() -> None:
    from examples.embed_django.orders import rooms
    from examples.embed_django.orders.models import Order

    held = rooms.hold("half", "li-wei", START)
    order = Order.objects.create(id="half", customer="li-wei", start=START, hold=held.id)
    rooms.desk().confirm(held.id, key="confirm-half")
    assert rooms.finish(order)
    assert len(bookings("li-wei")) == 1


def test_after_a_long_crash_the_order_gets_the_room_if_nobody_else_has_it(clock: SetClock) -> None:
    from examples.embed_django.orders import rooms
    from examples.embed_django.orders.models import Order

    for id, start in (("lucky", START), ("late", "2026-12-02 18:00")):
        held = rooms.hold(id, id, start)
        Order.objects.create(id=id, customer=id, start=start, hold=held.id)
    clock.at += 3600
    rooms.place("quick", "wang-fang", "2026-12-02 18:00")
    assert rooms.sweep() == 1
    assert [len(bookings(customer)) for customer in ("lucky", "late")] == [1, 0]
