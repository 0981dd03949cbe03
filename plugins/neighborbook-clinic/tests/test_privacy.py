"""Nobody but the patient, and who serves there, learns that there is an appointment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

import pytest

import neighborbook as nb

if TYPE_CHECKING:
    from conftest import Station

VICTIM, ANOTHER = "li-wei", "patient-1"
ADVERSARIES = {"colleague": "wang-fang", "employer": "boss", "stranger": "chen-jie", "public": None}
DAYS = [f"2026-11-{day}" for day in range(24, 31)]


def week() -> Iterator[str]:
    for day in DAYS:
        for hour in range(24):
            yield f"{day} {hour:02}:00"


def answer(call: Callable[[], object]) -> object:
    """Return all that a caller can tell of an answer, a refusal, or a fault."""
    try:
        found = call()
    except nb.Refused as refused:
        decision = refused.decision
        return decision.refusals, decision.alternatives, decision.text("en"), decision.text("zh")
    except (nb.InvalidRequest, nb.NotFound) as wrong:
        return type(wrong).__name__, str(wrong)
    return found


def asked_about(desk: nb.Desk, party: str, hours: Iterable[str]) -> list[object]:
    """Ask about somebody's hours in each way that there is."""
    seen: list[object] = []
    for start in hours:
        for more in ({"organizer": party}, {"organizer": "chen-jie", "attendees": [party]}):
            words = {
                "start": start,
                "length": "15m",
                "details": {"service": "general"},
                **more,
            }
            seen.append(answer(lambda w=words: desk.explain("station", **w)))  # type: ignore[misc]
            seen.append(answer(lambda w=words: desk.book("station", **w)))  # type: ignore[misc]
            seen.append(answer(lambda w=words: desk.hold("station", **w)))  # type: ignore[misc]
    seen.append(
        answer(
            lambda: list(
                desk.slots(
                    "station",
                    start=DAYS[0],
                    end="2026-12-01",
                    length="15m",
                    organizer=party,
                    details={"service": "general"},
                )
            )
        )
    )
    return seen


def lists_of(desk: nb.Desk) -> list[object]:
    """Read every list, also those that stand in what is said of a name that does not exist."""
    span = {"start": DAYS[0], "end": DAYS[-1]}
    search = {**span, "length": "30m"}
    calls: list[Callable[[], object]] = [
        desk.offerings,
        desk.resources,
        lambda: sorted(desk.room_types()),
        desk.closures,
        lambda: desk.explain("nothing", start=DAYS[0], length="30m", organizer="chen-jie"),
        lambda: desk.book("nothing", start=DAYS[0], length="30m", organizer="chen-jie"),
        lambda: list(desk.slots("nothing", **search)),  # type: ignore[arg-type]
        lambda: list(desk.slots(room_type="nothing", **search)),  # type: ignore[arg-type]
        lambda: list(desk.slots(room_type="clinic", resource="nothing", **search)),  # type: ignore[arg-type]
        lambda: list(desk.slots("station", resource="nothing", **search)),  # type: ignore[arg-type]
        lambda: list(desk.slots(features=["nothing"], **search)),  # type: ignore[arg-type]
        lambda: list(desk.bookings(offering="nothing")),
        lambda: list(desk.bookings(resource="nothing")),
        lambda: desk.calendar(offering="nothing"),
        lambda: desk.calendar(resource="nothing"),
        lambda: desk.people.person("li-wei"),
        lambda: desk.people.find("li-wei"),
        desk.imports,
        desk.changes,
        lambda: desk.changes(since="anping:1"),
        lambda: desk.changes(since="anping:9"),
        lambda: desk.changes(limit=1),
    ]
    return [answer(call) for call in calls]


def told_about(desk: nb.Desk, party: str) -> list[object]:
    """Read everything that can be read."""
    calendars = [{"party": party}, {"resource": "dr-a"}, {"offering": "station"}]
    return [
        *(answer(lambda d=day: desk.day(d)) for day in DAYS),  # type: ignore[misc]
        answer(lambda: list(desk.bookings())),
        answer(lambda: list(desk.bookings(party=party))),
        answer(lambda: list(desk.bookings(resource="dr-a"))),
        answer(lambda: desk.usage(party)),
        *(answer(lambda of=of: desk.calendar(**of)) for of in calendars),  # type: ignore[misc]
        *lists_of(desk),
    ]


@pytest.mark.parametrize("who", ADVERSARIES.values(), ids=ADVERSARIES.keys())
def test_no_list_and_no_fault_differs_whether_there_is_an_appointment_or_not(
    stationed: Callable[[str], Station], center: str, who: str | None
) -> None:
    heard = []
    for patients in ((VICTIM,), ()):
        station = stationed(center)
        for patient in patients:
            station.book("10:00", patient, resource="dr-a")
        heard.append(lists_of(station.desk.acting_as(who)))
    assert heard[0] == heard[1]


