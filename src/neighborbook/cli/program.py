"""The program: which commands there are, grouped by what people do, loaded when named."""

from __future__ import annotations

import importlib
import keyword
from collections.abc import Mapping
from types import MappingProxyType

import attrs
import click

from neighborbook.cli.helping import Group, write_commands
from neighborbook.cli.options import Options
from neighborbook.cli.usage import language_of
from neighborbook.cli.words import LANGUAGES, own_language, say


@attrs.frozen
class Section:
    """Commands that belong together in the help.

    Attributes:
        title: the word for it in ``texts``.
        commands: by name, the module under ``commands`` in which each one is found.
    """

    title: str
    commands: Mapping[str, str]


def _section(title: str, **modules: str) -> Section:
    found = {name: module for module, names in modules.items() for name in names.split()}
    return Section(title, MappingProxyType(found))


SECTIONS = (
    _section(
        "section_book",
        asking="offerings resources slots explain book hold",
        booking="extend confirm change cancel restore",
    ),
    _section("section_door", door="check-in complete no-show advance"),
    _section(
        "section_office",
        office="approve decline",
        closing="close affected reopen closures outage",
        holidays="holidays",
    ),
    _section(
        "section_read",
        board="day",
        reading="booking bookings history changes usage",
        calendar="calendar",
    ),
    _section("section_people", people="person retain roll-call"),
    _section("section_move", transfer="import export", batches="imports"),
    _section(
        "section_run",
        init="init",
        running="load settle upgrade",
        notices="notices",
        following="following",
        keeping="check backup copy-to",
        publish="publish",
        plugins="plugins plugin",
    ),
)
"""To add a command, name it here; its function lies under its name in that module."""


class Program(Group):
    """Imports the module of a command when that command, or the help, is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, in the order of the help."""
        return [name for section in SECTIONS for name in section.commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name."""
        for section in SECTIONS:
            module = section.commands.get(cmd_name)
            if module is not None:
                return _command(cmd_name, module)
        return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands section by section."""
        language, widest = language_of(ctx), max(map(len, self.list_commands(ctx)))
        for section in SECTIONS:
            found = [(name, _command(name, module)) for name, module in section.commands.items()]
            with formatter.section(say(section.title, language)):
                write_commands(formatter, found, language, widest)


def _command(name: str, module: str) -> click.Command:
    home = importlib.import_module(f"neighborbook.cli.commands.{module}")
    # A function cannot be called import.
    own = f"{name}_" if keyword.iskeyword(name) else name.replace("-", "_")
    found = getattr(home, own)
    if not isinstance(found, click.Command):
        raise TypeError(f"{module}.{name} is no command: put @command above it")
    return found


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--db",
    "database",
    default="neighborbook.db",
    envvar="NEIGHBORBOOK_DB",
    metavar="PATH|URL",
    help="A SQLite file, or postgresql://…; else $NEIGHBORBOOK_DB, else neighborbook.db.",
)
@click.option(
    "--center",
    envvar="NEIGHBORBOOK_CENTER",
    metavar="ID",
    help="Of which center; else $NEIGHBORBOOK_CENTER, else the only one in the database.",
)
@click.option("--as", "party", metavar="PARTY", help="In the name of this person.")
@click.option("--public", is_flag=True, help="In nobody's name: what everybody may see.")
@click.option(
    "--lang",
    "language",
    type=click.Choice(LANGUAGES),
    is_eager=True,  # so that the help is in it
    help="Answer in English or Chinese; else $NEIGHBORBOOK_LANG, else as the terminal.",
)
@click.option("--json", "json", is_flag=True, help="Answer in JSON.")
@click.version_option(package_name="neighborbook")
@click.pass_context
def neighborbook(
    context: click.Context,
    *,
    database: str,
    center: str | None,
    party: str | None,
    public: bool,
    language: str | None,
    json: bool,
) -> None:
    """Book rooms, seats, and things of a neighborhood center.

    Begin with: neighborbook init

    Without --as and --public you are the trusted program and may do everything.
    Times are local to the center: 2026-12-01 14:00, or a date alone for its first instant.

    \b
    Exit codes: 0 done, 1 refused, 2 invalid request or usage, 3 not found,
    4 storage, 5 a plugin or an invariant that did not hold,
    6 an audit found damage.
    """  # noqa: D301 - the \b is click's, and must reach it
    if party is not None and public:
        raise click.UsageError(say("as_or_public", language or own_language()), context)
    context.obj = Options(
        database=database,
        center=center,
        party=party,
        public=public,
        language=language or own_language(),
        json=json,
    )
