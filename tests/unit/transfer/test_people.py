"""People come in from files, and go out into files that change nothing when they come back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import neighborbook as nb
from neighborbook.desk.importing.values import Did, Imported, Outcome
from neighborbook.transfer.people import import_people
from neighborbook.transfer.people_exporting import export_people
from neighborbook.transfer.reporting import codes_of, text_of
from neighborbook.transfer.writing import Format
from tests.unit.transfer.conftest import CENTER, Clock
from tests.unit.transfer.test_spreadsheets import packed

TWO = (
    "id,kind,name,born_on,language,phone,links\n"
    "li-wei,person,李伟,1980-02-29,zh,5550101,guardian_of:li-na employee_of:acme\n"
    "li-na,person,李娜,2015-03-02,zh,,\n"
    "acme,member,Acme,,en,,\n"
)

DAY = 24 * 3600

Bring = Callable[..., tuple[Imported, list[Outcome]]]


@pytest.fixture
def brought(desk: nb.Desk, tmp_path: Path) -> Bring:
    """Import a text as a file of people; return what it did, and what became of each row."""

    def run(
        content: str | bytes,
        name: str = "people.csv",
        at: nb.Desk = desk,
        *,
        preview: bool = False,
        skip: bool = False,
        readmit: bool = False,
    ) -> tuple[Imported, list[Outcome]]:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        outcomes: list[Outcome] = []
        done = import_people(
            at, path, preview=preview, skip=skip, readmit=readmit, told=outcomes.append
        )
        return done, outcomes

    return run


def everything(desk: nb.Desk) -> None:
    """Register somebody with all that can be kept of her."""
    desk.people.register_organization("acme", name="=Acme", kind="community", phone="+1 2")
    desk.people.register("na", name="Na", born_on="2015-02-28")
    desk.people.register(
        "li",
        name=" Li  Wei",
        born_on="1980-01-02",
        language="zh",
        phone="+86 5550101",
        email="li@example.org",
        grid="3",
        resident_since="2001-05-06",
    )
    desk.people.state("li", "residency", "yes", source="seen, 2026", until="2027-09-01 12:00:05")
    desk.people.link("li", "guardian_of", "na", since="2026-01-01")
    desk.people.link("li", "proxy_for", grid="3", until="2027-01-01", room_types=["meeting-room"])
    desk.people.link("li", "provider_of", "A")
    desk.people.grant("li", "carer", room_types=["meeting-room"], until="2027-01-01")
    desk.people.grant("li", "staff", grid="3")
    desk.people.disable("li", reason="@keys, not back")


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("bom", [False, True])
def test_an_export_read_again_changes_nothing(
    desk: nb.Desk, tmp_path: Path, form: Format, *, bom: bool
) -> None:
    everything(desk)
    before = list(desk.exported_people())
    path = tmp_path / f"people.{form.value}"
    assert export_people(desk, path, form, bom=bom) == 3
    done = import_people(desk, path)
    assert (done.unchanged, done.registered, done.bad, done.batch) == (3, 0, 0, "")
    assert list(desk.exported_people()) == before


@pytest.mark.parametrize("form", Format)
def test_an_export_makes_the_same_people_in_another_database(
    desk: nb.Desk, tmp_path: Path, form: Format
) -> None:
    everything(desk)
    path = tmp_path / f"people.{form.value}"
    export_people(desk, path, form)
    with nb.open(center="center") as other:
        other.load(CENTER)
        assert import_people(other, path).registered == 3
        assert [told(one) for one in other.exported_people()] == [
            told(one) for one in desk.exported_people()
        ]


def told(party: nb.Person | nb.Organization) -> tuple[object, ...]:
    """Say of a party what a file keeps; blanks around a name get lost."""
    own = ("born_on", "grid", "resident_since", "kind")
    both = ("id", "language", "phone", "email", "disabled", "disabled_reason")
    lists = ("stated", "links", "grants")
    values = (getattr(party, name, None) for name in (*both, *own, *lists))
    return party.name.strip(), *values


def test_people_of_a_file_are_tied_to_each_other_in_any_order(
    desk: nb.Desk, brought: Bring
) -> None:
    done, outcomes = brought(TWO)
    assert (done.registered, done.bad, done.written) == (3, 0, True)
    assert [one.did for one in outcomes] == [Did.REGISTERED] * 3
    assert desk.people.person("li-wei").born_on == date(1980, 2, 29)
    li = desk.acting_as("li-wei")
    booked = li.book("hall", start="2026-12-01 10:00", length="1h", organizer="li-na", resource="A")
    assert (booked.organizer, booked.actor) == ("li-na", "li-wei")
    [batch] = desk.imports()
    assert (batch.id, batch.kind.value, batch.brought) == (done.batch, "people", 3)


@pytest.mark.parametrize(
    "content",
    [TWO.encode("gb18030"), TWO.encode("utf-8-sig"), TWO.replace(",", "\t").encode()],
    ids=["GB18030", "BOM", "tabs"],
)
def test_a_file_is_read_as_it_was_written(desk: nb.Desk, brought: Bring, content: bytes) -> None:
    content = content.replace(b"guardian_of:li-na employee_of:acme", b"guardian_of:li-na")
    brought(content)
    assert desk.people.person("li-na").name == "李娜"


def test_a_spreadsheet_comes_in_with_its_days(desk: nb.Desk, brought: Bring) -> None:
    texts = ("id", "name", "born_on", "phone")
    head = "".join(f"<c t='str'><v>{text}</v></c>" for text in texts)
    # 42065 is 2 March 2015.
    row = (
        "<c t='str'><v>li-na</v></c><c t='str'><v>李娜</v></c><c s='1'><v>42065</v></c>"
        "<c t='str'><v>0101</v></c>"
    )
    brought(packed(f"<row>{head}</row><row>{row}</row>"), "people.xlsx")
    li = desk.people.person("li-na")
    assert (li.name, li.born_on, li.phone) == ("李娜", date(2015, 3, 2), "0101")


def test_a_preview_writes_nothing_and_says_what_would_be(desk: nb.Desk, brought: Bring) -> None:
    done, outcomes = brought(TWO, preview=True)
    assert (done.registered, done.written, done.batch) == (3, False, "")
    assert [one.booking for one in outcomes] == ["li-wei", "li-na", "acme"]
    assert list(desk.exported_people()) == []
    assert desk.imports() == ()


def test_it_is_all_or_nothing_unless_what_is_bad_is_left_out(desk: nb.Desk, brought: Bring) -> None:
    text = TWO + "x,person,,1980-01-01,,,\n"
    done, _ = brought(text)
    assert (done.bad, done.written) == (1, False)
    assert list(desk.exported_people()) == []
    done, _ = brought(text, skip=True)
    assert (done.registered, done.bad, done.written) == (3, 1, True)
    [batch] = desk.imports()
    assert (batch.brought, batch.refused, batch.taken_back) == (3, 1, 0)


def test_who_is_kept_is_not_changed_and_what_differs_is_named(
    desk: nb.Desk, brought: Bring
) -> None:
    brought(TWO)
    desk.people.change("li-wei", phone="777")
    done, outcomes = brought(TWO.replace("李娜", "Na").replace("acme,member", "acme,person"))
    assert (done.unchanged, done.bad) == (0, 3)
    paths = [tuple(fault.path for fault in one.faults) for one in outcomes]
    assert paths == [("phone",), ("name",), ("kind",)]
    assert desk.people.person("li-wei").phone == "777"
    only_ids = "id,name\nli-wei,李伟\n"
    assert brought(only_ids)[0].unchanged == 1


def test_nobody_comes_in_as_guardian_of_a_grown_up(
    desk: nb.Desk, clock: Clock, brought: Bring
) -> None:
    text = "id,name,born_on,links\nli,Li,1980-01-02,guardian_of:na\nna,Na,2008-11-24,\n"
    assert brought(text, preview=True)[0].registered == 2
    clock.at += DAY  # her birthday
    done, [guardian, _] = brought(text)
    assert (done.registered, done.bad) == (1, 1)
    assert [fault.path for fault in guardian.faults] == ["links.0.other"]
    assert "for a grown-up, proxy_for" in text_of(guardian, "en")


@pytest.mark.parametrize("form", Format)
def test_an_export_says_nothing_of_the_guardians_of_who_came_of_age(
    desk: nb.Desk, clock: Clock, tmp_path: Path, form: Format
) -> None:
    desk.people.register("na", name="Na", born_on="2008-11-24")
    desk.people.register("bo", name="Bo", born_on="2015-02-28")
    desk.people.register("li", name="Li")
    for ward in ("na", "bo"):
        desk.people.link("li", "guardian_of", ward)
    old, new = tmp_path / f"old.{form.value}", tmp_path / f"new.{form.value}"
    export_people(desk, old, form)
    clock.at += DAY
    export_people(desk, new, form)
    assert (import_people(desk, old).unchanged, import_people(desk, new).unchanged) == (3, 3)
    with nb.open(center="center", clock=clock) as other:
        other.load(CENTER)
        assert import_people(other, new).registered == 3
        assert [link.other for link in other.people.person("li").links] == ["bo"]


def test_who_was_erased_comes_back_only_if_that_is_said(desk: nb.Desk, brought: Bring) -> None:
    brought(TWO)
    desk.people.erase("li-na")
    text = "id,name\nli-na,李娜\n"
    done, [outcome] = brought(text)
    assert (done.bad, codes_of(outcome)) == (1, ("DUPLICATE",))
    assert "--readmit" in text_of(outcome, "en")
    assert "--readmit" in text_of(outcome, "zh")
    with pytest.raises(nb.NotFound):
        desk.people.person("li-na")
    done, _ = brought(text, readmit=True)
    assert (done.registered, desk.people.person("li-na").name) == (1, "李娜")
    assert desk.undo_import(done.batch).taken_back == 1
    assert brought(text)[0].bad == 1
    assert desk.undo_import(done.batch).stayed == ()
    assert brought(text, readmit=True)[0].registered == 1


def test_whom_the_ledger_alone_names_is_not_made_again(tmp_path: Path, brought: Bring) -> None:
    with nb.open(tmp_path / "book.db", center="center") as desk:
        desk.load(CENTER)
        desk.book("desk", start="2036-12-01 10:00", length="1h", organizer="old", override="x")
        [booking] = desk.bookings()
        desk.cancel(booking.id)
        desk.people.erase("old")
        _, [outcome] = brought("id,name,born_on\nold,Old,2999-01-01\n", at=desk)
        assert codes_of(outcome) == ("INPUT_INVALID", "DUPLICATE")
        assert brought("id,name\nold,Old\n", at=desk, readmit=True)[0].registered == 1


def test_where_the_ledger_cannot_be_read_nobody_comes_in(tmp_path: Path, brought: Bring) -> None:
    with nb.open(tmp_path / "book.db", center="center") as desk:
        desk.load(CENTER)
        (tmp_path / "book.db.erased").mkdir()  # no file
        with pytest.raises(nb.StorageError, match="ledger"):
            brought(TWO, at=desk)
        assert list(desk.exported_people()) == []


def test_only_a_keeper_brings_people_in_and_takes_them_out(
    desk: nb.Desk, brought: Bring, tmp_path: Path
) -> None:
    for who in ("clerk", "li-wei"):
        with pytest.raises(nb.Refused):
            brought(TWO, at=desk.acting_as(who))
        with pytest.raises(nb.Refused):
            export_people(desk.acting_as(who), tmp_path / "out.csv", Format.CSV)
    assert not (tmp_path / "out.csv").exists()
    done, _ = brought(TWO, at=desk.acting_as("keeper"))
    [batch] = desk.imports()
    assert (batch.id, batch.actor) == (done.batch, "keeper")


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_an_empty_cell_says_nothing_of_who_is_kept(
    desk: nb.Desk, brought: Bring, form: str
) -> None:
    everything(desk)
    before = list(desk.exported_people())
    rows = {
        "csv": "id,kind,name,phone,email,born_on,disabled,stated,links,grants\nli,,,,,,,,,\n",
        "jsonl": '{"id": "li", "name": "", "phone": null, "disabled": false, "links": []}\n',
    }
    done, _ = brought(rows[form], f"people.{form}")
    assert (done.unchanged, done.bad) == (1, 0)
    assert list(desk.exported_people()) == before
    done, [one] = brought("id,phone,email\nli,,other@example.org\n")
    assert [fault.path for fault in one.faults] == ["email"]
    done, [one] = brought("id,name,phone\nwu,,1\n")
    assert [(fault.path, fault.code) for fault in one.faults] == [("name", "INPUT_MISSING")]
