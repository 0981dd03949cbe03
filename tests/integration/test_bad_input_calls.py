"""Every public call of the desk, every parameter, every kind of junk: a typed error and no row."""

from __future__ import annotations

import inspect
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path

import attrs
import pytest

import neighborbook as nb
from tests.integration.bad_input import CENTER, all_rows, junk, opened

TYPED = (nb.InvalidRequest, nb.NotFound, nb.Refused)
FEW = 3


def test_every_call_of_the_desk_is_tried() -> None:
    assert set(WORDS) == set(public_calls())


def public_calls() -> dict[str, Callable[..., object]]:
    found = inspect.getmembers(nb.Desk, inspect.isfunction)
    return {name: call for name, call in found if name[0] != "_" and name != "close_database"}


class House:
    """A house in a file, watched by a connection of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.desk = opened(folder)
        self.days = count(1)

    def day(self) -> str:
        return str(date(2026, 11, 1) + timedelta(next(self.days)))

    def times(self) -> dict[str, object]:
        day = self.day()
        return {"start": f"{day} 10:00", "end": f"{day} 11:00"}

    def asked(self) -> dict[str, object]:
        return {"what": "hall", "organizer": "acme", **self.times()}

    def booked(self) -> dict[str, object]:
        organizer = f"org-{next(self.days)}"
        booking = self.desk.book("hall", **{**self.times(), "organizer": organizer})  # type: ignore[arg-type]
        return {"id": booking.id}

    def held(self) -> dict[str, object]:
        organizer = f"org-{next(self.days)}"
        booking = self.desk.hold("hall", **{**self.times(), "organizer": organizer})  # type: ignore[arg-type]
        return {"id": booking.id}

    def closed(self) -> dict[str, object]:
        return {"closure": self.desk.close("small", **self.times()).id}  # type: ignore[arg-type]


WORDS: Mapping[str, Callable[[House], dict[str, object]]] = {
    "acting_as": lambda house: {"party": "li-wei"},
    "load": lambda house: {"center_file": CENTER},
    "frozen": lambda house: {},
    "offerings": lambda house: {},
    "room_types": lambda house: {},
    "resources": lambda house: {},
    "slots": lambda house: {
        "offering": "hall",
        "length": "1h",
        "organizer": "acme",
        **house.times(),
    },
    "explain": House.asked,
    "book": House.asked,
    "hold": House.asked,
    "booking": House.booked,
    "bookings": lambda house: {},
    "history": House.booked,
    "changes": lambda house: {},
    "day": lambda house: {"day": "2026-11-01"},
    "closures": lambda house: {},
    "usage": lambda house: {"organizer": "acme"},
    "calendar": lambda house: {"resource": "hall"},
    "settle": lambda house: {},
    "check": lambda house: {},
    "following": lambda house: {},
    "notices": lambda house: {},
    "told": lambda house: {"notice": "0" * 32},
    "holidays": lambda house: {},
    "extend": House.held,
    "confirm": House.held,
    "close": lambda house: {"subject": "small", **house.times()},
    "affected": House.closed,
    "reopen": House.closed,
    "outage": lambda house: {"start": "2026-10-01", "end": "2026-10-02"},
    "bring_in": lambda house: {"rows": ()},
    "bring_people_in": lambda house: {"rows": ()},
    "bring_closures_in": lambda house: {"rows": ()},
    "imports": lambda house: {},
    "undo_import": lambda house: {"batch": "none"},
    "exported": lambda house: {},
    "exported_closures": lambda house: {},
    "exported_people": lambda house: {},
    "advance": lambda house: {**house.booked(), "label": "x"},
    **dict.fromkeys(
        ("change", "approve", "decline", "cancel", "restore", "check_in", "complete", "no_show"),
        House.booked,
    ),
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = House(tmp_path_factory.mktemp("junk"))
    yield made
    made.desk.close_database()


@pytest.mark.parametrize("name", sorted(WORDS))
def test_junk_in_any_parameter_is_a_typed_error_that_writes_nothing(
    name: str, house: House
) -> None:
    call = getattr(house.desk, name)
    words = WORDS[name](house)
    with closing(sqlite3.connect(house.folder / "book.db")) as watch:

        def written() -> object:
            return watch.execute("PRAGMA data_version").fetchone()

        for parameter in list(inspect.signature(public_calls()[name]).parameters)[1:]:
            for value in junk():
                before = written()
                try:
                    answer = call(**with_junk(words, name, parameter, value))
                    if isinstance(answer, Iterator):
                        list(islice(answer, FEW))
                except TYPED as error:
                    said = str(error)
                    left = written() != before
                    if left or not said:
                        pytest.fail(f"{name}({parameter}=…) raised {said!r}, and wrote: {left}")


def with_junk(
    words: Mapping[str, object], name: str, parameter: str, value: object
) -> dict[str, object]:
    """Give one parameter a value; a length stands instead of an end."""
    kept = dict(words)
    if parameter == "length" and name != "slots":
        kept.pop("end", None)
    if name == "calendar" and parameter in {"offering", "party", "organization"}:
        kept.pop("resource")
    return {**kept, parameter: value}


NEVER = [
    ("book", "headcount", value)
    for value in (0, -1, True, 10**30, 1.0, float("nan"), float("inf"), "3", None.__class__)
] + [
    ("book", "organizer", value) for value in ("", " ", "~program", "a\nb", "\ud800", "x" * 129, 5)
] + [
    ("book", "key", value) for value in ("", " ", "k\0", "k\ud800", "x" * 201, 7, b"k")
] + [
    ("book", "title", value) for value in ("a\nb", "a\r\nb", "\0", "\ud800", "\u2029", 5, b"x")
] + [
    ("book", "override", value) for value in ("", "  ", "a\nb", 5)
] + [
    ("hold", "ttl", value) for value in ("0s", "-1h", "1", 600, timedelta(-1), "1" + "0" * 30 + "s")
] + [
    ("close", "amount", value) for value in (0, -1, True, 6, 1.5, "2")
] + [
    ("acting_as", "party", value) for value in ("", " ", "~public", "a\0", 5, b"li-wei")
] + [
    ("check", "anchor", value) for value in ("", "7", "7:abc", f"-1:{64 * 'a'}", 7, b"7:a")
] + [
    ("holidays", "year", value) for value in (0, 1969, 2201, True, 2027.5, "soon")
] + [
    ("changes", "limit", value) for value in (0, -1, True, 1.5, "all", 10**30)
] + [
    ("cancel", "version", value) for value in (0, -1, True, "1", 1.0, 10**30)
] + [
    ("cancel", "reason", value) for value in ("a\nb", "x" * 501, None, 5)
] + [
    ("load", "preview", value) for value in (1, "yes", None)
]  # fmt: skip


@pytest.mark.parametrize(("name", "parameter", "value"), NEVER, ids=repr)
def test_what_has_no_sense_is_named_as_a_fault_of_its_parameter(
    name: str, parameter: str, value: object, house: House
) -> None:
    words = with_junk(WORDS[name](house), name, parameter, value)
    if name == "close":
        words["subject"] = "seats"
    with pytest.raises(nb.InvalidRequest) as wrong:
        getattr(house.desk, name)(**words)
    assert [fault.path for fault in wrong.value.faults] == [parameter]
    assert wrong.value.faults[0].expected


def test_an_attendee_given_as_a_value_is_read_like_any_other(house: House) -> None:
    for wrong in (nb.Attendee(party=""), nb.Attendee(party="a\0b"), nb.Attendee(party="x" * 200)):
        with pytest.raises(nb.InvalidRequest) as error:
            house.desk.book(**house.asked(), attendees=[wrong])  # type: ignore[arg-type]
        assert [fault.path for fault in error.value.faults] == ["attendees.0.party"]


def test_attendees_may_come_from_anything_that_can_be_gone_through(house: House) -> None:
    made = house.desk.book(
        **house.asked(),  # type: ignore[arg-type]
        attendees=(name for name in ("li-wei", "chen")),
    )
    assert [one.party for one in made.attendees] == ["li-wei", "chen"]
    changed = house.desk.change(made.id, attendees=iter(["li-wei"]))
    assert [one.party for one in changed.attendees] == ["li-wei"]


def test_a_slot_made_by_hand_is_read_like_any_other_request(house: House) -> None:
    [slot] = islice(house.desk.slots(**WORDS["slots"](house)), 1)  # type: ignore[arg-type]
    good = slot.request
    for request, path in (
        ("no request", "slot"),
        (with_field(good, start=good.end), "slot"),
        (with_field(good, start=True), "slot"),
        (with_field(good, end=10**30), "slot"),
        (with_field(good, start=float("nan")), "slot"),
        (with_field(good, organizer="~program"), "organizer"),
        (with_field(good, headcount=-1), "headcount"),
        (with_field(good, resource="cellar"), "resource"),
        (with_field(good, title="a\nb"), "title"),
        (with_field(good, attendees=("",)), "attendees.0"),
        (with_field(good, offering="cellar"), "offering"),
        (with_field(good, offering=["hall"]), "offering"),
    ):
        made = nb.Slot(request=request, zone="Europe/Helsinki")  # type: ignore[arg-type]
        with pytest.raises(nb.InvalidRequest) as wrong:
            house.desk.book(made)
        assert path in [fault.path for fault in wrong.value.faults]


def with_field(request: nb.Request, **changes: object) -> nb.Request:
    return attrs.evolve(request, **changes)  # type: ignore[arg-type]


def test_all_faults_of_a_call_are_named_at_once(house: House) -> None:
    id = str(house.booked()["id"])
    before = all_rows(house.folder)
    with pytest.raises(nb.InvalidRequest) as wrong:
        house.desk.book(
            "hall",
            start="2026-10-25 03:30",
            end="yesterday",
            headcount=0,
            attendees=[5, {"party": "x", "age": 3}],  # type: ignore[list-item]
            resource="cellar",
            features=["piano"],
            title="a\nb",
            details={"layout": "round"},
            override="",
            key="\0",
        )
    assert {fault.path for fault in wrong.value.faults} == {
        *("start", "end", "headcount", "attendees.0", "attendees.1.age", "resource", "features"),
        *("organizer", "title", "details.layout", "override", "key"),
    }
    with pytest.raises(nb.InvalidRequest) as wrong:
        house.desk.change(id, start="soon", headcount=-1, reason="\0", version=0, key="")
    assert {fault.path for fault in wrong.value.faults} == {
        *("start", "headcount", "reason", "version", "key")
    }
    with pytest.raises(nb.InvalidRequest) as wrong:
        house.desk.slots("cellar", start="2026-12-02", end="2026-12-01", length="long")
    assert {fault.path for fault in wrong.value.faults} == {"offering", "end", "length"}
    assert all_rows(house.folder) == before


def test_unknown_ids_are_not_found_whoever_asks(house: House) -> None:
    for desk in (house.desk, house.desk.acting_as("li-wei"), house.desk.acting_as(None)):
        for verb in ("booking", "history", "cancel", "approve", "decline", "restore", "confirm"):
            with pytest.raises(nb.NotFound) as missing:
                getattr(desk, verb)("no-such-booking")
            assert missing.value.kind == "booking"
        with pytest.raises((nb.NotFound, nb.Refused)):
            desk.reopen("no-such-closure")


def test_blank_is_no_reason_for_passing_rules(house: House) -> None:
    id = str(house.booked()["id"])
    house.desk.cancel(id)
    with pytest.raises(nb.InvalidRequest) as wrong:
        house.desk.restore(id, override="  ")
    assert [fault.path for fault in wrong.value.faults] == ["override"]


def test_a_preview_of_a_center_file_is_for_those_who_may_load_it(house: House) -> None:
    for desk in (house.desk.acting_as("li-wei"), house.desk.acting_as(None)):
        with pytest.raises(nb.Refused) as no:
            desk.load(CENTER, preview=True)
        assert no.value.decision.codes == ("NOT_ALLOWED",)
