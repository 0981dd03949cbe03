from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from neighborbook.cli.commands import neighborbook
from neighborbook.cli.options import Options
from neighborbook.ical.lint import lint
from tests.unit.cli.conftest import CENTER, Run


def booked(run: Run, day: str, *more: str) -> dict[str, object]:
    done = run(
        "--json",
        "book",
        "meeting",
        *("--start", f"{day} 10:00", "--length", "2h", "--organizer", "acme"),
        *more,
    )
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def test_loading_a_center_again_changes_nothing(run: Run, center_file: Path) -> None:
    again = run("--json", "load", str(center_file))
    assert (again.exit_code, json.loads(again.stdout)["added"]) == (0, [])


def test_a_preview_says_what_would_change_and_writes_nothing(run: Run, center_file: Path) -> None:
    center_file.write_text(CENTER + "[resource.attic]\n", encoding="utf-8")
    for _ in range(2):
        preview = run("load", "--preview", str(center_file))
        assert "+ resource attic" in preview.stdout
        assert "nothing was written" in preview.stdout


def test_a_preview_against_nothing_leaves_no_file_behind(tmp_path: Path, center_file: Path) -> None:
    words = ["--db", str(tmp_path / "new.db"), "load", "--preview", str(center_file)]
    assert CliRunner().invoke(neighborbook, words).exit_code == 0
    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize("scheme", ["", "sqlite:///"])
@pytest.mark.parametrize("command", ["offerings", "plugins", "upgrade"])
def test_asking_a_database_that_does_not_exist_makes_no_file(
    tmp_path: Path, scheme: str, command: str
) -> None:
    CliRunner().invoke(neighborbook, ["--db", f"{scheme}{tmp_path / 'new.db'}", command])
    assert list(tmp_path.iterdir()) == []


def test_every_fault_of_a_center_file_is_named_at_once(run: Run, center_file: Path) -> None:
    faulty = CENTER.replace("Asia/Shanghai", "Asia/Nowhere") + "[resource.attic]\ncapacity = -1\n"
    center_file.write_text(faulty, encoding="utf-8")
    failed = run("load", str(center_file))
    assert failed.exit_code == 2
    assert "center.zone" in failed.stderr
    assert "resource.attic.capacity" in failed.stderr


def test_a_center_file_that_does_not_exist_is_an_invalid_request(run: Run) -> None:
    failed = run("load", "nowhere.toml")
    assert failed.exit_code == 2
    assert "can be read" in failed.stderr


def test_slots_can_be_searched_for_nobody_in_particular(run: Run, day: str) -> None:
    words = ("slots", "meeting", "--start", day, "--end", f"{day} 23:00", "--length", "2h")
    for who in ((), ("--public",), ("--as", "li-wei")):
        found = run(*who, *words, "--limit", "2")
        assert found.exit_code == 0, found.output
        assert len(found.stdout.splitlines()) == 2
        assert "08:00–10:00  Study (study)" in found.stdout
        assert "--limit" in found.stderr


def test_a_slot_in_json_says_its_start_as_local_time_with_its_offset(run: Run, day: str) -> None:
    found = run(
        *("slots", "meeting", "--start", day, "--end", f"{day} 23:00"),
        *("--length", "2h", "--limit", "1", "--json"),
    )
    [slot] = json.loads(found.stdout)
    assert slot["request"]["start"] == f"{day}T08:00:00+08:00"
    assert slot["request"]["resource"] == "study"


def test_a_search_names_all_that_it_lacks(run: Run) -> None:
    failed = run("slots", "meeting")
    assert failed.exit_code == 2
    assert [word in failed.stderr for word in ("start:", "end:", "length:")] == [True] * 3


def test_a_booking_is_made_and_cancelled(run: Run, day: str) -> None:
    booking = booked(run, day, "--title", "Choir")
    assert (booking["state"], booking["title"], booking["resource"]) == (
        "confirmed",
        "Choir",
        "study",
    )
    assert booking["start_at"] == f"{day}T10:00:00+08:00"
    gone = run("--lang", "zh", "cancel", str(booking["id"]), "--reason", "rain")
    assert gone.exit_code == 0
    assert "已取消" in gone.stdout


def test_the_same_key_books_once(run: Run, day: str) -> None:
    first, second = (booked(run, day, "--key", "req-1") for _ in range(2))
    assert first["id"] == second["id"]


@pytest.mark.parametrize(("language", "said"), [("en", "Instead you could have"), ("zh", "可改约")])
def test_a_refusal_is_on_stderr_in_the_language_asked_for(
    run: Run, day: str, language: str, said: str
) -> None:
    booked(run, day, "--resource", "hall")
    refused = run(
        "book",
        "meeting",
        *("--start", f"{day} 10:00", "--length", "2h", "--organizer", "zeta"),
        *("--headcount", "30", "--lang", language),
    )
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert said in refused.stderr


