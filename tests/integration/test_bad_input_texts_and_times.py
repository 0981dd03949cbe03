"""Times that mean nothing or two things, texts that hide something, details, and raising types."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest

import neighborbook as nb
from tests.integration.bad_input import CENTER, Mood, SongDetails, Songs, Stopped, all_rows, opened

WORDS = {"start": "2026-11-05 10:00", "end": "2026-11-05 11:00", "organizer": "acme"}
BIG = "x" * 10_000_000
FAST = 0.05


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("texts")


@pytest.fixture(scope="module")
def desk(folder: Path) -> Iterator[nb.Desk]:
    with opened(folder) as desk:
        yield desk


def faults(call: Callable[[], object]) -> dict[str, nb.Fault]:
    with pytest.raises(nb.InvalidRequest) as wrong:
        call()
    return {fault.path: fault for fault in wrong.value.faults}


def book(desk: nb.Desk, what: str = "hall", **words: object) -> nb.Booking:
    return desk.book(what, **{**WORDS, **words})  # type: ignore[arg-type]


# Times -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "readings"),
    [
        ("2026-10-25 03:30", ("2026-10-25T03:30:00+03:00", "2026-10-25T03:30:00+02:00")),
        ("2027-03-28 03:30", ("2027-03-28T02:30:00+02:00", "2027-03-28T04:30:00+03:00")),
    ],
)
def test_a_time_that_comes_twice_or_never_is_a_fault_that_names_both_readings(
    given: str, readings: tuple[str, str], desk: nb.Desk
) -> None:
    found = faults(lambda: book(desk, start=given, end="2027-03-28 12:00"))
    assert list(found) == ["start"]
    assert all(reading in found["start"].expected for reading in readings)
    for reading in readings:
        desk.explain("hall", start=reading, length="1h", organizer="acme")


IMPOSSIBLE = [
    datetime(2026, 11, 5, 10),  # noqa: DTZ001 - that it is naive is the point
    datetime(2026, 11, 5, 10, microsecond=1, tzinfo=UTC),
    datetime.max.replace(tzinfo=UTC),
    datetime.min.replace(tzinfo=UTC),
    date.min,
    date.max,
    *("0001-01-01", "9999-12-31", "2201-01-01", "1969-12-31", "2026-02-30", "2026-11-05 25:00"),
    *("2026-11-05T10:00:60", "2026-W45-1", "tomorrow", "", " ", "10:00", "١٠:٠٠", "now\0"),
    *(0, 1_800_000_000, 1.8e9, math.nan, math.inf, True, b"2026-11-05", ["2026-11-05"]),
]


@pytest.mark.parametrize("given", IMPOSSIBLE, ids=repr)
def test_a_time_that_is_none_is_a_fault_wherever_it_stands(given: object, desk: nb.Desk) -> None:
    id = "x" * 32
    assert "start" in faults(lambda: book(desk, start=given))
    assert "end" in faults(lambda: book(desk, end=given))
    assert "start" in faults(lambda: desk.close("hall", start=given, end="2026-12-01"))  # type: ignore[arg-type]
    assert "at" in faults(lambda: desk.check_in(id, at=given))  # type: ignore[arg-type]
    assert "at" in faults(lambda: desk.usage("acme", at=given))  # type: ignore[arg-type]
    assert "start" in faults(lambda: desk.bookings(start=given))  # type: ignore[arg-type]


@pytest.mark.parametrize("end", ["2026-11-05 10:00", "2026-11-05 09:59:59", "1970-01-01"])
def test_an_end_at_or_before_the_start_is_a_fault_everywhere(end: str, desk: nb.Desk) -> None:
    period: dict[str, Any] = {"start": "2026-11-05 10:00", "end": end}
    calls: tuple[Callable[[], object], ...] = (
        lambda: book(desk, end=end),
        lambda: desk.slots("hall", length="1h", **period),
        lambda: desk.close("hall", **period),
        lambda: desk.outage(**period),
        lambda: desk.bookings(**period),
        lambda: desk.closures(**period),
    )
    for call in calls:
        assert list(faults(call)) == ["end"]


LENGTHS = [
    *("1" + "0" * 30 + "s", "99999999999s", "4000d", "-1h", "1.5h", "2", "", "h", "P1M", "nan"),
    *(timedelta.max, timedelta.min, timedelta(-1), timedelta(microseconds=1), 7200, 2.0, math.inf),
]


@pytest.mark.parametrize("length", LENGTHS, ids=repr)
def test_an_absurd_length_is_a_fault(length: object, desk: nb.Desk) -> None:
    words = {"start": WORDS["start"], "organizer": "acme", "length": length}
    assert list(faults(lambda: desk.book("hall", **words))) == ["length"]  # type: ignore[arg-type]


def test_what_would_last_longer_than_ten_years_is_a_fault_at_once(desk: nb.Desk) -> None:
    began = time.process_time()
    assert list(faults(lambda: book(desk, end="2200-12-31"))) == ["end"]
    assert time.process_time() - began < FAST


# Texts -----------------------------------------------------------------------------------------

HIDDEN = ["\0", "\r\n", "\n", "\x1b[31m", "\x7f", "\x85", "\u2028", "\u2029", "\ud800", "\udfff"]


@pytest.mark.parametrize("sign", HIDDEN, ids=ascii)
def test_text_with_control_characters_is_a_fault_that_does_not_repeat_it(
    sign: str, desk: nb.Desk, folder: Path
) -> None:
    text = f"private{sign}words"
    id = book(desk, start="2027-01-05 10:00", end="2027-01-05 11:00").id
    before = all_rows(folder)
    period: dict[str, Any] = {"start": "2027-02-01", "end": "2027-02-02"}
    calls: dict[str, Callable[[], object]] = {
        "title": lambda: book(desk, title=text),
        "override": lambda: book(desk, override=text),
        "organizer": lambda: book(desk, organizer=text),
        "attendees.0": lambda: book(desk, attendees=[text]),
        "attendees.0.role": lambda: book(desk, attendees=[{"party": "a", "role": text}]),
        "key": lambda: book(desk, key=text),
        "details.refrain": lambda: book(desk, "song", details={"refrain": text}),
        "details.singers.0": lambda: book(desk, "song", details={"singers": [text]}),
        "reason": lambda: desk.cancel(id, reason=text),
        "public_reason": lambda: desk.close("hall", public_reason=text, **period),
        "id": lambda: desk.cancel(text),
        "label": lambda: desk.advance(id, text),
        "closure": lambda: desk.reopen(text),
        "party": lambda: desk.acting_as(text),
    }
    for path, call in calls.items():
        found = faults(call)
        assert list(found) == [path]
        assert "private" not in str(found[path])
        assert str(found[path]).isprintable()
    desk.cancel(id, reason="as it was")
    assert before["booking"] != all_rows(folder)["booking"]


@pytest.mark.parametrize(
    "text",
    [
        "🎉 Ünïcödé 安平",
        "مرحبا بالعالم",
        "שלום",
        "👩‍👩‍👧‍👦",
        "e\u0301",
        "<b>&amp;</b>",
        "' OR 1=1 --",
    ],
)
def test_emoji_and_writing_from_right_to_left_come_back_as_given(text: str, desk: nb.Desk) -> None:
    made = book(
        desk,
        start="2027-03-05 10:00",
        end="2027-03-05 11:00",
        title=text,
        organizer=text,
        attendees=[text],
        key=text,
    )
    kept = desk.booking(made.id)
    assert (kept.title, kept.organizer, kept.attendees[0].party) == (text, text, text)
    desk.cancel(made.id, reason=text)
    assert desk.history(made.id)[-1].reason == text
    assert desk.calendar(resource="hall")


def test_ten_million_characters_are_refused_at_once_wherever_they_stand(desk: nb.Desk) -> None:
    calls: tuple[Callable[[], object], ...] = (
        lambda: book(desk, title=BIG),
        lambda: book(desk, BIG),
        lambda: book(desk, organizer=BIG),
        lambda: book(desk, key=BIG),
        lambda: book(desk, start=BIG),
        lambda: book(desk, resource=BIG),
        lambda: book(desk, attendees=[BIG]),
        lambda: book(desk, features=[BIG]),
        lambda: book(desk, details={BIG: 1}),
        lambda: book(desk, "song", details={"refrain": BIG}),
        lambda: desk.cancel(BIG),
        lambda: desk.cancel("x", reason=BIG),
        lambda: desk.acting_as(BIG),
        lambda: desk.changes(since=BIG),
        lambda: desk.load(BIG),
    )
    for number, call in enumerate(calls):
        began = time.process_time()
        with pytest.raises(nb.InvalidRequest) as wrong:
            call()
        assert time.process_time() - began < FAST, number
        assert len(str(wrong.value)) < 2000, number


def test_very_many_attendees_features_and_singers_are_refused_at_once(desk: nb.Desk) -> None:
    def forever() -> Iterator[str]:
        while True:
            yield "li-wei"

    for words in ({"attendees": forever()}, {"features": forever()}):
        assert list(faults(lambda words=words: book(desk, **words))) == list(words)  # type: ignore[misc]
    many = {"singers": ["x"] * 100_000}
    assert list(faults(lambda: book(desk, "song", details=many))) == ["details.singers"]


# Details ---------------------------------------------------------------------------------------

WRONG_DETAILS = [
    ({"verses": -1}, "details.verses"),
    ({"verses": 100}, "details.verses"),
    ({"verses": True}, "details.verses"),
    ({"verses": 1.0}, "details.verses"),
    ({"verses": "1"}, "details.verses"),
    ({"verses": 10**30}, "details.verses"),
    ({"mood": "angry"}, "details.mood"),
    ({"mood": None}, "details.mood"),
    ({"loudness": "1"}, "details.loudness"),
    ({"loudness": True}, "details.loudness"),
    ({"loudness": 10**400}, "details.loudness"),
    ({"loudness": math.nan}, "details.loudness"),
    ({"loudness": math.inf}, "details.loudness"),
    ({"loudness": -0.5}, "details.loudness"),
    ({"refrain": "x" * 21}, "details.refrain"),
    ({"refrain": ["x"]}, "details.refrain"),
    ({"singers": "li-wei"}, "details.singers"),
    ({"singers": [1]}, "details.singers"),
    ({"singers": ["x" * 21]}, "details.singers.0"),
    ({"chorus": 1}, "details.chorus"),
    ({1: 1}, "details.1"),
    ("verses", "details"),
    ([("verses", 1)], "details"),
    (5, "details"),
]


@pytest.mark.parametrize(("details", "path"), WRONG_DETAILS, ids=repr)
def test_details_that_the_type_does_not_ask_for_are_faults(
    details: object, path: str, desk: nb.Desk
) -> None:
    assert list(faults(lambda: book(desk, "song", details=details))) == [path]


def test_faults_of_confidential_details_do_not_repeat_them(desk: nb.Desk) -> None:
    found = faults(lambda: book(desk, "song", details={"refrain": ["a diagnosis"]}))
    assert "diagnosis" not in str(found["details.refrain"])


def test_details_that_hold_themselves_are_a_fault(desk: nb.Desk) -> None:
    ring: list[object] = []
    ring.append(ring)
    assert "details.singers" in faults(lambda: book(desk, "song", details={"singers": ring}))


# Room types that raise -------------------------------------------------------------------------


class Broken(nb.RoomType):
    """Raises in one of its methods."""

    name = "song"

    def __init__(self, method: str) -> None:
        def raising(*_: object) -> Iterable[object]:
            raise ZeroDivisionError("li-wei is ill")

        setattr(self, method, raising)


class Brings:
    name = "songs"
    api = 1

    def __init__(self, kind: nb.RoomType) -> None:
        self.kind = kind

    @nb.hookimpl
    def register_room_types(self) -> list[nb.RoomType]:
        return [self.kind]


@pytest.mark.parametrize("method", ["faults", "demand", "check", "late_after", "auto_release"])
def test_a_room_type_that_raises_refuses_and_writes_nothing(method: str, tmp_path: Path) -> None:
    broken = Brings(Broken(method))
    path = tmp_path / "book.db"
    with nb.open(path, center="anping", clock=Stopped(), plugins=[broken]) as desk:
        desk.load(CENTER)
        before = all_rows(tmp_path)
        with pytest.raises(nb.Refused) as no:
            book(desk, "song", key="once")
        assert no.value.decision.codes == ("PLUGIN_ERROR",)
        assert "li-wei" not in str(no.value)
        assert all_rows(tmp_path) == before
        book(desk, "hall")


@pytest.mark.parametrize("method", ["title", "privacy_of"])
def test_a_room_type_that_raises_on_titles_hides_what_it_would_tell(
    method: str, tmp_path: Path
) -> None:
    broken = Brings(Broken(method))
    with nb.open(center="anping", clock=Stopped(), plugins=[broken]) as desk:
        desk.load(CENTER)
        made = book(desk, "song", title="private words")
        board = desk.acting_as("nobody").day("2026-11-05")
        assert "private words" not in repr(board)
        assert desk.booking(made.id).title == "private words"


@pytest.mark.parametrize("method", ["variations"])
def test_a_room_type_that_cannot_say_what_else_still_says_why(method: str) -> None:
    broken = Brings(Broken(method))
    with nb.open(center="anping", clock=Stopped(), plugins=[broken]) as desk:
        desk.load(CENTER)
        book(desk, "song")
        with pytest.raises(nb.Refused) as no:
            book(desk, "song")
        assert "CONFLICT_RESOURCE" in no.value.decision.codes


def test_the_songs_themselves_can_be_booked() -> None:
    with nb.open(center="anping", clock=Stopped(), plugins=[Songs()]) as desk:
        desk.load(CENTER)
        details = SongDetails(
            verses=99, loudness=1.0, refrain="x" * 20, singers=("a", "b"), mood=Mood.SAD
        )
        made = book(desk, "song", details={**attrs.asdict(details), "mood": "sad"})  # type: ignore[arg-type]
        assert made.details == details
        assert desk.booking(made.id).details == details
