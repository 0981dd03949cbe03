"""What nobody can ask for, and files that name nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import pytest

import neighborbook as nb

if TYPE_CHECKING:
    from conftest import Station


def faults(station: Station, **asked: object) -> list[tuple[str, str]]:
    given = {
        "start": "2026-11-24 09:00",
        "length": "15m",
        "organizer": "li-wei",
        "details": {"service": "general"},
        **asked,
    }
    with pytest.raises(nb.InvalidRequest) as wrong:
        station.desk.explain("station", **given)  # type: ignore[arg-type]
    assert wrong.value.text("zh")
    return [(fault.path, fault.code) for fault in wrong.value.faults]


def test_a_note_of_101_characters_is_too_long_and_never_cut(station: Station) -> None:
    note = {"service": "general", "note": "x" * 101}
    assert faults(station, details=note) == [("details.note", "INPUT_TOO_LONG")]
    assert station.book("09:00", note="x" * 100).details.note == "x" * 100  # type: ignore[attr-defined]


def test_two_services_cannot_be_joined(station: Station) -> None:
    assert faults(station, length="30m") == [("end", "INPUT_INVALID")]
    assert faults(station, length="75m") == [("end", "INPUT_INVALID")]


@pytest.mark.parametrize(("service", "code"), [("", "INPUT_MISSING"), ("surgery", "INPUT_INVALID")])
def test_a_service_is_one_of_those_there_are(station: Station, service: str, code: str) -> None:
    assert faults(station, details={"service": service}) == [("details.service", code)]


def test_nobody_comes_but_the_patient(station: Station) -> None:
    assert faults(station, attendees=["patient-1"]) == [("attendees", "INPUT_INVALID")]
    assert faults(station, headcount=2) == [("headcount", "INPUT_INVALID")]
    booking = station.desk.book(
        "station",
        start="2026-11-24 09:00",
        length="15m",
        organizer="li-wei",
        attendees=["li-wei"],
        details={"service": "general"},
    )
    assert [one.party for one in booking.attendees] == ["li-wei"]


def test_an_appointment_has_no_title(station: Station) -> None:
    assert faults(station, title="diabetes") == [("title", "INPUT_INVALID")]


def test_a_channel_is_one_of_those_there_are(station: Station) -> None:
    asked = {"service": "general", "channel": "carrier pigeon"}
    assert faults(station, details=asked) == [("details.channel", "INPUT_INVALID")]


def test_what_is_past_is_past(station: Station, turn: Callable[[str], None]) -> None:
    turn("2026-11-24 09:01")
    assert ("PAST", "") in station.codes("09:00")


def test_a_change_by_an_old_version_is_refused(station: Station) -> None:
    booking = station.book("09:00")
    station.desk.change(booking.id, start="2026-11-24 09:15")
    with pytest.raises(nb.Refused) as refused:
        station.desk.change(booking.id, start="2026-11-24 09:30", version=booking.version)
    assert refused.value.decision.codes == ("STALE_VERSION",)


@pytest.mark.parametrize(
    ("was", "becomes", "path"),
    [
        ('rooms = ["r1"]', 'rooms = ["r9"]', "practitioners.dr-a.rooms"),
        ('devices = ["ecg"]', 'devices = ["egc"]', "services.ecg.devices"),
        ('after = ["general", "new"]', 'after = ["genral"]', "services.follow-up.after"),
        ('overbook = "dr-a-extra"', 'overbook = "dr-b"', "practitioners.dr-a.overbook"),
        ('"together", "ecg"]', '"togther", "ecg"]', "practitioners.dr-a.services"),
        ('roles = ["nurse", "doctor"]', 'roles = ["surgeon"]', "services.together"),
        ('places = ["dr-a", "dr-b", "nurse"]', 'places = ["dr-a", "dr-b"]', "practitioners.nurse"),
    ],
)
def test_what_a_center_file_names_must_exist(
    opened: Callable[[str], nb.Desk], center: str, was: str, becomes: str, path: str
) -> None:
    assert was in center
    with pytest.raises(nb.CenterFileError) as wrong:
        opened(center.replace(was, becomes))
    assert f"offering.station.{path}" in [fault.path for fault in wrong.value.faults]
    assert wrong.value.text("zh")


def test_an_offering_without_services_offers_nothing(
    opened: Callable[[str], nb.Desk],
) -> None:
    text = (
        '[center]\nid = "anping"\nzone = "Asia/Shanghai"\nplugins = ["clinic"]\n'
        '[resource.dr-a]\n[offering.station]\nroom_type = "clinic"\nplaces = ["dr-a"]\n'
    )
    with pytest.raises(nb.CenterFileError) as wrong:
        opened(text)
    assert [fault.path for fault in wrong.value.faults] == ["offering.station.services"]


@pytest.mark.parametrize(
    ("was", "becomes", "path"),
    [
        ('room_type = "clinic"', 'room_type = "clinic"\nreserve_percent = 101', "reserve_percent"),
        ('room_type = "clinic"', 'room_type = "clinic"\nno_shows = -1', "no_shows"),
        ('room_type = "clinic"', 'room_type = "clinic"\nage_basis = "stars"', "age_basis"),
        ('starts_from = "07:30"', 'starts_from = "7:30"', "starts_from"),
        ('length = "45m"', 'length = "0m"', "length"),
    ],
)
def test_numbers_have_their_bounds(
    opened: Callable[[str], nb.Desk], center: str, was: str, becomes: str, path: str
) -> None:
    with pytest.raises(nb.CenterFileError) as wrong:
        opened(center.replace(was, becomes))
    assert path in str(wrong.value)


@pytest.mark.parametrize("call", ["cancel", "change", "decline", "restore"])
def test_a_reason_is_one_of_the_codes_and_what_was_said_instead_is_not_repeated(
    stationed: Callable[[str], Station], center: str, call: str
) -> None:
    station = stationed(center.replace('"clinic"\n', '"clinic"\napproval = true\n', 1))
    booking = station.book("09:00")
    if call == "restore":
        station.desk.cancel(booking.id)
    more = {"start": "2026-11-24 10:00"} if call == "change" else {}
    doing = partial(getattr(station.desk, call), booking.id, **more)
    before = station.desk.booking(booking.id)
    with pytest.raises(nb.InvalidRequest) as wrong:
        doing(reason="her diabetes is worse")
    assert [(one.path, one.code) for one in wrong.value.faults] == [("reason", "INPUT_INVALID")]
    assert "practitioner" in wrong.value.text("en")
    assert "以下之一" in wrong.value.text("zh")
    assert "diabetes" not in f"{wrong.value}{wrong.value.text('zh')}"
    assert station.desk.booking(booking.id) == before
    doing(reason="practitioner")
    assert station.desk.history(booking.id)[-1].reason == "practitioner"


def test_an_appointment_is_cancelled_without_a_reason(station: Station) -> None:
    assert station.desk.cancel(station.book("09:00").id).state is nb.State.VOID