def test_a_refusal_in_json_carries_reasons_and_alternatives(run: Run, day: str) -> None:
    booked(run, day, "--resource", "hall")
    refused = run(
        *("--json", "book", "meeting", "--start", f"{day} 10:00", "--length", "2h"),
        *("--organizer", "zeta", "--resource", "hall"),
    )
    assert refused.exit_code == 1
    failure = json.loads(refused.stdout)
    assert failure["error"] == "Refused"
    assert [r["code"] for r in failure["decision"]["refusals"]] == ["CONFLICT_RESOURCE"]
    assert failure["decision"]["alternatives"]


def test_explain_says_yes_and_no_by_its_exit_code_and_writes_nothing(run: Run, day: str) -> None:
    words = ("explain", "meeting", "--length", "2h", "--organizer", "acme")
    assert run(*words, "--start", f"{day} 10:00").exit_code == 0
    no = run(*words, "--start", f"{day} 03:00")
    assert no.exit_code == 1
    assert "open" in no.stdout
    assert run(*words, "--start", f"{day} 10:00").exit_code == 0


@pytest.mark.parametrize("offering", ["meeting", "nix"])
def test_all_that_is_wrong_with_a_wish_is_named_at_once(run: Run, offering: str) -> None:
    failed = run(
        *("--json", "book", offering, "--start", "2026-02-30", "--length", "1x"),
        *("--organizer", "acme", "--headcount", "0", "--details", "{"),
    )
    assert failed.exit_code == 2
    told = {each["path"] for each in json.loads(failed.stdout)["faults"]}
    assert told - {"offering"} == {"start", "length", "headcount", "details"}


def test_an_id_that_is_one_of_many_is_told_that_there_are_more(run: Run, center_file: Path) -> None:
    many = "".join(f"[offering.o{n}]\nplaces = ['hall']\n" for n in range(19))
    center_file.write_text(center_file.read_text("utf-8") + many, "utf-8")
    assert run("load", str(center_file)).exit_code == 0
    words = ("book", "meetin", "--start", "2026-12-01", "--length", "1h", "--organizer", "acme")
    assert ", …; did you mean 'meeting'?" in run(*words).stderr
    assert ", …；是否指'meeting'？" in run("--lang", "zh", *words).stderr


def test_details_that_are_no_object_are_a_fault(run: Run, day: str) -> None:
    failed = run(
        *("explain", "meeting", "--start", f"{day} 10:00", "--length", "1h"),
        *("--organizer", "acme", "--details", "[1]"),
    )
    assert failed.exit_code == 2
    assert "details: invalid" in failed.stderr


def test_the_public_sees_that_a_room_is_taken_and_not_by_whom(run: Run, day: str) -> None:
    booked(run, day, "--title", "Choir")
    public, mine = run("--public", "day", day), run("--as", "acme", "day", day)
    assert "####" in public.stdout
    assert "acme" not in public.stdout
    assert "Choir" not in public.stdout
    assert "10:00–12:00  Study  acme  Choir  [confirmed]" in mine.stdout
    assert "大厅" in run("day", day, "--lang", "zh").stdout


def test_a_day_in_json_has_a_row_for_every_room(run: Run, day: str) -> None:
    board = json.loads(run("--json", "day", day).stdout)
    assert board["day"] == day
    assert [row["resource"]["id"] for row in board["rows"]] == ["hall", "study", "bicycles"]
    assert board["rows"][0]["opens"] == [
        {"start": f"{day}T08:00:00+08:00", "end": f"{day}T20:00:00+08:00"}
    ]


def test_no_date_is_today_and_a_wrong_date_is_a_fault(run: Run) -> None:
    assert "Study" in run("day").stdout
    assert run("day", "2026-02-30").exit_code == 2


def test_a_calendar_is_valid_on_stdout_and_in_a_file(run: Run, day: str, tmp_path: Path) -> None:
    booked(run, day)
    feed = run("calendar", "--resource", "study")
    assert lint(feed.stdout_bytes) == ()
    assert b"BEGIN:VEVENT" in feed.stdout_bytes
    assert run("calendar", "--resource", "study", "-o", str(tmp_path / "s.ics")).exit_code == 0
    assert lint((tmp_path / "s.ics").read_bytes()) == ()
    assert (
        "VCALENDAR" in json.loads(run("--json", "calendar", "--party", "acme").stdout)["calendar"]
    )


def test_a_calendar_that_cannot_be_written_is_said_in_both_languages(
    run: Run, tmp_path: Path
) -> None:
    words = ("calendar", "--resource", "study", "-o", str(tmp_path / "nowhere/s.ics"))
    failed = run("--json", *words)
    assert failed.exit_code == json.loads(failed.stdout)["exit_code"] == 2
    assert "expected a file that can be written (No such file or directory)" in failed.stderr
    assert "可写入的文件" in run("--lang", "zh", *words).stderr


def test_a_calendar_can_be_busy_times_alone_and_ring(run: Run, day: str) -> None:
    booked(run, day)
    assert b"BEGIN:VFREEBUSY" in run("calendar", "--resource", "study", "--freebusy").stdout_bytes
    rings = run("calendar", "--party", "acme", "--alarm", "15m", "--alarm", "1h", "--history", "0d")
    assert lint(rings.stdout_bytes, alarms=True) == ()
    assert rings.stdout_bytes.count(b"BEGIN:VALARM") == 2
    assert run("calendar", "--resource", "study", "--alarm", "15m").exit_code == 2


