"""Plugins: which there are, and how to begin one."""

from __future__ import annotations

from pathlib import Path

import click

from neighborbook.cli.helping import Group
from neighborbook.cli.options import Options, command


@command("plugins", example="neighborbook plugins")
def plugins(options: Options) -> None:
    """List the plugins that are installed, who enables them, and what each brings.

    Each is imported to be asked, also those that no center enables.
    """
    from neighborbook.cli.listing import plugin_text
    from neighborbook.cli.plugin_list import list_plugins
    from neighborbook.desk.enabling import enabled_in

    enabled = enabled_in(options.database) if options.is_there() else ()
    found = list_plugins([each for each in enabled if options.center in (None, each[0])])
    lines = [plugin_text(each, options.language) for each in found]
    options.tell(found, "\n".join(lines or [options.say("no_plugins")]))


@click.group("plugin", cls=Group)
def plugin() -> None:
    """Begin a plugin of your own."""


@command("new", example="neighborbook plugin new tool-library")
@click.argument("name", help="What it is about: tool-library.")
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    metavar="FOLDER",
    help="Where its folder is made; else here.",
)
def new(options: Options, name: str, *, into: Path) -> None:
    """Make a distribution with a room type of its own and tests that pass at once.

    It is made in a folder neighborbook-NAME, which must not exist yet. Change what it says, and
    its tests tell whether it still keeps what every room type promises.
    """
    from neighborbook.cli.plugin_new import make

    made = make(name, into)
    options.tell(made, options.say("said_plugin_new", folder=made.folder, module=made.module))


plugin.add_command(new)
