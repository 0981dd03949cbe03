"""The commands by which whole books go out and come in."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from neighborbook.cli.commands import neighborbook

CENTER = """
center = { id = "center", zone = "Asia/Shanghai" }
resource.A = { name = { en = "Great Hall", zh = "大厅" } }
offering.hall = { places = ["A"], notice = "0m" }
"""
DAY = datetime.now(tz=UTC) + timedelta(days=3)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("center.toml").write_text(CENTER, encoding="utf-8")
    assert run("load", "center.toml").exit_code == 0
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(neighborbook, ["--db", "book.db", *words])


def old_file(*rooms: str) -> None:
    rows = [
        f"r{n},{room},{DAY:%m/%d/%Y} {n + 9:02}:00,{DAY:%m/%d/%Y} {n + 10:02}:00,Li,Choir\n"
        for n, room in enumerate(rooms)
    ]
    text = "Reference Number,Resource,Begin,End,User,Title\n" + "".join(rows)
    Path("old.csv").write_text(text, encoding="utf-8")


def test_a_file_of_another_system_is_guessed_previewed_brought_in_and_taken_back(
    folder: Path,
) -> None:
    old_file("Great Hall", "大厅", "Cellar")
    guessed = run("import", "old.csv", "--preset", "librebooking", "--guess", "old.toml")
    assert guessed.exit_code == 0
    mapping = (folder / "old.toml").read_text("utf-8")
    assert '"Great Hall" = "A"\n"大厅" = "A"' in mapping
    assert '"Cellar" = ""' in mapping
    assert run("import", "old.csv", "--guess", "old.toml").exit_code == 2
    preview = run("import", "old.csv", "--mapping", "old.toml", "--preview")
    assert preview.exit_code == 1
    assert "line 4: resource: missing" in preview.stderr
    assert "2 booked" in preview.stdout
    assert "nothing was written" in run("import", "old.csv", "--mapping", "old.toml").stdout
    done = run(
        "--json", "import", "old.csv", "--mapping", "old.toml", "--skip", "--report", "r.csv"
    )
    counts = json.loads(done.stdout)
    assert (counts["booked"], counts["bad"]) == (2, 1)
    report = (folder / "r.csv").read_text("utf-8-sig").splitlines()
    assert report[0] == "line,key,became,booking,codes,text,beside"
    assert report[3].startswith("4,librebooking:r2,bad,,INPUT_MISSING,")
    undone = run("import", "--undo", counts["batch"])
    assert undone.stdout == "2 bookings taken back\n"


def test_an_export_read_again_changes_nothing(folder: Path) -> None:
    old_file("A", "A")
    assert run("import", "old.csv", "--preset", "librebooking").exit_code == 0
    for name in ("book.csv", "book.jsonl"):
        assert run("export", name).stdout == f"2 rows written to {name}\n"
        assert "2 were here already" in run("import", name).stdout
    assert run("export", "closures.csv", "--what", "closures").exit_code == 0
    assert run("import", "closures.csv", "--what", "closures").exit_code == 0


def test_closures_come_in_are_listed_and_are_taken_back_in_each_language(folder: Path) -> None:
    when = f"{DAY:%Y-%m-%d}"
    rows = "".join(f"{n},A,{when} {n + 9:02}:00,{when} {n + 10:02}:00\n" for n in range(3))
    Path("closures.csv").write_text("id,subject,start,end\n" + rows, encoding="utf-8")
    words = ("import", "closures.csv", "--what", "closures")
    assert "Would be 3 closed" in run(*words, "--preview").stdout
    assert "将关闭3项" in run("--lang", "zh", *words, "--preview").stdout
    done = json.loads(run("--json", *words, "--report", "r.csv").stdout)
    assert (done["closed"], done["booked"]) == (3, 0)
    report = Path("r.csv").read_text("utf-8-sig").splitlines()
    assert report[1].startswith("2,0,closed,")
    assert "0 closed, 3 were here already" in run(*words).stdout
    assert "原已导入3项" in run("--lang", "zh", *words).stdout
    assert "closures.csv" in run("imports").stdout
    assert "关闭" in run("--lang", "zh", "imports").stdout
    one = report[1].split(",")[3]
    assert run("reopen", one).exit_code == 0
    undone = run("import", "--undo", done["batch"]).stdout.splitlines()
    assert undone[0] == "2 closures reopened"
    assert undone[-1] == f"{one}  reopened since"
    again = run("--lang", "zh", "import", "--undo", done["batch"]).stdout
    assert "已重新开放0项关闭" in again
    assert f"{one}  此后已重新开放" in again


@pytest.mark.parametrize(
    "words",
    [
        ["old.csv", "--undo", "b"],
        ["--undo", "b", "--preview"],
        ["old.csv", "--what", "closures", "--as-history"],
        ["old.csv", "--what", "closures", "--mapping", "old.toml"],
        ["old.csv", "--guess", "new.toml", "--skip"],
        ["old.csv", "--readmit"],
        ["old.csv", "--what", "closures", "--readmit"],
        ["old.csv", "--what", "people", "--preset", "mrbs"],
        ["old.csv", "--what", "people", "--override", "x"],
        [],
    ],
    ids=" ".join,
)
def test_what_would_say_nothing_is_refused_in_each_language(folder: Path, words: list[str]) -> None:
    old_file("Great Hall")
    english, chinese = run("import", *words), run("--lang", "zh", "import", *words)
    assert (english.exit_code, chinese.exit_code) == (2, 2)
    assert "not with" in english.stderr or "give a file" in english.stderr
    assert "不能与" in chinese.stderr or "请给出文件" in chinese.stderr
    assert not (folder / "new.toml").exists()


def test_a_file_without_a_mapping_that_it_needs_says_so(folder: Path) -> None:
    old_file("A")
    done = run("--lang", "zh", "import", "old.csv")
    assert done.exit_code == 2
    assert "--guess" in done.stderr
    assert run("import").exit_code == 2
    assert run("import", "old.csv", "--undo", "x").exit_code == 2
    assert run("import", "--undo", "x").exit_code == 3
    assert run("--as", "li", "export", "out.csv").exit_code == 1