def test_a_calendar_has_exactly_one_subject(run: Run) -> None:
    assert run("calendar").exit_code == 2
    assert run("calendar", "--resource", "hall", "--party", "acme").exit_code == 2
    assert run("calendar", "--resource", "cellar").exit_code == 2


def test_what_is_not_there_is_exit_code_three(run: Run, tmp_path: Path) -> None:
    assert run("cancel", "0" * 32).exit_code == 3
    assert "预约" in run("--lang", "zh", "cancel", "0" * 32).stderr
    nowhere = run("--db", str(tmp_path / "none.db"), "day")
    assert nowhere.exit_code == 3
    assert "load" in nowhere.stderr
    assert not (tmp_path / "none.db").exists()
    assert run("--center", "elsewhere", "day").exit_code == 3


def test_a_database_that_is_none_is_a_storage_error(run: Run, tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("Dear neighbor, " * 400, encoding="utf-8")
    failed = run("--db", str(tmp_path / "letter.db"), "--center", "corner", "day")
    assert failed.exit_code == 4


def test_a_plugin_that_is_missing_is_exit_code_five(run: Run, center_file: Path) -> None:
    wanting = CENTER.replace("[center]", '[center]\nplugins = ["no-such-plugin"]')
    center_file.write_text(wanting, encoding="utf-8")
    failed = run("load", str(center_file))
    assert failed.exit_code == 5
    assert "no-such-plugin" in failed.stderr


def test_faults_are_told_in_chinese_too(run: Run, day: str) -> None:
    words = ("slots", "meeting", "--start", day, "--end", day, "--length", "soon")
    failed = run("--lang", "zh", *words)
    assert failed.exit_code == 2
    assert "请改正下列各处后重试" in failed.stderr
    assert "end：无效" in failed.stderr
    assert "length：无效（所给：soon），应为：带单位的时长" in failed.stderr
    assert "end: invalid" in run("--lang", "en", *words).stderr


def test_any_offering_of_a_room_type_is_found_and_named(run: Run, day: str) -> None:
    words = ("--start", day, "--end", f"{day} 10:00", "--length", "2h")
    found = run("slots", "--room-type", "room", *words)
    assert found.exit_code == 0
    assert [line.split("  ")[1] for line in found.stdout.splitlines()] == [
        "meeting: Study (study)",
        "meeting: Hall (hall)",
        "bicycle: Bicycles (bicycles)",
    ]
    assert run("slots", *words).exit_code == 2


def test_of_several_centers_one_must_be_named(run: Run, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text(CENTER.replace('id = "corner"', 'id = "bend"'), encoding="utf-8")
    mistaken = run("load", str(other))
    assert mistaken.exit_code == 2  # a slip in an id makes no second center
    assert "center.id" in mistaken.stderr
    assert run("--center", "bend", "load", str(other)).exit_code == 0
    unclear = run("day")
    assert unclear.exit_code == 2
    assert "bend, corner" in unclear.stderr
    assert run("--center", "bend", "day").exit_code == 0


def test_nobody_is_a_person_and_the_public_at_once(run: Run) -> None:
    assert run("--public", "--as", "li-wei", "day").exit_code == 2


def test_the_terminal_s_own_language_is_spoken(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "找不到" in run("cancel", "0" * 32).stderr
    monkeypatch.setenv("NEIGHBORBOOK_LANG", "en")
    assert "There is no booking" in run("cancel", "0" * 32).stderr


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("postgresql://li:se@cret@db.example/book", "postgresql://li@db.example/book"),
        ("postgresql:///book?password=x&user=li", "postgresql:///book?user=li"),
        ("postgresql://db/book?password=a@b", "postgresql://db/book"),
        ("postgresql://li@db/book?sslpassword=x", "postgresql://li@db/book"),
        ("sqlite:///C:/li@home/book.db", "sqlite:///C:/li@home/book.db"),
    ],
)
def test_a_password_in_an_address_is_not_shown_and_all_else_is(given: str, shown: str) -> None:
    assert Options(database=given).shown_database == shown


def test_a_place_keeps_its_name_beside_an_offering_of_the_same_id(
    run: Run, center_file: Path, day: str
) -> None:
    same = CENTER.replace("[offering.meeting]", "[offering.hall]").replace(
        'name = { en = "Meeting room", zh = "会议室" }\n', ""
    )
    center_file.write_text(same, encoding="utf-8")
    assert run("load", str(center_file)).exit_code == 0
    words = ("hall", "--start", f"{day} 10:00", "--length", "1h", "--resource", "hall")
    assert "Hall" in run("book", *words, "--organizer", "acme").stdout
    refused = run("book", *words, "--organizer", "zeta")
    assert refused.stderr.startswith("Hall is taken")
