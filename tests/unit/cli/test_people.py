"""The commands about people, and the roll."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from neighborbook.cli.options import Options
from neighborbook.cli.people_text import handed_text
from tests.unit.cli.conftest import Run
from tests.unit.cli.test_board import a_booking


def done(run: Run, *words: str) -> str:
    answer = run(*words)
    assert answer.exit_code == 0, answer.output
    return answer.stdout


@pytest.fixture
def town(run: Run) -> Run:
    """Two persons and a firm."""
    done(run, "person", "add", "li-na", "--name", "李娜", "--born-on", "2015-03-02", "--grid", "3")
    done(run, "person", "add", "li-wei", "--name", "Li Wei", "--phone", "+86 21 5555 0101")
    firm = ("person", "add", "acme", "--name", "Acme", "--organization", "member")
    done(run, *firm, "--manager", "li-wei")
    return run


def test_a_person_is_shown_with_all_that_is_kept(town: Run) -> None:
    done(town, "person", "link", "li-wei", "guardian_of", "li-na")
    done(town, "person", "grant", "li-wei", "staff", "--room-type", "room", "--until", "2099-01-01")
    done(town, "person", "state", "li-wei", "residency", "yes", "--source", "card")
    told = done(town, "person", "show", "li-wei")
    for words in (
        *("li-wei  Li Wei  (person, version 5)", "phone: +86 21 5555 0101", "manages acme"),
        *(
            "guardian of li-na",
            "front desk (staff), for room, until Thu 1 Jan 2099",
            "residency: yes (card)",
        ),
    ):
        assert words in told
    assert "组织" in done(town, "--lang", "zh", "person", "show", "acme")
    found = json.loads(done(town, "--json", "person", "show", "li-na"))
    assert (found["born_on"], found["grid"], found["version"]) == ("2015-03-02", "3", 1)


def test_a_person_is_found_by_her_phone_changed_locked_out_and_let_in(town: Run) -> None:
    assert done(town, "person", "find", "0101").startswith("li-wei")
    assert "Nothing" in done(town, "person", "find", "nobody")
    assert "email: li@example.org" in done(
        town, "person", "change", "li-wei", "--email", "li@example.org"
    )
    assert "locked out" in done(town, "person", "disable", "li-wei", "--reason", "keys")
    assert town("--as", "li-wei", "person", "show", "li-wei").exit_code == 3
    assert "locked out" not in done(town, "person", "enable", "li-wei")
    assert "Li Wei" in done(town, "--as", "li-wei", "person", "show", "li-wei")


def test_what_goes_with_a_person_alone_is_refused_for_an_organization(town: Run) -> None:
    for words in (("--organization", "member", "--grid", "3"), ("--manager", "li-wei")):
        wrong = town("person", "add", "x", "--name", "X", *words)
        assert wrong.exit_code == 2
        assert "--organization" in wrong.output


def test_a_tie_and_a_role_are_taken_back(town: Run) -> None:
    done(town, "person", "link", "li-wei", "proxy_for", "--grid", "3", "--until", "2099-01-01")
    assert "proxy_for" not in done(town, "person", "unlink", "li-wei", "proxy_for", "--grid", "3")
    done(town, "person", "grant", "li-wei", "approver")
    assert "approver" not in done(town, "person", "revoke", "li-wei", "approver")
    missing = town("person", "revoke", "li-wei", "approver")
    assert missing.exit_code == 3
    assert "role" in missing.output


def test_a_leavers_bookings_are_handed_over(town: Run, day: str) -> None:
    done(town, "person", "add", "chen", "--name", "Chen")
    done(town, "person", "link", "chen", "employee_of", "acme")
    words = ("--start", f"{day} 10:00", "--length", "1h", "--organizer", "acme")
    done(town, "--as", "chen", "book", "meeting", *words)
    hand_over = ("--json", "person", "hand-over", "chen", "li-wei", "--organization", "acme")
    [moved] = json.loads(done(town, *hand_over))
    assert moved["actor"] == "li-wei"
    assert json.loads(done(town, *hand_over)) == []
    own = booked_by_chen(town, day)
    again = done(town, *hand_over[1:])
    assert "chen wrote nothing for acme that is to come" in again
    assert "Not handed over" in again
    assert own in again
    assert "未移交任何预约" in done(town, "--lang", "zh", *hand_over[1:])


def test_what_was_written_for_the_organization_meanwhile_is_not_said_to_belong_to_others() -> None:
    whose = {"acme": "Meeting of acme", "chen": "Meeting of chen"}
    left = [a_booking(9, 10, organizer=party, title=title) for party, title in whose.items()]
    handing = {"leaver": "chen", "to": "li-wei", "organization": "acme"}
    said = handed_text((), left, {}, Options(), handing)
    assert "does not belong to acme" in said
    assert whose["chen"] in said
    assert whose["acme"] not in said
    assert "Not handed over" not in handed_text((), left[:1], {}, Options(), handing)


def booked_by_chen(town: Run, day: str) -> str:
    """Return the id of a booking of chen's own."""
    words = ("book", "meeting", "--start", f"{day} 17:00", "--length", "1h")
    id: str = json.loads(done(town, "--json", "--as", "chen", *words))["id"]
    return id


