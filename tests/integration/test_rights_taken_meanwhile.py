"""A right that is taken between the reading and the lock is gone under the lock, in every call."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, cast

import attrs
import pytest

import neighborbook as nb
from neighborbook.desk.clock import RandomIds
from neighborbook.desk.desk import Desk
from neighborbook.desk.house import House
from neighborbook.desk.importing.closure_values import ClosureRow
from neighborbook.desk.importing.people_values import LinkSaid, PartyRow
from neighborbook.desk.people.words import Said
from neighborbook.domain.party import PROGRAM
from neighborbook.storage import open_store
from neighborbook.storage.abc import Store, Transaction
from neighborbook.testing import SetClock
from tests.unit.rights_table import TABLE

NOW = 1795406400
"""Noon of 23 November 2026 in Shanghai."""

CENTER_FILE = """
center = { id = "c", zone = "Asia/Shanghai", check_in = "door" }
notices = { channels = ["program"] }
resource.hall = {}
resource.shed = {}
[offering.meeting]
places = ["hall"]
notice = "0m"
[offering.asked]
places = ["hall"]
approval = true
notice = "0m"
"""
ROLES = ("staff", "approver", "administrator")


@attrs.define
class Meanwhile:
    """A store where something is done once, when all was read and the lock is about to be asked."""

    store: Store
    act: Callable[[], object] | None = None

    def transaction(self, *given: Any, **named: Any) -> AbstractContextManager[Transaction]:
        if self.act is not None:
            act, self.act = self.act, None
            act()
        return self.store.transaction(*given, **named)

    def __getattr__(self, name: str) -> object:
        return getattr(self.store, name)


def late_desk(url: str, clock: SetClock) -> tuple[nb.Desk, Meanwhile]:
    meanwhile = Meanwhile(open_store(url))
    house = House(store=cast("Store", meanwhile), center="c", clock=clock, ids=RandomIds())
    return Desk(house, PROGRAM), meanwhile


@attrs.frozen(kw_only=True)
class Town:
    """The program's desk, another one whose next write can be forestalled, and what there is."""

    program: nb.Desk
    late: nb.Desk
    meanwhile: Meanwhile
    ids: Mapping[str, str]

    def acting(self, party: str) -> nb.Desk:
        """A desk that has read its catalog."""
        desk = self.late.acting_as(party)
        desk.offerings()
        return desk

    def stands(self) -> tuple[object, ...]:
        """All that a call could have changed."""
        desk = self.program
        return (
            [(each.id, each.version) for each in desk.bookings()],
            [(each.id, each.reopened_at) for each in desk.closures()],
            [each.id for each in desk.notices()],
            [desk.people.person(each) for each in ("na", "boss", "leaver")],
            desk.people.organization("acme"),
            [each.id for each in desk.exported_people()],
            desk.load(CENTER_FILE, preview=True).changed,
        )


def nobody_listens(message: nb.Message) -> None:
    raise ConnectionError


def brought(id: str, *links: LinkSaid) -> PartyRow:
    return PartyRow(line=1, id=id, said=Said(name=id), links=links)


def shut(key: str, day: str) -> ClosureRow:
    return ClosureRow(line=1, key=key, subject="shed", start=day, end=f"{day} 12:00")


