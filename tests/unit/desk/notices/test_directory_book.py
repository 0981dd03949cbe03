"""Addresses, languages, managers: where the program says none, the center's directory does."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs
import pytest

import neighborbook as nb
from tests.unit.desk.notices.conftest import Told

Telling = Callable[..., Told]
BOSS, GUEST = "boss", "guest"


@attrs.frozen
class ByMail:
    """A channel that needs mail addresses."""

    deliver: Callable[[nb.Message], None]
    needs: str = "mail"
    shared: bool = False
    sender: str = ""


def mailed(told: Told) -> dict[str, tuple[str, str]]:
    """Settle, and return the address and the language of each who was told."""
    taken: list[nb.Message] = []
    told.desk.settle(channels={"program": ByMail(taken.append)})
    return {each.party: (each.address, each.language) for each in taken}


@pytest.fixture
def kept(telling: Telling) -> Told:
    """A center that keeps a firm with two managers, one of them locked out, and a guest."""
    told = telling()
    people = told.desk.people
    people.register(BOSS, name="Bo", email="boss@example.org", language="zh", phone="555 0100")
    people.register("gone", name="Go", email="gone@example.org")
    people.register("partly", name="Pa", email="partly@example.org")
    people.register(GUEST, name="Gu", email="guest@example.org", language="en")
    people.register_organization("firm", name="Firm", managers=[BOSS, "gone"])
    people.link("partly", "manager_of", "firm", room_types=["room"])
    people.disable("gone", reason="left")
    return told


def booked(told: Told, organizer: str = "firm", **more: object) -> nb.Booking:
    times = {"start": "2026-12-08 10:00", "length": "1h", **more}
    return told.desk.book("hall", organizer=organizer, **times)  # type: ignore[arg-type]


def test_a_firm_is_told_through_those_who_manage_it_and_each_in_his_language(kept: Told) -> None:
    booked(kept)
    assert mailed(kept) == {BOSS: ("boss@example.org", "zh")}


def test_a_manager_hears_no_more_when_the_tie_has_ended(kept: Told) -> None:
    kept.desk.people.unlink(BOSS, "manager_of", "firm")
    booked(kept)
    assert mailed(kept) == {}
    assert [(each.party, each.fault) for each in kept.desk.notices()] == [("firm", "no address")]


def test_of_whom_the_directory_keeps_no_address_the_center_file_is_asked(kept: Told) -> None:
    kept.desk.people.register("wang-fang", name="Wang Fang", language="en")
    booked(kept, organizer="wang-fang")
    assert mailed(kept) == {"wang-fang": ("wang@example.org", "zh")}


def test_whom_nobody_could_reach_is_called_under_the_number_that_is_kept(kept: Told) -> None:
    kept.desk.people.change(BOSS, email="")
    booked(kept)
    assert mailed(kept) == {}
    assert [(each.party, each.phone) for each in kept.desk.notices()] == [(BOSS, "555 0100")]


def test_a_book_that_is_given_is_asked_before_it(telling: Telling) -> None:
    def own(center: str, parties: tuple[str, ...]) -> Mapping[str, nb.Addressee]:
        return {GUEST: nb.Addressee(addresses={"mail": "own@example.org"})} if parties else {}

    told = telling(addresses=own)
    told.desk.people.register(GUEST, name="Gu", email="guest@example.org")
    booked(told, organizer=GUEST)
    told.desk.people.register(BOSS, name="Bo", email="boss@example.org")
    booked(told, organizer=BOSS, start="2026-12-09 10:00")
    # Of whom it says nothing, the directory is asked.
    found = {address for address, _ in mailed(told).values()}
    assert found == {"own@example.org", "boss@example.org"}


def test_who_is_erased_is_told_nothing_and_stands_on_no_list(kept: Told) -> None:
    made = booked(kept, organizer=GUEST)
    kept.desk.people.change(GUEST, email="")
    assert mailed(kept) == {}
    assert [each.party for each in kept.desk.notices()] == [GUEST]
    assert kept.desk.people.export(GUEST).tables["delivery"][0]["party"] == GUEST
    kept.desk.cancel(made.id)
    kept.desk.people.erase(GUEST)
    assert mailed(kept) == {}
    assert kept.desk.notices() == ()


class Ways(dict[str, str]):
    """Ways to reach somebody; while they are looked at, something else is done."""

    def __init__(self, meanwhile: list[Callable[[], object]]) -> None:
        super().__init__()
        self.meanwhile = meanwhile

    def get(self, key: str, default: str = "") -> str:  # type: ignore[override]
        while self.meanwhile:
            self.meanwhile.pop()()
        return default


def test_who_is_erased_while_it_is_reckoned_whom_to_tell_is_not_told(telling: Telling) -> None:
    meanwhile: list[Callable[[], object]] = []

    def own(center: str, parties: tuple[str, ...]) -> Mapping[str, nb.Addressee]:
        return {party: nb.Addressee(addresses=Ways(meanwhile)) for party in parties}

    told = telling('[notices.confirmation]\nto = ["attendees"]', addresses=own)
    told.desk.people.register(GUEST, name="Gu")
    booked(told, organizer="bolt", attendees=[GUEST])
    meanwhile.append(lambda: told.desk.people.erase(GUEST))
    for _ in range(2):
        assert mailed(told) == {}
        assert told.desk.check().findings == ()
        assert GUEST not in {each.party for each in told.desk.notices()}
    assert meanwhile == []


def test_whom_the_center_file_still_names_is_not_told_once_erased(telling: Telling) -> None:
    told = telling(offering="approval = true")
    told.desk.people.register("chief", name="Chief")
    told.desk.people.erase("chief")
    booked(told, organizer="wang-fang")
    assert mailed(told) == {}
    assert (told.desk.notices(), told.desk.check().findings) == ((), ())
