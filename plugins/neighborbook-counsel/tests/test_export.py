"""What is stored of a talk is handed out to the client, and to nobody who does not serve there."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

import neighborbook as nb

if TYPE_CHECKING:
    from conftest import Counseling


def meets(desk: nb.Desk) -> None:
    """Maple sees a doctor, too, of which the office may know."""
    desk.acting_as("maple").book(
        "doctor", start="2026-11-25 10:00", length="30m", organizer="maple", key="doctor"
    )


def talks(counseling: Counseling) -> str:
    """Maple talks with An, and moves it."""
    mine = counseling.acting_as("maple")
    made = mine.book("15:00", alias="Leaf", resource="an")
    mine.desk.change(made.id, start="2026-11-24 16:30", key="moved", reason="client")
    counseling.desk.settle()
    return made.id


def told(desk: nb.Desk, party: str) -> str:
    found = desk.people.export(party)
    return json.dumps({name: [*rows] for name, rows in found.tables.items()}, ensure_ascii=False)


def test_an_administrator_exports_the_same_whether_there_are_talks_or_not(
    opened: Callable[[str], nb.Desk], center: str, counseling: Counseling
) -> None:
    rows = []
    for has_talks in (True, False):
        desk = opened(center)
        if has_talks:
            talks(type(counseling)(desk))
        meets(desk)
        found = desk.acting_as("keeper").people.export("maple")
        assert not found.whole
        rows.append({name: len(each) for name, each in found.tables.items()})
    assert rows[0] == rows[1]
    assert rows[0]["booking"] == 1


def test_of_whom_only_talks_are_stored_an_administrator_hears_as_of_nobody(
    counseling: Counseling,
) -> None:
    talks(counseling)
    keeper = counseling.desk.acting_as("keeper")
    with pytest.raises(nb.NotFound) as no:
        keeper.people.export("maple")
    with pytest.raises(nb.NotFound) as nobody:
        keeper.people.export("nobody")
    assert str(no.value).replace("maple", "nobody") == str(nobody.value)


def test_the_client_and_the_program_get_all_of_it(counseling: Counseling) -> None:
    id = talks(counseling)
    meets(counseling.desk)
    own = counseling.desk.acting_as("maple").people.export("maple")
    every = counseling.desk.people.export("maple")
    assert own.whole
    assert every.whole
    assert {name: len(rows) for name, rows in own.tables.items()} == {
        name: len(rows) for name, rows in every.tables.items()
    }
    assert own.tables["booking"] == every.tables["booking"]
    counted = {"seq", "position", "hash"}
    assert counted <= every.tables["change"][0].keys()
    assert counted.isdisjoint(own.tables["change"][0])
    assert {row["id"] for row in own.tables["booking"]} > {id}
    assert "Leaf" in told(counseling.desk.acting_as("maple"), "maple")
    assert "moved" in told(counseling.desk.acting_as("maple"), "maple")


def test_who_refers_a_client_exports_nothing_of_the_talk(counseling: Counseling) -> None:
    booking = counseling.acting_as("clerk").book("15:00", "birch", referral=True, alias="Leaf")
    counseling.acting_as("clerk").desk.cancel(booking.id, reason="client")
    clerk = counseling.desk.people.export("clerk")
    assert booking.id in {row["id"] for row in clerk.tables["booking"]}
    for who in ("clerk", "keeper"):
        try:
            said = told(counseling.desk.acting_as(who), "clerk")
        except nb.NotFound:
            said = ""
        assert [word for word in ("birch", "Leaf", booking.id, '"client"') if word in said] == []


def test_who_erases_a_client_does_not_hear_how_many_talks_there_were(
    counseling: Counseling, turn: Callable[[str], None]
) -> None:
    talks(counseling)
    meets(counseling.desk)
    turn("2026-12-01 08:00")
    assert counseling.desk.acting_as("keeper").people.erase("maple").bookings == 1


def test_an_administrator_who_serves_there_gets_it(counseling: Counseling) -> None:
    id = talks(counseling)
    found = counseling.desk.acting_as("head").people.export("maple")
    assert {row["id"] for row in found.tables["booking"]} == {id}
    assert not found.whole


@pytest.mark.parametrize("who", ["boss", "wang-fang", "spouse", "clerk", None])
def test_nobody_else_exports_a_client(counseling: Counseling, who: str | None) -> None:
    talks(counseling)
    with pytest.raises(nb.Refused, match="not allowed"):
        counseling.desk.acting_as(who).people.export("maple")
