"""The audit on the command line: words, JSON, and exit codes that a watchman can go by."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from pathlib import Path

from tests.integration.keeping.planting import damage_file
from tests.unit.cli.conftest import Run


def booked(run: Run, day: str) -> None:
    words = ("--start", f"{day} 10:00", "--length", "1h", "--organizer", "acme")
    assert run("book", "meeting", *words).exit_code == 0
    assert run("settle").exit_code == 0


def test_a_sound_database_is_said_to_be_sound(run: Run, day: str) -> None:
    booked(run, day)
    done = run("check")
    assert done.exit_code == 0
    assert "1 bookings" in done.stdout
    assert "nothing is wrong" in done.stdout
    assert "一切正常" in run("--lang", "zh", "check").stdout


def test_closures_are_counted_for_themselves(run: Run, day: str) -> None:
    assert run("close", "hall", "--start", f"{day} 10:00", "--end", f"{day} 11:00").exit_code == 0
    assert ": 0 bookings, 1 closures, 1 claims, " in run("check").stdout
    assert "预约 0 个，关闭 1 项" in run("--lang", "zh", "check").stdout


def test_damage_has_an_exit_code_of_its_own_and_is_told_with_the_remedy(
    run: Run, tmp_path: Path, day: str
) -> None:
    booked(run, day)
    damage_file(str(tmp_path / "book.db"), ["UPDATE booking SET local_start = 'noon'"])
    done = run("check")
    assert done.exit_code == 6
    assert "local_start booking" in done.stdout
    told = run("--json", "check")
    assert told.exit_code == 6
    [found] = json.loads(told.stdout)["findings"]
    assert found["code"] == "local_start"
    assert found["table"] == "booking"
    assert found["facts"]["kept"] == "noon (0)"
    assert found["text"].endswith(found["remedy"])


def test_a_database_that_has_lost_its_guards_is_audited_all_the_same(
    run: Run, tmp_path: Path, day: str
) -> None:
    booked(run, day)
    drop = "claim_after_is_clear_on_insert"
    with contextlib.closing(sqlite3.connect(tmp_path / "book.db")) as file:
        file.execute(f"DROP TRIGGER {drop}")
    assert run("day").exit_code == 4
    done = run("check")
    assert done.exit_code == 6
    assert f"guard_missing claim {drop}" in done.stdout


def test_the_head_is_printed_alone_and_holds_later(run: Run, tmp_path: Path, day: str) -> None:
    booked(run, day)
    head = run("check", "--head").stdout.strip()
    position, _, digest = head.partition(":")
    assert (position, len(digest)) == ("1", 64)
    assert run("check", "--anchor", head).exit_code == 0
    assert run("check", "--anchor", f"1:{'0' * 64}").exit_code == 6
    assert run("check", "--anchor", "1").exit_code == 2


def test_who_keeps_no_center_may_not_audit_it(run: Run, day: str) -> None:
    booked(run, day)
    assert run("--as", "li-wei", "check").exit_code == 1
    assert run("--db", "nothing.db", "check").exit_code == 3
