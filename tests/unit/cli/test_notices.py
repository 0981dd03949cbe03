"""Whom nobody could reach: ``settle`` says that there is somebody, ``notices`` says who."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import neighborbook as nb
from neighborbook.cli.commands.notices import line
from neighborbook.desk.notices.listing import Untold
from neighborbook.domain.delivery import DeliveryState
from tests.unit.cli.conftest import Run

MAIL = """
[notices]
[notices.channel.mail]
kind = "smtp"
host = "127.0.0.1"
sender = "desk@example.org"
[notices.addresses]
li-wei = { phone = "+86 555 0101" }
"""


@pytest.fixture
def booked(run: Run, center_file: Path, day: str) -> str:
    """The id of a booking of somebody who can only be called."""
    center_file.write_text(center_file.read_text("utf-8") + MAIL, "utf-8")
    assert run("load", str(center_file)).exit_code == 0
    when = ("--start", f"{day} 10:00", "--length", "1h", "--organizer", "li-wei")
    id: str = json.loads(run("--json", "book", "meeting", *when).stdout)["id"]
    return id


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "somebody must call about: 1 (new: {})"), ("zh", "需致电通知：1（新增{}）")],
)
def test_settling_says_that_somebody_must_be_called_and_goes_on_saying_it(
    run: Run, booked: str, language: str, said: str
) -> None:
    for new in (1, 0):
        out = run("--lang", language, "settle").stdout
        assert said.format(new) in out
        assert "neighborbook notices --unreached" in out
        for word in ("li-wei", "0101", booked):
            assert word not in out
    told = json.loads(run("--json", "settle").stdout)
    assert (told["unreached"], told["to_call"]) == (0, 1)


def test_the_call_list_names_the_booking(run: Run, booked: str) -> None:
    assert run("settle").exit_code == 0
    listed = run("notices", "--unreached").stdout
    for word in ("li-wei", "+86 555 0101", booked, "BOOKING"):
        assert word in listed
    assert "预约" in run("--lang", "zh", "notices", "--unreached").stdout
    [notice] = json.loads(run("--json", "notices", "--unreached").stdout)
    assert run("notices", "--told", notice["id"]).exit_code == 0
    assert "must call" not in run("settle").stdout


def test_settling_again_and_again_says_it_when_it_changes(
    run: Run, booked: str, tmp_path: Path, day: str
) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no signal that a parent could send to end it in order")
    program = [sys.executable, "-m", "neighborbook.cli", "--db", str(tmp_path / "book.db")]
    with subprocess.Popen(
        [*program, "settle", "--every", "0.1", "--json"], stdout=subprocess.PIPE, text=True
    ) as settling:
        assert settling.stdout is not None
        assert json.loads(settling.stdout.readline())["to_call"] == 1
        time.sleep(0.5)  # some rounds, in which nothing changes
        when = ("--start", f"{day} 12:00", "--length", "1h", "--organizer", "li-wei")
        assert run("book", "meeting", *when).exit_code == 0
        assert json.loads(settling.stdout.readline())["to_call"] == 2  # and not 1 once more
        settling.send_signal(signal.SIGTERM)
        assert settling.wait(timeout=30) == 0


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("Confirmed: Appointment, ", "there is no channel", "whoever is on duty")),
        ("zh", ("已确认：预约，", "没有任何通道", "值班人员")),
    ],
)
def test_a_line_of_the_call_list_says_who_what_and_why_in_words(
    language: str, said: tuple[str, str, str]
) -> None:
    untold = Untold(
        id="n", party="", topic=nb.Topic.CONFIRMATION, state=DeliveryState.UNREACHED, channel="",
        tries=0, fault="there is no channel", phone="", booking="b", offering="", start_at=0,
        end_at=3600, zone="Asia/Shanghai", due_at=0,
    )  # fmt: skip
    who, phone, about, why, booking, _ = line(untold, language)
    assert (who, phone, booking) == (said[2], "-", "b")
    assert about.startswith(said[0])
    assert why == said[1]