def test_an_export_says_to_whom_it_does_not_tell_what_is_sealed(town: Run) -> None:
    done(town, "person", "grant", "li-wei", "administrator")
    office = town("--as", "li-wei", "person", "export", "li-na")
    assert "Without what is sealed, if there is any" in office.stderr
    assert json.loads(office.stdout)["whole"] is False
    for who in ((), ("--as", "li-na")):
        own = town(*who, "person", "export", "li-na")
        assert (json.loads(own.stdout)["whole"], own.stderr) == (True, "")
    assert town("--as", "li-na", "person", "export", "li-wei").exit_code == 1


def test_a_person_is_exported_and_erased_and_erased_again_after_a_restore(
    town: Run, tmp_path: Path
) -> None:
    told = json.loads(done(town, "person", "export", "li-na"))
    assert told["tables"]["party"][0]["name"] == "李娜"
    book, kept = tmp_path / "book.db", tmp_path / "kept.db"
    kept.write_bytes(book.read_bytes())
    assert "Erased: li-na" in done(town, "person", "erase", "li-na")
    assert town("person", "show", "li-na").exit_code == 3
    restored = ("--db", str(kept))
    assert "李娜" in done(town, *restored, "person", "show", "li-na")
    again = ("person", "reapply", "--ledger", f"{book}.erased")
    assert "Erased: li-na" in done(town, *restored, *again)
    assert town(*restored, "person", "show", "li-na").exit_code == 3
    assert "Nothing" in done(town, *restored, *again)


def test_what_is_past_its_time_is_listed_and_removed_when_asked(town: Run) -> None:
    told = done(town, "retain")
    assert "booking: names in bookings" in told
    assert "1095d" in told
    rows = json.loads(done(town, "--json", "retain", "--keep", "booking=1d", "--apply"))
    assert {row["keeping"]: row["kept"] for row in rows}["booking"] == 86_400
    assert town("retain", "--keep", "booking").exit_code == 2
    assert town("retain", "--keep", "cheese=1d").exit_code == 2


def test_the_roll_can_be_printed_by_staff(town: Run) -> None:
    assert "Nobody is expected" in done(town, "roll-call")
    begun = datetime.now(ZoneInfo("Asia/Shanghai")) - timedelta(minutes=10)
    words = ("--start", f"{begun:%Y-%m-%d %H:%M}", "--length", "2h", "--organizer", "li-wei")
    done(town, "book", "meeting", *words, "--override", "written down late")
    told = done(town, "roll-call")
    assert "0 checked in, 1 more expected" in told
    until = begun + timedelta(hours=2)
    assert f"[ ] Study  1  expected  {begun:%H:%M}–{until:%H:%M}  Li Wei" in told
    assert "预计" in done(town, "--lang", "zh", "roll-call")
    assert town("--as", "li-wei", "roll-call").exit_code == 1


@pytest.mark.postgres
def test_where_bytes_may_remain_it_is_said(run: Run, tmp_path: Path, postgres_url: str) -> None:
    path = tmp_path / "town.toml"
    path.write_text('center = { id = "town", zone = "UTC" }\n')
    for where, remain in ((str(tmp_path / "town.db"), False), (postgres_url, True)):
        done(run, "--db", where, "load", str(path))
        done(run, "--db", where, "person", "add", "zhao", "--name", "Zhao")
        for words in (
            ("retain", "--apply"),
            ("person", "erase", "zhao", "--ledger", str(tmp_path / "ledger")),
        ):
            told = done(run, "--db", where, *words)
            assert ("bytes of it may remain" in told) is remain
