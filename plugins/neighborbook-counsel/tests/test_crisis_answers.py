"""Whoever books in a crisis reads in the answer whom to call; nobody else learns of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

import neighborbook as nb
from neighborbook.cli.commands import neighborbook

if TYPE_CHECKING:
    from conftest import Counseling

SAID = ("You are not alone: call 12356 now", "您并不孤单：请立即拨打12356")
HELP = {"crisis": True, "consent": 0}
ON_TUESDAY = {"start": "2026-11-24 14:00", "length": "50m"}


def remarks(booking: nb.Booking) -> str:
    """What is said with a booking, in both languages."""
    assert booking.decision is not None
    return " ".join((*booking.decision.remarks("en"), *booking.decision.remarks("zh")))


@pytest.mark.parametrize("verb", ["book", "hold"])
def test_who_asks_for_help_is_answered_with_the_hotline(counseling: Counseling, verb: str) -> None:
    mine = counseling.desk.acting_as("maple")
    made = getattr(mine, verb)("counseling", **ON_TUESDAY, details=HELP)
    assert all(said in remarks(made) for said in SAID)


def test_the_same_call_sent_again_is_answered_with_it_too(
    counseling: Counseling, turn: Callable[[str], None]
) -> None:
    mine = counseling.desk.acting_as("maple")
    words = {"start": "2026-11-23 08:00", "length": "5m", "details": HELP, "key": "help"}
    first = mine.book("counseling", **words)  # type: ignore[arg-type]
    turn("2026-11-23 08:20")  # it is over by now, and could not be booked any more
    again = mine.book("counseling", **words)  # type: ignore[arg-type]
    assert again.id == first.id
    assert all(said in remarks(again) for said in SAID)
    assert again.decision is not None
    assert (again.decision.verdict, again.decision.refusals) == ("accepted", ())


def test_what_was_cancelled_says_nothing_any_more(counseling: Counseling) -> None:
    mine = counseling.desk.acting_as("maple")
    words = {**ON_TUESDAY, "details": HELP, "key": "help"}
    made = mine.book("counseling", **words)  # type: ignore[arg-type]
    mine.cancel(made.id, reason="mistake")
    assert mine.book("counseling", **words).decision is None  # type: ignore[arg-type]


def test_who_reads_it_later_reads_no_hotline(counseling: Counseling) -> None:
    made = counseling.acting_as("maple").book("14:00", crisis=True)
    for party in ("maple", "clerk", None):
        desk = counseling.desk if party is None else counseling.desk.acting_as(party)
        assert desk.booking(made.id).decision is None


def test_who_moves_it_without_knowing_what_it_is_learns_nothing(counseling: Counseling) -> None:
    made = counseling.acting_as("clerk").book("14:00", crisis=True, referral=True)
    clerk = counseling.desk.acting_as("clerk")
    assert clerk.change(made.id, start="2026-11-24 15:00").decision is None
    with pytest.raises(nb.Refused) as refused:
        clerk.change(made.id, start="2026-11-20 15:00")
    assert (refused.value.decision.codes, refused.value.decision.warnings) == (("PAST",), ())
    moved = counseling.desk.change(made.id, start="2026-11-24 16:00")
    assert SAID[0] in remarks(moved)  # the program is trusted


def test_who_asks_for_help_by_a_change_is_answered_alike_and_somebody_is_told(
    counseling: Counseling,
) -> None:
    made = counseling.acting_as("maple").book("14:00")
    mine = counseling.desk.acting_as("maple")
    changed = mine.change(made.id, details={"crisis": True, "consent": 1})
    assert all(said in remarks(changed) for said in SAID)
    told: list[nb.Message] = []
    counseling.desk.settle(channels={"pager": told.append})
    [listed] = counseling.desk.notices(unreached=True)
    assert listed.topic is nb.Topic.DUTY_CONTACT
    mine.change(made.id, start="2026-11-24 15:00")
    counseling.desk.told(listed.id)
    counseling.desk.settle(channels={"pager": told.append})
    assert counseling.desk.notices(unreached=True) == ()  # once is enough


def test_a_held_place_tells_who_is_on_duty_at_once(counseling: Counseling) -> None:
    mine = counseling.desk.acting_as("maple")
    held = mine.hold("counseling", **ON_TUESDAY, details=HELP)  # type: ignore[arg-type]
    counseling.desk.settle(channels={"pager": lambda message: None})
    [listed] = counseling.desk.notices(unreached=True)
    assert (listed.topic, listed.booking) == (nb.Topic.DUTY_CONTACT, held.id)
    mine.confirm(held.id)
    counseling.desk.told(listed.id)
    counseling.desk.settle(channels={"pager": lambda message: None})
    assert counseling.desk.notices(unreached=True) == ()


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Call the command line on a center with counseling and no directory."""
    monkeypatch.chdir(tmp_path)
    for name in ("NEIGHBORBOOK_DB", "NEIGHBORBOOK_CENTER", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    Path("anping.toml").write_text(
        'center = { id = "anping", zone = "Asia/Shanghai", plugins = ["counsel"] }\n'
        "resource.an = {}\n"
        'offering.counseling = { room_type = "counsel", places = ["an"] }\n',
        encoding="utf-8",
    )

    def call(*words: str) -> str:
        done = CliRunner().invoke(neighborbook, ["--db", "anping.db", *words])
        assert done.exit_code == 0, done.output
        return done.stdout

    call("load", "anping.toml")
    return call


def a_call_for_help() -> tuple[str, ...]:
    """The words of one, for an hour from now."""
    start = datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(hours=1)
    when = ("--start", f"{start:%Y-%m-%d %H:%M}", "--length", "50m")
    return ("counseling", *when, "--organizer", "maple", "--details", '{"crisis": true}')


@pytest.mark.parametrize("verb", ["book", "hold"])
@pytest.mark.parametrize(("language", "said"), [("en", SAID[0]), ("zh", SAID[1])])
def test_the_command_line_prints_it(
    run: Callable[..., str], verb: str, language: str, said: str
) -> None:
    first, second = run("--lang", language, "--as", "maple", verb, *a_call_for_help()).splitlines()
    assert said in second
    id = first.partition(":" if language == "en" else "：")[2].split()[0]
    assert said not in run("--lang", language, "--as", "maple", "booking", id)
    assert json.loads(run("--json", "booking", id))["decision"] is None


def test_as_json_it_is_the_decision(run: Callable[..., str]) -> None:
    made = json.loads(run("--json", "--lang", "zh", "--as", "maple", "book", *a_call_for_help()))
    assert made["decision"]["warnings"][0]["code"] == "X_CRISIS"
    assert SAID[1] in made["decision"]["text"]
