"""What the text output of a booking tells whom: what ``--json`` does, and nothing more."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

from neighborbook.cli.commands import neighborbook

ZONE = f"Etc/GMT{datetime.now(UTC).hour - 12:+}"
"""Where it is about noon now: nobody checks in before the day."""

CENTER = """
[center]
id = "corner"
zone = "{zone}"
check_in = "desk"
plugins = ["clinic", "counsel", "meeting-room"]

[hours.daily]
daily = "00:00-24:00"

[resource.doctor]
name = { en = "Doctor 1", zh = "全科医生1" }
hours = "daily"
[resource.consulting]
name = { en = "Consulting room", zh = "诊室" }
floor = "3"
[resource.counselor]
name = { en = "Counselor", zh = "咨询师" }
hours = "daily"
[resource.talking]
name = { en = "Talking room", zh = "谈话室" }
floor = "5"
[resource.hall]
name = { en = "Hall", zh = "大厅" }
hours = "daily"
floor = "1"

[offering.meeting]
room_type = "meeting-room"
notice = "0s"
before = "0s"
after = "0s"
places = [{ resource = "hall", layouts = { theatre = 40 } }]

[offering.station]
room_type = "clinic"
notice = "0s"
places = ["doctor"]
  [offering.station.services]
  general = { length = "15m" }
  first = { length = "15m", name = { en = "First visit", zh = "初诊" } }
  [offering.station.practitioners.doctor]
  services = ["general", "first"]
  rooms = ["consulting"]

[offering.counseling]
room_type = "counsel"
notice = "0s"
places = ["counselor"]
rooms = ["talking"]
"""

Call = Callable[..., Result]


@pytest.fixture
def day() -> str:
    return datetime.now(ZoneInfo(ZONE)).date().isoformat()


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Call the command line on a house with a doctor, a counselor, and a hall."""
    for name in ("NEIGHBORBOOK_CENTER", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NEIGHBORBOOK_DB", str(tmp_path / "book.db"))
    file = tmp_path / "center.toml"
    file.write_text(CENTER.replace("{zone}", ZONE), encoding="utf-8")

    def call(*words: str) -> Result:
        done = CliRunner().invoke(neighborbook, list(words))
        assert done.exit_code == 0, done.output
        return done

    call("load", str(file))
    for party in ("li-na", "dr-lin", "clerk", "stranger"):
        call("person", "add", party, "--name", party.title(), "--born-on", "1980-01-01")
    call("person", "link", "dr-lin", "provider_of", "doctor")
    call("person", "grant", "clerk", "staff")
    return call


@pytest.fixture
def seen(run: Call, day: str) -> str:
    """An appointment of li-na's; she has come."""
    asked = '{"service": "general", "note": "short of breath"}'
    words = ("book", "station", "--start", f"{day} 15:00", "--length", "15m", "--details", asked)
    id: str = json.loads(run("--json", "--as", "li-na", *words).stdout)["id"]
    run("check-in", id)
    run("advance", id, "called")
    return id


READ = (("bookings",), ("booking", "{id}"), ("day", "{day}"), ("day", "{day}", "--sentences"))


@pytest.mark.parametrize("command", READ, ids="-".join)
def test_who_serves_reads_who_comes_and_what_for_in_words_too(
    run: Call, seen: str, day: str, command: tuple[str, ...]
) -> None:
    words = [word.format(id=seen, day=day) for word in command]
    told = run("--as", "dr-lin", *words).stdout
    for what in ("li-na", "Service: general", "short of breath", "called"):
        assert what in told
    chinese = run("--as", "dr-lin", "--lang", "zh", *words).stdout
    for what in ("li-na", "服务项目: general", "已叫号"):
        assert what in chinese


def test_a_service_is_called_as_its_center_calls_it(run: Call, day: str) -> None:
    asked = '{"service": "first", "note": "first"}'
    words = ("book", "station", "--start", f"{day} 14:00", "--length", "15m", "--details", asked)
    told = run("--as", "li-na", *words).stdout
    assert "Service: First visit;" in told
    assert told.endswith(": first]\n")  # what she wrote stays as she wrote it
    assert "服务项目: 初诊" in run("--as", "li-na", "--lang", "zh", "bookings").stdout


def test_what_is_cancelled_is_at_no_label_any_more(run: Call, seen: str) -> None:
    run("cancel", seen, "--reason", "mistake")
    told = run("booking", seen).stdout
    assert "cancelled" in told
    assert "called" not in told.replace("cancelled", "")


def test_who_has_left_is_said_to_have_left(run: Call, seen: str) -> None:
    run("advance", seen, "left_unserved")
    assert "cancelled, left before being seen" in run("booking", seen).stdout


@pytest.mark.parametrize("command", READ, ids="-".join)
def test_the_front_desk_reads_how_it_stands_and_nothing_of_the_patient(
    run: Call, seen: str, day: str, command: tuple[str, ...]
) -> None:
    words = [word.format(id=seen, day=day) for word in command]
    told = run("--as", "clerk", *words).stdout
    if "--sentences" not in words:
        assert "called" in told
    for what in ("li-na", "general", "short of breath"):
        assert what not in told


def test_nobody_else_reads_anything_of_it(run: Call, seen: str, day: str) -> None:
    for who in (("--as", "stranger"), ("--public",)):
        told = run(*who, "bookings").stdout + run(*who, "day", day).stdout
        for what in ("li-na", "general", "short of breath", "called", seen):
            assert what not in told


def test_a_meeting_says_who_comes_and_what_it_needs(run: Call, day: str) -> None:
    words = ("book", "meeting", "--start", f"{day} 16:00", "--length", "1h", "--headcount", "9")
    asked = ("--details", '{"layout": "theatre", "catering": true}')
    come = [word for n in range(7) for word in ("--attendee", f"guest-{n}")]
    run(*words, *asked, "--organizer", "acme", "--title", "Fire", *come)
    line = run("--as", "clerk", "bookings").stdout
    assert "  acme, guest-0, guest-1, guest-2, guest-3, 3 more “Fire”" in line
    assert line.endswith("[Layout: theatre; With catering]\n")
    assert "acme" not in run("--public", "bookings").stdout


def test_who_looks_by_what_is_kept_back_is_told_so(run: Call, seen: str) -> None:
    found = run("--as", "clerk", "bookings", "--party", "li-na")
    assert found.stdout == "No bookings.\n"
    assert "of which you are not told whose" in found.stderr
    # The same whether there is something or not: the note tells nothing of anybody.
    assert run("--as", "clerk", "bookings", "--party", "nobody").stderr == found.stderr
    assert (
        "不向您告知" in run("--as", "clerk", "--lang", "zh", "bookings", "--party", "li-na").stderr
    )
    assert run("--as", "clerk", "bookings").stderr == ""
    mine = run("--as", "li-na", "bookings", "--party", "li-na")
    assert (seen in mine.stdout, mine.stderr) == (True, "")
    assert seen in run("--as", "dr-lin", "bookings", "--party", "li-na").stdout


def test_what_is_ones_own_is_found_by_its_organizer_though_it_is_sealed(
    run: Call, day: str
) -> None:
    words = ("book", "counseling", "--start", f"{day} 18:00", "--length", "50m")
    asked = '{"alias": "Maple", "consent": 1}'
    done = run("--json", "--as", "li-na", *words, "--details", asked)
    id = json.loads(done.stdout)["id"]
    assert id in run("--as", "li-na", "bookings", "--organizer", "li-na").stdout
    assert id not in run("--as", "clerk", "bookings", "--organizer", "li-na").stdout
    assert "Maple" not in run("--as", "clerk", "bookings").stdout
