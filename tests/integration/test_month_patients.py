"""The patients of the month: who asks for whom, by the directory that the month fills."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

import pytest

import neighborbook as nb
from neighborbook.cli.demo.acts import Ask
from neighborbook.cli.demo.city import city, stream
from neighborbook.cli.demo.month import Month, days
from neighborbook.cli.demo.patients import COUNSELING, DOOR, STATION, patients
from neighborbook.cli.demo.playing import Played, played_month
from tests.months import CENTER_FILE

pytest.importorskip("neighborbook_clinic")
pytest.importorskip("neighborbook_counsel")

ZONE = ZoneInfo("Asia/Shanghai")
Book = tuple[nb.Desk, Month, Played]


@pytest.fixture(scope="module")
def book() -> Iterator[Book]:
    with played_month(CENTER_FILE, share=0.1) as found:
        yield found


def visits(desk: nb.Desk, offering: str) -> list[nb.Booking]:
    return [one for one in desk.bookings() if one.offering == offering]


def test_the_same_seed_draws_the_same_patients_and_another_one_others() -> None:
    def drawn(seed: int) -> object:
        return patients(city(seed), days(), ZONE, stream(seed, "patients"), share=0.2)

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)


def test_who_asks_for_somebody_else_is_a_relative_or_stands_at_the_door(book: Book) -> None:
    desk, plan, _ = book
    ties = {(n.id, other) for n in plan.neighbors for other in (*n.guardian_of, *n.proxy_for)}
    found = visits(desk, STATION)
    assert len(found) > 20
    by_relatives = [one for one in found if (one.actor, one.organizer) in ties]
    at_the_door = [one for one in found if one.actor == DOOR]
    themselves = [one for one in found if one.actor == one.organizer]
    assert by_relatives
    assert at_the_door
    assert themselves
    assert len(by_relatives) + len(at_the_door) + len(themselves) == len(found)


def test_nobody_asks_for_a_grown_up_at_counseling(book: Book) -> None:
    desk, _, played = book
    found = visits(desk, COUNSELING)
    assert found
    for one in found:
        assert one.actor == one.organizer or one.organizer.startswith("child-")
    assert played.refused[nb.Code.NOT_AUTHORIZED_FOR] > 0


def test_patients_are_registered_with_their_birthdays(book: Book) -> None:
    desk, plan, _ = book
    asked = {act.organizer for act in plan.acts if isinstance(act, Ask) and act.offering == STATION}
    assert asked <= {neighbor.id for neighbor in plan.neighbors}
    for neighbor in plan.neighbors:
        kept = desk.people.person(neighbor.id)
        assert kept.born_on == neighbor.born_on < date(2026, 12, 1)
    children = [n for n in plan.neighbors if n.id.startswith("child-")]
    assert children
    assert all(n.born_on > date(2009, 1, 1) for n in children)


def test_who_has_come_was_served(book: Book) -> None:
    desk, *_ = book
    states = {(one.state, one.void_reason) for one in visits(desk, STATION)}
    assert (nb.State.DONE, None) in states
    assert (nb.State.VOID, nb.VoidReason.NO_SHOW) in states