@pytest.fixture
def town(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    monkeypatch.chdir(tmp_path)
    clock, ids = SetClock(NOW), dict[str, str]()
    program = nb.open(database_url, center="c", clock=clock)
    program.load(CENTER_FILE)
    people = program.people
    for id in ("wei", "boss", "leaver", "other"):
        people.register(id, name=id)
    people.register("na", name="Na", born_on="2016-01-01", grid="3")
    people.register_organization("acme", name="Acme", managers=["boss"])
    for id in ("leaver", "wei"):
        people.link(id, "employee_of", "acme")
    for role in ROLES:
        people.grant("wei", role)
    words: dict[str, Any] = {"length": "1h", "organizer": "acme"}
    writer = program.acting_as("leaver")
    ids["booked"] = writer.book("meeting", start="2026-11-23 12:00", **words).id
    ids["held"] = writer.hold("meeting", start="2026-11-23 14:00", **words).id
    ids["asked"] = writer.book("asked", start="2026-11-23 16:00", **words).id
    ids["void"] = writer.book("meeting", start="2026-11-23 18:00", **words).id
    program.cancel(ids["void"])
    program.settle(channels={"program": nobody_listens})
    ids["notice"] = program.notices()[0].id
    ids["batch"] = program.bring_people_in([brought("moved")]).batch
    ids["closures"] = program.bring_closures_in([shut("old", "2026-12-19")]).batch
    ids["closure"] = program.close("shed", start="2026-12-20", end="2026-12-21").id
    late, meanwhile = late_desk(database_url, clock)
    yield Town(program=program, late=late, meanwhile=meanwhile, ids=ids)
    late.close_database()
    program.close_database()


Call = Callable[[nb.Desk, Mapping[str, str]], object]


def verb(name: str, which: str, *more: str) -> Call:
    return lambda desk, ids: getattr(desk, name)(ids[which], *more)


AT: dict[str, Any] = {"start": "2026-12-01 09:00", "length": "1h", "organizer": "acme"}
CALLS: dict[str, Call] = {
    "book": lambda desk, _: desk.book("meeting", **AT),
    "hold": lambda desk, _: desk.hold("meeting", **AT),
    "extend": verb("extend", "held"),
    "confirm": verb("confirm", "held"),
    "change": lambda desk, ids: desk.change(ids["booked"], start="2026-12-02 10:00"),
    "change of a title": lambda desk, ids: desk.change(ids["booked"], title="Choir"),
    "approve": verb("approve", "asked"),
    "decline": verb("decline", "asked"),
    "cancel": verb("cancel", "booked"),
    "restore": verb("restore", "void"),
    "check_in": verb("check_in", "booked"),
    "complete": verb("complete", "booked"),
    "no_show": verb("no_show", "booked"),
    "advance": verb("advance", "booked", "called"),
    "close": lambda desk, _: desk.close("hall", start="2026-12-22", end="2026-12-23"),
    "reopen": verb("reopen", "closure"),
    "outage": lambda desk, _: desk.outage(start="2026-11-20", end="2026-11-21"),
    "told": verb("told", "notice"),
    "load": lambda desk, _: desk.load(CENTER_FILE + "[resource.more]\n"),
    "bring_people_in": lambda desk, _: desk.bring_people_in([brought("new")]),
    "bring_closures_in": lambda desk, _: desk.bring_closures_in([shut("new", "2026-12-24")]),
    "undo_import": verb("undo_import", "batch"),
    "undo_import of closures": verb("undo_import", "closures"),
    "people.register": lambda desk, _: desk.people.register("new", name="New"),
    "people.register_organization": lambda desk, _: desk.people.register_organization(
        "new", name="New"
    ),
    "people.change": lambda desk, _: desk.people.change("na", phone="1"),
    "people.state": lambda desk, _: desk.people.state("na", "a", "b"),
    "people.disable": lambda desk, _: desk.people.disable("na"),
    "people.enable": lambda desk, _: desk.people.enable("na"),
    "people.link": lambda desk, _: desk.people.link("other", "employee_of", "acme"),
    "people.unlink": lambda desk, _: desk.people.unlink("leaver", "employee_of", "acme"),
    "people.grant": lambda desk, _: desk.people.grant("na", "approver"),
    "people.revoke": lambda desk, _: desk.people.revoke("boss", "staff"),
    "people.erase": lambda desk, _: desk.people.erase("na", ledger="erased"),
    "people.retain": lambda desk, _: desk.people.retain(apply=True),
    "people.hand_over": lambda desk, _: desk.people.hand_over(
        "leaver", "boss", organization="acme"
    ),
}
READING = {
    *("acting_as", "frozen", "offerings", "resources", "room_types", "slots", "explain", "booking"),
    *("bookings", "history", "changes", "day", "closures", "usage", "calendar", "holidays"),
    *("affected", "check", "people.person", "people.organization", "people.find"),
    *("people.export", "people.roll_call", "exported", "exported_closures", "imports", "notices"),
    "exported_people",
}
OF_ITSELF = {"settle", "following", "people.reapply_erasures", "bring_in"}
"""What time and others have done anyway, erasing once more, and what the program alone does."""


def test_every_call_that_writes_is_tried() -> None:
    assert {*CALLS, *READING, *OF_ITSELF} == {
        *TABLE,
        *("change of a title", "undo_import of closures"),
    }


def locked_out(town: Town) -> None:
    town.program.people.disable("wei")


def without_roles(town: Town) -> None:
    for role in ROLES:
        town.program.people.revoke("wei", role)
    town.program.people.unlink("wei", "employee_of", "acme")


def may_not(call: Callable[[], object]) -> bool:
    """Whether a call is refused for want of a right, or as if there was nothing to act on."""
    try:
        call()
    except nb.NotFound:
        return True
    except nb.Refused as no:
        wants = {"NOT_ALLOWED", "NOT_MEMBER", "NOT_AUTHORIZED_FOR"}
        return bool(wants & set(no.decision.codes))
    return False


@pytest.mark.parametrize("taking", [locked_out, without_roles])
@pytest.mark.parametrize("name", CALLS)
def test_who_has_lost_the_right_by_the_time_of_the_lock_writes_nothing(
    town: Town, name: str, taking: Callable[[Town], None]
) -> None:
    town.program.people.grant("boss", "staff")
    desk, before = town.acting("wei"), town.stands()
    town.meanwhile.act = lambda: taking(town)
    assert may_not(lambda: CALLS[name](desk, town.ids))
    assert town.meanwhile.act is None
    assert town.stands() == before


@pytest.mark.parametrize("role", ["staff", "administrator"])
@pytest.mark.parametrize("name", ["bring_closures_in", "undo_import of closures"])
def test_who_has_lost_one_right_of_two_writes_nothing(town: Town, name: str, role: str) -> None:
    town.program.people.grant("boss", "administrator")
    town.program.people.grant("boss", "staff")
    desk, before = town.acting("wei"), town.stands()
    town.meanwhile.act = lambda: town.program.people.revoke("wei", role)
    assert may_not(lambda: CALLS[name](desk, town.ids))
    assert town.meanwhile.act is None
    assert town.stands() == before


@pytest.mark.parametrize("name", CALLS)
def test_who_keeps_the_right_is_not_stopped_by_what_others_lose(town: Town, name: str) -> None:
    town.program.people.grant("boss", "staff")
    desk = town.acting("wei")
    town.meanwhile.act = lambda: town.program.people.disable("other")
    assert not may_not(lambda: CALLS[name](desk, town.ids))
    assert town.meanwhile.act is None


TIES: dict[str, tuple[Callable[[nb.People], object], Callable[[nb.People], object]]] = {
    "a tie is taken back": (
        lambda people: people.link("other", "guardian_of", "na"),
        lambda people: people.unlink("other", "guardian_of", "na"),
    ),
    "a tie is shortened": (
        lambda people: people.link("other", "guardian_of", "na"),
        lambda people: people.link("other", "guardian_of", "na", until="2026-11-23 11:59"),
    ),
    "the child is older": (
        lambda people: people.link("other", "guardian_of", "na"),
        lambda people: people.change("na", born_on="2000-01-01"),
    ),
    "the elder has moved": (
        lambda people: people.link("other", "proxy_for", grid="3", until="2027-01-01"),
        lambda people: people.change("na", grid="4"),
    ),
    "a role is shortened": (
        lambda people: people.grant("other", "staff"),
        lambda people: people.grant("other", "staff", until="2026-11-23 11:59"),
    ),
}


@pytest.mark.parametrize("call", ["book", "change", "cancel"])
@pytest.mark.parametrize("how", TIES)
def test_whatever_takes_a_right_away_is_known_under_the_lock(
    town: Town, how: str, call: str
) -> None:
    give, take = TIES[how]
    give(town.program.people)
    at: dict[str, Any] = {"start": "2026-12-01 09:00", "length": "1h", "organizer": "na"}
    id = town.program.book("meeting", **at).id
    calls: dict[str, Callable[[nb.Desk], object]] = {
        "book": lambda desk: desk.book("meeting", **{**at, "start": "2026-12-03 09:00"}),
        "change": lambda desk: desk.change(id, start="2026-12-02 09:00"),
        "cancel": lambda desk: desk.cancel(id),
    }
    desk, before = town.acting("other"), town.program.booking(id)
    town.meanwhile.act = lambda: take(town.program.people)
    assert may_not(lambda: calls[call](desk))
    assert town.program.booking(id) == before
    assert len(list(town.program.bookings(party="na"))) == 1


def test_who_came_by_an_import_that_is_taken_back_is_not_known_under_the_lock(town: Town) -> None:
    guardian = brought("aunt", LinkSaid(tie="guardian_of", other="na"))
    batch = town.program.bring_people_in([guardian]).batch
    desk = town.acting("aunt")
    town.meanwhile.act = lambda: town.program.undo_import(batch)
    words: dict[str, Any] = {"start": "2026-12-01 09:00", "length": "1h", "organizer": "na"}
    assert may_not(lambda: desk.book("meeting", **words))
    assert town.meanwhile.act is None


def test_a_colleague_who_may_no_longer_book_is_handed_nothing(town: Town) -> None:
    town.acting("wei")
    town.meanwhile.act = lambda: town.program.people.disable("boss")
    with pytest.raises(nb.InvalidRequest):
        town.acting("wei").people.hand_over("leaver", "boss", organization="acme")
    assert town.program.booking(town.ids["booked"]).actor == "leaver"


@pytest.mark.parametrize("act", ["cancel", "hand over"])
def test_only_what_is_left_under_the_lock_is_handed_over(town: Town, act: str) -> None:
    town.program.people.link("other", "employee_of", "acme")
    id, people = town.ids["booked"], town.program.people
    meanwhile: dict[str, Callable[[], object]] = {
        "cancel": lambda: town.program.cancel(id),
        "hand over": lambda: people.hand_over("leaver", "other", organization="acme"),
    }
    town.acting("wei")
    town.meanwhile.act = meanwhile[act]
    handed = town.late.people.hand_over("leaver", "boss", organization="acme")
    assert id not in [booking.id for booking in handed]
    now = town.program.booking(id)
    assert now.actor == ("leaver" if act == "cancel" else "other")


def test_the_first_person_who_is_registered_is_known_under_the_lock(database_url: str) -> None:
    clock = SetClock(NOW)
    with nb.open(database_url, center="c", clock=clock) as first:
        first.load(CENTER_FILE)
    late, meanwhile = late_desk(database_url, clock)
    with nb.open(database_url, center="c", clock=clock) as program:

        def register() -> None:
            program.people.register("li", name="Li")
            program.people.disable("li")

        meanwhile.act = register
        li = late.acting_as("li")
        words: dict[str, Any] = {"start": "2026-12-01 09:00", "length": "1h"}
        assert may_not(lambda: li.book("meeting", **words))
    late.close_database()