@pytest.mark.parametrize("who", ADVERSARIES.values(), ids=ADVERSARIES.keys())
def test_an_adversary_cannot_tell_whose_appointment_it_is(
    stationed: Callable[[str], Station], center: str, who: str | None
) -> None:
    heard = []
    for patient in (VICTIM, ANOTHER):
        station = stationed(center)
        station.book("10:00", patient, resource="dr-a")
        spy = station.desk.acting_as(who)
        heard.append((asked_about(spy, VICTIM, week()), told_about(spy, VICTIM)))
    assert heard[0] == heard[1]


@pytest.mark.parametrize("who", ADVERSARIES.values(), ids=ADVERSARIES.keys())
def test_what_is_asked_about_somebody_tells_nothing_at_all(
    stationed: Callable[[str], Station], center: str, who: str | None
) -> None:
    heard = []
    for patients in ((VICTIM,), ()):
        station = stationed(center)
        for patient in patients:
            station.book("10:00", patient, resource="dr-a")
        spy = station.desk.acting_as(who)
        heard.append((asked_about(spy, VICTIM, week()), told_about(spy, VICTIM)))
    assert heard[0] == heard[1]


def test_the_same_questions_tell_the_patient(
    stationed: Callable[[str], Station], center: str
) -> None:
    heard = []
    for patient in (VICTIM, ANOTHER):
        station = stationed(center)
        station.book("10:00", patient, resource="dr-a")
        mine = station.desk.acting_as(VICTIM)
        heard.append((told_about(mine, VICTIM), asked_about(mine, VICTIM, ["2026-11-24 10:00"])))
    assert heard[0][0] != heard[1][0]
    assert heard[0][1] != heard[1][1]


def test_a_search_tells_another_patient_that_a_cell_is_gone_and_not_by_whom(
    station: Station,
) -> None:
    other = station.acting_as("patient-1")
    before = other.starts("general", organizer="patient-1")
    station.book("10:00", resource="dr-a")
    after = other.starts("general", organizer="patient-1")
    assert [one for one in before if one not in after] == ["10:00 dr-a"]


def test_the_public_finds_that_there_is_a_station_and_neither_times_nor_practitioners(
    station: Station,
) -> None:
    station.book("10:00", resource="dr-a")
    public = station.acting_as(None)
    assert [offering.id for offering in public.desk.offerings()] == ["station"]
    assert public.starts("general", organizer=None) == []
    assert public.desk.day("2026-11-24").rows == ()


def test_the_program_can_count_what_is_left_for_a_notice_at_the_door(station: Station) -> None:
    before = len(station.starts("general", organizer=None))
    station.book("10:00", resource="dr-a")
    assert len(station.starts("general", organizer=None)) == before - 1


def test_calendars_say_when_and_at_which_center_and_nothing_else(station: Station) -> None:
    station.book("10:00", resource="dr-a", note="hush")
    feed = station.acting_as("li-wei").desk.calendar(party="li-wei", language="en").decode()
    assert "SUMMARY:Appointment" in feed
    assert "LOCATION:anping" in feed
    for secret in ("dr-a", "r1", "general", "station", "hush"):
        assert secret not in feed.replace("neighborbook", "").lower()
    assert "SUMMARY:预约" in (
        station.acting_as("li-wei").desk.calendar(party="li-wei", language="zh").decode()
    )


def test_alarms_say_no_more(station: Station) -> None:
    station.book("10:00", resource="dr-a")
    feed = (
        station.acting_as("li-wei")
        .desk.calendar(party="li-wei", language="en", alarms=["1h"])
        .decode()
    )
    alarm = feed.partition("BEGIN:VALARM")[2].partition("END:VALARM")[0]
    assert "DESCRIPTION:Appointment" in alarm


def test_the_front_desk_reads_time_and_ticket_and_not_who(station: Station) -> None:
    booking = station.book("10:00")
    seen = station.acting_as("clerk").desk.booking(booking.id)
    assert (seen.start_at, seen.state) == (booking.start_at, booking.state)
    assert (seen.organizer, seen.details, seen.offering) == ("", None, "")


def test_a_patient_reads_what_was_asked_for(station: Station) -> None:
    booking = station.acting_as("li-wei").book("10:00", note="left knee")
    seen = station.acting_as("li-wei").desk.booking(booking.id)
    assert (seen.organizer, seen.details.note) == ("li-wei", "left knee")  # type: ignore[attr-defined]


def test_a_colleague_finds_no_booking_by_its_id(station: Station) -> None:
    booking = station.book("10:00")
    for who in ADVERSARIES.values():
        with pytest.raises(nb.NotFound):
            station.acting_as(who).desk.booking(booking.id)
