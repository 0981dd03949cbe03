"""Founding a center: answers, suggestions, faults, and what is written."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tomllib
from importlib.metadata import EntryPoints
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from neighborbook.cli.commands import neighborbook
from neighborbook.cli.founding.machine import zone_of_machine

GIVEN = ("--name", "Corner house", "--zone", "Asia/Shanghai", "--country", "CN")
ROOMS = ("--hours", "08:00-20:00", "--room", "Training room:40", "--room", "Study:6")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to be in, and a terminal that speaks English."""
    for name in ("NEIGHBORBOOK_DB", "NEIGHBORBOOK_CENTER", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def called(*words: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(neighborbook, list(words), input=typed)


def founded(text: str = "center.toml") -> dict[str, object]:
    return tomllib.loads(Path(text).read_text(encoding="utf-8"))


def test_what_is_printed_can_be_typed(here: Path) -> None:
    done = called("init", *GIVEN, *ROOMS, "--yes")
    assert done.exit_code == 0, done.output
    steps = [line.strip() for line in done.stdout.splitlines() if line.startswith("  ")]
    assert [step.split()[1] for step in steps] == ["slots", "book", "day"]
    said = ""
    for step in steps:
        program, *words = shlex.split(step)
        assert program == "neighborbook"
        then = called(*words)
        assert then.exit_code == 0, then.output
        said = then.stdout
    assert "First meeting" in said


def test_the_center_file_is_short_and_commented_in_the_language_of_who_asks(here: Path) -> None:
    assert called("--lang", "zh", "init", *GIVEN, *ROOMS, "--yes").exit_code == 0
    lines = Path("center.toml").read_text(encoding="utf-8").splitlines()
    assert 15 <= len(lines) <= 35
    assert "修改后重新载入：neighborbook load center.toml" in lines[1]
    assert called("load", "center.toml").exit_code == 0


def test_nothing_is_written_over(here: Path) -> None:
    Path("center.toml").write_text("mine", encoding="utf-8")
    failed = called("init", *GIVEN, *ROOMS, "--yes")
    assert (failed.exit_code, Path("center.toml").read_text("utf-8")) == (2, "mine")
    assert "nothing is written over" in failed.stderr
    assert not Path("neighborbook.db").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_file_that_cannot_be_written_to_its_end_is_none(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Path.open

    def full(path: Path, mode: str = "r", **how: Any) -> object:
        found = opened(path, mode, **how)
        if mode != "x":
            return found
        found.close()
        return opened(Path("/dev/full"), "w", **how)

    monkeypatch.setattr(Path, "open", full)
    failed = called("init", *GIVEN, *ROOMS, "--yes")
    assert failed.exit_code == 2
    assert "No space left" in failed.stderr
    assert not Path("center.toml").exists()


def test_a_center_that_the_database_holds_is_not_written_over_either(here: Path) -> None:
    assert called("init", *GIVEN, *ROOMS, "--yes").exit_code == 0
    for asked in ((), ("--center", "corner-house")):
        again = called(*asked, "init", "other.toml", *GIVEN, *ROOMS, "--yes")
        assert again.exit_code == 2
        assert "this one holds corner-house already" in again.stderr
        assert not Path("other.toml").exists()


@pytest.mark.parametrize("how", ["found by itself", "--db", "NEIGHBORBOOK_DB"])
def test_no_second_center_comes_into_a_database_unasked(
    here: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    assert called("init", *GIVEN, *ROOMS, "--yes").exit_code == 0
    named = ("--db", str(here / "neighborbook.db")) if how == "--db" else ()
    if how == "NEIGHBORBOOK_DB":
        monkeypatch.setenv("NEIGHBORBOOK_DB", str(here / "neighborbook.db"))
    words = ("init", "other.toml", "--name", "Bend", *GIVEN[2:], *ROOMS)
    refused = called(*named, *words, "--id", "bend", "--yes")
    assert refused.exit_code == 2
    assert "another --db" in refused.stderr
    assert "corner-house" in called(*named, *words, typed="").stderr  # before anything is asked
    assert "另一个 --db，因为此数据库已有corner-house" in called("--lang", "zh", *words).stderr
    assert not Path("other.toml").exists()
    assert called(*named, "offerings").exit_code == 0  # there is still but one
    beside = called(*named, "--center", "bend", *words, "--yes")
    assert beside.exit_code == 0, beside.stderr
    assert founded("other.toml")["center"]["id"] == "bend"  # type: ignore[index]
    assert "--center bend" in beside.stdout  # there are two now


def test_a_second_center_has_the_id_by_which_it_was_asked_for(here: Path) -> None:
    assert called("init", *GIVEN, *ROOMS, "--yes").exit_code == 0
    words = ("init", "other.toml", *GIVEN, *ROOMS, "--id", "corner", "--yes")
    assert called("--center", "bend", *words).exit_code == 2


def test_without_anybody_to_ask_every_fault_is_named_at_once(here: Path) -> None:
    words = ("--zone", "Asia/Nowhere", "--hours", "late", "--room", "Study", "--country", "XX")
    failed = called("init", *words, "--id", "ä b", "--yes")
    assert failed.exit_code == 2
    for path in ("name", "id", "zone", "country", "hours", "room"):
        word = "missing" if path == "name" else "invalid"
        assert f"\n  {path}: {word}" in failed.stderr
    assert not list(here.iterdir())


@pytest.mark.parametrize("asks", [(), ("--yes",)])
def test_a_place_that_will_not_do_hides_nothing_else_that_is_wrong(
    here: Path, asks: tuple[str, ...]
) -> None:
    wrong = ("--name", "x", "--zone", "Nowhere", "--country", "XX", "--hours", "8", "--room", "A")
    failed = called("--json", "init", "nowhere/center.toml", *wrong, *asks)
    assert failed.exit_code == 2
    told = [each["path"] for each in json.loads(failed.stdout)["faults"]]
    assert told == ["file", "zone", "country", "hours", "room"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no terminal to be played")
def test_who_ends_the_questions_hears_how_else_it_can_be_said(here: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    words = ["--lang", "zh", "init", *GIVEN, "--hours", "08:00-20:00", "--id", "corner"]
    program = [sys.executable, "-m", "neighborbook.cli", *words]
    os.write(ours, b"\x04")  # the end of what is typed
    done = subprocess.run(
        program, check=False, stdin=theirs, capture_output=True, text=True, timeout=60
    )
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 2
    assert "room：缺少，应为：以 --room 给出" in done.stderr
    assert "Aborted" not in done.stderr
    assert not list(here.iterdir())


def test_a_script_without_an_answer_hears_all_that_it_got_wrong(here: Path) -> None:
    failed = called("init", "--zone", "Asia/Nowhere", "--hours", "late", typed="")
    assert failed.exit_code == 2
    for path in ("name: missing", "zone: invalid", "hours: invalid", "room: missing"):
        assert path in failed.stderr
    assert "yes: missing" in failed.stderr
    assert "country: " not in failed.stderr  # it is suggested


def test_a_bad_answer_is_asked_again_with_the_reason(here: Path) -> None:
    answers = [
        *("Corner house", "", "Asia/Nowhere", "Asia/Shanghai", "China", "CN", "9 to 5"),
        *("mon-fri 08:00-18:00; sat 09:00-12:00", "Study", "Study:0", "Study:6", "Hall:80", ""),
    ]
    done = called("init", typed="\n".join(answers) + "\n")
    assert done.exit_code == 0, done.output
    for reason in ("zone: invalid (given: Asia/Nowhere)", "hours: ", "room: ", "country: "):
        assert reason in done.stderr
    center = founded()
    assert center["hours"] == {"open": {"mon-fri": "08:00-18:00", "sat": "09:00-12:00"}}
    assert list(center["resource"]) == ["study", "hall"]  # type: ignore[call-overload]
    assert center["center"]["id"] == "corner-house"  # type: ignore[index]


def test_names_in_chinese_get_readable_ids_or_numbers(here: Path) -> None:
    rooms = (
        "--room",
        "培训室:40",
        "--room",
        "棋牌：8",
        "--room",
        "会议室A:6",
        "--room",
        "会议室 a:4",
    )
    done = called(
        *("init", "--name", "安平邻里中心", "--zone", "Asia/Shanghai", *rooms, "--yes", "--json")
    )
    assert json.loads(done.stdout)["center"] == "center"
    assert list(founded()["resource"]) == [  # type: ignore[call-overload]
        "training-room",
        "room-1",
        "meeting-room-a",
        "meeting-room-a-2",
    ]


@pytest.mark.parametrize(("zone", "country"), [("Asia/Tokyo", "JP"), ("UTC", None)])
def test_the_country_is_suggested_by_the_zone(here: Path, zone: str, country: str | None) -> None:
    words = ("--name", "A", "--zone", zone, "--room", "Hall:9", "--yes")
    assert called("init", *words).exit_code == 0
    assert founded()["center"].get("country") == country  # type: ignore[attr-defined]


def test_the_zone_of_the_machine_is_read_where_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TZ", raising=False)
    (tmp_path / "etc").mkdir()
    assert zone_of_machine(tmp_path) is None
    (tmp_path / "etc" / "localtime").symlink_to("/usr/share/zoneinfo/Europe/Helsinki")
    assert zone_of_machine(tmp_path) == "Europe/Helsinki"
    (tmp_path / "etc" / "timezone").write_text("Asia/Shanghai\n", encoding="ascii")
    assert zone_of_machine(tmp_path) == "Asia/Shanghai"
    monkeypatch.setenv("TZ", ":America/Lima")
    assert zone_of_machine(tmp_path) == "America/Lima"
    monkeypatch.setenv("TZ", "Etc/UTC")  # a server's clock, nobody's civil time
    assert zone_of_machine(tmp_path) == "Asia/Shanghai"


def test_where_no_plugin_is_installed_rooms_are_plain(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing(*, group: str) -> EntryPoints:
        return EntryPoints()

    monkeypatch.setattr("neighborbook.cli.founding.founding.entry_points", nothing)
    assert called("init", *GIVEN, *ROOMS, "--yes").exit_code == 0
    assert "plugins" not in founded()["center"]  # type: ignore[operator]
    assert {each["room_type"] for each in json.loads(called("--json", "offerings").stdout)} == {
        "room"
    }


def test_a_database_that_was_named_is_named_in_what_is_printed(here: Path) -> None:
    (here / "our books").mkdir()
    done = called("--db", "our books/a.db", "init", "our books/c.toml", *GIVEN, *ROOMS, "--yes")
    assert done.exit_code == 0, done.output
    steps = [line.strip() for line in done.stdout.splitlines() if line.startswith("  ")]
    assert all(step.startswith('neighborbook --db "our books/a.db" ') for step in steps)
    assert called(*shlex.split(steps[1])[1:]).exit_code == 0


def test_the_database_lies_beside_the_file(here: Path) -> None:
    (here / "corner").mkdir()
    assert called("init", "corner/center.toml", *GIVEN, *ROOMS, "--yes").exit_code == 0
    assert (here / "corner" / "neighborbook.db").exists()
    assert called("init", "nowhere/center.toml", *GIVEN, *ROOMS, "--yes").exit_code == 2


def test_a_database_that_cannot_be_made_leaves_no_file(here: Path) -> None:
    Path("neighborbook.db").write_text("Dear neighbor, " * 400, encoding="utf-8")
    for database in ("neighborbook.db", "nowhere/books.db"):
        failed = called("--db", database, "init", *GIVEN, *ROOMS, "--yes")
        assert failed.exit_code == 4
        assert not Path("center.toml").exists()


def test_names_that_toml_must_escape_come_through(here: Path) -> None:
    name = 'The "Corner" \\ house'
    assert called("init", "--name", name, *GIVEN[2:], "--room", "A#1:2", "--yes").exit_code == 0
    assert founded()["center"]["name"] == name  # type: ignore[index]
