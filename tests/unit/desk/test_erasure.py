"""Export, erasure, and retention: all that is told, and nothing that is left."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

import neighborbook as nb
from neighborbook.desk.asking import Asked
from neighborbook.desk.importing.people_values import PartyRow
from neighborbook.desk.importing.values import ImportRow
from neighborbook.desk.people.words import Said
from neighborbook.domain.fields import FIELDS, Erasure
from neighborbook.storage.tables import metadata
from tests.unit.desk.conftest import WallClock

CENTER = """
center = { id = "center", zone = "UTC" }
resource.hall = {}
[offering.visit]
room_type = "visit"
places = ["hall"]
notice = "60d"
quota = { amount = "8h", per = "month" }
"""
CANARY = "canary"


@nb.details
class VisitDetails:
    """What is asked."""

    need: str = nb.asks(label="Need", label_zh="需要", privacy=nb.Privacy.CARE, default="", most=99)


class Visit(nb.RoomType):
    """Persons are claimed and asked."""

    name = "visit"
    details = VisitDetails
    privacy = nb.Privacy.CARE

    def demand(self, ask: nb.Ask) -> nb.Demand:
        plain = super().demand(ask)
        return nb.Demand(legs=plain.legs, limits=plain.limits, presences=ask.request.parties)


class Bringing:
    """Brings it."""

    name, api = "bringing", 1

    @nb.hookimpl
    def register_room_types(self) -> list[nb.RoomType]:
        return [Visit()]


def silent(message: nb.Message) -> None:
    """A channel by which nothing arrives: what was to be told is kept."""
    raise OSError


def opened(database: str, clock: WallClock) -> nb.Desk:
    return nb.open(database, center="center", clock=clock, plugins=[Bringing()])


def herself() -> PartyRow:
    """She came from another system, too."""
    said = Said(name="Canary Na", born_on="2016-01-01", phone="5550101 canary")
    return PartyRow(line=1, id="canary-na", said=said)


def brought() -> ImportRow:
    """What another system knew of her, by a key that names her."""
    day = {"start": "2026-12-11 10:00", "length": "1h"}
    asked = Asked(what="visit", organizer="canary-na", **day)  # type: ignore[arg-type]
    return ImportRow(line=2, key="old:canary", asked=asked)


@pytest.fixture
def desk(database_url: str, clock: WallClock) -> Iterator[nb.Desk]:
    """A center in which `canary-na` has left traces wherever one can."""
    with opened(database_url, clock) as desk:
        desk.load(CENTER)
        people = desk.people
        desk.bring_people_in([herself()])
        people.register("li", name="Li")
        people.change("canary-na", email="canary@example.org", grid="canary", language="zh-canary")
        people.state("canary-na", "canary", "canary", source="canary")
        for role in ("staff", "administrator"):
            people.grant("canary-na", role, until="2027-01-01")
        people.link("li", "guardian_of", "canary-na")
        people.link("canary-na", "member_of_household", "li")
        own = desk.acting_as("canary-na")
        words = {"length": "1h", "title": CANARY, "details": {"need": CANARY}}
        note = nb.Attendee(party="canary-na", details={"note": CANARY})
        for day, organizer in ((8, "canary-na"), (9, "li"), (10, "acme")):
            made = own.book(
                "visit",
                start=f"2026-12-{day:02} 10:00",
                organizer=organizer,
                attendees=[note, "li"] if organizer != "acme" else [],
                key=f"{CANARY}{day}",
                override="canary insists",
                **words,  # type: ignore[arg-type]
            )
            if day > 8:  # what is changed needs its override no more
                own.change(made.id, headcount=2, reason=CANARY)
        own.close("hall", start="2027-01-01", end="2027-01-02")
        desk.acting_as("canary-na").bring_in([brought()], override="moved in")
        desk.settle(channels={"silent": silent})
        people.disable("canary-na", reason="canary")
        desk.settle()
        yield desk


def rows(database: str) -> dict[str, list[sa.Row[tuple[object, ...]]]]:
    engine = sa.create_engine(database.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        found = {
            name: list(connection.execute(sa.select(table)).all())
            for name, table in metadata.tables.items()
        }
    engine.dispose()
    return found


def traces(database: str) -> set[str]:
    return {
        f"{name}.{column}"
        for name, listed in rows(database).items()
        for row in listed
        for column, value in row._mapping.items()
        if CANARY in str(value).casefold()
    }


def count(database: str) -> dict[str, int]:
    kept = ("booking", "booking_link", "claim", "limit_use", "closure")
    return {name: len(listed) for name, listed in rows(database).items() if name in kept}


def test_the_traces_are_in_every_column_that_the_registry_lets_go(
    desk: nb.Desk, database_url: str
) -> None:
    lettable = {
        name
        for name, field in FIELDS.items()
        if field.is_personal and field.erasure in (Erasure.RENAME, Erasure.BLANK)
    }
    assert lettable - traces(database_url) == set()


def test_an_erased_person_is_nowhere_but_in_a_tombstone(
    desk: nb.Desk, database_url: str, clock: WallClock, tmp_path: Path
) -> None:
    before, ledger = count(database_url), tmp_path / "ledger"
    with pytest.raises(nb.Refused) as no:
        desk.people.erase("canary-na", ledger=ledger)
    assert no.value.decision.codes == ("STATE",)
    assert not ledger.exists()
    clock.set("2026-12-12 08:00")
    done = desk.people.erase("canary-na", reason="asked for", ledger=ledger)
    assert (done.party, done.bookings) == ("canary-na", 4)
    # The title of a firm's own meeting is the firm's; it names nobody by her name.
    assert traces(database_url) <= {"party.id", "booking.title", "booking.details"}
    assert count(database_url) == before
    assert desk.people.person("li").links == ()
    with pytest.raises(nb.NotFound):
        desk.people.person("canary-na")
    with pytest.raises(nb.Refused):
        desk.people.register("canary-na", name="Again")
    for booking in desk.bookings():
        last = desk.history(booking.id)[-1]
        assert (last.act, last.reason) == (nb.Act.ERASE, "asked for")
    desk.settle()
    with desk._house.store.snapshot("center") as reader:
        assert reader.broken_link() is None
    assert json.loads(ledger.read_text())["party"] == "canary-na"


def test_counts_go_on_under_the_new_id(
    desk: nb.Desk, database_url: str, clock: WallClock, tmp_path: Path
) -> None:
    clock.set("2026-12-12 08:00")
    desk.people.erase("canary-na", ledger=tmp_path / "ledger")
    [first, second, firm, moved] = desk.bookings()
    assert first.organizer == first.actor == second.attendees[0].party == firm.actor
    assert first.organizer == moved.organizer
    assert first.organizer.startswith("~erased-")
    assert (second.organizer, second.title, firm.title) == ("li", "", CANARY)
    keys = {row.key for row in rows(database_url)["limit_use"]}
    assert f"visit/hours/{first.organizer}" in keys


def test_a_restored_database_forgets_again_whom_the_ledger_names(
    desk: nb.Desk, database_url: str, clock: WallClock, tmp_path: Path
) -> None:
    from neighborbook.desk.people.ledger import Erased, note

    ledger = tmp_path / "ledger"
    note(ledger, Erased(center="center", party="canary-na", at=clock.now()))
    note(ledger, Erased(center="elsewhere", party="li", at=clock.now()))
    with ledger.open("a") as file:
        file.write('{"center": "cen')
    done = desk.people.reapply_erasures(ledger)
    assert [each.party for each in done] == ["canary-na"]
    assert traces(database_url) <= {"party.id", "booking.title", "booking.details"}
    assert desk.people.reapply_erasures(ledger) == ()


def test_erasing_a_file_is_noted_beside_it(clock: WallClock, tmp_path: Path) -> None:
    with nb.open(tmp_path / "book.db", clock=clock) as desk:
        desk.load(CENTER.replace("visit", "room"))
        desk.people.register("li", name="Li")
        desk.people.erase("li")
    assert '"party": "li"' in (tmp_path / "book.db.erased").read_text()


def test_nobody_is_erased_whom_the_ledger_cannot_take(
    desk: nb.Desk, database_url: str, clock: WallClock, tmp_path: Path
) -> None:
    clock.set("2026-12-12 08:00")
    with pytest.raises(nb.StorageError, match="nobody was erased"):
        desk.people.erase("canary-na", ledger=tmp_path / "no" / "ledger")
    assert desk.people.person("canary-na").name == "Canary Na"
    with pytest.raises(nb.InvalidRequest):
        desk.people.reapply_erasures(tmp_path / "no" / "ledger")


def test_an_export_tells_all_about_a_person_and_nothing_of_others(desk: nb.Desk) -> None:
    found = desk.people.export("canary-na")
    told = json.dumps({name: [*rows] for name, rows in found.tables.items()}, default=str)
    personal = {f.table for f in FIELDS.values() if f.is_personal} - {"scope", "booking_link"}
    assert set(found.tables) - {"change"} == personal
    assert told.count("5550101") == 2  # as it was given, and as it is sought
    other = json.dumps({name: [*rows] for name, rows in desk.people.export("li").tables.items()})
    assert "5550101" not in other
    assert CANARY in other  # the title of her own booking
    attended = [json.loads(str(row["attendees"])) for row in found.tables["booking"]]
    assert {each["party"] for listed in attended for each in listed} == {"canary-na"}
    with pytest.raises(nb.NotFound):
        desk.people.export("nobody")


def test_what_is_past_its_keeping_time_is_told_and_then_removed(
    desk: nb.Desk, database_url: str, clock: WallClock, tmp_path: Path
) -> None:
    assert {one.keeping: one.past for one in desk.people.retain() if one.past} == {}
    clock.set("2030-06-01 08:00")
    before = count(database_url)
    told = {one.keeping.value: one.past for one in desk.people.retain()}
    assert told["booking"] == 4
    assert min(told["history"], told["term"], told["key"], told["notice"]) > 0
    assert count(database_url) == before
    applied = desk.people.retain(apply=True)
    assert {one.keeping.value: one.past for one in applied if one.removed} == told
    assert count(database_url) == before
    assert traces(database_url) <= {
        *("party.id", "closure.actor", "batch.actor", "booking.title", "booking.details")
    }
    assert {one.past for one in desk.people.retain()} == {0}


def test_keeping_times_can_be_said(desk: nb.Desk, clock: WallClock) -> None:
    clock.set("2026-12-12 08:00")
    told = {one.keeping.value: one.past for one in desk.people.retain(keep={"booking": "1d"})}
    assert told["booking"] == 3  # the last one ended less than a day ago
    with pytest.raises(nb.InvalidRequest) as wrong:
        desk.people.retain(keep={"cheese": "1d", "booking": "long"})
    assert {fault.path for fault in wrong.value.faults} == {"keep", "keep.booking"}


def test_the_center_file_says_the_times_and_the_call_says_others(
    desk: nb.Desk, clock: WallClock
) -> None:
    clock.set("2026-12-12 08:00")
    desk.load(CENTER.replace('"UTC"', '"UTC", keep = { booking = "1d", term = "2d" }'))
    told = {one.keeping.value: one for one in desk.people.retain()}
    assert (told["booking"].past, told["booking"].kept) == (3, 86_400)
    assert (told["term"].kept, told["key"].kept) == (2 * 86_400, 30 * 86_400)
    said = {one.keeping.value: one.kept for one in desk.people.retain(keep={"booking": "9d"})}
    assert (said["booking"], said["term"]) == (9 * 86_400, 2 * 86_400)


def test_the_times_are_those_of_the_file_that_another_process_has_loaded(
    clock: WallClock, tmp_path: Path
) -> None:
    path = tmp_path / "book.db"
    with opened(str(path), clock) as desk, opened(str(path), clock) as other:
        desk.load(CENTER)
        before = {one.keeping.value: one.kept for one in desk.people.retain()}
        other.load(CENTER.replace('"UTC"', '"UTC", keep = { booking = "1d" }'))
        after = {one.keeping.value: one.kept for one in desk.people.retain()}
    assert (before["booking"], after["booking"]) == (3 * 365 * 86_400, 86_400)


@pytest.mark.postgres
def test_on_a_server_an_erasure_says_where_it_is_noted(postgres_url: str, clock: WallClock) -> None:
    with nb.open(postgres_url, center="center", clock=clock) as desk:
        desk.load('center = { id = "center", zone = "UTC" }\n')
        desk.people.register("li", name="Li")
        for call in (lambda: desk.people.erase("li"), desk.people.reapply_erasures):
            with pytest.raises(nb.InvalidRequest) as wrong:
                call()
            assert [fault.path for fault in wrong.value.faults] == ["ledger"]
        assert desk.people.person("li").name == "Li"


def test_what_is_opened_by_an_engine_has_its_ledger_beside_its_file(
    tmp_path: Path, clock: WallClock
) -> None:
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'book.db'}")
    with nb.open(engine=engine, center="center", clock=clock) as desk:
        desk.load('center = { id = "center", zone = "UTC" }\n')
        desk.people.register("li", name="Li")
        desk.people.erase("li")
    assert json.loads((tmp_path / "book.db.erased").read_text())["party"] == "li"
