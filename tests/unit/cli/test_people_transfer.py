"""The commands by which people come in and go out, and the list of what was imported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.cli.test_transfer import folder, old_file, run

__all__ = ["folder"]

OLD = (
    "人员编号,姓名,出生日期,语言,关系,类别\n"
    "li-na,李娜,2015/3/2,中文,,个人\n"
    "li-wei,李伟,1980年1月2日,中文,guardian_of:li-na employee_of:acme,个人\n"
    "acme,Acme,,,,单位\n"
    "x,,2099/1/1,,,个人\n"
)


@pytest.mark.usefixtures("folder")
def test_people_of_another_system_are_guessed_previewed_brought_in_and_taken_back() -> None:
    Path("old.csv").write_bytes(OLD.encode("gb18030"))
    people = ("import", "old.csv", "--what", "people")
    guessed = run(*people, "--guess", "old.toml")
    assert "import old.csv --what people --mapping old.toml" in guessed.stdout
    assert '"单位" = "member"' in Path("old.toml").read_text("utf-8")
    preview = run(*people, "--mapping", "old.toml", "--preview")
    assert preview.exit_code == 1
    assert "line 5: born_on: invalid" in preview.stderr
    assert "3 registered" in preview.stdout
    assert "nothing was written" in run(*people, "--mapping", "old.toml").stdout
    done = run("--json", *people, "--mapping", "old.toml", "--skip", "--report", "r.csv")
    counts = json.loads(done.stdout)
    assert (counts["registered"], counts["bad"]) == (3, 1)
    assert Path("r.csv").read_text("utf-8-sig").splitlines()[1] == "2,li-na,registered,li-na,,,"
    assert "guardian of li-na" in run("person", "show", "li-wei").stdout
    assert run("person", "change", "li-na", "--phone", "5550101").exit_code == 0
    undone = run("import", "--undo", counts["batch"]).stdout
    assert undone == "2 people taken back\nThese stay as they are:\nli-na  changed since\n"
    chinese = run("--lang", "zh", "import", "--undo", counts["batch"]).stdout
    assert chinese == "已撤回0个人或组织\n以下保持不变：\nli-na  此后已有变动\n"


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", ["people.csv", "people.jsonl"])
def test_an_export_of_people_read_again_changes_nothing(name: str) -> None:
    assert run("person", "add", "li-na", "--name", "李娜", "--born-on", "2015-03-02").exit_code == 0
    assert run("person", "add", "li-wei", "--name", "李伟").exit_code == 0
    assert run("person", "link", "li-wei", "guardian_of", "li-na").exit_code == 0
    assert run("export", name, "--what", "people").stdout == f"2 rows written to {name}\n"
    assert "2 were here already" in run("import", name, "--what", "people").stdout
    assert run("export", name, "--what", "people", "--from", "2026-12-01").exit_code == 2
    assert run("--as", "li-wei", "export", name, "--what", "people").exit_code == 1


@pytest.mark.usefixtures("folder")
def test_who_was_erased_comes_back_when_it_is_said() -> None:
    run("person", "add", "li-na", "--name", "李娜")
    run("export", "people.csv", "--what", "people")
    run("person", "erase", "li-na")
    back = ("import", "people.csv", "--what", "people")
    refused = run(*back)
    assert refused.exit_code == 1
    assert "line 2: Whoever had the id li-na was erased" in refused.stderr
    assert "1 registered" in run(*back, "--readmit").stdout


@pytest.mark.usefixtures("folder")
def test_the_imports_are_listed_with_how_many_rows_became_what() -> None:
    nothing = run("imports").stdout
    old_file("A", "A", "Cellar")
    assert run("import", "old.csv", "--preset", "librebooking", "--skip").exit_code == 1
    assert nothing == "Nothing to show.\n"
    Path("people.csv").write_text("id,name\na,A\nb,B\n", encoding="utf-8")
    run("import", "people.csv", "--what", "people")
    [people, bookings] = json.loads(run("--json", "imports").stdout)
    if people["kind"] == "bookings":  # both in one second
        people, bookings = bookings, people
    assert (people["kind"], people["brought"], people["refused"]) == ("people", 2, 0)
    assert (bookings["kind"], bookings["brought"], bookings["refused"]) == ("bookings", 2, 1)
    run("import", "--undo", bookings["id"])
    head, *lines = run("imports").stdout.splitlines()
    assert head.split() == [
        "Batch",
        "When",
        "By",
        "What",
        "Of",
        "Brought",
        "Refused",
        "Taken",
        "back",
    ]
    told = {line.split()[0]: line.split()[-6:] for line in lines}
    assert told == {
        people["id"]: ["~program", "people", "people.csv", "2", "0", "0"],
        bookings["id"]: ["~program", "bookings", "old.csv", "2", "1", "2"],
    }
    assert "批次" in run("--lang", "zh", "imports").stdout
    assert run("--as", "li", "imports").exit_code == 1
