"""What an audit tells an administrator of what is sealed, and how it says when."""

from __future__ import annotations

from collections.abc import Iterator

import attrs
import pytest

import neighborbook as nb
from neighborbook.testing import CountedIds, SetClock
from tests.integration.keeping.planting import CENTER_FILE, NOW, Book

TALK = """
[resource.an-lin]
[offering.talk]
room_type = "talk"
places = ["an-lin"]
notice = "0m"
horizon = "none"
quota = { amount = "20h", per = "month" }
"""
SECRETS = ("person:kid", "kid", "an-lin", "talk", "12:", "13:", "2026")


class Talk(nb.RoomType):
    """Nobody else may know of it."""

    name = "talk"
    privacy = nb.Privacy.SEALED
    serves_attendees = True


class Counseling:
    """Brings it."""

    name = "counseling"
    api = 1

    @nb.hookimpl
    def register_room_types(self) -> tuple[nb.RoomType, ...]:
        return (Talk(),)


@pytest.fixture
def book(database_url: str) -> Iterator[Book]:
    """A meeting and a talk."""
    clock = SetClock(NOW)
    plugins = [Counseling()]
    desk = nb.open(database_url, center="corner", clock=clock, ids=CountedIds(), plugins=plugins)
    desk.load(CENTER_FILE + TALK)
    book = Book(desk=desk, clock=clock, url=database_url)
    at = "2026-12-01 12:00"
    book.confirmed = desk.book("hall", start=at, length="1h", organizer="acme").id
    book.held = desk.book("talk", start=at, length="1h", organizer="kid", attendees=["kid"]).id
    desk.people.register("adm", name="Adm")
    desk.people.grant("adm", "administrator")
    yield book
    desk.close_database()


OF_TALK = {
    "claim_unasked": "UPDATE claim SET amount = 2 WHERE owner = '{held}'",
    "claim_period": "UPDATE claim SET end_at = end_at + 60 WHERE owner = '{held}'",
    "claim_missing": "DELETE FROM claim WHERE owner = '{held}'",
    "claim_of_nobody": "UPDATE claim SET owner = 'nobody' WHERE owner = '{held}'",
    "local_start": "UPDATE booking SET local_start = '2026-12-01T12:30' WHERE id = '{held}'",
    "resource_unknown": "UPDATE booking SET resource = 'kid' WHERE id = '{held}'",
    "limit_use_at": "UPDATE limit_use SET at = at - 1 WHERE owner = '{held}'",
    "limit_exceeded": "UPDATE limit_use SET amount = amount + 72000 WHERE owner = '{held}'",
}


@pytest.mark.parametrize("code", OF_TALK)
def test_an_administrator_hears_of_a_damaged_talk_its_id_alone(book: Book, code: str) -> None:
    book.damage(OF_TALK[code])
    all_of_it = book.desk.check()
    told = book.desk.acting_as("adm").check()
    assert [each.code for each in told.findings] == [each.code for each in all_of_it.findings]
    assert code in {each.code.value for each in told.findings}
    assert not any(word in repr(told.findings) for word in ("kid", "an-lin", "talk"))
    said = " ".join(each.text() + each.text("zh") for each in told.findings)
    assert [word for word in SECRETS if word in said] == []
    assert any(each.facts or each.id != book.held for each in all_of_it.findings)


def test_of_a_damaged_meeting_an_administrator_hears_all(book: Book) -> None:
    book.damage("UPDATE claim SET end_at = end_at + 60 WHERE owner = '{confirmed}'")
    assert book.desk.acting_as("adm").check().findings == book.desk.check().findings


def test_a_finding_says_when_by_the_clocks_of_the_center(book: Book) -> None:
    book.damage("UPDATE claim SET end_at = end_at + 60 WHERE owner = '{confirmed}'")
    [found] = [each for each in book.desk.check().findings if each.code == "claim_period"]
    assert "for Tue 1 Dec 2026, 12:00–Tue 1 Dec 2026, 13:01, not for" in found.text()
    assert "2026年12月1日（周二）13:01" in found.text("zh")
    assert attrs.evolve(found, zone="UTC").text().count("04:00") == 2
