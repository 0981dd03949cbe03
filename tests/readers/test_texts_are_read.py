"""Whatever people type, every reader reads it back, and nothing else with it.

Control characters cannot stand in iCalendar: line ends become LF, all others a space, which is what
``clean`` returns and what "the same" means here. A booking's title never holds any: it is refused.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

import neighborbook as nb
from neighborbook.ical.content import clean
from tests.readers.entries import Entry, Reader
from tests.readers.table import every_reader
from tests.unit.ical.calendars import vevent, written

PRAYING = "\N{PERSON WITH FOLDED HANDS}"
FAMILY = "👩\u200d👩\u200d👧"
LONG = "".join((f"安平{PRAYING}邻里{FAMILY}" * 40)[:300])
TITLES = {
    "CRLF": ("Fire\r\nsafety", "Fire\nsafety"),
    "lone CR": ("Fire\rsafety", "Fire\nsafety"),
    "LF": ("Fire\nsafety", "Fire\nsafety"),
    "NUL": ("Fire\x00safety", "Fire safety"),
    "escape and delete": ("Fire\x1bsafe\x7fty", "Fire safe ty"),
    "NEL, LS and PS": ("a\x85b\u2028c\u2029d", "a\nb\nc\nd"),
    "300 of Chinese and emoji": (LONG, LONG),
    "in quotes": ('"Fire, safety"', '"Fire, safety"'),
    "a backslash before an n": ("C:\\new", "C:\\new"),
    "separators": ('a\\b\\\\;,":=', 'a\\b\\\\;,":='),
    "an attendee": (
        "x\r\nATTENDEE:mailto:a@example.org\r\nEND:VEVENT\r\nBEGIN:VALARM",
        "x\nATTENDEE:mailto:a@example.org\nEND:VEVENT\nBEGIN:VALARM",
    ),
    "a parameter": (';X-A="b":c', ';X-A="b":c'),
    "from right to left": ("\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627", "שלום مرحبا"),
    "as long as a line": ("x" * 67, "x" * 67),
    "spaces where it is folded": ("a" * 66 + "   b", "a" * 66 + "   b"),
}

# node-ical undoes one kind of escape after the other ("text" in its ical.js), and so takes the
# second half of an escaped backslash for the first half of a line end; then it drops quotes.
MISREAD = {
    "node-ical": {"in quotes": "Fire, safety", "a backslash before an n": "C:\\\new"},
}


@pytest.mark.parametrize(("typed", "told"), TITLES.values(), ids=TITLES)
def test_what_is_told_of_a_title_is_that_without_control_characters(typed: str, told: str) -> None:
    assert clean(typed) == told


@every_reader
def test_a_title_comes_back_and_adds_no_property(reader: Reader) -> None:
    (plain,), *found = reader.read(
        [
            written(vevent(summary=typed))
            for typed in ("x", *(typed for typed, _ in TITLES.values()))
        ]
    )
    read = {name: _summaries(entries) for name, entries in zip(TITLES, found, strict=True)}
    right = {name: told for name, (_, told) in TITLES.items()}
    assert read == {name: [told] for name, told in (right | MISREAD.get(reader.name, {})).items()}
    assert {entry.properties for (entry,) in found} == {plain.properties}


@every_reader
def test_a_letter_is_read_whole_wherever_its_line_is_folded(reader: Reader) -> None:
    letters = ("é", "安", PRAYING, FAMILY)
    titles = ["x" * shift + letter * 60 for letter in letters for shift in range(76)]
    found = reader.read([written(vevent(summary=title)) for title in titles])
    assert [_summaries(entries) for entries in found] == [[title] for title in titles]


@every_reader
def test_what_a_room_type_makes_of_a_title_comes_back_too(
    reader: Reader, opened: Callable[..., nb.Desk]
) -> None:
    class Loud(nb.RoomType):
        name = "loud"

        def title(self, booking: nb.Booking, audience: nb.Audience) -> str:
            return f"{booking.title}\r\nATTENDEE:x\r{LONG}"

    tables = "resource.A = {}\n[offering.A]\nroom_type = 'loud'\nplaces = ['A']\n"
    desk = opened(tables, Loud())
    desk.book("A", start="2026-12-02 10:00", length="1h", organizer="li-wei", title="Choir")
    (found,) = reader.read([desk.acting_as("clerk").calendar(resource="A")])
    assert _summaries(found) == [f"Choir\nATTENDEE:x\n{LONG}"]


@every_reader
def test_the_longest_title_that_can_be_booked_comes_back(
    reader: Reader, opened: Callable[..., nb.Desk]
) -> None:
    desk = opened("resource.A = {}\noffering.A = { places = ['A'] }\n")
    booked = desk.book("A", start="2026-12-02 10:00", length="1h", organizer="li-wei", title=LONG)
    with pytest.raises(nb.InvalidRequest, match="at most 300"):
        desk.change(booked.id, title=LONG + "x")
    (found,) = reader.read([desk.calendar(resource="A")])
    assert _summaries(found) == [LONG]


@pytest.mark.parametrize("typed", ["a\r\nb", "a\rb", "a\nb", "a\x00b", "a\x1bb", "a\u2028b"])
def test_a_title_with_a_control_character_is_refused_and_changes_no_byte(
    opened: Callable[..., nb.Desk], typed: str
) -> None:
    desk = opened("resource.A = {}\noffering.A = { places = ['A'] }\n")
    booking = desk.book("A", start="2026-12-02 10:00", length="1h", organizer="li-wei")
    before = desk.calendar(resource="A")
    with pytest.raises(nb.InvalidRequest, match="control characters"):
        desk.change(booking.id, title=typed)
    with pytest.raises(nb.InvalidRequest, match="control characters"):
        desk.book("A", start="2026-12-02 12:00", length="1h", organizer="li-wei", title=typed)
    assert desk.calendar(resource="A") == before


def _summaries(entries: list[Entry]) -> list[str]:
    return [entry.summary for entry in entries]
