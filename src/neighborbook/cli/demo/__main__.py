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
from neighborbook.cli.demo.telling import chapter, counts, show, tell
from neighborbook.cli.demo.wishes import BOARD_DAY, TODAY, wishes
from neighborbook.domain.times import parse_instant, zone

SEED = 20261130
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
def demo(out: Path) -> None:
    """Play a day of 185 firms at the reference center and tell it."""
    began = time.monotonic()
    out.mkdir(parents=True, exist_ok=True)
    database = out / "anping.db"
    for old in out.glob("anping.db*"):
        old.unlink()
    chance = Random(SEED)  # noqa: S311 - a story, not a secret
    firms = city(chance)
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
    _what_next(database, out, time.monotonic() - began)


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


def _what_next(database: Path, out: Path, seconds: float) -> None:
    command = f"neighborbook --db {database}"
    chapter(f"All of this took {seconds:.0f} s. Look around:")
    show(f"Open one of {out}/calendars/*.ics in a calendar program.")
    tell("Activate the environment first (. .venv/bin/activate), then try:")
    for tried in (
        f"{command} day {BOARD_DAY}",
        f"{command} --public --lang zh day {BOARD_DAY}",
        f"{command} --json day {BOARD_DAY}",
        f"{command} explain training-room --start '{BOARD_DAY} 03:00' --length 9h --organizer me",
        f"{command} calendar --resource A",
    ):
        show("  " + tried)


if __name__ == "__main__":
    demo()
