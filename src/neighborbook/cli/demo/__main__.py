"""Play the day and tell it on the terminal."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from random import Random

import click

import neighborbook as nb
from neighborbook.cli.demo import story
from neighborbook.cli.demo.city import EMPLOYEES, Directory, Firm, city
from neighborbook.cli.demo.day import Day
from neighborbook.cli.demo.fixed import SeededIds, StoryClock
from neighborbook.cli.demo.month import SEED
from neighborbook.cli.demo.month_story import BOARD_DAY as MONTH_BOARD_DAY
from neighborbook.cli.demo.month_story import tell_month
from neighborbook.cli.demo.telling import chapter, counts, show, tell
from neighborbook.cli.demo.wishes import BOARD_DAY, TODAY, wishes
from neighborbook.domain.times import parse_instant, zone

CENTER_FILE = Path("examples") / "anping" / "center.toml"


def found_center_file() -> Path:
    """Return the center file of the checkout, from wherever in it the demonstration is started."""
    for folder in (Path.cwd(), *Path.cwd().parents, *Path(__file__).resolve().parents):
        if (folder / CENTER_FILE).is_file():
            return folder / CENTER_FILE
    raise click.ClickException(f"{CENTER_FILE} is missing: run this in a checkout of neighborbook")


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("out"),
    show_default=True,
    help="Where the database and the calendars go.",
)
@click.option(
    "--month",
    "whole_month",
    is_flag=True,
    help="Play a whole month of firms and residents instead of a day; about a minute.",
)
@click.option(
    "--share",
    type=click.FloatRange(0.01, 1.0),
    default=1.0,
    show_default=True,
    help="How much of the month: 0.1 is a tenth of its wishes.",
)
def demo(out: Path, *, whole_month: bool, share: float) -> None:
    """Play a day of 185 firms at the reference center and tell it."""
    began = time.monotonic()
    out.mkdir(parents=True, exist_ok=True)
    database = out / ("month.db" if whole_month else "anping.db")
    for old in out.glob(f"{database.name}*"):
        old.unlink()
    if whole_month:
        tell_month(found_center_file(), database, share=share)
        _what_next(database, MONTH_BOARD_DAY, time.monotonic() - began)
        return
    chance = Random(SEED)  # noqa: S311 - a story, not a secret
    firms = city(SEED).firms
    clock = StoryClock(parse_instant(f"{TODAY} 08:00", zone("Asia/Shanghai")))
    with nb.open(
        database,
        center="anping",
        clock=clock,
        ids=SeededIds(chance),
        plugins=[Directory(firms)],
    ) as desk:
        _day(desk, clock, firms, chance)
        story.two_boards(desk)
        story.two_refusals(desk)
        story.burst_pipe(desk)
        story.calendars(desk, out / "calendars")
        desk.settle()
    show(f"Open one of {out}/calendars/*.ics in a calendar program.")
    _what_next(database, BOARD_DAY, time.monotonic() - began)


def _day(desk: nb.Desk, clock: StoryClock, firms: tuple[Firm, ...], chance: Random) -> None:
    loading = desk.load(found_center_file())
    chapter(f"{desk.center.name} · {desk.center.name.in_('zh')}")
    tell(
        f"{len(loading.added)} things loaded from its center file. {len(firms)} firms with "
        f"{EMPLOYEES:,} employees begin to book, Monday {TODAY}, 08:00."
    )
    day = Day(desk=desk, clock=clock)
    started = time.monotonic()
    day.play(wishes(firms, chance))
    seconds = time.monotonic() - started
    tell(f"The day was played in {seconds:.1f} s: every wish in a transaction of its own, on disk.")
    counts(day.tally)
    tell("The weightiest reason of each refusal:")
    counts(day.refusals)
    tell("How the bookings stand in the evening:")
    counts(Counter(booking.state.value for booking in desk.bookings()))


def _what_next(database: Path, day: str, seconds: float) -> None:
    command = f"neighborbook --db {database}"
    chapter(f"All of this took {seconds:.0f} s. Look around:")
    tell("Activate the environment first (. .venv/bin/activate), then try:")
    for tried in (
        f"{command} day {day}",
        f"{command} --public --lang zh day {day}",
        f"{command} --json day {day}",
        f"{command} explain training-room --start '{day} 03:00' --length 9h --organizer me",
        f"{command} calendar --resource A",
    ):
        show("  " + tried)


if __name__ == "__main__":
    demo()
