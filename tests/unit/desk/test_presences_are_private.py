"""Who lists somebody as attendee elsewhere does not learn that somebody sees a doctor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest

import neighborbook as nb
from tests.unit.desk.conftest import Bringing, Directory, WallClock

FILE = """
center = { id = "center", zone = "UTC" }
resource.dr = {}
resource.hall = {}
offering.clinic = { room_type = "cared", places = ["dr"], notice = "0m" }
offering.course = { room_type = "course", places = ["hall"], notice = "0m" }
"""
DAYS = [f"2026-12-{day:02}" for day in range(2, 9)]


class Cared(nb.RoomType):
    """Whoever comes is served, and nobody else may know."""

    name = "cared"
    privacy = nb.Privacy.CARE
    serves_attendees = True


class Course(nb.RoomType):
    """Whoever comes is served, as all may know."""

    name = "course"
    privacy = nb.Privacy.BUSY
    serves_attendees = True


class Ties:
    """A mother, a proxy, a manager, and who works at the clinic."""

    name = "ties"
    api = 1

    @nb.hookimpl
    def provide_facts(self, parties: tuple[str, ...]) -> dict[str, nb.Facts]:
        def tied(party: str, tie: nb.Tie, other: str) -> nb.Facts:
            return nb.Facts(party=party, links=(nb.Link(tie=tie, other=other),))

        carer = nb.Grant(role="carer", room_types=frozenset({"cared"}))
        elsewhere = nb.Grant(role="carer", room_types=frozenset({"course"}))
        known = {
            "li-na": nb.Facts(party="li-na", born_on=date(2018, 1, 1)),
            "mother": tied("mother", nb.Tie.GUARDIAN_OF, "li-na"),
            "proxy": tied("proxy", nb.Tie.PROXY_FOR, "li-wei"),
            "boss": tied("boss", nb.Tie.MANAGER_OF, "acme"),
            "kin": tied("kin", nb.Tie.MEMBER_OF_HOUSEHOLD, "li-wei"),
            "doctor": nb.Facts(party="doctor", grants=(carer,)),
            "teacher": nb.Facts(party="teacher", grants=(elsewhere,)),
        }
        return {party: known[party] for party in parties if party in known}


@pytest.fixture
def opened() -> Iterator[Callable[[], nb.Desk]]:
    desks: list[nb.Desk] = []

    def opening() -> nb.Desk:
        clock = WallClock()
        clock.set("2026-12-01 08:00")
        plugins = [Directory(), Ties(), Bringing(Cared()), Bringing(Course())]
        desk = nb.open(center="center", clock=clock, plugins=plugins)
        desks.append(desk)
        desk.load(FILE)
        return desk

    yield opening
    for desk in desks:
        desk.close_database()


def heard(desk: nb.Desk, who: str, victim: str, *, organizer: str | None = None) -> list[object]:
    """Ask at every hour of a week for a course with somebody else in it."""
    asked = [f"{day} {hour:02}:00" for day in DAYS for hour in range(24)]
    words = {"length": "1h", "organizer": organizer or who, "attendees": [victim, who]}
    acting = desk.acting_as(who)
    said: list[object] = [acting.explain("course", start=at, **words) for at in asked]  # type: ignore[arg-type]
    span = {"start": DAYS[0], "end": "2026-12-09"}
    return [*said, list(acting.slots("course", **span, **words))]  # type: ignore[arg-type]


@pytest.mark.parametrize("who", ["wang-fang", "boss", "chen-jie", "kin", "teacher", "keeper"])
@pytest.mark.parametrize("organizer", [None, "acme"])
def test_who_lists_another_as_attendee_hears_the_same_whether_she_sees_a_doctor_or_not(
    opened: Callable[[], nb.Desk], who: str, organizer: str | None
) -> None:
    told = []
    for patient in ("li-wei", None):
        desk = opened()
        if patient:
            desk.book("clinic", start="2026-12-02 10:00", length="2h", organizer=patient,
                      attendees=[patient])  # fmt: skip
        told.append(heard(desk, who, "li-wei", organizer=organizer))
    assert told[0] == told[1]


@pytest.mark.parametrize(
    ("who", "patient"),
    [
        ("li-wei", "li-wei"),
        ("mother", "li-na"),
        ("proxy", "li-wei"),
        ("clerk", "li-wei"),
        ("doctor", "li-wei"),
    ],
)
def test_who_may_know_of_it_hears_that_she_is_elsewhere(
    opened: Callable[[], nb.Desk], who: str, patient: str
) -> None:
    desk = opened()
    desk.book("clinic", start="2026-12-02 10:00", length="2h", organizer=patient,
              attendees=[patient])  # fmt: skip
    words = {"start": "2026-12-02 11:00", "length": "1h", "organizer": who}
    said = desk.acting_as(who).explain("course", attendees=[patient], **words)  # type: ignore[arg-type]
    assert said.codes == ("CONFLICT_PERSON",)


def test_what_is_no_secret_weighs_for_everybody(opened: Callable[[], nb.Desk]) -> None:
    desk = opened()
    words = {"start": "2026-12-02 10:00", "length": "2h", "attendees": ["li-wei"]}
    desk.book("course", organizer="li-wei", **words)  # type: ignore[arg-type]
    said = desk.acting_as("wang-fang").explain("course", organizer="acme", **words)  # type: ignore[arg-type]
    assert "CONFLICT_PERSON" in said.codes


def test_who_was_told_nothing_books_all_the_same(opened: Callable[[], nb.Desk]) -> None:
    desk = opened()
    words = {"start": "2026-12-02 10:00", "length": "2h", "attendees": ["li-wei"]}
    desk.book("clinic", organizer="li-wei", **words)  # type: ignore[arg-type]
    made = desk.acting_as("wang-fang").book("course", organizer="acme", **words)  # type: ignore[arg-type]
    assert made.state is nb.State.CONFIRMED
    assert [found for found in desk.check().findings if found.code != "log_unsealed"] == []


@pytest.mark.parametrize("who", ["wang-fang", "chen-jie"])
def test_who_adds_another_later_or_moves_to_that_hour_hears_nothing_either(
    opened: Callable[[], nb.Desk], who: str
) -> None:
    desk = opened()
    words = {"length": "2h", "attendees": ["li-wei"]}
    desk.book("clinic", start="2026-12-02 10:00", organizer="li-wei", **words)  # type: ignore[arg-type]
    acting = desk.acting_as(who)
    made = acting.book("course", start="2026-12-02 10:00", length="1h", organizer=who)
    assert acting.change(made.id, attendees=["li-wei"]).attendees[0].party == "li-wei"
    assert acting.change(made.id, start="2026-12-02 11:00").version == made.version + 2
