"""The commands that read the book."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.unit.cli.conftest import CENTER, Run
from tests.unit.cli.test_verbs import answer, booked


def test_offerings_and_resources_are_listed_by_name(run: Run) -> None:
    offerings = run("--lang", "zh", "offerings").stdout.splitlines()
    assert offerings[0].split() == ["编号", "名称", "类型", "地点"]
    assert offerings[1].split() == ["meeting", "会议室", "room", "study,", "hall"]
    resources = run("resources").stdout.splitlines()
    assert resources[0].split() == ["ID", "NAME", "CAPACITY", "HOURS"]
    assert resources[3].split() == ["bicycles", "Bicycles", "3", "daily"]
    assert [each["id"] for each in answer(run, "resources")] == ["hall", "study", "bicycles"]


def test_a_number_of_a_policy_is_no_instant(run: Run, center_file: Path) -> None:
    opens = 'room_type = "room"\nopens_at = "08:00"\nplaces = [{ resource = "study"'
    center_file.write_text(
        CENTER.replace('room_type = "room"\nplaces = [{ resource = "study"', opens), "utf-8"
    )
    assert run("load", str(center_file)).exit_code == 0
    assert answer(run, "offerings")[0]["policy"]["opens_at"] == 480


def test_bookings_are_narrowed_by_what_is_given(run: Run, day: str) -> None:
    mine = booked(run, day)
    other = answer(
        run,
        *("book", "meeting", "--start", f"{day} 14:00", "--length", "1h", "--organizer", "zeta"),
        *("--resource", "hall", "--attendee", "li"),
    )

    def ids(*words: str) -> list[str]:
        return [each["id"] for each in answer(run, "bookings", *words)]

    assert ids() == [mine["id"], other["id"]]
    assert ids("--start", f"{day} 13:00") == ids("--organizer", "zeta") == [other["id"]]
    assert ids("--resource", "hall") == ids("--party", "li") == [other["id"]]
    assert ids("--end", f"{day} 13:00") == [mine["id"]]
    assert ids("--state", "void") == ids("--offering", "bicycle") == []
    assert run("bookings", "--state", "gone").exit_code == 2
    assert run("bookings", "--state", "void").stdout == "No bookings.\n"
    assert "--limit" in run("bookings", "--limit", "1").stderr


def test_changes_are_read_on_from_their_token(run: Run, day: str) -> None:
    booking = booked(run, day)
    first = answer(run, "changes")
    assert [each["act"] for each in first["changes"]] == ["book"]
    assert first["changes"][0]["at"].endswith("+08:00")
    run("cancel", booking["id"])
    then = run("changes", "--since", first["token"]).stdout.splitlines()
    assert "cancelled" in then[0]
    assert then[-1] == "Next time: --since corner:2"
    assert run("changes", "--since", "elsewhere:1").exit_code == 2


def test_usage_by_number_says_of_what(run: Run, day: str, center_file: Path) -> None:
    quota = 'room_type = "room"\nquota = { amount = 3, per = "month" }\nplaces = [{ resource'
    center_file.write_text(
        CENTER.replace('room_type = "room"\nplaces = [{ resource', quota), "utf-8"
    )
    run("load", str(center_file))
    booked(run, day)
    line = run("usage", "acme", "--at", day).stdout.splitlines()[1]
    assert line.split()[:7] == ["meeting", "3", "bookings", "1", "booking", "2", "bookings"]
    chinese = run("--lang", "zh", "usage", "acme", "--at", day).stdout.splitlines()[1]
    assert chinese.split()[:4] == ["meeting", "3次预约", "1次预约", "2次预约"]


def test_usage_says_how_much_of_a_quota_is_left(run: Run, day: str, center_file: Path) -> None:
    quota = 'room_type = "room"\nquota = { amount = "8h", per = "month" }\nplaces = [{ resource'
    center_file.write_text(
        CENTER.replace('room_type = "room"\nplaces = [{ resource', quota), "utf-8"
    )
    assert run("load", str(center_file)).exit_code == 0
    booked(run, day)
    lines = run("usage", "acme", "--at", day).stdout.splitlines()
    assert lines[1].split()[:4] == ["meeting", "8h", "2h", "6h"]
    [told] = answer(run, "usage", "acme", "--at", day)
    assert (told["left"], told["resets_at"][10:]) == (6 * 3600, "T00:00:00+08:00")
    assert run("--public", "usage", "acme").exit_code == 1


def test_a_day_in_sentences_says_what_is_open_taken_closed_and_free(run: Run, day: str) -> None:
    booked(run, day, "--title", "Choir")
    times = ("--start", f"{day} 14:00", "--end", f"{day} 15:00")
    run("close", "study", *times, "--public-reason", "repair")
    told = run("day", day, "--sentences").stdout.split("\n\n")
    assert told[0] == f"The day {day}."
    assert told[2].strip() == (
        "Study is open from 08:00 to 20:00. "
        "It is taken from 10:00 to 12:00: “Choir”, acme, confirmed. "
        "It is closed from 14:00 to 15:00: repair. "
        "Nothing is booked from 08:00 to 10:00 and from 12:00 to 14:00 and from 15:00 to 20:00."
    )
    assert told[3].strip() == (
        "Bicycles is open from 08:00 to 20:00. Nothing is booked from 08:00 to 20:00."
    )
    chinese = run("--lang", "zh", "--public", "day", day, "--sentences").stdout
    assert "书房开放08:00至20:00。10:00至12:00已占用：已确认。" in chinese
    assert "acme" not in chinese


def test_what_goes_beyond_the_day_ends_with_it(run: Run, day: str) -> None:
    before = (datetime.fromisoformat(day) - timedelta(days=1)).date()
    run("close", "hall", "--start", f"{before}", "--end", f"{before} 23:00")
    run("close", "study", "--start", f"{before} 22:00", "--end", f"{day} 09:00")
    assert "It is closed from 22:00 to 24:00." in run("day", f"{before}", "--sentences").stdout
    assert "It is closed from 00:00 to 09:00." in run("day", day, "--sentences").stdout
    run("close", "corner", "--start", day, "--end", f"{day} 23:59:59", "--reason", "gala")
    run("close", "hall", "--start", f"{before}", "--end", f"{day}T00:00")
    assert "It is closed all day." in run("day", f"{before}", "--sentences").stdout
    assert "Nothing is left of the day." in run("day", day, "--sentences").stdout


def test_setup_is_not_told_as_free_and_part_of_a_pool_not_as_closed(
    run: Run, day: str, center_file: Path
) -> None:
    buffers = CENTER.replace("[offering.meeting]\n", '[offering.meeting]\nbefore = "30m"\n')
    center_file.write_text(buffers, "utf-8")
    assert run("load", str(center_file)).exit_code == 0
    booked(run, day)
    times = ("--start", f"{day} 14:00", "--end", f"{day} 15:00")
    closed = run("close", "bicycles", *times, "--amount", "2")
    assert closed.stdout.rstrip().endswith("14:00–15:00  Bicycles: 2 of 3 closed")
    assert "Bicycles: 2 of 3 closed" in run("closures").stdout
    told = run("day", day, "--sentences").stdout
    assert "Nothing is booked from 08:00 to 09:30 and from 12:00 to 20:00." in told
    assert "2 of 3 closed from 14:00 to 15:00." in told


def test_of_a_pool_is_said_once_how_many_are_taken_and_when_none_is(run: Run, day: str) -> None:
    for start, end, who in (("13", "15", "acme"), ("14", "16", "li"), ("17", "18", "acme")):
        times = ("--start", f"{day} {start}:00", "--end", f"{day} {end}:00")
        assert run("book", "bicycle", *times, "--organizer", who).exit_code == 0
    told = run("--public", "day", day, "--sentences").stdout.split("\n\n")[3].strip()
    assert told == (
        "Bicycles is open from 08:00 to 20:00. "
        "1 of 3 taken from 13:00 to 14:00 and from 15:00 to 16:00 and from 17:00 to 18:00. "
        "2 of 3 taken from 14:00 to 15:00. "
        "Nothing is booked from 08:00 to 13:00 and from 16:00 to 17:00 and from 18:00 to 20:00."
    )
    known = run("day", day, "--sentences").stdout
    assert "One of them from 14:00 to 16:00: li, confirmed." in known
    assert "It is taken" not in known


def test_a_room_that_is_no_longer_offered_says_so_in_sentences(
    run: Run, day: str, center_file: Path
) -> None:
    booked(run, day)
    retired = CENTER.replace('{ resource = "study", most = 6 }, ', "")
    head, _, rest = retired.partition("[resource.study]")
    center_file.write_text(head + rest[rest.index("[resource.bicycles]") :], "utf-8")
    assert run("load", str(center_file)).exit_code == 0
    assert "Study (no longer offered) is " in run("day", day, "--sentences").stdout


def test_a_room_that_is_closed_all_day_says_so(run: Run, center_file: Path) -> None:
    center_file.write_text(CENTER.replace("daily = ", "mon = "), encoding="utf-8")
    assert run("load", str(center_file)).exit_code == 0
    assert "Hall is closed all day." in run("day", "2026-12-01", "--sentences").stdout


def test_holidays_say_what_is_provisional_and_whom_to_call(
    run: Run, day: str, center_file: Path
) -> None:
    booking = booked(run, day)
    stated = f'[center]\ncountry = "CN"\nholidays = [{day}]'
    closed = CENTER.replace("[center]", stated).replace(
        'daily = "08:00-20:00"', 'daily = "08:00-20:00"\nholidays = "closed"'
    )
    center_file.write_text(closed, encoding="utf-8")
    assert run("load", str(center_file)).exit_code == 0
    told = run("holidays").stdout
    assert f"{day} " in told
    assert "not worked, by the center file" in told
    assert "move or cancel" in told
    assert booking["id"] in told
    found: dict[str, Any] = answer(run, "holidays", "--year", day[:4])
    assert [each["id"] for each in found["closed"]] == [booking["id"]]
    assert [each["stated"] for each in found["days"] if each["day"] == day] == [True]
    far = run("--lang", "zh", "holidays", "--year", "2060").stdout
    assert "暂定年份：2060" in far
    assert run("holidays", "--published", "soon", "--year", "1").exit_code == 2
    assert "1. pip install -U holidays" in run("holidays", "--help").stdout


def test_plugins_say_what_they_bring_and_who_enables_them(
    run: Run, center_file: Path, tmp_path: Path
) -> None:
    wanted = CENTER.replace("[center]", '[center]\nplugins = ["meeting-room"]')
    center_file.write_text(wanted, encoding="utf-8")
    assert run("load", str(center_file)).exit_code == 0
    [meeting] = [each for each in answer(run, "plugins") if each["name"] == "meeting-room"]
    assert meeting["distribution"] == "neighborbook-meeting-room"
    assert (meeting["enabled_by"], meeting["api"]) == (["corner"], 1)
    assert (meeting["room_types"], meeting["hooks"]) == (["meeting-room"], ["register_room_types"])
    nowhere = json.loads(run("--json", "--db", str(tmp_path / "none.db"), "plugins").stdout)
    assert [each["enabled_by"] for each in nowhere if each["name"] == "meeting-room"] == [[]]
    assert not (tmp_path / "none.db").exists()
    assert "启用的中心：corner" in run("--lang", "zh", "plugins").stdout.replace(": ", "：")
