"""The first command of all: it founds a center."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import click
from click.core import ParameterSource

from neighborbook.cli.options import Options, command

if TYPE_CHECKING:
    from neighborbook.cli.founding.founding import Place

DATABASE = "neighborbook.db"


@command(
    "init",
    example='neighborbook init --name "Corner house" --zone Asia/Shanghai --country CN '
    "--hours 08:00-20:00 --room 'Training room:40' --room 'Study:6' --yes",
)
@click.argument(
    "center_file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("center.toml"),
    metavar="[FILE]",
    help="The center file to make; else center.toml.",
)
@click.option("--name", metavar="TEXT", help="How people call the center.")
@click.option(
    "--id", metavar="ID", help="Its short name, which never changes; else made of its name."
)
@click.option("--zone", metavar="ZONE", help="Asia/Shanghai; else the zone of this machine.")
@click.option("--country", metavar="CC", help="Whose public holidays apply: CN; - for none.")
@click.option(
    "--hours", metavar="HOURS", help="08:00-20:00, or mon-fri 08:00-20:00; sat 09:00-17:00."
)
@click.option(
    "--room", "rooms", multiple=True, metavar="NAME:PLACES", help="Training room:40. Repeatable."
)
@click.option("--yes", is_flag=True, help="Ask nothing: take what is suggested for the rest.")
def init(
    options: Options,
    center_file: Path,
    *,
    name: str | None,
    id: str | None,
    zone: str | None,
    country: str | None,
    hours: str | None,
    rooms: tuple[str, ...],
    yes: bool,
) -> None:
    """Found a center: ask what it is, write its file and a database beside it.

    What is not given as an option is asked. FILE is center.toml if not given. Nothing that exists
    is written over, and a database that holds a center takes a second one only where --center,
    before init, gives its id. At the end it says what to type next.
    """
    from neighborbook.cli.founding.asking import complete
    from neighborbook.cli.founding.founding import found

    place = _place(options, center_file)
    given = {
        "name": name,
        "id": id or place.beside,
        "zone": zone,
        "country": country,
        "hours": hours,
    }
    told: dict[str, tuple[str, ...]] = {
        question: (text,) for question, text in given.items() if text is not None
    }
    if rooms:
        told["room"] = rooms
    faults = place.faults(given["id"])
    answers = complete(told, asks=not yes, language=options.language, also=faults)
    done = found(answers, place, options.language)
    steps = "\n".join(f"  {step}" for step in done.next_steps)
    said = options.say("said_init", file=done.center_file, database=done.database, steps=steps)
    options.tell(done, said)


def _place(options: Options, file: Path) -> Place:
    """Return where to found it: the database lies beside the file, unless one was named."""
    from neighborbook.cli.founding.founding import Place

    source = _source("database")
    if source not in (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT):
        options = attrs.evolve(options, database=str(file.parent / DATABASE))
    return Place(
        file=file,
        database=options.database,
        shown=options.shown_database,
        beside=options.center if _source("center") is ParameterSource.COMMANDLINE else None,
        named=source is not ParameterSource.ENVIRONMENT and options.database != DATABASE,
    )


def _source(option: str) -> ParameterSource | None:
    """Return where an option before the command was given, if it was."""
    program = click.get_current_context().parent
    return None if program is None else program.get_parameter_source(option)
