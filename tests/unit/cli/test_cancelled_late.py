"""What a booking that was cancelled late says of itself: no more than follows from it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run

LATE = """
[offering.free]
room_type = "room"
places = ["hall"]
cancel_notice = "360d"

[offering.counted]
room_type = "room"
places = ["hall"]
cancel_notice = "360d"
quota = { amount = "8h", per = "day" }

[offering.often]
room_type = "room"
places = ["hall"]
cancel_notice = "360d"
quota = { amount = 3, per = "day" }
"""


@pytest.mark.parametrize(
    ("offering", "english", "chinese"),
    [
        ("free", "cancelled late  ", "已取消（晚于时限）  "),
        ("often", "cancelled late  ", "已取消（晚于时限）  "),
        ("counted", "cancelled late: the hours stay spent  ", "已取消（晚于时限，时长仍计入）  "),
    ],
)
def test_hours_stay_spent_only_where_hours_are_counted(
    run: Run, center_file: Path, day: str, offering: str, english: str, chinese: str
) -> None:
    center_file.write_text(center_file.read_text("utf-8") + LATE, "utf-8")
    assert run("load", str(center_file)).exit_code == 0
    when = ("--start", f"{day} 10:00", "--length", "1h", "--organizer", "li-wei")
    made = json.loads(run("--json", "book", offering, *when).stdout)["id"]
    assert english in run("cancel", made).stdout
    assert chinese in run("--lang", "zh", "booking", made).stdout
