"""The directory: what is kept of persons and organizations, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

import neighborbook as nb
from tests.unit.desk.conftest import WallClock
from tests.unit.desk.people import at, inhabited, open_desk


@pytest.fixture
def desk(clock: WallClock) -> Iterator[nb.Desk]:
    with inhabited(clock) as found:
        yield found


def test_a_person_comes_back_as_she_was_registered(desk: nb.Desk) -> None:
    found = desk.people.person("li-na")
    assert (found.name, found.grid, found.version) == ("李娜", "3", 1)
    assert str(found.born_on) == "2009-12-05"
    assert desk.people.organization("acme").kind is nb.OrganizationKind.MEMBER


def test_all_that_is_wrong_with_a_registration_is_said_at_once(desk: nb.Desk) -> None:
    with pytest.raises(nb.InvalidRequest) as wrong:
        desk.people.register(
            "~x",
            name=" ",
            born_on="2027-01-01",
            email="x",
            phone="\n",
            resident_since="soon",
            key="",
        )
    paths = [fault.path for fault in wrong.value.faults]
    assert sorted(paths) == [*("born_on", "email", "id", "key", "name", "phone", "resident_since")]
    assert "2027" not in str(wrong.value)


def test_an_id_is_for_one_life(desk: nb.Desk) -> None:
    with pytest.raises(nb.Refused) as no:
        desk.people.register("li-na", name="Another")
    assert no.value.decision.codes == ("DUPLICATE",)


def test_what_was_sent_twice_with_a_key_is_done_once(desk: nb.Desk) -> None:
    first = desk.people.register("new", name="New", key="k")
    assert desk.people.register("new", name="New", key="k") == first
    with pytest.raises(nb.Refused) as no:
        desk.people.register("new", name="Newer", key="k")
    assert no.value.decision.codes == ("KEY_REUSED",)


def test_a_change_of_a_version_that_is_past_is_refused(desk: nb.Desk) -> None:
    changed = desk.people.change("elder", phone="", email="zhao@example.org", version=1)
    assert (changed.phone, changed.version) == ("", 2)
    with pytest.raises(nb.Refused) as no:
        desk.people.change("elder", name="x", version=1)
    assert no.value.decision.codes == ("STALE_VERSION",)


def test_a_person_puts_right_what_is_her_own_and_no_more(desk: nb.Desk) -> None:
    desk.people.disable("elder", reason="rent")
    desk.people.enable("elder")
    desk.people.disable("acme", reason="bills")
    elder = desk.acting_as("elder").people
    assert elder.change("elder", phone="5550199", language="zh").phone == "5550199"
    calls: tuple[Callable[[], object], ...] = (
        lambda: elder.change("elder", born_on="1970-01-01"),
        lambda: elder.change("elder", grid="4"),
        lambda: elder.state("elder", "residency", "yes"),
        lambda: elder.enable("elder"),
    )
    for call in calls:
        with pytest.raises(nb.Refused):
            call()
    assert desk.acting_as("li-wei").people.organization("acme").disabled_reason == ""
    assert desk.people.organization("acme").disabled_reason == "bills"


def stated(desk: nb.Desk) -> dict[str, str]:
    return dict(desk._house.asking(desk._actor, ("elder",)).provided.facts["elder"].stated)


def test_what_was_stated_holds_until_its_end(desk: nb.Desk, clock: WallClock) -> None:
    desk.people.state("elder", "residency", "yes", source="card", until="2026-12-01")
    assert stated(desk) == {"residency": "yes"}
    clock.set("2026-11-30T16:00")
    assert stated(desk) == {}
    assert desk.people.person("elder").stated[0].source == "card"
    assert desk.people.state("elder", "residency", "").stated == ()


def test_a_leavers_bookings_go_on_under_a_colleagues_name(desk: nb.Desk) -> None:
    desk.people.register("chen", name="Chen")
    desk.people.link("chen", "employee_of", "acme")
    chen = desk.acting_as("chen")
    firm = chen.book("hall", start=at(10), length="1h", organizer="acme", title="Plans")
    own = chen.book("hall", start=at(12), length="1h")
    wang = desk.acting_as("wang")
    moved = wang.people.hand_over("chen", "li-wei", organization="acme", reason="left")
    assert [each.id for each in moved] == [firm.id]
    assert desk.booking(firm.id).actor == "li-wei"
    assert desk.booking(own.id).actor == "chen"
    last = desk.history(firm.id)[-1]
    assert (last.actor, last.fields, last.reason) == ("wang", ("actor",), "left")
    assert wang.people.hand_over("chen", "li-wei", organization="acme") == ()
    with pytest.raises(nb.InvalidRequest, match="may book for"):
        wang.people.hand_over("li-wei", "elder", organization="acme")
    with pytest.raises(nb.NotFound):
        desk.acting_as("elder").people.hand_over("li-wei", "wang", organization="acme")


def test_people_are_found_by_staff_alone(desk: nb.Desk) -> None:
    found = desk.acting_as("clerk").people.find("0101")
    assert [each.id for each in found] == ["li-wei"]
    assert [each.id for each in desk.people.find("old")] == ["elder", "other"]
    with pytest.raises(nb.InvalidRequest):
        desk.people.find("101")
    for nobody in ("li-wei", None):
        with pytest.raises(nb.Refused):
            desk.acting_as(nobody).people.find("0101")


def test_what_plugins_say_is_joined_with_the_directory(clock: WallClock) -> None:
    class Elsewhere:
        name, api = "elsewhere", 1

        @nb.hookimpl
        def provide_facts(self, parties: tuple[str, ...]) -> dict[str, nb.Facts]:
            told = nb.Facts(party="li", name="Elsewhere", roles=frozenset({"staff"}), language="zh")
            return {"li": told} if "li" in parties else {}

    with open_desk(clock, plugins=(Elsewhere(),)) as desk:
        desk.people.register("li", name="Here")
        assert desk.acting_as("li").people.find("Here")
        known = desk._house.asking(desk._actor, ("li",)).provided.facts["li"]
        assert (known.name, known.language) == ("Here", "zh")


def test_the_first_person_is_heard_of_in_every_process_that_is_open(
    database_url: str, clock: WallClock
) -> None:
    clock.set("2026-11-23T04:00")
    with (
        open_desk(clock, database=database_url) as desk,
        nb.open(database_url, clock=clock) as other,
    ):
        assert other.acting_as("li").explain("hall", start=at(9), length="1h").verdict == "accepted"
        desk.people.register("li", name="Li")
        desk.people.disable("li")
        with pytest.raises(nb.Refused) as no:
            other.acting_as("li").book("hall", start=at(10), length="1h")
        assert no.value.decision.codes == ("NOT_ALLOWED",)
