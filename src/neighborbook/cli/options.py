"""What holds for every command: which database and center, in whose name, in which language."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Concatenate, ParamSpec

import attrs
import click

from neighborbook.cli.helping import Helped
from neighborbook.cli.words import LANGUAGES, say

if TYPE_CHECKING:
    from neighborbook.desk.desk import Desk
    from neighborbook.domain.booking import Booking

P = ParamSpec("P")
_PASSWORD = re.compile(r"(?<=[?&])(ssl)?password=[^&]*&?")
_BOOKED = frozenset({"said_book", "said_confirm"})


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

    def tell(self, value: object, text: str, zone: str = "UTC") -> None:
        """Print an answer: the value as JSON, or the text.

        Args:
            zone: in which JSON writes the instants of a value that names no zone itself.
        """
        if self.json:
            from neighborbook.cli.as_json import as_json

            click.echo(as_json(value, self.language, zone))
        elif text:
            click.echo(text)

    def tell_line(self, value: object, text: str) -> None:
        """Print one of many answers: as one line, also in JSON."""
        if self.json:
            from neighborbook.cli.as_json import as_line

            click.echo(as_line(value, self.language))
        else:
            click.echo(text)

    def tell_done(self, word: str, do: Callable[[Desk], Booking]) -> None:
        """Do something to a booking in the name of who asks, and print what it has become.

        Args:
            word: says what was done.
            do: gets the desk of who asks.
        """
        with self.desk() as desk:
            self.tell_booking(desk, do(self.acting(desk)), word)

    def tell_booking(self, desk: Desk, booking: Booking, word: str = "") -> None:
        """Print a booking, after a word that says what was done to it, and what it is warned of.

        What has only been asked for is not said to be booked.
        """
        from neighborbook.cli.as_text import booking_text, names_of

        if word in _BOOKED and booking.state.value == "pending":
            word = "said_request"
        line = booking_text(booking, names_of(desk, self.language), self.language)
        said = () if booking.decision is None else booking.decision.remarks(self.language)
        self.tell(booking, "\n".join((f"{self.say(word)} {line}" if word else line, *said)))

    def tell_bookings(self, desk: Desk, bookings: tuple[Booking, ...], nothing: str) -> None:
        """Print bookings, one a line, or the word for none."""
        from neighborbook.cli.as_text import booking_text, names_of

        names = names_of(desk, self.language)
        lines = [booking_text(each, names, self.language) for each in bookings]
        self.tell(bookings, "\n".join(lines or [self.say(nothing)]))

    def tell_table(
        self, value: object, head: tuple[str, ...], rows: list[tuple[str, ...]], zone: str
    ) -> None:
        """Print a list as a table.

        Args:
            head: the words for its columns.
            zone: as for ``tell``.
        """
        from neighborbook.cli.table import printed_by_rich, table_text

        if self.json:
            return self.tell(value, "", zone)
        if not rows:
            return self.tell(value, self.say("nothing"), zone)
        said = [self.say(word) for word in head]
        if not printed_by_rich(said, rows):
            self.tell(value, table_text(said, rows), zone)
        return None

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
        from neighborbook.storage.opening import is_there

        return is_there(self.database)

    @property
    def shown_database(self) -> str:
        """The database without the password that its address may hold, before its host or after."""
        scheme, found, rest = self.database.partition("://")
        if not found or scheme == "sqlite":
            return self.database
        who, at, where = _PASSWORD.sub("", rest).rstrip("?&").rpartition("@")
        return f"{scheme}://{who.partition(':')[0]}{at}{where}"


class Command(Helped):
    """A command whose help ends with an example."""

    def __init__(
        self,
        name: str | None,
        *,
        example: str,
        callback: Callable[..., None] | None = None,
        params: list[click.Parameter] | None = None,
        help: str | None = None,  # noqa: A002 - click passes it by this name
    ) -> None:
        super().__init__(name, callback=callback, params=params, help=help)
        self.example = example


def command(
    name: str, *, example: str
) -> Callable[[Callable[Concatenate[Options, P], None]], Command]:
    """Make a function a command, with ``--lang`` and ``--json`` of its own.

    What goes wrong within is told in words, and ends it by its exit code.

    Args:
        name: by which it is called.
        example: of how it is called, for its help.
    """

    def declare(function: Callable[Concatenate[Options, P], None]) -> Command:
        @click.option(
            "--lang",
            "own",
            type=click.Choice(LANGUAGES),
            is_eager=True,  # so that the help is in it
            help="Answer in this language.",
        )
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

        return click.command(name, cls=Command, example=example)(run)

    return declare


BOOKING = click.argument("booking_id", metavar="BOOKING", help="Its id.")
KEY = click.option(
    "--key", metavar="TEXT", help="Your own name for this write: sent twice, it is done once."
)
VERSION = click.option(
    "--version", type=int, metavar="N", help="Only if it is still of that version."
)
REASON = click.option("--reason", metavar="TEXT", default="", help="Why, for the history.")
AT = click.option("--at", metavar="TIME", help="When it was, if not now: 2026-12-01 14:05.")
OVERRIDE = click.option("--override", metavar="REASON", help="Pass soft rules, for who may.")
EVERY = click.option(
    "--every",
    type=click.FloatRange(0, min_open=True),
    metavar="SECONDS",
    help="Again and again, until it is stopped; what there was to do is told round by round.",
)
TITLE = click.option("--title", metavar="TEXT", help="What it is called, for those who may see it.")
