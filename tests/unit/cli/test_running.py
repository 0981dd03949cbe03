"""Settling again and again, and upgrading."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from neighborbook.storage.migrations import HERE, revisions
from neighborbook.storage.sqlite_opening import open_file
from tests.unit.cli.conftest import Run

REVISION = '''
"""A revision of the future."""
import sqlalchemy as sa
from alembic import op

revision = "{new}"
down_revision = "{last}"

def upgrade() -> None:
    op.create_table("future", sa.Column("id", sa.Integer(), primary_key=True))
'''


def test_settling_again_and_again_ends_when_it_is_told_to(
    run: Run, tmp_path: Path, day: str
) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no signal that a parent could send to end it in order")
    program = [sys.executable, "-m", "neighborbook.cli", "--db", str(tmp_path / "book.db")]
    words = ("book", "meeting", "--start", f"{day} 10:00", "--length", "1h", "--organizer", "acme")
    with subprocess.Popen(
        [*program, "settle", "--every", "0.1", "--json"], stdout=subprocess.PIPE, text=True
    ) as settling:
        assert settling.stdout is not None
        assert run(*words).exit_code == 0
        told = {
            "lapsed": 0,
            "sealed": 1,
            "told": 0,
            "unreached": 0,
            "to_call": 0,
            "followed": 0,
            "stale": 0,
        }
        assert json.loads(settling.stdout.readline()) == told
        settling.send_signal(signal.SIGTERM)
        assert settling.wait(timeout=30) == 0


def test_hours_that_leave_bookings_outside_say_which(run: Run, day: str, center_file: Path) -> None:
    times = ("--start", f"{day} 18:00", "--length", "1h", "--organizer", "acme")
    assert run("book", "meeting", *times).exit_code == 0
    shorter = center_file.read_text("utf-8").replace("08:00-20:00", "08:00-18:30")
    center_file.write_text(shorter, "utf-8")
    preview = run("load", str(center_file), "--preview").stdout
    assert "Bookings that lie outside the hours now (1); move or cancel them:" in preview
    assert "18:00–19:00  Study  acme" in preview
    told = json.loads(run("--json", "load", str(center_file)).stdout)
    assert [each["organizer"] for each in told["outside_hours"]] == ["acme"]


def test_a_file_of_another_center_is_told_how_it_can_be_loaded(run: Run, center_file: Path) -> None:
    other = center_file.read_text("utf-8").replace('id = "corner"', 'id = "anping"')
    center_file.write_text(other, "utf-8")
    failed = run("load", str(center_file))
    assert (failed.exit_code, "--center anping" in failed.stderr) == (2, True)
    assert "或 --center anping" in run("--lang", "zh", "load", str(center_file)).stderr
    assert run("--center", "anping", "load", str(center_file)).exit_code == 0


def test_every_so_many_seconds_is_a_number_above_nothing(run: Run) -> None:
    assert run("settle", "--every", "0").exit_code == 2
    assert run("settle", "--every", "soon").exit_code == 2


def test_a_round_waits_for_the_next_one(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    began = time.monotonic()
    signal_after(0.5)
    assert run("settle", "--every", "30").exit_code == 0
    assert time.monotonic() - began < 10


def signal_after(seconds: float) -> None:
    """Send this process what a terminal sends at Control-C."""
    import os
    import threading

    threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGINT)).start()


def test_what_is_up_to_date_is_left_alone(run: Run, tmp_path: Path) -> None:
    done = run("upgrade")
    assert (done.exit_code, "is up to date" in done.stdout) == (0, True)
    assert not list(tmp_path.glob("*.before-upgrade-*"))
    assert run("--db", str(tmp_path / "none.db"), "upgrade").exit_code == 3
    assert not (tmp_path / "none.db").exists()


def test_an_older_database_is_upgraded_after_a_backup(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "future"
    shutil.copytree(HERE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    last = revisions(HERE)[-1]
    new = f"{int(last) + 1:04}"
    text = REVISION.format(new=new, last=last)
    (folder / "versions" / f"{new}_future.py").write_text(text, encoding="utf-8")
    assert open_file.__kwdefaults__ is not None
    monkeypatch.setitem(open_file.__kwdefaults__, "folder", folder)

    outdated = run("--center", "corner", "day")
    assert (outdated.exit_code, "neighborbook upgrade" in outdated.stderr) == (4, True)
    done = run("upgrade")
    assert (done.exit_code, done.stderr) == (0, "")
    [backup] = tmp_path.glob("*.before-upgrade-*")
    assert f"from revision {last} to {new}" in done.stdout
    assert str(backup) in done.stdout
    assert run("day").exit_code == 0
    assert json.loads(run("--json", "upgrade").stdout)["upgraded"] is False
