"""``following``, and what ``settle`` says of outside calendars."""

from __future__ import annotations

import json
from pathlib import Path

from tests.unit.cli.conftest import CENTER, Run

CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:choir\r\n"
    "DTSTART:20200101T100000\r\nDTEND:20200101T110000\r\nRRULE:FREQ=YEARLY\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n"
)


def test_it_says_what_is_followed_since_when_it_is_not_heard_and_why(
    run: Run, tmp_path: Path, center_file: Path
) -> None:
    assert run("following").stdout == "No room follows an outside calendar\n"
    source = tmp_path / "old.ics"
    source.write_bytes(CALENDAR.encode())
    center_file.write_text(
        f"{CENTER}\n[resource.hall.follows.old]\naddress = '{source.as_uri()}'\n"
        'every = "1m"\nuntil = 2190-01-01\n'
    )
    assert run("load", str(center_file)).exit_code == 0
    assert run("following").stdout == (
        "hall/old: closures to come 0; heard not yet; followed until 2190-01-01\n"
    )
    assert "closures by outside calendars changed: 1" in run("settle").stdout
    assert "hall/old: closures to come 1; heard " in run("following").stdout
    [told] = json.loads(run("--json", "following").stdout)
    assert (told["resource"], told["name"], told["closures"], told["fault"]) == (
        "hall",
        "old",
        1,
        "",
    )
    source.unlink()
    center_file.write_text(center_file.read_text().replace(".follows.old]", ".follows.new]"))
    assert run("load", str(center_file)).exit_code == 0
    said = run("--lang", "zh", "settle").stdout
    assert "外部日历带来的关闭变动：1" in said
    assert "未能读取的外部日历：1；见 neighborbook following" in said
    assert "hall/new: NOT HEARD since " in run("following").stdout
    assert "it cannot be reached; closures to come, as told before: 0" in run("following").stdout
    assert "无法访问" in run("--lang", "zh", "following").stdout
    assert run("--public", "following").exit_code == 1
    # check names it, and finds no damage; once it is asked again and heard, all is well.
    checked = run("check")
    assert checked.exit_code == 0
    assert "hall/new: NOT HEARD" in checked.stderr
    source.write_bytes(CALENDAR.encode())
    assert "hall/new: closures to come 1; heard " in run("following", "--ask").stdout
    assert run("check").stderr == ""
