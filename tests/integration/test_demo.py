"""The demonstration: it tells its story to the end, and the same one every time."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

import neighborbook as nb
from neighborbook.cli.demo.__main__ import demo
from neighborbook.cli.demo.city import EMPLOYEES, LARGE, city
from neighborbook.cli.demo.month import SEED
from neighborbook.cli.demo.wishes import BOARD_DAY, wishes
from neighborbook.ical.lint import lint

pytest.importorskip("neighborbook_meeting_room")


def played(out: Path) -> str:
    done = CliRunner().invoke(demo, ["--out", str(out)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def story(out: Path) -> str:
    return played(out)


def test_the_story_is_told_to_its_end(story: str) -> None:
    for told in (
        "185 firms with 5,483 employees",
        "holds forgotten, so they lapsed",
        "cancelled late: the hours stay spent",
        "approved",
        "declined",
        "changed",
        "CONFLICT_RESOURCE",
        "Instead you could have",
        "They take the first of these",
        "可改约",
        "A pipe bursts",
        "needs a move",
        "moved to",
        "findings of the linter: 0",
        "neighborbook --db",
    ):
        assert told in story


def test_the_public_board_names_nobody_and_a_member_s_board_its_own_firm_alone(story: str) -> None:
    public, member = boards(story)
    assert "####" in public
    assert "firm-" not in public
    firms = {word for word in member.split() if word.startswith("firm-")}
    assert len(firms) == 1


def boards(story: str) -> tuple[str, str]:
    _, _, after = story.partition("never by whom\n")
    public, _, after = after.partition("The same day for ")
    _, _, after = after.partition("\n")
    member, _, _ = after.partition("Two refusals")
    return public, member


def test_every_room_has_a_valid_calendar(story: str, out: Path) -> None:
    feeds = sorted((out / "calendars").glob("*.ics"))
    assert len(feeds) == 22
    for feed in feeds:
        assert lint(feed.read_bytes()) == ()
        assert b"firm-" not in feed.read_bytes()


def test_uses_never_exceed_a_room(story: str, out: Path) -> None:
    with nb.open(out / "anping.db", center="anping") as desk:
        for row in desk.day(BOARD_DAY).rows:
            if row.resource.is_composite or row.resource.capacity != 1:
                continue
            standing = [b for b in row.bookings if not b.needs_move]
            for one, other in pairwise(standing):
                assert one.end_at <= other.start_at, (one, other)


def test_an_audit_of_the_day_finds_nothing(story: str, out: Path) -> None:
    with nb.open(out / "anping.db") as desk:
        audit = desk.check()
    assert list(map(str, audit.findings)) == []
    assert audit.bookings > 100


def test_the_firms_are_of_uneven_size_and_the_same_in_every_run() -> None:
    firms = city(SEED).firms
    assert firms == city(SEED).firms
    assert len(firms) == 185
    assert sum(firm.employees for firm in firms) == EMPLOYEES
    assert sum(firm.employees >= 50 for firm in firms) >= LARGE - 5
    assert Counter(firm.employees < 30 for firm in firms)[True] > 100
    assert wishes(firms, Random(1)) == wishes(firms, Random(1))


def test_a_month_is_told_with_one_board_in_both_languages(tmp_path: Path) -> None:
    asked = ["--month", "--share", "0.02", "--out", str(tmp_path)]
    done = CliRunner().invoke(demo, asked, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    for told in (
        "11,078 residents in 2,450 households",
        "confirmed at once",
        "How the bookings stand when all is over",
        "Training hall (A and B)",
        "培训大厅",
        "month.db",
    ):
        assert told in done.stdout
    assert (tmp_path / "month.db").exists()


@pytest.mark.prove
def test_every_run_tells_the_same_story(story: str, tmp_path: Path, out: Path) -> None:
    def told(text: str, folder: Path) -> list[str]:
        timed = (" s: every", "All of this", "---")  # a line below a heading is as long as it is
        lines = text.replace(str(folder), "OUT").splitlines()
        return [line for line in lines if not any(word in line for word in timed)]

    assert told(played(tmp_path), tmp_path) == told(story, out)
