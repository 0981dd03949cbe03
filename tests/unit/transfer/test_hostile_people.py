"""What people write into files of people: each bad row is told, with all that is wrong with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import neighborbook as nb
from neighborbook.desk.importing.values import Did
from neighborbook.errors import InvalidRequest
from neighborbook.transfer.people import guess_people, import_people
from neighborbook.transfer.records import csv_records
from neighborbook.transfer.reporting import codes_of
from tests.unit.transfer.test_people import Bring, brought

__all__ = ["brought"]


@pytest.mark.parametrize(
    ("field", "cell", "path", "code"),
    [
        ("born_on", "2026-11-24", "born_on", "INPUT_INVALID"),
        ("born_on", "2999-01-01", "born_on", "INPUT_INVALID"),
        ("born_on", "1899-12-31", "born_on", "INPUT_INVALID"),
        ("born_on", "2015-02-29", "born_on", "INPUT_INVALID"),
        ("born_on", "soon", "born_on", "INPUT_INVALID"),
        ("name", "x" * 201, "name", "INPUT_TOO_LONG"),
        ("name", "", "name", "INPUT_MISSING"),
        ("name", "a\u202eb", "name", "INPUT_INVALID"),
        ("email", "nowhere", "email", "INPUT_INVALID"),
        ("kind", "people", "kind", "INPUT_INVALID"),
        ("disabled", "perhaps", "disabled", "INPUT_INVALID"),
        ("links", "guardian_of:nobody", "links.0.other", "UNKNOWN_PARTY"),
        ("links", "employee_of:a", "links.0.other", "UNKNOWN_PARTY"),
        ("links", "guardian_of:a", "links.0.other", "INPUT_INVALID"),
        ("links", "guardian_of:x", "links.0.other", "INPUT_INVALID"),
        ("links", "proxy_for:a", "links.0.until", "INPUT_MISSING"),
        ("links", "friend_of:a", "links.0.tie", "INPUT_INVALID"),
        ("links", "provider_of:nothing", "links.0.other", "UNKNOWN_RESOURCE"),
        ("links", "member_of_household:a,member_of_household:a", "links", "INPUT_INVALID"),
        ("links", "a", "links.0", "INPUT_INVALID"),
        ("links", "[1]", "links.0", "INPUT_INVALID"),
        ("links", "[" * 9000, "links", "INPUT_INVALID"),
        ("links", '[{"tie": 1}]', "links.0.tie", "INPUT_INVALID"),
        ("links", '[{"who": "a"}]', "links.0.who", "UNKNOWN_KEY"),
        ("grants", "king", "grants.0.role", "INPUT_INVALID"),
        ("grants", "carer", "grants.0.room_types", "INPUT_MISSING"),
        (
            "grants",
            '[{"role": "staff", "room_types": "x"}]',
            "grants.0.room_types",
            "INPUT_INVALID",
        ),
        ("grants", '[{"role": "staff", "until": "never"}]', "grants.0.until", "INPUT_INVALID"),
        ("stated", "residency", "stated.0", "INPUT_INVALID"),
    ],
)
def test_one_bad_cell_is_one_fault(
    desk: nb.Desk, brought: Bring, field: str, cell: str, path: str, code: str
) -> None:
    row = {"id": "x", "name": "X", field: cell}
    text = "\n".join(json.dumps(one) for one in ({"id": "a", "name": "A"}, row))
    done, [_, outcome] = brought(text, "people.jsonl", skip=True)
    assert [(fault.path, fault.code) for fault in outcome.faults] == [(path, code)]
    assert (done.registered, done.bad) == (1, 1)
    assert [one.id for one in desk.exported_people()] == ["a"]


@pytest.mark.parametrize(("field", "cell"), [("born_on", "2000-02-29"), ("born_on", "2026-11-23")])
def test_a_leap_day_and_today_are_days(brought: Bring, field: str, cell: str) -> None:
    assert brought(f"id,name,{field}\nx,X,{cell}\n")[0].registered == 1


def test_a_row_hears_everything_that_is_wrong_with_it_at_once(brought: Bring) -> None:
    text = "id,kind,name,born_on,email,links\n~x,firm,,2999-01-01,@@,guardian_of:nobody\n"
    _, [outcome] = brought(text.replace("@@", "none"))
    paths = [fault.path for fault in outcome.faults]
    assert sorted(paths) == ["born_on", "email", "id", "kind", "links.0.other", "name"]


def test_of_one_id_the_first_row_counts(desk: nb.Desk, brought: Bring) -> None:
    done, outcomes = brought("id,name\nx,First\nx,Second\nx,First\n", skip=True)
    assert [one.did for one in outcomes] == [Did.REGISTERED, Did.BAD, Did.BAD]
    assert "line 2" in outcomes[1].faults[0].expected
    assert desk.people.person("x").name == "First"
    assert done.registered == 1


def test_who_is_tied_to_somebody_that_does_not_come_does_not_come_either(brought: Bring) -> None:
    rows = [f"p{n},P,2015-01-01,guardian_of:p{n + 1}" for n in range(50)]
    for lines in (rows, rows[::-1]):
        text = "id,name,born_on,links\n" + "\n".join([*lines, "p50,,2015-01-01,"]) + "\n"
        done, outcomes = brought(text, skip=True)
        assert (done.registered, done.bad) == (0, 51)
        assert {codes_of(one) for one in outcomes[:-1]} == {("UNKNOWN_PARTY",)}


def test_ties_in_a_circle_come_in_together_or_not_at_all(desk: nb.Desk, brought: Bring) -> None:
    circle = "id,name,links\na,A,member_of_household:b\nb,B,member_of_household:a\n"
    done, _ = brought(circle)
    assert done.registered == 2
    assert desk.undo_import(done.batch).taken_back == 2
    bad = "id,name,links\nd,D,employee_of:e guardian_of:f\ne,E,employee_of:d\nf,,\n"
    assert brought(bad, skip=True)[0].registered == 0


def test_nobody_comes_in_who_is_tied_to_somebody_that_was_erased(
    desk: nb.Desk, brought: Bring
) -> None:
    desk.people.register("old", name="Old")
    desk.people.erase("old")
    row = "a,A,member_of_household:old\n"
    _, [outcome] = brought(f"id,name,links\n{row}")
    assert [fault.path for fault in outcome.faults] == ["links.0.other"]
    done, outcomes = brought(f"id,name,links\n{row}old,Old,\n")
    assert [codes_of(one) for one in outcomes] == [("UNKNOWN_PARTY",), ("DUPLICATE",)]
    assert done.bad == 2
    assert brought(f"id,name,links\n{row}old,Old,\n", readmit=True)[0].registered == 2


@pytest.mark.parametrize("cell", ["=1+1", "+86", "@x", "-1", '=HYPERLINK("x")'])
def test_a_formula_is_a_name_and_nothing_else(
    desk: nb.Desk, brought: Bring, tmp_path: Path, cell: str
) -> None:
    from neighborbook.transfer.people_exporting import export_people
    from neighborbook.transfer.writing import Format

    brought(json.dumps({"id": "x", "name": cell}), "people.jsonl")
    export_people(desk, tmp_path / "out.csv", Format.CSV)
    [record] = csv_records(tmp_path / "out.csv")
    assert record.cells["name"] == cell
    assert f"'{cell}".replace('"', '""') in (tmp_path / "out.csv").read_text("utf-8")
    assert import_people(desk, tmp_path / "out.csv").unchanged == 1


def test_what_nobody_said_of_an_organization_is_no_fault(desk: nb.Desk, brought: Bring) -> None:
    assert brought("id,kind,name,born_on,grid\nacme,member,A,,\n")[0].registered == 1
    done, [outcome] = brought("id,name,born_on\nacme,A,1980-01-01\n")
    assert (done.bad, [fault.path for fault in outcome.faults]) == (1, ["born_on"])
    _, [outcome] = brought("id,kind,name,born_on,grants\nb,member,B,1980-01-01,staff\n")
    assert {fault.path for fault in outcome.faults} == {"born_on", "grants"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("people.csv", "name\nLi\n"),
        ("people.ics", "BEGIN:VCALENDAR"),
        ("people.doc", "id"),
        ("people.csv", "id,id\nx,y\n"),
        ("people.jsonl", "[]"),
    ],
)
def test_what_is_no_file_of_people_is_refused_as_a_whole(
    brought: Bring, name: str, content: str
) -> None:
    with pytest.raises(InvalidRequest):
        brought(content, name)


def test_a_guess_knows_columns_in_english_and_chinese(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_text(
        "编号,姓名,DOB,手机号,语言,类别,备注\n1,李,1980年1月2日,1,中文,单位,x\n", "utf-8"
    )
    found = guess_people(csv_records(path))
    assert {field: at[0] for field, at in found.by.columns.items()} == {
        "id": "编号",
        "kind": "类别",
        "name": "姓名",
        "born_on": "DOB",
        "language": "语言",
        "phone": "手机号",
    }
    assert found.by.words == {"kind": {"单位": "member"}, "language": {"中文": "zh"}}
    assert "%Y年%m月%d日" in found.by.times
    assert found.unused == ("备注",)
