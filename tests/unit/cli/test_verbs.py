"""The commands that move a booking through its life, and those of the office."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.unit.cli.conftest import CENTER, Run


def answer(run: Run, *words: str) -> Any:  # noqa: ANN401 - JSON
    done = run("--json", *words)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def booked(run: Run, day: str, *more: str, verb: str = "book") -> dict[str, Any]:
    words = ("--start", f"{day} 10:00", "--length", "2h", "--organizer", "acme")
    found: dict[str, Any] = answer(run, verb, "meeting", *words, *more)
    return found


def test_a_hold_is_lengthened_and_confirmed(run: Run, day: str) -> None:
    held = booked(run, day, "--ttl", "5m", verb="hold")
    assert held["state"] == "held"
    longer = answer(run, "extend", held["id"], "--ttl", "20m")
    assert longer["lapses_at"] > held["lapses_at"]
    done = run("confirm", held["id"], "--title", "Choir", "--version", str(longer["version"]))
    assert done.stdout.startswith("Booked: ")
    assert "“Choir”" in done.stdout


def test_a_booking_is_changed_in_one_step(run: Run, day: str) -> None:
    booking = booked(run, day)
    changed = answer(
        run,
        *("change", booking["id"], "--start", f"{day} 15:00", "--resource", "hall"),
        *("--headcount", "12", "--attendee", "li", "--attendee", "wang", "--reason", "more people"),
    )
    assert (changed["start_at"], changed["end_at"]) == (
        f"{day}T15:00:00+08:00",
        f"{day}T17:00:00+08:00",
    )
    assert (changed["resource"], changed["headcount"]) == ("hall", 12)
    assert [each["party"] for each in changed["attendees"]] == ["li", "wang"]
    history = answer(run, "history", booking["id"])
    assert [(each["act"], each["reason"]) for each in history] == [
        ("book", ""),
        ("change", "more people"),
    ]


def test_a_booking_gets_another_length_and_other_features(
    run: Run, day: str, center_file: Path
) -> None:
    projector = CENTER.replace("[resource.hall]\n", '[resource.hall]\nfeatures = ["projector"]\n')
    center_file.write_text(projector, encoding="utf-8")
    assert run("load", str(center_file)).exit_code == 0
    booking = booked(run, day)
    words = ("change", booking["id"], "--length", "3h", "--feature", "projector")
    changed = answer(run, *words, "--resource", "hall")
    assert changed["end_at"] == f"{day}T13:00:00+08:00"
    assert changed["features"] == ["projector"]
    both = run("change", booking["id"], "--length", "1h", "--end", f"{day} 12:00")
    assert both.exit_code == 2


def test_a_stale_version_is_refused(run: Run, day: str) -> None:
    booking = booked(run, day)
    run("change", booking["id"], "--title", "Choir")
    stale = run("--json", "cancel", booking["id"], "--version", "1")
    assert stale.exit_code == 1
    assert json.loads(stale.stdout)["decision"]["refusals"][0]["code"] == "STALE_VERSION"


def test_what_was_cancelled_is_brought_back(run: Run, day: str) -> None:
    booking = booked(run, day)
    assert run("cancel", booking["id"], "--reason", "ill").stdout.startswith("Cancelled: ")
    back = run("--lang", "zh", "restore", booking["id"], "--reason", "well again")
    assert back.stdout.startswith("已恢复：")
    assert answer(run, "booking", booking["id"])["state"] == "confirmed"


def test_the_same_key_does_it_once(run: Run, day: str) -> None:
    booking = booked(run, day)
    words = ("cancel", booking["id"], "--reason", "ill", "--key", "req-1")
    assert answer(run, *words)["version"] == answer(run, *words)["version"]
    assert run("cancel", booking["id"], "--reason", "rain", "--key", "req-1").exit_code == 1


@pytest.mark.parametrize("verb", ["check-in", "complete", "no-show"])
def test_what_has_not_begun_is_neither_used_nor_missed(run: Run, day: str, verb: str) -> None:
    booking = booked(run, day)
    refused = run(verb, booking["id"])
    assert refused.exit_code == 1
    assert refused.stderr


def test_at_is_a_time_and_a_label_is_one_of_the_room_type_s(run: Run, day: str) -> None:
    booking = booked(run, day)
    assert "at:" in run("check-in", booking["id"], "--at", "soon").stderr
    assert run("advance", booking["id"], "called").exit_code == 1


def test_who_may_not_decide_is_refused(run: Run, day: str) -> None:
    booking = booked(run, day)
    assert run("--as", "acme", "approve", booking["id"]).exit_code == 1
    assert run("decline", booking["id"], "--reason", "no").exit_code == 1  # it does not wait


def test_a_closure_names_whom_it_displaces_and_reopens(run: Run, day: str) -> None:
    booking = booked(run, day, "--resource", "hall")
    times = ("--start", day, "--end", f"{day} 12:00")
    words = ("close", "hall", *times, "--reason", "burst pipe", "--public-reason", "repair")
    preview = run(*words, "--preview")
    assert preview.stdout.startswith(f"Would be closed; nothing was written: {weekday(day)}")
    assert answer(run, *words, "--preview")["id"] == ""
    assert booking["id"] in preview.stdout
    assert "Nothing is closed" in run("closures").stdout
    closure = answer(run, *words)
    assert [each["id"] for each in closure["displaces"]] == [booking["id"]]
    assert closure["id"] in run("closures", "--start", day).stdout
    assert "repair" in run("--public", "closures").stdout
    assert "pipe" not in run("--public", "closures").stdout
    assert booking["id"] in run("affected", closure["id"]).stdout
    assert "必须" not in run("--lang", "zh", "reopen", closure["id"]).stdout
    assert answer(run, "affected", closure["id"]) == []


def weekday(day: str) -> str:
    return f"{date.fromisoformat(day):%a}"


def test_a_closed_center_is_called_by_its_name(run: Run, day: str) -> None:
    times = ("--start", day, "--end", f"{day} 12:00")
    assert "Corner house" in run("close", "corner", *times).stdout
    assert "街角之家" in run("--lang", "zh", "closures").stdout
    assert "Corner house: closed at short notice" in run("day", day).stdout


def test_what_waits_for_approval_is_not_said_to_be_booked(
    run: Run, day: str, center_file: Path
) -> None:
    asks = CENTER.replace("[offering.meeting]\n", "[offering.meeting]\napproval = true\n")
    center_file.write_text(asks, encoding="utf-8")
    assert run("load", str(center_file)).exit_code == 0
    words = ("meeting", "--start", f"{day} 10:00", "--length", "2h", "--organizer", "acme")
    told = run("book", *words, "--resource", "hall").stdout
    assert told.startswith("Requested; it is booked once somebody has approved it: ")
    assert ", until " in told
    told = run("--lang", "zh", "book", *words, "--resource", "study").stdout
    assert told.startswith("已提交申请，批准后才算预约：")
    held = booked(run, day, "--start", f"{day} 14:00", verb="hold")
    assert run("confirm", held["id"]).stdout.startswith("Requested; ")
    passed = run("book", *words, "--start", f"{day} 17:00", "--override", "agreed").stdout
    assert passed.startswith("Booked: ")


def test_a_history_names_fields_in_the_language_of_who_asks(run: Run, day: str) -> None:
    booking = booked(run, day)
    run("change", booking["id"], "--length", "3h", "--headcount", "3", "--title", "Choir")
    assert "(end, headcount, title)" in run("history", booking["id"]).stdout
    assert "(结束，人数，标题)" in run("--lang", "zh", "history", booking["id"]).stdout
    assert "(结束，人数，标题)" in run("--lang", "zh", "changes").stdout


def test_who_closes_an_id_of_two_things_says_which(run: Run, day: str, center_file: Path) -> None:
    again = CENTER.replace("[offering.meeting]", "[offering.hall]")
    center_file.write_text(again, encoding="utf-8")
    assert run("load", str(center_file)).exit_code == 0
    words = ("close", "hall", "--start", day, "--end", f"{day} 12:00")
    doubt = run("--lang", "zh", *words)
    assert doubt.exit_code == 2
    assert (
        "kind：缺少（所给：hall），应为：以下之一：--kind resource | --kind offering"
        in doubt.stderr
    )
    assert answer(run, *words, "--kind", "offering")["kind"] == "offering"
    assert answer(run, *words, "--kind", "resource")["kind"] == "resource"
    assert answer(run, "close", "study", *words[2:])["kind"] == "resource"


def test_a_room_that_is_offered_under_its_own_id_is_closed_itself(
    run: Run, day: str, center_file: Path
) -> None:
    same = CENTER.replace('[offering.bicycle]\nroom_type = "room"', "[offering.bicycles]")
    center_file.write_text(same, encoding="utf-8")
    assert run("load", str(center_file)).exit_code == 0
    words = ("close", "bicycles", "--start", day, "--end", f"{day} 12:00", "--preview")
    assert answer(run, *words)["kind"] == "resource"
    assert "the place bicycles itself" in run(*words).stdout
    assert "场地 bicycles 本身" in run("--lang", "zh", *words).stdout
    assert "itself" not in run(*words, "--kind", "resource").stdout
    assert answer(run, *words, "--kind", "offering")["kind"] == "offering"


def test_so_many_of_a_pool_are_closed(run: Run, day: str) -> None:
    times = ("--start", day, "--end", f"{day} 12:00")
    closure = answer(run, "close", "bicycles", *times, "--amount", "2")
    assert [take["amount"] for take in closure["takes"]] == [2]
    assert run("close", "bicycles", *times, "--amount", "9").exit_code == 2


def test_an_outage_is_noted(run: Run, day: str) -> None:
    ahead = run("outage", "--start", day, "--end", f"{day} 12:00", "--reason", "flood")
    assert ahead.exit_code == 1
    assert ahead.stderr.startswith("What has not happened yet cannot be noted")
    noted = run("outage", "--start", "2026-01-01", "--end", f"{day} 12:00", "--reason", "flood")
    assert noted.stdout.startswith("Outage noted: ")
    assert answer(run, "closures")[0]["kind"] == "outage"


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        (("settle",), "bookings settled: 0"),
        (("--lang", "zh", "settle"), "已处理0项预约"),
    ],
)
def test_settling_says_what_it_did(run: Run, words: tuple[str, ...], begins: str) -> None:
    assert run(*words).stdout.startswith(begins)


def test_what_is_not_there_is_not_found(run: Run) -> None:
    nothing = "0" * 32
    for words in (
        ("booking", nothing),
        ("history", nothing),
        ("extend", nothing),
        ("change", nothing, "--title", "x"),
        ("check-in", nothing),
        ("affected", nothing),
        ("reopen", nothing),
    ):
        assert run(*words).exit_code == 3, words


def test_a_hold_says_until_when_it_is_kept(run: Run, day: str) -> None:
    words = ("meeting", "--start", f"{day} 10:00", "--length", "1h", "--organizer", "acme")
    assert "held, until " in run("hold", *words, "--ttl", "10m").stdout
    assert (
        "，至" in run("--lang", "zh", "bookings").stdout
        or ", 至" in run("--lang", "zh", "bookings").stdout
    )
