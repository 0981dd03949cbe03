"""What holds for every command: which database and center, in whose name, in which language."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec

import attrs
import click

from neighborbook.cli.words import LANGUAGES, own_language, say

if TYPE_CHECKING:
    from neighborbook.desk.desk import Desk

P = ParamSpec("P")


@attrs.frozen(kw_only=True)
class Options:
    """What was said before the command, or with it.

    Attributes:
        center: id of the center, or ``None`` for the only one in the database.
        party: in whose name; ``None`` is the trusted program.
        public: in nobody's name.
    """

    database: str = "neighborbook.db"
    center: str | None = None
    party: str | None = None
    public: bool = False
    language: str = "en"
    json: bool = False

    def say(self, word: str, **facts: object) -> str:
        """Return one of the command line's own texts."""
        return say(word, self.language, **facts)

    def tell(self, value: object, text: str) -> None:
        """Print an answer: the value as JSON, or the text."""
        if self.json:
            from neighborbook.cli.as_json import as_json

            click.echo(as_json(value, self.language))
        elif text:
            click.echo(text)

    def desk(self) -> Desk:
        """Open the desk as the trusted program; ``acting`` says in whose name to go on.

        Raises:
            Missing: there is no such database, or no center in it.
            InvalidRequest: it holds several centers, and none was named.
        """
        import neighborbook as nb
        from neighborbook.cli.failing import Missing

        if not self.is_there():
            raise Missing(word="no_database", given=self.shown_database)
        desk = nb.open(self.database, center=self.center)
        if self.center is not None:
            return desk
        try:
            _ = desk.center
        except nb.NotFound:
            desk.close_database()
            raise Missing(word="no_center", given=self.shown_database) from None
        return desk

    def acting(self, desk: Desk) -> Desk:
        """Return the desk in the name of who asks."""
        if self.public:
            return desk.acting_as(None)
        return desk if self.party is None else desk.acting_as(self.party)

    def is_there(self) -> bool:
        """Whether there is a database: asking something must not make an empty file."""
        return "://" in self.database or Path(self.database).exists()

    @property
    def shown_database(self) -> str:
        """The database without the password that its address may hold."""
        scheme, found, rest = self.database.partition("://")
        if not found:
            return self.database
        return f"{scheme}://{rest.rpartition('@')[2]}"


def command(function: Callable[Concatenate[Options, P], None]) -> Callable[..., None]:
    """Give a command ``--lang`` and ``--json`` of its own, and let it tell what goes wrong."""

    @click.option("--lang", "own", type=click.Choice(LANGUAGES), help="Answer in this language.")
    @click.option("--json", "own_json", is_flag=True, help="Answer in JSON.")
    @functools.wraps(function)
    def run(*, own: str | None, own_json: bool, **given: object) -> None:
        from neighborbook.cli.failing import failures_told

        options = click.get_current_context().ensure_object(Options)
        said = attrs.evolve(
            options, language=own or options.language, json=own_json or options.json
        )
        with failures_told(said.language, json=said.json):
            function(said, **given)  # type: ignore[call-arg, arg-type]  # click passes what was declared

    return run


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
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
    "--lang", "language", type=click.Choice(LANGUAGES), help="Answer in English or Chinese."
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

    Without --as and --public you are the trusted program and may do everything.

    \b
    Exit codes: 0 done, 1 refused, 2 invalid request or usage, 3 not found,
    4 storage, 5 a plugin or an invariant that did not hold.
    """  # noqa: D301 - the \b is click's, and must reach it
    if party is not None and public:
        raise click.UsageError("--as and --public exclude each other; give one of them")
    context.obj = Options(
        database=database,
        center=center,
        party=party,
        public=public,
        language=language or own_language(),
        json=json,
    )
