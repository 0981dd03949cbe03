"""Who makes an appointment for whom, by the directory that the center itself keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import neighborbook as nb
import neighborbook_clinic
from neighborbook_clinic import day_list

if TYPE_CHECKING:
    from conftest import Station
    from neighborbook.testing import SetClock

GRID = "7"


@pytest.fixture
def kept(center: str, clock: SetClock, tmp_path: Path) -> Iterator[nb.Desk]:
    """The station, with people in the directory and no plugin that knows any."""
    path = tmp_path / "kept.toml"
    path.write_text(center, encoding="utf-8")
    with nb.open(center="anping", clock=clock, plugins=(neighborbook_clinic,)) as desk:
        desk.load(path)
        _register(desk.people)
        yield desk


def _register(people: nb.People) -> None:
    for id, born in (
        ("child", "2016-05-01"),
        ("old-chen", "1951-11-30"),
        ("li-wei", "1985-03-08"),
        ("mother", "1986-01-01"),
        ("daughter", None),
        ("cook", None),
        ("lapsed", None),
        ("grid-7", None),
        ("grid-8", None),
        ("wang-fang", None),
        ("boss", None),
        ("dr-zhao", None),
        ("dr-qian", None),
        ("clerk", None),
    ):
        grid = GRID if id == "old-chen" else ""
        people.register(id, name=id.title(), born_on=born, grid=grid)
    people.register_organization("acme", name="Acme", managers=["boss"])
    for id in ("li-wei", "wang-fang"):
        people.link(id, "employee_of", "acme")
    people.link("mother", "guardian_of", "child")
    people.link("daughter", "proxy_for", "old-chen", until="2026-11-30")
    people.link("cook", "proxy_for", "old-chen", room_types=["room"], until="2027-01-01")
    people.link("lapsed", "proxy_for", "old-chen", until="2026-11-23 07:00")
    people.link("grid-7", "proxy_for", grid=GRID, room_types=["clinic"], until="2027-01-01")
    people.link("grid-8", "proxy_for", grid="8", room_types=["clinic"], until="2027-01-01")
    people.link("dr-zhao", "provider_of", "dr-a")
    people.link("dr-qian", "provider_of", "dr-b")
    people.grant("clerk", "staff")


@pytest.fixture
def kept_station(kept: nb.Desk, station: Station) -> Station:
    return type(station)(kept)


@pytest.mark.parametrize(
    ("who", "patient"),
    [
        ("child", "child"),
        ("mother", "child"),
        ("old-chen", "old-chen"),
        ("daughter", "old-chen"),
        ("grid-7", "old-chen"),
        ("clerk", "old-chen"),
    ],
)
def test_who_acts_for_a_patient_books_moves_and_cancels(
    kept_station: Station, who: str, patient: str
) -> None:
    acting = kept_station.acting_as(who)
    booking = acting.book("09:00", patient, resource="dr-a")
    assert (booking.state, booking.resource) == (nb.State.CONFIRMED, "dr-a")
    moved = acting.desk.change(booking.id, start="2026-11-24 10:00")
    assert moved.version > booking.version
    assert acting.desk.cancel(booking.id).state is nb.State.VOID
    assert kept_station.desk.booking(booking.id).organizer == patient


def test_a_practitioner_books_the_follow_up_of_her_patient_with_herself(
    kept_station: Station, turn: Callable[[str], None]
) -> None:
    visit = kept_station.book("09:00", "old-chen", resource="dr-a")
    turn("2026-11-24 09:20")
    doctor = kept_station.acting_as("dr-zhao")
    doctor.desk.check_in(visit.id)
    doctor.desk.complete(visit.id)
    asked = {"service": "follow-up", "resource": "dr-a"}
    made = doctor.book("2026-12-01 09:00", "old-chen", **asked)
    assert [one.party for one in made.attendees] == ["old-chen"]
    stored = kept_station.desk.booking(made.id)
    assert (stored.organizer, stored.actor, stored.resource) == ("old-chen", "dr-zhao", "dr-a")
    for resource in ("dr-b", None):
        codes = doctor.codes("2026-12-02 09:00", "old-chen", service="new", resource=resource)
        assert [code for code, _ in codes] == ["NOT_AUTHORIZED_FOR"]
    for call in (doctor.desk.cancel, lambda id: doctor.desk.change(id, start="2026-12-01 10:00")):
        with pytest.raises(nb.Refused) as refused:
            call(made.id)
        assert refused.value.decision.codes == ("NOT_ALLOWED",)


@pytest.mark.parametrize(
    "who", ["li-wei", "boss", "mother", "cook", "lapsed", "grid-8", "dr-zhao", "nobody-known"]
)
def test_everybody_else_is_told_one_thing_at_every_hour(kept_station: Station, who: str) -> None:
    kept_station.book("10:00", "old-chen", resource="dr-a")
    for hour in range(24):
        decision = kept_station.acting_as(who).desk.explain(
            "station",
            start=f"2026-11-24 {hour:02}:00",
            length="15m",
            organizer="old-chen",
            details={"service": "general"},
        )
        assert [one.code for one in decision.refusals] == ["NOT_AUTHORIZED_FOR"]
        assert [one.rule.split(".")[-1] for one in decision.refusals] == ["on_behalf"]
        assert decision.alternatives == ()


def test_a_proxy_ends_on_its_day(kept_station: Station, turn: Callable[[str], None]) -> None:
    daughter = kept_station.acting_as("daughter")
    turn("2026-11-29 23:59")
    assert daughter.codes("2026-11-30 09:00", "old-chen") == []
    turn("2026-11-30 00:00")
    assert [code for code, _ in daughter.codes("2026-11-30 09:00", "old-chen")] == [
        "NOT_AUTHORIZED_FOR"
    ]


def test_whose_proxy_has_moved_away_books_no_more(kept_station: Station) -> None:
    assert kept_station.acting_as("grid-7").codes("09:00", "old-chen") == []
    kept_station.desk.people.change("old-chen", grid="8")
    assert kept_station.acting_as("grid-8").codes("09:00", "old-chen") == []
    assert kept_station.acting_as("grid-7").codes("09:00", "old-chen") != []


def test_a_firm_is_no_patient(kept_station: Station) -> None:
    codes = [code for code, _ in kept_station.acting_as("clerk").codes("09:00", "acme")]
    assert codes == ["X_NOT_REGISTERED"]
    assert [code for code, _ in kept_station.acting_as("boss").codes("09:00", "acme")] == [
        "NOT_AUTHORIZED_FOR"
    ]


@pytest.mark.parametrize("organizer", ["acme", "boss", "wang-fang"])
def test_nobody_lists_an_employee_as_attendee_to_learn_where_she_is(
    kept_station: Station, organizer: str
) -> None:
    kept_station.book("10:00", "li-wei", resource="dr-a")
    boss = kept_station.desk.acting_as("boss")
    heard = set()
    for hour in range(9, 12):
        with pytest.raises(nb.InvalidRequest) as wrong:
            boss.explain(
                "station",
                start=f"2026-11-24 {hour:02}:00",
                length="15m",
                organizer=organizer,
                attendees=["li-wei"],
                details={"service": "general"},
            )
        heard.add(str(wrong.value))
    assert len(heard) == 1


def test_nobody_is_added_to_an_appointment_later(kept_station: Station) -> None:
    kept_station.book("10:00", "li-wei", resource="dr-a")
    own = kept_station.acting_as("wang-fang").book("10:00", "wang-fang", resource="dr-b")
    with pytest.raises(nb.InvalidRequest):
        kept_station.desk.acting_as("wang-fang").change(own.id, attendees=["li-wei"])


def _day(station: Station, who: str, resource: str) -> tuple[nb.Booking, ...]:
    desk = station.desk.acting_as(who)
    return day_list(desk.bookings(resource=resource, start="2026-11-24", end="2026-11-25"))


def _three(station: Station) -> list[nb.Booking]:
    return [
        station.book(start, patient, resource="dr-a", note="left knee")
        for start, patient in (("09:00", "li-wei"), ("09:15", "old-chen"), ("09:30", "wang-fang"))
    ]


def test_a_doctor_reads_her_day_in_the_order_of_calling(
    kept_station: Station, turn: Callable[[str], None]
) -> None:
    first, second, third = _three(kept_station)
    doctor = kept_station.desk.acting_as("dr-zhao")
    turn("2026-11-24 09:10")
    doctor.check_in(third.id)
    doctor.check_in(second.id)
    turn("2026-11-24 09:20")
    doctor.check_in(first.id)  # twenty minutes late: behind those who are there
    found = _day(kept_station, "dr-zhao", "dr-a")
    assert [one.id for one in found] == [second.id, third.id, first.id]
    doctor.advance(second.id, "called")
    doctor.advance(second.id, "active")
    doctor.complete(second.id)
    doctor.advance(first.id, "called")
    found = _day(kept_station, "dr-zhao", "dr-a")
    assert [one.id for one in found] == [first.id, third.id, second.id]


def test_a_doctor_reads_what_the_work_needs_and_no_more(kept_station: Station) -> None:
    [first, *_] = _three(kept_station)
    [seen, *_] = _day(kept_station, "dr-zhao", "dr-a")
    assert seen.id == first.id
    assert [one.party for one in seen.attendees] == ["li-wei"]
    assert (seen.details.service, seen.details.note) == ("general", "left knee")  # type: ignore[attr-defined]
    assert (seen.organizer, seen.actor) == ("", "")


def test_a_doctor_reads_no_other_doctors_day(kept_station: Station) -> None:
    booking = _three(kept_station)[0]
    assert _day(kept_station, "dr-qian", "dr-a") == ()
    with pytest.raises(nb.NotFound):
        kept_station.desk.acting_as("dr-qian").booking(booking.id)
    kept_station.desk.change(booking.id, resource="dr-b")
    assert [one.id for one in _day(kept_station, "dr-qian", "dr-b")] == [booking.id]
    assert booking.id not in [one.id for one in _day(kept_station, "dr-zhao", "dr-a")]


@pytest.mark.parametrize("who", ["boss", "mother", "grid-8", "nobody-known"])
def test_nobody_else_reads_a_doctors_day(kept_station: Station, who: str) -> None:
    _three(kept_station)
    assert _day(kept_station, who, "dr-a") == ()


def test_the_front_desk_reads_the_order_and_not_who(kept_station: Station) -> None:
    _three(kept_station)
    found = _day(kept_station, "clerk", "dr-a")
    assert len(found) == 3
    assert {(one.attendees, one.organizer, one.details) for one in found} == {((), "", None)}


def test_who_no_longer_serves_reads_nothing(kept_station: Station) -> None:
    _three(kept_station)
    kept_station.desk.people.unlink("dr-zhao", "provider_of", "dr-a")
    assert _day(kept_station, "dr-zhao", "dr-a") == ()
